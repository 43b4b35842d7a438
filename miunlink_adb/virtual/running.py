"""A virtual phone that runs: its own thread and event loop, adb daemon, private adb server.

The only place where phone, world, owner and wire meet. Must not know any screen or command.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from types import TracebackType
from typing import Self, TypeVar

from miunlink_adb.virtual.adb_server import AdbServer, AdbServerError
from miunlink_adb.virtual.adbd import Adbd
from miunlink_adb.virtual.apps.install import install, open_first_screens
from miunlink_adb.virtual.apps.removal import removed_in_cloud
from miunlink_adb.virtual.apps.scene import Scene
from miunlink_adb.virtual.attaching import attach_again
from miunlink_adb.virtual.auth import Authorization
from miunlink_adb.virtual.faults import Fault
from miunlink_adb.virtual.file_layout import phone_files
from miunlink_adb.virtual.latency import Latency
from miunlink_adb.virtual.owner import Owner, OwnerAtWork
from miunlink_adb.virtual.phone import Phone
from miunlink_adb.virtual.record import Record
from miunlink_adb.virtual.scenario import Scenario
from miunlink_adb.virtual.worlds import load_world
from miunlink_adb.virtual.worlds.builds import Layout
from miunlink_adb.virtual.worlds.ids import IdVariant

T = TypeVar("T")
START_SECONDS = 20.0
CALL_SECONDS = 30.0
HARDWARE_SERIAL = "7f3a9c21"


class VirtualPhoneError(RuntimeError):
    """The phone did not start, or does not answer; the text says which."""


class VirtualPhone:
    """One running phone; a context manager. Several may share one `AdbServer`.

    Args:
        release: Such as `miui-11` or `hyperos-1`; see `spec.parse_spec` for the short form.
        locale: The phone's language, `ru` or `pt-BR`.
        layout: `cn`, `intl` or `tablet`.
        region: Narrows the build down: `EU`, `IN`…
        ids: `kept` or `unknown`, see `worlds.ids`.
        scenario: What is on the phone and how Xiaomi answers.
        owner: Who touches the phone; nobody when None.
        latency: How long things take.
        faults: What goes wrong and when.
        server: An adb server to connect to; its own private one when None.
        authorization: How the daemon meets a computer's key.

    Raises WorldError for a phone that does not exist, VirtualPhoneError when it cannot start.
    """

    def __init__(  # noqa: PLR0913 - each is one of the phone's circumstances
        self,
        release: str = "miui-11",
        locale: str = "en",
        layout: Layout = "intl",
        *,
        region: str | None = None,
        ids: IdVariant = "kept",
        scenario: Scenario | None = None,
        owner: Owner | None = None,
        latency: Latency | None = None,
        faults: Iterable[Fault] = (),
        server: AdbServer | None = None,
        authorization: Authorization = Authorization.OPEN,
        hardware_serial: str = HARDWARE_SERIAL,
    ) -> None:
        self.world = load_world(release, locale, layout, region=region, ids=ids)
        self.scenario = scenario or Scenario()
        self._owner = owner
        self._latency = replace(latency) if latency is not None else Latency()
        self._faults = list(faults)
        self._own_server = server is None
        self._authorization = authorization
        self._hardware_serial = hardware_serial
        self.server = server or AdbServer()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="virtual-phone", daemon=True)
        self._owner_task: asyncio.Task[None] | None = None
        self._removal: asyncio.Task[None] | None = None
        self._closing = self._server_lost = False
        self._scene: Scene | None = None
        self._adbd: Adbd | None = None

    # Starting and stopping

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and return once the adb server lists the phone."""
        self._thread.start()
        try:
            self._wait(self._start())
            if not self.server.running:
                self.server.start()
            self._attach()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the owner, the daemon and the loop; the adb server too when it is ours."""
        self._closing = True
        if self._server_lost:
            self.server.kill()
        if self._own_server:
            self.server.stop()
        elif self._adbd is not None:
            with contextlib.suppress(AdbServerError):
                self.server.disconnect(self.serial)
        if self._thread.is_alive():
            with contextlib.suppress(VirtualPhoneError):
                self._wait(self._stop())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(START_SECONDS)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            pending = asyncio.all_tasks(self._loop)
            for task in pending:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_default_executor())
        finally:
            self._loop.close()

    async def _start(self) -> None:
        phone = Phone(self._hardware_serial, latency=self._latency, files=phone_files())
        self._scene = install(phone, self.world, self.scenario)
        phone.faults.plan.extend(self._faults)
        open_first_screens(self._scene)
        self._adbd = Adbd(phone, authorization=self._authorization)
        await self._adbd.start()
        phone.on_link.append(self._follow)
        self._hand_over()
        phone.arm()

    def _hand_over(self) -> None:
        if self._owner_task is not None:
            self._owner_task.cancel()
            self._owner_task = None
        if self._owner is not None:
            work = OwnerAtWork(self._owner, self.scene).work()
            self._owner_task = asyncio.get_running_loop().create_task(work)

    async def _stop(self) -> None:
        if self._owner_task is not None:
            self._owner_task.cancel()
            await asyncio.gather(self._owner_task, return_exceptions=True)
        if self._scene is not None:
            self._scene.phone.automation.stop()
        if self._adbd is not None:
            await self._adbd.stop()

    def _attach(self) -> None:
        """Let the adb server take the phone; one that asks its owner first is listed so."""
        said = self.server.request(f"host:connect:{self.serial}")
        known = ("connected to", "already connected")
        if not said.startswith(known) and self.serial not in self.server.devices():
            raise VirtualPhoneError(f"the adb server says of the virtual phone: {said}")

    def _follow(self, event: str) -> None:
        """A cable that is put back brings the phone back, as it does over USB."""
        work = {
            "plug": self._attach_again,
            "adb_killed": self._lose_server,
            "adb_restarted": self._restart_server,
        }.get(event)
        if work is not None and not self._closing:
            self._loop.run_in_executor(None, work)

    def _lose_server(self) -> None:
        """The adb server ends; whoever starts another on its port is ended with the phone."""
        self._server_lost = True
        self.server.kill()

    def _restart_server(self) -> None:
        """The adb server ends, and a moment later somebody starts it again."""
        self._lose_server()
        with contextlib.suppress(AdbServerError):
            self.server.restart()
        self._attach_again()

    def _attach_again(self) -> None:
        attach_again(self.server, self.serial, lambda: self._closing)

    def _wait(self, work: Awaitable[T]) -> T:
        async def run() -> T:
            return await work

        future = asyncio.run_coroutine_threadsafe(run(), self._loop)
        try:
            return future.result(CALL_SECONDS)
        except TimeoutError:
            future.cancel()
            raise VirtualPhoneError("the virtual phone does not answer") from None

    # Looking and touching from outside

    @property
    def scene(self) -> Scene:
        """What the phone's apps play on; touch it only inside `call` or `run`."""
        if self._scene is None:
            raise VirtualPhoneError("the virtual phone is not running")
        return self._scene

    @property
    def phone(self) -> Phone:
        """The phone itself; touch it only inside `call` or `run`."""
        return self.scene.phone

    @property
    def record(self) -> Record:
        """What was done to the phone; its lists may be read from any thread."""
        return self.phone.record

    @property
    def adbd(self) -> Adbd:
        """The phone's adb daemon; touch it only inside `run`."""
        if self._adbd is None:
            raise VirtualPhoneError("the virtual phone is not running")
        return self._adbd

    @property
    def serial(self) -> str:
        """The serial under which the adb server lists the phone."""
        return self.adbd.address

    @property
    def adb_port(self) -> int:
        """The adb server's port."""
        return self.server.port

    def environment(self) -> dict[str, str]:
        """What a client needs in its environment to find this phone and no other."""
        return {**self.server.environment(), "ANDROID_SERIAL": self.serial}

    def call(self, look: Callable[[Phone], T]) -> T:
        """Call `look(phone)` between two events of the phone and return what it returns."""

        async def run() -> T:
            return look(self.phone)

        return self._wait(run())

    def run(self, act: Callable[[Phone], Awaitable[T]]) -> T:
        """Await `act(phone)` in the phone's loop and return what it returns."""
        return self._wait(act(self.phone))

    def hand_to(self, owner: Owner | None) -> None:
        """Somebody else takes the phone into his hands from now on; nobody when None."""
        self._owner = owner
        self.call(lambda _: self._hand_over())

    def remove_in_cloud(self) -> None:
        """The owner removes the phone on Xiaomi's site; it is signed out once it hears of it."""

        def begin(_: Phone) -> None:
            work = removed_in_cloud(self.scene)
            self._removal = asyncio.get_running_loop().create_task(work)

        self.call(begin)

    def accounts(self) -> dict[int, int]:
        """How many Xiaomi accounts each Android user has."""
        return self.call(
            lambda phone: {id_: len(phone.accounts("com.xiaomi", id_)) for id_ in phone.users}
        )
