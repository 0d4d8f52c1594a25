"""The beginning of a long body: its first blocks, as the whole body has them, in a small part of the time.

The source is cut where a line or a tag begins, and the block that the cut may have hurt, the last one, is left
out. What stands further down and has a say in the beginning (Markdown's definitions of links and notes, the places
that links of the page point at) is looked up in the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reader.document import Document
from reader.model import Kind
from reader.parsing.clean import clean
from reader.parsing.html import find_targets, parse_source
from reader.parsing.noise import without_noise, without_tags
from reader.parsing.source import prepare

_FENCE_OR_DEFINITION: Final = re.compile(
    r"^ {0,3}(?:(?P<fence>`{3,}|~{3,})(?P<info>.*)|\[(?P<label>(?:[^\[\]\n\\]|\\.){1,200})\]:[ \t]*\S.*)$",
    re.M,
)
_BRACKETS: Final = re.compile(r"\[((?:[^\[\]\\]|\\.){1,200})\]")
_POINTER: Final = re.compile(r"\]\(<?#([^)\s>]+)")
_NOTES: Final = '<hr class="footnotes-sep"'


def parse_beginning(body: str, kind: Kind, length: int, *, base_url: str | None = None) -> Document | None:
    """Make a Document of the first blocks in about `length` characters of a body; None where none ends there."""
    if kind == "html":
        whole = prepare(without_tags(body))
        source, targets = whole[: whole.rfind("<", 0, length)], find_targets(whole)
    else:
        from reader.parsing.markdown import render

        whole = without_noise(clean(body))
        source = prepare(render(_cut(whole, length)))
        targets = find_targets(whole).union(_POINTER.findall(whole), find_targets(source))
        source = source.partition(_NOTES)[0]
    document = parse_source(source, targets, base_url)
    blocks = document.blocks[:-1]
    return Document(blocks, document.links, document.lang) if blocks else None


def _cut(text: str, length: int) -> str:
    """Give the beginning of a Markdown text, behind the definitions that it needs of the rest."""
    end = text.find("\n\n", length) + 1
    if not end:
        return text
    beginning = text[:end]
    asked = {_label(label) for label in _BRACKETS.findall(beginning)}
    defined: dict[str, str] = {}
    for start, label, definition in _iter_definitions(text):
        if start >= end and label in asked:
            defined.setdefault(label, definition)
        elif start < end:
            defined[label] = ""  # the first one counts, and stands here already
    return "\n\n".join([*filter(None, defined.values()), beginning])


def _iter_definitions(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield what defines links and notes, with place and label: not in code, not within a paragraph.

    CommonMark 0.31, sections 4.5 and 4.7.
    """
    fence, after = "", 0
    for found in _FENCE_OR_DEFINITION.finditer(text):
        if mark := found["fence"]:
            if not fence:
                fence = mark
            elif mark.startswith(fence) and not found["info"].strip():
                fence = ""
            after = found.end() + 1
        elif not fence and (found.start() == after or text.endswith("\n\n", 0, found.start())):
            yield found.start(), _label(found["label"]), found[0]
            after = found.end() + 1


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
