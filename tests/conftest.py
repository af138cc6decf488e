"""Shared fixtures: a small corpus in a folder, and the real assistant opened once."""

import os
import shutil
from pathlib import Path

import pytest

from assistant.assembly import Assistant, open_assistant
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parent.parent

SMALL_DOCUMENT = """---
id: utlysning
title: Utlysningen Lilla provet
publisher: Provverket
kind: utlysningstext
period: våren 2022
url: https://example.org/prov
---

# Belopp

## Hur mycket kan ni söka? {#belopp}

Bidrag kan beviljas med max 600 000 kr per projekt.

## Stöd beviljas inte till {#inte}

Stöd beviljas inte till

- löpande drift
- investeringar i utrustning

# Kontakt

## Frågor? {#kontakt}

Om ni har frågor är ni välkomna att kontakta någon av oss.
"""


def entry_toml(id_: str, question: str, text: str, quote: str, variants: list[str]) -> str:
    listed = "\n".join(f'  "{v}",' for v in variants)
    return (
        f'[[entry]]\nid = "{id_}"\nquestion = "{question}"\nstatus = "answered"\n'
        f'sentences = [\n  {{ text = "{text}", quotes = ["{quote}"] }},\n]\nrelated = []\nvariants = [\n{listed}\n]\n'
    )


SMALL_LIBRARY = entry_toml(
    "belopp",
    "Hur mycket kan man få?",
    "Ett projekt kan få högst 600 000 kronor.",
    "Bidrag kan beviljas med max 600 000 kr per projekt.",
    [
        "maxbelopp",
        "hur mycket pengar",
        "största summan",
        "hur stort bidrag",
        "taket",
        "vad kan vi få",
        "belopp",
        "max pengar",
    ],
) + entry_toml(
    "drift",
    "Får vi pengar till drift?",
    "Stöd beviljas inte till löpande drift.",
    "löpande drift",
    [
        "driftskostnader",
        "löpande drift",
        "vanlig drift",
        "driva systemet",
        "underhåll",
        "förvaltning",
        "drift",
        "driften",
    ],
)


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """Return a folder with one document and two answers."""
    folder = tmp_path / "corpus"
    (folder / "documents").mkdir(parents=True)
    (folder / "library").mkdir()
    (folder / "documents" / "utlysning.md").write_text(SMALL_DOCUMENT, encoding="utf-8")
    (folder / "library" / "svar.toml").write_text(SMALL_LIBRARY, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Return the real assistant over the real corpus; its index is reused between runs where there is one."""
    data = tmp_path_factory.mktemp("data")
    built = Settings().index_dir
    if built.exists() and not os.environ.get("ASSISTANT_FRESH_INDEX"):
        shutil.copytree(built, data / "index")
    return open_assistant(Settings(data_dir=data))
