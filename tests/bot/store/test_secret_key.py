"""The key for hashes of personal data."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from bot.orders.errors import StoreTrouble
from bot.store.secret_key import SecretKey, key_beside


def test_a_keyed_hash_is_stable_and_tells_nothing():
    """The same text and key give the same short hash; the text is not in it."""
    once, again = (SecretKey("k1").keyed_hash("jane@example.com") for _ in range(2))
    assert once == again
    assert re.fullmatch(r"hmac:[0-9a-f]{16}", once)


@pytest.mark.parametrize(
    ("key", "text"), [("k2", "jane@example.com"), ("k1", "Jane@example.com"), ("k1", "")]
)
def test_another_key_or_text_is_another_hash(key: str, text: str):
    """Without the key nobody can make the hash of a name they guess."""
    assert SecretKey(key).keyed_hash(text) != SecretKey("k1").keyed_hash("jane@example.com")


def test_half_a_character_can_be_hashed():
    """Whatever Slack delivers can be stood for."""
    assert SecretKey("k1").keyed_hash("\ud83d").startswith("hmac:")


def test_the_key_is_made_once(path: Path):
    """The first start makes a random key beside the database, for its owner alone."""
    key = key_beside(path)
    file = path.with_name("orderdesk.db.key")
    assert re.fullmatch(r"[0-9a-f]{64}", key)
    assert key_beside(path) == key == file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == [file.name]


def test_two_databases_have_two_keys(tmp_path: Path):
    """A key is nobody else's."""
    assert key_beside(tmp_path / "a.db") != key_beside(tmp_path / "b.db")


def test_many_at_once_share_one_key(tmp_path: Path):
    """However many look for the key at the same moment, there is one."""
    start = Barrier(8)

    def look(path: Path) -> str:
        start.wait()
        return key_beside(path)

    with ThreadPoolExecutor(8) as pool:
        for n in range(60):
            assert len(set(pool.map(look, [tmp_path / f"{n}.db"] * 8))) == 1
    assert len(list(tmp_path.iterdir())) == 60


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"\xff\xfe\x00"], ids=["empty", "blank", "binary"]
)
def test_a_key_file_without_a_key_is_told(path: Path, content: bytes):
    """A hash under no key protects nobody: an empty or broken key file stops the program."""
    path.with_name("orderdesk.db.key").write_bytes(content)
    with pytest.raises(StoreTrouble, match=r"orderdesk\.db\.key"):
        key_beside(path)


def test_a_key_that_cannot_be_read_is_told(path: Path):
    """A key file that is none stops the program in one sentence."""
    path.with_name("orderdesk.db.key").mkdir()
    with pytest.raises(StoreTrouble, match=r"orderdesk\.db\.key cannot be used"):
        key_beside(path)
