"""`python -m miunlink_adb`: the same as the command `miunlink-adb`.

It must not know any command: it only hands over to `miunlink_adb.cli`.
"""

from miunlink_adb.cli import main

if __name__ == "__main__":
    main(prog_name="miunlink-adb")
