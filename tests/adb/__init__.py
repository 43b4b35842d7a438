"""The phone over adb: against a stateful fake of the adb server, and against a virtual phone."""
