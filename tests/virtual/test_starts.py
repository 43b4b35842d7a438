"""Starting activities: which answers, in which task, and what the phone says when none does."""

from typing import Any

import pytest

from miunlink_adb.virtual.intent import FLAG_ACTIVITY_CLEAR_TASK, Intent, StartResult
from miunlink_adb.virtual.phone import Phone
from tests.virtual.samples import SETTINGS, Page, account_page, run, settings_phone

SYNC = "android.settings.XIAOMI_ACCOUNT_SYNC_SETTINGS"


def start(phone: Phone, source: str = "adb", **intent: Any) -> StartResult:
    """Start as am does, or as an app."""
    return run(phone.start_activity(Intent(**intent), source=source))


@pytest.mark.parametrize(
    "component",
    [
        "com.android.settings/.MiuiSettings",
        "com.android.settings/com.android.settings.MainSettings",
    ],
)
def test_a_component_may_be_short_long_or_an_alias(component: str) -> None:
    """All names of an activity open it; the focus shows its real class."""
    phone = settings_phone()

    assert start(phone, component=component).outcome == "started"
    assert phone.ui.focus() == (SETTINGS, "com.android.settings.MiuiSettings")


def test_an_action_with_a_package_opens_the_account_page() -> None:
    """The intent that Settings' own row fires."""
    phone = settings_phone()
    result = start(phone, action=SYNC, package="com.xiaomi.account")

    assert result == StartResult("started", "com.xiaomi.account/.ui.AccountSettingsActivity")
    assert phone.ui.top().name == "account_page"


def test_an_action_of_another_package_is_not_resolved() -> None:
    """The text is the one that am prints, the intent in Android's own form."""
    result = start(settings_phone(), action=SYNC, package="com.android.settings")

    assert result.outcome == "unresolved"
    assert result.error == (
        "Error: Activity not started, unable to resolve Intent { act="
        + SYNC
        + " flg=0x10000000 pkg=com.android.settings }"
    )


def test_a_missing_class_has_its_own_error() -> None:
    """Error type 3, with the short component in braces."""
    result = start(settings_phone(), component="com.android.settings/.Nowhere")

    assert result.error == (
        "Error type 3\nError: Activity class {com.android.settings/.Nowhere} does not exist."
    )


def test_what_is_not_exported_is_denied_to_the_shell_only() -> None:
    """The platform's SecurityException names pid, uid and the owner's uid; apps get through."""
    phone = settings_phone()
    denied = start(phone, component="com.android.settings/.SubSettings")

    assert denied.outcome == "denied"
    assert denied.error.startswith(
        "java.lang.SecurityException: Permission Denial: starting Intent"
        " { flg=0x10000000 cmp=com.android.settings/.SubSettings } from null (pid="
    )
    assert denied.error.endswith("uid=2000) not exported from uid 1000")
    assert start(phone, "app", component="com.android.settings/.SubSettings").ok


@pytest.mark.parametrize("change", ["disable", "remove"])
def test_a_disabled_or_removed_app_does_not_answer(change: str) -> None:
    """A debloater switched the account app off, or removed it for this user."""
    phone = settings_phone()
    package = phone.packages["com.xiaomi.account"]
    package.enabled = change != "disable"
    package.installed_users = set() if change == "remove" else {0}

    assert start(phone, action=SYNC).outcome == "unresolved"


def test_starting_settings_again_shows_the_page_where_it_was_left() -> None:
    """Its task comes to the front with the sub page that was open, and am warns."""
    phone = settings_phone()
    start(phone, component="com.android.settings/.MiuiSettings")
    phone.ui.push(Page(3, "sub"))
    phone.ui.home()
    again = start(phone, component="com.android.settings/.MiuiSettings")

    assert again.outcome == "front"
    assert again.error.startswith("Warning: Activity not started, its current task")
    assert phone.ui.top().name == "sub"


@pytest.mark.parametrize("how", [{"stop": True}, {"flags": FLAG_ACTIVITY_CLEAR_TASK}])
def test_settings_starts_anew_when_asked_to(how: dict[str, Any]) -> None:
    """Am -S and FLAG_ACTIVITY_CLEAR_TASK drop the old pages."""
    phone = settings_phone()
    start(phone, component="com.android.settings/.MiuiSettings")
    phone.ui.push(Page(3, "sub"))

    assert start(phone, component="com.android.settings/.MiuiSettings", **how).outcome == "started"
    assert phone.ui.top().name == "settings_home"
    run(phone.ui.key("BACK", source="adb"))
    assert phone.ui.top().name == "launcher"


def test_a_single_top_activity_in_front_gets_the_intent() -> None:
    """The running instance is kept, and am warns that the intent was delivered."""
    phone = settings_phone()
    phone.intents[2].launch = "singleTop"
    start(phone, action=SYNC)
    page = phone.ui.top()
    again = start(phone, action=SYNC)

    assert again.outcome == "delivered"
    assert phone.ui.top() is page


def test_a_single_task_activity_closes_what_lies_above_it() -> None:
    """The running instance comes to the front alone."""
    phone = settings_phone()
    phone.intents[2].launch = "singleTask"
    start(phone, action=SYNC)
    page = phone.ui.top()
    phone.ui.push(Page(3, "sub"))

    start(phone, action=SYNC)

    assert phone.ui.top() is page


def test_from_an_app_the_page_opens_in_its_task() -> None:
    """A row of Settings opens the account page; Back returns to Settings."""
    phone = settings_phone()
    start(phone, component="com.android.settings/.MiuiSettings")
    phone.launch(Intent(action=SYNC, package="com.xiaomi.account"))
    run(phone.ui.key("BACK", source="owner"))

    assert phone.ui.top().name == "settings_home"


def test_an_activity_may_finish_at_once() -> None:
    """Without an account the page opens nothing; the start counts as one."""
    phone = settings_phone()
    phone.intents[2].make = lambda _: None

    assert start(phone, action=SYNC).ok
    assert phone.ui.top().name == "launcher"


def test_home_is_an_intent_too() -> None:
    """MAIN with category HOME shows the launcher."""
    phone = settings_phone()
    start(phone, component="com.android.settings/.MiuiSettings")
    start(phone, action="android.intent.action.MAIN", categories=("android.intent.category.HOME",))

    assert phone.ui.top().name == "launcher"


def test_every_start_is_recorded() -> None:
    """Also those that failed, with who asked."""
    phone = settings_phone()
    start(phone, action=SYNC)
    start(phone, action="nothing.of.the.kind")

    assert [(s.source, s.action, s.ok) for s in phone.record.starts] == [
        ("adb", SYNC, True),
        ("adb", "nothing.of.the.kind", False),
    ]


def test_a_started_app_has_a_process_until_it_is_stopped() -> None:
    """force-stop closes its screens in every task and ends the process."""
    phone = settings_phone()
    start(phone, component="com.android.settings/.MiuiSettings")
    phone.ui.push(account_page(Intent()))
    assert SETTINGS in phone.pids

    phone.force_stop(SETTINGS)

    assert SETTINGS not in phone.pids
    assert phone.ui.top().name == "account_page"


def test_a_page_hears_when_the_app_it_opened_is_stopped() -> None:
    """To the page below it looks as if the owner had cancelled."""
    phone = settings_phone()
    start(phone, component="com.android.settings/.MiuiSettings")
    page = phone.ui.top()
    assert isinstance(page, Page)
    phone.ui.push(account_page(Intent()))

    phone.force_stop("com.xiaomi.account")

    assert page.results == [None]
    assert phone.ui.top() is page
