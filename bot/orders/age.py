"""How long ago something was, in the roughest words that still help."""

from datetime import datetime, timedelta

_STEPS = (
    (timedelta(days=1), "day"),
    (timedelta(hours=1), "hour"),
    (timedelta(minutes=1), "minute"),
)


def age_words(since: datetime, now: datetime) -> str:
    """`7 days ago`, `1 hour ago`, `just now`; a moment to come is `just now` too."""
    for step, word in _STEPS:
        count = (now - since) // step
        if count >= 1:
            return f"{count} {word}{'s' if count > 1 else ''} ago"
    return "just now"
