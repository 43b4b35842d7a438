"""The apps of the phone: what they show, and what happens when something on them is tapped.

Screens made of views and state. Must not know adb, the shell, uiautomator2 or any protocol.
"""
