"""A document of corpus/ read in again is the same document: nothing expires that was not changed."""

from pathlib import Path

import pytest

from assistant.desk.convert import About, corpus_markdown, to_markdown
from assistant.sources.documents import read_document

DOCUMENTS = sorted((Path(__file__).resolve().parents[2] / "corpus" / "documents").glob("*.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_ett_dokument_som_lases_in_igen_ar_sig_likt(path: Path, tmp_path: Path) -> None:
    before = read_document(path)
    about = About(
        id=before.id,
        title=before.title,
        publisher=before.publisher,
        kind=before.kind,
        url=before.url,
        period=before.period,
    )
    again = tmp_path / path.name
    again.write_text(corpus_markdown(about, to_markdown(path.name, path.read_bytes()), {}), encoding="utf-8")
    after = read_document(again)
    assert [(p.id, p.text) for p in after.passages] == [(p.id, p.text) for p in before.passages]
