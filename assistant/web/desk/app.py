"""The desk's pages as one application, mounted beside the applicants' page."""

from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.assembly import Assistant
from assistant.web.desk import audit, batch, care, case, exports, imports, inbox, insight, library, login, users
from assistant.web.desk.applicants import add_question_form
from assistant.web.desk.faults import add_faults
from assistant.web.desk.gate import ROOT, genuine, logged_in
from assistant.web.desk.opening import Opening

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


class Sealed:
    """Gives every page the headers that keep it out of caches, frames and foreign scripts."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_HEADERS)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, sealed)


def build_desk(opening: Opening) -> FastAPI:
    """Return the desk's pages; all but the login ask who is there, and every form whether it is theirs."""
    app = FastAPI(title="Handläggarstödet", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.opening, app.state.batch, app.state.previews = opening, batch.Batch(), care.Previews()
    app.include_router(login.open_router)
    for part in (login, inbox, imports, batch, case, exports, library, care, insight, users, audit):
        app.include_router(part.router, dependencies=[Depends(logged_in), Depends(genuine)])
    add_faults(app)
    app.add_middleware(Sealed)
    return app


def mount_desk(site: FastAPI, assistant: Assistant) -> None:
    """Put the desk at its address of *site*, and the applicants' way to it."""

    @site.get(ROOT, include_in_schema=False)
    def inwards() -> RedirectResponse:
        """Return the way to the inbox."""
        return RedirectResponse(f"{ROOT}/")

    opening = Opening(assistant)
    site.mount(ROOT, build_desk(opening))
    add_question_form(site, opening)
