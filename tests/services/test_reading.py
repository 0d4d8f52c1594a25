"""What will order files, guessed before they are read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.files import iter_files
from reader.services.reading import Desk
from tests.services.conftest import Folder

WRITTEN = 1_600_000_001
DAY = datetime(2019, 5, 4, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("key", "header", "glanced", "guessed"),
    [
        ("a.md", {"date": "2019-05-04"}, WRITTEN, DAY),
        (
            "a.md",
            {"date": "2021-05-04"},
            WRITTEN,
            datetime(2021, 5, 4, tzinfo=UTC).timestamp(),
        ),  # copied once
        ("a.md", {}, WRITTEN, WRITTEN),
        ("a.md", {"date": "soon"}, WRITTEN, WRITTEN),
        ("a.md", {"date": "2999-01-01"}, WRITTEN, WRITTEN),  # announced
        ("posts/2019-05-04-a.md", {}, DAY, DAY),
        ("posts/2019-05-04-a.md", {"date": "2019-05-04"}, DAY, DAY),
        ("posts/2999-05-04-a.md", {}, WRITTEN, WRITTEN),
        ("posts/2019-99-04-a.md", {}, WRITTEN, WRITTEN),
    ],
)
def test_files_are_ordered_by_what_their_names_and_beginnings_say(
    folder: Folder, key: str, header: dict[str, str], glanced: float, guessed: float
) -> None:
    folder.write(key, "Title", **header)
    desk = Desk(folder.root, "news", UTC, False)
    (file,) = iter_files(folder.root)
    assert ([*desk.glance_moments([file]), desk.guess_moment(file)]) == [glanced, guessed]
