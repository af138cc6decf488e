"""Cases listed and read."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy import case as when
from sqlalchemy.orm import Session, selectinload

from assistant.desk.access import Actor, needs
from assistant.desk.clock import swedish
from assistant.desk.db.database import Database
from assistant.desk.db.models import Answer, Approval, Case, Draft, Remark, User
from assistant.desk.difference import difference
from assistant.desk.drafting import read_part
from assistant.desk.letter import gaps, sentences_in
from assistant.desk.states import Confidence, Mark, Right, Source, State
from assistant.desk.views import EVERYTHING, ORDERS, Comment, Filter, Listing, Row, Version, View
from assistant.errors import ConflictError, InputError
from assistant.text.normalise import fold


def row_of(found: Case) -> Row:
    """Return *found* as a list shows it; its questions, draft and assignee are loaded."""
    return Row(
        id=found.id,
        version=found.version,
        state=State(found.state),
        source=Source(found.source),
        subject=found.subject,
        questions=tuple(q.text for q in found.questions),
        received=found.received,
        changed=found.changed,
        changed_by=found.changed_by,
        assignee=found.assignee.name if found.assignee else "",
        confidence=Confidence(found.draft.confidence) if found.draft else None,
        duplicate_of=found.duplicate_of,
    )


def open_case(session: Session, case_id: int, version: int | None = None) -> Case:
    """
    Return the case, locked for this transaction.

    Raises InputError where there is none, ConflictError where it is no longer at *version*, with who
    changed it and when, so that nobody overwrites a colleague unseen.
    """
    found = session.get(Case, case_id, with_for_update=True)
    if found is None:
        raise InputError("ärende", f"det finns inget ärende {case_id}")
    if version is not None and found.version != version:
        raise ConflictError(
            f"{found.changed_by or 'Någon annan'} ändrade ärendet {swedish(found.changed)}, efter att du öppnade det. "
            "Det du gjorde är inte sparat, och kollegans ändring är kvar: läs den, för in ditt och spara igen."
        )
    return found


def _clauses(wanted: Filter) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = []
    if wanted.source:
        clauses.append(Case.source == wanted.source)
    if wanted.confidence:
        clauses.append(Case.draft.has(Draft.confidence == wanted.confidence))
    if wanted.assignee == "-":
        clauses.append(Case.assignee_id.is_(None))
    elif wanted.assignee:
        clauses.append(Case.assignee.has(User.name == wanted.assignee))
    clauses += [Case.haystack.contains(word, autoescape=True) for word in fold(wanted.search).split()]
    return clauses


def _ordered(query: Select[Case], wanted: Filter) -> Select[Case]:
    if wanted.order not in ORDERS:
        raise InputError("ordning", f"välj något av {', '.join(ORDERS)}")
    by_state = when({s: at for at, s in enumerate(State)}, value=Case.state)
    by_confidence = when({c: at for at, c in enumerate(Confidence)}, value=Draft.confidence, else_=9)
    column = dict(zip(ORDERS, (Case.received, Case.changed, by_state, by_confidence), strict=True))[wanted.order]
    query = query.outerjoin(Draft, Draft.case_id == Case.id)
    return query.order_by(column.desc() if wanted.newest_first else column, Case.id)


def _comment(remark: Remark) -> Comment:
    return Comment(
        answer=remark.answer_number,
        sentence=remark.sentence,
        mark=Mark(remark.mark) if remark.mark else None,
        note=remark.note,
        author=remark.author,
        created=remark.created,
    )


def _view(found: Case, comments: Sequence[Remark], approved_by: Sequence[str]) -> View:
    draft, latest = found.draft, found.answers[-1] if found.answers else None
    text = latest.text if latest else ""
    return View(
        row=row_of(found),
        message=found.message,
        sender=found.sender or "",
        reason=found.reason,
        parts=tuple(read_part(p) for p in draft.parts) if draft else (),
        draft=draft.text if draft else "",
        why=draft.why if draft else "",
        text=text,
        answer=latest.number if latest else 0,
        versions=tuple(
            Version(number=a.number, text=a.text, author=a.author, created=a.created) for a in found.answers
        ),
        edits=difference(draft.text, text) if draft else (),
        sentences=sentences_in(text),
        gaps=gaps(text),
        comments=tuple(_comment(r) for r in comments),
        approved_by=tuple(approved_by),
    )


@dataclass(frozen=True)
class Cases:
    """Reads cases."""

    database: Database

    @needs(Right.READ)
    def find(self, actor: Actor, wanted: Filter = EVERYTHING) -> Listing:  # noqa: ARG002  # `needs` checks the actor
        """Return the cases that *wanted* asks for."""
        clauses = _clauses(wanted)
        in_state = [*clauses, Case.state.in_(wanted.states)] if wanted.states else clauses
        query = _ordered(select(Case).where(*in_state), wanted).offset(wanted.offset).limit(wanted.limit)
        loaded = query.options(selectinload(Case.questions), selectinload(Case.draft), selectinload(Case.assignee))
        with self.database.reading() as session:
            counts = session.execute(select(Case.state, func.count()).where(*clauses).group_by(Case.state)).all()
            rows = tuple(row_of(found) for found in session.scalars(loaded))
        states = {State(state): count for state, count in counts}
        total = sum(count for state, count in states.items() if not wanted.states or state in wanted.states)
        return Listing(rows=rows, total=total, states=states)

    @needs(Right.READ)
    def view(self, actor: Actor, case_id: int) -> View:  # noqa: ARG002  # `needs` checks the actor
        """Return one case with all that belongs to it; raises InputError where there is none."""
        with self.database.reading() as session:
            found = session.get(Case, case_id)
            if found is None:
                raise InputError("ärende", f"det finns inget ärende {case_id}")
            comments = session.scalars(select(Remark).where(Remark.case_id == case_id).order_by(Remark.id)).all()
            latest = select(func.max(Answer.number)).where(Answer.case_id == case_id).scalar_subquery()
            approvers = select(User.name).join(Approval, Approval.user_id == User.id).order_by(Approval.id)
            names = session.scalars(
                approvers.where(Approval.case_id == case_id, Approval.answer_number == latest)
            ).all()
            return _view(found, comments, names)
