"""`check_packs` finds each kind of fault, all of them in one run, and none in the shipped packs."""

from pathlib import Path

import pytest

from miunlink_adb.pack.check import TAPPED, Finding, check_packs
from tests.architecture import ROOT
from tests.pack.folder import APPS, BUTTON, PAGE, write_labels, write_pack

NOTHING: frozenset[str] = frozenset()


def found(root: Path, rule: str, wanted: frozenset[str] = NOTHING) -> list[Finding]:
    """What one rule finds."""
    return [finding for finding in check_packs(root, wanted=wanted) if finding.rule == rule]


def test_the_shipped_packs_have_no_fault() -> None:
    """Gaps in what is known of languages are told, faults there are none."""
    findings = check_packs(ROOT / "selectors")
    assert [str(finding) for finding in findings if finding.level == "fault"] == []


def test_a_good_pack_gives_nothing(tmp_path: Path) -> None:
    """No news is good news."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    assert check_packs(tmp_path, wanted=NOTHING) == []


def element(name: str, select: str, sure: str = "resources") -> str:
    """An element of the account app."""
    head = f'[elements.{name}]\napp = "account"\nsource = "t"\nsure = "{sure}"\n'
    return head + f"select = [{select}]\n"


def screen(name: str, marks: str) -> str:
    """A page of the account app."""
    return f'[screens.{name}]\napp = "account"\nsource = "t"\nsure = "resources"\n{marks}\n'


CASES = {
    "unused_elements": APPS + BUTTON + PAGE + element("idle", '{ id = "x" }'),
    "same_selector_twice": APPS
    + element("sign_out_button", '{ id = "a" }, { id = "a", class = "Button" }')
    + PAGE,
    "unsure_order": APPS
    + element("sign_out_button", '{ class = "Button", sure = "assumed" }, { id = "a" }')
    + PAGE,
    "only_assumed_ids": APPS + BUTTON.replace('"resources"', '"assumed"') + PAGE,
    "swallowed_screens": APPS
    + BUTTON
    + PAGE
    + element("other", '{ id = "b" }')
    + screen("other_page", 'all = ["sign_out_button", "other"]'),
    "contradictions": APPS + BUTTON + PAGE + 'none = ["sign_out_button"]\n',
    "one_node_proves_twice": APPS
    + BUTTON
    + element("twin", '{ id = "logout_btn" }')
    + screen("account_page", 'all = ["sign_out_button", "twin"]'),
}


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_finds_its_fault_and_says_where(tmp_path: Path, rule: str) -> None:
    """File, line, key, message and fix are there."""
    file = write_pack(tmp_path, "miui-8", CASES[rule])
    findings = found(tmp_path, rule)

    assert findings
    for finding in findings:
        assert (finding.file, finding.level) == (str(file), "fault")
        assert finding.line is not None
        assert finding.key
        assert finding.fix.endswith(".")
        assert str(file) in str(finding)


@pytest.mark.parametrize("rule", CASES)
def test_no_rule_finds_its_fault_where_there_is_none(tmp_path: Path, rule: str) -> None:
    """A good pack beside it stays unblamed."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    assert found(tmp_path, rule) == []


def test_repeated_facts_are_found(tmp_path: Path) -> None:
    """An element, a screen and an app that say what is inherited anyway."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    write_pack(tmp_path, "miui-9", APPS + BUTTON + PAGE, extends="miui-8")

    keys = {finding.key for finding in found(tmp_path, "repeats_inherited")}
    assert "elements.sign_out_button.select" in keys
    assert "screens.account_page.all" in keys
    assert [finding.key for finding in found(tmp_path, "repeats_apps")] == ["apps.account"]


def test_what_was_lowered_may_be_said_again(tmp_path: Path) -> None:
    """An id that is read anew in this release is no repetition."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    own = '[inherited]\naccount = { id = "assumed" }\n' + BUTTON.replace('"test"', '"seen"')
    write_pack(tmp_path, "miui-9", own, extends="miui-8")
    keys = {finding.key for finding in found(tmp_path, "repeats_inherited")}
    assert keys == {"elements.sign_out_button.app"}


def test_an_empty_entry_is_found(tmp_path: Path) -> None:
    """A table without keys does nothing."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    write_pack(tmp_path, "miui-9", "[screens.account_page]\n", extends="miui-8")
    assert [finding.key for finding in found(tmp_path, "changes_nothing")] == [
        "screens.account_page"
    ]


def test_what_flows_look_for_must_be_there(tmp_path: Path) -> None:
    """Each element that a flow taps is asked for by name."""
    write_pack(tmp_path, "miui-8", APPS + BUTTON + PAGE)
    wanted = frozenset({"sign_out_button", "keep_button"})
    (finding,) = found(tmp_path, "missing_wanted", wanted)
    assert "keep_button" in finding.message
    assert len(found(tmp_path, "missing_wanted", TAPPED)) == len(TAPPED) - 1


def test_labels_must_be_known_in_some_language(tmp_path: Path) -> None:
    """A misspelt label is found, a known one is not."""
    text = APPS + element("sign_out_button", '{ label = ["account.known", "account.typo"] }') + PAGE
    write_pack(tmp_path, "miui-8", text)
    write_labels(tmp_path, "miui-8", "en", '[account]\nknown = "x"\n')
    (finding,) = found(tmp_path, "unknown_labels")
    assert "'account.typo'" in finding.message


def test_languages_without_a_landmark_are_a_gap(tmp_path: Path) -> None:
    """It is told which languages lack the words; that is no fault of the pack."""
    text = APPS + element("sign_out_button", '{ label = "account.known" }', "modified") + PAGE
    write_pack(tmp_path, "miui-8", text)
    write_labels(tmp_path, "miui-8", "en", '[account]\nknown = "x"\n')
    write_labels(tmp_path, "miui-8", "de", '[account]\nknown = "x"\n')
    write_labels(tmp_path, "miui-8", "ru", '[account]\nother = "x"\n')
    write_labels(tmp_path, "miui-8", "fr", '[cloud]\nother = "x"\n')
    (finding,) = found(tmp_path, "untranslated_landmarks")
    assert (finding.level, finding.message) == ("gap", "languages without a text (1): ru")


def test_one_fault_hides_no_other(tmp_path: Path) -> None:
    """Broken files, broken elements, broken screens and broken labels are told in one run."""
    write_pack(tmp_path, "miui-8", "[[[\n")
    write_pack(tmp_path, "miui-9", APPS + element("a", "{ id = 7 }") + element("b", "") + PAGE)
    write_pack(tmp_path, "miui-10", CASES["unused_elements"])
    labels = write_labels(tmp_path, "miui-10", "en", "[account]\na = 1\n")
    findings = check_packs(tmp_path, wanted=NOTHING)

    told = {(Path(finding.file).parent.name, finding.key) for finding in findings}
    assert {
        ("miui-8", ""),
        ("miui-9", "elements.a.select[0].id"),
        ("miui-9", "elements.b.select"),
        ("miui-9", "screens.account_page"),
        ("miui-10", "elements.idle"),
        ("labels", "account.a"),
    } <= told
    assert any(finding.file == str(labels) for finding in findings)


def test_findings_do_not_repeat_their_place(tmp_path: Path) -> None:
    """File, line and key have fields of their own, so the message leaves them out."""
    file = write_pack(tmp_path, "miui-8", APPS + element("a", "{ id = 7 }"))
    (finding,) = found(tmp_path, "schema")
    assert finding.message == "must be a text or a list of texts"
    assert str(finding).startswith(f"{file}:{finding.line}: elements.a.select[0].id: must be")
