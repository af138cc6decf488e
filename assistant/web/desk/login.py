"""In and out, and one's own password."""

import hmac
import secrets

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from assistant.errors import AccessError, InputError
from assistant.web.desk.gate import COOKIE, FIELD, ROOT, Here, Posted, Who, let_in, text
from assistant.web.desk.pages import page, to, told
from assistant.web.shell import asset

VISIT = "handlaggning_besok"
"""A cookie with a random word that the login form repeats: another site can send the form, but not know the word."""
_KINDS = {"desk.css": "text/css", "desk.js": "text/javascript", "ask.js": "text/javascript"}
_LOOK = "look.css"
_OF_GRADIO = "/* The frame that Gradio gives. */"
"""Where style.css goes on to what only the applicants' page has; colours, type and focus stand before it."""
_MAX_FORM = 10_000

open_router = APIRouter()
router = APIRouter()


def _bundled(text: str, kind: str) -> Response:
    return Response(text, media_type=kind, headers={"Cache-Control": "max-age=300"})


@open_router.get("/tillgangar/{name}")
def bundled(name: str) -> Response:
    """Return a style sheet or script of these pages."""
    if name == _LOOK:
        return _bundled(asset("style.css").partition(_OF_GRADIO)[0], "text/css")
    if name not in _KINDS:
        raise HTTPException(404)
    return _bundled(asset(name), _KINDS[name])


def _safe(place: str) -> str:
    """Return an address of the desk to go on to; the inbox where *place* leads out of it."""
    return place if place.startswith("/") and not place.startswith("//") and "\\" not in place else "/"


def _form(request: Request, place: str, *, name: str = "", fault: str = "", status: int = 200) -> Response:
    visit = request.cookies.get(VISIT) or secrets.token_urlsafe(24)
    shown = page(request, "login", status, seal=visit, place=_safe(place), name=name, fault=fault)
    shown.set_cookie(VISIT, visit, path=ROOT, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return shown


@open_router.get("/logga-in")
def login_form(request: Request, till: str = "/") -> Response:
    """Return the login."""
    return _form(request, till)


async def _small(request: Request) -> None:
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > _MAX_FORM:
        raise HTTPException(413, "Formuläret är för stort.")


@open_router.post("/logga-in", dependencies=[Depends(_small)])
def login(request: Request, desk: Here, form: Posted) -> Response:
    """Log a person in; the password is checked by the desk, which locks the account after repeated failures."""
    visit, name, place = request.cookies.get(VISIT, ""), text(form, "name"), text(form, "place")
    if not visit or not hmac.compare_digest(text(form, FIELD), visit):
        return _form(request, place, name=name, fault="Sidan hade legat öppen för länge. Försök igen.", status=403)
    try:
        token = desk.sessions.login(name, text(form, "password"))
    except AccessError as error:
        return _form(request, place, name=name, fault=str(error), status=401)
    inside = to(_safe(place))
    let_in(inside, request, token)
    return inside


@router.post("/logga-ut")
def logout(request: Request, desk: Here) -> Response:
    """End the session."""
    desk.sessions.logout(request.cookies.get(COOKIE, ""))
    outside = to("/logga-in", "utloggad")
    outside.delete_cookie(COOKIE, path=ROOT)
    return outside


@router.get("/losenord")
def password_form(request: Request) -> Response:
    """Return the form for one's own password."""
    return page(request, "password")


@router.post("/losenord")
def change_password(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Change one's own password."""
    new = text(form, "new")
    try:
        if new != text(form, "again"):
            raise InputError("lösenord", "de två nya lösenorden är inte lika")
        desk.users.change_own_password(actor, text(form, "old"), new)
    except (AccessError, InputError) as error:
        return page(request, "password", 422, fault=told(error))
    return to("/losenord", "losenord")
