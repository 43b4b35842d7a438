"""One module per thing that a user wants done: its table of screens and reactions.

Tables only: no phone, no clock, no terminal.
"""
