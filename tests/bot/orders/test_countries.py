"""Countries, by their codes, their names, and the letters of both."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.countries import MOST_SUGGESTED, NAMES, country_code, country_name, suggested
from bot.orders.errors import NotAsked


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("US", "US"),
        (" us ", "US"),
        ("USA", "US"),
        ("uk", "GB"),
        ("GB", "GB"),
        ("Great Britain", "GB"),
        ("NORWAY", "NO"),
        ("no", "NO"),
        ("Côte d\u2019Ivoire", "CI"),
    ],
)
def test_a_country_is_known_by_code_or_name(text: str, code: str):
    """Letter case never decides, and what people say for a country counts."""
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Germani", "“Germani” is no country. Did you mean Germany?"),
        ("Unted States", "“Unted States” is no country. Did you mean United States?"),
        ("EU", "“EU” is no country."),
        ("ZZ", "“ZZ” is no country."),
        ("001", "“001” is no country."),
        ("", "“” is no country."),
    ],
)
def test_what_is_no_country_is_refused(text: str, sentence: str):
    """A typing error gets the nearest country; a region is none."""
    with pytest.raises(NotAsked) as refusal:
        country_code(text)
    assert str(refusal.value) == sentence


def test_every_country_is_read_by_its_own_name():
    """What a list offers can be typed as well."""
    assert {code: country_code(name) for code, name in NAMES.items()} == {c: c for c in NAMES}
    assert {country_code(code.lower()) for code in NAMES} == set(NAMES)


@pytest.mark.parametrize(
    ("text", "first"),
    [("US", ["US"]), ("united", ["AE", "GB", "US"]), ("norw", ["NO"]), ("qqq", [])],
)
def test_suggestions_come_best_first(text: str, first: list[str]):
    """An exact code comes first, then what begins with the letters, then what holds them."""
    assert suggested(text)[: len(first) or None] == first


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=6))
def test_suggestions_are_countries_each_once(text: str):
    """Slack draws a hundred options at most, and no two the same."""
    codes = suggested(text)
    assert len(codes) == len(set(codes)) <= MOST_SUGGESTED
    assert set(codes) <= set(NAMES)


@pytest.mark.parametrize(("code", "name"), [(" no", "Norway"), ("ZQ", "ZQ"), ("", "")])
def test_an_unknown_code_is_shown_as_it_came(code: str, name: str):
    """Gelato may know a country that this list does not."""
    assert country_name(code) == name


@pytest.mark.parametrize(
    ("text", "locale", "first"),
    [
        ("Deutsch", "de-DE", "DE"),
        ("germ", "de-DE", "DE"),
        ("österreich", "de-AT", "AT"),
        ("osterr", "de_AT", "AT"),
        ("allem", "fr-FR", "DE"),
        ("日本", "ja-JP", "JP"),
        ("Brasil", "pt-BR", "BR"),
        ("uk", "de-DE", "GB"),
        ("cote d", "", "CI"),
        ("norw", "no such", "NO"),
        ("norw", "x" * 300, "NO"),
    ],
)
def test_suggestions_know_the_person_s_language(text: str, locale: str, first: str):
    """And English beside it, with accents or without."""
    assert suggested(text, locale)[0] == first


@pytest.mark.parametrize(
    ("locale", "name"),
    [("", "Germany"), ("en-GB", "Germany"), ("de-DE", "Deutschland"), ("qq-QQ", "Germany")],
)
def test_a_country_is_named_in_the_person_s_language(locale: str, name: str):
    """English where a language is not known."""
    assert country_name("DE", locale) == name
