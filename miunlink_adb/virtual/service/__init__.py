"""The services of the phone's adb daemon: one module each, found through a registry.

A service gets the phone, one stream and what followed its name; it knows no frames.
"""
