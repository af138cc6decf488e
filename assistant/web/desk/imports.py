"""Questions in: pasted, or as files; each file is taken whole or refused with a reason."""

from dataclasses import dataclass

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.access import Actor
from assistant.desk.db.inbox import Imported
from assistant.desk.service import Desk
from assistant.desk.states import Right
from assistant.errors import ImportRefusedError, InputError
from assistant.web.desk.gate import Allowed, Here, Posted, Who, files, text
from assistant.web.desk.pages import page, told

router = APIRouter(dependencies=[Depends(Allowed(Right.WORK))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file or of the pasted text: read in, or refused with a reason."""

    name: str
    taken: Imported | None = None
    refused: str = ""


@router.get("/las-in")
def form(request: Request) -> Response:
    """Return the page for taking in questions."""
    return page(request, "import", outcomes=(), pasted="")


def _shown(request: Request, desk: Desk, actor: Actor, outcomes: list[Outcome], pasted: str = "") -> Response:
    refused = any(o.refused for o in outcomes)
    waiting = desk.drafting.waiting(actor)
    return page(
        request, "import", 422 if refused else 200, outcomes=outcomes, pasted=pasted if refused else "", waiting=waiting
    )


@router.post("/las-in/text")
def paste(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Take in pasted text; refused text stands in its box again."""
    written = text(form, "text")
    try:
        taken = desk.inbox.paste(
            actor,
            written,
            subject=text(form, "subject"),
            sender=text(form, "sender"),
            consent=bool(text(form, "consent")),
        )
        outcome = Outcome(name="Inklistrad text", taken=taken)
    except (ImportRefusedError, InputError) as error:
        outcome = Outcome(name="Inklistrad text", refused=told(error))
    return _shown(request, desk, actor, [outcome], written)


def _read(desk: Desk, actor: Actor, name: str, data: bytes, *, consent: bool) -> Outcome:
    try:
        return Outcome(name=name, taken=desk.inbox.read_in(actor, name, data, consent=consent))
    except (ImportRefusedError, InputError) as error:
        return Outcome(name=name, refused=told(error))


@router.post("/las-in/filer")
def upload(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Take in files; one that is refused does not stop the others."""
    consent = bool(text(form, "consent"))
    outcomes = [_read(desk, actor, name, data, consent=consent) for name, data in files(form, "files")]
    return _shown(request, desk, actor, outcomes or [Outcome(name="Inga filer", refused="Välj minst en fil.")])
