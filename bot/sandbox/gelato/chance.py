"""Repeatable chance: the same words always give the same draw, in any process."""

import zlib
from random import Random
from uuid import UUID


def chance(*words: object) -> Random:
    """A generator seeded by words. Python's own `hash` differs between processes, this does not."""
    return Random("/".join(map(str, words)))


def share(*words: object) -> float:
    """A number from 0 up to 1 that belongs to these words."""
    return zlib.crc32("/".join(map(str, words)).encode()) / 2**32


def new_id(luck: Random) -> str:
    """A version 4 UUID out of the generator."""
    return str(UUID(int=luck.getrandbits(128), version=4))
