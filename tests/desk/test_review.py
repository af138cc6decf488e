import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.desk.access import Actor
from assistant.desk.db.batch import Drafting
from assistant.desk.db.cases import Cases
from assistant.desk.db.database import Database
from assistant.desk.db.inbox import Inbox
from assistant.desk.db.review import Review
from assistant.desk.states import Confidence, Mark, State
from assistant.desk.views import ORDERS, Filter, View
from assistant.errors import AccessError, ConflictError, InputError, StorageError
from tests.desk.conftest import Hands
from tests.desk.replies import answered, silent
from tests.desk.test_inbox import by_letters


@pytest.fixture
def review(database: Database, clock: Hands, tmp_path: Path) -> Review:
    return Review(database, clock, 1, tmp_path / "undan")


@pytest.fixture
def cases(database: Database) -> Cases:
    return Cases(database)


@pytest.fixture
def drafted(database: Database, clock: Hands, anna: Actor) -> int:
    (case,) = Inbox(database, clock, by_letters).paste(anna, "Hur mycket kan en förening på Åland få?").cases
    Drafting(database, clock, lambda _turns: answered()).run(anna)
    return case


def version(cases: Cases, actor: Actor, case: int) -> int:
    return cases.view(actor, case).row.version


def state(cases: Cases, actor: Actor, case: int) -> State:
    return cases.view(actor, case).row.state


def test_hela_vagen_fran_utkast_till_skickad(
    review: Review, cases: Cases, drafted: int, anna: Actor, greta: Actor
) -> None:
    at = review.assign(anna, drafted, version(cases, anna, drafted), "anna")
    at = review.save(anna, drafted, at, cases.view(anna, drafted).text.replace("Högst", "Allra högst"))
    at = review.hand_in(anna, drafted, at)
    at = review.approve(greta, drafted, at)
    review.mark_sent(anna, drafted, at)
    view = cases.view(anna, drafted)
    assert (view.row.state, view.row.assignee, view.approved_by) == (State.SKICKAD, "anna", ("greta",))
    assert [(v.number, v.author) for v in view.versions] == [(1, "assistenten"), (2, "anna")]
    assert [p.text.strip() for p in view.edits if p.kind != "lika"] == ["Högst", "Allra högst"]


def steps(review: Review) -> dict[str, Callable[[Actor, int, int], object]]:
    return {
        "save": lambda a, c, v: review.save(a, c, v, "Nytt."),
        "hand_in": review.hand_in,
        "hand_back": lambda a, c, v: review.hand_back(a, c, v, "skäl"),
        "approve": review.approve,
        "mark_sent": review.mark_sent,
        "reject": lambda a, c, v: review.reject(a, c, v, "skäl"),
        "reopen": review.reopen,
    }


ALLOWED = {
    State.UTKAST: {"save", "hand_in", "reject"},
    State.GRANSKAS: {"save", "hand_back", "approve", "reject"},
    State.GODKAND: {"mark_sent", "reopen"},
    State.SKICKAD: set(),
    State.AVVISAD: {"reopen"},
}
PATHS = {
    State.UTKAST: [],
    State.GRANSKAS: ["hand_in"],
    State.GODKAND: ["hand_in", "approve"],
    State.SKICKAD: ["hand_in", "approve", "mark_sent"],
    State.AVVISAD: ["reject"],
}


@pytest.mark.parametrize("at", list(PATHS))
def test_bara_de_steg_som_laget_tillater_gar_att_ta(
    review: Review, cases: Cases, drafted: int, greta: Actor, at: State
) -> None:
    known = steps(review)
    for name in PATHS[at]:
        known[name](greta, drafted, version(cases, greta, drafted))
    for name in sorted(set(known) - ALLOWED[at]):
        with pytest.raises(InputError):
            known[name](greta, drafted, version(cases, greta, drafted))
    assert state(cases, greta, drafted) == at


def test_tva_som_andrar_samtidigt_forlorar_inget(
    review: Review, cases: Cases, drafted: int, anna: Actor, greta: Actor
) -> None:
    seen = version(cases, anna, drafted)
    review.save(greta, drafted, seen, "Gretas text.")
    with pytest.raises(ConflictError, match=r"greta ändrade ärendet 2022-03-01 09\.00"):
        review.save(anna, drafted, seen, "Annas text.")
    assert cases.view(anna, drafted).text == "Gretas text."


def test_tjugo_som_sparar_i_samma_stund_far_en_vinnare(review: Review, cases: Cases, drafted: int, anna: Actor) -> None:
    seen, won, lost = version(cases, anna, drafted), [], []

    def save(n: int) -> None:
        try:
            won.append(review.save(anna, drafted, seen, f"Text {n}."))
        except ConflictError:
            lost.append(n)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost), len(cases.view(anna, drafted).versions)) == (1, 19, 2)


def test_med_krav_pa_tva_personer_racker_inte_en(
    database: Database, clock: Hands, tmp_path: Path, cases: Cases, drafted: int, greta: Actor, gunnar: Actor
) -> None:
    review = Review(database, clock, 2, tmp_path)
    at = review.hand_in(greta, drafted, version(cases, greta, drafted))
    at = review.approve(greta, drafted, at)
    assert state(cases, greta, drafted) == State.GRANSKAS
    with pytest.raises(InputError, match="redan godkänt"):
        review.approve(greta, drafted, at)
    at = review.save(gunnar, drafted, at, "Ny text, som ingen har godkänt.")
    at = review.approve(gunnar, drafted, at)
    assert cases.view(greta, drafted).approved_by == ("gunnar",)
    review.approve(greta, drafted, at)
    assert state(cases, greta, drafted) == State.GODKAND


def test_en_handlaggare_far_inte_godkanna(review: Review, cases: Cases, drafted: int, anna: Actor) -> None:
    at = review.hand_in(anna, drafted, version(cases, anna, drafted))
    with pytest.raises(AccessError, match="handläggare får inte godkänna svar"):
        review.approve(anna, drafted, at)


def test_ett_svar_med_luckor_lamnas_inte_in(
    review: Review, cases: Cases, database: Database, clock: Hands, anna: Actor
) -> None:
    (case,) = Inbox(database, clock, by_letters).paste(anna, "När öppnar ni?").cases
    Drafting(database, clock, lambda _turns: silent()).run(anna)
    at = version(cases, anna, case)
    with pytest.raises(InputError, match=r"1 ställe\(n\) återstår"):
        review.hand_in(anna, case, at)
    at = review.save(anna, case, at, "Vi öppnar klockan åtta.")
    assert review.hand_in(anna, case, at)


def test_en_mening_som_ar_markt_fel_hindrar_godkannande_tills_den_ar_rattad(
    review: Review, cases: Cases, drafted: int, greta: Actor
) -> None:
    at = review.hand_in(greta, drafted, version(cases, greta, drafted))
    (sentence,) = cases.view(greta, drafted).sentences
    review.mark(greta, drafted, 1, sentence, Mark.WRONG, "fel belopp")
    with pytest.raises(InputError, match="märkt som fel"):
        review.approve(greta, drafted, at)
    review.mark(greta, drafted, 1, sentence, Mark.RIGHT)
    review.approve(greta, drafted, at)
    assert [c.mark for c in cases.view(greta, drafted).comments] == [Mark.WRONG, Mark.RIGHT]


def test_det_man_skrev_finns_kvar_i_en_fil_nar_databasen_ar_borta(
    review: Review, cases: Cases, database: Database, drafted: int, anna: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise StorageError("Databasen svarar inte.")

    at = version(cases, anna, drafted)
    monkeypatch.setattr(database, "writing", gone)
    with pytest.raises(StorageError, match="Din text är sparad i"):
        review.save(anna, drafted, at, "En lång text.")
    (kept,) = review.aside.iterdir()
    assert kept.read_text(encoding="utf-8") == "En lång text."


@pytest.fixture
def many(database: Database, clock: Hands, anna: Actor) -> list[int]:
    inbox = Inbox(database, clock, by_letters)
    ids = [inbox.paste(anna, q).cases[0] for q in ("Hur mycket?", "VAD GÄLLER PÅ ÅLAND?", "100 % bidrag_?")]
    Drafting(database, clock, lambda turns: silent() if "LAND" in turns[-1] else answered()).run(anna)
    return ids


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), [0, 1, 2]),
        (Filter(newest_first=True, order="ändrad"), [0, 1, 2]),
        (Filter(search="åland"), [1]),
        (Filter(search="gäller på"), [1]),
        (Filter(search="100 %"), [2]),
        (Filter(search="g_"), [2]),
        (Filter(search="finns inte"), []),
        (Filter(confidence=Confidence.NONE), [1]),
        (Filter(order="säkerhet"), [0, 2, 1]),
        (Filter(assignee="anna"), [0]),
        (Filter(assignee="-"), [1, 2]),
        (Filter(states=(State.GRANSKAS,)), [0]),
        (Filter(states=(State.UTKAST,), limit=1, offset=1), [2]),
    ],
)
def test_listan_gar_att_filtrera_sortera_och_soka(
    many: list[int], review: Review, cases: Cases, anna: Actor, wanted: Filter, found: list[int]
) -> None:
    at = review.assign(anna, many[0], version(cases, anna, many[0]), "anna")
    review.hand_in(anna, many[0], at)
    assert [row.id for row in cases.find(anna, wanted).rows] == [many[at] for at in found]


def test_listan_raknar_alla_lagen(many: list[int], cases: Cases, anna: Actor) -> None:
    listing = cases.find(anna, Filter(states=(State.UTKAST,), limit=1))
    assert (len(listing.rows), listing.total, listing.states) == (1, 3, {State.UTKAST: 3})


@pytest.mark.parametrize("order", ORDERS)
def test_varje_ordning_fungerar(many: list[int], cases: Cases, anna: Actor, order: str) -> None:
    assert len(cases.find(anna, Filter(order=order, newest_first=True)).rows) == 3


def test_ett_arende_som_inte_finns_sags_inte_finnas(cases: Cases, review: Review, anna: Actor) -> None:
    for attempt in (
        lambda: cases.view(anna, 99),
        lambda: review.hand_in(anna, 99, 1),
        lambda: review.note(anna, 99, "x"),
    ):
        with pytest.raises(InputError, match="inget ärende 99"):
            attempt()


def test_ett_arende_utan_utkast_gar_att_besvara_for_hand(
    review: Review, cases: Cases, database: Database, clock: Hands, anna: Actor
) -> None:
    (case,) = Inbox(database, clock, by_letters).paste(anna, "Vem?").cases
    review.save(anna, case, version(cases, anna, case), "Ni.\x00\r\nHej")
    assert Drafting(database, clock, lambda _turns: answered()).run(anna) == 0
    view: View = cases.view(anna, case)
    assert (view.text, view.row.state, view.edits) == ("Ni.\nHej", State.UTKAST, ())
