"""
What fitting has changed in the encoder, on disk: each matrix's change as two thin factors in eight bits.

A matrix of 384 × 1 536 weights becomes some sixty thousand bytes, and fits as well as the whole.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import SettingsError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Table = NDArray[np.float32]

_RANK = 32


def _eight_bit(table: "Table") -> tuple["NDArray[np.int8]", "Table"]:
    """Return *table* as int8 and the scale of each row."""
    scale = np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-12
    return np.round(table / scale).astype(np.int8), scale.astype(np.float32)


def pack(before: Mapping[str, "Table"], after: Mapping[str, "Table"], path: Path, rank: int = _RANK) -> None:
    """Write the change from *before* to *after*: matrices as factors of *rank*, vectors in half precision."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, table in after.items():
        change = table - before[name]
        if change.ndim == 1:
            arrays[name] = change.astype(np.float16)
            continue
        left, sizes, right = np.linalg.svd(change, full_matrices=False)
        roots = np.sqrt(sizes[:rank])
        arrays[f"{name}:left"], arrays[f"{name}:left_scale"] = _eight_bit((left[:, :rank] * roots).T)
        arrays[f"{name}:right"], arrays[f"{name}:right_scale"] = _eight_bit(roots[:, None] * right[:rank])
    np.savez_compressed(path, **arrays)  # type: ignore[arg-type]  # numpy's stub takes the arrays for its own flag


def unpack(path: Path) -> dict[str, "Table"]:
    """Return the change of each weight by its name, float32; SettingsError where the file cannot be read."""
    try:
        arrays = dict(np.load(path))
    except (OSError, ValueError) as error:
        raise SettingsError(f"Sökmodellens fil {path.name} kan inte läsas. Hämta om den eller kör tune.") from error
    changes: dict[str, Table] = {}
    for name, table in arrays.items():
        weight, _, part = name.partition(":")
        if not part:
            changes[weight] = table.astype(np.float32)
        elif part == "left":
            left = table * arrays[f"{weight}:left_scale"]
            changes[weight] = left.T @ (arrays[f"{weight}:right"] * arrays[f"{weight}:right_scale"])
    return changes


def version(path: Path) -> str:
    """Return a short hash of the file, so that another fit builds another index."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
