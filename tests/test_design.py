"""The house rules that keep the code in shape: floors, one seam a library, no figure in a phrase."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from assistant import errors
from assistant.replies import phrases
from assistant.text.figures import figures

ROOT = Path(__file__).resolve().parent.parent / "assistant"

FLOORS: dict[str, int] = {
    "errors": 0, "settings": 0, "text": 0,
    "sources": 1,
    "rules": 2, "search": 2,
    "understanding": 3,
    "replies": 4,
    "receipts": 4, "feedback": 4,
    "models": 5, "tracing": 5,
    "rule_chain": 5,
    "tools": 5,
    "chain": 6,
    "streaming": 7,
    "assembly": 8,
    "__init__": 9,
    "desk": 9,
    "web": 10,
    "cli": 11, "__main__": 12,
}  # fmt: skip

SEAMS = {
    "chromadb": {"search/store.py"},
    "langchain_chroma": {"search/store.py"},
    "sentence_transformers": {"search/embedding.py", "search/retriever.py"},
    "tokenizers": {"search/bundled.py"},
    "transformers": {"search/bundled.py"},
    "bm25s": {"search/lexical.py"},
    "sklearn": {"search/lexical.py"},
    "simplemma": {"search/terms.py"},
    "Stemmer": {"search/terms.py"},
    "hunspell": {"understanding/spelling.py"},
    "uvicorn": {"web/server.py"},
    "prometheus_client": {"web/measures.py"},
    "openpyxl": {"web/workbook.py", "desk/sheets.py"},
    "opentelemetry": {"tracing.py"},
    "langchain": {"models/connect.py"},
}

MODULES = sorted(ROOT.rglob("*.py"))


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def place(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_en_modul_importerar_bara_fran_lagre_vaningar(path: Path) -> None:
    own = FLOORS[place(path)]
    for name in imports(path):
        if not name.startswith("assistant."):
            continue
        other = name.split(".")[1]
        assert FLOORS[other] < own or other == place(path), f"{path.name} importerar {name}"


@pytest.mark.parametrize(("library", "seams"), SEAMS.items())
def test_varje_bibliotek_har_en_enda_som(library: str, seams: set[str]) -> None:
    users = {str(p.relative_to(ROOT)) for p in MODULES if any(n.split(".")[0] == library for n in imports(p))}
    assert users == seams


@pytest.mark.parametrize("folder", ["text", "rules", "sources"])
def test_text_regler_och_kallor_importerar_inget_ramverk(folder: str) -> None:
    frameworks = {
        "langchain",
        "langchain_core",
        "chromadb",
        "gradio",
        "fastapi",
        "pydantic",
        "sentence_transformers",
        "torch",
    }
    for path in (ROOT / folder).rglob("*.py"):
        assert not {n.split(".")[0] for n in imports(path)} & frameworks, path


def test_inga_siffror_i_fasta_fraser() -> None:
    texts = [value for name, value in vars(phrases).items() if name.isupper()]
    assert texts
    assert all(not figures(text) for text in texts)


def test_feltradet_i_texten_ar_klasserna() -> None:
    drawn = set(re.findall(r"\w+Error", inspect.getdoc(errors) or ""))
    classes = {name for name, value in vars(errors).items() if inspect.isclass(value)}
    assert drawn == classes


def test_inget_brett_except() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, path
                assert not (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}), path
