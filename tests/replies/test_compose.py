"""Evidence to draft: an answer, two, quoted passages or silence."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.replies import phrases
from assistant.replies.compose import Thresholds, compose, from_passages, joined, stands
from assistant.replies.draft import Claim, Draft
from assistant.replies.reply import Status, ToolUse
from assistant.replies.verify import verify
from assistant.search.ranking import Ranked
from assistant.search.retriever import Evidence
from assistant.sources.corpus import Corpus, load_corpus
from tests.conftest import entry_toml
from tests.search.toy_search import toy_searcher

LIMITS = Thresholds()
LIKELY, LESS, UNLIKELY = 0.6, 0.05, LIMITS.answer / 2
VARIANTS = [f"ordalydelse {n}" for n in range(8)]


def silent(id_: str, text: str, status: str) -> str:
    row = entry_toml(id_, f"Fråga om {id_}?", text, "löpande drift", [f"{id_} {v}" for v in VARIANTS])
    return row.replace('status = "answered"', f'status = "{status}"').replace('["löpande drift"]', "[]")


@pytest.fixture
def corpus(small_corpus: Path) -> Corpus:
    path = small_corpus / "library" / "svar.toml"
    more = [
        entry_toml("hjalp", "Vem hjälper oss?", "Ni får kontakta dem.", "Om ni har frågor", VARIANTS),
        silent("moms", "Momsen nämns inte.", "not_in_sources"),
        silent("fika", "Fika nämns inte heller.", "not_in_sources"),
        silent("lofte", "Det kan ingen lova.", "refused"),
        silent("oklart", "Texten är öppen här.", "unclear_in_sources"),
    ]
    told = path.read_text(encoding="utf-8").replace("related = []", 'related = ["drift", "hjalp"]', 1)
    path.write_text(told + "".join(more), encoding="utf-8")
    return load_corpus(small_corpus)


@pytest.fixture
def found(corpus: Corpus, tmp_path: Path) -> Evidence:
    """Return real evidence, for each case to put its own shares into."""
    return toy_searcher(corpus, tmp_path / "index").search(["Hur mycket kan man få?"])


def shared(found: Evidence, *shares: tuple[str, float]) -> Evidence:
    return replace(found, familiar=True, ranked=tuple(Ranked(entry=e, share=s) for e, s in shares))


def shown(draft: Draft) -> str:
    reply, cuts = verify(draft)
    assert not cuts
    return reply.text


def test_det_troliga_svaret_ges_ensamt_med_vad_man_kan_fraga_vidare(corpus: Corpus, found: Evidence) -> None:
    draft = compose(corpus, shared(found, ("belopp", LIKELY), ("drift", LESS)), LIMITS)
    assert draft.status is Status.ANSWERED
    assert shown(draft) == "Ett projekt kan få högst 600 000 kronor. [1]"
    assert draft.follow_ups == ("Får vi pengar till drift?", "Vem hjälper oss?")


def test_tva_lika_troliga_svar_ges_bada_med_det_troligaste_forst(corpus: Corpus, found: Evidence) -> None:
    draft = compose(corpus, shared(found, ("belopp", 0.4), ("drift", 0.39)), LIMITS)
    text = shown(draft)
    assert text.index("600 000") < text.index("löpande drift")
    assert "Får vi pengar till drift?" not in draft.follow_ups


@pytest.mark.parametrize(
    ("case", "shares", "status", "says"),
    [
        ("tystnad som är troligast", [("moms", 0.6), ("belopp", 0.2)], Status.NOT_IN_SOURCES, "Momsen nämns inte."),
        ("tystnad på två håll", [("belopp", 0.35), ("moms", 0.35), ("fika", 0.3)], Status.NOT_IN_SOURCES, "Momsen"),
        ("mindre tystnad än svar", [("belopp", 0.5), ("moms", 0.3)], Status.ANSWERED, "600 000 kronor"),
        ("ett löfte som begärs", [("lofte", 0.7), ("belopp", 0.1)], Status.REFUSED, "Det kan ingen lova."),
        ("en öppen text", [("oklart", 0.7), ("belopp", 0.01)], Status.UNCLEAR_IN_SOURCES, "Texten är öppen här."),
    ],
)
def test_tystnad_vinner_pa_bevis(
    corpus: Corpus, found: Evidence, case: str, shares: list[tuple[str, float]], status: Status, says: str
) -> None:
    draft = compose(corpus, shared(found, *shares), LIMITS)
    assert draft.status is status, case
    assert says in shown(draft), case


@pytest.mark.parametrize("entry", ["moms", "oklart"])
def test_den_som_inte_far_svar_far_veta_vem_man_fragar(corpus: Corpus, found: Evidence, entry: str) -> None:
    draft = compose(corpus, shared(found, (entry, LIKELY)), LIMITS)
    assert phrases.ASK_VINNOVA in shown(draft)
    assert verify(draft)[0].citations[-1].section == "Frågor?"


def test_ett_svar_som_inte_ar_troligt_nog_blir_citat_ur_narheten(corpus: Corpus, found: Evidence) -> None:
    draft = compose(corpus, shared(found, ("belopp", UNLIKELY)), LIMITS)
    text = shown(draft)
    assert draft.status is Status.NOT_IN_SOURCES
    assert text.startswith(phrases.NOT_IN_SOURCES)
    assert f"”{found.hits[0].passage.text.splitlines()[0]}”" in text
    assert phrases.ASK_VINNOVA in text
    assert "Ett projekt kan få" not in text


ALLOWED = Draft(
    status=Status.ANSWERED,
    claims=(Claim(text="Ja, det går.", computed=True),),
    tentative=True,
    tool=ToolUse(name="eligibility", input={}, result={}),
)


@pytest.mark.parametrize(
    ("case", "draft", "shares", "expected"),
    [
        ("frågan gäller behörighet", ALLOWED, [("vem", 0.4), ("drift", 0.5)], True),
        ("frågan gäller något annat", ALLOWED, [("drift", 0.8), ("vem", 0.1)], False),
        ("läsningen är säker", replace(ALLOWED, tentative=False), [("drift", 0.9)], True),
    ],
)
def test_en_regel_som_svarar_pa_fel_fraga_far_ge_sig(
    small_corpus: Path, found: Evidence, case: str, draft: Draft, shares: list[tuple[str, float]], expected: bool
) -> None:
    who = entry_toml("vem", "Vem får söka?", "Det är till för driften.", "löpande drift", VARIANTS)
    path = small_corpus / "library" / "vem.toml"
    path.write_text(who.replace('status = "answered"', 'status = "answered"\nrule = "aktör"'), encoding="utf-8")
    assert stands(draft, shared(found, *shares), load_corpus(small_corpus), LIMITS) is expected, case


def test_en_fraga_utan_ett_enda_kant_ord_blir_en_fraga_tillbaka(corpus: Corpus, found: Evidence) -> None:
    draft = compose(corpus, replace(shared(found, ("belopp", 0.9)), familiar=False), LIMITS)
    assert draft.status is Status.CLARIFY
    assert shown(draft) == phrases.NOT_UNDERSTOOD


def test_inga_troliga_svar_alls_ar_inget_fel(corpus: Corpus, found: Evidence) -> None:
    assert compose(corpus, shared(found), LIMITS).status is Status.NOT_IN_SOURCES
    assert shown(from_passages(corpus, replace(found, ranked=(), hits=()), Status.NOT_IN_SOURCES))


def test_ett_langt_avsnitt_citeras_med_en_mening(small_corpus: Path, tmp_path: Path) -> None:
    path = small_corpus / "documents" / "utlysning.md"
    long = "Ord. " + "En mycket lång mening som fortsätter " * 20 + "till slut."
    path.write_text(path.read_text(encoding="utf-8") + f"\n## Utförligt {{#lang}}\n\n{long}\n", encoding="utf-8")
    corpus = load_corpus(small_corpus)
    evidence = toy_searcher(corpus, tmp_path / "index").search([long])
    hit = next(h for h in evidence.hits if h.passage.id == "utlysning#lang")
    reply, cuts = verify(from_passages(corpus, replace(evidence, hits=(hit,)), Status.ANSWERED))
    assert not cuts
    assert reply.citations[0].quote == "Ord."


SAID = Claim(text="Det är så.", phrase=True)
OTHER = Claim(text="Det är också så.", phrase=True)
BUDGET = ToolUse(name="budget", input={}, result={"bidrag": 400_000})


def part(status: Status, *claims: Claim, tool: ToolUse | None = None, follow_ups: tuple[str, ...] = ()) -> Draft:
    return Draft(status=status, claims=claims, tool=tool, follow_ups=follow_ups)


def test_en_ensam_fraga_andras_inte() -> None:
    only = part(Status.REFUSED, SAID)
    assert joined([only]) is only


@pytest.mark.parametrize(
    ("statuses", "whole"),
    [
        ((Status.NOT_IN_SOURCES, Status.ANSWERED), Status.ANSWERED),
        ((Status.OUT_OF_SCOPE, Status.ANSWERED), Status.ANSWERED),
        ((Status.NOT_IN_SOURCES, Status.UNCLEAR_IN_SOURCES), Status.UNCLEAR_IN_SOURCES),
        ((Status.OUT_OF_SCOPE, Status.REFUSED), Status.OUT_OF_SCOPE),
    ],
)
def test_ett_svar_vinner_over_tystnad(statuses: tuple[Status, ...], whole: Status) -> None:
    assert joined([part(s, SAID) for s in statuses]).status is whole


def test_samma_svar_pa_tva_fragor_ges_en_gang() -> None:
    assert joined([part(Status.ANSWERED, SAID), part(Status.ANSWERED, SAID, OTHER)]).claims == (SAID, OTHER)


def test_en_utrakning_foljer_med_aven_nar_den_inte_stalldes_forst() -> None:
    computed = Claim(text="Ni kan få 400 000 kronor.", computed=True)
    whole = joined([part(Status.ANSWERED, SAID), part(Status.ANSWERED, computed, tool=BUDGET)])
    assert whole.tool is BUDGET
    assert "400 000" in shown(whole)


def test_tva_utrakningar_i_samma_meddelande_behaller_bada_sina_siffror() -> None:
    time = ToolUse(name="eligibility", input={"manader": 13}, result={"utfall": "nej"})
    long = Claim(text="Nej, 13 månader är för långt.", computed=True)
    grant = Claim(text="Ni kan få 400 000 kronor.", computed=True)
    drafts = [part(Status.ANSWERED, long, tool=time), part(Status.ANSWERED, grant, tool=BUDGET)]
    assert shown(joined(drafts)) == "Nej, 13 månader är för långt. Ni kan få 400 000 kronor."
    assert joined(drafts).tool.name == "eligibility"
    assert joined([drafts[1], drafts[1]]).tool == BUDGET


def test_foljdfragorna_blir_hogst_sa_manga_som_for_en_fraga() -> None:
    drafts = [part(Status.ANSWERED, SAID, follow_ups=tuple(f"{n}{i}?" for i in "abc")) for n in range(3)]
    assert len(joined(drafts).follow_ups) == 3
