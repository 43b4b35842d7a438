"""The whole program: the real command, a real adb server, virtual phones as witnesses."""
