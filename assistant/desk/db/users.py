"""Accounts: who may log in, and as what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assistant.desk import passwords
from assistant.desk.access import Actor, needs
from assistant.desk.clock import Clock
from assistant.desk.db.audit import log
from assistant.desk.db.database import Database
from assistant.desk.db.models import Login, User
from assistant.desk.states import Right, Role
from assistant.errors import AccessError, InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as the list of users shows it."""

    id: int
    name: str
    full_name: str
    role: Role
    active: bool
    locked_until: datetime | None


def _named(session: Session, name: str) -> User:
    user = session.scalar(select(User).where(User.name == name.strip().lower()))
    if user is None:
        raise InputError("namn", f"det finns inget konto {name}")
    return user


def _end_sessions(session: Session, user: User) -> None:
    session.execute(delete(Login).where(Login.user_id == user.id))


def _leave_one_administrator(session: Session, user: User) -> None:
    others = select(func.count()).where(User.role == Role.ADMINISTRATOR, User.active, User.id != user.id)
    if user.role == Role.ADMINISTRATOR and not session.scalar(others):
        raise InputError("konto", "detta är den enda administratören; ge någon annan rollen först")


@dataclass(frozen=True)
class Users:
    """The accounts."""

    database: Database
    clock: Clock

    @needs(Right.USERS)
    def accounts(self, actor: Actor) -> tuple[Account, ...]:  # noqa: ARG002  # `needs` checks the actor
        """Return all accounts by name."""
        with self.database.reading() as session:
            return tuple(
                Account(
                    id=u.id,
                    name=u.name,
                    full_name=u.full_name,
                    role=Role(u.role),
                    active=u.active,
                    locked_until=u.locked_until,
                )
                for u in session.scalars(select(User).order_by(User.name))
            )

    @needs(Right.READ)
    def colleagues(self, actor: Actor) -> tuple[str, ...]:  # noqa: ARG002  # `needs` checks the actor
        """Return the names of all open accounts, for giving a case to somebody."""
        with self.database.reading() as session:
            return tuple(session.scalars(select(User.name).where(User.active).order_by(User.name)))

    @needs(Right.USERS)
    def add(self, actor: Actor, *, name: str, full_name: str, role: Role, password: str) -> None:
        """Make an account; raises InputError where the name is taken or the password too weak."""
        name = name.strip().lower()
        if not name or len(name) > 80 or any(c.isspace() for c in name):
            raise InputError("namn", "ska vara ett ord, till exempel anna.ek")
        with self.database.writing() as session:
            if session.scalar(select(User.id).where(User.name == name)):
                raise InputError("namn", f"kontot {name} finns redan")
            session.add(
                User(
                    name=name,
                    full_name=full_name.strip() or name,
                    role=role,
                    password_hash=passwords.hashed(password, name),
                    active=True,
                    failures=0,
                    created=self.clock(),
                )
            )
            log(session, self.clock(), actor.name, "skapade konto", name, role)

    @needs(Right.USERS)
    def set_active(self, actor: Actor, name: str, *, active: bool) -> None:
        """Open or close an account; closing ends its sessions at once."""
        with self.database.writing() as session:
            user = _named(session, name)
            if not active:
                _leave_one_administrator(session, user)
                _end_sessions(session, user)
            user.active, user.failures, user.locked_until = active, 0, None
            log(session, self.clock(), actor.name, "öppnade konto" if active else "stängde konto", user.name)

    @needs(Right.USERS)
    def set_role(self, actor: Actor, name: str, role: Role) -> None:
        """Give an account another role; its sessions end, so that the new role holds at once."""
        with self.database.writing() as session:
            user = _named(session, name)
            if role is not Role.ADMINISTRATOR:
                _leave_one_administrator(session, user)
            user.role = role
            _end_sessions(session, user)
            log(session, self.clock(), actor.name, "ändrade roll", user.name, role)

    @needs(Right.USERS)
    def set_password(self, actor: Actor, name: str, password: str) -> None:
        """Give an account a new password; its lock is lifted and its sessions end."""
        with self.database.writing() as session:
            user = _named(session, name)
            user.password_hash = passwords.hashed(password, user.name)
            user.failures, user.locked_until = 0, None
            _end_sessions(session, user)
            log(session, self.clock(), actor.name, "bytte lösenord", user.name)

    @needs(Right.READ)
    def change_own_password(self, actor: Actor, old: str, new: str) -> None:
        """Change the actor's own password; raises AccessError where *old* is wrong."""
        with self.database.writing() as session:
            user = _named(session, actor.name)
            if not passwords.matches(old, user.password_hash):
                raise AccessError("Det gamla lösenordet stämmer inte.")
            user.password_hash = passwords.hashed(new, user.name)
            log(session, self.clock(), actor.name, "bytte lösenord", user.name)
