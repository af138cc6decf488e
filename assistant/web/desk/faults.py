"""Every fault as a Swedish page that says what to do next, and that gives back what the person wrote."""

import logging

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as PlainHTTPException

from assistant.errors import AccessError, AssistantError, ConflictError, ImportRefusedError, InputError, StorageError
from assistant.web.desk.gate import ROOT
from assistant.web.desk.pages import page, told

_log = logging.getLogger(__name__)
_STATUS = (
    (AccessError, 403),
    (ConflictError, 409),
    (InputError, 422),
    (ImportRefusedError, 422),
    (StorageError, 503),
    (AssistantError, 422),
)
_TITLES = {
    401: "Logga in",
    403: "Det får du inte göra",
    404: "Sidan finns inte",
    409: "Någon annan hann före",
    413: "För stort",
    503: "Just nu går det inte",
}
_WORDS = {
    404: "Adressen leder ingenstans. Gå till inkorgen.",
    405: "Adressen går bara att nå från sitt formulär. Gå till inkorgen.",
}
_OURS = "Något gick fel hos oss. Det du har sparat finns kvar. Försök igen om en stund."


def status_of(error: AssistantError) -> int:
    """Return the HTTP status of *error*."""
    return next(status for kind, status in _STATUS if isinstance(error, kind))


async def _written(request: Request) -> str:
    """Return the longest text of the form that was sent, so that the person can take it along."""
    if request.method != "POST" or not hasattr(request, "_form"):
        return ""
    form = await request.form()
    texts = [str(form.get(name, "")) for name in ("text", "note", "reason")]
    return max(texts, key=len)


async def _shown(request: Request, status: int, message: str) -> Response:
    title = _TITLES.get(status, "Det gick inte")
    return page(request, "fault", status, title=title, message=message, written=await _written(request))


async def _assistant_fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, AssistantError)  # noqa: S101  # registered for no other
    return await _shown(request, status_of(error), told(error))


async def _http_fault(request: Request, error: Exception) -> Response:
    assert isinstance(error, PlainHTTPException)  # noqa: S101  # registered for no other
    if error.status_code == 401 and request.method == "GET":
        place = request.url.path.removeprefix(ROOT)
        return Response(status_code=303, headers={"Location": f"{ROOT}/logga-in?till={place}"})
    words = error.detail if isinstance(error, HTTPException) and not _WORDS.get(error.status_code) else ""
    return await _shown(request, error.status_code, words or _WORDS.get(error.status_code, "Försök igen."))


async def _odd_address(request: Request, _error: Exception) -> Response:
    return await _shown(request, 404, _WORDS[404])


async def _own_fault(request: Request, error: Exception) -> Response:
    _log.error("Handläggarsidan %s gick fel: %r", request.url.path, error)
    return await _shown(request, 500, _OURS)


def add_faults(app: FastAPI) -> None:
    """Let *app* tell its faults in Swedish."""
    app.add_exception_handler(AssistantError, _assistant_fault)
    app.add_exception_handler(PlainHTTPException, _http_fault)
    app.add_exception_handler(RequestValidationError, _odd_address)
    app.add_exception_handler(Exception, _own_fault)
