"""The way of a case from draft to sent: every step checks role, state and that nobody else changed the case."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assistant.desk.access import Actor, needs
from assistant.desk.aside import keep_aside
from assistant.desk.clock import Clock
from assistant.desk.db.audit import log
from assistant.desk.db.cases import open_case
from assistant.desk.db.database import Database
from assistant.desk.db.models import Answer, Approval, Case, Remark, User
from assistant.desk.letter import gaps
from assistant.desk.states import FROM, Mark, Right, State, Step
from assistant.errors import InputError, StorageError

MAX_ANSWER = 50_000


def tidy(text: str) -> str:
    r"""
    Return *text* without what no mail program or word processor can hold.

    >>> tidy("Hej!\r\n\x07Bo ")
    'Hej!\nBo'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs", "Co", "Cn"}).strip()


def _check_state(case: Case, step: Step) -> None:
    if case.state not in FROM[step]:
        wanted = " eller ".join(sorted(FROM[step]))
        raise InputError("läge", f"ärendet är {case.state}, men måste vara {wanted} för att göra det")


def _latest(case: Case) -> Answer:
    if not case.answers:
        raise InputError("svar", "det finns inget svar ännu; låt assistenten skriva ett utkast eller skriv själv")
    return case.answers[-1]


def _finished(case: Case) -> Answer:
    answer = _latest(case)
    if left := gaps(answer.text):
        raise InputError("svar", f"{len(left)} ställe(n) återstår att skriva själv: {left[0]}")
    return answer


def _no_wrong_sentence(session: Session, case: Case, answer: Answer) -> None:
    marks = select(Remark).where(Remark.case_id == case.id, Remark.answer_number == answer.number, Remark.mark != "")
    latest = {r.sentence: r.mark for r in session.scalars(marks.order_by(Remark.id))}
    wrong = [sentence for sentence, mark in latest.items() if mark == Mark.WRONG]
    if wrong:
        raise InputError("svar", f"en mening är märkt som fel, rätta den först: {wrong[0]}")


@dataclass(frozen=True)
class Review:
    """
    Moves cases on.

    *approvers*: how many persons must approve the same version of an answer.  *aside*: folder for what
    somebody wrote while the database was out of reach.  Every method that takes *version*, the one the
    person saw, returns the new one and raises ConflictError where somebody else was first.
    """

    database: Database
    clock: Clock
    approvers: int
    aside: Path

    def _change(
        self, actor: Actor, case_id: int, version: int, step: Step, change: Callable[[Session, Case], str | None]
    ) -> int:
        with self.database.writing() as session:
            case = open_case(session, case_id, version)
            _check_state(case, step)
            detail = change(session, case) or ""
            case.changed, case.changed_by = self.clock(), actor.name
            flag_modified(case, "changed")
            log(session, self.clock(), actor.name, step, f"ärende {case_id}", detail)
            session.flush()
            return case.version

    @needs(Right.WORK)
    def assign(self, actor: Actor, case_id: int, version: int, name: str) -> int:
        """Give the case to the account *name*; an empty name gives it to nobody."""

        def change(session: Session, case: Case) -> str:
            user = session.scalar(select(User).where(User.name == name.strip().lower(), User.active))
            if name and user is None:
                raise InputError("namn", f"det finns inget öppet konto {name}")
            case.assignee = user
            return name

        return self._change(actor, case_id, version, Step.ASSIGN, change)

    @needs(Right.WORK)
    def save(self, actor: Actor, case_id: int, version: int, text: str) -> int:
        """
        Keep *text* as a new version of the answer; what was approved before is approved no longer.

        Where the database is out of reach the text is kept in a file, which the StorageError names.
        """
        plain = tidy(text)
        if not plain or len(plain) > MAX_ANSWER:
            raise InputError("svar", f"skriv något, högst {MAX_ANSWER} tecken")

        def change(session: Session, case: Case) -> str:
            if case.state == State.NY:
                case.state = State.UTKAST
            number = len(case.answers) + 1
            session.add(Answer(case=case, number=number, text=plain, author=actor.name, created=self.clock()))
            return f"version {number}"

        try:
            return self._change(actor, case_id, version, Step.SAVE, change)
        except StorageError as error:
            path = keep_aside(self.aside, f"ärende-{case_id}-{actor.name}", self.clock(), text)
            raise StorageError(f"{error} Din text är sparad i {path}." if path else str(error)) from error

    @needs(Right.WORK)
    def hand_in(self, actor: Actor, case_id: int, version: int) -> int:
        """Hand the answer in for review; raises InputError while it has gaps to write."""

        def change(_session: Session, case: Case) -> str:
            answer = _finished(case)
            case.state = State.GRANSKAS
            return f"version {answer.number}"

        return self._change(actor, case_id, version, Step.HAND_IN, change)

    @needs(Right.WORK)
    def hand_back(self, actor: Actor, case_id: int, version: int, reason: str) -> int:
        """Return the answer to its writer with a *reason*."""
        return self._move_with_reason(actor, case_id, version, Step.HAND_BACK, State.UTKAST, reason)

    @needs(Right.WORK)
    def reject(self, actor: Actor, case_id: int, version: int, reason: str) -> int:
        """Close the case without an answer, with a *reason*."""
        return self._move_with_reason(actor, case_id, version, Step.REJECT, State.AVVISAD, reason)

    def _move_with_reason(self, actor: Actor, case_id: int, version: int, step: Step, to: State, reason: str) -> int:
        if not reason.strip():
            raise InputError("skäl", "skriv varför, så att nästa person förstår")

        def change(_session: Session, case: Case) -> str:
            case.state, case.reason = to, reason.strip()
            return case.reason

        return self._change(actor, case_id, version, step, change)

    @needs(Right.APPROVE)
    def approve(self, actor: Actor, case_id: int, version: int) -> int:
        """
        Say yes to the latest version of the answer.

        The case is approved once so many persons as *approvers* have said yes to the same version.
        """

        def change(session: Session, case: Case) -> str:
            answer = _finished(case)
            _no_wrong_sentence(session, case, answer)
            here = (Approval.case_id == case.id, Approval.answer_number == answer.number)
            if session.scalar(select(Approval.id).where(*here, Approval.user_id == actor.id)):
                raise InputError(
                    "godkännande", "du har redan godkänt den här versionen; någon annan ska också göra det"
                )
            session.add(Approval(case_id=case.id, answer_number=answer.number, user_id=actor.id, created=self.clock()))
            count = session.scalar(select(func.count()).where(*here)) or 0
            if count >= self.approvers:
                case.state, case.approved = State.GODKAND, self.clock()
            return f"version {answer.number}, {count} av {self.approvers}"

        return self._change(actor, case_id, version, Step.APPROVE, change)

    @needs(Right.WORK)
    def mark_sent(self, actor: Actor, case_id: int, version: int) -> int:
        """Note that a person has sent the answer; the program itself sends nothing."""

        def change(_session: Session, case: Case) -> None:
            case.state = State.SKICKAD

        return self._change(actor, case_id, version, Step.SEND, change)

    @needs(Right.WORK)
    def reopen(self, actor: Actor, case_id: int, version: int) -> int:
        """Take up a rejected case, or take an approved one back to review."""

        def change(session: Session, case: Case) -> None:
            session.execute(delete(Approval).where(Approval.case_id == case_id))
            before = State.UTKAST if case.answers else State.NY
            case.state = State.GRANSKAS if case.state == State.GODKAND else before
            case.approved, case.claim = None, None

        return self._change(actor, case_id, version, Step.REOPEN, change)

    @needs(Right.WORK)
    def mark(self, actor: Actor, case_id: int, answer: int, sentence: str, mark: Mark, note: str = "") -> None:
        """Judge one sentence of version *answer*; a later mark on the same sentence goes before an earlier."""
        self._remark(
            actor, case_id, "märkte en mening", Remark(answer_number=answer, sentence=sentence, mark=mark, note=note)
        )

    @needs(Right.WORK)
    def note(self, actor: Actor, case_id: int, text: str) -> None:
        """Write a note on the case, for colleagues."""
        if not text.strip():
            raise InputError("anteckning", "skriv något")
        self._remark(actor, case_id, "antecknade", Remark(answer_number=0, sentence="", mark="", note=tidy(text)))

    def _remark(self, actor: Actor, case_id: int, action: str, remark: Remark) -> None:
        with self.database.writing() as session:
            open_case(session, case_id)
            remark.case_id, remark.author, remark.created = case_id, actor.name, self.clock()
            session.add(remark)
            log(session, self.clock(), actor.name, action, f"ärende {case_id}", remark.mark)
