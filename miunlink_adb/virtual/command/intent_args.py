"""How ``am`` reads an intent from its arguments; source: AOSP ``Intent.parseCommandArgs``."""

from __future__ import annotations

from dataclasses import dataclass, field

from miunlink_adb.virtual.intent import Intent

_WITH_TEXT = {"-e", "--es", "--eu", "--ecn", "--esa"}
_WITH_NUMBER = {"--ei", "--el", "--ef"}
_FLAG_NAMES = {
    "--activity-clear-top": 0x04000000,
    "--activity-single-top": 0x20000000,
    "--activity-clear-task": 0x00008000,
    "--activity-no-animation": 0x00010000,
    "--activity-new-task": 0x10000000,
    "--activity-reorder-to-front": 0x00020000,
    "--include-stopped-packages": 0x00000020,
}
_IGNORED_WITH_VALUE = {"--display", "--windowingMode", "--activityType", "-t", "-i", "-P", "-R"}
_PLAIN_VALUES = {"-a", "-d", "-n", "-p"}


class BadIntent(Exception):
    """The arguments are no intent; the text is am's."""


@dataclass
class IntentArgs:
    """An intent being read, with am's own switches."""

    values: dict[str, str] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    extras: dict[str, object] = field(default_factory=dict)
    flags: int = 0
    user: int | None = None
    wait: bool = False
    stop: bool = False

    def intent(self, extra_flags: int = 0) -> Intent:
        """Return what was read, as the phone's intent."""
        return Intent(
            action=self.values.get("-a", ""),
            component=self.values.get("-n", ""),
            package=self.values.get("-p", ""),
            data=self.values.get("-d", ""),
            categories=tuple(self.categories),
            extras=dict(self.extras),
            flags=self.flags | extra_flags,
            stop=self.stop,
            user=self.user,
        )


def read_intent(args: list[str]) -> IntentArgs:
    """Read arguments; raises BadIntent."""
    read = IntentArgs()
    rest = list(args)
    while rest:
        _read_one(read, rest)
    return read


def _read_one(read: IntentArgs, rest: list[str]) -> None:
    option = rest.pop(0)
    if option in _PLAIN_VALUES:
        read.values[option] = _take(option, rest)
    elif option == "-c":
        read.categories.append(_take(option, rest))
    elif option == "-f":
        read.flags |= int(_take(option, rest), 0)
    elif option == "--user":
        read.user = _user(_take(option, rest))
    elif option in ("-W", "-S", "-D", "-N"):
        read.wait |= option == "-W"
        read.stop |= option == "-S"
    elif option in _FLAG_NAMES:
        read.flags |= _FLAG_NAMES[option]
    elif option in _IGNORED_WITH_VALUE:
        _take(option, rest)
    elif option.startswith("-"):
        _read_extra(read, option, rest)
    else:
        _positional(read, option)


def _read_extra(read: IntentArgs, option: str, rest: list[str]) -> None:
    if option == "--esn":
        read.extras[_take(option, rest)] = None
        return
    if option not in _WITH_TEXT | _WITH_NUMBER | {"--ez"}:
        raise BadIntent(f"Error: Unknown option: {option}")
    key, text = _take(option, rest), _take(option, rest)
    if option == "--ez":
        read.extras[key] = text.lower() in ("true", "t", "1", "y", "yes")
    elif option in _WITH_NUMBER:
        read.extras[key] = float(text) if option == "--ef" else int(text)
    else:
        read.extras[key] = text


def _positional(read: IntentArgs, text: str) -> None:
    """A bare word is a URI, a component or a package, by its look."""
    if ":" in text:
        read.values["-d"] = text
    else:
        read.values["-n" if "/" in text else "-p"] = text


def _take(option: str, rest: list[str]) -> str:
    if not rest:
        raise BadIntent(f"Error: Argument expected after {option}")
    return rest.pop(0)


def _user(text: str) -> int | None:
    return None if text in ("current", "cur") else int(text)
