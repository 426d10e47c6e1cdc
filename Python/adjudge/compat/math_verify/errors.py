"""Math-Verify's exception, which nothing here raises: work is bounded by budgets, not by seconds."""

from __future__ import annotations

__all__ = ["TimeoutException"]


class TimeoutException(Exception):
    """Raised by Math-Verify when a comparison takes too long."""
