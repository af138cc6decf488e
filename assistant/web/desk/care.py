"""Care of the sources: a document in or changed, seen first, published, and undone."""

import secrets
import threading
from collections import OrderedDict

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from assistant.desk.access import Actor
from assistant.desk.convert import About
from assistant.desk.db.care import Preview
from assistant.desk.service import Desk
from assistant.desk.states import Right
from assistant.errors import AssistantError, ConflictError, InputError
from assistant.web.desk.faults import status_of
from assistant.web.desk.gate import Allowed, Here, Posted, Who, files, text
from assistant.web.desk.pages import page, to, told

router = APIRouter(dependencies=[Depends(Allowed(Right.CARE))])
_FIELDS = ("id", "title", "publisher", "kind", "url", "period", "address")


class Previews:
    """What was previewed and may be published; the oldest are forgotten, and then a new preview is made."""

    MOST = 20

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, Preview] = OrderedDict()

    def keep(self, preview: Preview) -> str:
        """Return the key of *preview*."""
        key = secrets.token_urlsafe(16)
        with self._lock:
            self._kept[key] = preview
            while len(self._kept) > self.MOST:
                self._kept.popitem(last=False)
        return key

    def take(self, key: str) -> Preview:
        """Return what was kept; raises ConflictError where it is forgotten."""
        with self._lock:
            if key not in self._kept:
                raise ConflictError("Förhandsvisningen finns inte kvar. Gör en ny och se efter igen.")
            return self._kept[key]


def _previews(request: Request) -> Previews:
    previews: Previews = request.app.state.previews
    return previews


def _shown(
    request: Request, desk: Desk, actor: Actor, error: AssistantError | None = None, form: FormData | None = None
) -> Response:
    return page(
        request,
        "care",
        status_of(error) if error else 200,
        documents=desk.care.documents(actor),
        versions=desk.care.versions(actor),
        refreshing=desk.refreshing,
        written={name: text(form, name) for name in _FIELDS} if form else {},
        fault=told(error) if error else "",
    )


@router.get("/kallor")
def care(request: Request, desk: Here, actor: Who) -> Response:
    """Return the documents in force, the form for changing them, and the versions to go back to."""
    return _shown(request, desk, actor)


def _about(desk: Desk, actor: Actor, form: FormData) -> About:
    """Return what the form says of the document; what is left empty is as in the version in force."""
    given = {name: text(form, name).strip() for name in ("title", "publisher", "kind", "url", "period")}
    known = next((d for d in desk.care.documents(actor) if d.id == text(form, "id").strip()), None)
    filled = {name: value or (str(getattr(known, name)) if known else "") for name, value in given.items()}
    if not all(filled[name] for name in ("title", "publisher", "kind")):
        raise InputError("nytt dokument", "skriv titel, utgivare och slag")
    return About(id=text(form, "id").strip(), **filled)


def _content(desk: Desk, actor: Actor, form: FormData) -> tuple[str, bytes]:
    if sent := files(form, "file"):
        return sent[0]
    if address := text(form, "address").strip():
        return desk.care.fetch(actor, address)
    raise InputError("dokument", "välj en fil eller skriv en webbadress")


@router.post("/kallor/forhandsvisa")
def preview(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Return what a file or a page would make of a document; nothing is changed."""
    try:
        name, data = _content(desk, actor, form)
        numbers = dict(files(form, "parameters"))
        seen = desk.care.preview(actor, _about(desk, actor, form), name, data, numbers)
    except AssistantError as error:
        return _shown(request, desk, actor, error, form)
    return page(request, "preview", preview=seen, key=_previews(request).keep(seen))


@router.post("/kallor/publicera")
def publish(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Make the change that was previewed, and read the sources anew."""
    try:
        desk.care.apply(actor, _previews(request).take(text(form, "preview")))
    except AssistantError as error:
        return _shown(request, desk, actor, error)
    desk.refresh()
    return to("/kallor", "publicerat")


@router.post("/kallor/aterstall")
def roll_back(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Go back to an earlier version of the sources."""
    try:
        desk.care.roll_back(actor, text(form, "version"))
    except AssistantError as error:
        return _shown(request, desk, actor, error)
    desk.refresh()
    return to("/kallor", "aterstallt")


@router.post("/kallor/las-om")
def refresh(desk: Here) -> Response:
    """Read the sources anew, for files that were changed in the folder by hand."""
    desk.refresh()
    return to("/kallor", "last")
