"""Search over real libraries: every piece of what they say is found where it is, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from reader.model import View
from reader.parsing.article import NotArticle
from reader.services.library import Library
from tests.services.conftest import Folder, sync
from tests.store.search.reference import Said, says

CORPORA = Path(os.environ.get("BROADSHEET_CORPORA", ""))
FILES = 60  # of each library
PIECES = 12


def libraries() -> list[Path]:
    return sorted(path for path in CORPORA.iterdir() if path.is_dir()) if str(CORPORA) != "." else []


@pytest.mark.skipif(not libraries(), reason="BROADSHEET_CORPORA names no real libraries")
@pytest.mark.parametrize("root", libraries(), ids=lambda root: root.name)
def test_real_libraries(root: Path, folder: Folder, open_library: Callable[..., Library]) -> None:
    dice = Random(root.name)
    files = sorted(path for path in root.rglob("*") if path.suffix in (".md", ".html", ".mdx"))
    for path in dice.sample(files, min(FILES, len(files))):
        if path.stat().st_size < 60_000:
            folder.raw(path.relative_to(root).as_posix(), path.read_bytes())
    library = open_library()
    sync(library)
    said = []
    for row in library.rows(View(), 0, 1000):
        article = library._desk.parse(row.key)
        assert not isinstance(article, NotArticle)
        said.append(Said(row.key, article.title, article.text))
    for _ in range(PIECES if said else 0):
        text = dice.choice(said).text or "–"
        start = dice.randrange(len(text))
        piece = text[start : start + dice.randint(1, 6)].replace('"', "")
        found = {row.key for row in library.rows(View(query=f'"{piece}"'), 0, 1000)}
        assert found == {one.key for one in said if says(one, piece, whole=True)}, piece
