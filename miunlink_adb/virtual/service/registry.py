"""Which service answers which OPEN request.

Knows nothing of what services do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from miunlink_adb.virtual.phone import Phone
    from miunlink_adb.virtual.stream import Stream

Service: TypeAlias = "Callable[[Phone, Stream, str], Awaitable[None]]"
"""Serves one stream until it ends; accepts it first, or returns without, which refuses it."""


class ServiceRegistry:
    """Services by the beginning of the request, such as ``shell:``; the latest added wins."""

    def __init__(self) -> None:
        self._services: list[tuple[str, Service]] = []

    def add(self, prefix: str, service: Service) -> None:
        """Answer requests that begin with ``prefix``; earlier registrations are overridden."""
        self._services.insert(0, (prefix, service))

    def find(self, request: str) -> tuple[Service, str] | None:
        """Return the service for a request and what follows its prefix, or None."""
        for prefix, service in self._services:
            if request.startswith(prefix):
                return service, request[len(prefix) :]
        return None

    def copy(self) -> ServiceRegistry:
        """Return a registry with the same entries, for one phone or one test to change."""
        other = ServiceRegistry()
        other._services = list(self._services)
        return other
