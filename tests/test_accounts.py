"""`dumpsys account` is counted by user and type; nothing a name says can change the count."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from miunlink_adb.accounts import HistoryEntry, parse_accounts, xiaomi_counts

REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "adb" / "dumpsys_account"

TYPES = ["com.xiaomi", "com.xiaomi.unactivated", "com.google", "cn.wps.moffice", "com.evil"]
Accounts = list[tuple[str, str]]

# Names that try to look like what Android prints around them.
TRICKS = [
    "a, type=com.xiaomi}", "a, type=com.xiaomi}\n    Account {name=b", "x}\n\n  Active Sessions: 0",
    "x\n  Accounts: 0\n", "Account {name=", "a, type=com.google}\n    Session: x",
    "a, type=com.google}\n  Active Sessions: 1\n    Session: expectLaunch true, ",
    "RegisteredServicesCache: 4 services", "a, b: {c}",
    "x, type=com.google}\n\n  AccountId, Action_Type, timestamp, UID, TableName, Key",
    "UserInfo{0:Owner:13}:", "Permission Denial: no", "Can't find service: account",
]  # fmt: skip
names = st.text(st.characters(exclude_characters="\x00\ufeff", codec="utf-8"), min_size=1) | (
    st.sampled_from(TRICKS)
)
one_line_names = names.map(lambda name: " ".join(name.split("\n")).replace("\r", " "))


def user_block(user: int, accounts: Accounts, owner: str = "Owner") -> str:
    """One user as AccountManagerService prints it: text in a block is indented line by line."""
    lines = [f"Accounts: {len(accounts)}"]
    lines += [f"  Account {{name={name}, type={kind}}}" for name, kind in accounts]
    lines += ["", "AccountId, Action_Type, timestamp, UID, TableName, Key", "Accounts History",
              "1,action_account_add,2024-05-01 10:00:00,10181,accounts,3",
              "1,action_called_account_remove,2024-05-02 11:30:00,1000,accounts,4", "",
              "Active Sessions: 0", "", "RegisteredServicesCache: 2 services",
              "  ServiceInfo: AuthenticatorDescription {type=com.xiaomi}, ComponentInfo{com.x/.Y}",
              "", "Account visibility:"]  # fmt: skip
    body = "\n".join("\n".join(lines).split("\n"))
    indented = "\n".join("  " + line if line else line for line in body.split("\n"))
    return f"User UserInfo{{{user}:{owner}:13}}:\n{indented}\n\n"


def test_no_account_is_not_an_authenticator() -> None:
    """`type=com.xiaomi` among the registered services is no signed-in account."""
    report = parse_accounts(user_block(0, []))
    assert report.complete
    assert xiaomi_counts(report) == {"0": 0}


def test_users_are_counted_apart() -> None:
    """The owner, a second space and dual apps have accounts of their own."""
    text = user_block(0, [("1", "com.xiaomi"), ("2", "com.google"), ("3", "com.google")])
    text += user_block(10, [("1", "com.xiaomi")], owner="Second space") + user_block(999, [])
    report = parse_accounts(text)
    assert report.complete
    assert report.users == {0: {"com.xiaomi": 1, "com.google": 2}, 10: {"com.xiaomi": 1}, 999: {}}
    assert xiaomi_counts(report) == {"0": 1, "10": 1, "999": 0}


SESSIONS = [
    "confirmCredentials, Account {name=28***58, type=com.xiaomi}",
    "removeAccount, account Account {name=28***58, type=com.xiaomi}",
    "getAuthToken, Account {name=28***58, type=com.xiaomi}, authTokenType micloud, loginOptions x",
]


@pytest.mark.parametrize("signed_in", [True, False])
def test_a_session_at_work_is_no_account(signed_in: bool) -> None:
    """What apps just now ask about an account is listed too; it neither counts nor contradicts."""
    text = user_block(0, [("28***58", "com.xiaomi")] * signed_in)
    head = "    Session: expectLaunch true, connected true, stats (0/1/0), lifetime 3.021, "
    listed = "".join(f"{head}{session}\n" for session in SESSIONS)
    report = parse_accounts(text.replace("Active Sessions: 0\n", f"Active Sessions: 3\n{listed}"))
    assert report.trouble == ""
    assert xiaomi_counts(report) == {"0": int(signed_in)}


def test_an_unactivated_account_is_another_type() -> None:
    """`com.xiaomi.unactivated` and types that only begin or end alike are not counted."""
    kinds = ["com.xiaomi.unactivated", "com.xiaomi2", "xcom.xiaomi", "com.xiaom"]
    report = parse_accounts(user_block(0, [("1", kind) for kind in kinds]))
    assert report.complete
    assert xiaomi_counts(report) == {"0": 0}


@pytest.mark.parametrize("owner", ["机主", "Chủ sở hữu", "鏈轰富", "A: {b}", "", "Own}:\ter"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r\r\n"])
def test_any_user_name_and_line_end(owner: str, line_end: str) -> None:
    """The user's name in any language or broken encoding, and CRLF, change nothing."""
    text = user_block(0, [("6230***535", "com.xiaomi")], owner).replace("\n", line_end)
    report = parse_accounts(text)
    assert report.complete
    assert xiaomi_counts(report) == {"0": 1}


@pytest.mark.parametrize("name", TRICKS)
@pytest.mark.parametrize("place", [0, 1])
def test_a_name_cannot_pass_for_an_account(name: str, place: int) -> None:
    """A name that imitates entries or sections adds no account and hides none unnoticed."""
    accounts = [("6230***535", "com.xiaomi")]
    accounts.insert(place, (name, "com.evil"))
    report = parse_accounts(user_block(0, accounts))
    if report.complete:
        assert report.users == {0: {"com.xiaomi": 1, "com.evil": 1}}
    else:
        assert report.trouble in {"odd", "cut off", "denied", "no service"}


def test_forged_entries_that_make_up_the_count() -> None:
    """As many forged entries as Android counts, then an empty line: noticed, not believed."""
    forged = "a, type=com.evil}\n  Account {name=b, type=com.evil}\n\n"
    report = parse_accounts(user_block(0, [(forged, "com.evil"), ("1", "com.xiaomi")]))
    assert not report.complete


def test_a_forged_user_is_noticed() -> None:
    """A second block of the same user is a contradiction; the first one is kept."""
    text = user_block(0, [("1", "com.xiaomi")]) + user_block(0, [])
    report = parse_accounts(text)
    assert (report.trouble, xiaomi_counts(report)) == ("odd", {"0": 1})


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("Can't find service: account\n", "no service"),
        ("cmd: Can't find service: account\n", "no service"),
        ("Permission Denial: can't dump AccountManager from from pid=1, uid=2000\n", "denied"),
        ("java.lang.SecurityException: no\n", "denied"),
        ("*** SERVICE 'account' DUMP TIMEOUT (10000ms) EXPIRED ***\n", "timed out"),
        ("Account {name=2807***558, type=com.xiaomi}\n", "no users"),
        ("  RegisteredServicesCache: 1 services\n    ServiceInfo: {type=com.xiaomi}\n", "no users"),
        ("Users:\n\tUserInfo{0:Owner:13} running\n", "no users"),
        ("User UserInfo{0:Owner:13}:\n", "cut off"),
        ("User UserInfo{0:Owner:13}:\n  Accounts: ", "cut off"),
        ("User UserInfo{0:Owner:13}:\n  Accounts: 1\n", "cut off"),
        ("User UserInfo{0:Owner:13}:\n  Accounts: 1\n    Account {name=a, type=com.xia", "cut off"),
        ("User UserInfo{0:Owner:13}:\n  Accounts: 2\n\n  Active Sessions: 0\n", "odd"),
    ],
)
def test_what_is_no_answer(text: str, trouble: str) -> None:
    """Refusals, silence and cut text are told from "no accounts", each with a sentence."""
    report = parse_accounts(text)
    assert (report.complete, report.trouble) == (False, trouble)
    assert report.why.endswith(".")


def test_a_refusal_after_a_good_block() -> None:
    """A dump that ran out of time is no proof, even if the first user came through."""
    text = user_block(0, []) + "*** SERVICE 'account' DUMP TIMEOUT (10000ms) EXPIRED ***\n"
    assert parse_accounts(text).trouble == "timed out"


def test_history() -> None:
    """The history gives user, action, time and who asked, and nothing of names."""
    report = parse_accounts(user_block(0, [("secret", "com.xiaomi")]))
    assert report.history == (
        HistoryEntry(0, "action_account_add", "2024-05-01 10:00:00", 10181),
        HistoryEntry(0, "action_called_account_remove", "2024-05-02 11:30:00", 1000),
    )


def test_history_without_a_time() -> None:
    """A history line whose time is missing keeps the rest."""
    text = user_block(0, []).replace("2024-05-01 10:00:00", "")
    assert parse_accounts(text).history[0] == HistoryEntry(0, "action_account_add", None, 10181)


def test_an_indented_copy_reads_the_same() -> None:
    """A dump that was pasted with an indent is read like the original."""
    text = user_block(0, [("1", "com.xiaomi")]) + user_block(10, [])
    moved = "".join("    " + line for line in text.splitlines(keepends=True))
    assert parse_accounts(moved) == parse_accounts(text)


@given(st.lists(st.tuples(one_line_names, st.sampled_from(TYPES)), max_size=6))
def test_any_names_on_one_line(accounts: Accounts) -> None:
    """Whatever the names are, the counts are those that Android has, and no name is kept."""
    report = parse_accounts(user_block(0, accounts))
    expected = {kind: sum(kind == other for _, other in accounts) for _, kind in accounts}
    assert report.complete
    assert report.users == {0: expected}


@given(st.lists(st.tuples(names, st.sampled_from(TYPES)), min_size=1, max_size=5))
def test_any_names_with_line_breaks(accounts: Accounts) -> None:
    """A name of several lines either changes nothing, or the report is not complete."""
    report = parse_accounts(user_block(0, accounts))
    assume(report.complete)
    expected = {kind: sum(kind == other for _, other in accounts) for _, kind in accounts}
    assert report.users == {0: expected}


@given(st.lists(st.sampled_from(TYPES), min_size=1, max_size=4), st.data())
def test_cut_anywhere(kinds: list[str], data: st.DataObject) -> None:
    """A dump that ends too early never hides an account behind a complete report."""
    text = user_block(0, [("n", kind) for kind in kinds])
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    report = parse_accounts(cut)
    whole = parse_accounts(text)
    assert not report.complete or report.users == whole.users


@given(st.text())
def test_never_fails(text: str) -> None:
    """No content makes reading fail; without users there is no proof."""
    report = parse_accounts(text)
    assert report.complete == (not report.trouble)
    assert report.users or not report.complete


@pytest.mark.skipif(not REAL.is_dir(), reason="the collection of real dumps is not here")
def test_real_dumps() -> None:
    """The real dumps are told apart: signed in, signed out, and excerpts that prove nothing."""
    expected = {
        "xiaomi_masked_vi.txt": {"0": 1},
        "aosp35_emulator_none.txt": {"0": 0},
        "cts_readme_one_account.txt": {"0": 0},
        "registered_services_excerpt_cn_phone.txt": None,
        "users_mojibake_windows_gbk.txt": None,
        "xiaomi_masked_line_zh.txt": None,
    }
    rows = map(json.loads, (REAL / "index.jsonl").read_text("utf-8").splitlines())
    found = {}
    for name in (row["file"] for row in rows):
        report = parse_accounts((REAL / name).read_text("utf-8"))
        found[name] = xiaomi_counts(report) if report.complete else None
    assert found == expected
