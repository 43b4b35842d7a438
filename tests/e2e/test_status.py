"""`status` against the virtual phone: what binds it, from outside, without a touch."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.e2e.phones import Phones
from tests.e2e.program import Program


def bound(document: dict[str, object]) -> set[tuple[str, int | None]]:
    """What is listed, with its Android user."""
    bindings = document["bindings"]
    assert isinstance(bindings, list)
    return {(binding["what"], binding["user"]) for binding in bindings}


def test_everything_that_binds_is_listed(phones: Phones, program: Program) -> None:
    """A phone that is bound in every way says so, each with evidence and a way out; exit 0."""
    phone = phones.attach(
        "hyperos-2:de",
        "second_space=yes", "dual_apps=yes", "work_profile=yes", "sd_card=yes", "screen_lock=pin",
        "bootloader=unlocked", "oem_unlock=yes", "custom_recovery=yes", "device_owner=org.x/.A",
    )  # fmt: skip
    done = program.run("status", "--json")
    document = done.document
    assert (done.code, document["ready"]) == (0, False)
    assert bound(document) == {
        ("mi_account", 0), ("mi_account", 10), ("mi_account", 999), ("find_device", None),
        ("google_account", 0), ("second_space", 10), ("dual_apps", 999), ("work_profile", 11),
        ("device_owner", None), ("bootloader", None), ("oem_unlock", None),
        ("custom_recovery", None), ("sim_card", None), ("sd_card", None), ("tap_switch", None),
    }  # fmt: skip
    assert all(b["evidence"] and b["clear"] and b["detail"] for b in document["bindings"])
    assert not phone.touched


def test_a_phone_without_accounts_is_ready(phones: Phones, program: Program) -> None:
    """Nothing that blocks is left: ready, in the document and in words."""
    phones.attach("miui-11:en", "account=no", "google_account=no", "sim=no")
    assert program.run("status", "--json").document["ready"] is True
    assert "Ready to hand over." in program.run("status").stdout


def test_the_verdict_names_what_is_in_the_way(phones: Phones, program: Program) -> None:
    """People read one sentence, and how to clear each thing."""
    phones.attach("miui-11:cn")
    done = program.run("status")
    assert "Not yet: mi account, find device." in done.stdout
    assert "miunlink-adb signout" in done.stdout


class Page(HTMLParser):
    """Addresses and scripts in a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_stands_alone(phones: Phones, program: Program, tmp_path: Path) -> None:
    """The page loads nothing, runs nothing, and says the same as the document."""
    phones.attach("hyperos-1:de", "device_owner=org.x<script>/.A")
    file = tmp_path / "page.html"
    document = program.run("status", "--json", "--html", str(file)).document
    page = Page()
    page.feed(file.read_text(encoding="utf-8"))
    text = " ".join(page.text)
    assert page.links == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert document["verdict"] in text
    assert all(binding["detail"] in text for binding in document["bindings"])


@pytest.mark.parametrize("name", ["missing/page.html", "."])
def test_a_page_that_cannot_be_written(phones: Phones, program: Program, name: str) -> None:
    """A file that cannot be written is a wrong command line, said in words."""
    phones.attach("miui-11:en")
    done = program.run("status", "--html", name)
    assert done.code == 2
    assert "Traceback" not in done.said
