"""When something comes again: weekdays by name, and a time of day in a named zone. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.orders.errors import NotAsked

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Names, never numbers: every system counts them differently (slack-facts 3.5)."""
DAWN = datetime.combine(date.min, time.min)
"""Before every local time."""
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_MARGIN = timedelta(days=3)
"""More than any zone lies from another one, or was ever moved."""


@dataclass(frozen=True, order=True)
class Slot:
    """One time at which something is due: the day and time on the clock of its zone."""

    local: datetime
    """Without a zone: it stays the same slot when the zone of its subscription is changed."""
    moment: datetime
    """When that is, in UTC."""

    @property
    def key(self) -> str:
        """What tells it from every other slot of the same subscription: `2026-11-23T09:00`."""
        return self.local.isoformat(timespec="minutes")


@dataclass(frozen=True)
class Schedule:
    """On these weekdays, at this time of day on the clock of this IANA zone."""

    weekdays: tuple[str, ...]
    at: time
    zone: str

    def __post_init__(self) -> None:
        """Raises NotAsked for what no calendar knows."""
        if not self.weekdays or not set(self.weekdays) <= set(WEEKDAYS):
            raise NotAsked("Choose at least one weekday.")
        if self.at.tzinfo or self.at.second or self.at.microsecond:
            raise NotAsked("A time of day is hours and minutes, such as 09:00.")
        zone_of(self.zone)


def slots_due(
    schedule: Schedule, after: datetime, now: datetime, beyond: datetime = DAWN
) -> Sequence[Slot]:
    """The slots that came behind `after` and until `now`, oldest first.

    `beyond` is the local time of the last slot that was seen to: none up to it comes again. As it
    is told by the clock on the wall, a change of the zone neither repeats a slot nor skips one.
    """
    zone = zone_of(schedule.zone)
    first = max((after.astimezone(UTC) - _MARGIN).date(), beyond.date())
    last = (now.astimezone(UTC) + _MARGIN).date()
    slots = (slot for day in _days(first, last) if (slot := _slot(schedule, day, zone)))
    return [slot for slot in slots if slot.local > beyond and after < slot.moment <= now]


def next_runs(
    schedule: Schedule, now: datetime, count: int = 3, beyond: datetime = DAWN
) -> Sequence[Slot]:
    """The next slots behind `now`, soonest first."""
    zone = zone_of(schedule.zone)
    start = (now.astimezone(UTC) - _MARGIN).date()
    found: list[Slot] = []
    for day in _days(start, start + (count + 3) * timedelta(days=7)):
        slot = _slot(schedule, day, zone)
        if slot and slot.moment > now and slot.local > beyond:
            found.append(slot)
    return found[:count]


def moment_of(local: datetime, zone: ZoneInfo) -> datetime:
    """When a clock of this zone shows this, in UTC.

    Where it shows that twice, the first time counts; where it never does, the first minute that
    it shows afterwards.
    """
    while not _exists(local, zone):
        local += _MINUTE
    return local.replace(tzinfo=zone).astimezone(UTC)


def read_schedule(weekdays: Iterable[str], at: str, zone: str) -> Schedule:
    """What a form gives: names of days, `09:00`, `Europe/Oslo`. Raises NotAsked."""
    chosen = {day.strip()[:3].capitalize() for day in weekdays}
    if unknown := chosen - set(WEEKDAYS):
        raise NotAsked(f"“{min(unknown)}” is no weekday. They are {', '.join(WEEKDAYS)}.")
    return Schedule(tuple(day for day in WEEKDAYS if day in chosen), read_time(at), zone.strip())


def read_time(typed: str) -> time:
    """A time of day. Raises NotAsked."""
    try:
        return datetime.strptime(typed.strip(), "%H:%M").time()  # noqa: DTZ007  # a time of day has no zone
    except ValueError:
        wrong = f"“{typed}” is no time of day." if typed.strip() else "Which time of day?"
        raise NotAsked(f"{wrong} Try 09:00.") from None


def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises NotAsked."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotAsked(
            f"There is no time zone “{name}”. Their names look like Europe/Oslo."
        ) from None


def schedule_words(schedule: Schedule) -> str:
    """`Mon to Fri at 09:00, Europe/Oslo`."""
    return f"{weekday_words(schedule.weekdays)} at {schedule.at:%H:%M}, {schedule.zone}"


def next_words(slots: Iterable[Slot]) -> str:
    """`next: Mon 23 Nov 09:00, Tue 24 Nov 09:00`."""
    return f"next: {', '.join(map(slot_words, slots)) or 'none'}"


def slot_words(slot: Slot) -> str:
    """A slot as the clock of its own zone shows it: `Mon 23 Nov 09:00`."""
    return local_words(slot.local)


def local_words(local: datetime) -> str:
    """A time on some clock: `Mon 23 Nov 09:00`."""
    return f"{WEEKDAYS[local.weekday()]} {local.day} {local:%b %H:%M}"


def weekday_words(weekdays: Iterable[str]) -> str:
    """`every day`, `Mon to Fri`, `Mon, Wed and Fri`."""
    chosen = set(weekdays)
    days = [day for day in WEEKDAYS if day in chosen]
    if len(days) == len(WEEKDAYS):
        return "every day"
    start = WEEKDAYS.index(days[0])
    if len(days) > 2 and tuple(days) == WEEKDAYS[start : start + len(days)]:
        return f"{days[0]} to {days[-1]}"
    return " and ".join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days)


def _slot(schedule: Schedule, day: date, zone: ZoneInfo) -> Slot | None:
    if WEEKDAYS[day.weekday()] not in schedule.weekdays:
        return None
    local = datetime.combine(day, schedule.at)
    return Slot(local, moment_of(local, zone))


def _exists(local: datetime, zone: ZoneInfo) -> bool:
    there = local.replace(tzinfo=zone)
    return there.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) == local


def _days(first: date, last: date) -> Iterable[date]:
    return (first + count * _DAY for count in range((last - first).days + 1))
