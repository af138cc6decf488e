"""The command line: the contract in JSON, files in and out, and every fault in Swedish."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from assistant.assembly import Assistant
from assistant.cli import app
from tests.conftest import ROOT, SMALL_LIBRARY
from tests.search.test_index import ToyEmbedder
from tests.search.test_store_server import free_port

Run = Callable[..., Result]
COMMANDS = ("ask", "batch", "index", "serve", "replay", "budget", "eligibility", "desk")


def invoke(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def cli(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command line with the real assistant behind it, opened once for all tests."""
    monkeypatch.setattr("assistant.cli.open_assistant", lambda progress: assistant)
    return invoke


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a corpus of the real documents and a small library; letters stand for meaning in its index."""
    corpus = tmp_path / "corpus"
    for name in ("documents", "parameters", "words"):
        shutil.copytree(ROOT / "corpus" / name, corpus / name)
    (corpus / "library").mkdir()
    (corpus / "library" / "svar.toml").write_text(SMALL_LIBRARY, encoding="utf-8")
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(corpus))
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("assistant.assembly.load_embedder", lambda name, tuned: ToyEmbedder())
    return corpus


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_hjalpen_ar_svensk_och_kommer_utan_att_modellen_laddas() -> None:
    heavy = "import sys; from assistant.cli import app; app(['--help'], standalone_mode=False); print('torch' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603  # our own program
    assert "svarar på frågor om Vinnovas utlysning" in ran.stdout
    assert all(command in ran.stdout for command in COMMANDS)
    assert ran.stdout.strip().endswith("False")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("ask", "Svara på en fråga"),
        ("batch", "Svara på många frågor"),
        ("index", "Bygg sökindexet"),
        ("serve", "Visa sidan i webbläsaren"),
        ("replay", "Visa vad ett tidigare svar byggde på"),
        ("budget", "Räkna på bidrag"),
        ("eligibility", "Pröva om ett projekt"),
    ],
)
def test_varje_kommando_forklarar_sig(command: str, says: str) -> None:
    assert says in " ".join(invoke(command, "--help").output.split())


def test_ett_svar_som_json_haller_det_som_utlovats(cli: Run) -> None:
    ran = cli("ask", "Hur", "mycket", "kan", "vi", "få?", "--json")
    reply = json.loads(ran.stdout)
    assert set(reply) == {"status", "text", "citations", "tool", "follow_ups", "receipt"}
    assert (reply["status"], reply["tool"]) == ("answered", None)
    assert {"n", "document", "section", "quote", "passage", "url"} <= set(reply["citations"][0])
    assert reply["citations"][0]["quote"] in reply["citations"][0]["passage"]
    assert "[1]" in reply["text"]


def test_verktyget_bakom_ett_svar_foljer_med_i_json(cli: Run) -> None:
    tool = json.loads(cli("ask", "Kan en region vara koordinator?", "--json").stdout)["tool"]
    assert set(tool) == {"name", "input", "result"}
    assert tool["name"] == "eligibility"


def test_ett_svar_for_manniskor_har_citat_och_forslag(cli: Run) -> None:
    shown = cli("ask", "Hur mycket kan vi få?").stdout
    assert "\n[1] " in shown
    assert "”" in shown
    assert "Fråga vidare:" in shown


def batch_file(tmp_path: Path, *rows: object) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def test_en_fil_med_fragor_blir_en_fil_med_svar_i_samma_ordning(cli: Run, tmp_path: Path) -> None:
    rows = (
        {"id": "å1", "turns": ["Hur mycket kan vi få?"]},
        "",
        {"id": "b", "turns": ["Hur mycket kan vi få?", "och hur länge får projektet pågå?"], "extra": 1},
        {"id": "c", "turns": []},
    )
    ran = cli("batch", batch_file(tmp_path, *rows), tmp_path / "out.jsonl")
    assert ran.exit_code == 0
    out = lines(tmp_path / "out.jsonl")
    assert [row["id"] for row in out] == ["å1", "b", "c"]
    assert [row["reply"]["status"] for row in out] == ["answered", "answered", "clarify"]
    assert "12 månader" in out[1]["reply"]["text"].replace("\u00a0", " ")


def test_en_fil_fran_windows_och_ovanliga_radbrytningar_gar_att_lasa(cli: Run, tmp_path: Path) -> None:
    row = json.dumps({"id": 1, "turns": ["Hej!\u2028Hur mycket kan vi få?"]}, ensure_ascii=False)
    (tmp_path / "in.jsonl").write_bytes(f"\ufeff{row}\r\n".encode())
    assert cli("batch", tmp_path / "in.jsonl", tmp_path / "out.jsonl").exit_code == 0
    assert lines(tmp_path / "out.jsonl")[0]["reply"]["status"] == "answered"


@pytest.mark.parametrize(
    ("case", "line"),
    [
        ("ingen JSON", "hej"),
        ("avbruten JSON", '{"id": 1, "turns": ["a"'),
        ("inga turer", '{"id": 1}'),
        ("turer som inte är en lista", '{"id": 1, "turns": "Vem får söka?"}'),
        ("en tur som inte är text", '{"id": 1, "turns": ["a", 2]}'),
        ("inget objekt", "null"),
    ],
)
def test_en_trasig_rad_namns_och_inget_skrivs_over(tmp_path: Path, case: str, line: str) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("tidigare svar", encoding="utf-8")
    ran = invoke("batch", batch_file(tmp_path, {"id": 0, "turns": ["Vem får söka?"]}, line), target)
    assert ran.exit_code == 1, case
    assert "Fel: rad 2: " in ran.stderr, case
    assert target.read_text(encoding="utf-8") == "tidigare svar"


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "kan inte läsas"), ("Vem får söka?".encode("latin-1"), "är inte UTF-8; spara om filen")],
)
def test_en_fil_som_inte_gar_att_lasa_sags_pa_svenska(tmp_path: Path, content: bytes | None, says: str) -> None:
    if content is not None:
        (tmp_path / "in.jsonl").write_bytes(content)
    ran = invoke("batch", tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert (ran.exit_code, says in ran.stderr) == (1, True)
    assert "in.jsonl" in ran.stderr


def test_ett_mal_som_inte_gar_att_skriva_namns(cli: Run, tmp_path: Path) -> None:
    source = batch_file(tmp_path, {"id": 0, "turns": ["Vem får söka?"]})
    for target in (tmp_path, tmp_path / "ingen" / "mapp" / "out.jsonl"):
        ran = cli("batch", source, target)
        assert (ran.exit_code, f"{target} kan inte skrivas" in ran.stderr) == (1, True)


def test_ett_tidigare_svar_spelas_upp_och_stalls_igen(cli: Run, assistant: Assistant) -> None:
    receipt = assistant.ask(["Hur mycket kan vi få?"]).receipt
    ran = cli("replay", receipt)
    assert ran.exit_code == 0
    assert ran.stdout.strip().endswith("Svaret är detsamma i dag.")
    assert assistant.corpus.version in ran.stdout


def test_ett_kvitto_som_inte_finns_sags_pa_svenska(cli: Run) -> None:
    ran = cli("replay", "finnsinte")
    assert (ran.exit_code, "det finns inget kvitto finnsinte" in ran.stderr) == (1, True)


def test_indexet_byggs_dar_det_saknas_och_byggs_om_dar_det_ar_trasigt(toy: Path, tmp_path: Path) -> None:
    first = invoke("index")
    assert first.exit_code == 0
    assert "Indexet är klart" in first.stdout
    assert "2 svar" in first.stdout
    for path in (tmp_path / "data" / "index").glob("*/vectors.npy"):
        path.write_bytes(b"trasigt")
    (tmp_path / "data" / "index" / "current.json").write_text("{", encoding="utf-8")
    again = invoke("index")
    assert (again.exit_code, again.stdout) == (0, first.stdout)


@pytest.mark.parametrize(
    ("case", "path", "change", "says"),
    [
        ("ingen inledning", "documents/villkor.md", ("---\n", "--\n"), "villkor.md: inledningen"),
        ("ett fält saknas", "documents/utlysning.md", ("title:", "titel:"), "utlysning.md: fältet title saknas"),
        ("ett citat som inte stämmer", "library/svar.toml", ("max 600", "max 700"), "inte ordagrant"),
        ("trasig TOML", "library/svar.toml", ("[[entry]]", "[[entry"), "svar.toml: filen kan inte läsas"),
    ],
)
def test_en_trasig_kallfil_pekas_ut(toy: Path, case: str, path: str, change: tuple[str, str], says: str) -> None:
    text = (toy / path).read_text(encoding="utf-8")
    (toy / path).write_text(text.replace(*change), encoding="utf-8")
    for words in (["index"], ["ask", "Vem får söka?"]):
        ran = invoke(*words)
        assert ran.exit_code == 1, case
        assert ran.stderr.startswith("Fel: "), case
        assert says in ran.stderr, case


def test_en_datamapp_som_inte_gar_att_skriva_i_sags_pa_svenska(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("en fil, ingen mapp", encoding="utf-8")
    ran = invoke("index")
    assert ran.exit_code == 1
    assert "Sökindexet kan inte skrivas i" in ran.stderr
    assert "ASSISTANT_DATA_DIR" in ran.stderr


def test_en_chromaserver_som_inte_svarar_sags_pa_svenska(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_CHROMA_URL", f"http://127.0.0.1:{free_port()}")
    ran = invoke("index")
    assert (ran.exit_code, "Sökindexet kan inte öppnas" in ran.stderr) == (1, True)


BUILD = """
import multiprocessing, sys, time
from pathlib import Path
import tests.search.toy_search as toy

class Slow(toy.ToyEmbedder):
    def _encode(self, texts):
        time.sleep(0.5)
        return super()._encode(texts)

    queries = passages = _encode

def build():
    embedder, corpus = Slow(), toy.load_corpus(Path(sys.argv[1]))
    index = toy.IndexFolder(Path(sys.argv[2]), "", embedder).open(corpus, toy.quiet)
    print(embedder.embedded, index.store.count(), len(index.units), flush=True)

context = multiprocessing.get_context("fork")  # the libraries take seconds to load, so they are loaded once
both = [context.Process(target=build) for _ in range(2)]
for process in both:
    process.start()
for process in both:
    process.join()
sys.exit(max(process.exitcode for process in both))
"""


def test_tva_byggen_pa_en_gang_vantar_pa_varandra_och_bara_det_ena_arbetar(small_corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", BUILD, str(small_corpus), str(tmp_path / "index")]
    environment = dict(os.environ, PYTHONPATH=str(ROOT))
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603  # our own program
    assert ran.returncode == 0, ran.stderr
    idle, busy = sorted([int(n) for n in line.split()] for line in ran.stdout.splitlines())
    assert busy[0] == busy[1] == busy[2]
    assert idle == [0, busy[1], busy[2]]
