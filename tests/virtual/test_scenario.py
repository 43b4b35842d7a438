"""Switches, owners and phones from the words of a command line."""

import pytest

from miunlink_adb.virtual import Owner, Scenario, Spec, WorldError, parse_spec


def test_switches_from_words() -> None:
    """Yes/no, numbers, words and lists become a scenario; the rest keeps its defaults."""
    words = ["account=no", "bank_cards=2", "cloud_query=1.5", "nickname=A B", "popups=ad,update"]
    scenario = Scenario.parse(words)
    assert scenario == Scenario(
        account=False, bank_cards=2, cloud_query=1.5, nickname="A B", popups=("ad", "update")
    )


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("colour=red", "no switch 'colour'; known: account,"),
        ("account", "no switch 'account'"),
        ("account=maybe", "account is yes or no"),
        ("bank_cards=two", "bank_cards is a number"),
        ("keyguard=on", "keyguard is one of"),
        ("popups=advert", "no pop-up 'advert'"),
    ],
)
def test_a_wrong_switch_is_named(word: str, said: str) -> None:
    """What is wrong with a switch is said, with what it could be."""
    with pytest.raises(WorldError, match=said):
        Scenario.parse([word])


def test_a_scenario_does_not_show_its_secrets() -> None:
    """Printing a scenario prints no password, code or captcha."""
    scenario = Scenario()
    shown = repr(scenario)
    assert [s for s in (scenario.password, scenario.code, scenario.captcha) if s in shown] == []


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("miui-11", Spec("miui-11", "en", "intl")),
        ("miui-11:ru", Spec("miui-11", "ru", "intl")),
        ("miui-11:cn", Spec("miui-11", "zh-CN", "cn")),
        ("hyperos-1:ar:tablet", Spec("hyperos-1", "ar", "tablet")),
        (" miui-12.5:cn:pt-BR ", Spec("miui-12.5", "pt-BR", "cn")),
    ],
)
def test_a_phone_in_one_word(text: str, spec: Spec) -> None:
    """RELEASE[:LOCALE][:LAYOUT], with Chinese for a China build unless told."""
    assert parse_spec(text) == spec


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no release ''"),
        ("miui-99:ru", "known: miui-8"),
        ("miui-11:ru:de", "write RELEASE"),
        ("miui-11:cn:intl", "write RELEASE"),
        ("miui-11:cn:cn", "write RELEASE"),
        ("miui-11:", "no locale"),
        ("miui-11:RU", "no locale"),
    ],
)
def test_a_phone_that_is_none(text: str, said: str) -> None:
    """A ValueError says what is wrong and how it is written."""
    with pytest.raises(ValueError, match=said):
        parse_spec(text)


def test_owners_from_words() -> None:
    """A helpful owner by default, changed by words; one who is away does nothing."""
    owner = Owner.parse(["password=wrong,right", "delay=2", "data=keep"])
    assert (owner.acts["password"], owner.acts["data"]) == (("wrong", "right"), ("keep",))
    assert (owner.delay, owner.acts["code"]) == (2.0, ("right",))
    assert Owner.parse(["away"]).acts == Owner.away().acts == {}


@pytest.mark.parametrize(
    ("word", "said"),
    [("hat=on", "knows no 'hat'"), ("password=guess", "cannot 'guess'"), ("delay=soon", "seconds")],
)
def test_an_owner_who_cannot(word: str, said: str) -> None:
    """What the owner cannot do is named."""
    with pytest.raises(WorldError, match=said):
        Owner.parse([word])
