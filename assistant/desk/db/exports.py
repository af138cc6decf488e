"""Approved replies out of the desk."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.desk.access import Actor, needs
from assistant.desk.clock import Clock, swedish
from assistant.desk.db.audit import log
from assistant.desk.db.database import Database
from assistant.desk.db.models import Case
from assistant.desk.letters import Outgoing, to_docx, to_eml, to_zip
from assistant.desk.states import Right, State
from assistant.desk.tables import to_csv
from assistant.errors import InputError

_OUT = (State.GODKAND, State.SKICKAD)


def _outgoing(case: Case, actor: Actor) -> Outgoing:
    return Outgoing(
        case=case.id,
        question=case.message,
        subject=case.subject,
        text=case.answers[-1].text,
        signature=case.assignee.full_name if case.assignee else actor.full_name,
        to=case.sender or "",
        in_reply_to=case.message_id or "",
        approved=case.approved,
    )


@dataclass(frozen=True)
class Exports:
    """Approved replies as files; *ids* empty: all that are approved and not sent."""

    database: Database
    clock: Clock

    def _found(self, session: Session, actor: Actor, ids: Sequence[int]) -> tuple[Outgoing, ...]:
        query = select(Case).where(Case.id.in_(ids) if ids else Case.state == State.GODKAND).order_by(Case.id)
        cases = session.scalars(query).all()
        if left := [case for case in cases if case.state not in _OUT]:
            raise InputError("ärende", f"{left[0].id} är {left[0].state}; bara godkända svar kan exporteras")
        if not cases or len(cases) < len(set(ids)):
            raise InputError("ärende", "det finns inget godkänt svar att exportera")
        return tuple(_outgoing(case, actor) for case in cases)

    def _take(self, actor: Actor, ids: Sequence[int], kind: str) -> tuple[Outgoing, ...]:
        with self.database.writing() as session:
            replies = self._found(session, actor, ids)
            for reply in replies:
                log(session, self.clock(), actor.name, "exporterade", f"ärende {reply.case}", kind)
        return replies

    @needs(Right.WORK)
    def eml(self, actor: Actor, case_id: int) -> bytes:
        """Return one reply as .eml."""
        return to_eml(self._take(actor, [case_id], "EML")[0])

    @needs(Right.WORK)
    def emls(self, actor: Actor, ids: Sequence[int] = ()) -> bytes:
        """Return replies as .eml files in one .zip."""
        return to_zip(self._take(actor, ids, "EML"))

    @needs(Right.WORK)
    def docx(self, actor: Actor, ids: Sequence[int] = ()) -> bytes:
        """Return replies as one Word document."""
        return to_docx(self._take(actor, ids, "DOCX"))

    @needs(Right.WORK)
    def csv(self, actor: Actor, ids: Sequence[int] = ()) -> bytes:
        """Return replies as CSV, every cell harmless to a spreadsheet."""
        replies = self._take(actor, ids, "CSV")
        header = ("ärende", "ämne", "fråga", "svar", "godkänt")
        rows = ((r.case, r.subject, r.question, r.signed, swedish(r.approved) if r.approved else "") for r in replies)
        return to_csv(header, rows)
