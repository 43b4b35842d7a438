"""Android's own tool as the judge: what aapt builds is read, what the writer writes aapt reads."""

import shutil
import subprocess
from pathlib import Path

import pytest

from miunlink_adb.apk import Archive, RangedSource, Resources, Table
from miunlink_adb.virtual.apk import apps_of
from miunlink_adb.virtual.worlds import load_world
from tests.apk.samples import opened

FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")
AAPT = shutil.which("aapt")
needs_aapt = pytest.mark.skipif(
    AAPT is None or not FRAMEWORK.is_file(),
    reason="Debian's packages aapt and android-framework-res are not installed",
)
MANIFEST = '<manifest xmlns:android="{}" package="com.xiaomi.account"/>'.format(
    "http://schemas.android.com/apk/res/android"
)
STRINGS = {
    "values": """
        <string name="logout_account">Sign out</string>
        <string name="quoted">"  It's \\"here\\"  "</string>
        <string name="styled">Turn <b>off</b> <i>now</i></string>
        <string name="ok">@android:string/ok</string>
        <string name="again">@string/logout_account</string>
        <string name="round">%1$d %%</string>
        <plurals name="days"><item quantity="one">%d day</item>
            <item quantity="other">%d days</item></plurals>
        <item type="id" name="logout_btn"/>""",
    "values-hi": '<string name="logout_account">साइन आउट</string>',
    "values-iw": '<string name="logout_account">התנתק</string>',
    "values-in": '<string name="logout_account">Keluar</string>',
    "values-pt-rBR": '<string name="logout_account">Sair</string>',
    "values-pt-rPT": '<string name="logout_account">Terminar sessão</string>',
    "values-b+sr+Latn": '<string name="logout_account">Odjavi se</string>',
    "values-b+es+419": '<string name="logout_account">Salir</string>',
    "values-es": '<string name="logout_account">Cerrar sesión</string>',
    "values-zh-rTW": '<string name="logout_account">登出</string>',
    "values-sw600dp": '<string name="logout_account">Sign out of tablet</string>',
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An APK that aapt builds of these strings."""
    folder = tmp_path_factory.mktemp("aapt")
    (folder / "AndroidManifest.xml").write_text(MANIFEST, encoding="utf-8")
    for place, strings in STRINGS.items():
        values = folder / "res" / place
        values.mkdir(parents=True)
        (values / "strings.xml").write_text(f"<resources>{strings}</resources>", encoding="utf-8")
    out = folder / "out.apk"
    command = [str(AAPT), "package", "-f", "-M", str(folder / "AndroidManifest.xml")]
    command += ["-S", str(folder / "res"), "-I", str(FRAMEWORK), "-F", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return out.read_bytes()


def framework() -> Table:
    """The framework's table, by ranges."""
    data = FRAMEWORK.read_bytes()
    source = RangedSource(lambda o, n: data[o : o + n], len(data), 60_000_000)
    content = Archive(source).open("resources.arsc")
    assert content is not None
    return Table(content)


@needs_aapt
def test_what_aapt_builds_is_read(built: bytes) -> None:
    """Quotes, markup, references into the app and the framework, plurals, ids."""
    found = Resources([opened(built)], lambda: [framework()])
    texts = found.texts(
        ["logout_account", "quoted", "styled", "ok", "again", "round", "days"], ["en-US"], 30
    )

    days = texts.pop("days").values
    assert {name: text.values[0] for name, text in texts.items()} == {
        "logout_account": "Sign out",
        "quoted": '  It\'s "here"  ',
        "styled": "Turn off now",
        "ok": "OK",
        "again": "Sign out",
        "round": "%1$d %%",
    }
    assert set(days) == {"%d day", "%d days"}
    assert texts["logout_account"].values == ("Sign out", "Sign out of tablet")
    assert found.ids(["logout_btn", "logout_button"]) == {"logout_btn"}


@needs_aapt
@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("hi-IN", "साइन आउट"),
        ("he-IL", "התנתק"),
        ("id-ID", "Keluar"),
        ("pt-AO", "Terminar sessão"),
        ("pt-BR", "Sair"),
        ("sr-Latn-RS", "Odjavi se"),
        ("sr-RS", "Sign out"),
        ("es-MX", "Salir"),
        ("es-ES", "Cerrar sesión"),
        ("zh-Hant-HK", "登出"),
        ("zh-CN", "Sign out"),
        ("de-DE", "Sign out"),
    ],
)
def test_languages_as_aapt_writes_them(built: bytes, tag: str, expected: str) -> None:
    """Old codes, three-digit regions and scripts are read as aapt packs them."""
    found = Resources([opened(built)]).texts(["logout_account"], [tag], 30)

    assert found["logout_account"].values[0] == expected


@needs_aapt
@pytest.mark.parametrize("package", ["com.xiaomi.account", "com.miui.cloudservice", "android"])
def test_aapt_reads_what_the_virtual_phone_serves(tmp_path: Path, package: str) -> None:
    """Every text that our reader finds stands in aapt's listing of the same file, and the ids."""
    world = load_world("hyperos-3", "hi-IN", ids="unknown")
    data = apps_of(world)[package][""]()
    file = tmp_path / "app.apk"
    file.write_bytes(data)
    listing = subprocess.run(
        [str(AAPT), "dump", "--values", "resources", str(file)],
        check=True, capture_output=True, text=True, encoding="utf-8",
    ).stdout  # fmt: skip
    found = Resources([opened(data)])
    names = found.names("string")

    assert all(f"{package}:string/{name}:" in listing for name in names)
    assert all(f"{package}:id/{name}:" in listing for name in found.names("id"))
    texts = found.texts(names, ["en-US"], 36)
    assert texts
    assert [text for text in texts.values() if _listed(text.values[-1]) not in listing] == []


def _listed(text: str) -> str:
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n"))


@needs_aapt
@pytest.mark.parametrize(
    ("tag", "ok"), [("hi-IN", "ठीक है"), ("zh-TW", "確定"), ("es-MX", "Aceptar"), ("en-US", "OK")]
)
def test_the_real_framework_in_some_languages(tag: str, ok: str) -> None:
    """Android 10's framework, a table of 32 MB with 3857 sections, says what phones say."""
    found = Resources([framework()])

    assert found.texts(["ok"], [tag], 29)["ok"].values[0] == ok
    assert found.ids(["title", "list", "button1", "no_such"]) == {"title", "list", "button1"}
