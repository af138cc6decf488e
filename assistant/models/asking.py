"""One small question to the model, answered whole: for the steps that read, split, fill in and translate."""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from assistant.errors import ModelError
from assistant.models.phrasing import Writer, prompt

_MOST = 12_000


def rows_from(writer: Writer, name: str, data: Mapping[str, Any], schema: Mapping[str, Any]) -> Sequence[Any]:
    """
    Return the list that the model answers with to the prompt of that *name*; *data* is all it is told.

    Raises ModelError where the model fails, goes on without end, or answers in another form.
    """
    (key,) = schema["required"]
    user, text = json.dumps(data, ensure_ascii=False), ""
    with closing(writer.stream(prompt(name), user, schema)) as pieces:
        for piece in pieces:
            text += piece
            if len(text) > _MOST:
                raise ModelError("Språkmodellen skrev för mycket.")
    try:
        rows = json.loads(text[max(0, text.find("{")) : text.rfind("}") + 1])[key]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError("Språkmodellen svarade inte med JSON.") from error
    if not isinstance(rows, list):
        raise ModelError("Språkmodellen svarade i fel form.")
    return rows


def listed(key: str, most: int, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of an object whose only field *key* is a list of at most *most* items."""
    return {
        "type": "object",
        "properties": {key: {"type": "array", "maxItems": most, "items": item}},
        "required": [key],
        "additionalProperties": False,
    }


def record(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of an object in which each of *properties* must be there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
