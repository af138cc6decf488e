"""Approved answers as they are stored, listed and written to files."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.desk.db.models import Approved, Case, Draft, Remark
from assistant.desk.difference import Piece, changed_share, difference
from assistant.desk.fingerprints import PASSAGE, Change
from assistant.desk.reuse import LabelledError, Proven, Reusable
from assistant.desk.states import Mark, Serving, State

READY = (State.GODKAND, State.SKICKAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One approved answer; *changes* pairs what it rests on, before and now, with the difference word by word."""

    entry: str
    case: int | None
    question: str
    variants: tuple[str, ...]
    sentences: tuple[Proven, ...]
    serving: Serving
    approved_on: str
    approved_by: str
    changes: tuple[tuple[Change, tuple[Piece, ...]], ...]


def reusable(row: Approved) -> Reusable:
    """Return *row* as the library file holds it."""
    return Reusable(
        entry=row.entry,
        question=row.question,
        variants=tuple(row.variants),
        sentences=tuple(Proven(text=s["text"], quotes=tuple(s["quotes"])) for s in row.sentences),
        passages={r["id"]: r["hash"] for r in row.rests_on if r["kind"] == PASSAGE},
        approved_on=row.approved_on,
        approved_by=row.approved_by,
    )


def item_of(row: Approved) -> Item:
    """Return *row* as a list shows it."""
    answer, changes = reusable(row), [Change(**c) for c in row.changes]
    return Item(
        entry=row.entry,
        case=row.case_id,
        question=row.question,
        variants=answer.variants,
        sentences=answer.sentences,
        serving=Serving(row.serving),
        approved_on=row.approved_on,
        approved_by=row.approved_by,
        changes=tuple((c, difference(c.before, c.after)) for c in changes),
    )


def in_use(session: Session) -> tuple[Reusable, ...]:
    """Return the answers in use, the oldest first."""
    rows = session.scalars(select(Approved).where(Approved.serving == Serving.IN_USE).order_by(Approved.id))
    return tuple(reusable(row) for row in rows)


def labelled_errors(session: Session) -> tuple[LabelledError, ...]:
    """Return what persons changed in drafts of approved replies."""
    wrong = select(Remark.sentence).where(Remark.mark != Mark.RIGHT, Remark.mark != "")
    found = []
    for case in session.scalars(select(Case).join(Draft).where(Case.state.in_(READY)).order_by(Case.id)):
        draft, answer = case.draft.text if case.draft else "", case.answers[-1].text
        if draft != answer:
            found.append(
                LabelledError(
                    case=case.id,
                    questions=tuple(q.text for q in case.questions),
                    draft=draft,
                    answer=answer,
                    wrong=tuple(session.scalars(wrong.where(Remark.case_id == case.id))),
                    changed=changed_share(draft, answer),
                )
            )
    return tuple(found)
