"""Apps that look and answer like a Xiaomi phone's, for an Android without MIUI.

Everything on their screens comes from the virtual phone's world: what is compared with it later
can only differ by what Android does. Must not know the program that is tested.
"""
