"""Each library that the desk uses has one place."""

import pytest

from tests.test_design import MODULES, ROOT, imports

SEAMS = {
    "argon2": {"passwords.py"},
    "bs4": {"html.py"},
    "docx": {"convert.py", "letters.py"},
    "httpx": {"fetch.py"},
    "mailparser_reply": {"mail.py"},
    "markdownify": {"html.py"},
    "openpyxl": {"sheets.py"},
    "pypdf": {"convert.py"},
    "tomlkit": {"corpus_files.py", "reuse.py"},
}
DESK = [p for p in MODULES if p.is_relative_to(ROOT / "desk")]


@pytest.mark.parametrize(("library", "places"), SEAMS.items())
def test_varje_bibliotek_har_sin_plats(library: str, places: set[str]) -> None:
    users = {str(p.relative_to(ROOT / "desk")) for p in DESK if any(n.split(".")[0] == library for n in imports(p))}
    assert users == places


@pytest.mark.parametrize("library", ["sqlalchemy", "alembic"])
def test_databasen_kanns_bara_i_sin_mapp(library: str) -> None:
    users = {p.relative_to(ROOT / "desk").parts[0] for p in DESK if any(n.split(".")[0] == library for n in imports(p))}
    assert users <= {"db", "migrations"}
    assert "db" in users
