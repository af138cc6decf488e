"""Wordings that the library has never held, and those taken out of it in turn."""

import json
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.sources.corpus import load_corpus
from evals.folds import split
from evals.wordings import WORDINGS, Wording, found_again, read_wordings
from tests.search.toy_search import corpus_with, toy_searcher

DOGS = [f"hund valp tik {n}" for n in "abcdefghi"]
SHIPS = [f"båt skepp färja {n}" for n in "abcdefghi"]
CORPUS = Path(__file__).resolve().parents[2] / "corpus"


def test_de_undanhallna_formuleringarna_star_inte_i_biblioteket() -> None:
    entries = load_corpus(CORPUS).entries
    known = {q.casefold() for e in entries for q in e.questions}
    held = list(read_wordings(WORDINGS))
    assert {w.entry for w in held} <= {e.id for e in entries}
    assert not [w.question for w in held if w.question.casefold() in known]


def test_ratt_svar_forst_raknas_och_fel_svar_inte(small_corpus: Path, tmp_path: Path) -> None:
    searcher = toy_searcher(corpus_with(small_corpus, {"hund": DOGS, "bat": SHIPS}), tmp_path / "index")
    right, wrong = Wording(question="valpar", entry="hund"), Wording(question="valpar", entry="bat")
    assert found_again(searcher, [right, wrong]) == {"unseen_wording@1": 0.5, "unseen_wording@3": 1.0}


def test_en_rad_av_fel_form_namns(tmp_path: Path) -> None:
    path = tmp_path / "fel.jsonl"
    path.write_text(json.dumps({"question": "Vad?", "entry": "a"}) + "\n[]\n", encoding="utf-8")
    with pytest.raises(InputError, match="rad 2"):
        list(read_wordings(path))


def test_varje_formulering_halls_ut_en_gang_och_finns_inte_kvar(small_corpus: Path) -> None:
    corpus = corpus_with(small_corpus, {"hund": DOGS, "bat": SHIPS})
    taken = []
    for fold in range(3):
        kept, held = split(corpus, fold, 3)
        left = {q for e in kept.entries for q in e.questions}
        assert not left & {w.question for w in held}
        taken += held
    assert sorted(w.question for w in taken) == sorted(v for e in corpus.entries for v in e.variants)
