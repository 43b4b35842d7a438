"""Streams and connections: flow control, closing, and computers that talk nonsense."""

import asyncio
import gc
import socket
import warnings

import pytest

from miunlink_adb.virtual.adbd import Adbd
from miunlink_adb.virtual.command.call import Call
from miunlink_adb.virtual.command.standard import standard_commands
from miunlink_adb.virtual.connection import Connection
from miunlink_adb.virtual.faults import When
from miunlink_adb.virtual.service.registry import ServiceRegistry
from miunlink_adb.virtual.service.standard import standard_services
from miunlink_adb.virtual.stream import Stream, StreamClosed
from miunlink_adb.virtual.wire import Command, Frame, WireError, encode
from tests.virtual.bench import Bench, make_phone


def make_stream(max_payload: int = 4) -> tuple[Stream, list[Frame]]:
    """A stream and the frames that it sends."""
    sent: list[Frame] = []
    return Stream(1, 7, max_payload, sent.append), sent


def test_each_payload_waits_for_the_last_ones_okay() -> None:
    """Ten bytes at four a frame are three frames, each sent only after the one before is taken."""

    async def story() -> list[list[bytes]]:
        stream, sent = make_stream()
        writing = asyncio.create_task(stream.write(b"0123456789"))
        seen = []
        for _ in range(3):
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            seen.append([frame.data for frame in sent])
            stream.acknowledge()
        await writing
        return seen

    assert asyncio.run(story()) == [
        [b"0123"],
        [b"0123", b"4567"],
        [b"0123", b"4567", b"89"],
    ]


def test_what_arrives_is_acknowledged_when_it_is_read() -> None:
    """A computer may send on only once the service has taken what it sent."""

    async def story() -> tuple[int, bytes, list[Command]]:
        stream, sent = make_stream()
        stream.receive(b"data")
        before = len(sent)
        data = await stream.read()
        return before, data, [frame.command for frame in sent]

    assert asyncio.run(story()) == (0, b"data", [Command.OKAY])


def test_a_closed_stream_is_an_end_of_file_and_refuses_writing() -> None:
    """What came before the close is still read; then nothing, and writing raises."""

    async def story() -> list[bytes]:
        stream, _ = make_stream()
        stream.receive(b"last")
        stream.hang_up()
        read = [await stream.read(), await stream.read()]
        with pytest.raises(StreamClosed):
            await stream.write(b"x")
        return read

    assert asyncio.run(story()) == [b"last", b""]


def test_a_stream_that_was_never_accepted_is_refused() -> None:
    """Refusing is CLSE with our id 0; closing an accepted stream names it; twice is once."""
    refused, sent = make_stream()
    refused.close()
    accepted, also_sent = make_stream()
    accepted.accept()
    accepted.close()
    accepted.close()

    assert sent == [Frame(Command.CLSE, 0, 7)]
    assert also_sent == [Frame(Command.OKAY, 1, 7), Frame(Command.CLSE, 1, 7)]


@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\nHost: phone\r\n\r\n",
        b"\0" * 64,
        encode(Frame(Command.CNXN, 0x01000000, 4096, b"host::"))[:-1] + b"\xff",
    ],
)
def test_a_computer_that_talks_nonsense_is_cut_off_alone(bench: Bench, raw: bytes) -> None:
    """Garbage ends that connection, is kept as an error, and leaves other computers served."""
    plugged = bench.plug()

    with socket.create_connection(("127.0.0.1", plugged.adbd.port), 10) as sock:
        sock.sendall(raw)
        assert _ended(sock)

    assert plugged.shell("echo still here") == "still here\n"
    assert [type(error) for error in plugged.adbd.errors] == [WireError]
    plugged.adbd.errors.clear()


def _ended(sock: socket.socket) -> bool:
    try:
        return sock.recv(1) == b""
    except ConnectionResetError:
        return True


def test_streams_before_the_handshake_are_ignored(bench: Bench) -> None:
    """A computer that opens a stream before it is connected runs nothing."""
    plugged = bench.lay(make_phone())

    with socket.create_connection(("127.0.0.1", plugged.adbd.port), 10) as sock:
        sock.sendall(encode(Frame(Command.OPEN, 1, 0, b"shell:echo no\0")))
        sock.sendall(encode(Frame(Command.CNXN, 0x01000000, 4096, b"host::")))
        answer = sock.recv(4)

    assert answer == b"CNXN"
    assert plugged.phone.record.services == []


def test_a_service_that_fails_is_not_hidden(bench: Bench) -> None:
    """An error inside a command ends its stream and is raised by ``check_errors``."""

    def broken(call: Call) -> int:
        raise ZeroDivisionError(call.name)

    commands = standard_commands()
    commands.add("broken", broken)
    plugged = bench.plug(services=standard_services(commands))

    plugged.shell("broken")

    with pytest.raises(ZeroDivisionError, match="broken"):
        plugged.adbd.check_errors()
    plugged.adbd.errors.clear()


def test_a_command_may_be_killed_by_a_fault(bench: Bench) -> None:
    """A planned fault ends the command that it meets and no other."""
    plugged = bench.plug()
    plugged.phone.faults.add("server_drop", When(request="shell:getprop", nth=2))

    codes = [plugged.adb("shell", "getprop ro.product.name").returncode for _ in range(3)]

    assert codes == [0, 137, 0]


def test_the_phone_pulls_its_own_cable(bench: Bench) -> None:
    """``Phone.unplug`` and ``plug`` are followed by the daemon: the serial goes and comes back."""
    plugged = bench.plug()

    async def do(act: str) -> None:
        getattr(plugged.phone, act)()

    bench.run(do("unplug"))
    bench.server.wait_for_state(plugged.serial, "offline")
    bench.run(do("plug"))
    bench.server.reconnect(plugged.serial)

    assert plugged.shell("echo back") == "back\n"


def test_the_owner_revokes_and_allows_again(bench: Bench) -> None:
    """``Phone.authorize`` turns a device into *unauthorized* and back."""
    plugged = bench.plug()

    async def authorize(*, yes: bool) -> None:
        plugged.phone.authorize(yes)

    bench.run(authorize(yes=False))
    bench.server.wait_for_state(plugged.serial, "offline")
    bench.server.reconnect(plugged.serial)
    assert bench.server.devices()[plugged.serial] == "unauthorized"
    bench.run(authorize(yes=True))

    assert plugged.adb("wait-for-device", "shell", "echo ok").stdout == "ok\n"


def test_adb_reboot_brings_the_phone_back(bench: Bench) -> None:
    """``adb reboot`` cuts the link; the phone comes up again, locked."""
    plugged = bench.plug()

    plugged.adb("reboot")
    bench.server.wait_for_state(plugged.serial, "offline")
    bench.server.reconnect(plugged.serial)

    assert plugged.phone.record.noted("link") == ["reboot", "plug"]
    assert plugged.shell("getprop sys.boot_completed") == "1\n"


def test_a_cable_cut_between_an_open_and_its_service_leaves_nothing_unawaited() -> None:
    """A service that was asked for and never began is not half made: nothing complains later."""
    begun: list[str] = []

    async def service(_phone: object, _stream: object, argument: str) -> None:
        begun.append(argument)

    async def story() -> None:
        services = ServiceRegistry()
        services.add("probe:", service)
        connection = Connection(Adbd(make_phone(), services=services))
        connection.go_online()
        connection.data_received(encode(Frame(Command.OPEN, 1, 0, b"probe:x\0")))
        await connection.finish()

    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        asyncio.run(story())
        gc.collect()

    assert (begun, complaints) == ([], [])


def test_a_port_that_somebody_has_leaves_no_socket_open() -> None:
    """A phone that cannot listen where it must says so, and keeps nothing."""

    async def story() -> None:
        adbd = Adbd(make_phone())
        with socket.create_server(("127.0.0.1", 0)) as taken:
            adbd.port = taken.getsockname()[1]
            with pytest.raises(OSError, match="in use"):
                await adbd.start()

    with warnings.catch_warnings(record=True) as complaints:
        warnings.simplefilter("always")
        asyncio.run(story())
        gc.collect()

    assert complaints == []
