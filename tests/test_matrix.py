"""The whole sign-out on a sample of all phones; each day's sample is another one."""

import json
import os
import sys
from collections import defaultdict

import pytest

from miunlink_adb.virtual import known_releases
from miunlink_adb.virtual.worlds import RELEASES
from miunlink_adb.virtual.worlds.texts import known_locales
from tests.matrix import Choice, Outcome, Walk, as_json, plan, sample, summary, walk_all
from tests.matrix.command import jobs, main, seed_of_today
from tests.matrix.situation import SITUATIONS, Situation

SEED = int(os.environ.get("MATRIX_SEED", seed_of_today()))
PHONE = ("--releases", "miui-11", "--locales", "en", "--layouts", "intl", "--seed", "0")


@pytest.mark.adb_server
def test_every_release_walks_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """Every release and build, in some languages, with known and unknown ids, on any day."""
    outcomes = walk_all(plan(sample(SEED)), jobs=jobs())

    with capsys.disabled():
        again = f"scripts/matrix --sample --seed {SEED}"
        sys.stdout.write(f"\nseed {SEED}; again with: {again}\n{summary(outcomes)}\n")
    assert [f"{o.walk}: {o.failure}" for o in outcomes if o.failure] == []


# -- the plan --------------------------------------------------------------------------------------


def test_a_seed_gives_the_same_walks() -> None:
    """A failure can be walked again."""
    assert plan(sample(7)) == plan(sample(7))
    assert plan(sample(7)) != plan(sample(8))


def test_a_sample_has_every_release_and_build() -> None:
    """And unknown ids wherever nobody has read the true ones."""
    walks = plan(sample(SEED))
    kept = {(walk.release, walk.layout) for walk in walks if walk.ids == "kept"}
    unknown = {walk.release for walk in walks if walk.ids == "unknown"}

    assert kept == {(r, layout) for r in known_releases() for layout in ("cn", "intl", "tablet")}
    assert unknown == {name for name, row in RELEASES.items() if not row.account_ids_known}


def test_six_languages_are_six_different_ones() -> None:
    """The default walks six per build, right-to-left, Chinese and Cyrillic ones among them."""
    by_build: dict[tuple[str, str], set[str]] = defaultdict(set)
    for walk in plan(Choice(seed=SEED)):
        by_build[walk.release, walk.layout].add(walk.locale)

    assert {len(locales) for locales in by_build.values()} == {6}


def test_as_days_go_by_everything_comes() -> None:
    """Every locale of every release, every situation and every region of a build."""
    walks = [walk for day in range(120) for walk in plan(Choice(seed=day))]

    for release in known_releases():
        seen = {walk.locale for walk in walks if walk.release == release}
        assert seen == set(known_locales(RELEASES[release]))
    assert {walk.situation for walk in walks} == set(SITUATIONS)
    assert {"MI", "EU", "IN", "RU", "TW", "KR"} <= {walk.region for walk in walks}


def test_all_is_all() -> None:
    """`--all` leaves no locale of any release out, on any build."""
    walks = plan(Choice(languages=0))
    locales = sum(len(known_locales(row)) for row in RELEASES.values())

    assert len(walks) == len(set(walks)) == 3 * locales


def test_a_situation_comes_only_where_the_release_has_it() -> None:
    """No photos dialog before MIUI 12.5."""
    walks = plan(Choice(languages=0))
    assert all(RELEASES[walk.release].since(walk.situation.since) for walk in walks)


# -- outcomes --------------------------------------------------------------------------------------


def outcome(failure: str) -> Outcome:
    """One that ended so."""
    walk = Walk("miui-11", "ru", "intl", "RU", "kept", SITUATIONS[0])
    return Outcome(walk, failure, 1.5, ("settings_home",))


def test_the_table_names_what_failed() -> None:
    """Release, build, locale, situation and reason; and how many in all."""
    text = summary([outcome(""), outcome("it rained")])

    assert "FAILED miui-11:ru:intl RU, plain: it rained" in text
    assert text.endswith("2 walks, 1 failed")
    assert as_json([outcome(""), outcome("it rained")], 3)["failed"] == 1


@pytest.mark.adb_server
def test_what_does_not_end_as_it_must_is_a_failure() -> None:
    """A phone that is signed out although it had to be refused; one that cannot be made."""
    wrong = Situation("wrong", status="refused", turns=())
    outcomes = walk_all(
        [
            Walk("miui-11", "en", "intl", None, "kept", wrong),
            Walk("miui-11", "no such locale", "intl", None, "kept", SITUATIONS[0]),
        ]
    )

    assert "signed_out instead of refused" in outcomes[0].failure
    assert "the phone has 0 account(s)" in outcomes[0].failure
    assert "WorldError" in outcomes[1].failure


@pytest.mark.adb_server
def test_the_command_says_how_it_went(capsys: pytest.CaptureFixture[str]) -> None:
    """0 and a document with the walk when all is well."""
    assert main([*PHONE, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert document["failed"] == 0
    assert document["walks"][0]["screens"][0] == "settings_home"
