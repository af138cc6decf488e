"""The check against falsified answers: what must never be shown, and what must not be cut."""

from assistant.settings import Settings
from assistant.sources.corpus import load_corpus
from evals.corruptions import ALWAYS, TWINS, below, by_kind, generate, judge


def test_forvanskade_svar_stryks_och_sanna_star_kvar() -> None:
    kinds = by_kind(judge(generate(load_corpus(Settings().corpus_dir))))
    assert sum(asked for kind, (_, asked) in kinds.items() if kind not in TWINS) >= 1000
    assert set(kinds) >= ALWAYS | TWINS
    assert below(kinds) == ()


def test_ett_enda_slapp_i_siffror_ar_under_golvet() -> None:
    kinds = dict.fromkeys(ALWAYS, (100, 100)) | dict.fromkeys(TWINS, (0, 100))
    assert below(kinds) == ()
    assert below(kinds | {"siffra": (99, 100)}) == ("siffra: 1 visades",)
    assert below(kinds | {"sann": (4, 100)}) == ("sann: 4.0% ströks",)
