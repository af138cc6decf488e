"""Logging in: sessions that end, and a lock after repeated failures."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.desk import passwords
from assistant.desk.access import Actor
from assistant.desk.clock import Clock, swedish
from assistant.desk.db.audit import log
from assistant.desk.db.database import Database
from assistant.desk.db.models import Login, User
from assistant.desk.states import Role
from assistant.errors import AccessError

MAX_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
SESSION_FOR = timedelta(hours=10)
IDLE_FOR = timedelta(hours=1)
_SEEN_EVERY = timedelta(minutes=1)
_WRONG = "Fel namn eller lösenord."
_ENDED = "Du har blivit utloggad. Logga in igen; det du har sparat finns kvar."


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _actor(user: User) -> Actor:
    return Actor(id=user.id, name=user.name, full_name=user.full_name, role=Role(user.role))


@dataclass(frozen=True)
class Sessions:
    """Who is logged in."""

    database: Database
    clock: Clock

    def login(self, name: str, password: str) -> str:
        """
        Return the token of a new session.

        Raises AccessError, in the same words for an unknown name and a wrong password; after
        MAX_FAILURES the account is locked for a while, also for the right password.
        """
        with self.database.writing() as session:
            found = self._try_login(session, name.strip().lower(), password)
        if isinstance(found, AccessError):
            raise found
        return found

    def _try_login(self, session: Session, name: str, password: str) -> str | AccessError:
        now = self.clock()
        user = session.scalar(select(User).where(User.name == name).with_for_update())
        if user is not None and user.locked_until and user.locked_until > now:
            return AccessError(f"Kontot är låst till {swedish(user.locked_until)} efter upprepade felaktiga försök.")
        right = passwords.matches(password, user.password_hash if user else passwords.NOBODY)
        if user is None or not user.active:
            return AccessError(_WRONG)
        if not right:
            self._failed(session, user, now)
            return AccessError(_WRONG)
        user.failures, user.locked_until = 0, None
        token = secrets.token_urlsafe(32)
        session.execute(delete(Login).where(Login.expires < now))
        session.add(Login(token_hash=_digest(token), user_id=user.id, created=now, seen=now, expires=now + SESSION_FOR))
        log(session, now, user.name, "loggade in", user.name)
        return token

    def _failed(self, session: Session, user: User, now: datetime) -> None:
        user.failures += 1
        if user.failures >= MAX_FAILURES:
            user.failures, user.locked_until = 0, now + LOCKED_FOR
            log(session, now, user.name, "låstes ute", user.name, f"{MAX_FAILURES} felaktiga försök")

    def actor(self, token: str) -> Actor:
        """Return who holds *token*; raises AccessError where the session has ended or the account is closed."""
        now = self.clock()
        query = select(Login, User).join(User, User.id == Login.user_id).where(Login.token_hash == _digest(token))
        with self.database.reading() as session:
            found = session.execute(query).first()
        if found is None:
            raise AccessError(_ENDED)
        login, user = found
        if not user.active or login.expires < now or login.seen + IDLE_FOR < now:
            raise AccessError(_ENDED)
        if login.seen + _SEEN_EVERY < now:
            with self.database.writing() as session:
                session.merge(login).seen = now
        return _actor(user)

    def logout(self, token: str) -> None:
        """End the session of *token*."""
        with self.database.writing() as session:
            session.execute(delete(Login).where(Login.token_hash == _digest(token)))
