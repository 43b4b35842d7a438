"""Nothing that a phone, a pack or a file says is obeyed by the terminal."""

import json
import re

import click
import pytest

from miunlink_adb.cli import group, render
from miunlink_adb.cli.result import print_report
from miunlink_adb.cli.runs import _words
from miunlink_adb.cli.screens import _print
from miunlink_adb.errors import MiunlinkError
from miunlink_adb.remaining import Binding
from miunlink_adb.report import SignoutReport

EVIL = "\x1b]0;owned\x07\x1b[2J\r\n\x9b31m\u202etxt\x7f"
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    """What was written to both streams, without our own colours."""
    captured = capsys.readouterr()
    return click.unstyle(captured.out + captured.err)


def test_messages_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """Errors, hints, tables and sentences: one line each, nothing obeyed."""
    render.say(EVIL)
    render.show_error(MiunlinkError(EVIL, hint=EVIL), as_json=False)
    render.print_table(["A"], [[EVIL]])
    text = printed(capsys)

    assert "owned" in text
    assert not OBEYED.search(text)
    assert len(text.splitlines()) == 5


def test_documents_are_plain_inside(capsys: pytest.CaptureFixture[str]) -> None:
    """Who takes a string out of `--json` and prints it is safe, too; keys included."""
    render.print_json({"a": [EVIL, {EVIL: (EVIL, 7, None, True)}]})
    document = json.loads(capsys.readouterr().out)
    (key,) = document["a"][1]

    assert document["a"][1][key][1:] == [7, None, True]
    for text in (document["a"][0], key, document["a"][1][key][0]):
        assert "owned" in text
        assert not OBEYED.search(text)
        assert "\n" not in text


@pytest.mark.parametrize("as_json", [False, True])
def test_a_fault_of_ours_shows_its_place_and_no_value(
    as_json: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback: exit 1, the kind of error and the line; what it was about stays inside."""

    def broken(**_: object) -> None:
        raise ValueError("Anna Musterfrau")

    monkeypatch.setattr(group.cli, "main", broken)
    monkeypatch.setattr("sys.argv", ["miunlink-adb", *(["--json"] if as_json else []), "devices"])
    with pytest.raises(SystemExit) as ended:
        group.main()
    captured = capsys.readouterr()

    assert ended.value.code == 1
    assert "(ValueError)" in captured.err
    assert "test_terminal.py:" in captured.err
    assert "Anna" not in captured.out + captured.err
    assert bool(captured.out) is as_json


def test_results_are_plain(capsys: pytest.CaptureFixture[str]) -> None:
    """The report, a screen and a journal's line, with everything in them made up."""
    report = SignoutReport(status="dry_run")
    report.screens.append({"screen": "x", "reaction": "y", "landmarks": [EVIL]})
    report.remaining.append(Binding("x", 0, EVIL))
    print_report(report)
    _print(
        {"screen": None, "package": EVIL, "activity": EVIL, "why": EVIL, "elements": {"x": EVIL}}
    )
    click.echo(render.plain(_words({"event": EVIL, "screen": EVIL})))
    text = printed(capsys)

    assert text.count("owned") >= 7
    assert not OBEYED.search(text)
