"""Projects and results as JSON: read back as written, and strict about what it reads."""

import json
from decimal import Decimal

import pytest
from hypothesis import given

from assistant.errors import InputError
from assistant.rules.calculation import Ask, Missing
from assistant.rules.eligibility import check
from assistant.rules.exchange import projekt_as_json, projekt_from_json, result_as_json, verdict_as_json
from assistant.rules.projekt import Bilaga, Projekt, Roll, Storlek
from tests.rules.test_eligibility import projects
from tests.rules.told import TODAY, part, real_parameters, result, whole_project

P = real_parameters()


@given(projects)
def test_ett_projekt_lases_tillbaka_som_det_skrevs(projekt: Projekt) -> None:
    assert projekt_from_json(json.loads(json.dumps(projekt_as_json(projekt)))) == projekt


def test_svenska_ord_och_kommatal_lases() -> None:
    told = {"eurokurs": "10,50", "parter": [{"roll": "underleverantor", "storlek": "Litet"}], "bilagor": []}
    read = projekt_from_json(told)
    assert read.eurokurs == Decimal("10.50")
    assert (read.parter[0].roll, read.parter[0].storlek) == (Roll.UNDERLEVERANTOR, Storlek.LITET)
    assert read.bilagor == ()
    assert projekt_from_json({"bilagor": ["cv"]}).bilagor == (Bilaga.CV,)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "projekt: ska vara ett objekt"),
        ({"hittepå": 1}, "hittepå: är inget fält i projekt"),
        ({"manader": "12"}, "manader: ska vara ett helt tal"),
        ({"manader": True}, "manader: ska vara ett helt tal"),
        ({"manader": 12.5}, "manader: ska vara ett helt tal"),
        ({"manader": 0}, "månader: måste vara minst 1"),
        ({"paborjat": "ja"}, "paborjat: ska vara true eller false"),
        ({"eurokurs": "dyr"}, "eurokurs: ska vara ett tal"),
        ({"eurokurs": "-1"}, "eurokurs: ska vara kronor per euro"),
        ({"parter": {}}, "parter: ska vara en lista"),
        ({"parter": [{"roll": "chef"}]}, "parter 1: roll: ska vara något av: koordinator"),
        ({"parter": [{"aktorstyp": "kungahus"}]}, "parter 1: aktorstyp: ska vara något av: kommun"),
        ({"parter": [{"kostnader": [{"kostnadsslag": "personal"}]}]}, "fältet belopp saknas"),
        ({"kostnader": [{"belopp": -1}]}, "kostnad: måste vara minst 0"),
        ({"kostnader": [{"belopp": 10**15}]}, "kostnad: är orimligt stort"),
    ],
)
def test_ett_fel_namner_faltet(data: object, says: str) -> None:
    with pytest.raises(InputError, match=says):
        projekt_from_json(data, tuple(P.aktorer))


def test_resultatet_ar_ren_json_med_bevis() -> None:
    data = json.loads(json.dumps(result_as_json(result(Ask.BIDRAG, whole_project()))))
    assert (data["bidrag"], data["avgor"], data["andel_procent"]) == (600_000, ["projekttak"], "75.0")
    assert data["steg"][0]["bevis"][0]["avsnitt"] == "utlysning#egen-insats"
    assert result_as_json(Missing(fact="kostnader", question="Hur mycket?"))["saknas"] == "kostnader"


def test_omdomet_ar_ren_json_med_bevis() -> None:
    data = json.loads(json.dumps(verdict_as_json(check(Projekt(parter=(part("region"),)), P, TODAY))))
    assert data["utfall"] == "inte uppfyllt"
    assert data["krav"][0]["bevis"][0]["citat"].startswith("Med kommun menar vi")
