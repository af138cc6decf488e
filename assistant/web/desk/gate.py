"""Who is asking, and whether the form is one of ours: every page but the login stands behind this."""

import hashlib
import hmac
from typing import Annotated

from fastapi import Depends, HTTPException, Request, Response
from starlette.datastructures import FormData, UploadFile

from assistant.desk.access import Actor, require
from assistant.desk.db.sessions import SESSION_FOR
from assistant.desk.guards import MAX_BYTES
from assistant.desk.service import Desk
from assistant.desk.states import Right
from assistant.errors import AccessError

ROOT = "/handlaggning"
COOKIE = "handlaggning"
FIELD = "formular"
"""The field of every form that shows it was made by these pages, for this session."""
MAX_FILES = 100
MAX_BODY = MAX_BYTES * 12 // 10
"""A little over what is read in, so that a file just too large gets its own refusal."""
_TOO_LARGE = "Det du skickade är för stort: högst 50 MB går att läsa in. Dela upp filen."
_FOREIGN = "Formuläret är för gammalt, eller kommer inte från den här sidan. Läs om sidan och försök igen."


def desk_of(request: Request) -> Desk:
    """Return the desk; raises StorageError where its database cannot be reached."""
    desk: Desk = request.app.state.opening()
    return desk


def logged_in(request: Request, desk: Annotated[Desk, Depends(desk_of)]) -> None:
    """Put who is logged in on the request; 401 where nobody is."""
    try:
        request.state.actor = desk.sessions.actor(request.cookies.get(COOKIE, ""))
    except AccessError as error:
        raise HTTPException(401, str(error)) from error


def actor_of(request: Request) -> Actor:
    """Return who is logged in."""
    actor: Actor = request.state.actor
    return actor


def seal(token: str) -> str:
    """Return what a form of the session *token* carries; it tells nothing of the token."""
    return hmac.new(token.encode(), b"formular", hashlib.sha256).hexdigest()


async def genuine(request: Request) -> None:
    """Let a form through that these pages made for this session; 403 where it is another's, 413 where it is too large."""
    if request.method != "POST":
        return
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > MAX_BODY:
        raise HTTPException(413, _TOO_LARGE)
    form = await request.form(max_files=MAX_FILES, max_fields=500)
    if not hmac.compare_digest(str(form.get(FIELD, "")), seal(request.cookies.get(COOKIE, ""))):
        raise HTTPException(403, _FOREIGN)


async def posted(request: Request) -> FormData:
    """Return the form that was sent."""
    return await request.form()


class Allowed:
    """Lets through those who have *right*; AccessError for others."""

    def __init__(self, right: Right) -> None:
        self.right = right

    def __call__(self, request: Request) -> None:
        """Check who is logged in."""
        require(request.state.actor, self.right)


Here = Annotated[Desk, Depends(desk_of)]
Who = Annotated[Actor, Depends(actor_of)]
Posted = Annotated[FormData, Depends(posted)]


def text(form: FormData, name: str) -> str:
    """Return the field *name* of a form; empty where it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def number(form: FormData, name: str) -> int:
    """Return the whole number in the field *name*; 0 where there is none."""
    value = text(form, name)
    return int(value) if value.isdecimal() and len(value) < 10 else 0


def chosen(form: FormData, name: str) -> list[int]:
    """Return the whole numbers of all fields *name*."""
    return [int(v) for v in form.getlist(name) if isinstance(v, str) and v.isdecimal() and len(v) < 10]


def files(form: FormData, name: str) -> list[tuple[str, bytes]]:
    """Return name and content of the files of the field *name*; an empty file field has none."""
    sent = [f for f in form.getlist(name) if isinstance(f, UploadFile) and f.filename]
    return [(f.filename or "", f.file.read()) for f in sent]


def let_in(response: Response, request: Request, token: str) -> None:
    """Give the browser the session *token*; no script can read it and no other site sends it along."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION_FOR.total_seconds()),
        path=ROOT,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
