from __future__ import annotations

from pathlib import Path

import pytest

from tests.typeset.demo_pages import FILES, PAGES, WIDTHS, draw_page, page_of


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_looks_as_drawn(file: Path, width: int) -> None:
    assert draw_page(file, width) == page_of(file, width).read_text(encoding="utf-8")


def test_every_picture_shows_an_article() -> None:
    assert set(PAGES.iterdir()) == {page_of(file, width) for file in FILES for width in WIDTHS}
