"""Which addresses are official: the five kinds, and nothing that only looks like one."""

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from miunlink_adb.errors import Refused
from miunlink_adb.guide.address import HOSTS, SUBDOMAINS_OF, objection, official

GOOD = [
    "https://account.xiaomi.com",
    "https://account.xiaomi.com/",
    "https://eu.account.xiaomi.com/pass/forgetPassword",
    "https://sgp.account.xiaomi.com/?a=b#c",
    "https://id.mi.com/",
    "https://i.mi.com/find/device/activationlock?_locale=en#/status",
    "https://www.mi.com/global/support/",
]
BAD = [
    "",
    "https://",
    "i.mi.com",
    "//i.mi.com/",
    "http://i.mi.com/",
    "HTTPS://i.mi.com/",
    "ftp://i.mi.com/",
    "javascript:alert(1)",
    "https:i.mi.com",
    "https:/i.mi.com",
    "https:///i.mi.com",
    # suffix confusion
    "https://i.mi.com.example.org/",
    "https://evil-i.mi.com/",
    "https://xi.mi.com/",
    "https://mi.com/",
    "https://a.i.mi.com/",
    "https://xiaomi.com/",
    "https://account.xiaomi.com.cn/",
    "https://evilaccount.xiaomi.com/",
    "https://evil-account.xiaomi.com/",
    "https://.account.xiaomi.com/",
    "https://-a.account.xiaomi.com/",
    "https://a..account.xiaomi.com/",
    "https://example.org/i.mi.com",
    "https://example.org?i.mi.com",
    "https://example.org#i.mi.com",
    # port
    "https://i.mi.com:443/",
    "https://i.mi.com:8443/",
    "https://i.mi.com:/",
    # userinfo
    "https://i.mi.com@example.org/",
    "https://user@i.mi.com/",
    "https://user:pw@i.mi.com/",
    "https://i.mi.com:pw@example.org/",
    # backslashes, white space, control characters
    "https://i.mi.com\\@example.org/",
    "https:\\\\i.mi.com/",
    "https://example.org\\.i.mi.com/",
    " https://i.mi.com/",
    "https://i.mi.com/ ",
    "https://i.mi.com/\n",
    "https://i.mi\t.com/",
    "https://i.mi.com\x00.example.org/",
    "https://i.mi.com/\r\nHost: example.org",
    # dots at the end
    "https://i.mi.com./",
    "https://account.xiaomi.com./",
    # look-alikes of other scripts, and names made of them
    "https://і.mi.com/",
    "https://i.mi。com/",
    "https://i.mi.com／",
    "https://ＩＤ.mi.com/",
    "https://xn--e1afmkfd.account.xiaomi.com/",
    "https://xn--account.xiaomi.com/",
    # escapes
    "https://i.mi.com%2eexample.org/",
    "https://%69.mi.com/",
    "https://i.mi.com/%",
    "https://i.mi.com/%zz",
    "https://[::1]/",
    "https://127.0.0.1/",
    "https://i.mi.com/" + "a" * 400,
    'https://i.mi.com/"onclick="',
    "https://i.mi.com/<script>",
]


@pytest.mark.parametrize("address", GOOD)
def test_official_addresses_pass(address: str) -> None:
    """Each kind of host, with path, query and fragment."""
    assert official(address) == address


@pytest.mark.parametrize("address", BAD)
def test_everything_else_is_refused(address: str) -> None:
    """Other places, other spellings, tricks: exit 6, and the error does not repeat the address."""
    with pytest.raises(Refused, match="is not opened") as error:
        official(address)
    assert error.value.guard == "official_address"
    assert error.value.exit_code == 6
    assert not address or address not in error.value.message


def is_ours(host: str) -> bool:
    """The rule, said another way."""
    return host in HOSTS or host.endswith(f".{SUBDOMAINS_OF}")


NASTY = st.sampled_from(
    [*HOSTS, "example.org", "https://", "http://", "//", "@", ":", ":443", "\\", ".", "/", "?", "#",
     "%", "%2f", "xn--", "-", "\t", "\n", "\x00", "\u202e", "。", "і", "[", "]", "a", " "]
)  # fmt: skip


@given(st.lists(NASTY, max_size=8).map("".join) | st.text(max_size=60))
def test_whatever_passes_is_one_of_the_hosts(text: str) -> None:
    """However it is put together: what passes goes over https to a known host, port 443, nobody."""
    for address in (text, f"https://{text}", f"https://i.mi.com{text}", f"https://{text}.i.mi.com"):
        if objection(address):
            continue
        parts = urlsplit(address)
        assert (parts.scheme, parts.port, parts.username, parts.password) == ("https",) + (
            None,
        ) * 3
        assert parts.hostname is not None
        assert is_ours(parts.hostname)
        assert parts.netloc == parts.hostname
        assert address.isascii()
        assert address.isprintable()
        assert not set(address) & set("\\@ \"'<>")


@given(
    st.from_regex(r"[a-z0-9]{1,10}(\.[a-z0-9]{1,10}){0,2}", fullmatch=True),
    st.text(string.ascii_letters + string.digits + "/_=&-", max_size=30),
)
def test_regional_account_sites_pass(below: str, path: str) -> None:
    """Any plain name below the account site is one of Xiaomi's; the same beside it is not."""
    assert objection(f"https://{below}.{SUBDOMAINS_OF}/{path}") == ""
    assert objection(f"https://{below}{SUBDOMAINS_OF}/{path}") != ""
    assert objection(f"https://{below}.i.mi.com/{path}") != ""
    assert objection(f"https://{SUBDOMAINS_OF}.{below}/{path}") != ""
