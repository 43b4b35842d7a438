"""Virtual phones behind one private adb server, and the phone under test attached to one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from miunlink_adb.adb import AdbPhone, Limits, ServerAddress, connect
from miunlink_adb.clock import Clock
from miunlink_adb.virtual import AdbServer, Latency, VirtualPhone

MakeVirtual = Callable[..., VirtualPhone]
Attach = Callable[..., AdbPhone]


@pytest.fixture(scope="session")
def adb_server() -> Iterator[AdbServer]:
    """A private adb server for all virtual phones of a session."""
    with AdbServer() as server:
        yield server


@pytest.fixture
def make_virtual(adb_server: AdbServer) -> Iterator[MakeVirtual]:
    """Start virtual phones on which nothing takes time; they stop with the test."""
    with ExitStack() as stack:

        def make(release: str = "miui-11", locale: str = "en", **options: Any) -> VirtualPhone:
            options.setdefault("latency", Latency.none())
            options.setdefault("server", adb_server)
            phone = VirtualPhone(release, locale, **options)
            return stack.enter_context(phone)

        yield make


@pytest.fixture
def virtual(make_virtual: MakeVirtual) -> VirtualPhone:
    """One virtual phone, MIUI 11 in English."""
    return make_virtual()


@pytest.fixture
def attach() -> Iterator[Attach]:
    """Connect to virtual phones; what is still open is closed with the test."""
    with ExitStack() as stack:

        def make(
            virtual: VirtualPhone, clock: Clock | None = None, limits: Limits = Limits()
        ) -> AdbPhone:
            phone = connect(address_of(virtual), virtual.serial, clock=clock, limits=limits)
            stack.callback(phone.close)
            return phone

        yield make


@pytest.fixture
def phone(virtual: VirtualPhone, attach: Attach) -> AdbPhone:
    """The phone under test, on `virtual`."""
    return attach(virtual)


def address_of(virtual: VirtualPhone) -> ServerAddress:
    """Where the virtual phone's adb server listens."""
    return ServerAddress("127.0.0.1", virtual.adb_port)
