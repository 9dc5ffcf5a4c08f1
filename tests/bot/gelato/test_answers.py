"""What Gelato's error answers become, and what a person reads of them."""

import json
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gelato.answers import (
    LONGEST_MESSAGE,
    error_for,
    error_without_answer,
    said,
    seconds_to_wait,
)
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = "ABCDEF0123456789:abcdefghijklmnopqrstuvwxyz012345"


def error(status: int, body: bytes = b"", **headers: str) -> OrderdeskError | None:
    return error_for(httpx.Response(status, headers=headers), body, [KEY], NOON)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (100, AnswerNotUnderstood),
        (200, None),
        (204, None),
        (299, None),
        (301, AnswerNotUnderstood),
        (304, AnswerNotUnderstood),
        (399, AnswerNotUnderstood),
        (400, GelatoRefused),
        (401, KeyRefused),
        (403, KeyRefused),
        (404, OrderNotFound),
        (405, GelatoRefused),
        (408, GelatoDown),
        (409, GelatoRefused),
        (422, GelatoRefused),
        (429, GelatoBusy),
        (499, GelatoRefused),
        (500, GelatoDown),
        (502, GelatoDown),
        (503, GelatoDown),
        (504, GelatoDown),
        (599, GelatoDown),
    ],
)
def test_each_status_is_one_error(status: int, kind: type[OrderdeskError] | None):
    """A status code alone decides which error it is; two hundred and so on is none."""
    assert type(error(status)) is (kind or type(None))


@pytest.mark.parametrize("status", [400, 409, 422])
@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        pytest.param({"status": "Unauthorized."}, "Unauthorized.", id="status"),
        pytest.param({"code": 400, "message": "Bad."}, "Bad.", id="message"),
        pytest.param({"code": None, "message": "Bad."}, "Bad.", id="code-null"),
        pytest.param(
            {"code": "x", "message": "Bad.", "details": [{"message": "City is missing."}]},
            "City is missing.",
            id="details-first",
        ),
        pytest.param({"message": "Bad.", "details": []}, "Bad.", id="no-details"),
        pytest.param({"message": "Bad.", "details": ["x"]}, "Bad.", id="details-of-text"),
        pytest.param({"message": "Bad.", "details": [{}]}, "Bad.", id="details-without-words"),
        pytest.param({"message": "", "error": "Wrong."}, "Wrong.", id="error"),
        pytest.param({"error": {"message": "Wrong."}}, "Wrong.", id="error-object"),
        pytest.param({"message": "Bad.", "error": "Wrong."}, "Bad.", id="message-before-error"),
        pytest.param(
            {"refusalReasonCode": "stock", "refusalReason": "Out of stock."},
            "Out of stock.",
            id="refusal",
        ),
        pytest.param(
            {"error": "Wrong.", "refusalReason": "No."}, "Wrong.", id="error-before-refusal"
        ),
        pytest.param({"status": 400, "message": {"a": 1}}, "", id="no-text-anywhere"),
        pytest.param({"message": "one\n\ttwo   three"}, "one two three", id="spaces-collapsed"),
        pytest.param([], "", id="list"),
        pytest.param(7, "", id="number"),
        pytest.param(None, "", id="null"),
    ],
)
def test_a_refusal_says_what_gelato_said(status: int, body: object, sentence: str):
    """The best sentence of every known error body reaches the person (facts 7.2)."""
    refused = error(status, json.dumps(body).encode())
    expected = f"Gelato refused: {sentence}" if sentence else GelatoRefused.__doc__
    assert str(refused) == expected


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", ""),
        (b"   ", ""),
        (b"Out of order", "Out of order"),
        (b"<html><body>502</body></html>", ""),
        (b"  \n<!doctype html>", ""),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"[" * 100_000, "[" * LONGEST_MESSAGE),
        (b"word " * 1_000, ("word " * 1_000)[:LONGEST_MESSAGE]),
        (json.dumps({"message": "x" * 1_000}).encode(), "x" * LONGEST_MESSAGE),
    ],
    ids=["empty", "blank", "text", "html", "page", "no-text", "deep", "long-text", "long-json"],
)
def test_what_is_no_json_is_text_or_nothing(body: bytes, sentence: str):
    """Plain text is cut to a readable length; a web page is never shown."""
    assert said(body, []) == sentence


@pytest.mark.parametrize(
    "body",
    [
        KEY.encode(),
        f"The key {KEY} is not valid".encode(),
        json.dumps({"message": f"Bad key {KEY}."}).encode(),
        json.dumps({"details": [{"message": f"{KEY}{KEY}"}]}).encode(),
        json.dumps({"message": "secret {1} of {0}".format(*KEY.split(":"))}).encode(),
        b" " * (4 * LONGEST_MESSAGE - 30) + KEY.encode(),
        f"{KEY} ".encode() * 200,
    ],
    ids=["alone", "in-text", "in-json", "twice", "in-halves", "far-behind-spaces", "many-times"],
)  # fmt: skip
def test_our_key_is_never_shown(body: bytes):
    """Not the key, and not a half of it, however Gelato echoes it."""
    words = said(body, [KEY])
    assert "•••" in words
    for n in range(len(KEY) - 8):
        assert KEY[n : n + 8] not in words


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0.0),
        ("2", 2.0),
        ("2.5", 2.5),
        ("-3", 0.0),
        ("Sat, 21 Nov 2026 12:00:30 GMT", 30.0),
        ("Sat, 21 Nov 2026 11:59:00 GMT", 0.0),
        ("Sat, 21 Nov 2026 13:00:30 +0100", 30.0),
        ("Sat, 21 Nov 2026 12:00:30", 30.0),
        ("soon", None),
        ("Sat, 99 Nov 2026 12:00:30 GMT", None),
        ("Sat, 21 Nov 2026 12:00:30 +99999999999", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None):
    """Both forms of the header are read; what says nothing asks for nothing."""
    assert seconds_to_wait(header, NOON) == seconds


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.from_regex(r"\w{3}, \d+ \w{3} \d+ [\d:]+ ([+-]\d+|\w+)")))
def test_any_retry_after_is_a_wait_or_nothing(header: str):
    """No header brings the client down."""
    seconds = seconds_to_wait(header, NOON)
    assert seconds is None or 0 <= seconds < float("inf")


def test_a_busy_gelato_keeps_what_it_asked_for():
    """A 429 carries its Retry-After along."""
    busy = error(429, **{"Retry-After": "7"})
    assert isinstance(busy, GelatoBusy)
    assert busy.retry_after == 7.0


@settings(max_examples=200, deadline=None)
@given(st.integers(100, 599), st.binary(max_size=60))
def test_any_answer_is_a_success_or_a_sentence(status: int, body: bytes):
    """Whatever is answered, a person can be told something."""
    fault = error(status, body)
    assert (fault is None) == (200 <= status < 300)
    assert fault is None or str(fault).strip()


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        (httpx.ConnectError("x"), GelatoDown),
        (httpx.ConnectTimeout("x"), GelatoDown),
        (httpx.ReadTimeout("x"), GelatoDown),
        (httpx.PoolTimeout("x"), GelatoDown),
        (httpx.RemoteProtocolError("x"), GelatoDown),
        (httpx.DecodingError("x"), AnswerNotUnderstood),
        (httpx.InvalidURL("x"), AnswerNotUnderstood),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_no_whole_answer_is_an_error_of_ours(cause: Exception, kind: type[OrderdeskError]):
    """A line that breaks is a Gelato that is down; a body that cannot be unpacked is not."""
    assert type(error_without_answer(cause)) is kind


@pytest.mark.parametrize(
    ("cause", "was_sent"),
    [
        (httpx.ConnectError, False),
        (httpx.ConnectTimeout, False),
        (httpx.PoolTimeout, False),
        (httpx.ProxyError, False),
        (httpx.ReadTimeout, True),
        (httpx.ReadError, True),
        (httpx.WriteTimeout, True),
        (httpx.WriteError, True),
        (httpx.RemoteProtocolError, True),
        (httpx.LocalProtocolError, True),
    ],
)
def test_what_was_certainly_not_sent_is_known(cause: type[httpx.TransportError], was_sent: bool):
    """Only what happens before a request leaves lets a write be repeated."""
    error = error_without_answer(cause("x"))
    assert isinstance(error, GelatoDown)
    assert error.was_sent is was_sent
