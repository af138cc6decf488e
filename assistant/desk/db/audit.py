"""The audit log: who did what, only ever added to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.desk.access import Actor, needs
from assistant.desk.clock import swedish
from assistant.desk.db.database import Database
from assistant.desk.db.models import AuditRow
from assistant.desk.states import Right
from assistant.desk.tables import to_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the log."""

    id: int
    at: datetime
    who: str
    action: str
    target: str
    detail: str


def log(session: Session, at: datetime, who: str, action: str, target: str, detail: str = "") -> None:
    """Add one line in the transaction of what it tells of, so that neither is without the other."""
    session.add(AuditRow(at=at, who=who, action=action, target=target, detail=detail))


def _event(row: AuditRow) -> Event:
    return Event(id=row.id, at=row.at, who=row.who, action=row.action, target=row.target, detail=row.detail)


@dataclass(frozen=True)
class Audit:
    """Reads the log."""

    database: Database

    def _rows(self, target: str, limit: int | None) -> Iterator[Event]:
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if target:
            query = query.where(AuditRow.target == target)
        with self.database.reading() as session:
            yield from [_event(row) for row in session.scalars(query)]

    @needs(Right.AUDIT)
    def events(self, actor: Actor, *, target: str = "", limit: int = 200) -> tuple[Event, ...]:  # noqa: ARG002  # `needs` checks the actor
        """Return the latest lines first; *target* as it is written in them, such as "ärende 7"."""
        return tuple(self._rows(target, limit))

    @needs(Right.AUDIT)
    def csv(self, actor: Actor) -> bytes:  # noqa: ARG002  # `needs` checks the actor
        """Return the whole log as CSV, oldest first."""
        rows = reversed(list(self._rows("", None)))
        header = ("nr", "tid", "vem", "vad", "gäller", "detaljer")
        return to_csv(header, ((e.id, swedish(e.at), e.who, e.action, e.target, e.detail) for e in rows))
