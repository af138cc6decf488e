"""A model may phrase; code decides what is shown."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

import pytest

from assistant.errors import ModelError
from assistant.models.claims import read_claims
from assistant.models.phrasing import Phraser, may_phrase, prompt
from assistant.models.placeholders import Placeholders
from assistant.replies import phrases
from assistant.replies.draft import Claim, Draft
from assistant.replies.reply import Status, ToolUse
from assistant.replies.verify import verify
from assistant.sources.documents import Passage
from assistant.sources.library import Proof
from assistant.text.figures import figures
from tests.models.fakes import ScriptedWriter, answer, parrot

PASSAGE = Passage(
    id="utlysning#belopp", document_id="utlysning", document="Utlysningen", section="Belopp", headings=("Belopp",),
    text="Bidrag kan beviljas med max 600 000 kr per projekt. Projekten får pågå maximalt 12 månader.",
    url="https://example.org", restated=False,
)  # fmt: skip
FIRST = Claim(
    text="Ett projekt kan få högst 600 000 kronor.",
    proofs=(Proof(quote="max 600 000 kr per projekt", passage=PASSAGE),),
)
SECOND = Claim(
    text="Det får pågå högst 12 månader.",
    proofs=(Proof(quote="Projekten får pågå maximalt 12 månader.", passage=PASSAGE),),
)
DRAFT = Draft(status=Status.ANSWERED, claims=(FIRST, SECOND), trace={"entry": "belopp"})


def phrased(script: Any, draft: Draft = DRAFT) -> tuple[Draft, list[Draft], ScriptedWriter]:
    writer, heard = ScriptedWriter(script), list[Draft]()
    result = Phraser(writer).phrase("Hur mycket?", draft, (PASSAGE,), heard.append)
    return result, heard, writer


def texts(draft: Draft) -> list[str]:
    return [c.text for c in draft.claims]


def test_modellens_ord_visas_dar_de_sager_detsamma() -> None:
    def script(data: Mapping[str, Any]) -> str:
        return answer(("Max {belopp_1} kan ett projekt få.", 1, "kan få högst {belopp_1}"))

    result, heard, _ = phrased(script)
    assert texts(result) == ["Max 600 000 kronor kan ett projekt få.", SECOND.text, phrases.FROM_MODEL]
    assert [texts(h) for h in heard] == [["Max 600 000 kronor kan ett projekt få."]]
    reply, cuts = verify(result)
    assert not cuts
    assert reply.citations[0].quote == "max 600 000 kr per projekt"


def test_modellen_ser_inga_siffror_och_fragan_bara_som_data() -> None:
    _, _, writer = phrased(parrot)
    system, data = writer.asked[0]
    assert not any(figures(Placeholders().fill(e["text"])) - {"1", "2"} for e in data["underlag"])
    assert "600" not in json.dumps(data)
    assert data["fråga"] == "Hur mycket?"
    assert "Hur mycket?" not in system


@pytest.mark.parametrize(
    ("case", "claim", "reason"),
    [
        (
            "egen siffra",
            ("Ett projekt kan få högst 600 000 kronor.", 1, "Ett projekt kan få"),
            "modellen skrev själv 600000",
        ),
        ("eget räkneord", ("Ett projekt kan få högst sexhundra kronor.", 1, "Ett projekt kan få"), "skrev själv"),
        ("egen platshållare", ("Ett projekt kan få högst {belopp_9}.", 1, "Ett projekt kan få"), "{belopp_9}"),
        ("påhitt", ("Alla får pengar direkt.", 1, "Ett projekt kan få"), "står inte i underlaget"),
    ],
)
def test_det_obevisade_stryks_och_svaret_star_kvar(case: str, claim: tuple[str, int, str], reason: str) -> None:
    result, heard, _ = phrased(lambda _data: answer(claim))
    assert texts(result) == [FIRST.text, SECOND.text, phrases.WITHOUT_MODEL], case
    assert reason in result.trace["phrasing"]["cut"][0]["reason"]
    assert not heard


def test_en_mening_ur_ett_annat_avsnitt_far_folja_efter() -> None:
    claims = (
        (FIRST.text.replace("600 000 kronor", "{belopp_1}"), 1, "Ett projekt"),
        ("Projekten får pågå maximalt {tid_1}.", 3, "Projekten får pågå"),
    )
    result, _, _ = phrased(lambda _data: answer(*claims))
    assert texts(result) == [FIRST.text, SECOND.text, "Projekten får pågå maximalt 12 månader.", phrases.FROM_MODEL]
    assert result.claims[2].proofs[0].quote == "Projekten får pågå maximalt 12 månader."


def test_en_mening_som_sager_mindre_an_svaret_ersatter_det_inte() -> None:
    result, _, _ = phrased(lambda _data: answer(("Ett projekt kan få kronor.", 1, "Ett projekt kan få")))
    assert texts(result)[0] == FIRST.text


def test_en_utraknad_summa_satts_in_ur_resultatet() -> None:
    tool = ToolUse(name="budget", input={"total": 500000}, result={"bidrag": 400000})
    draft = Draft(
        status=Status.ANSWERED, claims=(Claim(text="Ni kan få högst 400 000 kronor.", computed=True),), tool=tool
    )
    result, _, _ = phrased(lambda _data: answer(("Högst {belopp_1} kan ni få.", 1, "Ni kan få högst")), draft)
    reply, cuts = verify(result)
    assert reply.text.startswith("Högst 400 000 kronor kan ni få.")
    assert reply.tool == tool
    assert not cuts


def test_kvittot_sager_modell_prompt_och_vad_som_strukits() -> None:
    result, _, _ = phrased(lambda _data: answer(("Påhittat.", 1, "Ett projekt kan få")))
    trace = result.trace["phrasing"]
    assert trace["model"] == "manus"
    assert len(trace["prompt"]) == 8
    assert trace["claims"] == 1
    assert result.trace["entry"] == "belopp"


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.ANSWERED])
def test_en_avhallelse_forblir_en_avhallelse(status: Status) -> None:
    assert not may_phrase(Draft(status=status, claims=(FIRST,)))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "inte json",
        "{{{",
        '{"claims": "x"}',
        '{"claims": [{"text": "A"}]}',
        "[1, 2]",
        '{"claims": [{"text": "A.", "evi',
    ],
)
def test_skrap_i_stallet_for_json_ar_ett_modellfel(text: str) -> None:
    with pytest.raises(ModelError):
        list(read_claims([text]))


def test_ett_avbrutet_svar_lamnar_inget_halvt_pastaende() -> None:
    whole = answer(("Helt.", 1, "a"), ("Halvt.", 1, "b"))
    stream = read_claims(iter([whole[:60], whole[60:80]]))
    assert next(stream)[0] == "Helt."
    with pytest.raises(ModelError):
        next(stream)


def test_prompterna_ar_fria_fran_siffror() -> None:
    files = list(resources.files("assistant.models").joinpath("prompts").iterdir())
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert not any(c.isdigit() for c in text), file.name
    assert "underlag" in prompt()
