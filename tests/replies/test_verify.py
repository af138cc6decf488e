"""Quote or silence."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.reply import Status, ToolUse
from assistant.replies.verify import verify
from assistant.sources.corpus import load_corpus
from assistant.sources.documents import Passage
from assistant.sources.library import Proof

PASSAGE = Passage(
    id="utlysning#belopp", document_id="utlysning", document="Utlysningen", section="Belopp", headings=("Belopp",),
    text="Bidrag kan beviljas med max 600 000 kr per projekt.", url="https://example.org", restated=False,
)  # fmt: skip
PROOF = Proof(quote="max 600 000 kr per projekt", passage=PASSAGE)
TRUE = Claim(text="Ett projekt kan få högst 600 000 kronor.", proofs=(PROOF,))


def draft(*claims: Claim, status: Status = Status.ANSWERED, tool: ToolUse | None = None) -> Draft:
    return Draft(status=status, claims=claims, tool=tool)


def test_en_bevisad_mening_visas_med_sitt_citat() -> None:
    reply, cuts = verify(draft(TRUE))
    assert reply.text == "Ett projekt kan få högst 600 000 kronor. [1]"
    assert reply.citations[0].quote in reply.citations[0].passage
    assert not cuts


@pytest.mark.parametrize(
    ("case", "claim"),
    [
        ("ändrad siffra", replace(TRUE, text="Ett projekt kan få högst 700 000 kronor.")),
        ("siffran som ord", replace(TRUE, text="Högst sjuttio procent.")),
        (
            "citatet finns inte",
            replace(TRUE, text="Så står det.", proofs=(Proof(quote="max 700 000 kr", passage=PASSAGE),)),
        ),
        ("inget citat alls", Claim(text="Alla får pengar.")),
        ("fras med en siffra", Claim(text="Högst 5 personer.", phrase=True)),
    ],
)
def test_en_obevisad_mening_visas_aldrig(case: str, claim: Claim) -> None:
    reply, cuts = verify(draft(TRUE, claim))
    assert claim.text not in reply.text, case
    assert [c.text for c in cuts] == [claim.text]


def test_ett_svar_utan_bevisad_mening_blir_framgar_inte() -> None:
    reply, _ = verify(draft(Claim(text="Alla får pengar.")))
    assert reply.status is Status.NOT_IN_SOURCES


def test_en_utraknad_siffra_bevisas_av_funktionens_resultat() -> None:
    tool = ToolUse(name="budget", input={"total": 500000}, result={"bidrag": 400000})
    right = Claim(text="Ni kan få 400 000 kronor.", computed=True)
    wrong = Claim(text="Ni kan få 450 000 kronor.", computed=True)
    reply, cuts = verify(draft(right, wrong, tool=tool))
    assert reply.text == right.text
    assert len(cuts) == 1


@given(st.permutations([0, 1, 2, 0, 1]))
def test_marken_numreras_efter_forsta_anvandning(order: list[int]) -> None:
    proofs = [Proof(quote=q, passage=PASSAGE) for q in ("Bidrag kan", "max 600 000 kr", "per projekt")]
    reply, _ = verify(draft(*(Claim(text="Mening.", proofs=(proofs[i],), layout=Layout.BULLET) for i in order)))
    assert [c.n for c in reply.citations] == [1, 2, 3]
    assert [c.quote for c in reply.citations] == [proofs[i].quote for i in dict.fromkeys(order)]


def test_ett_avsnitt_som_andrats_bevisar_inte_langre(small_corpus: Path) -> None:
    corpus = load_corpus(small_corpus)
    changed = replace(corpus.passages[0], text="Bidrag kan beviljas med max 500 000 kr per projekt.")
    claims = tuple(replace(TRUE, proofs=(Proof(quote=PROOF.quote, passage=changed),)) for _ in range(1))
    reply, cuts = verify(draft(*claims))
    assert cuts
    assert not reply.citations
