"""Drafting many cases: each is claimed, asked and stored once, however often the run is killed and started again."""

import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import func, or_, select, update

from assistant.desk.access import Actor, needs
from assistant.desk.clock import Clock
from assistant.desk.db.audit import log
from assistant.desk.db.database import Database
from assistant.desk.db.models import Answer, Case, Draft, Question
from assistant.desk.drafting import Ask, Proposal, propose
from assistant.desk.states import Right, State
from assistant.errors import ConflictError, StorageError

AUTHOR = "assistenten"
CHUNK = 8
LEASE = timedelta(seconds=30)
"""How long a claim holds; a killed run's cases are free again after it. Too short only costs a question asked twice."""
_PATIENCE = (0.5, 1.0, 2.0, 4.0, 8.0)

T = TypeVar("T")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A case that this run may draft."""

    case: int
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Drafting:
    """
    Drafts new cases with *ask*.

    *pause* waits so many seconds; the tests hand in one that does not.
    """

    database: Database
    clock: Clock
    ask: Ask
    threads: int = 2
    lease: timedelta = LEASE
    pause: Callable[[float], None] = field(default=time.sleep)

    @needs(Right.WORK)
    def waiting(self, actor: Actor) -> int:  # noqa: ARG002  # `needs` checks the actor
        """Return how many cases have no draft yet."""
        return self._waiting()

    def _waiting(self) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).where(Case.state == State.NY)) or 0

    @needs(Right.WORK)
    def run(self, actor: Actor, progress: Progress = lambda _done, _total: None) -> int:
        """
        Return how many cases were drafted; ends when no new case is left.

        Several runs at once share the work.  Killed and started again it goes on where it was.
        """
        worker = f"{os.getpid()}-{secrets.token_hex(8)}"
        total, done = self._waiting(), 0
        with ThreadPoolExecutor(self.threads) as pool:
            while chunk := self._next(worker):
                for claimed, proposal in zip(chunk, pool.map(self._propose, chunk), strict=True):
                    done += self._kept(actor, worker, claimed, proposal)
                    progress(done, max(total, done))
        return done

    @needs(Right.WORK)
    def one(self, actor: Actor, case_id: int) -> bool:
        """Return whether the new case *case_id* was drafted now; False where it is drafted or claimed already."""
        worker = f"{os.getpid()}-{secrets.token_hex(8)}"
        claimed = self._claim(worker, only=case_id)
        return bool(claimed) and self._kept(actor, worker, claimed[0], self._propose(claimed[0]))

    def _propose(self, claimed: Claimed) -> Proposal:
        return propose(claimed.questions, self.ask)

    def _next(self, worker: str) -> tuple[Claimed, ...]:
        while True:
            if chunk := self._patiently(lambda: self._claim(worker)):
                return chunk
            if not self._patiently(self._waiting):
                return ()
            self.pause(1.0)  # another run holds the rest; what it does not finish is free when its lease ends

    def _claim(self, worker: str, only: int | None = None) -> tuple[Claimed, ...]:
        now = self.clock()
        free = select(Case.id).where(
            Case.state == State.NY, or_(Case.claim.is_(None), Case.claimed_at < now - self.lease)
        )
        free = free.where(Case.id == only) if only else free.order_by(Case.id).limit(CHUNK)
        with self.database.writing() as session:
            ids = session.scalars(free.with_for_update(skip_locked=True)).all()
            session.execute(
                update(Case).where(Case.id.in_(ids)).values(claim=worker, claimed_at=now),
                execution_options={"synchronize_session": False},
            )
            rows = session.execute(
                select(Question.case_id, Question.text).where(Question.case_id.in_(ids)).order_by(Question.id)
            ).all()
        return tuple(Claimed(case=i, questions=tuple(q for owner, q in rows if owner == i)) for i in ids)

    def _kept(self, actor: Actor, worker: str, claimed: Claimed, proposal: Proposal) -> bool:
        try:
            return self._patiently(lambda: self._store(actor, worker, claimed.case, proposal))
        except ConflictError:
            return False  # another run drafted the case after this one's lease had ended

    def _store(self, actor: Actor, worker: str, case_id: int, proposal: Proposal) -> bool:
        now = self.clock()
        mine = select(Case).where(Case.id == case_id, Case.state == State.NY, Case.claim == worker).with_for_update()
        with self.database.writing() as session:
            case = session.scalar(mine)
            if case is None:
                return False
            case.state, case.changed, case.changed_by, case.claim = State.UTKAST, now, AUTHOR, None
            session.add(
                Draft(
                    case_id=case_id,
                    text=proposal.text,
                    parts=[p.as_json() for p in proposal.parts],
                    confidence=proposal.confidence,
                    why=proposal.why,
                    corpus=proposal.corpus,
                    created=now,
                )
            )
            session.add(Answer(case_id=case_id, number=1, text=proposal.text, author=AUTHOR, created=now))
            log(session, now, actor.name, "lät skriva utkast", f"ärende {case_id}", proposal.confidence)
        return True

    def _patiently(self, work: Callable[[], T]) -> T:
        for seconds in _PATIENCE:
            try:
                return work()
            except StorageError:
                self.pause(seconds)
        return work()
