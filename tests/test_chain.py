"""The way of a question, over a small corpus and without a language model."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable

from assistant.chain import MAX_TURNS, Rules, State, build_chain
from assistant.replies import phrases
from assistant.replies.compose import Thresholds
from assistant.replies.draft import Claim, Draft
from assistant.replies.reply import Reply, Status, ToolUse
from assistant.search.retriever import Searcher
from assistant.sources.corpus import Corpus, load_corpus
from assistant.text.normalise import MAX_CHARACTERS
from assistant.understanding.spelling import Speller
from tests.search.toy_search import toy_searcher

# Letters instead of meaning put every text near every other, so nothing is told apart as off topic here.
LIMITS = Thresholds(answer=0.0)


class Listening:
    """Rules that answer what they are told to, and remember what they were asked."""

    def __init__(self, answer: Draft | None = None, about: str = "") -> None:
        self.asked: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self._answer = answer
        self._about = about

    def __call__(
        self, earlier: Sequence[str], parts: Sequence[str], note: Callable[[Mapping[str, Any]], None]
    ) -> list[Draft | None]:
        self.asked.append((tuple(earlier), tuple(parts)))
        note({"added": [part for part in parts if self._about and self._about in part]} if self._about else {})
        return [self._answer if self._about in part else None for part in parts]


Chain = Runnable[State, State]
Make = Callable[..., Chain]


@pytest.fixture
def corpus(small_corpus: Path) -> Corpus:
    return load_corpus(small_corpus)


@pytest.fixture
def searcher(corpus: Corpus, tmp_path: Path) -> Searcher:
    return toy_searcher(corpus, tmp_path / "index")


@pytest.fixture
def make(corpus: Corpus, searcher: Searcher) -> Make:
    def chain(rules: Rules | None = None) -> Chain:
        speller = Speller(["bidrag", "löpande", "drift", "pengar"])
        return build_chain(corpus=corpus, searcher=searcher, speller=speller, rules=rules or Listening(), limits=LIMITS)

    return chain


def ask(chain: Chain, *turns: str, listener: BaseCallbackHandler | None = None) -> Reply:
    reply = chain.invoke(State(turns=turns), {"callbacks": [listener] if listener else []}).reply
    assert reply is not None
    return reply


COMPUTED = Draft(
    status=Status.ANSWERED,
    claims=(Claim(text="Ni kan få 400 000 kronor.", computed=True),),
    tool=ToolUse(name="budget", input={}, result={"bidrag": 400_000}),
)


def test_en_fraga_gar_hela_vagen_till_ett_bevisat_svar(make: Make) -> None:
    reply = ask(make(), "Hur mycket kan man få?")
    assert (reply.status, reply.text) == (Status.ANSWERED, "Ett projekt kan få högst 600 000 kronor. [1]")
    assert reply.citations[0].quote == "Bidrag kan beviljas med max 600 000 kr per projekt."


@pytest.mark.parametrize(
    ("case", "turns", "status", "text"),
    [
        ("ingenting", (), Status.CLARIFY, phrases.EMPTY),
        ("tomt", ("",), Status.CLARIFY, phrases.EMPTY),
        ("bara tecken", ("?!",), Status.CLARIFY, phrases.EMPTY),
        ("en emoji", ("🙂",), Status.CLARIFY, phrases.EMPTY),
        ("bara osynliga tecken", ("\u200b\u200d\ufeff",), Status.CLARIFY, phrases.EMPTY),
        ("bara märkning", ("<p></p>",), Status.CLARIFY, phrases.EMPTY),
        ("tomt efter en riktig fråga", ("Hur mycket kan man få?", " "), Status.CLARIFY, phrases.EMPTY),
        ("ett tecken för långt", ("a" * (MAX_CHARACTERS + 1),), Status.ERROR, phrases.TOO_LONG),
        ("ett annat språk", ("Сколько денег мы можем получить?",), Status.CLARIFY, phrases.OTHER_LANGUAGE),
    ],
)
def test_det_som_inte_gar_att_lasa_som_en_fraga_avgors_fore_allt_annat(
    make: Make, case: str, turns: tuple[str, ...], status: Status, text: str
) -> None:
    rules = Listening(COMPUTED)
    reply = ask(make(rules), *turns)
    assert (reply.status, reply.text) == (status, text), case
    assert reply.receipt
    assert not rules.asked


def test_den_langsta_fragan_som_far_plats_lases(make: Make) -> None:
    question = "Hur mycket kan man få?"
    assert ask(make(), question + " a" * ((MAX_CHARACTERS - len(question)) // 2)).status is Status.ANSWERED


def test_en_regel_som_svarar_gar_fore_sokningen(make: Make) -> None:
    reply = ask(make(Listening(COMPUTED)), "Hur mycket kan man få?")
    assert reply.text == "Ni kan få 400 000 kronor."
    assert reply.tool == COMPUTED.tool
    assert reply.trace["passages"] == []


def test_en_regels_obevisade_siffra_visas_inte(make: Make) -> None:
    wrong = Draft(
        status=Status.ANSWERED, claims=(Claim(text="Ni kan få 500 000 kronor.", computed=True),), tool=COMPUTED.tool
    )
    reply = ask(make(Listening(wrong)), "Hur mycket kan man få?")
    assert reply.status is Status.NOT_IN_SOURCES
    assert "500" not in reply.text
    assert reply.trace["cuts"][0]["text"] == "Ni kan få 500 000 kronor."


def test_tva_fragor_far_var_sitt_svar_ett_ur_reglerna_och_ett_ur_kallorna(make: Make) -> None:
    rules = Listening(COMPUTED, about="kostar")
    reply = ask(make(rules), "Projektet kostar en halv miljon, vad får vi? Får vi pengar till drift?")
    assert "400 000" in reply.text
    assert "löpande drift" in reply.text
    assert len(reply.trace["passages"]) == 1


def test_reglerna_far_tidigare_turer_och_varje_delfraga(make: Make) -> None:
    rules = Listening()
    ask(make(rules), "Vi är en förening.", "Hur mycket kan man få? Får vi pengar till drift?")
    assert rules.asked == [(("Vi är en förening.",), ("Hur mycket kan man få?", "Får vi pengar till drift?"))]


def test_vad_en_modell_last_ut_at_reglerna_star_i_kvittot(make: Make) -> None:
    trace = ask(make(Listening(COMPUTED, about="kostar")), "Projektet kostar en halv miljon, vad får vi?").trace
    assert trace["understanding"]["arguments"]["added"]
    assert "understanding" not in ask(make(), "Hur mycket kan man få?").trace


def test_en_foljdfraga_soks_tillsammans_med_det_den_lutar_sig_mot(make: Make) -> None:
    trace = ask(make(), "Får vi pengar till drift?", "och det?").trace
    assert trace["parts"][0][-1] == "Får vi pengar till drift? och det?"


def test_bara_de_senaste_turerna_lases(make: Make) -> None:
    trace = ask(make(), *(f"Fråga {n}?" for n in range(MAX_TURNS + 5))).trace
    assert trace["turns"] == [f"Fråga {n}?" for n in range(5, MAX_TURNS + 5)]


def test_stavfel_lagas_innan_nagot_soks(make: Make) -> None:
    wordings = ask(make(), "Får vi pengar till drift och bidarg?").trace["parts"][0]
    assert wordings == ["Får vi pengar till drift och bidarg?", "Får vi pengar till drift och bidrag?"]


def test_pa_engelska_inleds_svaret_pa_engelska_och_citatet_ar_svenskt(make: Make) -> None:
    reply = ask(make(), "How much money can we get for the drift?")
    assert reply.text.startswith(phrases.ENGLISH_LEAD)
    assert reply.citations


def test_samma_fraga_ger_samma_kvitto_och_en_annan_ett_annat(make: Make) -> None:
    chain = make()
    assert ask(chain, "Hur mycket kan man få?").receipt == ask(chain, "Hur mycket kan man få?").receipt
    assert ask(chain, "Hur mycket kan man få?").receipt != ask(chain, "Hur mycket kan vi få?").receipt


def test_kvittot_bar_kallversion_fraga_och_poang(make: Make, corpus: Corpus) -> None:
    trace = ask(make(), "Hur mycket kan man få?").trace
    assert trace["corpus"] == corpus.version
    assert trace["turns"] == ["Hur mycket kan man få?"]
    assert {entry for entry, _ in trace["ranked"][0]} == set(corpus.entry_by_id)
    assert {passage for passage, _ in trace["passages"][0]} == set(corpus.passage_by_id)


def test_stegen_har_namn_och_ordning_sa_att_ett_spar_kan_lasas(make: Make) -> None:
    class Names(BaseCallbackHandler):
        def __init__(self) -> None:
            self.seen: list[str] = []

        def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
            self.seen.append(kwargs["name"])

    names = Names()
    ask(make(), "Hur mycket kan man få?", listener=names)
    steps = ["clean", "understand", "rules", "retrieve", "compose", "verify", "receipt"]
    assert [n for n in names.seen if n in steps] == steps
