from pathlib import Path

import pytest

from assistant.understanding.project.lexicon import Lexicon, load_lexicon

WORDS = Path(__file__).resolve().parents[3] / "corpus" / "words"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    """Return the words that ship with the assistant."""
    return load_lexicon(WORDS)
