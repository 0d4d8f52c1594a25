"""Lists: items as they gather, and the markers that HTML gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from reader.document import Block, Item, ItemList, Paragraph
from reader.parsing.boxes import Box
from reader.parsing.rules import Attributes

_STYLES: Final = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_WHOLE: Final = re.compile(r"[ \t\n]*([+-]?[0-9]{1,11})(?![0-9])")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class ListBox(Box):
    """A list; `before` stands in front of the first item."""

    __slots__ = ("before", "first", "items", "ordered", "reversed", "style")

    def __init__(self, tag: str, attributes: Attributes) -> None:
        super().__init__()
        self.ordered = tag == "ol"
        self.style = list_style(attributes) or "1"
        self.first = whole(attributes.get("start"))
        self.reversed = "reversed" in attributes
        self.items: list[ItemBox] = []
        self.before: list[Block] = []

    def add(self, block: Block) -> None:
        """Take a stray block as the last item's: a list straight in a list hangs under what it follows."""
        if self.items:
            self.items[-1].add(block)
        else:
            self.before.append(block)

    def finish(self, parent: Box) -> None:
        """Become a list; empty items count, and go."""
        for block in self.before:
            parent.add(block)
        items = tuple(
            Item(tuple(item.blocks), item.box or marker)
            for item, marker in zip(self.items, self._markers(), strict=True)
            if item.blocks
        )
        if items:
            parent.add(ItemList(items, any(item.loose for item in self.items)))

    def _markers(self) -> Iterator[str]:
        step = -1 if self.reversed else 1
        first = len(self.items) if self.reversed else 1
        number = (self.first if self.first is not None else first) - step
        for item in self.items:
            number = item.value if item.value is not None else number + step
            yield f"{numeral(number, item.style or self.style)}." if self.ordered else ""


class ItemBox(Box):
    """An item; `box` is its tick box, if it is a task."""

    __slots__ = ("box", "loose", "style", "value")

    def __init__(self, attributes: Attributes) -> None:
        super().__init__()
        self.value = whole(attributes.get("value"))
        self.style = list_style(attributes)
        self.box = ""
        self.loose = False

    def add(self, block: Block) -> None:
        """Take a block; a second paragraph makes the list a loose one."""
        if isinstance(block, Paragraph) and any(isinstance(other, Paragraph) for other in self.blocks):
            self.loose = True
        super().add(block)

    def finish(self, parent: Box) -> None:
        """Become an item of the list around, or of one that lacks its element."""
        if isinstance(parent, ListBox):
            parent.items.append(self)
        elif self.blocks:
            item = Item(tuple(self.blocks), self.box)
            last = parent.blocks[-1] if parent.blocks else None
            if isinstance(last, ItemList) and not last.items[-1].marker.endswith("."):
                parent.blocks[-1] = ItemList((*last.items, item), last.loose)
            else:
                parent.add(ItemList((item,)))


def list_style(attributes: Attributes) -> str:
    """Give the numbering of a list or item as HTML's `type` has it, or nothing."""
    style = attributes.get("style", "")
    if "list-style" in style:
        found = next((kind for name, kind in _STYLES.items() if name in style.lower()), "")
        if found:
            return found
    kind = attributes.get("type", "").strip()
    return kind if kind in ("1", "a", "A", "i", "I") else ""


def numeral(number: int, style: str) -> str:
    """Write a number in a list style; what it cannot write is written in digits (CSS Counter Styles, 6)."""
    if style in "aA" and number > 0:
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord(style) + letter) + letters
        return letters
    if style in "iI" and 0 < number < 4000:
        letters = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            letters += sign * count
        return letters if style == "i" else letters.upper()
    return str(number)


def whole(text: str | None) -> int | None:
    """Read the whole number that an attribute begins with (HTML, section 2.3.4.1); absurd ones are None."""
    found = _WHOLE.match(text or "")
    return int(found[1]) if found else None
