"""What goes wrong between this computer and the phone, and what becomes of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from miunlink_adb.adb import AdbPhone, Limits, choose_device, connect, list_devices
from miunlink_adb.adb.comeback import await_device
from miunlink_adb.clock import Deadline, SystemClock
from miunlink_adb.errors import (
    AutomationFailed,
    AutomationTaken,
    ConnectionLost,
    InputBlocked,
    NoDevice,
    Offline,
    RetryableDeviceError,
    Timeout,
    Unauthorized,
)
from miunlink_adb.phone import Open, Press, Swipe, Tap
from miunlink_adb.selector import Selector
from miunlink_adb.virtual import AdbServer, Fault, Latency, VirtualPhone, When
from miunlink_adb.virtual.auth import Authorization
from tests.adb.clocks import QuickClock
from tests.adb.conftest import Attach, MakeVirtual, address_of

ANYWHERE = Tap(540, 1000)
SOMETHING = Selector("com.miui.home", ("com.miui.home:id/never",))


def plan(virtual: VirtualPhone, what: str, request: str, times: int = 1) -> None:
    """Let a fault happen at the next requests of a kind."""
    fault = Fault(what, When(request=request), times=times)
    virtual.call(lambda inside: inside.faults.plan.append(fault))


def starts(virtual: VirtualPhone) -> int:
    """How often the server was started on the phone."""
    return virtual.record.noted("server").count("start")


# -- the automation server ---------------------------------------------------------------------

BROKEN = ["server_killed", "server_drop", "server_half", "server_500", "server_not_json"]
UNCONNECTED = ["server_not_connected", "server_dead_object"]


@pytest.mark.parametrize("what", [*BROKEN, *UNCONNECTED])
def test_a_look_survives_a_broken_server(virtual: VirtualPhone, phone: AdbPhone, what: str) -> None:
    """A look is repeated on a server that was started again, and nobody above notices."""
    phone.observe()
    plan(virtual, what, "rpc:dumpWindowHierarchy")

    assert phone.observe().package == "com.miui.home"


@pytest.mark.parametrize("what", [*BROKEN, *UNCONNECTED])
def test_a_tap_is_never_sent_twice(virtual: VirtualPhone, phone: AdbPhone, what: str) -> None:
    """An act whose answer is lost is an error that says "look first"; the next look works."""
    phone.observe()
    plan(virtual, what, "rpc:click")

    with pytest.raises((RetryableDeviceError, AutomationFailed)):
        phone.act(ANYWHERE)

    assert virtual.record.rpc.count("click") <= 1
    assert len(virtual.record.taps) <= 1
    assert phone.observe().package


def test_a_hung_server_holds_nobody_for_long(virtual: VirtualPhone, attach: Attach) -> None:
    """No answer is a timeout of the call, and the next look starts the server again."""
    phone = attach(virtual, limits=Limits(act=0.5))
    phone.observe()
    plan(virtual, "server_hung", "rpc:click")

    with pytest.raises(Timeout):
        phone.act(ANYWHERE)

    assert phone.observe().package
    assert starts(virtual) == 2
    assert virtual.record.taps == []


def test_a_server_that_hangs_in_a_look_is_replaced(virtual: VirtualPhone, attach: Attach) -> None:
    """A look that hangs is repeated once, on a new server."""
    phone = attach(virtual, limits=Limits(dump=2.0))
    phone.observe()
    plan(virtual, "server_hung", "rpc:dumpWindowHierarchy")

    assert phone.observe().package == "com.miui.home"
    assert starts(virtual) == 2


@pytest.mark.parametrize("what", ["dump_empty", "dump_blank", "dump_half"])
def test_a_bad_dump_is_looked_at_again(virtual: VirtualPhone, phone: AdbPhone, what: str) -> None:
    """Between two screens a dump may be empty or torn: the next one is good."""
    phone.observe()
    plan(virtual, what, "dump", times=2)

    assert phone.observe().root.children


@pytest.mark.parametrize(
    "what", ["dump_empty", "dump_blank", "dump_half", "dump_illegal_character"]
)
def test_a_phone_that_shows_nothing_readable_is_an_error(
    virtual: VirtualPhone, attach: Attach, what: str
) -> None:
    """A dump that stays empty or torn is no empty screen: it ends in a typed error."""
    phone = attach(virtual, QuickClock(10.0))
    phone.observe()
    plan(virtual, what, "dump", times=1000)

    with pytest.raises(AutomationFailed):
        phone.observe()


def test_a_giant_dump_is_read(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """Thousands of nodes are slow, not wrong."""
    plan(virtual, "dump_giant", "dump")

    assert len(list(phone.observe().root.walk())) > 1000


def test_a_wait_survives_a_killed_server(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """Waiting only looks: it goes on, on a new server, for the rest of its time."""
    phone.observe()
    plan(virtual, "server_killed", "rpc:waitForExists")

    assert not phone.wait([SOMETHING], 1.0)
    assert starts(virtual) == 2


def test_a_server_that_is_still_going_does_not_stop_a_start(
    virtual: VirtualPhone, phone: AdbPhone
) -> None:
    """Refused once because another holds UiAutomation for a moment: tried again."""
    plan(virtual, "already_registered", "start", times=2)

    assert phone.observe().package == "com.miui.home"


def test_the_holder_of_uiautomation_is_named(virtual: VirtualPhone, attach: Attach) -> None:
    """While another program holds UiAutomation nothing can be seen: the error names it."""
    phone = attach(virtual, QuickClock(10.0))

    def take(inside: object) -> None:
        inside.automation.holder = "appium"  # type: ignore[attr-defined]
        inside.pids["io.appium.uiautomator2.server"] = 4711  # type: ignore[attr-defined]

    virtual.call(take)

    with pytest.raises(AutomationTaken, match="Appium"):
        phone.observe()


def test_a_server_that_quits_says_why(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """What the server printed before it ended stands in the error."""
    plan(virtual, "server_quits", "start", times=10)

    with pytest.raises(AutomationFailed, match="Could not connect to UiAutomation"):
        phone.observe()


def test_another_programs_server_is_used_and_left_alone(
    virtual: VirtualPhone, attach: Attach
) -> None:
    """A second server cannot start, and stopping a stranger's is not ours to do."""
    stranger, phone = attach(virtual), attach(virtual)
    stranger.observe()

    assert phone.observe().package == "com.miui.home"
    assert phone.foreign_automation
    phone.close()

    assert virtual.call(lambda inside: inside.automation.alive)
    assert not stranger.foreign_automation


def test_our_own_server_follows_a_strangers_that_went(
    virtual: VirtualPhone, attach: Attach
) -> None:
    """When its owner ends the server that we used, we start one of our own."""
    stranger, phone = attach(virtual), attach(virtual)
    stranger.observe()
    phone.observe()
    stranger.close()

    assert phone.observe().package == "com.miui.home"
    assert not phone.foreign_automation


# -- what is left ------------------------------------------------------------------------------


def test_nothing_is_left_on_the_phone_or_the_computer(
    virtual: VirtualPhone, attach: Attach
) -> None:
    """After the end no server of ours runs, no port is forwarded; ending twice is fine."""
    phone = attach(virtual)
    phone.observe()
    phone.close()
    phone.close()

    assert not virtual.call(lambda inside: inside.automation.alive)
    assert virtual.server.request("host:list-forward") == ""
    assert virtual.record.unknown == []


def test_closing_never_raises(virtual: VirtualPhone, attach: Attach) -> None:
    """Also when the phone is gone."""
    phone = attach(virtual)
    phone.observe()
    virtual.call(lambda inside: inside.unplug())

    phone.close()

    with pytest.raises(ConnectionLost):
        phone.observe()


def test_the_jar_is_pushed_once(virtual: VirtualPhone, attach: Attach) -> None:
    """A later connection knows the jar by its size and time: no push, no checksum."""
    first = attach(virtual)
    first.observe()
    first.close()
    pushed, commands = virtual.record.services.count("sync:"), len(virtual.record.commands)

    attach(virtual).observe()

    assert virtual.record.services.count("sync:") == pushed + 1  # one STAT
    assert not any("md5" in command for command in virtual.record.commands[commands:])


def test_a_damaged_jar_is_replaced(virtual: VirtualPhone, attach: Attach) -> None:
    """Another file of that name is not taken for the server."""
    virtual.call(lambda inside: inside.files.write("/data/local/tmp/u2.jar", b"not a jar"))

    assert attach(virtual).observe().package == "com.miui.home"
    assert virtual.call(lambda inside: len(inside.files.read("/data/local/tmp/u2.jar"))) > 10**6


# -- the phone and the adb server --------------------------------------------------------------


def test_an_unplugged_phone_is_a_lost_connection(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """Looking, acting, waiting and asking all say the same: the phone is gone."""
    phone.observe()
    virtual.call(lambda inside: inside.unplug())

    for attempt in (
        phone.observe,
        lambda: phone.act(ANYWHERE),
        lambda: phone.act(Press("back")),
        lambda: phone.wait([SOMETHING], 0.2),
        lambda: phone.shell("getprop"),
        phone.focus,
    ):
        with pytest.raises(ConnectionLost):
            attempt()


def test_a_replugged_phone_is_the_same_phone(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """After the cable is back the same serial is found under its new transport."""
    phone.observe()
    virtual.call(lambda inside: inside.unplug())
    with pytest.raises(ConnectionLost):
        phone.observe()
    virtual.call(lambda inside: inside.plug())

    phone.reconnect(20.0)

    assert phone.observe().package == "com.miui.home"
    assert phone.serial == virtual.serial


def test_a_phone_that_stays_away_says_so_in_time(virtual: VirtualPhone, attach: Attach) -> None:
    """Waiting for the cable ends, with the state that the phone is in."""
    phone = attach(virtual, QuickClock(20.0))
    phone.observe()
    virtual.call(lambda inside: inside.unplug())

    with pytest.raises((NoDevice, Offline)):
        phone.reconnect(10.0)


def test_a_reboot_is_waited_for(make_virtual: MakeVirtual, attach: Attach) -> None:
    """After a reboot the phone is used again only when it says that it has booted."""
    latency = Latency(transition=0, server_start=0, hold=0, step=0, settle=0, boot=0.3, network=0)
    virtual = make_virtual(latency=latency)
    phone = attach(virtual)
    phone.observe()
    virtual.run(lambda inside: inside.reboot())

    phone.reconnect(20.0)

    assert virtual.call(lambda inside: inside.boot_completed)
    assert phone.observe().keyguard


@pytest.fixture
def own_server() -> Iterator[AdbServer]:
    """An adb server that a test may kill."""
    with AdbServer() as server:
        yield server


def test_a_killed_adb_server_is_a_lost_connection_and_comes_back(
    make_virtual: MakeVirtual, attach: Attach, own_server: AdbServer
) -> None:
    """A server that somebody killed and started again does not end the run."""
    phone = attach(make_virtual(server=own_server))
    phone.observe()
    own_server.kill()

    with pytest.raises(ConnectionLost):
        phone.observe()
    with pytest.raises(ConnectionLost):
        phone.shell("getprop")

    own_server.restart()
    phone.reconnect(20.0)
    assert phone.observe().package == "com.miui.home"


def test_a_phone_that_never_allows_us_is_unauthorized(make_virtual: MakeVirtual) -> None:
    """A phone that waits for its owner's OK is told apart, with what to do on it."""
    virtual = make_virtual(authorization=Authorization.NEVER)

    with pytest.raises(Unauthorized, match="has not allowed"):
        choose_device(list_devices(address_of(virtual)), virtual.serial)


def test_permission_taken_back_is_told(make_virtual: MakeVirtual, attach: Attach) -> None:
    """Revoked in the middle: the connection is lost, and waiting for it says what is missing."""
    virtual = make_virtual(authorization=Authorization.ACCEPT)
    clock = SystemClock()
    await_device(address_of(virtual), virtual.serial, Deadline(clock, 20.0), clock)
    phone = attach(virtual)
    phone.observe()
    virtual.call(lambda inside: inside.authorize(authorized=False))

    with pytest.raises((ConnectionLost, Unauthorized)):
        phone.observe()


def test_no_phone_at_that_serial(virtual: VirtualPhone) -> None:
    """A serial that is not attached lists those that are."""
    with pytest.raises(NoDevice, match=virtual.serial):
        connect(address_of(virtual), "nobody")


# -- input -------------------------------------------------------------------------------------


def test_refused_input_is_told_in_every_act(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """MIUI's refusal arrives as an exception of the phone's: one error, whatever the act."""
    look = phone.observe()
    virtual.call(lambda inside: setattr(inside.faults, "input", "exception"))

    for act in (ANYWHERE, Press("back"), Swipe(look.index.nodes[0].bounds)):
        with pytest.raises(InputBlocked):
            phone.act(act)
    assert phone.probe_input() == "blocked"
    assert phone.observe().package == look.package


def test_pages_open_without_the_right_to_tap(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """Opening by intent works with the switch off."""
    virtual.call(lambda inside: setattr(inside.faults, "input", "exception"))

    phone.act(Open("android.settings.SETTINGS"))

    assert phone.observe().package == "com.android.settings"


def test_input_that_is_dropped_in_silence_raises_nothing(
    virtual: VirtualPhone, phone: AdbPhone
) -> None:
    """A silent refusal cannot be seen here: the tap is sent once, and nobody is told a lie."""
    phone.observe()
    virtual.call(lambda inside: setattr(inside.faults, "input", "silent"))

    phone.act(ANYWHERE)

    assert [tap.effect for tap in virtual.record.taps] == ["lost"]


def test_the_probe_presses_nothing_that_matters(virtual: VirtualPhone, phone: AdbPhone) -> None:
    """Input that is allowed is told so, and the screen stays as it was."""
    before = phone.observe()

    assert phone.probe_input() == "allowed"
    assert phone.observe().signature == before.signature
    assert virtual.record.taps == []


# -- many --------------------------------------------------------------------------------------


def test_phones_do_not_disturb_each_other(make_virtual: MakeVirtual, attach: Attach) -> None:
    """Several phones in threads of one process each see themselves."""
    locales = ["en", "ru", "de", "es"]
    phones = [attach(make_virtual("miui-11", locale)) for locale in locales]
    seen: dict[int, str] = {}

    def use(number: int) -> None:
        phones[number].act(Open("android.settings.SETTINGS"))
        for _ in range(5):
            seen[number] = phones[number].observe().locale

    threads = [threading.Thread(target=use, args=(number,)) for number in range(len(phones))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [seen[number] for number in range(len(phones))] == locales
