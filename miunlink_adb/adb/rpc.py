"""JSON-RPC as uiautomator2's server speaks it: requests, results, the phone's exceptions.

Raises uiautomator2's own errors, as its client does, so that its API behaves the same on our
transport. It must not know sockets or phones. Imports uiautomator2.
"""

from __future__ import annotations

import json

from uiautomator2 import exceptions as u2_errors

__all__ = ["Params", "decode", "encode"]

Params = list[object] | tuple[object, ...] | dict[str, object]

_DISCONNECTED = (
    "UiAutomation not connected",
    "android.os.DeadObjectException",
    "android.os.DeadSystemRuntimeException",
)


def encode(method: str, params: Params | None, number: int) -> bytes:
    """A request in ASCII: the server reads it as such."""
    call = {"jsonrpc": "2.0", "id": number, "method": method, "params": params or {}}
    return json.dumps(call, ensure_ascii=True).encode("ascii")


def decode(body: bytes, number: int) -> object:
    """The result in an answer.

    Raises:
        uiautomator2's RPCInvalidError: the answer is none, or another request's; its text is not
            kept, for it may be a dump.
        uiautomator2's other errors: what went wrong on the phone.
    """
    try:
        answer = json.loads(body)
    except ValueError:
        raise u2_errors.RPCInvalidError(f"{len(body)} bytes that are not JSON") from None
    if not isinstance(answer, dict):
        raise u2_errors.RPCInvalidError("the answer is no JSON object")
    error = answer.get("error")
    if error is not None:
        raise _phone_error(error)
    if "result" not in answer:
        raise u2_errors.RPCInvalidError("the answer has no result")
    if answer.get("id", number) != number:
        raise u2_errors.RPCInvalidError("the answer belongs to another request")
    result: object = answer["result"]
    return result


def _phone_error(error: object) -> Exception:
    """uiautomator2's error for the phone's; `data` is mostly a Java stack trace."""
    fields = error if isinstance(error, dict) else {"message": error}
    message, data = str(fields.get("message", "")), str(fields.get("data", ""))
    text = f"{message}\n{data}"
    if any(words in text for words in _DISCONNECTED):
        return _made(u2_errors.UiAutomationNotConnectedError, message)
    if "uiautomator.UiObjectNotFoundException" in message:
        return _made(u2_errors.UiObjectNotFoundError, fields.get("code"), message)
    if "java.lang.StackOverflowError" in message:
        return _made(u2_errors.RPCStackOverflowError, message)
    return _made(u2_errors.RPCUnknownError, f"{fields.get('code')} {message}", data[:4000])


def _made(cls: type[Exception], *args: object) -> Exception:
    return cls(*args)
