"""The call's numbers: each with unit, quote and the figure in its quote."""

from decimal import Decimal
from pathlib import Path

import pytest

from assistant.errors import ParameterError
from assistant.sources.library import Proof
from assistant.sources.parameters import Matt, Parameter, Svar, load_parameters
from assistant.sources.quotes import locate
from assistant.text.figures import figures
from tests.rules.told import real_corpus, real_parameters

P = real_parameters()
PROOFS = [
    *((f"tal {t.key}", t.proofs) for t in P.tal.values()),
    *((f"krav {k.key}", k.proofs) for k in P.krav.values()),
    *(
        (f"{a.key} {name}", place.proofs)
        for a in P.aktorer.values()
        for name, place in (("koordinator", a.koordinator), ("part", a.projektpart), ("under", a.underleverantor))
    ),
]


@pytest.mark.parametrize("proofs", [p for _, p in PROOFS], ids=[name for name, _ in PROOFS])
def test_varje_citat_star_ordagrant_i_en_kalla(proofs: tuple[Proof, ...]) -> None:
    assert proofs
    for proof in proofs:
        assert proof.passage in real_corpus().passages
        assert locate(proof.quote, proof.passage.text) == proof.quote


def _written(parameter: Parameter) -> set[str]:
    value = parameter.value * 100 if parameter.unit is Matt.ANDEL else parameter.value
    return {f"{int(value)}", f"{int(value) // 10**6}"}


@pytest.mark.parametrize("parameter", P.tal.values(), ids=P.tal.keys())
def test_varje_tal_star_i_sitt_citat(parameter: Parameter) -> None:
    assert isinstance(parameter.value, Decimal)
    assert _written(parameter) & frozenset().union(*(figures(p.quote) for p in parameter.proofs))


@pytest.mark.parametrize(
    ("aktor", "koordinator", "projektpart"),
    [
        ("kommun", "ja", "ja"),
        ("ideell_forening", "ja", "ja"),
        ("trossamfund", "ja", "ja"),
        ("svb", "ja", "ja"),
        ("kooperativ", "ja", "ja"),
        ("socialt_foretag", "ja", "ja"),
        ("foretag", "nej", "ja"),
        ("kommunalt_bolag", "nej", "ja"),
        ("universitet", "nej", "ja"),
        ("institut", "nej", "ja"),
        ("enskild_firma", "nej", "nej"),
        ("privatperson", "nej", "nej"),
        ("region", "nej", "oklart"),
        ("statlig_myndighet", "nej", "oklart"),
        ("utlandsk_organisation", "nej", "oklart"),
        ("kommunalforbund", "oklart", "oklart"),
        ("stiftelse", "oklart", "ja"),
        ("ekonomisk_forening", "oklart", "ja"),
        ("samfallighet", "oklart", "ja"),
    ],
)
def test_varje_aktor_har_sin_stallning(aktor: str, koordinator: str, projektpart: str) -> None:
    kind = P.aktorer[aktor]
    assert (kind.koordinator.svar, kind.projektpart.svar) == (Svar(koordinator), Svar(projektpart))


def test_alla_aktorer_provas() -> None:
    assert len(P.aktorer) == 19


GOOD = (
    'nyckel = "tak"\nvisas = "tak"\nvarde = 600000\nenhet = "kronor"\nperiod = "våren 2022"\ncitat = ["max 600 000 kr"]'
)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('enhet = "kronor"', "", "fältet enhet saknas"),
        ('enhet = "kronor"', 'enhet = "dollar"', "enhet är dollar"),
        ('citat = ["max 600 000 kr"]', "", "fältet citat saknas"),
        ('citat = ["max 600 000 kr"]', "citat = []", "fältet citat saknas"),
        ('"max 600 000 kr"', '"max 700 000 kr"', "finns inte ordagrant"),
        ("varde = 600000", "", "fältet varde saknas"),
        ("varde = 600000", 'varde = "600000"', "är inget tal"),
        ('period = "våren 2022"', "", "fältet period saknas"),
        ("varde", "varde varde", "kan inte läsas som TOML"),
        (GOOD, f"{GOOD}\n[[tal]]\n{GOOD}", "två gånger"),
    ],
)
def test_ett_trasigt_tal_sags_med_fil_och_falt(tmp_path: Path, old: str, new: str, says: str) -> None:
    (tmp_path / "tal.toml").write_text("[[tal]]\n" + GOOD.replace(old, new), encoding="utf-8")
    (tmp_path / "krav.toml").write_text("", encoding="utf-8")
    (tmp_path / "aktorer.toml").write_text("", encoding="utf-8")
    proof = real_corpus().prove("max 600 000 kr")
    with pytest.raises(ParameterError, match=says):
        load_parameters(tmp_path, lambda quote: proof if quote == "max 600 000 kr" else ())


def test_en_okand_parameter_ar_ett_fel() -> None:
    with pytest.raises(ParameterError, match="finns_ej"):
        P["finns_ej"]
