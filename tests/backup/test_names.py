"""Names: different files never meet, none leaves the folder, every name leads back."""

import posixpath

from hypothesis import example, given, settings
from hypothesis import strategies as st

from miunlink_adb.backup.names import Namer, fold, inside, plain_name, safe_name

BYTES = st.binary(min_size=1, max_size=40).filter(lambda b: b"/" not in b and b"\0" not in b)
ANY_NAME = BYTES.map(lambda b: b.decode("utf-8", "surrogateescape")).filter(
    lambda name: name not in (".", "..")
)
_SPACED = ("a ", " a", "a:b", "a\\b", "x" * 300, "é" * 150, "a\nb", "x" * 299 + "y", "aux .txt")
_ODD = (
    "CON nul.txt COM1.log lpt¹ a. a.. a... … a~ A a Straße STRASSE ﬁ fi K k ı i I e\u0301 é "
    "%41 %~a a\u200db ... .hidden %2E%2E"
)
ODD_NAMES = st.sampled_from((*_ODD.split(), *_SPACED))
NAMES = st.one_of(ODD_NAMES, ANY_NAME, st.text("aAbB.% ", min_size=1, max_size=4)).filter(
    lambda name: name not in (".", "..")
)
PATHS = st.lists(NAMES, min_size=1, max_size=5).map(lambda parts: "/" + "/".join(parts))
FORBIDDEN = set('<>:"|?*\\') | {chr(code) for code in range(32)}


@given(NAMES)
@example("con")
def test_a_name_leads_back(name: str) -> None:
    """Escaping loses nothing, whatever bytes a name has."""
    assert plain_name(safe_name(name)) == name


@given(NAMES)
def test_an_escaped_name_is_one_that_windows_takes(name: str) -> None:
    """No forbidden character, no device, no space or dot at the end, not empty."""
    safe = safe_name(name)

    assert not FORBIDDEN.intersection(safe)
    assert "/" not in safe
    assert not safe.endswith((".", " "))
    assert safe.split(".")[0].rstrip().lower() not in ("con", "nul", "aux", "com1", "lpt¹", "prn")
    safe.encode("utf-8")


@settings(max_examples=60)
@given(st.lists(PATHS, unique=True, max_size=15))
@example(["/a/B", "/A/b", "/a", "/A/B/c"])
@example(["/K", "/k", "/\u212a"])
@example(["/" + "x" * 300, "/" + "x" * 299 + "y", "/" + "X" * 300])
@example(["/" + "/".join(["deep"] * 60), "/" + "/".join(["Deep"] * 60)])
def test_different_files_never_meet(paths: list[str]) -> None:
    """Not even where case and composition of letters make no difference; no file is a folder."""
    namer = Namer()
    places = {path: namer.place(path) for path in paths}
    folded = {fold(place) for place in places.values()}

    assert len(folded) == len(paths)
    above = {fold(posixpath.dirname(place)) for place in places.values()}
    for folder in list(above):
        while folder:
            assert folder not in folded or _is_below_another(folder, places)
            folder = posixpath.dirname(folder)  # noqa: PLW2901


def _is_below_another(folder: str, places: dict[str, str]) -> bool:
    """A path that is both a file and a folder on the phone cannot be; our samples may have it."""
    owners = [path for path, place in places.items() if fold(place) == folder]
    return any(other.startswith(f"{owner}/") for owner in owners for other in places)


@settings(max_examples=40)
@given(st.lists(PATHS, unique=True, max_size=8))
def test_no_file_leaves_the_folder(paths: list[str]) -> None:
    """Every place is relative, goes through no `..`, and is short enough for every system."""
    namer = Namer()
    for path in paths:
        place = namer.place(path)
        assert inside(place)
        assert posixpath.normpath(f"/base/{place}") == f"/base/{place}"
        assert len(place.encode("utf-16-le")) // 2 <= 180
        assert all(len(part.encode()) <= 200 for part in place.split("/"))


@settings(max_examples=40)
@given(st.lists(PATHS, unique=True, max_size=8), st.lists(PATHS, unique=True, max_size=8))
def test_a_file_has_the_same_place_in_every_later_backup(old: list[str], new: list[str]) -> None:
    """What the manifest knows keeps its place, whatever comes first now; new files avoid it."""
    first = Namer()
    known = [(path, first.place(path)) for path in old]

    again = Namer(known)
    places = {path: again.place(path) for path in [*new, *old]}

    assert [(path, places[path]) for path in old] == known
    assert len({fold(place) for place in places.values()}) == len(places)


def test_an_ordinary_name_stays_as_it_is() -> None:
    """Photos keep their names."""
    place = Namer().place("/sdcard/DCIM/Camera/IMG_20260301_101112 (1) – Übung.jpg")

    assert place == "files/sdcard/DCIM/Camera/IMG_20260301_101112 (1) – Übung.jpg"


def test_a_shortened_name_keeps_its_ending() -> None:
    """A very long name still says what kind of file it is."""
    assert Namer().place("/sdcard/" + "x" * 300 + ".jpg").endswith(".jpg")


def test_places_of_strangers_are_refused() -> None:
    """A manifest cannot name a place outside of the folder, on any system."""
    outside = ["/etc/passwd", "../x", "files/../../x", "files", "C:/x", "files/a:b", "files\\..\\x"]

    assert not any(map(inside, [*outside, "files//x", "other/x", "files/./x", ""]))
