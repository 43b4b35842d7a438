"""What `status` and `doctor` ask beside the account is read as it is meant."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.device_state.cards import memory_cards, sim_cards
from miunlink_adb.device_state.device_owner import parse_device_owner
from miunlink_adb.device_state.network import Network, parse_network, private_dns
from miunlink_adb.device_state.screen_lock import parse_screen_locks
from miunlink_adb.device_state.storage import parse_free_space
from miunlink_adb.surroundings import COMMANDS, look_around

AGENT = (
    "  NetworkAgentInfo{{network{{{0}}}  handle{{432902426637}}  ni{{WIFI CONNECTED extra: }} "
    "lp{{{{InterfaceName: wlan0 DnsAddresses: [ /192.0.2.1 ]}}}}  nc{{[ Transports: {1} "
    "Capabilities: NOT_METERED&INTERNET&NOT_RESTRICTED&TRUSTED{2} LinkUpBandwidth>=1Kbps]}}  }}"
)


NEW_DF = """\
Filesystem       1K-blocks     Used Available Use% Mounted on
/dev/block/dm-8  110000000 60000000  50000000  55% /data
"""
OLD_DF = """\
Filesystem               Size     Used     Free   Blksize
/data                   11.8G     9.3G     2.5G   4096
"""


def connectivity(default: str, *agents: str) -> str:
    """The part of `dumpsys connectivity` that is read."""
    lines = ["NetworkProviders for:", "", f"Active default network: {default}", ""]
    return "\n".join([*lines, "Current Networks:", *agents]) + "\n"


@pytest.mark.parametrize(
    ("states", "count"),
    [
        ("LOADED,ABSENT", 1), ("READY", 1), ("LOADED,LOADED", 2), ("ABSENT,ABSENT", 0),
        ("PIN_REQUIRED,ABSENT", 1), ("NOT_READY,NOT_READY", 0), ("", None), (",", None),
    ],
)  # fmt: skip
def test_sim_cards(states: str, count: int | None) -> None:
    """Every slot that is neither empty nor unknown holds a card; a silent radio says nothing."""
    assert sim_cards({"gsm.sim.state": states}) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("private mounted null\nemulated;0 mounted null\n", 0),
        ("private mounted null\npublic:179,65 mounted 3A4E-1C07\n", 1),
        ("public:179,65 unmounted 3A4E-1C07\npublic:8,1 mounted 12AB-34CD\n", 2),
        ("/system/bin/sh: sm: not found\n", None),
        ("", None),
    ],
)
def test_memory_cards(text: str, count: int | None) -> None:
    """A card counts, mounted or not; the phone's own storage tells an answer from none."""
    assert memory_cards(text) == count


def test_screen_locks_of_all_users() -> None:
    """The kind of lock of each user; what is none of the four kinds is left out."""
    text = (
        "Current lock settings service state:\n\nUser State:\n  User 0\n    SP Handle: 1f\n"
        "    CredentialType: PIN\n\n  User 10\n    CredentialType: NONE\n\n  User 999\n"
        "    CredentialType: UNKNOWN_7\n"
    )
    assert parse_screen_locks(text) == {0: "pin", 10: "none"}
    assert parse_screen_locks("Current lock settings service state:\n") == {}


@pytest.mark.parametrize(
    ("text", "network"),
    [
        (connectivity("none"), Network(connected=False, validated=False, vpn=False)),
        (
            connectivity("100", AGENT.format(100, "WIFI", "&VALIDATED")),
            Network(connected=True, validated=True, vpn=False),
        ),
        (
            connectivity("100", AGENT.format(100, "WIFI", "&CAPTIVE_PORTAL")),
            Network(connected=True, validated=False, vpn=False),
        ),
        (
            connectivity(
                "101", AGENT.format(100, "WIFI", "&VALIDATED"), AGENT.format(101, "WIFI|VPN", "")
            ),
            Network(connected=True, validated=False, vpn=True),
        ),
        (connectivity("100"), Network(connected=True, validated=None, vpn=False)),
        ("Can't find service: connectivity\n", Network(None, None, vpn=False)),
    ],
)
def test_network(text: str, network: Network) -> None:
    """There is a network, Android reached the internet over it, or it does not say."""
    assert parse_network(text) == network


@pytest.mark.parametrize(
    ("mode", "name", "server"),
    [
        ("hostname\n", "dns.example\n", "dns.example"), ("hostname", "null", "a server"),
        ("off", "null", ""), ("opportunistic", "dns.example", ""), ("null", "null", ""),
        ("Error: something", "", None),
    ],
)  # fmt: skip
def test_private_dns(mode: str, name: str, server: str | None) -> None:
    """Only a server that the owner chose is one; Android's own choice is none."""
    assert private_dns(mode, name) == server


@pytest.mark.parametrize(
    ("text", "free"),
    [
        (NEW_DF, 51_200_000_000),
        (OLD_DF, 2_684_354_560),
        ("df: not found\n", None),
    ],
)
def test_free_space(text: str, free: int | None) -> None:
    """Free bytes, by the columns of new and old Android."""
    assert parse_free_space(text) == free


def test_a_lender_and_a_company_are_told_from_other_owners() -> None:
    """A financed device owner is a lender's; a company's phone has an owned work profile."""
    section = "  Device Owner: \n    admin=ComponentInfo{org.x/.A}\n    package=org.x\n"
    plain = parse_device_owner(f"{section}\n  Device Owner Type: 0\n")
    lender = parse_device_owner(f"{section}\n  Device Owner Type: 1\n")
    company = parse_device_owner(
        "  Profile Owner (User 10): \n    admin=ComponentInfo{org.x/.A}\n    name=\n"
        "    package=org.x\n    isOrganizationOwnedDevice=true\n"
    )
    private = parse_device_owner(
        "  Profile Owner (User 10): \n    package=org.x\n    isOrganizationOwnedDevice=false\n"
    )
    assert (plain.package, plain.financed) == ("org.x", False)
    assert (lender.package, lender.financed) == ("org.x", True)
    assert (company.package, company.organization) == (None, True)
    assert not private.organization
    assert not parse_device_owner("  Device Owner Type: 1\n").financed


class Answering:
    """A phone whose shell knows some answers; the rest is printed as nothing."""

    serial = "A1"

    def __init__(self, answers: dict[str, str], *, joins: bool = True) -> None:
        self.answers, self.joins = answers, joins

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """All at once, or one by one for a shell that does not take more."""
        if "; " not in command:
            return self.answers.get(command, "")
        if not self.joins:
            return "sh: syntax error\n"
        names = dict(zip(COMMANDS.values(), COMMANDS, strict=True))
        parts = [(names[c], self.answers.get(c, "")) for c in COMMANDS.values()]
        return "".join(f"--8<-- {name} --8<--\n{text}" for name, text in parts)


@pytest.mark.parametrize("joins", [True, False])
def test_a_phone_is_asked_everything(joins: bool) -> None:
    """What the phone says arrives, whether its shell takes all commands at once or not."""
    answers = {
        "date +%s": "1700000000\n",
        "settings get global auto_time": "0\n",
        "ls /sdcard": "DCIM\nTWRP\n",
        "df -k /data": "f 1 1 1 1% /data\n",
        "ps -A -o PID,ARGS || ps": "shell 12 1 S app\n",
    }
    around = look_around(Answering(answers, joins=joins))
    assert (around.clock, around.auto_time, around.recoveries) == (1700000000, False, ("TWRP",))
    assert (around.space, around.memory_cards, around.dns) == (1024, None, "")


PARSERS = [memory_cards, parse_screen_locks, parse_network, parse_free_space, parse_device_owner]
pieces = st.sampled_from([
    "public:", "private", " mounted", "User 0", "CredentialType: PIN", "\n", "  ", "1", "100%",
    "Active default network: ", "100", "NetworkAgentInfo{network{100}", "Capabilities: ", "&",
    "Profile Owner (User 1):", "isOrganizationOwnedDevice=true", "2.5G",
])  # fmt: skip


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: str(parser.__name__))
@given(text=st.text(max_size=80) | st.lists(pieces, max_size=20).map("".join))
def test_no_text_breaks_a_parser(parser: Any, text: str) -> None:
    """Whatever a phone prints, a parser answers, and the same text gets the same answer."""
    assert parser(text) == parser(text)
