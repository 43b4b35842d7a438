"""The set-up guide of a phone after a reset: in front until the phone is set up.

Its package is a fact, its looks are ours. Must not know other apps.
"""

from __future__ import annotations

from miunlink_adb.virtual.apps.scene import AppScreen
from miunlink_adb.virtual.view import View, button, column, gap, text
from miunlink_adb.virtual.worlds.texts import message


class ProvisionPage(AppScreen):
    """A page of the guide; Home does nothing while it is there, and neither does Back."""

    package = "com.android.provision"
    activity = ".activities.DefaultActivity"
    kind = "system"
    name = "provision"
    cancelable = False

    def view(self) -> View:
        """A welcome and a button that asks for what this phone has not got."""
        label = self.t("security.button_text_next_step")
        go_on = button(label, id="com.android.provision:id/next", height=140, name="provision.next")
        return column(gap(500), text(message("provision.welcome")), gap(), go_on)

    def on_back(self) -> None:
        """Stays."""
