"""The demo's articles as text pictures: `python -m tests.typeset.demo_pages` draws them all anew.

A change to the typesetter shows itself as the difference between two pictures: look at it before committing.
"""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from reader.config import Config, Folders
from reader.services.byline import facts_of
from reader.services.single import load_single
from reader.typeset.head import typeset_head
from reader.typeset.layout import typeset
from tests.typeset.pictures import draw

DEMO = Path(__file__).parents[2] / "assets" / "demo"
FILES = sorted(DEMO.rglob("*.md"))
PAGES = Path(__file__).parent / "pages"
WIDTHS = (40, 80, 120)
_CONFIG = Config(Folders(Path(), Path(), Path()), zone=UTC)


def page_of(file: Path, width: int) -> Path:
    """Give the picture's file; a mark that no Windows file name may hold is left out."""
    return PAGES / f"{file.stem.replace('?', '')}.{width}.txt"


def draw_page(file: Path, width: int) -> str:
    """Draw an article with its head, its folds open."""
    opened = load_single(file, _CONFIG)
    article = opened.entry.article
    head = typeset_head(article.title, facts_of(article, _CONFIG), width)
    body = [line for line in typeset(opened.document, width) if not line.fold_head]
    return draw([*head, *body]) + "\n"


def main() -> None:
    for page in PAGES.glob("*.txt"):
        page.unlink()
    for file in FILES:
        for width in WIDTHS:
            page_of(file, width).write_text(draw_page(file, width), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
