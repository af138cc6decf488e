"""Who acts, and the one check of what each role may do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from assistant.desk.states import RIGHTS, Right, Role
from assistant.errors import AccessError

P = ParamSpec("P")
R = TypeVar("R")
S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person who is logged in."""

    id: int
    name: str
    full_name: str
    role: Role


def require(actor: Actor | None, right: Right) -> None:
    """Return where *actor* has *right*; raises AccessError where not, or where nobody is logged in."""
    if actor is None:
        raise AccessError("Du är inte inloggad. Logga in och försök igen.")
    if right not in RIGHTS[actor.role]:
        raise AccessError(f"Rollen {actor.role} får inte {right}. Be en administratör om hjälp.")


Method = Callable[Concatenate[S, Actor, P], R]


def needs(right: Right) -> Callable[[Method[S, P, R]], Method[S, P, R]]:
    """Return the decorator of a method `(self, actor, …)` that only those with *right* may call."""

    def decorate(method: Method[S, P, R]) -> Method[S, P, R]:
        @wraps(method)
        def checked(self: S, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            require(actor, right)
            return method(self, actor, *args, **kwargs)

        marked: Any = checked
        marked.right = right
        return checked

    return decorate
