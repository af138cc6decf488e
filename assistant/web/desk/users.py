"""Accounts."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.access import Actor
from assistant.desk.service import Desk
from assistant.desk.states import Right, Role
from assistant.errors import ConflictError, InputError
from assistant.web.desk.faults import status_of
from assistant.web.desk.gate import Allowed, Here, Posted, Who, text
from assistant.web.desk.pages import page, to, told

router = APIRouter(dependencies=[Depends(Allowed(Right.USERS))])


def _shown(request: Request, desk: Desk, actor: Actor, error: InputError | ConflictError | None = None) -> Response:
    return page(
        request,
        "users",
        status_of(error) if error else 200,
        accounts=desk.users.accounts(actor),
        fault=told(error) if error else "",
        written=dict(request.state.written) if error and hasattr(request.state, "written") else {},
    )


def _role(word: str) -> Role:
    if word not in set(Role):
        raise InputError("roll", f"välj något av {', '.join(Role)}")
    return Role(word)


def _then(request: Request, desk: Desk, actor: Actor, work: Callable[[], None], done: str) -> Response:
    try:
        work()
    except (InputError, ConflictError) as error:
        return _shown(request, desk, actor, error)
    return to("/konton", done)


@router.get("/konton")
def users(request: Request, desk: Here, actor: Who) -> Response:
    """Return the accounts."""
    return _shown(request, desk, actor)


@router.post("/konton")
def add(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Make an account; where it is refused, all but the password stands in the form still."""
    request.state.written = {name: text(form, name) for name in ("name", "full_name", "role")}

    def work() -> None:
        desk.users.add(
            actor, name=text(form, "name"), full_name=text(form, "full_name"), role=_role(text(form, "role")),
            password=text(form, "password"),
        )  # fmt: skip

    return _then(request, desk, actor, work, "skapat")


@router.post("/konton/roll")
def change_role(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Give an account another role."""
    return _then(
        request, desk, actor, lambda: desk.users.set_role(actor, text(form, "name"), _role(text(form, "role"))), "konto"
    )


@router.post("/konton/oppet")
def change_open(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Open or close an account."""
    active = text(form, "active") == "ja"
    return _then(request, desk, actor, lambda: desk.users.set_active(actor, text(form, "name"), active=active), "konto")


@router.post("/konton/losenord")
def change_password(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Give an account a new password."""
    return _then(
        request,
        desk,
        actor,
        lambda: desk.users.set_password(actor, text(form, "name"), text(form, "password")),
        "konto",
    )
