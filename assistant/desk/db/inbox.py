"""The inbox: questions come in masked, split and known again when they come twice."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.desk.access import Actor, needs
from assistant.desk.clock import Clock
from assistant.desk.db.audit import log
from assistant.desk.db.database import Database
from assistant.desk.db.models import Case, Question
from assistant.desk.guards import check_size
from assistant.desk.likeness import Embed, Known, packed, text_hash
from assistant.desk.mail import Incoming, latest, read_eml, read_mbox
from assistant.desk.sheets import read_csv, read_xlsx
from assistant.desk.states import Right, Source, State
from assistant.errors import ImportRefusedError, InputError
from assistant.text.normalise import MAX_CHARACTERS, clean, fold, has_words
from assistant.text.privacy import masked
from assistant.understanding.turns import questions_in

_KINDS = "EML, MBOX, CSV eller XLSX"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import: ids of new cases, those of them that ask what was asked before, and how many were left out."""

    cases: tuple[int, ...]
    duplicates: tuple[int, ...]
    known: int
    """Messages that were read in before."""
    empty: int
    """Messages without a question."""


def read_file(name: str, data: bytes) -> tuple[Source, tuple[Incoming, ...]]:
    """Return the messages of a file, told by its ending; raises ImportRefusedError, and then nothing is read."""
    name = PurePath(name).name
    check_size(name, len(data))
    match PurePath(name).suffix.lower():
        case ".eml":
            return Source.MAIL, (read_eml(name, data),)
        case ".mbox" | ".mbx":
            return Source.MAIL, read_mbox(name, data)
        case ".csv" | ".tsv" | ".txt":
            return Source.SHEET, read_csv(name, data)
        case ".xlsx":
            return Source.SHEET, read_xlsx(name, data)
        case ".xlsm" | ".xltm" | ".xlsb":
            raise ImportRefusedError(f"{name} kan innehålla makron. Spara om utan makron, som XLSX.")
        case _:
            raise ImportRefusedError(f"{name} är av ett slag som inte går att läsa in. Använd {_KINDS}.")


def _origin(incoming: Incoming) -> str | None:
    return hashlib.sha256(incoming.key.encode()).hexdigest() if incoming.key else None


def _known_questions(session: Session) -> Known:
    known = Known()
    rows = select(Question.case_id, Question.text, Question.vector).join(Case).where(Case.state != State.AVVISAD)
    for owner, text, vector in session.execute(rows.order_by(Question.id)):
        known.add(owner, text, vector)
    return known


@dataclass(frozen=True)
class Inbox:
    """
    Takes questions in.

    *embed*: the assistant's questions-to-vectors, by which duplicates in other words are known.
    """

    database: Database
    clock: Clock
    embed: Embed

    @needs(Right.WORK)
    def paste(self, actor: Actor, text: str, *, subject: str = "", sender: str = "", consent: bool = False) -> Imported:
        """Take in one pasted question or mail; *sender* is stored only with *consent*."""
        incoming = Incoming(text=latest(text), subject=subject, sender=sender)
        return self._take(actor.name, Source.PASTED, [incoming], consent=consent, what="inklistrad text")

    @needs(Right.WORK)
    def read_in(self, actor: Actor, name: str, data: bytes, *, consent: bool = False) -> Imported:
        """
        Take in a file of mails or questions, whole or, with ImportRefusedError, not at all.

        *consent*: the senders have agreed that their addresses are stored; without it none is.
        """
        source, messages = read_file(name, data)
        return self._take(actor.name, source, messages, consent=consent, what=PurePath(name).name)

    def submit(self, turns: Sequence[str], *, sender: str, consent: bool) -> int:
        """
        Return the new case of an applicant who pressed "skicka till handläggare" in the chat.

        Raises InputError where there is no question, no address or no consent: without an address
        nobody can answer, and without consent none is stored.
        """
        if not consent:
            raise InputError("samtycke", "behövs för att vi ska få spara din e-postadress och svara dig")
        address = sender.strip()
        if "@" not in address[1:-1] or any(c.isspace() for c in address) or len(address) > 254:
            raise InputError("e-post", "skriv din adress, till exempel namn@kommun.se")
        asked = [t for t in turns if has_words(t)]
        if not asked:
            raise InputError("fråga", "skriv en fråga först")
        incoming = Incoming(text="\n\n".join(asked), subject="Fråga från chatten", sender=address)
        return self._take("sökande", Source.CHAT, [incoming], consent=True, what="chatten").cases[0]

    def _take(self, who: str, source: Source, messages: Sequence[Incoming], *, consent: bool, what: str) -> Imported:
        plain = [(m, masked(clean(m.text))) for m in messages]
        filled = [(m, text) for m, text in plain if has_words(text)]
        if not filled:
            raise ImportRefusedError("Det finns ingen fråga att läsa in.")
        split = [questions_in(text[:MAX_CHARACTERS]) for _, text in filled]
        rows = self.embed([q for questions in split for q in questions])
        vectors = iter([packed(row) for row in rows])
        embedded = [[(q, next(vectors)) for q in questions] for questions in split]
        with self.database.writing() as session:
            taken = self._store(session, source, list(zip(filled, embedded, strict=True)), consent=consent)
            log(
                session, self.clock(), who, "läste in", what, f"{len(taken.cases)} nya, {taken.known} kända sedan förut"
            )
        return Imported(
            cases=taken.cases, duplicates=taken.duplicates, known=taken.known, empty=len(plain) - len(filled)
        )

    def _store(
        self,
        session: Session,
        source: Source,
        rows: Sequence[tuple[tuple[Incoming, str], list[tuple[str, bytes]]]],
        *,
        consent: bool,
    ) -> Imported:
        known, before = _known_questions(session), 0
        cases: list[Case] = []
        for (incoming, text), questions in rows:
            origin = _origin(incoming)
            if origin and session.scalar(select(Case.id).where(Case.origin == origin)):
                before += 1
                continue
            case = self._case(incoming, text, source, consent=consent)
            case.origin = origin
            owners = [known.like(q, vector) for q, vector in questions]
            case.duplicate_of = owners[0] if owners[0] is not None and len(set(owners)) == 1 else None
            case.questions = [
                Question(number=n, text=q, text_hash=text_hash(q), vector=vector)
                for n, (q, vector) in enumerate(questions, start=1)
            ]
            session.add(case)
            session.flush()
            for q, vector in questions:
                known.add(case.id, q, vector)
            cases.append(case)
        return Imported(
            cases=tuple(c.id for c in cases),
            duplicates=tuple(c.id for c in cases if c.duplicate_of),
            known=before,
            empty=0,
        )

    def _case(self, incoming: Incoming, text: str, source: Source, *, consent: bool) -> Case:
        now, subject = self.clock(), " ".join(masked(clean(incoming.subject)).split())[:300]
        return Case(
            source=source,
            subject=subject,
            message=text,
            haystack=fold(f"{subject}\n{text}"),
            sender=incoming.sender or None if consent else None,
            message_id=incoming.message_id or None if consent else None,
            consent=consent,
            received=incoming.received or now,
            created=now,
            changed=now,
            state=State.NY,
        )
