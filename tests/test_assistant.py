"""The real assistant over the real corpus, asked as people ask."""

from collections.abc import Sequence

import pytest

from assistant.assembly import Assistant
from assistant.replies import phrases
from assistant.replies.reply import Reply, Status
from assistant.replies.verify import tool_figures
from assistant.sources.quotes import locate
from assistant.text.figures import figures
from assistant.text.normalise import quote_form

SAMPLE = 40


def shown(reply: Reply) -> str:
    return quote_form(reply.text)


@pytest.mark.parametrize(
    ("case", "typed", "status"),
    [
        ("tomt", "", Status.CLARIFY),
        ("bara blanksteg", " \n\t ", Status.CLARIFY),
        ("bara osynliga tecken", "\u200b\u200b\ufeff", Status.CLARIFY),
        ("bara en emoji", "🙂", Status.CLARIFY),
        ("bara skiljetecken", "?!…", Status.CLARIFY),
        ("100 kB", "x" * 100_000, Status.ERROR),
        ("100 kB riktiga ord", "Vem får söka? " * 7_200, Status.ERROR),
        ("ryska", "Сколько денег мы можем получить?", Status.CLARIFY),
        ("arabiska", "من يمكنه التقديم؟", Status.CLARIFY),
        ("kinesiska", "谁可以申请？", Status.CLARIFY),
        ("tyska", "Wie viel Geld können wir bekommen und wer kann das beantragen?", Status.CLARIFY),
    ],
)
def test_det_som_inte_gar_att_lasa_far_ett_vanligt_svar(
    assistant: Assistant, case: str, typed: str, status: Status
) -> None:
    reply = assistant.ask([typed])
    assert reply.status is status, case
    assert reply.text in {phrases.EMPTY, phrases.TOO_LONG, phrases.OTHER_LANGUAGE}, case
    assert reply.receipt, case


@pytest.mark.parametrize(
    ("case", "typed"),
    [
        ("osynliga tecken", "Hur\u200b my\u00adcket kan vi få?"),
        ("märkning", "<p>Hur <b>mycket</b> kan vi få?</p>"),
        ("emoji", "🙂 Hur mycket kan vi få? 🙏🏽"),
        ("hårda mellanslag", "Hur\u00a0mycket\u202fkan\u00a0vi\u00a0få?"),
        ("lösa ringar och prickar", "Hur mycket kan vi fa\u030a?"),
        ("utan ringar och prickar", "hur mycket kan vi fa"),
        ("versaler", "HUR MYCKET KAN VI FÅ?"),
        ("stavfel", "Hur myket penngar kan vi få?"),
        ("hälsning och underskrift", "Hej!\n\nHur mycket kan vi få?\n\nMed vänlig hälsning\nBo Ek\nÅmåls FBK"),
    ],
)
def test_samma_fraga_i_andra_klader_far_samma_besked(assistant: Assistant, case: str, typed: str) -> None:
    reply = assistant.ask([typed])
    assert reply.status is Status.ANSWERED, case
    assert "600 000 kronor" in shown(reply), case


def test_marken_i_fragan_kommer_aldrig_tillbaka(assistant: Assistant) -> None:
    assert "<script" not in assistant.ask(["<script>alert(1)</script> Vem får söka?"]).text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("Vem får söka och hur länge får projektet pågå?", ("kommun", "12 månader")),
        ("Hur mycket kan vi få? Vilka bilagor ska vi skicka med?", ("600 000", "CV")),
        (
            "Kan en region vara koordinator? Och hur stort bidrag kan vi få om kostnaderna är 437 000 kr?",
            ("region kan inte vara koordinator", "349 600"),
        ),
        ("Hur stort bidrag kan vi få om kostnaderna är 437 000 kr? Och vilka bilagor krävs?", ("349 600", "CV")),
    ],
)
def test_tva_fragor_i_en_far_bada_sitt_svar(assistant: Assistant, asked: str, says: tuple[str, ...]) -> None:
    reply = assistant.ask([asked])
    assert reply.status is Status.ANSWERED
    assert [s for s in says if s not in shown(reply)] == []


def test_ett_svar_och_en_fraga_utanfor_ar_anda_ett_svar(assistant: Assistant) -> None:
    reply = assistant.ask(["Vem får söka? Och vad blir det för väder i morgon?"])
    assert reply.status is Status.ANSWERED
    assert "koordinator" in reply.text


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        (["Hur mycket kan vi få?", "och hur länge får projektet pågå?"], "12 månader"),
        (["Hur lång tid får projektet pågå?", "och hur mycket pengar?"], "600 000 kronor"),
        (["Vi söker 500 000 kr. Går det?", "och om vi söker 700 000 kr?"], "600 000 kronor"),
        (["Kan en kommun vara koordinator?", "En region då?"], "region"),
    ],
)
def test_en_foljdfraga_forstas_av_det_som_sagts(assistant: Assistant, turns: Sequence[str], says: str) -> None:
    reply = assistant.ask(turns)
    assert reply.status is Status.ANSWERED
    assert says in shown(reply)


@pytest.mark.parametrize(
    ("premise", "right"),
    [
        ("Eftersom bidraget är max 1 miljon, hur söker vi?", "600 000 kronor"),
        ("Eftersom projektet får pågå i tre år, hur planerar vi bäst?", "12 månader"),
        ("Visst får vi 100 procent av projektets kostnader?", "80 procent"),
    ],
)
def test_en_felaktig_forutsattning_rattas(assistant: Assistant, premise: str, right: str) -> None:
    reply = assistant.ask([premise])
    assert right in shown(reply)
    assert not reply.text.startswith("Ja")
    assert reply.citations


@pytest.mark.parametrize(
    "question", ["Vad är huvudstaden i Frankrike?", "Ge mig ett recept på kanelbullar", "Vad blir det för väder?"]
)
def test_fragor_om_annat_avvisas_utan_citat(assistant: Assistant, question: str) -> None:
    reply = assistant.ask([question])
    assert reply.status is Status.OUT_OF_SCOPE
    assert not reply.citations


def test_ingen_far_ett_lofte(assistant: Assistant) -> None:
    reply = assistant.ask(["Kommer vi få pengarna?"])
    assert reply.status is Status.REFUSED
    assert "kriterier" in reply.text


def test_en_engelsk_fraga_far_engelsk_inledning_och_svenskt_citat(assistant: Assistant) -> None:
    reply = assistant.ask(["How long can the project be?"])
    assert reply.text.startswith(phrases.ENGLISH_LEAD)
    assert "12 månader" in shown(reply)
    assert "12 månader" in reply.citations[0].quote


def test_svaret_strommar_bevisat_och_slutar_i_det_hela(assistant: Assistant) -> None:
    *grown, last = assistant.stream(["Hur stort bidrag kan vi få om kostnaderna är 500 000 kr?"])
    assert grown
    assert all(last.text.startswith(part.text) for part in grown)
    assert last == assistant.ask(["Hur stort bidrag kan vi få om kostnaderna är 500 000 kr?"])


@pytest.mark.parametrize(
    "turns",
    [
        ["Hur mycket kan vi få?"],
        ["Hur mycket kan vi få?", "och hur länge får projektet pågå?"],
        ["Kan en region vara koordinator?"],
        [""],
    ],
)
def test_ett_kvitto_racker_for_att_ge_svaret_igen(assistant: Assistant, turns: list[str]) -> None:
    reply = assistant.ask(turns)
    kept = assistant.receipts.read(reply.receipt)
    again = assistant.ask(kept["trace"]["turns"])
    assert (again.text, again.receipt) == (reply.text, reply.receipt)
    assert kept["trace"]["corpus"] == assistant.corpus.version
    assert [c["quote"] for c in kept["citations"]] == [c.quote for c in reply.citations]


@pytest.fixture(scope="module")
def sampled(assistant: Assistant) -> list[tuple[str, Reply]]:
    """Return replies to wordings from all over the library, never the canonical ones."""
    entries = assistant.corpus.entries
    chosen = entries[:: max(1, len(entries) // SAMPLE)][:SAMPLE]
    assert len(chosen) == SAMPLE
    return [(e.variants[3], assistant.ask([e.variants[3]])) for e in chosen]


def test_varje_citat_star_ordagrant_i_avsnittet_som_star_i_kallan(
    assistant: Assistant, sampled: list[tuple[str, Reply]]
) -> None:
    passages = assistant.corpus.passage_by_id
    cited = [c for _, reply in sampled for c in reply.citations]
    assert len(cited) >= SAMPLE
    assert [c.quote for c in cited if locate(c.quote, c.passage) is None] == []
    assert [c.anchor for c in cited if passages[c.anchor].text != c.passage] == []


def test_ingen_siffra_visas_utan_bevis(sampled: list[tuple[str, Reply]]) -> None:
    for question, reply in sampled:
        proven = set(tool_figures(reply.tool)).union(*(figures(c.quote) | figures(c.note) for c in reply.citations))
        bare = reply.text
        for citation in reply.citations:
            bare = bare.replace(f"[{citation.n}]", "")
        assert figures(bare) <= proven, question


def test_varje_marke_i_texten_har_sitt_citat_och_tvartom(sampled: list[tuple[str, Reply]]) -> None:
    for question, reply in sampled:
        assert [c.n for c in reply.citations] == list(range(1, len(reply.citations) + 1)), question
        assert all(f"[{c.n}]" in reply.text for c in reply.citations), question
        assert f"[{len(reply.citations) + 1}]" not in reply.text, question


def test_inget_svar_har_strukits_pa_vagen(sampled: list[tuple[str, Reply]]) -> None:
    assert [(question, reply.trace["cuts"]) for question, reply in sampled if reply.trace["cuts"]] == []


def test_varje_svar_bar_minst_ett_citat(sampled: list[tuple[str, Reply]]) -> None:
    assert [q for q, r in sampled if r.status is Status.ANSWERED and not r.citations] == []


def test_foljdfragorna_ar_fragor_som_sjalva_kan_besvaras(
    assistant: Assistant, sampled: list[tuple[str, Reply]]
) -> None:
    known = {e.question for e in assistant.corpus.entries}
    suggested = {f for _, reply in sampled for f in reply.follow_ups}
    assert suggested
    assert suggested <= known
