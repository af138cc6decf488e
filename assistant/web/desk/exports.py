"""Approved answers out, as files; a person sends them."""

from collections.abc import Callable
from enum import StrEnum

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.access import Actor
from assistant.desk.service import Desk
from assistant.desk.states import Right, State
from assistant.desk.views import Filter
from assistant.errors import AssistantError, ConflictError, InputError
from assistant.web.desk.faults import status_of
from assistant.web.desk.gate import Allowed, Here, Posted, Who, chosen
from assistant.web.desk.pages import download, page, to, told

MOST = 500
router = APIRouter(dependencies=[Depends(Allowed(Right.WORK))])


class Kind(StrEnum):
    """The forms an answer can have."""

    EML = "eml"
    DOCX = "docx"
    CSV = "csv"


def _written(desk: Desk, kind: Kind) -> tuple[Callable[..., bytes], str]:
    made: dict[Kind, tuple[Callable[..., bytes], str]] = {
        Kind.EML: (desk.exports.emls, "svar.zip"),
        Kind.DOCX: (desk.exports.docx, "svar.docx"),
        Kind.CSV: (desk.exports.csv, "svar.csv"),
    }
    return made[kind]


def _shown(request: Request, desk: Desk, actor: Actor, error: AssistantError | None = None) -> Response:
    approved = desk.cases.find(actor, Filter(states=(State.GODKAND,), limit=MOST))
    return page(
        request,
        "export",
        status_of(error) if error else 200,
        rows=approved.rows,
        total=approved.total,
        fault=told(error) if error else "",
    )


@router.get("/export")
def export(request: Request, desk: Here, actor: Who) -> Response:
    """Return the approved answers, to choose from."""
    return _shown(request, desk, actor)


def _one_mail(desk: Desk, actor: Actor, case_id: int) -> Response:
    return download(desk.exports.eml(actor, case_id), f"arende-{case_id}.eml")


@router.post("/export/{kind}")
def write(request: Request, desk: Here, actor: Who, form: Posted, kind: Kind) -> Response:
    """Return the chosen answers as a file; none chosen: all that are approved and not sent."""
    ids = chosen(form, "case")
    try:
        if kind is Kind.EML and len(ids) == 1:
            return _one_mail(desk, actor, ids[0])
        make, name = _written(desk, kind)
        return download(make(actor, ids), name)
    except InputError as error:
        return _shown(request, desk, actor, error)


@router.post("/export-skickade")
def sent(request: Request, desk: Here, actor: Who, form: Posted) -> Response:
    """Note the chosen answers as sent."""
    try:
        for case_id in chosen(form, "case"):
            version = desk.cases.view(actor, case_id).row.version
            desk.review.mark_sent(actor, case_id, version)
    except (InputError, ConflictError) as error:
        return _shown(request, desk, actor, error)
    return to("/export", "skickat")
