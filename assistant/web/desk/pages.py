"""Pages out of templates, and the short messages that a page opens with after something is done."""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from fastapi.templating import Jinja2Templates

from assistant.desk.access import Actor
from assistant.desk.clock import swedish
from assistant.desk.states import RIGHTS, Mark, Right, Role, State
from assistant.errors import AssistantError, InputError
from assistant.web.desk.gate import COOKIE, FIELD, ROOT, seal

DONE: Mapping[str, str] = {
    "sparat": "Svaret är sparat.",
    "utkast": "Utkastet är skrivet.",
    "inlamnat": "Svaret är lämnat till granskning.",
    "tillbaka": "Svaret är lämnat tillbaka.",
    "godkant": "Svaret är godkänt.",
    "halvt": "Ditt godkännande är sparat. En person till ska godkänna svaret.",
    "avvisat": "Ärendet är avvisat.",
    "skickat": "Ärendet är noterat som skickat.",
    "oppnat": "Ärendet är öppnat igen.",
    "tilldelat": "Ärendet är tilldelat.",
    "markt": "Meningen är märkt.",
    "antecknat": "Anteckningen är sparad.",
    "biblioteket": "Svaret ligger i svarsbiblioteket. Källorna läses om, och om en stund ger chatten svaret.",
    "uttaget": "Svaret är taget ur bruk. Om en stund ger chatten det inte längre.",
    "last": "Källorna läses om. Chatten svarar som vanligt under tiden.",
    "publicerat": "Ändringen är gjord. Källorna läses om; chatten svarar som vanligt under tiden.",
    "aterstallt": "Den tidigare versionen gäller igen. Källorna läses om.",
    "konto": "Kontot är ändrat.",
    "skapat": "Kontot är skapat.",
    "losenord": "Lösenordet är bytt.",
    "utloggad": "Du är utloggad.",
}
"""What a page may open with, by the word in its address: an address can show these texts and no others."""

_BADGES = {
    State.NY: "silent",
    State.UTKAST: "ask",
    State.GRANSKAS: "ask",
    State.GODKAND: "ok",
    State.SKICKAD: "ok",
    State.AVVISAD: "error",
}


def may(actor: Actor | None, right: Right) -> bool:
    """Return whether *actor* has *right*, for what a page shows; the desk itself checks what is done."""
    return actor is not None and right in RIGHTS[actor.role]


def told(error: AssistantError) -> str:
    """
    Return *error* as a sentence.

    >>> told(InputError("svar", "skriv något"))
    'Svar: skriv något.'
    """
    words = str(error)
    if isinstance(error, InputError):
        words = words[:1].upper() + words[1:]
    return words + ("" if words.endswith((".", "!", "?", "]", "”")) else ".")


def query(values: Mapping[str, object], **changed: object) -> str:
    """
    Return an address's query with some values *changed*; empty values are left out.

    >>> query({"sok": "drift", "sida": 3}, sida="")
    '?sok=drift'
    """
    filled = {k: v for k, v in {**values, **changed}.items() if v not in ("", None, ())}
    return f"?{urlencode(filled, doseq=True)}" if filled else "?"


_templates = Jinja2Templates(directory=str(files("assistant.web") / "templates" / "desk"))
_templates.env.filters["moment"] = swedish
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True
_templates.env.globals.update(
    ROOT=ROOT, FIELD=FIELD, State=State, Role=Role, Right=Right, Mark=Mark, badges=_BADGES, may=may, query=query
)


def page(request: Request, template: str, /, status: int = 200, **context: Any) -> Response:
    """Return the template as a page, with who is logged in and the seal that its forms carry."""
    actor = getattr(request.state, "actor", None)
    shared = {
        "actor": actor,
        "seal": seal(request.cookies.get(COOKIE, "")),
        "here": request.url.path.removeprefix(ROOT),
        "done": DONE.get(request.query_params.get("klart", ""), ""),
        "fault": "",
    }
    return _templates.TemplateResponse(request, f"{template}.html", shared | context, status_code=status)


def to(address: str, done: str = "") -> RedirectResponse:
    """Return the way on to *address* of the desk after something is *done*; a reload does it no second time."""
    mark = "&" if "?" in address else "?"
    place, _, anchor = address.partition("#")
    return RedirectResponse(
        f"{ROOT}{place}{f'{mark}klart={done}' if done else ''}{f'#{anchor}' if anchor else ''}", 303
    )


def download(content: bytes, name: str) -> Response:
    """Return a file to be saved."""
    return Response(
        content,
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
