"""The server's process: it holds the phone's UiAutomation and listens on its tcp 9008.

Knows the phone; nothing of shell or adb. The shell command `app_process / com.wetest.uia2.Main`
is one call of `start`, whose caller cancels it when the shell's stream closes::

    code = await phone.automation.start(write)      # write: Callable[[bytes], object]
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from miunlink_adb.virtual.automation import http, rpc
from miunlink_adb.virtual.automation.methods import METHODS
from miunlink_adb.virtual.automation.session import Session

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Outlet, Phone

STARTING = b"[server] INFO: [UiAutomator2Server] Starting Server\n"
READY = (
    'SLF4J: Failed to load class "org.slf4j.impl.StaticLoggerBinder".\n'
    "SLF4J: Defaulting to no-operation (NOP) logger implementation\n"
    "[server] INFO: [UiAutomator2Server] http server listening on *:{port}\n"
)
REGISTERED = (
    b"java.lang.IllegalStateException: UiAutomationService android.accessibilityservice."
    b"IAccessibilityServiceClient$Stub$Proxy@5deffd5already registered!\n"
    b"\tat android.os.Parcel.createException(Parcel.java:1961)\n"
    b"\tat android.os.Parcel.readException(Parcel.java:1921)\n"
)
QUITS = b"java.lang.RuntimeException: Could not connect to UiAutomation\nAborted\n"
KILLED = 137
TEXT = "text/plain"
JSON = "application/json"


class Automation:
    """uiautomator2's server on one phone, running or not.

    `holder` is who has UiAutomation now: "" nobody, "u2", "uiautomator" (a shell dump), or
    another tool's name. While it is not "", `uiautomator dump` is killed (exit 137) and a second
    server fails with "already registered". `idle` is NanoHTTPD's read timeout: a kept-alive
    connection on which nothing comes for so many seconds is closed.
    """

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.holder = ""
        self.idle = 5.0
        self.port = 0
        self._session = Session(phone)
        self._ended = asyncio.Event()
        self._ended.set()
        self._outlets: set[Outlet] = set()

    @property
    def alive(self) -> bool:
        """Whether the server listens."""
        return self.port != 0

    async def start(self, write: Callable[[bytes], object], port: int = 9008) -> int:
        """Run the server until it is killed (returns its exit code) or cancelled (stopped).

        Takes `latency.server_start` until it listens. `write` gets its console output.
        """
        write(STARTING)
        shape = self.phone.meet("start")
        if shape == "already_registered" or self.holder:
            write(REGISTERED)
            return 1
        if shape == "server_quits":
            write(QUITS)
            return 1
        self.holder = "u2"
        self._ended = ended = asyncio.Event()
        self._session = Session(self.phone)
        self.phone.record.note("server", "start")
        try:
            return await self._run(write, port, ended)
        finally:
            # A killed server may have a successor by now, whose state is not ours.
            if self._ended is ended:
                self.stop()

    async def _run(self, write: Callable[[bytes], object], port: int, ended: asyncio.Event) -> int:
        boot = asyncio.ensure_future(self.phone.latency.sleep(self.phone.latency.server_start))
        kill = asyncio.ensure_future(ended.wait())
        try:
            await asyncio.wait((boot, kill), return_when=asyncio.FIRST_COMPLETED)
            if not ended.is_set():
                self.port = port
                self.phone.listeners[port] = self._serve
                write(READY.format(port=port).encode())
                await kill
        finally:
            boot.cancel()
            kill.cancel()
        return KILLED

    def stop(self) -> None:
        """End the server's process, if it runs, cutting its connections."""
        if self._ended.is_set():
            return
        self._ended.set()
        self.phone.record.note("server", "stop")
        self.phone.listeners.pop(self.port, None)
        self.port = 0
        if self.holder == "u2":
            self.holder = ""
        for outlet in list(self._outlets):
            outlet.close()
        self._outlets.clear()

    # One connection

    async def _serve(self, reader: asyncio.StreamReader, writer: Outlet) -> None:
        self._outlets.add(writer)
        try:
            while self.alive and not writer.is_closing():
                request = await http.read(reader, self.idle)
                if request is None or not await self._respond(request, writer):
                    break
        except http.BadRequest:
            self.phone.record.unknown.append("http: not a request")
        finally:
            self._outlets.discard(writer)
            writer.close()

    async def _respond(self, request: http.Request, writer: Outlet) -> bool:
        """Answer one request; False when the connection ends with it."""
        shape = self.phone.meet("http")
        if request.method == "POST" and request.path == "/jsonrpc/0":
            status, kind, body, by_rpc = await self._rpc(request.body)
            shape = by_rpc or shape
        else:
            status, kind, body = self._page(request)
        if shape == "server_hung":
            await self._ended.wait()
        if shape in ("server_hung", "server_drop") or not self.alive or writer.is_closing():
            return False
        if shape == "server_500":
            status, kind, body = 500, TEXT, b"Internal Server Error!!!"
        if shape == "server_not_json":
            kind, body = TEXT, b"<html>it works</html>"
        data = http.response(status, kind, body, keep_alive=request.keep_alive)
        if shape == "server_half":
            data = data[: len(data) - len(body) // 2 - 1]
        writer.write(data)
        await writer.drain()
        if request.path == "/stop":
            self.stop()
        return request.keep_alive and shape != "server_half"

    def _page(self, request: http.Request) -> tuple[int, str, bytes]:
        if request.path == "/ping":
            return 200, TEXT, b"pong"
        if request.path == "/stop":
            return 200, TEXT, b"Server stopped!!!"
        if request.path == "/jsonrpc/0":
            return 500, TEXT, b"Invalid http post data!"
        self.phone.record.unknown.append(f"http {request.method} {request.path}")
        return 404, TEXT, b"Not Found!!!"

    async def _rpc(self, body: bytes) -> tuple[int, str, bytes, str | None]:
        id_: object = None
        shape: str | None = None
        try:
            id_, method, params = rpc.parse(body)
            self.phone.record.rpc.append(method)
            shape = self.phone.meet(f"rpc:{method}")
            if shape in BROKEN:
                raise BROKEN[shape]
            if shape in SPEECHLESS:
                return 200, JSON, rpc.answer(id_, None), shape
            await self.phone.latency.sleep(self.phone.latency.rpc)
            result = await METHODS.call(self._session, method, params)
        except rpc.RpcError as error:
            return 200, JSON, rpc.refusal(id_, error), shape
        return 200, JSON, rpc.answer(id_, result), shape


SPEECHLESS = ("server_hung", "server_drop", "server_500", "server_not_json")
"""Faults at which the method is not even called; "server_half" does its work first."""

BROKEN = {
    "server_not_connected": rpc.java_error(
        "java.lang.IllegalStateException", "UiAutomation not connected, UiAutomation@6c8a2b7[id=-1]"
    ),
    "server_dead_object": rpc.java_error("android.os.DeadObjectException", "null"),
}
