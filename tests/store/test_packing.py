"""Texts packed and given again, by themselves and after samples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.cache import Cache
from reader.store.fields import Parsed
from reader.store.packing import Samples, make_sample, pack, unpack
from reader.store.samples import load_samples, take_samples
from reader.store.search.packing import Held, Tokens
from tests.store.conftest import parsed

TEXTS = st.text()  # which has no half of a pair


@given(TEXTS, TEXTS)
def test_whatever_is_packed_comes_back(text: str, sample: str) -> None:
    assert unpack(pack(text)) == text
    assert unpack(pack(text), sample) == text, "what was packed without a sample needs none"
    assert unpack(pack(text, sample), sample) == text


@pytest.mark.parametrize(
    "sample", ["政府采购改革" * 4000, "Ägypten, привет " * 3000, "a" * 33_000, "\ud800x"]
)
def test_samples_of_any_length_and_script_will_do(sample: str) -> None:
    for text in ("政府采购", "Ägypten", "a" * 70_000, ""):
        assert unpack(pack(text, sample), sample) == text


def test_a_short_text_is_shorter_after_its_like() -> None:
    like = "记者表示，目前市场已经开始增长。"
    assert len(pack(like, f"别的话。{like}再见。")) < len(pack(like)) / 2


def test_a_sample_is_made_of_the_beginnings_of_texts() -> None:
    assert make_sample(["abcdef", "gh", "ijk", "lmn"], 7, 3) == "abcghij"
    assert make_sample([], 7, 3) == ""


def test_a_cache_keeps_the_first_samples(cache: Cache) -> None:
    def read(title: str) -> list[Parsed]:
        return [
            parsed("a.md", title, 1)._replace(held=Held(pack(f"{title}\ntext"), Tokens("", "", ""))),
            Parsed(parsed("b.md", "", 1).file),
        ]

    with cache.database.transaction() as connection:
        assert load_samples(connection) == Samples()
        first = take_samples(connection, read("first"))
        assert first.texts == "first\ntext"
        assert '"title":"first"' in first.fields
        assert take_samples(connection, read("second")) == first
    with cache.reading() as connection:
        assert load_samples(connection) == first
