"""The approved answers in use, and those that have come back because their sources changed."""

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.states import Right, Serving
from assistant.web.desk.gate import Allowed, Here, Posted, Who, text
from assistant.web.desk.pages import page, to

router = APIRouter(dependencies=[Depends(Allowed(Right.READ))])


@router.get("/bibliotek")
def library(request: Request, desk: Here, actor: Who) -> Response:
    """Return the approved answers, those that wait for review first."""
    return page(request, "library", items=desk.library.items(actor), Serving=Serving, refreshing=desk.refreshing)


@router.post("/bibliotek/ta-ur", dependencies=[Depends(Allowed(Right.REUSE))])
def withdraw(desk: Here, actor: Who, form: Posted) -> Response:
    """Take an answer out of use."""
    desk.library.withdraw(actor, text(form, "entry"))
    desk.refresh()
    return to("/bibliotek", "uttaget")
