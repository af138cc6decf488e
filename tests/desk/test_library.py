import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.desk.access import Actor
from assistant.desk.corpus_files import sources
from assistant.desk.db.batch import Drafting
from assistant.desk.db.cases import Cases
from assistant.desk.db.database import Database
from assistant.desk.db.inbox import Inbox
from assistant.desk.db.library import Library
from assistant.desk.db.review import Review
from assistant.desk.letter import Evidence, Part, letter
from assistant.desk.states import Serving, State
from assistant.errors import InputError, StorageError
from assistant.sources.corpus import load_corpus
from tests.desk.conftest import Hands
from tests.desk.replies import QUOTE, answered
from tests.desk.test_inbox import by_letters

DRIFT = "Stöd beviljas inte till"
NUMBERS = (
    '[[tal]]\nnyckel = "tak"\nvisas = "högsta bidrag"\nvarde = {}\nenhet = "kronor"\nperiod = "2022"\ncitat = ["{}"]\n'
)


def proof(quote: str) -> Evidence:
    return Evidence(
        document="Utlysningen", section="Belopp", quote=quote, passage=quote, url="https://example.org", anchor=""
    )


@pytest.fixture
def library(database: Database, clock: Hands, small_corpus: Path, tmp_path: Path) -> Library:
    file = small_corpus / "library" / "godkanda.toml"
    return Library(database, clock, lambda: sources(small_corpus), file, tmp_path / "evals")


@pytest.fixture
def approve(database: Database, clock: Hands, greta: Actor, tmp_path: Path) -> Callable[..., int]:
    review, cases = Review(database, clock, 1, tmp_path), Cases(database)

    def run(question: str = "Vad är taket för oss?", text: str = "") -> int:
        (case,) = Inbox(database, clock, by_letters).paste(greta, question).cases
        Drafting(database, clock, lambda _turns: answered()).run(greta)
        at = cases.view(greta, case).row.version
        if text:
            at = review.save(greta, case, at, text)
        review.approve(greta, case, review.hand_in(greta, case, at))
        return case

    return run


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "documents" / "utlysning.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def serving(library: Library, actor: Actor) -> dict[str, Serving]:
    return {i.entry: i.serving for i in library.items(actor)}


def test_ett_godkant_svar_hamnar_i_biblioteket_och_blir_ett_provfall(
    library: Library, approve: Callable[..., int], greta: Actor, small_corpus: Path
) -> None:
    case = approve()
    entry = library.add(greta, case, variants=["taket?", " "])
    found = load_corpus(small_corpus).entry_by_id[entry]
    assert (found.question, found.answer, found.variants) == (
        "Vad är taket för oss?",
        "Högst 600 000 kronor.",
        ("taket?",),
    )
    (row,) = [json.loads(line) for line in (library.evals / "godkanda.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (row["turns"], row["must"], row["cite"]) == (["Vad är taket för oss?"], [["600000"]], [[QUOTE]])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Högst 600 000 kronor.", "saknar källa"),
        ("Högst 700 000 kronor. [1]", "siffran 700000"),
        ("Högst 600 000 kronor. [7]", r"\[7\] finns inte"),
        ("", "inget färdigt svar"),
    ],
)
def test_ett_obevisat_svar_kommer_inte_in(
    library: Library, approve: Callable[..., int], greta: Actor, text: str, says: str
) -> None:
    case = approve(text=letter([Part(question="", text="Ja. [1]", evidence=(proof(QUOTE),))]).replace("Ja. [1]", text))
    with pytest.raises(InputError, match=says):
        library.add(greta, case)
    assert not library.file.exists()


def test_ett_citat_som_nagon_har_andrat_kommer_inte_in(
    library: Library, approve: Callable[..., int], greta: Actor
) -> None:
    case = approve(text=letter([Part(question="", text="Högst 900 000. [1]", evidence=(proof("max 900 000 kr"),))]))
    with pytest.raises(InputError, match="ordagrant"):
        library.add(greta, case)


def test_ett_redigerat_utkast_blir_ett_markt_fel(library: Library, approve: Callable[..., int], greta: Actor) -> None:
    library.add(greta, approve())
    case = approve(
        "Får vi 600 000?", letter([Part(question="", text="Ja, 600 000 kronor. [1]", evidence=(proof(QUOTE),))])
    )
    library.add(greta, case)
    (row,) = [
        json.loads(line) for line in (library.evals / "redigeringar.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert row["case"] == case
    assert 0 < row["changed"] < 0.5


def test_bara_godkanda_svar_ateranvands(library: Library, database: Database, clock: Hands, greta: Actor) -> None:
    (case,) = Inbox(database, clock, by_letters).paste(greta, "Vem?").cases
    with pytest.raises(InputError, match="bara godkända"):
        library.add(greta, case)


def test_andras_kallan_gar_just_de_svar_som_vilar_pa_den_tillbaka(
    library: Library, approve: Callable[..., int], greta: Actor, small_corpus: Path, database: Database
) -> None:
    money = library.add(greta, first := approve())
    running = library.add(
        greta,
        approve("Får vi stöd?", letter([Part(question="", text="Inte till allt. [1]", evidence=(proof(DRIFT),))])),
    )
    assert library.expire() == ()
    change(small_corpus, "löpande drift", "löpande drift och underhåll")
    assert library.expire() == (running,)
    assert serving(library, greta) == {money: Serving.IN_USE, running: Serving.REVIEW}
    change(small_corpus, "per projekt.", "per projekt och år.")
    assert library.expire() == (money,)
    item = next(i for i in library.items(greta) if i.entry == money)
    ((changed, pieces),) = item.changes
    assert (changed.kind, changed.id) == ("avsnitt", "utlysning#belopp")
    assert "år." in "".join(p.text for p in pieces if p.kind == "nytt")
    view = Cases(database).view(greta, first)
    assert (view.row.state, view.row.changed_by) == (State.GRANSKAS, "systemet")
    assert "utlysning#belopp" in view.reason
    assert library.expire() == ()


def test_ett_svar_vars_kalla_andrats_visas_inte_ens_innan_nagon_har_sett_det(
    library: Library, approve: Callable[..., int], greta: Actor, small_corpus: Path
) -> None:
    entry = library.add(
        greta,
        approve("Får vi stöd?", letter([Part(question="", text="Inte till allt. [1]", evidence=(proof(DRIFT),))])),
    )
    assert entry in load_corpus(small_corpus).entry_by_id
    change(small_corpus, "investeringar i utrustning", "investeringar i ny utrustning")
    assert entry not in load_corpus(small_corpus).entry_by_id


def test_ett_godkant_svar_gar_att_godkanna_igen_efter_andringen(
    library: Library,
    approve: Callable[..., int],
    greta: Actor,
    small_corpus: Path,
    database: Database,
    clock: Hands,
    tmp_path: Path,
) -> None:
    entry = library.add(
        greta,
        case := approve(
            "Får vi stöd?", letter([Part(question="", text="Inte till allt. [1]", evidence=(proof(DRIFT),))])
        ),
    )
    change(small_corpus, "investeringar i utrustning", "investeringar i ny utrustning")
    library.expire()
    review, view = Review(database, clock, 1, tmp_path), Cases(database).view(greta, case)
    review.approve(greta, case, review.save(greta, case, view.row.version, view.text))
    assert library.add(greta, case) == entry
    assert entry in load_corpus(small_corpus).entry_by_id


def test_ett_andrat_tal_skickar_tillbaka_svaret_som_vilar_pa_det(
    library: Library, approve: Callable[..., int], greta: Actor, small_corpus: Path
) -> None:
    folder = small_corpus / "parameters"
    folder.mkdir()
    (folder / "krav.toml").write_text("", encoding="utf-8")
    (folder / "aktorer.toml").write_text("", encoding="utf-8")
    (folder / "tal.toml").write_text(NUMBERS.format(600000, QUOTE), encoding="utf-8")
    money = library.add(greta, approve())
    library.add(greta, approve("Får vi stöd?", letter([Part(question="", text="Nej. [1]", evidence=(proof(DRIFT),))])))
    assert library.expire() == ()
    (folder / "tal.toml").write_text(NUMBERS.format(500000, QUOTE), encoding="utf-8")
    assert library.expire() == (money,)


def test_databas_och_fil_gar_att_fora_over_at_bada_hall(
    library: Library, approve: Callable[..., int], greta: Actor, url: str, small_corpus: Path, database: Database
) -> None:
    entry = library.add(greta, approve())
    kept = library.file.read_text(encoding="utf-8")
    library.withdraw(greta, entry)
    assert entry not in load_corpus(small_corpus).entry_by_id
    library.file.write_text(kept.replace(entry, "godkand-annan-1"), encoding="utf-8")
    assert library.read_in(greta) == 1
    assert serving(library, greta) == {entry: Serving.WITHDRAWN, "godkand-annan-1": Serving.IN_USE}
    assert library.read_in(greta) == 0


def test_en_fil_som_inte_gar_att_skriva_kostar_inte_svaret(
    library: Library, approve: Callable[..., int], greta: Actor
) -> None:
    case = approve()
    library.file.mkdir()
    with pytest.raises(StorageError, match="kvar i databasen"):
        library.add(greta, case)
    assert list(serving(library, greta).values()) == [Serving.IN_USE]
