"""What the desk can learn: what is asked most, what the sources lack, how good the drafts are, how long it takes."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from assistant.desk.access import Actor, needs
from assistant.desk.clock import SWEDEN
from assistant.desk.db.database import Database
from assistant.desk.db.models import Case
from assistant.desk.difference import changed_share
from assistant.desk.states import Confidence, Right, State
from assistant.desk.tables import to_csv

MOST = 20
_SILENT = frozenset({"not_in_sources", "unclear_in_sources"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How often something happened."""

    what: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    The figures of the desk.

    *changed*: median share of the words of a draft that was changed before it was approved, 0 to 1.
    *hours*: median hours from question to approval.  Both None where nothing is approved.
    """

    states: tuple[Count, ...]
    most_asked: tuple[Count, ...]
    unanswerable: tuple[Count, ...]
    thumbs: tuple[Count, ...]
    confidence: tuple[Count, ...]
    per_day: tuple[tuple[date, int], ...]
    changed: float | None
    hours: float | None


def _lines(path: Path) -> Iterator[Mapping[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        return
    for line in text.splitlines():
        try:
            row = json.loads(line)
        except ValueError:
            continue  # a line that a full disk cut off
        if isinstance(row, dict):
            yield row


def _counts(counter: Counter[str], most: int | None = None) -> tuple[Count, ...]:
    return tuple(Count(what=what, count=count) for what, count in counter.most_common(most))


def _asked(cases: list[Case]) -> Counter[str]:
    """Count the questions, those known again under the first that asked them."""
    first = {case.id: case.duplicate_of or case.id for case in cases}
    wording = {case.id: case.questions[0].text for case in cases if case.questions}
    return Counter(wording.get(first[case.id], wording[case.id]) for case in cases if case.id in wording)


def _unanswerable(cases: list[Case]) -> Counter[str]:
    return Counter(
        part["question"] for case in cases if case.draft for part in case.draft.parts if part["status"] in _SILENT
    )


def _edits(cases: list[Case]) -> list[float]:
    return [changed_share(c.draft.text, c.answers[-1].text) for c in cases if c.approved and c.draft]


def _hours(cases: list[Case]) -> list[float]:
    return [(c.approved - c.received).total_seconds() / 3600 for c in cases if c.approved]


@dataclass(frozen=True)
class Insight:
    """Counts over all cases; *feedback* is the chat's file of thumbs."""

    database: Database
    feedback: Path

    @needs(Right.READ)
    def report(self, actor: Actor) -> Report:  # noqa: ARG002  # `needs` checks the actor
        """Return the figures as they stand now."""
        return self._report()

    def _report(self) -> Report:
        loaded = select(Case).options(
            selectinload(Case.questions), selectinload(Case.draft), selectinload(Case.answers)
        )
        with self.database.reading() as session:
            cases = list(session.scalars(loaded.order_by(Case.id)))
        edits, hours = _edits(cases), _hours(cases)
        states, sure = Counter(c.state for c in cases), Counter(c.draft.confidence for c in cases if c.draft)
        days = Counter(c.received.astimezone(SWEDEN).date() for c in cases)
        return Report(
            states=tuple(Count(what=s, count=states[s]) for s in State),
            most_asked=_counts(_asked(cases), MOST),
            unanswerable=_counts(_unanswerable(cases), MOST),
            thumbs=_counts(Counter(str(row.get("verdict", "")) for row in _lines(self.feedback))),
            confidence=tuple(Count(what=c, count=sure[c]) for c in Confidence),
            per_day=tuple(sorted(days.items())),
            changed=round(median(edits), 3) if edits else None,
            hours=round(median(hours), 1) if hours else None,
        )

    @needs(Right.READ)
    def csv(self, actor: Actor) -> bytes:  # noqa: ARG002  # `needs` checks the actor
        """Return the figures as CSV: what kind, what, how much."""
        report = self._report()
        groups = {
            "läge": report.states,
            "oftast frågat": report.most_asked,
            "gick inte att besvara": report.unanswerable,
            "tummar": report.thumbs,
            "säkerhet": report.confidence,
        }
        rows: list[tuple[object, ...]] = [(kind, c.what, c.count) for kind, counts in groups.items() for c in counts]
        rows += [("frågor per dag", day.isoformat(), count) for day, count in report.per_day]
        rows += [
            ("ändrad andel av utkasten, median", "", report.changed),
            ("timmar till godkännande, median", "", report.hours),
        ]
        return to_csv(("slag", "vad", "antal"), rows)
