"""Opening, closing, tapping, typing: what the phone's windows do."""

import pytest

from miunlink_adb.virtual.faults import InputRefused
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.screen import Message, Screen
from miunlink_adb.virtual.systemui import NavigationBar, Shade
from miunlink_adb.virtual.view import View, button, column, frame, text
from tests.virtual.samples import CODE, LIST, SECRET, Login, Page, Question, quick_phone, run


def tap(phone: Phone, what: str, source: str = "adb") -> bool:
    """Tap what bears this id, name or text."""
    return run(phone.ui.tap_on(what, source=source))


def key(phone: Phone, name: str | int) -> bool:
    """Press a key as adb does."""
    return run(phone.ui.key(name, source="adb"))


# -- taps ----------------------------------------------------------------------------------------


def test_a_tap_on_a_label_is_taken_by_its_row() -> None:
    """The deepest view that takes taps gets it, and the record names view, window and source."""
    page = Page()
    phone = quick_phone(page)

    assert tap(phone, "Row 3")

    assert page.tapped == [3]
    hit = phone.record.taps[-1]
    assert (hit.source, hit.text, hit.effect, hit.screen) == (
        "adb",
        "Row 3",
        "tap",
        "settings_home",
    )
    assert hit.window == "com.android.settings/com.android.settings.MiuiSettings"


def test_a_tap_beside_everything_does_nothing() -> None:
    """A point where no view takes taps is recorded as such."""
    phone = quick_phone(Page())

    assert not tap(phone, "Settings")

    assert phone.record.taps[-1].effect == "none"


def test_a_disabled_button_swallows_the_tap() -> None:
    """A disabled view takes the tap from what lies behind it and does nothing."""
    behind: list[int] = []
    front = button("Never", enabled=False, height=500)
    page = Message(frame(button("Behind", on_tap=lambda: behind.append(1), height=500), front))
    phone = quick_phone(page)

    assert not tap(phone, "Never")

    assert behind == []
    assert phone.record.taps[-1].effect == "disabled"


def test_a_dialog_takes_all_taps_of_the_page_beneath() -> None:
    """While a dialog is up, the page's rows are dumped but cannot be tapped."""
    page, question = Page(), Question()
    question.cancelable = False
    phone = quick_phone(page, question)
    node = phone.ui.find("Row 0")
    assert node is not None

    run(phone.ui.tap(*node.center, source="adb"))

    assert page.tapped == []
    assert phone.ui.top() is question


def test_a_tap_outside_cancels_a_dialog() -> None:
    """A cancelable dialog goes away, its opener hears that there is no result."""
    page = Page()
    phone = quick_phone(page, Question())

    run(phone.ui.tap(540, 300, source="adb"))

    assert phone.ui.top() is page
    assert page.results == [None]
    assert phone.record.taps[-1].effect == "cancel"


def test_a_dialogs_answer_reaches_the_page() -> None:
    """The screen that opened a dialog gets its result."""
    page = Page()
    phone = quick_phone(page, Question())

    tap(phone, "android:id/button1")

    assert page.results == ["yes"]


def test_a_ticked_box_is_ticked_at_the_next_look() -> None:
    """Views are built from state: the dump shows the box checked."""
    phone = quick_phone(Question())

    tap(phone, "android:id/checkbox")

    node = phone.ui.find("android:id/checkbox")
    assert node is not None
    assert node.view.checked


def test_a_dialog_belongs_to_the_activity_beneath() -> None:
    """The focused window of a plain dialog bears its activity's name, as in dumpsys."""
    phone = quick_phone(Page(), Question())

    assert phone.ui.focus() == ("com.android.settings", "com.android.settings.MiuiSettings")


def test_a_sheet_that_is_an_activity_bears_its_own_name() -> None:
    """A login sheet of another app has the focus under its own name."""
    phone = quick_phone(Page(), Login())

    assert phone.ui.focus() == ("com.example", "com.example.LoginActivity")


def test_a_long_press_is_not_a_tap() -> None:
    """A view with a long-press act gets that one, and the record says so."""
    done: list[str] = []
    view = button("Row", on_tap=lambda: done.append("tap"), on_long_tap=lambda: done.append("long"))
    phone = quick_phone(Message(column(view), package="com.example"))
    node = phone.ui.find("Row")
    assert node is not None

    run(phone.ui.tap(*node.center, source="owner", hold=0.8))

    assert done == ["long"]
    assert phone.record.taps[-1].effect == "long"


# -- back stack ----------------------------------------------------------------------------------


def test_back_goes_back() -> None:
    """Back closes dialog, page, and stops at the launcher."""
    first, second = Page(name="first"), Page(name="second")
    phone = quick_phone(first, second, Question())

    seen = []
    for _ in range(4):
        key(phone, "BACK")
        seen.append(phone.ui.top().name)

    assert seen == ["second", "first", "launcher", "launcher"]


def test_home_keeps_the_task() -> None:
    """Home shows the launcher; the page is still open behind it."""
    page = Page()
    phone = quick_phone(page)

    key(phone, "HOME")

    assert phone.ui.top().name == "launcher"
    assert phone.ui.alive(page)


def test_closing_a_page_closes_its_dialogs() -> None:
    """A dialog does not outlive the activity that it belongs to."""
    page, question = Page(), Question()
    phone = quick_phone(page, question)

    phone.ui.finish(page)

    assert not phone.ui.alive(question)
    assert phone.ui.top().name == "launcher"


def test_replacing_keeps_the_opener() -> None:
    """A dialog that follows another one answers to the same page."""
    page, second = Page(), Question()
    phone = quick_phone(page, Question())

    phone.ui.replace(second)
    tap(phone, "android:id/button2")

    assert page.results == ["no"]


def test_a_page_hears_when_it_is_in_front_again() -> None:
    """on_shown is called at the first look and after what covered the page has gone."""
    shown: list[str] = []

    class Listening(Page):
        def on_shown(self) -> None:
            shown.append("page")

    phone = quick_phone(Listening())
    phone.ui.push(Question())
    phone.ui.pop()

    assert shown == ["page", "page"]


def test_screens_are_recorded_in_the_order_in_which_they_were_shown() -> None:
    """The record tells the way that somebody took through the phone."""
    phone = quick_phone(Page(), Question())
    key(phone, "BACK")

    assert phone.record.noted("screen") == ["settings_home", "question", "settings_home"]


# -- time ----------------------------------------------------------------------------------------


def test_a_new_screen_appears_after_the_transition() -> None:
    """Until then the old one is dumped and tapped, as on a phone that still draws."""

    async def scene() -> tuple[str, str]:
        phone = Phone("slow", latency=Latency(transition=0.01))
        phone.ui.push(Page())
        before = phone.ui.shown().name
        while phone.ui.shown().name == before:
            await phone.ui.changed.wait(1)
        return before, phone.ui.shown().name

    assert run(scene()) == ("launcher", "settings_home")


def test_a_closed_window_takes_no_more_taps() -> None:
    """A button tapped twice within the transition fires once, when its dialog closed at once."""

    async def scene() -> tuple[list[str], list[str]]:
        phone = Phone("slow", latency=Latency(transition=0.0, hold=0.0))
        question = Question()
        phone.ui.push(question)
        phone.latency.transition = 60.0
        await phone.ui.tap_on("OK")
        await phone.ui.tap_on("OK")
        return question.answers, [tap.effect for tap in phone.record.taps]

    assert run(scene()) == (["yes"], ["tap", "lost"])


def test_progress_ends_by_itself() -> None:
    """What an app does after a while happens without anybody's touch."""

    async def scene() -> str:
        phone = Phone("slow", latency=Latency(transition=0.0))
        progress = Message(text("Please wait"), kind="dialog", name="progress", package="a.b")
        phone.ui.push(progress)
        phone.ui.after(0.01, lambda: phone.ui.finish(progress))
        while phone.ui.alive(progress):
            await phone.ui.changed.wait(1)
        return phone.ui.top().name

    assert run(scene()) == "launcher"


# -- keyboard and fields -------------------------------------------------------------------------


def test_typing_goes_into_the_field_that_was_tapped() -> None:
    """A tap puts the cursor there, and the screen finds what was typed in its fields."""
    login = Login()
    phone = quick_phone(login)

    tap(phone, CODE)
    assert run(phone.ui.text("4711", source="owner"))

    assert login.fields == {CODE: "4711"}


def test_typing_without_a_cursor_goes_nowhere() -> None:
    """Text without a focused field is lost, and the sender is told."""
    assert not run(quick_phone(Page()).ui.text("4711", source="owner"))


def test_the_record_never_holds_what_was_typed() -> None:
    """Neither taps nor keys nor texts of the record contain the secret."""
    phone = quick_phone(Login())
    tap(phone, SECRET, "owner")
    run(phone.ui.text("Tr0ub4dor", source="owner"))
    for letter in "77":
        key(phone, int(letter) + 7)
    tap(phone, SECRET, "owner")

    assert "Tr0ub4dor" not in repr(phone.record)
    assert [pressed.name for pressed in phone.record.keys] == ["CHAR", "CHAR"]
    assert phone.record.texts[0][2] == len("Tr0ub4dor")


def test_the_keyboard_comes_and_back_hides_it_first() -> None:
    """A focused field brings up the keyboard; the first Back takes it away."""
    login = Login()
    phone = quick_phone(Page(), login)
    tap(phone, CODE)
    assert phone.ui.keyboard_shown()

    key(phone, "BACK")
    assert not phone.ui.keyboard_shown()
    assert phone.ui.top() is login

    key(phone, "BACK")
    assert phone.ui.top().name == "settings_home"


def test_a_sheet_stands_on_the_keyboard() -> None:
    """The sheet moves up, so that its button is never under the keyboard."""
    phone = quick_phone(Login())
    low = phone.ui.find("OK")
    tap(phone, CODE)
    high = phone.ui.find("OK")
    assert low is not None
    assert high is not None

    assert high.bounds[3] < low.bounds[3]


def test_keys_on_the_keyboard_type() -> None:
    """Tapping the keyboard's keys fills the field, and Done calls the screen."""
    login = Login()
    phone = quick_phone(login)
    tap(phone, CODE)
    for desc in ("4", "7", "Delete", "2", "Done"):
        assert tap(phone, f"key {desc}", "owner")

    assert login.fields[CODE] == "42"
    assert login.entered == 1


def test_letters_of_key_codes_arrive() -> None:
    """`input keyevent 8 29 67` types 1, a and takes the a away."""
    login = Login()
    login.focus_id = CODE
    phone = quick_phone(login)
    for code in (8, 29, 67):
        assert key(phone, code)

    assert login.fields[CODE] == "1"


# -- system --------------------------------------------------------------------------------------


def test_the_keyguard_covers_everything() -> None:
    """While the phone is locked, no page is dumped or tapped."""
    page = Page()
    phone = quick_phone(page)
    phone.lock(secure=True)

    assert phone.ui.find("Row 1") is None
    assert phone.ui.focus() == ("com.android.systemui", "")
    assert phone.ui.focus_title() == "NotificationShade"


def test_a_swipe_unlocks_only_without_a_secret() -> None:
    """Swiping up opens an insecure keyguard and not a secure one."""
    phone = quick_phone(Page())
    opened = []
    for secure in (True, False):
        phone.lock(secure=secure)
        run(phone.ui.swipe(540, 2000, 540, 600, 300, source="adb"))
        opened.append(not phone.keyguard)

    assert opened == [False, True]


def test_nothing_is_tapped_in_the_dark() -> None:
    """With the screen off a tap is lost; the power key brings the screen back."""
    page = Page()
    phone = quick_phone(page)
    key(phone, "POWER")
    tap(phone, "Row 1")
    key(phone, "WAKEUP")
    tap(phone, "Row 2")

    assert page.tapped == [2]
    assert [hit.effect for hit in phone.record.taps] == ["lost", "tap"]


def test_a_call_of_another_app_lies_above_and_has_the_focus() -> None:
    """A system dialog takes the focus from the page and gives it back."""
    phone = quick_phone(Page())
    surprise = Question()
    surprise.kind, surprise.box, surprise.package = "system", "dialog", "com.android.phone"
    phone.ui.push(surprise)
    assert phone.ui.focus() == ("com.android.phone", "")

    tap(phone, "android:id/button2")

    assert phone.ui.focus() == ("com.android.settings", "com.android.settings.MiuiSettings")


def test_a_swipe_from_the_top_opens_the_shade_and_back_closes_it() -> None:
    """The notification shade is a window of the system UI."""
    phone = quick_phone(Page())

    run(phone.ui.swipe(540, 10, 540, 1500, 300, source="owner"))
    assert isinstance(phone.ui.top(), Shade)

    key(phone, "BACK")
    assert phone.ui.top().name == "settings_home"


def test_the_navigation_bar_has_buttons() -> None:
    """A tap on its Back goes back."""
    phone = quick_phone(Page())
    assert isinstance(phone.ui.navigation_bar, NavigationBar)

    tap(phone, "com.android.systemui:id/back", "owner")

    assert phone.ui.top().name == "launcher"


def test_unknown_keys_are_refused() -> None:
    """A name that is no key does nothing and says so; a code without meaning is accepted."""
    phone = quick_phone(Page())

    assert not key(phone, "KEYCODE_NONSENSE")
    assert not key(phone, 9999)
    assert key(phone, 0)


# -- refused input -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sdk", "phrase"), [(29, "Injecting to another application"), (34, "Injecting input events")]
)
def test_refused_input_raises_the_platforms_words(sdk: int, phrase: str) -> None:
    """Android 13 changed the text; both are known, for taps and for keys."""
    page = Page()
    phone = quick_phone(page)
    phone.props["ro.build.version.sdk"] = str(sdk)
    phone.faults.input = "exception"

    with pytest.raises(InputRefused, match=phrase):
        tap(phone, "Row 1")
    with pytest.raises(InputRefused, match="INJECT_EVENTS"):
        key(phone, 0)
    assert page.tapped == []


def test_the_owner_is_never_refused() -> None:
    """The switch is about injected input: a finger works."""
    page = Page()
    phone = quick_phone(page)
    phone.faults.input = "exception"

    tap(phone, "Row 1", "owner")

    assert page.tapped == [1]


@pytest.mark.parametrize(("mode", "back_works"), [("silent", False), ("tap_silent", True)])
def test_silently_refused_input(mode: str, back_works: bool) -> None:
    """Nothing is raised; on HyperOS 2 taps are dead while Back still works."""
    page = Page()
    phone = quick_phone(page)
    phone.faults.input = mode

    tap(phone, "Row 1")
    key(phone, "BACK")

    assert page.tapped == []
    assert (phone.ui.top().name == "launcher") is back_works
    assert phone.record.taps[-1].why == mode


def test_sometimes_is_a_rhythm() -> None:
    """Every other tap is lost, beginning with the first: the same at every run."""
    page = Page()
    phone = quick_phone(page)
    phone.faults.input = "sometimes"
    for number in range(4):
        tap(phone, f"Row {number}")

    assert page.tapped == [1, 3]


def test_toasts_are_remembered() -> None:
    """The last toast's text can be asked for."""
    phone = quick_phone(Page())
    phone.ui.toast("Signed out")

    assert phone.ui.last_toast == "Signed out"
    assert phone.record.noted("toast") == ["Signed out"]


def test_a_view_may_change_with_every_look() -> None:
    """Screens are immediate: state changed without a word is seen at the next look."""

    class Counter(Screen):
        package = "com.example"
        activity = ".Counter"
        count = 0

        def view(self) -> View:
            return column(text(f"count {self.count}"))

    counter = Counter()
    phone = quick_phone(counter)
    counter.count = 7

    assert phone.ui.find("count 7") is not None
    assert phone.ui.find(LIST) is None
