"""Which adb server is meant: options, variables, and what is wrong with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.adb import ServerAddress, resolve_server
from miunlink_adb.errors import UsageError


def test_nothing_said_means_the_default_server() -> None:
    """Without options and variables it is adb's own default, by number."""
    assert resolve_server(None, None, {}) == ServerAddress("127.0.0.1", 5037)


@pytest.mark.parametrize(
    ("host", "port", "environ", "expected"),
    [
        (None, None, {"ANDROID_ADB_SERVER_ADDRESS": "pc"}, "pc:5037"),
        (None, None, {"ANDROID_ADB_SERVER_HOST": "pc"}, "pc:5037"),
        (
            None,
            None,
            {"ANDROID_ADB_SERVER_HOST": "b", "ANDROID_ADB_SERVER_ADDRESS": "a"},
            "a:5037",
        ),
        (None, None, {"ANDROID_ADB_SERVER_PORT": " 6000 "}, "127.0.0.1:6000"),
        (None, None, {"ANDROID_ADB_SERVER_PORT": ""}, "127.0.0.1:5037"),
        (None, None, {"ADB_SERVER_SOCKET": "tcp:6001"}, "127.0.0.1:6001"),
        (None, None, {"ADB_SERVER_SOCKET": "tcp:pc:6001"}, "pc:6001"),
        (None, None, {"ADB_SERVER_SOCKET": "tcp:[::1]:6001"}, "[::1]:6001"),
        (
            None,
            None,
            {"ADB_SERVER_SOCKET": "tcp:7000", "ANDROID_ADB_SERVER_PORT": "8000"},
            "127.0.0.1:7000",
        ),
        ("pc", None, {"ADB_SERVER_SOCKET": "localfilesystem:/x"}, "pc:5037"),
        (None, 6002, {"ANDROID_ADB_SERVER_PORT": "nonsense"}, "127.0.0.1:6002"),
        ("::1", "6003", {}, "[::1]:6003"),
        ("localhost", None, {"ANDROID_ADB_SERVER_PORT": "6004"}, "localhost:6004"),
    ],
)
def test_the_most_specific_word_wins(
    host: str | None, port: int | str | None, environ: dict[str, str], expected: str
) -> None:
    """Options before ADB_SERVER_SOCKET before the other variables; adb's names before others."""
    assert str(resolve_server(host, port, environ)) == expected


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"ANDROID_ADB_SERVER_PORT": "adb"}, "ANDROID_ADB_SERVER_PORT"),
        ({"ANDROID_ADB_SERVER_PORT": "0"}, "ANDROID_ADB_SERVER_PORT"),
        ({"ANDROID_ADB_SERVER_PORT": "65536"}, "ANDROID_ADB_SERVER_PORT"),
        ({"ANDROID_ADB_SERVER_PORT": "-1"}, "ANDROID_ADB_SERVER_PORT"),
        ({"ANDROID_ADB_SERVER_PORT": "٥"}, "ANDROID_ADB_SERVER_PORT"),
        ({"ANDROID_ADB_SERVER_ADDRESS": "a b"}, "ANDROID_ADB_SERVER_ADDRESS"),
        ({"ANDROID_ADB_SERVER_HOST": "http://pc"}, "ANDROID_ADB_SERVER_HOST"),
        ({"ADB_SERVER_SOCKET": "localfilesystem:/tmp/adb"}, "ADB_SERVER_SOCKET"),
        ({"ADB_SERVER_SOCKET": "tcp:pc:x"}, "ADB_SERVER_SOCKET"),
        ({"ADB_SERVER_SOCKET": "tcp:"}, "ADB_SERVER_SOCKET"),
        ({"ADB_SERVER_SOCKET": "vsock:2:5037"}, "ADB_SERVER_SOCKET"),
    ],
)
def test_a_bad_variable_is_named(environ: dict[str, str], named: str) -> None:
    """A value that is no address is a usage error that says which variable to correct."""
    with pytest.raises(UsageError) as caught:
        resolve_server(None, None, environ)

    assert named in caught.value.message
    assert named in caught.value.hint
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(("host", "port"), [("", None), ("a/b", None), (None, 0), (None, "x")])
def test_a_bad_option_is_named(host: str | None, port: int | str | None) -> None:
    """A bad option is called by the name that the user typed."""
    with pytest.raises(UsageError, match="--adb-host" if port is None else "--adb-port"):
        resolve_server(host, port, {})


@given(st.text(max_size=40))
def test_any_socket_spec_is_read_or_refused(spec: str) -> None:
    """Whatever stands in ADB_SERVER_SOCKET ends in an address or in a usage error."""
    try:
        address = resolve_server(None, None, {"ADB_SERVER_SOCKET": spec})
    except UsageError as error:
        assert "ADB_SERVER_SOCKET" in error.message  # noqa: PT017
    else:
        assert 1 <= address.port <= 65535


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("127.0.1.1", True),
        ("::1", True),
        ("localhost", True),
        ("192.168.1.5", False),
        ("pc", False),
    ],
)
def test_only_this_computer_is_local(host: str, *, local: bool) -> None:
    """A server is only ever started where it is this computer beyond doubt."""
    assert ServerAddress(host, 5037).is_local is local
