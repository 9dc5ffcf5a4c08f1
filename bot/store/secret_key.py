"""The key for hashes of personal data, kept out of the database and its backups."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from bot.orders.errors import StoreTrouble

_SHOWN = 16
"""Hexadecimal characters of a hash that are written: enough to tell texts apart."""


class SecretKey:
    """Hashes with a key (bot.store.ports.Pseudonyms)."""

    def __init__(self, key: str) -> None:
        self._key = key.encode()

    def keyed_hash(self, text: str) -> str:
        """`hmac:` and sixteen hexadecimal characters."""
        digest = hmac.new(
            self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()
        return f"hmac:{digest[:_SHOWN]}"


def key_beside(database: Path) -> str:
    """The key in the file beside the database, made on the first start with mode 0600.

    Raises StoreTrouble when it can be neither read nor made.
    """
    path = database.with_name(f"{database.name}.key")
    try:
        if not path.exists():
            _make(path)
        key = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise StoreTrouble(f"The key file {path} cannot be used: {error}") from error
    if not key:  # hashes under no key could be undone by anybody
        raise StoreTrouble(f"The key file {path} is empty: put its key back, or remove it.")
    return key


def _make(path: Path) -> None:
    """Two programs that start at once end up with one key: a link never replaces a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    draft.touch(0o600)
    draft.write_text(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
