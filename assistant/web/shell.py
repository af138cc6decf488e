"""The frame round Gradio's page: Swedish from the first byte, and Swedish words where an address leads nowhere."""

from html import escape
from importlib.resources import files

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

_ASSETS = files("assistant.web") / "assets"
_STREAMED = ("/gradio_api", "/static", "/assets", "/theme.css", "/handlaggning", "/mcp")
MISSING = "Sidan finns inte. Gå till startsidan för att ställa en fråga."
DESCRIPTION = "Svar på frågor om utlysningen Starta er AI-resa, med citat ur källorna."
_SWEDISH = (
    "<script>for(const[k,v]of[['language','sv'],['languages',['sv']]])"
    "Object.defineProperty(Navigator.prototype,k,{get:()=>v});</script>"
)
"""Gradio chooses its own texts by the browser's language; this page is Swedish for everyone."""


def asset(name: str) -> str:
    """Return the text of a bundled file."""
    return (_ASSETS / name).read_text(encoding="utf-8")


def standalone(title: str, body: str) -> str:
    """Return a whole page in the site's look, without Gradio."""
    return (
        '<!doctype html><html lang="sv" class="alone"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{asset('style.css')}</style></head>"
        f'<body><nav><a href="/">Utlysningsassistenten</a></nav><main>{body}</main>'
        f"<script>{asset('alone.js')}</script></body></html>"
    )


def not_found(request: Request) -> Response:
    """Return a 404 in Swedish: a page for people, JSON for programs."""
    if "text/html" in request.headers.get("accept", ""):
        body = f'<article class="document"><h1>Sidan finns inte</h1><p>{MISSING}</p><p><a href="/">Till startsidan</a></p></article>'
        return HTMLResponse(standalone("Sidan finns inte", body), 404)
    return JSONResponse({"detail": MISSING}, 404)


def swedish(html: str) -> str:
    """Return Gradio's page with its language and description said in Swedish."""
    html = html.replace('lang="en"', 'lang="sv"', 1).replace("<head>", f"<head>{_SWEDISH}", 1)
    return html.replace("Click to try out the app!", DESCRIPTION)


class Shell(BaseHTTPMiddleware):
    """Rewrites the start page and turns bare 404s into Swedish ones; streams pass by untouched."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(_STREAMED):
            await self.app(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        """Return the response, in Swedish."""
        response = await call_next(request)
        kind = response.headers.get("content-type", "")
        if response.status_code == 404:
            return not_found(request)
        if request.url.path != "/" or "text/html" not in kind:
            return response
        body = b"".join([part async for part in response.body_iterator])  # type: ignore[attr-defined]  # a streaming response
        return HTMLResponse(swedish(body.decode()), response.status_code)
