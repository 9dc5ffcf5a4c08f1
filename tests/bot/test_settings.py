"""The settings: every promised name, and one sentence for each that is wrong."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.orders.dialect import Dialect
from bot.settings import GivenSettings, Settings, SettingsError, read_settings

TABLE = """
| `SLACK_BOT_TOKEN` | `xoxb-…` | required by `run` |
| `SLACK_APP_TOKEN` | `xapp-…`: Socket Mode | none |
| `SLACK_SIGNING_SECRET` | HTTP mode | required without `SLACK_APP_TOKEN` |
| `SLACK_API_URL` | base address of Slack's Web API, for every client | Slack's own |
| `GELATO_DIALECT` | `connect` (GelatoConnect) or `v4` | `connect` |
| `GELATO_API_URL` | connect: `https://api.partner-connect.io/api/{prefix}` | v4's own host |
| `GELATO_API_KEY` | the whole value of `X-API-KEY` (`key:secret` for connect) | required by `run` |
| `GELATO_SHIPMENT_URL` | v4's shipment host | its own host |
| `GELATO_PATHS` | JSON of URL templates for single endpoints | the dialect's |
| `GELATO_CUSTOMER_REFERENCE_ID` | header for customer-agnostic connectors | none |
| `GELATO_RATE` | most requests a second, 0 for no limit of ours | 100 connect, 20 v4 |
| `GELATO_PAGE_SIZE` | rows asked for per search page | 50 connect, 100 v4 |
| `GELATO_SHIPMENT_METHODS` | method uids to offer | `normal,standard,express` |
| `GELATO_WEBHOOK_SECRET` | shared secret that Gelato's calls must carry | webhooks off |
| `DATABASE_URL` | `sqlite:///orderdesk.db` | SQLite in the working folder |
| `PORT`, `HOST` | where HTTP listens | 3000, 0.0.0.0 under `run`, 127.0.0.1 under `sandbox` |
| `ORDERDESK_SECRET_KEY` | key for hashes of personal data | made on first start |
| `ORDERDESK_TIMEZONE` | IANA name for schedules and business days | `UTC` |
| `ORDERDESK_ADMINS` | Slack user ids, comma separated: the first admins | none |
| `ORDERDESK_READ_ONLY` | `1`: look-ups and digests only, every change refused | off |
| `ORDERDESK_OPS_TOKEN` | bearer token for `/readyz` and `/metrics` | open on loopback only |
| `ORDERDESK_LOG` | `text` or `json` | `text` on a terminal, else `json` |
"""
"""The names that interface.md promises."""

NAMES = [
    name
    for line in TABLE.strip().splitlines()
    for name in re.findall(r"`([A-Z_]+)`", line.split("|")[1])
]
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-hidden-1",
    "SLACK_APP_TOKEN": "xapp-hidden-2",
    "SLACK_SIGNING_SECRET": "hidden-3",
    "GELATO_API_KEY": "hidden-4:hidden-5",
    "GELATO_WEBHOOK_SECRET": "hidden-6",
    "ORDERDESK_SECRET_KEY": "hidden-7-and-long",
    "ORDERDESK_OPS_TOKEN": "hidden-8",
}
ENOUGH = {
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_SIGNING_SECRET": "s",
    "GELATO_API_KEY": "k:s",
    "GELATO_API_URL": "https://api.example.com/api/demo",
}

Setter = Callable[..., Settings]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Setter:
    """Reads the settings of an environment that holds only what is given, in an empty folder."""
    for name in list(os.environ):
        if name.partition("_")[0] in {"SLACK", "GELATO", "ORDERDESK"} or name in NAMES:
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def given_environment(**values: str) -> Settings:
        with monkeypatch.context() as environment:
            for name, value in values.items():
                environment.setenv(name, value)
            return read_settings()

    return given_environment


def test_every_promised_name_is_a_setting():
    """What interface.md lists can be set."""
    assert len(NAMES) == 23
    assert {name.lower() for name in NAMES} <= set(Settings.model_fields)


def test_nothing_set_means_the_defaults(read: Setter):
    """Without any setting, every default is the promised one."""
    plain = read()
    assert plain.model_dump() == {
        "slack_bot_token": None,
        "slack_app_token": None,
        "slack_signing_secret": None,
        "slack_api_url": "https://slack.com/api",
        "gelato_dialect": Dialect.CONNECT,
        "gelato_api_url": None,
        "gelato_api_key": None,
        "gelato_shipment_url": "https://shipment.gelatoapis.com",
        "gelato_paths": {},
        "gelato_customer_reference_id": None,
        "gelato_rate": None,
        "gelato_page_size": None,
        "gelato_shipment_methods": ("normal", "standard", "express"),
        "gelato_webhook_secret": None,
        "database_url": "sqlite:///orderdesk.db",
        "port": 3000,
        "host": None,
        "orderdesk_secret_key": None,
        "orderdesk_timezone": "UTC",
        "orderdesk_admins": (),
        "orderdesk_read_only": False,
        "orderdesk_daily_changes": 100,
        "orderdesk_previews": True,
        "orderdesk_ops_token": None,
        "orderdesk_log": None,
    }
    assert plain.database_path == Path("orderdesk.db")
    assert plain.gelato_address is None
    assert read(GELATO_DIALECT="v4").gelato_address == "https://order.gelatoapis.com"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("SLACK_API_URL", "http://127.0.0.1:3100/api/", "http://127.0.0.1:3100/api"),
        ("SLACK_API_URL", "http://localhost/api", "http://localhost/api"),
        ("SLACK_API_URL", "http://[::1]:1/api", "http://[::1]:1/api"),
        ("GELATO_DIALECT", "v4", Dialect.V4),
        ("GELATO_API_URL", "https://api.example.com/x/", "https://api.example.com/x"),
        ("GELATO_PATHS", '{"get": "/o/{id}", "search": "https://example.com/s"}',
         {"get": "/o/{id}", "search": "https://example.com/s"}),
        ("GELATO_CUSTOMER_REFERENCE_ID", "C-7", "C-7"),
        ("GELATO_RATE", "0", 0.0),
        ("GELATO_RATE", "2.5", 2.5),
        ("GELATO_PAGE_SIZE", "1", 1),
        ("GELATO_PAGE_SIZE", "100", 100),
        ("GELATO_SHIPMENT_METHODS", " ups , dhl,", ("ups", "dhl")),
        ("DATABASE_URL", "sqlite:////var/lib/orderdesk.db", "sqlite:////var/lib/orderdesk.db"),
        ("PORT", "0", 0),
        ("HOST", "::1", "::1"),
        ("ORDERDESK_TIMEZONE", "Europe/Oslo", "Europe/Oslo"),
        ("ORDERDESK_ADMINS", "U1, U2", ("U1", "U2")),
        ("ORDERDESK_ADMINS", "U1", ("U1",)),
        ("ORDERDESK_READ_ONLY", "1", True),
        ("ORDERDESK_READ_ONLY", "off", False),
        ("ORDERDESK_LOG", "json", "json"),
        ("orderdesk_log", "text", "text"),
        ("PORT", "", 3000),
    ],
)  # fmt: skip
def test_a_setting_is_read(read: Setter, name: str, text: str, value: object):
    """Each kind of value is understood; an empty one counts as not set."""
    assert getattr(read(**{name: text}), name.lower()) == value


@pytest.mark.parametrize(("name", "text"), SECRETS.items())
def test_a_secret_is_read_without_its_spaces(read: Setter, name: str, text: str):
    """A key that was copied with a line break is the key."""
    assert read(**{name: f" {text}\n"}).secrets == (text,)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-sesame\nopen"),
        ("SLACK_BOT_TOKEN", "xoxb-sésame"),
        ("GELATO_API_KEY", " \t "),
        ("SLACK_API_URL", "http://sesame.example.com/api"),
        ("SLACK_API_URL", "sesame"),
        ("SLACK_API_URL", "ftp://sesame.example.com"),
        ("GELATO_API_URL", "http://sesame.example.com"),
        ("GELATO_API_URL", "http://127.0.0.1.sesame.example.com"),
        ("GELATO_API_URL", "https://"),
        ("GELATO_API_URL", "https://[sesame]/"),
        ("GELATO_API_URL", "https://sesame\u2100.example.com"),
        ("GELATO_API_URL", "https://sesame.example.com:99999"),
        ("GELATO_API_URL", "https://sesame.example.com:open"),
        ("GELATO_SHIPMENT_URL", "http://sesame.example.com"),
        ("GELATO_DIALECT", "sesame"),
        ("GELATO_PATHS", "sesame"),
        ("GELATO_PATHS", '["sesame"]'),
        ("GELATO_PATHS", '{"get": 7}'),
        ("GELATO_PATHS", '{"get": ""}'),
        ("GELATO_PATHS", '{"get": "/{id}/{sesame}"}'),
        ("GELATO_PATHS", '{"get": "http://sesame.example.com/{id}"}'),
        ("GELATO_PATHS", '{"get": "https://[sesame]/{id}"}'),
        ("GELATO_PATHS", '{"fetch": "/sesame"}'),
        ("GELATO_PATHS", "[" * 100_000),
        ("GELATO_CUSTOMER_REFERENCE_ID", "sésame"),
        ("GELATO_CUSTOMER_REFERENCE_ID", "sesame\nopen: yes"),
        ("GELATO_RATE", "-1"),
        ("GELATO_RATE", "sesame"),
        ("GELATO_RATE", "nan"),
        ("GELATO_PAGE_SIZE", "0"),
        ("GELATO_PAGE_SIZE", "101"),
        ("GELATO_PAGE_SIZE", "sesame"),
        ("DATABASE_URL", "postgres://sesame:open@db.example.com/x"),
        ("DATABASE_URL", "sqlite://sesame.db"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "sesame"),
        ("ORDERDESK_TIMEZONE", "Sesame/Open"),
        ("ORDERDESK_TIMEZONE", "../../etc/sesame"),
        ("ORDERDESK_READ_ONLY", "sesame"),
        ("ORDERDESK_LOG", "sesame"),
    ],
)
def test_a_malformed_value_is_named_and_not_shown(read: Setter, name: str, text: str):
    """One sentence that names the setting stops the program; the value is nowhere in it."""
    with pytest.raises(SettingsError) as refused:
        read(**{name: text})
    sentence = str(refused.value)
    assert sentence.startswith(f"{name} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "sesame" not in sentence.casefold()
    assert "open" not in sentence
    assert refused.value.__suppress_context__


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ORDERDESK_TIME_ZONE", "ORDERDESK_TIMEZONE"),
        ("ORDERDESK_ADMIN", "ORDERDESK_ADMINS"),
        ("ORDERDESK_SOMETHING_ELSE", "ORDERDESK_"),
        ("GELATO_APIKEY", "GELATO_API_KEY"),
        ("gelato_api_kee", "GELATO_API_KEY"),
        ("GELATO_X", "GELATO_"),
        ("SLACK_BOT_TOKENS", "SLACK_BOT_TOKEN"),
        ("SLACK_BOTTOKEN", "SLACK_BOT_TOKEN"),
        ("SLACK_SINGING_SECRET", "SLACK_SIGNING_SECRET"),
        ("SLACK_API_URI", "SLACK_API_URL"),
    ],
)
def test_a_misspelt_name_is_told(read: Setter, name: str, meant: str):
    """A name that is nearly ours, or claims to be, stops the program and names what was meant."""
    with pytest.raises(SettingsError, match=f"^{name} is not a setting. Did you mean {meant}"):
        read(**{name: "hidden"})


@pytest.mark.parametrize(
    "name",
    [
        "SLACK_CLIENT_ID", "SLACK_WEBHOOK_URL", "SLACK_USER_TOKEN", "SLACK_BOT_TOKENSSS", "PORTS",
        "DATABASE_URLS", "ORDERDESKTOP", "MY_GELATO_API_KEY",
    ],
)  # fmt: skip
def test_a_name_of_somebody_else_is_allowed(read: Setter, name: str):
    """Other programs' names stand in the same environment."""
    read(**{name: "x"})


def test_the_settings_file_is_read(read: Setter):
    """A `.env` file in the working folder sets what the environment does not."""
    Path(".env").write_text('GELATO_API_KEY="from:file"\nPORT=4000\nOTHER=1\n# ORDERDESK_X=1\n')
    both = read(PORT="5000")
    assert (both.secrets, both.port) == (("from:file",), 5000)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"GELATO_APIKEY=hidden", "GELATO_APIKEY is not a setting"),
        (b"PORT=hidden", "PORT is malformed"),
        (b"GELATO_API_KEY=hidden\xff", r"\.env cannot be read"),
    ],
    ids=["misspelt", "malformed", "no-text"],
)
def test_a_wrong_settings_file_is_told(read: Setter, content: bytes, sentence: str):
    """What is wrong in the file is told like what is wrong in the environment."""
    Path(".env").write_bytes(content)
    with pytest.raises(SettingsError, match=sentence) as refused:
        read()
    assert "hidden" not in str(refused.value)


def test_secrets_are_never_printed(read: Setter):
    """No way of showing the settings shows a secret; whoever masks logs gets them all."""
    full = read(**SECRETS)
    for shown in (repr(full), str(full), f"{full}", full.model_dump_json(), str(full.model_dump())):
        assert "hidden" not in shown
    assert set(full.secrets) == set(SECRETS.values())


def test_settings_stay_as_they_were_read(read: Setter):
    """Nobody can change a setting while the program runs."""
    with pytest.raises(ValidationError):
        read().port = 1


def test_given_settings_ignore_the_environment(read: Setter, monkeypatch: pytest.MonkeyPatch):
    """The sandbox has its own values, whatever the machine has set."""
    monkeypatch.setenv("PORT", "5000")
    Path(".env").write_text("HOST=example.com")
    plain = GivenSettings.model_validate({"gelato_api_key": "k"})
    assert (plain.port, plain.host, plain.secrets) == (3000, None, ("k",))
    assert read(PORT="5001").port == 5001


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({}, None),
        ({"SLACK_BOT_TOKEN": ""}, "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": ""}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_SIGNING_SECRET": "", "SLACK_APP_TOKEN": "xapp-1"}, None),
        ({"GELATO_API_KEY": ""}, "GELATO_API_KEY"),
        ({"GELATO_API_URL": ""}, "GELATO_API_URL"),
        ({"GELATO_API_URL": "", "GELATO_DIALECT": "v4"}, None),
        (dict.fromkeys(ENOUGH, ""), "SLACK_BOT_TOKEN"),
    ],
)
def test_what_running_needs_is_named(read: Setter, changed: dict[str, str], missing: str | None):
    """The first setting that is missing is named; with all of them the program runs."""
    given_settings = read(**ENOUGH | changed)
    if missing is None:
        assert given_settings.needed_to_run() is given_settings
    else:
        with pytest.raises(SettingsError, match=f"^{missing} is missing"):
            given_settings.needed_to_run()


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(NAMES),
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\0")),
        st.text("htps:/[]@.%{}0", max_size=20),
        st.dictionaries(st.sampled_from(["get", "x"]), st.text(), max_size=2).map(json.dumps),
    ),
)
def test_any_value_is_a_setting_or_one_sentence(read: Setter, name: str, value: str):
    """Nothing that can stand in an environment ends in a traceback."""
    try:
        assert isinstance(read(**{name: value}), Settings)
    except SettingsError as refused:
        assert re.match(rf"{name} [^\n]*\.$", str(refused))  # noqa: PT017  # either is fine
