from collections import Counter

import pytest

from assistant.assembly import Assistant
from assistant.replies.reply import Reply, Status, ToolUse
from assistant.rules.verdict import Outcome
from assistant.sources.parameters import Parameters, load_parameters
from evals.thresholds import GATES, Case, around, ask, cases, choose, fault, ways


@pytest.fixture(scope="module")
def parameters(assistant: Assistant) -> Parameters:
    return load_parameters(assistant.settings.corpus_dir / "parameters", assistant.corpus.prove)


def test_minst_tusen_olika_fragor_ur_parametrarna(parameters: Parameters) -> None:
    every = cases(parameters)
    assert len({case.turns for case in every}) == len(every) >= 1000


def test_varje_grans_fragas_och_stickprovet_tar_av_alla(parameters: Parameters) -> None:
    every = cases(parameters)
    assert len(Counter(case.gate for case in every)) >= len(GATES)
    assert {case.gate for case in choose(every, 1)} == {case.gate for case in every}


def test_gransen_och_dess_grannar() -> None:
    assert around(600_000) == (599_999, 600_000, 600_001)


def test_belopp_skrivs_bara_pa_satt_som_ar_exakta() -> None:
    assert "600,001 tkr" not in ways(600_001)
    assert "600 tkr" in ways(600_000)


@pytest.mark.parametrize(
    ("text", "outcome", "wrong"),
    [
        ("Nej, 600 001 kronor är för mycket; högst 600 000 kronor.", Outcome.NOT_MET, False),
        ("Ja, 600 001 kronor går bra; högst 600 000 kronor.", Outcome.MET, True),
        ("Nej, det är för mycket.", Outcome.NOT_MET, True),
    ],
)
def test_felaktiga_svar_upptacks(text: str, outcome: Outcome, wrong: bool, parameters: Parameters) -> None:
    case = next(c for c in cases(parameters) if c.turns == ("Kan vi söka 600 001 kr?",))
    case = Case(gate=case.gate, turns=case.turns, tool=case.tool, svar=case.svar, amounts=case.amounts)
    tool = ToolUse(name="eligibility", input={}, result={"utfall": outcome.value})
    assert (fault(case, Reply(status=Status.ANSWERED, text=text, tool=tool)) is not None) is wrong


def test_ett_stickprov_ar_ratt_hela_vagen(assistant: Assistant, parameters: Parameters) -> None:
    assert [(case.turns, wrong) for case, _, wrong in ask(assistant, choose(cases(parameters), 200))] == []
