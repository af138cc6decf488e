"""The rules as LangChain tools and as commands."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.cli import app
from assistant.tools import rule_tools
from tests.rules.told import TODAY, real_parameters

ELIGIBILITY, BUDGET = rule_tools(real_parameters(), lambda: TODAY)
KOMMUN = {"aktorstyp": "kommun", "roll": "koordinator", "kostnader": [{"belopp": 900_000}]}


def test_budgetverktyget_raknar_med_typade_argument() -> None:
    reply = BUDGET.invoke({"parter": [KOMMUN]})
    assert (reply["status"], reply["tool"]["result"]["bidrag"]) == ("answered", 600_000)


def test_budgetverktyget_svarar_pa_det_som_fragas() -> None:
    reply = BUDGET.invoke({"sokt_bidrag": 440_000, "fraga_om": "minsta kostnader"})
    assert reply["tool"]["result"]["svar"] == 550_000


def test_behorighetsverktyget_sager_nej_med_bevis() -> None:
    reply = ELIGIBILITY.invoke({"parter": [{"aktorstyp": "region", "roll": "koordinator"}]})
    assert reply["text"].startswith("Nej, en region kan inte vara koordinator.")
    assert reply["citations"]


@pytest.mark.parametrize("told", [{"manader": 0}, {"parter": [{"aktorstyp": "kungahus"}]}])
def test_ett_orimligt_varde_blir_ett_svar_som_namner_faltet(told: dict) -> None:
    reply = ELIGIBILITY.invoke(told)
    assert reply["status"] == "error"
    assert reply["text"].startswith(("månader", "parter 1: aktorstyp"))


def test_varje_argument_har_en_beskrivning() -> None:
    for tool in (ELIGIBILITY, BUDGET):
        assert tool.description
        assert all(argument.get("description") for argument in tool.args.values())


TOML = 'sokt_bidrag = 600000\n[[parter]]\naktorstyp = "kommun"\nkostnader = [{ belopp = 700000 }]\n'


@pytest.mark.parametrize(
    ("args", "given", "says"),
    [
        (["budget"], TOML, "Bidraget kan bli högst 560 000 kronor"),
        (["budget", "-", "--fraga", "plan"], TOML, "Nej, 600 000 kronor i bidrag är för mycket"),
        (["eligibility", "--om", "månader"], '{"manader": 13}', "Nej, projektet är för långt"),
        (["eligibility"], '{"parter": [{"aktorstyp": "foretag"}]}', "Nej, ett företag kan inte vara koordinator."),
    ],
)
def test_kommandona_laser_json_och_toml(args: list[str], given: str, says: str) -> None:
    ran = CliRunner().invoke(app, args, input=given)
    assert ran.exit_code == 0
    assert says in ran.output.replace("\u00a0", " ")


def test_kommandot_skriver_json_ur_en_fil(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(TOML, encoding="utf-8")
    ran = CliRunner().invoke(app, ["budget", str(tmp_path / "p.toml"), "--json"])
    assert json.loads(ran.output)["tool"]["result"]["bidrag"] == 560_000


@pytest.mark.parametrize(
    ("args", "given", "says"),
    [
        (["budget"], "hej", "varken läsbar JSON eller TOML"),
        (["budget"], '{"manader": "x"}', "manader: ska vara ett helt tal"),
        (["budget", "finns-inte.toml"], "", "finns-inte.toml: kan inte läsas"),
        (["eligibility", "--om", "väder"], "{}", "väder finns inte"),
    ],
)
def test_ett_trasigt_projekt_sags_pa_svenska(args: list[str], given: str, says: str) -> None:
    ran = CliRunner().invoke(app, args, input=given)
    assert ran.exit_code == 1
    assert says in ran.output
