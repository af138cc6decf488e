"""Form controls as HTML, each with its label; the names are what `reading` reads."""

from collections.abc import Iterable, Sequence
from html import escape

Choice = tuple[str, str, str]
"""Value, what is shown, class of the option."""


def choices(values: Iterable[str]) -> list[Choice]:
    """Return choices that show their value."""
    return [(value, value[:1].upper() + value[1:], "") for value in values]


def select(name: str, label: str, options: Sequence[Choice], value: str, empty: str, css: str = "") -> str:
    """Return a select; *empty* is shown for what is not told."""
    rows = "".join(
        f'<option value="{escape(v)}" class="{c}"{" selected" if v == value else ""}>{escape(shown)}</option>'
        for v, shown, c in [("", empty, ""), *options]
    )
    return f'<label class="field {css}"><span>{escape(label)}</span><select name="{name}">{rows}</select></label>'


def entry(
    name: str, label: str, value: object = "", *, unit: str = "", css: str = "", words: bool = False, example: str = ""
) -> str:
    """Return a one-line box; *words*: text rather than an amount."""
    told = "" if value is None else str(value)
    mode = "" if words else ' inputmode="decimal"'
    tail = f"<i>{escape(unit)}</i>" if unit else ""
    return (
        f'<label class="field {css}"><span>{escape(label)}</span><span class="with-unit"><input type="text" name="{name}" '
        f'value="{escape(told)}" placeholder="{escape(example)}" autocomplete="off" maxlength="200"{mode}>{tail}</span></label>'
    )


def yes_no(name: str, label: str, value: bool | None, css: str = "") -> str:  # noqa: FBT001  # a told fact
    """Return a choice between yes, no and not told."""
    told = "" if value is None else "ja" if value else "nej"
    return select(name, label, [("ja", "Ja", ""), ("nej", "Nej", "")], told, "Vet inte än", css)


def checks(name: str, label: str, options: Sequence[Choice], chosen: Sequence[str]) -> str:
    """Return a group of boxes to tick."""
    rows = "".join(
        f'<label class="tick"><input type="checkbox" name="{name}" value="{escape(v)}"{" checked" if v in chosen else ""}>'
        f"<span>{escape(shown)}</span></label>"
        for v, shown, _ in options
    )
    return f'<fieldset class="field ticks"><legend>{escape(label)}</legend>{rows}</fieldset>'
