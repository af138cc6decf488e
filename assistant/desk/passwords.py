"""Passwords: hashed with argon2, and the one rule for what may be one."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assistant.errors import InputError

MIN_LENGTH = 12
MAX_LENGTH = 200
_hasher = PasswordHasher()
NOBODY = _hasher.hash("nobody")
"""Checked against where the name is unknown, so that the answer takes equally long."""


def hashed(password: str, name: str) -> str:
    """Return the hash of *password*; raises InputError where it is too short or is the user's name."""
    if len(password) < MIN_LENGTH:
        raise InputError("lösenord", f"måste ha minst {MIN_LENGTH} tecken")
    if len(password) > MAX_LENGTH:
        raise InputError("lösenord", f"får ha högst {MAX_LENGTH} tecken")
    if name.lower() in password.lower() or len(set(password)) < MIN_LENGTH // 3:
        raise InputError("lösenord", "är för lätt att gissa; ta några ord som inte hör ihop")
    return _hasher.hash(password)


def matches(password: str, password_hash: str) -> bool:
    """Return whether *password* is the one that was hashed."""
    try:
        return _hasher.verify(password_hash, password[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
