"""A virtual Xiaomi phone: an adb daemon, shell, uiautomator2 server and the apps that matter.

Imports nothing of the rest of the project and knows nothing of it.
"""
