"""The time of day, handed in so that tests can set it."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
SWEDEN = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def swedish(moment: datetime) -> str:
    """
    Return *moment* as a Swede writes it, in Swedish time.

    >>> swedish(datetime(2022, 5, 3, 12, 5, tzinfo=UTC))
    '2022-05-03 14.05'
    """
    return moment.astimezone(SWEDEN).strftime("%Y-%m-%d %H.%M")
