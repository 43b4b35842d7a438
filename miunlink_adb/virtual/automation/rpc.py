"""JSON-RPC 2.0 as the phone's server speaks it: methods by name and arguments, error objects.

Knows neither HTTP nor what the methods do. Codes and texts are those of jsonrpc4j, which the
server uses, and of Java's exceptions.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from miunlink_adb.virtual.automation.selector import Selector
from miunlink_adb.virtual.faults import InputRefused

if TYPE_CHECKING:
    from miunlink_adb.virtual.automation.session import Session

PARCEL = "\n\tat android.os.Parcel.createException(Parcel.java:1953)"
PARCEL += "\n\tat android.os.Parcel.readException(Parcel.java:1921)"
PARCEL += "\n\tat android.os.Parcel.readException(Parcel.java:1871)"
INJECT = "\n\tat android.app.IUiAutomationConnection$Stub$Proxy.injectInputEvent"
INJECT += "(IUiAutomationConnection.java:292)"


class RpcError(Exception):
    """An error object: JSON-RPC code, Java class name or phrase, and the `data` text."""

    def __init__(self, code: int, message: str, data: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.data = data


def java_error(name: str, text: str, trace: str = "") -> RpcError:
    """An exception of the server: `data` is the stack trace."""
    where = trace or "\n\tat com.wetest.uia2.stub.AutomatorServiceImpl.invoke(Unknown Source)"
    return RpcError(-32001, name, f"{name}: {text}{where}")


def not_found(selector: Selector | str) -> RpcError:
    """UiObjectNotFoundException; its data is the UiSelector, without a trace."""
    return RpcError(-32001, "androidx.test.uiautomator.UiObjectNotFoundException", str(selector))


Method = Callable[..., Awaitable[object]]
Called = TypeVar("Called", bound=Method)


@dataclass(frozen=True)
class Signature:
    """One overload: the kinds of its arguments (see `CONVERTERS`) and what it calls."""

    kinds: tuple[str, ...]
    call: Method


class Registry:
    """The server's methods."""

    def __init__(self) -> None:
        self.methods: dict[str, list[Signature]] = {}

    def method(self, name: str, *kinds: str) -> Callable[[Called], Called]:
        """Register a coroutine function `(session, *arguments)` under a name; overloads add up."""

        def add(call: Called) -> Called:
            self.methods.setdefault(name, []).append(Signature(kinds, call))
            return call

        return add

    async def call(self, session: Session, name: str, params: object) -> object:
        """Call the overload that fits; raises RpcError."""
        overloads = self.methods.get(name)
        if overloads is None:
            session.phone.record.unknown.append(f"rpc {name}")
            raise RpcError(-32601, "method not found")
        values = list(params.values()) if isinstance(params, dict) else params
        if isinstance(values, list):
            for signature in overloads:
                arguments = convert(signature.kinds, values)
                if arguments is not None:
                    return await _invoke(signature, session, arguments)
        raise RpcError(-32602, "method parameters invalid")


async def _invoke(signature: Signature, session: Session, arguments: list[Any]) -> object:
    try:
        return await signature.call(session, *arguments)
    except InputRefused as error:
        raise java_error("java.lang.SecurityException", str(error), PARCEL + INJECT) from error


class _Unfit(Exception):
    """A value is of another kind."""


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _Unfit
    return int(value)


def _float(value: object) -> float:
    return float(_int(value)) if isinstance(value, bool | int) else _real(value)


def _real(value: object) -> float:
    if not isinstance(value, float):
        raise _Unfit
    return value


def _bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Unfit
    return value


def _str(value: object) -> str:
    if not isinstance(value, str):
        raise _Unfit
    return value


def _selector(value: object) -> Selector:
    if not isinstance(value, dict):
        raise _Unfit
    return Selector.parse(value)


def _ints(value: object) -> list[int]:
    if not isinstance(value, list):
        raise _Unfit
    return [_int(item) for item in value]


def _point(value: object) -> tuple[int, int]:
    if not isinstance(value, dict):
        raise _Unfit
    return _int(value.get("x")), _int(value.get("y"))


CONVERTERS: dict[str, Callable[[object], Any]] = {
    "int": _int,
    "float": _float,
    "bool": _bool,
    "bool?": lambda value: None if value is None else _bool(value),
    "str": _str,
    "str?": lambda value: None if value is None else _str(value),
    "selector": _selector,
    "ints": _ints,
    "point": _point,
}
"""How a JSON value becomes an argument; floats are cut to ints where Java wants an int."""


def convert(kinds: tuple[str, ...], values: list[Any]) -> list[Any] | None:
    """The values as these kinds, or None when they do not fit."""
    if len(kinds) != len(values):
        return None
    try:
        return [CONVERTERS[kind](value) for kind, value in zip(kinds, values, strict=True)]
    except (_Unfit, ValueError, TypeError):
        return None


def parse(body: bytes) -> tuple[object, str, object]:
    """Id, method and params of a request; raises RpcError for what is none."""
    try:
        request = json.loads(body)
    except ValueError:
        raise RpcError(-32700, "JSON parse error") from None
    if not isinstance(request, dict) or not isinstance(request.get("method"), str):
        raise RpcError(-32600, "invalid request")
    return request.get("id"), request["method"], request.get("params", [])


def answer(id_: object, result: object) -> bytes:
    """A successful answer."""
    return _encode({"jsonrpc": "2.0", "id": id_, "result": result})


def refusal(id_: object, error: RpcError) -> bytes:
    """An answer with an error object."""
    what = {"code": error.code, "message": error.message}
    if error.data is not None:
        what["data"] = error.data
    return _encode({"jsonrpc": "2.0", "id": id_, "error": what})


def _encode(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
