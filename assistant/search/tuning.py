"""
The encoder fitted to the answer library: which wordings ask for the same answer.

Only the upper layers move.  Fitting anew is due when the library has grown by much, not at every change.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch.nn import functional

from assistant.search.bundled import BundledEncoder
from assistant.search.tuned import pack
from assistant.sources.corpus import Corpus

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST_LAYER = 6
"""The layers below read words; those from here on, meaning."""
_EPOCHS, _BATCH = 3, 64
_RATE, _HEAD_RATE = 2.5e-4, 2.5e-3
_SMOOTHING = 0.05
_SHARPNESS = 3.0
"""Starting sharpness of the softmax over answers, as its logarithm."""
_BUCKET = 16
"""So many batches are sorted by length together, so that little is spent on padding."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text as the encoder gets it, and the number of the answer it belongs to."""

    text: str
    answer: int


def examples_of(corpus: Corpus) -> tuple[Example, ...]:
    """Return every wording of the library as a question, and its answers' sentences and quotes as passages."""
    found = dict.fromkeys(
        Example(text=text, answer=at)
        for at, entry in enumerate(corpus.entries)
        for text in (
            *(f"query: {q}" for q in entry.questions),
            *(f"passage: {s.text}" for s in entry.sentences),
            *(f"passage: {p.quote}" for s in entry.sentences for p in s.proofs),
        )
    )
    return tuple(found)


class _Answers(torch.nn.Module):
    """A cosine classifier over the answers, started at the mean of each answer's texts."""

    def __init__(self, vectors: torch.Tensor, owner: torch.Tensor) -> None:
        super().__init__()
        size = int(owner.max()) + 1
        sums = torch.zeros(size, vectors.shape[1]).index_add_(0, owner, vectors)
        self._middle = vectors.mean(0)
        self.centres = torch.nn.Parameter(functional.normalize(sums, dim=-1))
        self.sharpness = torch.nn.Parameter(torch.tensor(_SHARPNESS))
        self.bias = torch.nn.Parameter(torch.zeros(size))

    def forward(self, vectors: torch.Tensor) -> torch.Tensor:
        unit = functional.normalize(functional.normalize(vectors, dim=-1) - self._middle, dim=-1)
        centres = functional.normalize(self.centres - self._middle, dim=-1)
        return unit @ centres.T * self.sharpness.exp() + self.bias


def _batches(lengths: Sequence[int], chance: np.random.Generator) -> Iterator["NDArray[np.intp]"]:
    """Yield every example's place once, in batches of about equal length, in chance order."""
    order = chance.permutation(len(lengths))
    batches = []
    for start in range(0, len(order), _BATCH * _BUCKET):
        bucket = sorted(order[start : start + _BATCH * _BUCKET], key=lengths.__getitem__)
        batches += [np.array(bucket[at : at + _BATCH]) for at in range(0, len(bucket), _BATCH)]
    yield from (batches[at] for at in chance.permutation(len(batches)))


def _embedded(encoder: BundledEncoder, texts: Sequence[str]) -> torch.Tensor:
    """Return the unit vectors of *texts*, embedded by length, so that little is spent on padding."""
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    vectors = torch.zeros(len(texts), encoder.dimension)
    with torch.no_grad():
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = encoder.vectors(encoder.tokens([texts[at] for at in batch]))
    return functional.normalize(vectors, dim=-1)


def tune(
    encoder: BundledEncoder, examples: Sequence[Example], progress: Progress, epochs: int
) -> Mapping[str, torch.Tensor]:
    """
    Return the upper layers' weights after fitting *encoder* to *examples*; the encoder itself is fitted too.

    Some twenty minutes for thirty thousand wordings on two cores.  *progress* hears how many of how many batches are done.
    """
    torch.manual_seed(0)
    torch.set_num_threads(os.cpu_count() or 1)
    chance = np.random.default_rng(0)
    texts, owner = [e.text for e in examples], torch.tensor([e.answer for e in examples])
    answers = _Answers(_embedded(encoder, texts), owner)
    lengths = [len(text) for text in texts]
    steps = epochs * -(-len(texts) // _BATCH)
    upper = encoder.upper(_FIRST_LAYER, fitting=True)
    optimizer = torch.optim.AdamW(
        [{"params": list(upper.values()), "lr": _RATE}, {"params": answers.parameters(), "lr": _HEAD_RATE}],
        weight_decay=0.01,
    )
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, [_RATE, _HEAD_RATE], total_steps=steps, pct_start=0.1)
    done = 0
    for _ in range(epochs):
        for batch in _batches(lengths, chance):
            scores = answers(encoder.vectors(encoder.tokens([texts[at] for at in batch])))
            loss = functional.cross_entropy(scores, owner[torch.from_numpy(batch)], label_smoothing=_SMOOTHING)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch is untyped here
            optimizer.step()
            done += 1
            if done < steps:
                rates.step()
            progress(done, steps)
    return encoder.upper(_FIRST_LAYER, fitting=False)


def fit(corpus: Corpus, path: Path, progress: Progress, epochs: int = _EPOCHS) -> None:
    """Fit the bundled encoder to *corpus* in *epochs* rounds and write what changed to *path*."""
    encoder = BundledEncoder()
    before = _copied(encoder.upper(_FIRST_LAYER, fitting=False))
    pack(before, _copied(tune(encoder, examples_of(corpus), progress, epochs)), path)


def _copied(weights: Mapping[str, torch.Tensor]) -> dict[str, "NDArray[np.float32]"]:
    return {name: weight.detach().numpy().copy() for name, weight in weights.items()}
