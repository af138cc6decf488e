"""The applicants' way to a person: a form of its own, and the same as JSON for the chat."""

import hmac
import secrets
import threading
import time
from collections import defaultdict, deque
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.datastructures import FormData

from assistant.errors import AssistantError, InputError
from assistant.web.desk.faults import status_of
from assistant.web.desk.gate import FIELD, Posted, text
from assistant.web.desk.opening import Opening
from assistant.web.desk.pages import page, told

ADDRESS = "/fraga-handlaggare"
VISIT = "fraga_besok"
_MAX_BODY = 100_000
_MOST, _WITHIN = 10, 3600.0
"""So many questions are taken from one address in so many seconds."""
_BUSY = "Många frågor har kommit härifrån den senaste timmen. Försök igen senare."
_OLD = "Sidan hade legat öppen för länge. Läs igenom och skicka igen."


class Asked(BaseModel):
    """A conversation handed over, as the chat sends it."""

    turns: Annotated[list[Annotated[str, Field(max_length=20_000)]], Field(max_length=50)]
    sender: Annotated[str, Field(max_length=254)]
    consent: bool = False


class Pace:
    """Counts what comes from each address, so that one of them cannot fill the inbox."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: defaultdict[str, deque[float]] = defaultdict(deque)

    def allows(self, client: str) -> bool:
        """Return whether *client* may send one more, and count it."""
        now = time.monotonic()
        with self._lock:
            for known in [k for k, times in self._times.items() if times[-1] < now - _WITHIN]:
                del self._times[known]
            times = self._times[client]
            while times and times[0] < now - _WITHIN:
                times.popleft()
            if len(times) >= _MOST:
                return False
            times.append(now)
            return True


def _small(request: Request) -> None:
    size = request.headers.get("content-length", "")
    if not size.isdigit() or int(size) > _MAX_BODY:
        raise HTTPException(413, "Frågan är för lång.")


def _form(
    request: Request, form: FormData | None = None, fault: str = "", status: int = 200, taken: int = 0
) -> Response:
    visit = request.cookies.get(VISIT) or secrets.token_urlsafe(24)
    written = {name: text(form, name) if form else "" for name in ("text", "sender")}
    shown = page(request, "ask", status, seal=visit, written=written, fault=fault, taken=taken)
    secure = request.url.scheme == "https"
    shown.set_cookie(VISIT, visit, path=ADDRESS, httponly=True, samesite="strict", secure=secure)
    return shown


def add_question_form(site: FastAPI, opening: Opening) -> None:
    """Let applicants on *site* send a question to the desk's inbox."""
    pace = Pace()

    def take(request: Request, turns: list[str], sender: str, *, consent: bool) -> int:
        if not consent:
            raise InputError("samtycke", "behövs för att vi ska få spara din e-postadress och svara dig")
        if not pace.allows(request.client.host if request.client else ""):
            raise HTTPException(429, _BUSY)
        return opening().inbox.submit(turns, sender=sender, consent=consent)

    @site.get(ADDRESS)
    def question_form(request: Request) -> Response:
        """Return the form; the address's last part, after #, may hold the question."""
        return _form(request)

    @site.post(ADDRESS, dependencies=[Depends(_small)])
    def ask_person(request: Request, form: Posted) -> Response:
        """Take in the question of the form; where it is refused, what was written stands there still."""
        if not hmac.compare_digest(text(form, FIELD), request.cookies.get(VISIT, "-")):
            return _form(request, form, _OLD, 403)
        try:
            consent = bool(text(form, "consent"))
            case = take(request, [text(form, "text")], text(form, "sender"), consent=consent)
        except HTTPException as error:
            return _form(request, form, str(error.detail), error.status_code)
        except AssistantError as error:
            return _form(request, form, told(error), status_of(error))
        return _form(request, form, taken=case, status=201)

    @site.post(f"{ADDRESS}.json", dependencies=[Depends(_small)])
    def ask_person_by_program(request: Request, asked: Asked) -> Response:
        """Take in a conversation as JSON: 201 with the case's number, else `detail` in Swedish."""
        try:
            case = take(request, asked.turns, asked.sender, consent=asked.consent)
        except AssistantError as error:
            return JSONResponse({"detail": told(error)}, status_of(error))
        return JSONResponse({"arende": case}, 201)
