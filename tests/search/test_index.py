"""The index on disk: built once, built anew when something changed, whole or not at all."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.search.index import IndexFolder, units_of
from assistant.sources.corpus import load_corpus


class ToyEmbedder:
    """Letters to a vector; counts what it was asked to embed."""

    name = "toy"

    def __init__(self) -> None:
        self.embedded = 0

    def _encode(self, texts: Sequence[str]) -> Any:
        self.embedded += len(texts)
        table = np.array([[text.count(c) + 0.1 for c in "abcdefghijklmnopqrstuvwxyzåäö"] for text in texts])
        return (table / np.linalg.norm(table, axis=1, keepdims=True)).astype(np.float32)

    queries = passages = _encode


def quiet(_done: int, _total: int) -> None:
    """Say nothing."""


def folder(tmp_path: Path, embedder: ToyEmbedder) -> IndexFolder:
    return IndexFolder(tmp_path / "index", "", embedder)  # type: ignore[arg-type]  # a fake that fits


def test_andra_gangen_baddas_ingenting_in(tmp_path: Path, small_corpus: Path) -> None:
    embedder, corpus = ToyEmbedder(), load_corpus(small_corpus)
    folder(tmp_path, embedder).open(corpus, quiet)
    first = embedder.embedded
    folder(tmp_path, embedder).open(corpus, quiet)
    assert first == len(units_of(corpus))
    assert embedder.embedded == first


def test_bara_det_andrade_baddas_in_pa_nytt(tmp_path: Path, small_corpus: Path) -> None:
    embedder = ToyEmbedder()
    folder(tmp_path, embedder).open(load_corpus(small_corpus), quiet)
    before = embedder.embedded
    path = small_corpus / "library" / "svar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"taket",', '"taket", "gränsen",'), encoding="utf-8")
    index = folder(tmp_path, embedder).open(load_corpus(small_corpus), quiet)
    assert embedder.embedded == before + 1
    assert index.store.count() == len(index.units)


@pytest.mark.parametrize("name", ["vectors.npy", "chroma.sqlite3"])
def test_ett_trasigt_index_byggs_om(tmp_path: Path, small_corpus: Path, name: str) -> None:
    corpus = load_corpus(small_corpus)
    built = folder(tmp_path, ToyEmbedder()).open(corpus, quiet)
    (tmp_path / "index" / built.version / name).write_bytes(b"trasigt")
    built.store.forget_open_clients()
    again = folder(tmp_path, ToyEmbedder()).open(corpus, quiet)
    assert again.store.count() == len(again.units)


def test_ett_avbrutet_bygge_lamnar_det_gamla_indexet(tmp_path: Path, small_corpus: Path) -> None:
    corpus = load_corpus(small_corpus)
    old = folder(tmp_path, ToyEmbedder()).open(corpus, quiet)

    class Killed(ToyEmbedder):
        def _encode(self, texts: Sequence[str]) -> Any:
            raise KeyboardInterrupt

        queries = passages = _encode

    path = small_corpus / "library" / "svar.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"taket",', '"taket", "gränsen",'), encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        folder(tmp_path, Killed()).open(load_corpus(small_corpus), quiet)
    assert json.loads((tmp_path / "index" / "current.json").read_text())["version"] == old.version
    assert folder(tmp_path, ToyEmbedder()).open(corpus, quiet).version == old.version
