"""HTML to text: the one seam to the HTML parser."""

import re

from bs4 import BeautifulSoup
from markdownify import MarkdownConverter

_NOT_TEXT = ("script", "style", "head", "title", "noscript", "template", "svg", "form", "button", "iframe")
_QUOTED = ("blockquote", ".gmail_quote", ".moz-cite-prefix", "#divRplyFwdMsg", "#divRplyFwdMsg ~ *", ".yahoo_quoted")
_FURNITURE = ("nav", "header", "footer", "aside", "[aria-hidden=true]")
_INLINE = ["a", "b", "strong", "em", "i", "u", "img", "font", "span", "code"]
_BLANKS = re.compile(r"\n\s*\n\s*")


def _soup(html: str, *unwanted: str) -> BeautifulSoup:
    soup = BeautifulSoup(html, "lxml")
    for element in soup.select(", ".join((*_NOT_TEXT, *unwanted))):
        element.decompose()
    return soup


def mail_text(html: str) -> str:
    r"""
    Return an HTML mail as plain text, without what it quotes of earlier mails.

    >>> mail_text("<p>F&aring;r vi <b>söka</b>?<br>Mvh</p><blockquote>Gammalt</blockquote>")
    'Får vi söka?\nMvh'
    """
    converter = MarkdownConverter(strip=_INLINE, escape_misc=False, escape_asterisks=False, escape_underscores=False)
    text: str = converter.convert_soup(_soup(html, *_QUOTED))
    return _BLANKS.sub("\n\n", "\n".join(line.strip() for line in text.splitlines())).strip()


def page_markdown(html: str) -> str:
    r"""
    Return a web page's main text as Markdown: headings, paragraphs, lists and tables.

    >>> page_markdown("<nav>Meny</nav><main><h2>Vem?</h2><p>En <a href='x'>kommun</a>.</p></main>")
    '## Vem?\n\nEn kommun.'
    """
    soup = _soup(html, *_FURNITURE)
    main = soup.select_one("main, article, [role=main]") or soup
    converter = MarkdownConverter(
        strip=_INLINE,
        heading_style="ATX",
        bullets="-",
        escape_misc=False,
        escape_asterisks=False,
        escape_underscores=False,
    )
    text: str = converter.convert_soup(main)
    return _BLANKS.sub("\n\n", text).strip()
