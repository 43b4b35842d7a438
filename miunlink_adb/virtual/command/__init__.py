"""The phone's shell and its commands: one function per command, found through a registry.

Commands read and change the phone; they know neither adb nor streams.
"""
