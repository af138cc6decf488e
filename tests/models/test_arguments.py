"""A model may point out what a conversation tells; code finds the words, reads the numbers and decides."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.models.arguments import Argument, Name, choices, read_arguments, schema
from assistant.models.filling import Filled, Filler, fill
from assistant.rules.projekt import Kostnadsslag, Roll, Storlek
from assistant.settings import Settings
from assistant.understanding.project.asks import Asker
from assistant.understanding.project.book import OURS
from assistant.understanding.project.facts import understand
from assistant.understanding.project.lexicon import load_lexicon
from tests.models.fakes import ScriptedWriter

LEXICON = load_lexicon(Settings().corpus_dir / "words")
KINDS = ("kommun", "region", "ideell_forening", "foretag")


def said(name: Name, words: str, value: str = "", party: str = "") -> Argument:
    return Argument(name=name, value=value, party=party, words=words)


def filled(turn: str, *arguments: Argument) -> Filled:
    return fill(understand([turn], LEXICON), arguments, LEXICON)


def reasons(found: Filled) -> list[str]:
    return [c.reason for c in found.cut]


def test_en_organisation_som_reglerna_inte_kanner_igen_laggs_till_och_far_svar() -> None:
    found = filled(
        "Vi på Kulturhjulet vill leda ett projekt. Får vi söka?",
        said(Name.AKTORSTYP, "Kulturhjulet", "ideell_forening"),
    )
    assert found.facts.parties[OURS].aktorstyp == "ideell_forening"
    assert found.facts.parties[OURS].roll is Roll.KOORDINATOR
    assert Asker(LEXICON).ask(found.facts) is not None


def test_en_uppgift_om_projektet_laggs_till_dar_den_saknas() -> None:
    found = filled(
        "Vi är en förening. Spaden är redan i jorden.", said(Name.PABORJAT, "Spaden är redan i jorden", "ja")
    )
    assert found.facts.projekt.paborjat is True
    assert found.facts.turns[0].project["paborjat"] is True


def test_talet_lases_ur_orden_och_inte_ur_modellen() -> None:
    found = filled("Vi är en förening. Löptid 10, tänker vi.", said(Name.MANADER, "Löptid 10"))
    assert found.facts.projekt.manader == 10


def test_ett_belopp_far_sitt_kostnadsslag_och_behaller_sin_summa() -> None:
    turn = "Vi är en kommun. 400 000 kr går till en utvecklare på lönelistan."
    found = filled(turn, said(Name.KOSTNAD, "400 000 kr går till en utvecklare", "personal"))
    posts = [post for part in found.facts.projekt.parter for post in part.kostnader] + list(
        found.facts.projekt.kostnader
    )
    assert [(p.kostnadsslag, p.belopp) for p in posts] == [(Kostnadsslag.PERSONAL, 400_000)]


def test_en_part_som_nyss_lagts_till_kan_fa_roll_och_storlek() -> None:
    turn = "Vi är en kommun. Datahuset är ett pyttelitet gäng som hjälper till."
    found = filled(
        turn,
        said(Name.STORLEK, "pyttelitet gäng", "litet", "Datahuset"),
        said(Name.ROLL, "hjälper till", "projektpart", "Datahuset"),
        said(Name.AKTORSTYP, "Datahuset", "foretag"),
    )
    party = found.facts.parties["foretag"]
    assert (party.storlek, party.roll) == (Storlek.LITET, Roll.PROJEKTPART)
    assert found.facts.parties[OURS].aktorstyp == "kommun"


@pytest.mark.parametrize(
    ("case", "turn", "argument", "reason"),
    [
        ("orden finns inte", "Vi är en förening.", said(Name.MANADER, "tio månader"), "står inte"),
        ("ett halvt tal", "Vi söker 1 600 000 kr.", said(Name.SOKT_BIDRAG, "0 kr"), "står inte"),
        ("två tal i orden", "Vi är en förening. Vi kör 8 eller 10.", said(Name.MANADER, "8 eller 10"), "entydigt tal"),
        ("inget tal i orden", "Vi är en förening. Vi kör länge.", said(Name.MANADER, "kör länge"), "entydigt tal"),
        ("något som har varit", "Vi är en förening. Vi höll på 10 förra gången.", said(Name.MANADER, "höll på 10"), "har varit"),
        ("ja fast det nekas", "Vi är en förening. Spaden är inte i jorden.", said(Name.PABORJAT, "Spaden", "ja"), "nekningen"),
        ("nej fast det inte nekas", "Vi är en förening. Spaden är i jorden.", said(Name.PABORJAT, "Spaden", "nej"), "nekningen"),
        ("den som lämnas utanför", "Vi kör utan Kulturhjulet.", said(Name.AKTORSTYP, "Kulturhjulet", "ideell_forening"), "nekningen"),
        ("ordlistan vet bättre", "Vi är en kommun.", said(Name.AKTORSTYP, "kommun", "region"), "ordlistan"),
        ("redan känt", "Vi är en förening. Det pågår 8 månader.", said(Name.MANADER, "8 månader"), "redan känt"),
        ("redan läst belopp", "Vi söker 300 000 kr i bidrag.", said(Name.EGEN_INSATS, "300 000 kr"), "redan känt"),
        ("den egna är känd", "Vi är en kommun. Vi på Kulturhjulet söker.",
         said(Name.AKTORSTYP, "Kulturhjulet", "ideell_forening", "vi"), "redan känt"),
        ("ingen att höra till", "Det blir nog bra.", said(Name.STORLEK, "nog bra", "litet", "Datahuset"), "inte nämnd"),
        ("mer än en mening", "Vi är en förening. Spaden är i jorden.", said(Name.PABORJAT, "förening. Spaden", "ja"), "fler än"),
        ("ord som inget säger", "Vi är på det.", said(Name.AKTORSTYP, "Vi", "kommun"), "säger inget"),
        ("en gissad stödgrund", "Vi är ett företag som bygger.", said(Name.STODGRUND, "bygger", "experimentell utveckling"), "stödgrunden"),
    ],
)  # fmt: skip
def test_det_som_orden_inte_sager_stryks_med_skal(case: str, turn: str, argument: Argument, reason: str) -> None:
    before = understand([turn], LEXICON)
    found = fill(before, [argument], LEXICON)
    assert not found.added, case
    assert reason in reasons(found)[0], case
    assert found.facts == before


@given(st.text(min_size=1, max_size=40), st.sampled_from(list(Name)))
def test_ord_som_inte_star_i_fragan_andrar_aldrig_nagot(words: str, name: Name) -> None:
    before = understand(["Vi är en förening. Kan vi söka?"], LEXICON)
    value = next(iter(choices(KINDS)[name.value]), "")
    assert fill(before, [said(name, f"{words} zq", value)], LEXICON).facts == before


def test_schemat_har_inga_tal_och_varje_uppgift_sina_egna_varden() -> None:
    values = choices(KINDS)
    shape = json.dumps(schema(values)["properties"]["arguments"]["items"])
    assert '"integer"' not in shape
    assert '"number"' not in shape
    assert values[Name.MANADER.value] == []


@pytest.mark.parametrize(
    "row", [{}, "x", {"argument": "okänd", "words": "a"}, {"argument": "roll", "value": "kung", "words": "a"},
            {"argument": "projektets längd", "value": "12", "words": "a"}, {"argument": "roll", "value": [], "words": "a"}]
)  # fmt: skip
def test_det_som_inte_ar_ett_argument_ar_inget(row: Any) -> None:
    assert list(read_arguments([row], choices(KINDS))) == []


def asked(turn: str, rows: Sequence[Mapping[str, str]] | str) -> tuple[ScriptedWriter, Any]:
    text = rows if isinstance(rows, str) else json.dumps({"arguments": rows}, ensure_ascii=False)
    writer = ScriptedWriter(lambda _data: text)
    filler = Filler(writer=writer, lexicon=LEXICON, kinds=KINDS)
    return writer, filler([understand([turn], LEXICON)])[0]


def test_modellen_far_turerna_och_valen_som_data_och_kvittot_allt_den_gav() -> None:
    turn = "Vi är en förening. Spaden är redan i jorden. Får vi söka?"
    rows = [
        {"argument": "påbörjat", "value": "ja", "party": "", "words": words}
        for words in ("redan i jorden", "redan igång")
    ]
    writer, (_, added, trace) = asked(turn, rows)
    system, data = writer.asked[0]
    assert data["turns"] == [turn]
    assert turn not in system
    assert added == ("påbörjat (ja)",)
    assert [row["words"] for row in trace["added"]] == ["redan i jorden"]
    assert trace["cut"][0]["reason"] == "orden står inte i det som användaren skrev"
    assert trace["model"] == "manus"


@pytest.mark.parametrize("text", ["", "skräp", '{"arguments": 3}', "[" * 5000])
def test_skrap_lamnar_fakta_som_de_var(text: str) -> None:
    turn = "Vi är en förening. Får vi söka?"
    _, (facts, added, trace) = asked(turn, text)
    assert facts == understand([turn], LEXICON)
    assert not added
    assert trace["fallback"]


def test_ett_svar_som_bryts_av_lamnar_sina_hela_rader() -> None:
    turn = "Vi är en förening. Spaden är redan i jorden. Får vi söka?"
    whole = json.dumps(
        {"argument": "påbörjat", "value": "ja", "party": "", "words": "redan i jorden"}, ensure_ascii=False
    )
    writer = ScriptedWriter(lambda _data: f'{{"arguments": [{whole}, {whole[:30]}', "tiden tog slut")
    facts, added, _ = Filler(writer=writer, lexicon=LEXICON, kinds=KINDS)([understand([turn], LEXICON)])[0]
    assert added == ("påbörjat (ja)",)
    assert facts.projekt.paborjat is True


def test_en_fraga_utan_projekt_kostar_inget_anrop() -> None:
    writer, _ = asked("Hur mycket kan vi söka?", [])
    assert not writer.asked
