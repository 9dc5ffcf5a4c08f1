"""Which of Gelato's two order APIs is spoken."""

from enum import StrEnum


class Dialect(StrEnum):
    """GelatoConnect, or Gelato's order API version 4."""

    CONNECT = "connect"
    V4 = "v4"
