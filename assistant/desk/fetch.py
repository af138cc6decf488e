"""Documents fetched from addresses: the one seam to the web client."""

from pathlib import PurePosixPath
from urllib.parse import urlparse

import httpx

from assistant.desk.guards import MAX_BYTES
from assistant.errors import ImportRefusedError

_SECONDS = 20.0
_KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


def fetch(url: str) -> tuple[str, bytes]:
    """
    Return a file name, with the ending that its kind calls for, and the content at *url*.

    Raises ImportRefusedError where there is no answer, an error, too much, or a kind that is no document.
    """
    if urlparse(url).scheme not in {"http", "https"}:
        raise ImportRefusedError(f"{url} är ingen webbadress. Den ska börja med https://.")
    try:
        with httpx.stream("GET", url, timeout=_SECONDS, follow_redirects=True) as response:
            response.raise_for_status()
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) >= MAX_BYTES:
                    raise ImportRefusedError(f"{url} är för stor: högst 50 MB går att läsa in.")
    except httpx.HTTPStatusError as error:
        raise ImportRefusedError(f"{url} svarade {error.response.status_code}. Kontrollera adressen.") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ImportRefusedError(f"{url} kan inte nås. Kontrollera adressen och nätet.") from error
    if kind not in _KINDS:
        raise ImportRefusedError(f"{url} är ingen webbsida, PDF, DOCX eller text.")
    return (PurePosixPath(urlparse(url).path).stem or "sida") + _KINDS[kind], bytes(content)
