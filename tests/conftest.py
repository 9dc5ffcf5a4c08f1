"""What all tests share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stamina

PAYLOADS = Path(__file__).parent / "payloads"


@pytest.fixture(autouse=True)
def retries_without_waits() -> Iterator[None]:
    """Retries stay as many as they are; only the waits between them go."""
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture(scope="session")
def payload() -> Callable[[str], bytes]:
    """A recorded payload, by the name of its file."""
    return lambda name: (PAYLOADS / name).read_bytes()
