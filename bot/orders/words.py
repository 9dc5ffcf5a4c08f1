"""Splits what a person typed into words."""

import re
import shlex


def words_of(text: str) -> list[str]:
    """Splits at spaces outside quotes; the curled quotes of phones count as straight ones."""
    plain = re.sub("[“”„«»]", '"', _unescaped(text))
    lexer = shlex.shlex(plain, posix=True, punctuation_chars=False)
    lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
    lexer.whitespace = "".join({c for c in plain if c.isspace()}) or " "
    try:
        return [word for word in lexer if word]
    except ValueError:  # a quote that is never closed is a character like others
        return plain.split()


def _unescaped(text: str) -> str:
    """Slack sends these three characters as entities, and no others."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
