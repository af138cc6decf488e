"""The list of cases: filters, search, order, pages."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from assistant.desk.states import Confidence, Source, State
from assistant.desk.views import ORDERS, Filter
from assistant.web.desk.gate import Here, Who
from assistant.web.desk.pages import page

PAGE = 50
MINE = "jag"
_MAX_PAGE = 100_000

router = APIRouter()


def _filter(name: str, asked: Mapping[str, str], at: int) -> Filter:
    assignee = asked["ansvarig"]
    return Filter(
        states=(State(asked["lage"]),) if asked["lage"] in set(State) else (),
        assignee=name if assignee == MINE else assignee,
        source=Source(asked["kalla"]) if asked["kalla"] in set(Source) else None,
        confidence=Confidence(asked["sakerhet"]) if asked["sakerhet"] in set(Confidence) else None,
        search=asked["sok"],
        order=asked["ordning"] if asked["ordning"] in ORDERS else ORDERS[0],
        newest_first=asked["fallande"] != "",
        offset=(at - 1) * PAGE,
        limit=PAGE,
    )


Text = Annotated[str, Query(max_length=300)]


@router.get("/")
def inbox(
    request: Request,
    desk: Here,
    actor: Who,
    lage: Text = "",
    ansvarig: Text = "",
    kalla: Text = "",
    sakerhet: Text = "",
    sok: Text = "",
    ordning: Text = "",
    fallande: Text = "",
    sida: Annotated[int, Query(ge=1, le=_MAX_PAGE)] = 1,
) -> Response:
    """Return a page of the cases that the address asks for."""
    asked = {
        "lage": lage, "ansvarig": ansvarig, "kalla": kalla, "sakerhet": sakerhet,
        "sok": sok, "ordning": ordning, "fallande": fallande,
    }  # fmt: skip
    listing = desk.cases.find(actor, _filter(actor.name, asked, sida))
    return page(
        request,
        "inbox",
        listing=listing,
        asked=asked,
        at=sida,
        pages=max(1, -(-listing.total // PAGE)),
        orders=ORDERS,
        sources=tuple(Source),
        confidences=tuple(Confidence),
        colleagues=desk.users.colleagues(actor),
        waiting=listing.states.get(State.NY, 0),
    )
