"""A header's values by the names that generators and clippers give them, each made safe and bounded."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import lru_cache
from html import unescape
from typing import Final

from reader.parsing.clean import clean_line

LONGEST: Final = 4000  # characters of any value that is shown
MOST: Final = 256  # names in a list

_SEPARATORS: Final = re.compile(r"[\W_]+")
_NESTS: Final = ("taxonomies", "extra", "params")  # where Zola and Hugo keep the rest
_COMMAS: Final = re.compile(r"[,，;；、]")
_ADDRESS: Final = re.compile(r"\s*(?:<[^<>\s]*@[^<>\s]*>|\(?https?://\S+)")  # behind a name
_WIKI_LINK: Final = re.compile(
    r"\[\[(?:[^\[\]|]*\|)?(?P<words>[^\[\]|]+)\]\]\s*"
)  # as web clippers write names
_NAMES_IN_MAP: Final = ("name", "title", "display_name", "label", "key", "login")
_FALSE: Final = frozenset({"", "false", "no", "off", "0", "n"})
_TRUE: Final = frozenset({"true", "yes", "on", "1", "y"})


class Fields:
    """A header's values; a name finds its key in any case, and with `-`, `_` or nothing between its words."""

    def __init__(self, metadata: Mapping[str, object]) -> None:
        self._values: dict[str, object] = {}
        self._add(metadata)
        for nest in _NESTS:
            if isinstance(inner := self._values.get(nest), Mapping):
                self._add(inner)

    def _add(self, metadata: Mapping[object, object] | Mapping[str, object]) -> None:
        for key, value in metadata.items():
            if isinstance(key, str):
                self._values.setdefault(_spelled(key[:64]), value)

    def values(self, names: Collection[str]) -> list[object]:
        """Give what the header holds under each name, in the names' order; empty values are left out."""
        if self._values.keys().isdisjoint(names):
            return []
        return [value for name in names if (value := self._values.get(name)) not in (None, "", [], {})]

    def text(self, names: Collection[str]) -> str:
        """Give the first value that is text, on one line."""
        return next((text for value in self.values(names) if (text := text_of(value))), "")

    def is_set(self, names: Collection[str]) -> bool:
        """Tell whether one of the flags is up."""
        return any(flag_of(self._values.get(name)) is True for name in names)

    def is_unset(self, names: Collection[str]) -> bool:
        """Tell whether one of the flags is there and down."""
        return any(flag_of(self._values.get(name)) is False for name in names)

    def words(self, names: Collection[str]) -> tuple[str, ...]:
        """Give the first value that is a list of names, or a comma list."""
        for value in self.values(names):
            items = _COMMAS.split(value) if isinstance(value, str) else value
            if found := _names(items):
                return found
        return ()

    def people(self, one: Collection[str], several: Collection[str]) -> tuple[str, ...]:
        """Give who wrote it: a string is one person under the names `one`, a list under `several`."""
        for value in self.values(one):
            if found := _names(value):
                return found
        return self.words(several)


@lru_cache(maxsize=1024)
def _spelled(key: str) -> str:
    return _SEPARATORS.sub("", key).lower()


def text_of(value: object) -> str:
    """Give a scalar as text on one line, entities decoded once; maps, lists and nothing give nothing."""
    if isinstance(value, str):
        text = unescape(value[: 2 * LONGEST]) if "&" in value else value[: 2 * LONGEST]
        if text.startswith("[[") and (link := _WIKI_LINK.fullmatch(text)):
            text = link["words"]
        return clean_line(text)[:LONGEST]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 4096 else ""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else ""


def flag_of(value: object) -> bool | None:
    """Give a flag as it is meant, or None where the value is none."""
    if isinstance(value, bool):
        return value
    word = text_of(value).lower()
    return True if word in _TRUE else False if value is not None and word in _FALSE and word else None


def _names(value: object) -> tuple[str, ...]:
    """Read one name, a list of names, a map that has a name, or a map of such maps."""
    if isinstance(value, Mapping):
        if name := next((value[key] for key in _NAMES_IN_MAP if value.get(key)), None):
            return _names(name)
        return _names(
            list(value.values()) if any(isinstance(v, Mapping) for v in value.values()) else list(value)
        )
    if isinstance(value, list | tuple):
        names = (name for item in value[:MOST] if not isinstance(item, list | tuple) for name in _names(item))
        return tuple(dict.fromkeys(names))
    text = text_of(value)
    name = _ADDRESS.sub("", text).strip() or text
    return (name,) if name else ()
