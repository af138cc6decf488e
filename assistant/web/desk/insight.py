"""What the desk can learn, in charts and as a table."""

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.states import Right
from assistant.web.desk.gate import Allowed, Here, Who
from assistant.web.desk.pages import download, page

router = APIRouter(dependencies=[Depends(Allowed(Right.READ))])
_VERDICTS = {"ja": "Hjälpte", "nej": "Hjälpte inte"}


@router.get("/insikt")
def insight(request: Request, desk: Here, actor: Who) -> Response:
    """Return the figures as charts."""
    return page(request, "insight", report=desk.insight.report(actor), verdicts=_VERDICTS)


@router.get("/insikt.csv")
def table(desk: Here, actor: Who) -> Response:
    """Return the figures as CSV."""
    return download(desk.insight.csv(actor), "insikt.csv")
