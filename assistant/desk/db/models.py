"""The tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from assistant.desk.states import State


class Moment(TypeDecorator[datetime]):
    """A point in time, stored as UTC and always aware; SQLite drops the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the base's signature
        """Return *value* in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # the base's signature
        """Return *value* as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {datetime: Moment, str: Text, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012  # as declared by the base


class User(Base):
    """A person with an account."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    full_name: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created: Mapped[datetime]


class Login(Base):
    """A session; only the hash of its token is stored."""

    __tablename__ = "logins"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created: Mapped[datetime]
    seen: Mapped[datetime]
    expires: Mapped[datetime]


class Case(Base):
    """One message to answer, its personal data masked."""

    __tablename__ = "cases"
    __table_args__ = (Index("cases_state", "state", "claimed_at"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    origin: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Hash of the message as it came, so that one file read twice gives no case twice."""
    source: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(default="")
    message: Mapped[str]
    haystack: Mapped[str]
    """Subject and message folded, for searching: SQLite knows no case of å, ä and ö."""
    sender: Mapped[str | None]
    message_id: Mapped[str | None]
    consent: Mapped[bool] = mapped_column(default=False)
    received: Mapped[datetime]
    created: Mapped[datetime]
    changed: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(default="")
    approved: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20), default=State.NY)
    reason: Mapped[str] = mapped_column(default="")
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    claim: Mapped[str | None] = mapped_column(String(64))
    claimed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(nullable=False)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # as declared by the base

    questions: Mapped[list["Question"]] = relationship(order_by="Question.number", back_populates="case")
    draft: Mapped["Draft | None"] = relationship(back_populates="case")
    answers: Mapped[list["Answer"]] = relationship(order_by="Answer.number", back_populates="case")
    assignee: Mapped["User | None"] = relationship()


class Question(Base):
    """One question of a case."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    text: Mapped[str]
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    vector: Mapped[bytes | None] = mapped_column(LargeBinary)
    """float16, unit length, by the assistant's embedder at import."""
    case: Mapped[Case] = relationship(back_populates="questions")


class Draft(Base):
    """The assistant's proposal; one a case, never changed."""

    __tablename__ = "drafts"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    text: Mapped[str]
    parts: Mapped[list[Any]]
    confidence: Mapped[str] = mapped_column(String(20))
    why: Mapped[str]
    corpus: Mapped[str] = mapped_column(String(20))
    created: Mapped[datetime]
    case: Mapped[Case] = relationship(back_populates="draft")


class Answer(Base):
    """One version of a case's answer."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("case_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    text: Mapped[str]
    author: Mapped[str]
    created: Mapped[datetime]
    case: Mapped[Case] = relationship(back_populates="answers")


class Remark(Base):
    """A mark on one sentence of a version of an answer, or, with no mark, a note on the case."""

    __tablename__ = "remarks"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    answer_number: Mapped[int]
    sentence: Mapped[str] = mapped_column(default="")
    mark: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(default="")
    author: Mapped[str]
    created: Mapped[datetime]


class Approval(Base):
    """One person's yes to one version of an answer."""

    __tablename__ = "approvals"
    __table_args__ = (UniqueConstraint("case_id", "answer_number", "user_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    answer_number: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created: Mapped[datetime]


class Approved(Base):
    """An approved answer in the library, with what it rests on."""

    __tablename__ = "approved"
    id: Mapped[int] = mapped_column(primary_key=True)
    entry: Mapped[str] = mapped_column(String(80), unique=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    question: Mapped[str]
    variants: Mapped[list[Any]]
    sentences: Mapped[list[Any]]
    rests_on: Mapped[list[Any]]
    serving: Mapped[str] = mapped_column(String(20))
    changes: Mapped[list[Any]]
    approved_on: Mapped[str] = mapped_column(String(10))
    approved_by: Mapped[str]


class AuditRow(Base):
    """Who did what; triggers refuse every change and removal."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    who: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(80))
    detail: Mapped[str]
