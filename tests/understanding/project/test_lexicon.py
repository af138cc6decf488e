from pathlib import Path

import pytest

from assistant.errors import SourceError
from assistant.understanding.project.lexicon import Lexicon, Words, load_lexicon


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("förening", "foreningens", True),
        ("förening", "forening", True),
        ("förening", "bygdeforening", False),
        ("*förening", "bygdeforeningarna", True),
        ("kommunal* *bolag", "kommunala bostadsbolaget", True),
        ("*bolag ... äg* av ... *kommun", "bolaget ags av umea kommun", True),
        ("*bolag ... äg* av ... *kommun", "bolaget och allt som ags av oss i var kommun", False),
        ("söka=", "sokan", False),
        ("de minimis", "de-minimis", True),
    ],
)
def test_monster_bojs_och_sammansatts(pattern: str, text: str, found: bool) -> None:
    assert Words({"x": [pattern]}).has(text) is found


def test_det_langsta_ordet_galler() -> None:
    words = Words({"bolag": ["bolag"], "kommunalt": ["kommunalt bolag"]})
    assert [hit.key for hit in words.find("ett kommunalt bolag")] == ["kommunalt"]


def test_en_trasig_ordlista_namns(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"aktorer\.toml"):
        load_lexicon(tmp_path)


def test_varje_aktorsord_hittar_sin_egen_typ(lexicon: Lexicon) -> None:
    assert {"kommun", "region", "foretag", "ideell_forening", "svb"} <= set(lexicon.shown)
