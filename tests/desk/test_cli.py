from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.desk.cli import app
from tests.desk.mails import mail
from tests.desk.test_sheets import book


@pytest.fixture
def run(tmp_path: Path, small_corpus: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(small_corpus))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return lambda *words, **kwargs: CliRunner().invoke(app, [str(w) for w in words], **kwargs)


def test_konton_skots_fran_kommandoraden(run) -> None:
    made = run("user", "add", "anna", "--full-name", "Anna Ek", input="tre fina små ord\ntre fina små ord\n")
    assert "Kontot anna finns nu, med rollen handläggare." in made.output
    assert "är stängt" in run("user", "disable", "anna").output
    assert "(stängt)" in run("user", "list").output
    assert "är öppet" in run("user", "enable", "anna").output
    assert "är bytt" in run("user", "password", "anna", "--password", "fyra andra fina ord").output
    failed = run("user", "disable", "ingen")
    assert (failed.exit_code, "inget konto ingen" in failed.stderr) == (1, True)


def test_filer_lases_in_och_loggen_skrivs_ut(run, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(mail("Får vi söka?").as_bytes())
    (tmp_path / "b.xlsx").write_bytes(book(("Fråga",), ("Får vi söka?",), ("Hur länge får projektet pågå?",)))
    (tmp_path / "c.xlsm").write_bytes(b"PK")
    done = run("import", tmp_path / "a.eml", tmp_path / "b.xlsx")
    assert "a.eml: 1 nya ärenden" in done.output
    assert "b.xlsx: 2 nya ärenden, varav 1 frågar som någon annan" in done.output
    refused = run("import", tmp_path / "c.xlsm")
    assert (refused.exit_code, "makron" in refused.stderr) == (1, True)
    assert run("audit", tmp_path / "logg.csv").exit_code == 0
    assert "läste in;a.eml" in (tmp_path / "logg.csv").read_text(encoding="utf-8-sig")
    assert run("insight", tmp_path / "siffror.csv").exit_code == 0
    assert "inget godkänt svar" in run("export", tmp_path / "svar.docx").stderr
    assert run("export", tmp_path / "svar.exe").exit_code == 2
    assert "0 godkända svar är i bruk" in run("library").output


def test_en_databas_som_inte_svarar_ger_ett_tydligt_fel(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://x@127.0.0.1:1/y")
    failed = run("db", "upgrade")
    assert (failed.exit_code, "svarar inte" in failed.stderr) == (1, True)
