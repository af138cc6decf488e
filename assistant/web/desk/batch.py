"""Drafts for all new cases, written in the background; a run that is killed goes on when it is started again."""

import threading
from dataclasses import dataclass, replace

from fastapi import APIRouter, Depends, Request, Response

from assistant.desk.access import Actor
from assistant.desk.service import Desk
from assistant.desk.states import Right
from assistant.errors import AssistantError
from assistant.web.desk.gate import Allowed, Here, Who
from assistant.web.desk.pages import page, to, told

router = APIRouter(dependencies=[Depends(Allowed(Right.WORK))])


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the run has come."""

    running: bool = False
    done: int = 0
    total: int = 0
    fault: str = ""


class Batch:
    """The one run of this site; who starts it while it runs joins it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.progress = Progress()

    def start(self, desk: Desk, actor: Actor) -> None:
        """Begin drafting, where no run is under way."""
        with self._lock:
            if self.progress.running:
                return
            self.progress = Progress(running=True)
        threading.Thread(target=self._run, args=(desk, actor), name="desk-drafting", daemon=True).start()

    def _step(self, done: int, total: int) -> None:
        self.progress = replace(self.progress, done=done, total=total)

    def _run(self, desk: Desk, actor: Actor) -> None:
        fault = ""
        try:
            desk.drafting.run(actor, self._step)
        except AssistantError as error:
            fault = told(error)
        finally:
            self.progress = replace(self.progress, running=False, fault=fault)


def _batch(request: Request) -> Batch:
    batch: Batch = request.app.state.batch
    return batch


@router.get("/utkast")
def drafting(request: Request, desk: Here, actor: Who) -> Response:
    """Return how the drafting goes."""
    return page(request, "drafting", progress=_batch(request).progress, waiting=desk.drafting.waiting(actor))


@router.get("/utkast/lage")
def state(request: Request, desk: Here, actor: Who) -> dict[str, object]:
    """Return how the drafting goes, for the page to ask again and again."""
    now = _batch(request).progress
    return {
        "running": now.running,
        "done": now.done,
        "total": now.total,
        "fault": now.fault,
        "waiting": desk.drafting.waiting(actor),
    }


@router.post("/utkast")
def start(request: Request, desk: Here, actor: Who) -> Response:
    """Begin to draft all new cases."""
    _batch(request).start(desk, actor)
    return to("/utkast")
