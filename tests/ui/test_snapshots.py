"""A few whole screens as pictures, each glyph at its cell; `python -m tests.ui.test_snapshots` draws them anew."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Final

import pytest

from reader.document import Document, Link, Mark, Paragraph, Span
from reader.model import LastView, View
from reader.ui.palette import INKS
from tests.ui.fake_library import FakeLibrary, article
from tests.ui.pictures import picture_of
from tests.ui.screens import reading

FOLDER: Final = Path(__file__).parent / "snapshots"
SCREENS: Final[dict[str, tuple[tuple[int, int], tuple[str, ...], dict[str, Any]]]] = {
    "three panes, dark": ((122, 20), ("b", "enter", "space"), {"theme": "dark"}),
    "two panes, light": ((90, 18), ("j",), {"theme": "light"}),
    "one pane, the terminal's colours": ((46, 16), ("enter",), {}),
}


def library() -> FakeLibrary:
    titles = ("北京深化政府采购改革，实现“同城同质同价”", "The Art of Line Breaking", "ทำไมฟ้าแลบก่อนฟ้าร้อง")
    fake = FakeLibrary([article(number, title=title) for number, title in enumerate(titles)])
    text = "政府采购已成为助力企业发展的重要市场。2021年12月22日，北京市财政局介绍，明年将陆续推出改革举措。"
    said = (Span("　　" + text), Span("详见原文", Mark.NONE, link=0), Span("。"))
    document = Document((Paragraph(said), Paragraph((Span(text * 8),))), (Link("https://example.org/", ""),))
    fake.documents = dict.fromkeys(fake.articles, document)
    fake.read = {"a/1.md": 1.0}
    fake.last = LastView(View(), "a/0.md")
    return fake


async def draw(name: str) -> str:
    size, keys, settings = SCREENS[name]
    async with reading(library(), size=size, **settings) as reader:
        screen = reader.screen
        if screen.article_shows:
            await reader.opens("a/0.md")
        await reader.press(*keys)
        if screen.article_shows:
            await reader.opens(screen.key)
        if screen.at == "article":
            await reader.until(lambda: screen.list.row and not screen.list.row.unread)
        await reader.pilot.pause()
        ink = INKS[settings.get("theme", "dark")]
        return picture_of(reader.app, ink.text, ink.paper)


@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_looks_as_it_did(name: str) -> None:
    assert await draw(name) == (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name in SCREENS:
        (FOLDER / f"{name}.svg").write_text(asyncio.run(draw(name)), encoding="utf-8")
