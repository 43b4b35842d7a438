"""Guides: addresses, files, steps, what is kept, the page."""
