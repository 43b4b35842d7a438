"""How commands read their arguments."""

from __future__ import annotations


def flags(args: list[str], known: str) -> tuple[set[str], list[str]]:
    """Split arguments into single-letter options and the rest; unknown letters stay in the rest."""
    options: set[str] = set()
    rest: list[str] = []
    for index, argument in enumerate(args):
        if argument == "--":
            return options, rest + args[index + 1 :]
        letters = argument[1:]
        if argument.startswith("-") and letters and all(letter in known for letter in letters):
            options |= set(letters)
        else:
            rest.append(argument)
    return options, rest


def value(args: list[str], flag: str, default: str) -> tuple[str, list[str]]:
    """Take ``FLAG VALUE`` or ``FLAGVALUE`` out of arguments."""
    for index, argument in enumerate(args):
        if argument == flag and index + 1 < len(args):
            return args[index + 1], args[:index] + args[index + 2 :]
        if argument.startswith(flag) and argument != flag and not argument.startswith("--"):
            return argument[len(flag) :], args[:index] + args[index + 1 :]
    return default, args


def size(text: str) -> int:
    """Return a number of bytes: ``20``, ``4k``, ``1M``; raises ValueError."""
    factor = {"k": 1024, "K": 1024, "M": 1024**2, "G": 1024**3}.get(text[-1:], 1)
    return int(text if factor == 1 else text[:-1]) * factor
