"""The same index on a real Chroma server: over HTTP it finds what it finds in a folder."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import SearchError
from assistant.search.index import IndexFolder
from assistant.search.store import VectorStore
from assistant.sources.corpus import load_corpus
from tests.search.test_index import ToyEmbedder, quiet
from tests.search.toy_search import toy_index, toy_searcher

QUESTIONS = ("taket", "driften", "investeringar i utrustning", "Vem kan jag fråga?")
SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class ChromaServer:
    url: str
    process: subprocess.Popen[bytes]

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(SECONDS)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ChromaServer]:
    """Yield a Chroma server of its own on a free loopback port."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent))
    assert program, "chroma följer med chromadb"
    port = free_port()
    command = [program, "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    with (tmp_path / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)  # noqa: S603  # our own program and arguments
    deadline = time.monotonic() + SECONDS
    while not answers(port):
        assert process.poll() is None, (tmp_path / "server.log").read_text()
        assert time.monotonic() < deadline, "servern startade inte"
        time.sleep(0.05)
    running = ChromaServer(url=f"http://127.0.0.1:{port}", process=process)
    yield running
    if process.poll() is None:
        running.stop()


def stored(server: ChromaServer, version: str, folder: Path) -> int:
    """Return how many texts the server holds of that version."""
    embedder: Any = ToyEmbedder()
    return VectorStore(folder=folder, url=server.url, name=f"utlysning-{version}", embedder=embedder).count()


def test_en_server_hittar_detsamma_som_mappen(server: ChromaServer, small_corpus: Path, tmp_path: Path) -> None:
    corpus = load_corpus(small_corpus)
    over_http = toy_searcher(corpus, tmp_path / "http", server.url)
    embedded = toy_searcher(corpus, tmp_path / "folder")
    for question in QUESTIONS:
        here, there = embedded.search([question]), over_http.search([question])
        assert [h.passage.id for h in there.hits] == [h.passage.id for h in here.hits], question
        assert [h.cosine for h in there.hits] == pytest.approx([h.cosine for h in here.hits], abs=1e-4), question
        assert [r.entry for r in there.ranked] == [r.entry for r in here.ranked], question
    assert not (tmp_path / "http" / "chroma.sqlite3").exists()


def test_en_ny_kallversion_byter_samling_och_den_aldsta_tas_bort(
    server: ChromaServer, small_corpus: Path, tmp_path: Path
) -> None:
    path = small_corpus / "library" / "svar.toml"
    versions = []
    for word in ("gränsen", "toppen", "maxtaket"):
        path.write_text(path.read_text(encoding="utf-8").replace('"taket",', f'"taket", "{word}",'), encoding="utf-8")
        index = toy_index(load_corpus(small_corpus), tmp_path / "index", server.url)
        assert index.store.count() == len(index.units)
        versions.append(index.version)
    assert len(set(versions)) == 3
    kept = {p.name for p in (tmp_path / "index").iterdir() if p.is_dir()}
    assert kept == set(versions[1:])
    assert [stored(server, v, tmp_path) > 0 for v in versions] == [False, True, True]


def test_en_server_som_tomts_fylls_igen(server: ChromaServer, small_corpus: Path, tmp_path: Path) -> None:
    corpus = load_corpus(small_corpus)
    index = toy_index(corpus, tmp_path / "index", server.url)
    index.store.drop(f"utlysning-{index.version}")
    again = toy_index(corpus, tmp_path / "index", server.url)
    assert again.store.count() == len(again.units) == len(index.units)


def test_en_server_som_inte_svarar_sags_pa_svenska_innan_nagot_baddas_in(small_corpus: Path, tmp_path: Path) -> None:
    embedder: Any = ToyEmbedder()
    index = IndexFolder(tmp_path / "index", f"http://127.0.0.1:{free_port()}", embedder)
    with pytest.raises(SearchError, match="Sökindexet kan inte öppnas"):
        index.open(load_corpus(small_corpus), quiet)
    assert embedder.embedded == 0


def test_en_server_som_dor_sags_pa_svenska(server: ChromaServer, small_corpus: Path, tmp_path: Path) -> None:
    searcher = toy_searcher(load_corpus(small_corpus), tmp_path / "index", server.url)
    assert searcher.search(["taket"]).hits
    server.stop()
    with pytest.raises(SearchError, match="Sökindexet svarar inte"):
        searcher.search(["taket"])
