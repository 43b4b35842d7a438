"""Guides: what an owner does on Xiaomi's own pages, led step by step.

The steps are data (`guides/*.toml`). Nothing here signs in anywhere, reads a page of Xiaomi's or
asks its servers: addresses are shown or opened in the owner's own browser, and what he did there
is what he says. It must not know a terminal.
"""
