"""A phone in memory that has nothing but apps and their files, and counts what is asked of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from miunlink_adb.apk import BLOCK
from miunlink_adb.errors import ConnectionLost
from miunlink_adb.phone import FileStat, PhoneFiles
from miunlink_adb.virtual.apk import Part, Resource, archive, table

ACCOUNT = "com.xiaomi.account"
CLOUD = "com.miui.cloudservice"
TEXTS = {
    "logout_account": {"": "Sign out", "hi": "साइन आउट", "de": "Abmelden"},
    "app_name": {"": "Mi Account"},
}


def apk(
    texts: Mapping[str, Mapping[str, str]] = TEXTS,
    ids: tuple[str, ...] = ("logout_btn",),
    *,
    package: str = ACCOUNT,
    padding: int = 0,
) -> bytes:
    """An APK with these strings and ids, and so many bytes of something else."""
    made = [
        Resource("string", name, {tag: text for tag, text in values.items()})  # noqa: C416
        for name, values in texts.items()
    ]
    made += [Resource("id", name, {"": None}) for name in ids]
    film = [Part("res/raw/film.mp4", bytes(padding))] if padding else []
    number = 1 if package == "android" else 0x7F
    return archive([*film, Part("resources.arsc", table(package, made, package_id=number))])


@dataclass
class App:
    """One installed app: file name -> content; the base has the empty name."""

    files: dict[str, bytes]
    version: int = 100
    mtime: int = 1230768000


@dataclass
class AppsPhone(PhoneFiles):
    """The package manager and the files. `reads` are paths and lengths; `gone`: after so many."""

    apps: dict[str, App] = field(default_factory=dict)
    old: bool = False
    locked: set[str] = field(default_factory=set)
    reads: list[tuple[str, int]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    before_read: Callable[[], None] = field(default=lambda: None)
    gone: int = 1_000_000

    def _path(self, package: str, name: str) -> str:
        return f"/data/app/{package}-1/{name or 'base.apk'}"

    def shell(self, command: str, timeout: float = 10.0) -> str:
        """`pm list packages -f`, `pm path`, as the two questions put them."""
        del timeout
        self.commands.append(command)
        if command.startswith("pm list packages -f"):
            if self.old and "--show-versioncode" in command:
                return "Error: Unknown option: --show-versioncode\n"
            return "".join(
                f"package:{self._path(name, '')}={name}"
                + ("\n" if self.old else f" versionCode:{app.version}\n")
                for name, app in self.apps.items()
            )
        lines = []
        for part in command.split("; "):
            if part.startswith("echo "):
                lines.append(part.removeprefix("echo ").strip("'"))
            else:
                name = part.removeprefix("pm path ")
                files = self.apps[name].files if name in self.apps else {}
                lines += [f"package:{self._path(name, file)}" for file in files]
        return "\r\n".join(lines)

    def _file(self, path: str) -> tuple[App, bytes] | None:
        for name, app in self.apps.items():
            for file, data in app.files.items():
                if self._path(name, file) == path:
                    return app, data
        return None

    def file_stat(self, path: str) -> FileStat | None:
        found = self._file(path)
        return FileStat(len(found[1]), found[0].mtime) if found else None

    def read_bytes(self, path: str, offset: int, length: int, timeout: float) -> bytes:
        assert timeout > 0
        assert offset % BLOCK == 0
        self.before_read()
        if len(self.reads) >= self.gone:
            raise ConnectionLost
        self.reads.append((path, length))
        found = self._file(path)
        if found is None or path.rpartition("/")[0].partition("-1")[0].rpartition("/")[2] in (
            self.locked
        ):
            return b""
        return found[1][offset : offset + length]


def phone_with(**apps: bytes) -> AppsPhone:
    """A phone with the account app, or others by a short name."""
    names = {"account": ACCOUNT, "cloud": CLOUD, "framework": "android"}
    return AppsPhone({names[short]: App({"": data}) for short, data in apps.items()})
