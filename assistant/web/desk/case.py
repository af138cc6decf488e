"""One case: the question, the answer beside its proofs, and the steps it can take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from assistant.desk.access import Actor
from assistant.desk.db.review import tidy
from assistant.desk.difference import difference
from assistant.desk.service import Desk
from assistant.desk.states import FROM, Mark, Right, Serving, State, Step
from assistant.desk.views import Filter, View
from assistant.errors import AssistantError, ConflictError, InputError, StorageError
from assistant.web.desk.evidence import judged, proofs_of
from assistant.web.desk.faults import status_of
from assistant.web.desk.gate import Allowed, Here, Posted, Who, number, text
from assistant.web.desk.pages import may, page, to, told

router = APIRouter(dependencies=[Depends(Allowed(Right.READ))])
Work = Depends(Allowed(Right.WORK))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step as the page offers it: what it is called, what the page says after it, and how it is done."""

    step: Step
    label: str
    done: str
    key: str = ""
    right: Right = Right.WORK
    reason: bool = False
    take: Callable[[Desk, Actor, int, int, str], int]


class Name(StrEnum):
    """The steps by their addresses."""

    SAVE = "spara"
    HAND_IN = "lamna-in"
    APPROVE = "godkann"
    HAND_BACK = "lamna-tillbaka"
    REJECT = "avvisa"
    SENT = "skickad"
    REOPEN = "oppna"


MOVES: Mapping[Name, Move] = {
    Name.SAVE: Move(
        step=Step.SAVE, label="Spara", done="sparat", key="Ctrl+S", take=lambda _d, _a, _c, version, _r: version
    ),
    Name.HAND_IN: Move(
        step=Step.HAND_IN, label="Lämna till granskning", done="inlamnat", key="i",
        take=lambda d, a, c, v, _r: d.review.hand_in(a, c, v),
    ),
    Name.APPROVE: Move(
        step=Step.APPROVE, label="Godkänn", done="godkant", key="g", right=Right.APPROVE,
        take=lambda d, a, c, v, _r: d.review.approve(a, c, v),
    ),
    Name.SENT: Move(
        step=Step.SEND, label="Notera som skickat", done="skickat",
        take=lambda d, a, c, v, _r: d.review.mark_sent(a, c, v),
    ),
    Name.HAND_BACK: Move(
        step=Step.HAND_BACK, label="Lämna tillbaka", done="tillbaka", reason=True,
        take=lambda d, a, c, v, r: d.review.hand_back(a, c, v, r),
    ),
    Name.REJECT: Move(
        step=Step.REJECT, label="Avvisa", done="avvisat", reason=True,
        take=lambda d, a, c, v, r: d.review.reject(a, c, v, r),
    ),
    Name.REOPEN: Move(
        step=Step.REOPEN, label="Öppna igen", done="oppnat", take=lambda d, a, c, v, _r: d.review.reopen(a, c, v)
    ),
}  # fmt: skip


def _moves(actor: Actor, state: State) -> dict[Name, Move]:
    return {n: m for n, m in MOVES.items() if state in FROM[m.step] and may(actor, m.right)}


def _next(desk: Desk, actor: Actor, view: View) -> int | None:
    """Return the next case to take up: in the same state, or else one to review."""
    for state in (view.row.state, State.GRANSKAS, State.UTKAST):
        rows = desk.cases.find(actor, Filter(states=(state,), limit=PAGE)).rows
        later = [r.id for r in rows if r.id > view.row.id] or [r.id for r in rows if r.id != view.row.id]
        if later:
            return later[0]
    return None


PAGE = 200


def _shown(
    request: Request,
    desk: Desk,
    actor: Actor,
    case_id: int,
    error: AssistantError | None = None,
    mine: str | None = None,
) -> Response:
    view = desk.cases.view(actor, case_id)
    lost = mine is not None and mine != view.text and isinstance(error, ConflictError)
    return page(
        request,
        "case",
        status_of(error) if error else 200,
        view=view,
        row=view.row,
        text=view.text if mine is None else mine,
        theirs=difference(view.text, mine or "") if lost else (),
        sentences=judged(view),
        parts=proofs_of(view.parts),
        moves=_moves(actor, view.row.state),
        notes=[c for c in view.comments if not c.mark],
        items=[i for i in desk.library.items(actor) if i.case == case_id],
        in_use=Serving.IN_USE,
        approvers=desk.settings.desk_approvers,
        colleagues=desk.users.colleagues(actor),
        following=_next(desk, actor, view),
        fault=told(error) if error else "",
    )


@router.get("/arende/{case_id}")
def case(request: Request, desk: Here, actor: Who, case_id: int) -> Response:
    """Return one case."""
    return _shown(request, desk, actor, case_id)


def _saved(desk: Desk, actor: Actor, case_id: int, form: FormData) -> int:
    """Return the version after what stands in the form's editor is kept, where it differs from what is kept already."""
    version, written = number(form, "version"), tidy(text(form, "text"))
    if "text" not in form or written == desk.cases.view(actor, case_id).text:
        return version
    return desk.review.save(actor, case_id, version, written)


def _done(desk: Desk, actor: Actor, case_id: int, move: Move) -> str:
    halfway = move.step is Step.APPROVE and desk.cases.view(actor, case_id).row.state is State.GRANSKAS
    return "halvt" if halfway else move.done


@router.post("/arende/{case_id}/steg/{name}", dependencies=[Work])
def step(request: Request, desk: Here, actor: Who, form: Posted, case_id: int, name: Name) -> Response:
    """Keep what was written, then take the step; where it is refused, what was written stands in the editor still."""
    move = MOVES[name]
    written = text(form, "text") if "text" in form else None
    try:
        version = _saved(desk, actor, case_id, form)
        move.take(desk, actor, case_id, version, text(form, "reason"))
    except (InputError, ConflictError, StorageError) as error:
        return _shown(request, desk, actor, case_id, error, written)
    return to(f"/arende/{case_id}", _done(desk, actor, case_id, move))


def _then(
    request: Request, desk: Desk, actor: Actor, case_id: int, work: Callable[[], object], done: str, place: str = ""
) -> Response:
    try:
        work()
    except (InputError, ConflictError) as error:
        return _shown(request, desk, actor, case_id, error)
    return to(f"/arende/{case_id}{place}", done)


@router.post("/arende/{case_id}/utkast", dependencies=[Work])
def draft(request: Request, desk: Here, actor: Who, case_id: int) -> Response:
    """Let the assistant draft this one case."""
    return _then(request, desk, actor, case_id, lambda: desk.drafting.one(actor, case_id), "utkast")


@router.post("/arende/{case_id}/tilldela", dependencies=[Work])
def assign(request: Request, desk: Here, actor: Who, form: Posted, case_id: int) -> Response:
    """Give the case to somebody, or to nobody."""
    version, to_whom = number(form, "version"), text(form, "assignee")
    return _then(
        request, desk, actor, case_id, lambda: desk.review.assign(actor, case_id, version, to_whom), "tilldelat"
    )


def _marked(desk: Desk, actor: Actor, case_id: int, form: FormData) -> None:
    view, at, word = desk.cases.view(actor, case_id), number(form, "sentence"), text(form, "mark")
    if number(form, "answer") != view.answer or at >= len(view.sentences) or word not in set(Mark):
        raise ConflictError("Svaret har ändrats sedan du öppnade det. Läs det igen och märk meningen på nytt.")
    desk.review.mark(actor, case_id, view.answer, view.sentences[at], Mark(word), text(form, "note"))


@router.post("/arende/{case_id}/marke", dependencies=[Work])
def mark(request: Request, desk: Here, actor: Who, form: Posted, case_id: int) -> Response:
    """Mark one sentence as right, wrong or lacking something."""
    return _then(request, desk, actor, case_id, lambda: _marked(desk, actor, case_id, form), "markt", "#meningar")


@router.post("/arende/{case_id}/anteckning", dependencies=[Work])
def note(request: Request, desk: Here, actor: Who, form: Posted, case_id: int) -> Response:
    """Write a note for colleagues."""
    work = lambda: desk.review.note(actor, case_id, text(form, "note"))  # noqa: E731  # one line reads best here
    return _then(request, desk, actor, case_id, work, "antecknat", "#anteckningar")


def _reused(desk: Desk, actor: Actor, case_id: int, form: FormData) -> None:
    variants = [line.strip() for line in text(form, "variants").splitlines() if line.strip()]
    desk.library.add(actor, case_id, number(form, "question"), variants)
    desk.refresh()


@router.post("/arende/{case_id}/bibliotek", dependencies=[Depends(Allowed(Right.REUSE))])
def reuse(request: Request, desk: Here, actor: Who, form: Posted, case_id: int) -> Response:
    """Put the approved answer in the library, every sentence proven; the chat gives it once the sources are read anew."""
    return _then(request, desk, actor, case_id, lambda: _reused(desk, actor, case_id, form), "biblioteket")
