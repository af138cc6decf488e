"""The log: who did what."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from assistant.desk.states import Right
from assistant.web.desk.gate import Allowed, Here, Who
from assistant.web.desk.pages import download, page

MOST = 300
router = APIRouter(dependencies=[Depends(Allowed(Right.AUDIT))])


@router.get("/logg")
def log(request: Request, desk: Here, actor: Who, galler: Annotated[str, Query(max_length=80)] = "") -> Response:
    """Return the latest lines, or those about one thing, such as "ärende 7"."""
    events = desk.audit.events(actor, target=galler.strip(), limit=MOST)
    return page(request, "audit", events=events, target=galler.strip(), most=MOST)


@router.get("/logg.csv")
def table(desk: Here, actor: Who) -> Response:
    """Return the whole log as CSV."""
    return download(desk.audit.csv(actor), "logg.csv")
