"""What a sync is to read, and what its walk compares with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import SourceFile
from reader.store.agenda import Agenda, Shortlist
from reader.store.cache import Cache


def file(key: str, number: int = 1) -> SourceFile:
    return SourceFile(key, number, number, number)


@pytest.fixture
def agenda() -> Iterator[Agenda]:
    with closing(Agenda()) as made:
        yield made


def test_the_newest_files_come_first(agenda: Agenda) -> None:
    one, two, three, four = map(file, ("a.md", "b.md", "c.md", "d.md"))
    agenda.add([one, two], [5.5, 7.0])
    agenda.add([three, four], [7.0, 6.0])
    assert agenda.take_newest(1) == [two]
    assert len(agenda) == 3
    assert list(agenda.iter_files()) == [one, three, four]
    assert list(agenda.iter_newest()) == [three, four, one]
    agenda.order_anew([9.0, 1.0, 2.0])
    assert list(agenda.iter_newest()) == [one, four, three]
    assert agenda.take_newest(9) == [one, four, three]
    assert not len(agenda)


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 3), st.text("ab")), max_size=4), max_size=4), st.integers(0, 9)
)
def test_a_shortlist_is_the_beginning_of_the_agenda(folders: list[list[tuple[int, str]]], most: int) -> None:
    with closing(Agenda()) as agenda:
        shortlist = Shortlist(most)
        for folder in folders:
            files, moments = [file(key) for _, key in folder], [float(moment) for moment, _ in folder]
            agenda.add(files, moments)
            shortlist.add(files, moments)
        assert shortlist.take_newest(most) == agenda.take_newest(most)
        assert len(shortlist) == len(agenda)


@given(
    st.lists(
        st.tuples(st.text("ab/é采", min_size=1), st.integers(0, 2**62)),
        max_size=30,
        unique_by=lambda one: one[0],
    )
)
def test_files_come_off_as_they_were_put_on(files: list[tuple[str, int]]) -> None:
    with closing(Agenda()) as agenda:
        put = [file(key, number) for key, number in files]
        agenda.add(put, [1.0] * len(put))
        assert list(agenda.iter_files()) == put
        assert agenda.take_newest(len(put)) == sorted(put, key=lambda one: one.key.encode())


KEYS = st.lists(
    st.lists(st.sampled_from(("a", "b", "ab", "é", "采", "\U0010ffff", "0")), min_size=1, max_size=3),
    max_size=12,
    unique_by=tuple,
)


@given(keys=KEYS)
def test_known_files_are_those_right_in_a_folder(
    tmp_path_factory: pytest.TempPathFactory, keys: list[list[str]]
) -> None:
    with closing(Cache(tmp_path_factory.mktemp("cache") / "cache.db")) as cache:
        with cache.database.transaction() as connection:
            connection.executemany(
                "INSERT INTO files (key, size, mtime_ns, inode) VALUES (?, 1, 1, 1)",
                [("/".join(key),) for key in keys],
            )
        prefixes = {"".join(f"{step}/" for step in key[:-1]) for key in keys}
        assert set(cache.folders()) == prefixes
        for prefix in {*prefixes, "", "a/"}:
            steps = prefix.split("/")[:-1]
            assert set(cache.files(prefix)) == {"/".join(key) for key in keys if key[:-1] == steps}
