"""What counts as the same, and how it is cut into tokens."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.parsing.clean import clean
from reader.store.search.folding import BLANK, Folding, _cluster, find_beginnings

FOLDING = Folding()
LETTERS = st.one_of(
    st.sampled_from("aÄßıİé\u0301か\u3099ｶﾞ漢汉採한ᄒ\u1161ไท ،،، _.,!-😀🇯🇵\u200d\ufe0f½ﷺ´\u00a0\u3000\n"),
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")),
)
JOINING = st.sampled_from(
    "\u0301\u0338\u05b8\u064b\u093c\u093f\u1100\u1161\u11a8\u3131\u314f\u3099\uff9e\uffa1\uffc2가か\uff76क🇯🇵🇺 \n\t"
)
TEXTS = st.text(LETTERS, max_size=30).map(clean)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ägypten ÄGYPTEN", "agypten agypten"),
        ("İstanbul ISPARTA ıspanak", "istanbul isparta ispanak"),
        ("Straße STRASSE", "strasse strasse"),
        ("ＡＩ ｱｲ，", "ai アイ,"),
        ("採購乾後", "采购干后"),
        ("ガギ ガギ", "ガギ ガギ"),
        ("Ёлка Йод", "елка иод"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευσ"),
        ("שָׁלוֹם", "שלום"),
        ("ที่นี่", "ที่นี่"),
        ("हिन्दी", "हिन्दी"),
        ("한글 \u1112\u1161\u11ab", "한글 한"),
        (" a\u00a0\u3000\n b ", "a b"),
        ("❤️ 👨‍👩‍👧", "❤ 👨👩👧"),
        ("´ a", "´ a"),
        ("τῇ ᾼ", "τη α"),
        ("Đà Nẵng, Łódź, Ørsted", "da nang, lodz, orsted"),
        ("الســـلام", "السلام"),
        ("¸ᄀ ´ｶﾞ", "¸ᄀ ´ガ"),
    ],
)
def test_what_counts_as_the_same(text: str, folded: str) -> None:
    assert FOLDING.fold(text) == folded


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Hello World", "hello world"),
        ("Hello, World", f"hello , {BLANK} world"),
        ("采购，改革", "采 购 , 改 革"),
        ("采 购", f"采 {BLANK} 购"),
        ("AI裁判 5G", f"ai 裁 判 {BLANK} 5g"),
        ("C++ x", f"c + + {BLANK} x"),
        ("(a) (b)", f"( a ) {BLANK} ( b )"),
        ("my_name", "my_name"),
        ("ไทย", "ไ ท ย"),
        ("😀🚀", "😀 🚀"),
    ],
)
def test_tokens(text: str, tokens: str) -> None:
    assert (
        FOLDING.tokens(text).split(" ") == tokens.split(" ") or FOLDING.tokens(text).split() == tokens.split()
    )


def test_a_flag_is_one_character_and_two_hold_no_third() -> None:
    china_and_america, niue = FOLDING.fold("🇨🇳🇺🇸"), FOLDING.fold("🇳🇺")
    assert len(china_and_america) == 2
    assert niue not in china_and_america
    assert FOLDING.fold("🇺🇸") in china_and_america
    assert len(FOLDING.tokens("🇨🇳🇺🇸").split()) == 2


def test_variants_are_a_matter_of_settings() -> None:
    assert Folding(han=False).fold("採購") == "採購"
    assert FOLDING.fold("タワー") != FOLDING.fold("たわー")
    kana = pickle.loads(pickle.dumps(Folding(kana=True)))
    assert kana.fold("タワー ヴ") == kana.fold("たわー ゔ")


@given(TEXTS)
def test_folding_again_changes_nothing_but_chains_of_variants(text: str) -> None:
    plain = Folding(han=False)
    assert plain.fold(plain.fold(text)) == plain.fold(text)


@given(TEXTS)
@example("采 \u200b 购 AI")
@example("採購 ﷺ Ёлка")
def test_tokens_are_the_same_in_whatever_company(text: str) -> None:
    alone, much = FOLDING.tokens(text), "x" * 200  # of ASCII, which is cut in another way
    assert FOLDING.tokens(f"{text} . {much}") == f"{alone} {BLANK} . {BLANK} {much}".removeprefix(
        f" {BLANK} "
    )


@given(TEXTS)
@example("采购 reading ﾊﾞｰ 5G\u0301x é́a")
def test_beginnings_are_those_of_the_tokens(text: str) -> None:
    tokens, beginnings = FOLDING.cut(text)
    assert beginnings == find_beginnings(tokens)


@given(TEXTS)
def test_tokens_spell_the_folded_text(text: str) -> None:
    """Put together again, with a blank between two words, tokens are what was folded."""
    from reader.store.search.folding import is_word

    spelled = ""
    for token in filter(None, FOLDING.tokens(text).split(" ")):
        parts_words = bool(spelled) and is_word(spelled[-1]) and is_word(token[0])
        spelled += " " if token == BLANK or parts_words else ""
        spelled += "" if token == BLANK else token
    assert spelled == FOLDING.fold(text)


@example("a \u309b")  # a mark that brings a blank of its own
@example("\xb4\u1100")  # a spacing accent before what composes
@given(TEXTS)
def test_offsets_lead_back_to_the_text(text: str) -> None:
    folded, offsets = FOLDING.fold_with_offsets(text)
    assert folded.strip() == FOLDING.fold(text)
    assert len(offsets) == len(folded) + 1
    assert offsets == sorted(offsets)
    assert offsets[-1] == len(text)


def fold_plainly(text: str) -> tuple[str, list[int]]:
    """Fold one cluster after the other, each as a text of its own."""
    folded, offsets = "", []
    for cluster in _cluster().finditer(text):
        for one in FOLDING.fold(f"|{cluster.group()}|")[1:-1]:
            if one != " " or not folded.endswith(" "):
                folded += one
                offsets.append(cluster.start())
    return folded, [*offsets, len(text)]


@given(st.lists(st.text(JOINING | LETTERS, max_size=8)).map("".join))
@example("a \u200b\n \u0301 b\r\n\t")  # blanks that something ignorable parts
@example("\ufdfa \ufdfa\u0301ŉ½")  # what becomes several characters
@example("\u1ffd \u1fee \u212b \u0958 \u2126")  # what is another character in composed texts
def test_offsets_are_those_of_clusters_folded_one_by_one(text: str) -> None:
    assert FOLDING.fold_with_offsets(text) == fold_plainly(text)


@given(st.lists(TEXTS | st.just("\ud83d\udc00"), min_size=1, max_size=3), st.integers(1, 40))
def test_a_long_text_is_folded_as_its_lines_are(lines: list[str], times: int) -> None:
    folding = Folding()
    long = "\n".join(lines * times)
    folded = [folding.fold(line) for line in lines * times]
    assert folding.fold(long) == " ".join(filter(None, folded))
    assert folding.fold(long) == " ".join(filter(None, folded)), "the second time as the first"
