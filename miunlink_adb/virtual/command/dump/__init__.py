"""What ``dumpsys`` prints: one module per group of system services, all pure functions.

Each takes the phone and the service's arguments and returns the text.
"""
