"""Approved answers in use: into the library, out of it again when what they rest on changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assistant.desk.access import Actor, needs
from assistant.desk.clock import SWEDEN, Clock
from assistant.desk.db.approved import READY, Item, in_use, item_of, labelled_errors
from assistant.desk.db.audit import log
from assistant.desk.db.cases import open_case
from assistant.desk.db.database import Database
from assistant.desk.db.models import Approval, Approved, Case
from assistant.desk.fingerprints import PASSAGE, Change, Rest, changes_in, rests_of
from assistant.desk.reuse import (
    Reusable,
    proven_answer,
    read_library,
    write_errors,
    write_evals,
    write_library,
)
from assistant.desk.states import Right, Serving, State
from assistant.errors import InputError
from assistant.sources.corpus import Corpus
from assistant.sources.parameters import Parameters
from assistant.text.normalise import has_words
from assistant.text.privacy import masked

SYSTEM = "systemet"

Sources = Callable[[], tuple[Corpus, Parameters]]


@dataclass(frozen=True)
class Library:
    """
    The approved answers.

    *sources* returns corpus and parameters as they read now; *file* is the library file in corpus/, *evals*
    the folder for regression cases.  The database rules; the files follow it.
    """

    database: Database
    clock: Clock
    sources: Sources
    file: Path
    evals: Path

    @needs(Right.READ)
    def items(self, actor: Actor) -> tuple[Item, ...]:  # noqa: ARG002  # `needs` checks the actor
        """Return all approved answers, those that wait for review first."""
        with self.database.reading() as session:
            items = [item_of(row) for row in session.scalars(select(Approved).order_by(Approved.id))]
        return tuple(sorted(items, key=lambda i: i.serving is not Serving.REVIEW))

    @needs(Right.REUSE)
    def add(self, actor: Actor, case_id: int, question: int = 1, variants: Sequence[str] = ()) -> str:
        """
        Put the approved answer to question number *question* of a case in the library; return its entry id.

        Raises InputError, naming the sentence, where one is not proven by a verbatim quote.
        """
        corpus, parameters = self.sources()
        with self.database.writing() as session:
            case = open_case(session, case_id)
            if case.state not in READY:
                raise InputError("ärende", f"{case_id} är {case.state}; bara godkända svar kan återanvändas")
            asked = next((q.text for q in case.questions if q.number == question), None)
            if asked is None:
                raise InputError("fråga", f"ärendet har ingen fråga {question}")
            sentences = proven_answer(case.answers[-1].text, question, corpus)
            entry = f"godkand-{case_id}-{question}"
            row = session.scalar(select(Approved).where(Approved.entry == entry)) or Approved(
                entry=entry, case_id=case_id
            )
            row.question, row.sentences = asked, [s.as_json() for s in sentences]
            row.variants = [masked(v.strip()) for v in variants if has_words(v)]
            quotes = [q for s in sentences for q in s.quotes]
            row.rests_on = [r.as_json() for r in rests_of(quotes, corpus, parameters)]
            row.serving, row.changes = Serving.IN_USE, []
            row.approved_on, row.approved_by = f"{self.clock().astimezone(SWEDEN):%Y-%m-%d}", actor.name
            session.add(row)
            log(session, self.clock(), actor.name, "lade i svarsbiblioteket", entry)
        self._write()
        return entry

    @needs(Right.REUSE)
    def withdraw(self, actor: Actor, entry: str) -> None:
        """Take an approved answer out of use."""
        with self.database.writing() as session:
            row = session.scalar(select(Approved).where(Approved.entry == entry))
            if row is None:
                raise InputError("svar", f"det finns inget godkänt svar {entry}")
            row.serving = Serving.WITHDRAWN
            log(session, self.clock(), actor.name, "tog ur svarsbiblioteket", entry)
        self._write()

    @needs(Right.REUSE)
    def write(self, actor: Actor) -> int:
        """Write the library file, regression cases and labelled errors anew; return how many answers are in use."""
        with self.database.writing() as session:
            log(session, self.clock(), actor.name, "skrev svarsbiblioteket", self.file.name)
        return self._write()

    def _write(self) -> int:
        with self.database.reading() as session:
            answers, errors = in_use(session), labelled_errors(session)
        if answers or self.file.exists():
            write_library(self.file, answers)
        write_evals(self.evals / "godkanda.jsonl", answers)
        write_errors(self.evals / "redigeringar.jsonl", errors)
        return len(answers)

    @needs(Right.REUSE)
    def read_in(self, actor: Actor) -> int:
        """Take in answers of the library file that the database lacks, such as from a colleague's copy; return how many."""
        corpus, parameters = self.sources()
        added = 0
        with self.database.writing() as session:
            known = set(session.scalars(select(Approved.entry)))
            for answer in read_library(self.file):
                if answer.entry not in known:
                    session.add(self._row(answer, corpus, parameters))
                    log(session, self.clock(), actor.name, "läste in godkänt svar", answer.entry)
                    added += 1
        self.expire()
        return added

    def _row(self, answer: Reusable, corpus: Corpus, parameters: Parameters) -> Approved:
        rests = rests_of([q for s in answer.sentences for q in s.quotes], corpus, parameters)
        stale = [
            Rest(kind=PASSAGE, id=key, hash=digest, text="")
            for key, digest in answer.passages.items()
            if (key, digest) not in {(r.id, r.hash) for r in rests}
        ]
        return Approved(
            entry=answer.entry,
            question=answer.question,
            variants=list(answer.variants),
            sentences=[s.as_json() for s in answer.sentences],
            rests_on=[r.as_json() for r in (*rests, *stale)],
            serving=Serving.IN_USE,
            changes=[],
            approved_on=answer.approved_on,
            approved_by=answer.approved_by,
        )

    def expire(self) -> tuple[str, ...]:
        """
        Return the answers that now go back to review because what they rest on has changed: those and no others.

        Their cases are opened for review again with the difference; the library file no longer holds them.
        """
        corpus, parameters = self.sources()

        def changed(row: Approved) -> tuple[Change, ...]:
            return changes_in([Rest(**r) for r in row.rests_on], corpus, parameters)

        used = select(Approved).where(Approved.serving == Serving.IN_USE).order_by(Approved.id)
        with self.database.reading() as session:
            stale = [row.entry for row in session.scalars(used) if changed(row)]
        if not stale:
            return ()
        with self.database.writing() as session:
            for row in session.scalars(used.where(Approved.entry.in_(stale))):
                changes = changed(row)
                row.serving, row.changes = Serving.REVIEW, [c.as_json() for c in changes]
                self._back_to_review(session, row, changes)
        self._write()
        return tuple(stale)

    def _back_to_review(self, session: Session, row: Approved, changes: Sequence[Change]) -> None:
        named = ", ".join(f"{c.kind} {c.id}" for c in changes)
        log(session, self.clock(), SYSTEM, "lämnade till ny granskning", row.entry, named)
        case = session.get(Case, row.case_id, with_for_update=True) if row.case_id else None
        if case is None or case.state not in READY:
            return
        session.execute(delete(Approval).where(Approval.case_id == case.id))
        case.state, case.approved = State.GRANSKAS, None
        case.changed, case.changed_by = self.clock(), SYSTEM
        case.reason = f"Källan har ändrats sedan svaret godkändes: {named}."
        flag_modified(case, "changed")
