"""The server's process and its HTTP: starting, stopping, keep-alive, every way to fail."""

import asyncio
import json
from collections.abc import Callable
from typing import Any, Self

import pytest

from miunlink_adb.virtual.faults import When
from miunlink_adb.virtual.phone import Phone
from tests.virtual.samples import Page, Question, quick_phone, run, wire


class Running:
    """The phone's server, reachable on a local port instead of through adb."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.console = bytearray()

    async def __aenter__(self) -> Self:
        self.process = asyncio.ensure_future(self.phone.automation.start(self.console.extend))
        await turns_until(lambda: self.phone.automation.alive)
        self.door = await asyncio.start_server(self._enter, "127.0.0.1", 0)
        self.port = self.door.sockets[0].getsockname()[1]
        return self

    async def _enter(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.phone.listeners[9008](reader, writer)

    async def __aexit__(self, *_: object) -> None:
        self.process.cancel()
        await asyncio.gather(self.process, return_exceptions=True)
        self.door.close()
        await self.door.wait_closed()

    async def ask(self, *requests: bytes) -> list[bytes]:
        """Send requests over one connection; the answers, then b"" for a closed one."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        answers = []
        for request in requests:
            writer.write(request)
            answers.append(await _answer(reader))
        writer.close()
        return answers


async def turns_until(true: Callable[[], bool]) -> None:
    """Let the other tasks run until something holds."""
    for _ in range(10_000):
        if true():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never became true")


async def _answer(reader: asyncio.StreamReader) -> bytes:
    """A whole answer, or what came of it before the connection was closed."""
    head = b""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return head + await reader.readexactly(length)
    except asyncio.IncompleteReadError as error:
        return head + error.partial
    except ConnectionError:
        return head


def get(path: str, *headers: str) -> bytes:
    """A GET request."""
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: localhost", *headers, "", ""]).encode()


def post(method: str, *params: object, body: bytes | None = None) -> bytes:
    """A JSON-RPC call as the client sends it."""
    call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params) or {}}
    data = json.dumps(call).encode() if body is None else body
    head = f"POST /jsonrpc/0 HTTP/1.1\r\nAccept-Encoding: \r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data


def value(answer: bytes) -> Any:
    """The JSON of an answer."""
    return json.loads(answer.partition(b"\r\n\r\n")[2])


def exchange(phone: Phone, *requests: bytes) -> list[bytes]:
    """Start the server, send the requests over one connection, stop it."""

    async def scene() -> list[bytes]:
        async with Running(phone) as server:
            return await server.ask(*requests)

    return run(scene())


# -- HTTP ----------------------------------------------------------------------------------------


def test_ping_is_pong() -> None:
    """The answer by which the client knows that the server lives."""
    (answer,) = exchange(quick_phone(), get("/ping"))

    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"\r\n\r\npong")


def test_a_connection_is_kept_for_several_calls() -> None:
    """HTTP/1.1 keeps the connection unless the client asks to close it, as NanoHTTPD does."""
    answers = exchange(
        quick_phone(Page()), get("/ping"), post("exist", wire(text="Row 1")), get("/ping")
    )

    assert b"Connection: keep-alive" in answers[0]
    assert value(answers[1]) == {"jsonrpc": "2.0", "id": 1, "result": True}
    assert answers[2].endswith(b"pong")


def test_a_connection_is_closed_when_the_client_asks_for_it() -> None:
    """`Connection: close` is honoured and said."""
    answers = exchange(quick_phone(), get("/ping", "Connection: close"), get("/ping"))

    assert b"Connection: close" in answers[0]
    assert answers[1] == b""


def test_a_silent_connection_is_closed() -> None:
    """After its read timeout the server closes a connection on which nothing came."""

    async def scene() -> bytes:
        phone = quick_phone()
        phone.automation.idle = 0.01
        async with Running(phone) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            rest = await reader.read()
            writer.close()
            return rest

    assert run(scene()) == b""


def test_other_paths_are_not_found_and_recorded() -> None:
    """An unknown request is answered and fails the test that looks at the record."""
    phone = quick_phone()
    (answer,) = exchange(phone, get("/info"))

    assert answer.startswith(b"HTTP/1.1 404 ")
    assert phone.record.unknown == ["http GET /info"]


def test_an_empty_call_is_a_server_error() -> None:
    """A GET of the JSON-RPC path has no body: 500."""
    (answer,) = exchange(quick_phone(), get("/jsonrpc/0"))

    assert answer.startswith(b"HTTP/1.1 500 ")


@pytest.mark.parametrize(
    ("body", "code"), [(b"{", -32700), (b"[]", -32600), (b'{"method": 5}', -32600)]
)
def test_what_is_no_call_gets_an_error_object(body: bytes, code: int) -> None:
    """Broken JSON and JSON that is no request are told apart."""
    (answer,) = exchange(quick_phone(), post("", body=body))

    assert value(answer)["error"]["code"] == code


@pytest.mark.parametrize(
    "request_", [b"hello\r\n\r\n", b"GET /ping HTTP/1.1\r\nContent-Length: x\r\n\r\n"]
)
def test_noise_closes_the_connection(request_: bytes) -> None:
    """What is not HTTP gets no answer."""
    assert exchange(quick_phone(), request_) == [b""]


def test_errors_and_results_share_the_shape_that_the_client_reads() -> None:
    """An error object has code, message and data."""
    (answer,) = exchange(quick_phone(Page()), post("objInfo", wire(text="nothing")))

    assert value(answer)["error"] == {
        "code": -32001,
        "message": "androidx.test.uiautomator.UiObjectNotFoundException",
        "data": "UiSelector[TEXT=nothing]",
    }


def test_two_clients_at_once() -> None:
    """A wait of one does not hold up the other, and ends by what the other does."""

    async def scene() -> tuple[bool, bool]:
        phone = quick_phone(Page(), Question())
        node = phone.ui.find("OK")
        assert node is not None
        async with Running(phone) as server:
            gone = asyncio.ensure_future(
                server.ask(post("waitUntilGone", wire(text="Sign out?"), 60_000))
            )
            (clicked,) = await server.ask(post("click", *node.center))
            return value(clicked)["result"], value((await gone)[0])["result"]

    assert run(scene()) == (True, True)


# -- the process ---------------------------------------------------------------------------------


def test_starting_tells_the_console_and_holds_ui_automation() -> None:
    """The console says what the client waits for; the phone's UiAutomation is taken."""

    async def scene() -> tuple[str, str, str]:
        phone = quick_phone()
        async with Running(phone) as server:
            holder = phone.automation.holder
            console = server.console.decode()
        return holder, console, phone.automation.holder

    holder, console, after = run(scene())
    assert (holder, after) == ("u2", "")
    assert console.startswith("[server] INFO: [UiAutomator2Server] Starting Server\n")
    assert "http server listening on *:9008" in console


@pytest.mark.parametrize("holder", ["u2", "com.github.appium"])
def test_a_second_holder_is_refused(holder: str) -> None:
    """Whoever holds UiAutomation, the new server says "already registered" and ends with 1."""
    phone = quick_phone()
    phone.automation.holder = holder
    console = bytearray()

    assert run(phone.automation.start(console.extend)) == 1
    assert b"UiAutomationService" in console
    assert b"already registered!" in console
    assert phone.automation.holder == holder


def test_cancelling_the_process_stops_the_server() -> None:
    """The shell's stream closes: nothing listens any more, open connections are cut."""

    async def scene() -> tuple[bool, bytes, list[int | str]]:
        phone = quick_phone()
        async with Running(phone) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(get("/ping"))
            await _answer(reader)
            server.process.cancel()
            rest = await reader.read()
            writer.close()
        return phone.automation.alive, rest, list(phone.listeners)

    assert run(scene()) == (False, b"", [])


def test_a_killed_server_ends_with_its_code_and_can_be_started_again() -> None:
    """The process ends with 137; UiAutomation is free, and the next start works."""

    async def scene() -> tuple[int, bool]:
        phone = quick_phone()
        async with Running(phone) as server:
            phone.automation.stop()
            code = await server.process
        async with Running(phone):
            again = phone.automation.alive
        return code, again

    assert run(scene()) == (137, True)


def test_a_server_killed_while_it_starts_never_listens() -> None:
    """The start ends at once, without waiting for its time."""

    async def scene() -> tuple[int, bool]:
        phone = quick_phone()
        phone.latency.scale, phone.latency.server_start = 1.0, 600.0
        start = asyncio.ensure_future(phone.automation.start(lambda _: None))
        await asyncio.sleep(0)
        phone.automation.stop()
        return await start, phone.automation.alive

    assert run(scene()) == (137, False)


def test_stop_by_http() -> None:
    """The path /stop ends the server."""
    phone = quick_phone()
    answers = exchange(phone, get("/stop"))

    assert answers[0].endswith(b"Server stopped!!!")
    assert phone.record.noted("server") == ["start", "stop"]


# -- faults --------------------------------------------------------------------------------------


def faulty(what: str, *requests: bytes, request: str = "rpc", nth: int = 1) -> list[bytes]:
    """Answers of a server with one fault."""
    phone = quick_phone(Page())
    phone.faults.add(what, When(request=request, nth=nth))
    return exchange(phone, *requests)


EXIST = post("exist", wire(text="Row 1"))


def test_a_dropped_connection_gives_no_byte() -> None:
    """The client sees its connection closed without an answer."""
    assert faulty("server_drop", EXIST) == [b""]


def test_half_an_answer_is_cut_off() -> None:
    """Head and some of the body arrive, then the connection is closed."""
    (answer,) = faulty("server_half", EXIST)

    head, _, body = answer.partition(b"\r\n\r\n")
    assert 0 < len(body) < int(head.rpartition(b" ")[2])


def test_an_answer_that_is_no_json() -> None:
    """The status is 200 and the body is not JSON."""
    (answer,) = faulty("server_not_json", EXIST)

    assert answer.startswith(b"HTTP/1.1 200 ")
    with pytest.raises(ValueError, match="Expecting value"):
        value(answer)


def test_a_server_error() -> None:
    """Status 500."""
    assert faulty("server_500", EXIST)[0].startswith(b"HTTP/1.1 500 ")


def test_a_fault_has_its_moment() -> None:
    """The second call fails, the first and the third do not."""
    answers = faulty("server_500", EXIST, EXIST, EXIST, nth=2)

    assert [answer[9:12] for answer in answers] == [b"200", b"500", b"200"]


def test_a_fault_of_one_method_spares_the_others() -> None:
    """`rpc:click` counts clicks only."""
    answers = faulty("server_500", EXIST, post("click", 5, 5), request="rpc:click")

    assert [answer[9:12] for answer in answers] == [b"200", b"500"]


@pytest.mark.parametrize(
    ("what", "phrase"),
    [
        ("server_not_connected", b"UiAutomation not connected"),
        ("server_dead_object", b'"message":"android.os.DeadObjectException"'),
    ],
)
def test_a_lost_ui_automation_is_told_in_the_answer(what: str, phrase: bytes) -> None:
    """The words by which the client decides to restart the server."""
    assert phrase in faulty(what, EXIST)[0]


def test_a_hung_server_answers_nothing_until_it_is_killed() -> None:
    """The connection stays open; other connections still work."""

    async def scene() -> tuple[bool, bytes, bytes]:
        phone = quick_phone(Page())
        phone.faults.add("server_hung", When(request="rpc"))
        async with Running(phone) as server:
            hung = asyncio.ensure_future(server.ask(EXIST))
            await turns_until(lambda: bool(phone.record.rpc))
            (pong,) = await server.ask(get("/ping"))
            waiting = not hung.done()
            phone.automation.stop()
            return waiting, pong[-4:], (await hung)[0]

    assert run(scene()) == (True, b"pong", b"")


def test_a_server_killed_by_a_call_answers_nothing() -> None:
    """MIUI kills the server in the middle: the connection is cut, the process gone."""

    async def scene() -> tuple[bytes, int]:
        phone = quick_phone(Page())
        phone.faults.add("server_killed", When(request="rpc:exist"))
        async with Running(phone) as server:
            (answer,) = await server.ask(EXIST)
            return answer, await server.process

    assert run(scene()) == (b"", 137)


@pytest.mark.parametrize(("what", "code"), [("already_registered", 1), ("server_quits", 1)])
def test_a_start_that_fails(what: str, code: int) -> None:
    """The console tells why, and the process ends."""
    phone = quick_phone()
    phone.faults.add(what, When(request="start"))
    console = bytearray()

    assert run(phone.automation.start(console.extend)) == code
    assert (b"already registered" in console) is (what == "already_registered")
    assert not phone.automation.alive


def test_dumps_go_wrong_in_every_way() -> None:
    """Empty, blank, half, giant, and the exception of old serializers."""

    def dump(what: str) -> Any:
        (answer,) = faulty(what, post("dumpWindowHierarchy", False, 50), request="dump")
        return value(answer)

    assert dump("dump_empty")["result"].endswith('<hierarchy rotation="0" />')
    assert dump("dump_blank")["result"] == ""
    assert not dump("dump_half")["result"].endswith("</hierarchy>")
    assert len(dump("dump_giant")["result"]) > 1_000_000
    assert (
        dump("dump_illegal_character")["error"]["message"] == "java.lang.IllegalArgumentException"
    )
