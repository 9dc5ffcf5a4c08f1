"""Splits what a person typed into words."""

import re
import shlex

_QUOTES = re.compile('["“”„«»]')


def words_of(text: str) -> list[str]:
    """Splits at spaces outside quotes; the curled quotes of phones count as straight ones."""
    plain = _QUOTES.sub('"', _unescaped(text))
    lexer = shlex.shlex(plain, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
    lexer.whitespace = "".join({c for c in plain if c.isspace()}) or " "
    try:
        return [word for word in lexer if word]
    except ValueError:  # a quote that is never closed is a character like others
        return plain.split()


def unquoted(text: str) -> str:
    """The same with spaces for quotes: a value that holds one could not be typed again."""
    return " ".join(_QUOTES.sub(" ", text).split())


def _unescaped(text: str) -> str:
    """Slack sends these three characters as entities, and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
