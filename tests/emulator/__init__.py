"""Android itself as a witness: mock apps for a real phone, and the tests that use them.

`mock/` builds the apps from the virtual phone's world; the tests marked `emulator` run against any
phone that has them, and unchanged against the virtual phone.
"""
