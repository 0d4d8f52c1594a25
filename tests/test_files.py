"""Walking, keys and decoding."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.decoding import LIMIT, decode
from reader.errors import ArticleGone, Unreadable
from reader.files import iter_files, key_of, load_text, path_of
from reader.model import FileFault


def make(root: Path, *keys: str) -> None:
    for key in keys:
        path = root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(key)


def walk(root: Path, *exclude: str) -> list[str]:
    return sorted(file.key for file in iter_files(root, exclude=exclude))


# -- walking


def test_a_walk_finds_what_may_be_an_article(tmp_path: Path) -> None:
    make(
        tmp_path,
        "a.md",
        "b/c.MARKDOWN",
        "b/d.mdx",
        "e.htm",
        "f.txt",
        "g.png",
        "h.md~",
        "i.md.bak",
        "Makefile",
    )
    assert walk(tmp_path) == ["a.md", "b/c.MARKDOWN", "b/d.mdx", "e.htm", "f.txt"]


def test_hidden_names_are_left_out_but_a_name_may_be_an_extension(tmp_path: Path) -> None:
    make(tmp_path, ".md", " .md", ".hidden.md", ".git/a.md", "b/.md")
    assert walk(tmp_path) == [" .md", ".md", "b/.md"]


def test_generated_sites_are_left_out(tmp_path: Path) -> None:
    make(
        tmp_path,
        "_site/a.html",
        "node_modules/x/README.md",
        "public/b.html",
        "hugo.toml",
        "content/public/c.md",
    )
    make(tmp_path, "other/public/d.md")
    assert walk(tmp_path) == ["content/public/c.md", "other/public/d.md"]


def test_globs_exclude_names_and_paths(tmp_path: Path) -> None:
    make(tmp_path, "drafts/a.md", "b/drafts/c.md", "b/d.md", "b/old-e.md", "f/b/g.md")
    assert walk(tmp_path, "drafts/", "old-*") == ["b/d.md", "f/b/g.md"]
    assert walk(tmp_path, "/drafts/*", "b/*.md") == ["f/b/g.md"]


def test_a_file_comes_with_its_state(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    [file] = iter_files(tmp_path)
    status = (tmp_path / "a.md").stat()
    assert (file.size, file.mtime_ns, file.inode) == (4, status.st_mtime_ns, status.st_ino)


needs_links = pytest.mark.skipif(sys.platform == "win32", reason="symlinks need rights on Windows")


@needs_links
@pytest.mark.parametrize("years", [-3000, 3000])
def test_numbers_beyond_a_database_are_made_to_fit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, years: int
) -> None:
    """Some networks and unions of disks number files with 64 bits, and a date may be ages away."""
    make(tmp_path, "a.md")

    class Entry:
        """A file as such a disk has it."""

        name, path = "a.md", str(tmp_path / "a.md")

        def is_file(self, *, follow_symlinks: bool) -> bool:
            return True

        def stat(self) -> SimpleNamespace:
            written = years * 366 * 86400 * 10**9
            return SimpleNamespace(st_mode=0o100644, st_size=1, st_mtime_ns=written, st_ino=2**64 - 2)

    monkeypatch.setattr(os, "scandir", lambda _: nullcontext([Entry()]))
    (file,) = iter_files(tmp_path)
    assert file == ("a.md", 1, (2**63 - 1) * (1 if years > 0 else -1), 2**63 - 2)


def test_links_are_followed_once_and_never_for_ever(tmp_path: Path) -> None:
    make(tmp_path, "library/z/a.md", "elsewhere/b.md")
    root = tmp_path / "library"
    (root / "again").symlink_to(root / "z")
    (root / "z" / "up").symlink_to(root)
    (root / "linked").symlink_to(tmp_path / "elsewhere")
    (root / "one.md").symlink_to(tmp_path / "elsewhere" / "b.md")
    assert walk(root) == ["linked/b.md", "one.md", "z/a.md"]


@needs_links
def test_links_that_lead_nowhere_are_reported(tmp_path: Path) -> None:
    (tmp_path / "loop.md").symlink_to("loop.md")
    (tmp_path / "dead.md").symlink_to("gone")
    (tmp_path / "dead").symlink_to("gone")
    faults: list[FileFault] = []
    assert list(iter_files(tmp_path, faults=faults)) == []
    assert [fault.key for fault in faults] == ["dead.md", "loop.md"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every folder")
def test_an_unreadable_folder_is_reported(tmp_path: Path) -> None:
    make(tmp_path, "shut/a.md", "b.md")
    (tmp_path / "shut").chmod(0)
    faults: list[FileFault] = []
    assert [file.key for file in iter_files(tmp_path, faults=faults)] == ["b.md"]
    (tmp_path / "shut").chmod(0o700)
    assert [fault.key for fault in faults] == ["shut"]


def test_a_missing_root_is_reported(tmp_path: Path) -> None:
    faults: list[FileFault] = []
    assert list(iter_files(tmp_path / "gone", faults=faults)) == []
    assert "cannot be read" in faults[0].fault.text


# -- keys


@given(st.binary(max_size=40).filter(lambda name: b"\0" not in name and b"/" not in name))
def test_keys_can_be_stored_and_lead_back(name: bytes) -> None:
    path = name.decode("utf-8", "surrogateescape")
    key = key_of(path)
    key.encode("utf-8")
    assert os.fspath(path_of(Path("r"), f"d/{key}x")) == os.path.join("r", "d", f"{path}x")  # noqa: PTH118


def test_private_use_characters_in_names_are_told_from_bytes() -> None:
    assert key_of("\uf7ff") != key_of("\udcff")
    assert path_of(Path("r"), key_of("\udcff")) == Path("r/\udcff")


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8 exist on Linux only")
def test_a_name_that_is_no_utf8_is_listed_and_opened(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd0\xc2.md")).write_text("text")
    [file] = iter_files(tmp_path)
    assert file.key == "\uf7d0\uf7c2.md"
    assert load_text(path_of(tmp_path, file.key)).text == "text"


# -- decoding

CHINESE = "今天的新闻说，天气会很好，人们都到公园里去了。孩子们在草地上玩，老人坐在树下谈话。"
TAIWANESE = "今天的新聞說，天氣會很好，人們都到公園裡去了。孩子們在草地上玩，老人坐在樹下談話。"
JAPANESE = (
    "今日のニュースによると、天気はとても良く、人々は公園へ出かけました。子どもたちは芝生で遊んでいます。"
)
KOREAN = "오늘 뉴스에 따르면 날씨가 매우 좋고 사람들은 공원으로 나갔습니다. 아이들은 잔디에서 놀고 있습니다."
RUSSIAN = "Сегодня в новостях говорят, что погода будет хорошей, и люди пошли в парк. Дети играют на траве."
FRENCH = (
    "Aujourd’hui, les nouvelles disent qu’il fera très beau : les élèves sont allés à la forêt dès l’été."
)
GREEK = "Σήμερα οι ειδήσεις λένε ότι ο καιρός θα είναι πολύ καλός και οι άνθρωποι πήγαν στο πάρκο."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc-jp"),
        (JAPANESE, "iso2022_jp"),
        (KOREAN, "euc-kr"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (FRENCH, "cp1252"),
        (GREEK, "cp1253"),
    ],
    ids=lambda value: value if value.isascii() else "",
)
@pytest.mark.parametrize(
    "page",
    ["{}", "---\ntitle: {0}\n---\n{0}\n", '<div class="wrap" id="x"><p>{0}</p></div>\n' * 9],
    ids=["bare", "header", "html"],
)
def test_legacy_encodings_are_read_and_said_to_be_guesses(text: str, encoding: str, page: str) -> None:
    decoded = decode(page.format(text).encode(encoding))
    assert decoded.text == page.format(text)
    assert bool(decoded.faults) is (encoding != "iso2022_jp")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "utf-32-be"])
@pytest.mark.parametrize("text", ["---\ntitle: x\n---\nText.\n", f"---\ntitle: {CHINESE}\n---\n{CHINESE}\n"])
def test_unicode_is_no_guess(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert not decoded.faults


def test_markup_may_declare_its_encoding() -> None:
    page = '<html><head><meta charset="windows-1252"></head><p>Zażółć</p>'.encode("cp1250")
    assert not decode(page).guessed
    assert decode(page.replace(b"windows-1252", b"iso-8859-2")).encoding == "iso8859-2"
    assert decode(page.replace(b"windows-1252", b"utf-8")).guessed
    assert decode(page.replace(b"windows-1252", b"nonsense")).guessed


def test_foreign_lines_in_utf8_are_read_for_themselves() -> None:
    decoded = decode(f"title: {CHINESE}\n".encode() + CHINESE.encode("gb18030") + b"\nend\n")
    assert decoded.text == f"title: {CHINESE}\n{CHINESE}\nend\n"
    assert decoded.guessed


def test_a_few_foreign_words_in_english_are_read() -> None:
    text = "---\ncategories:\n - 傳統媒體\nauthor: 新聞\n---\nIt was all in English but for the head.\n"
    assert decode(text.encode("big5")).text == text


def test_damaged_utf8_stays_utf8() -> None:
    whole = f"{CHINESE}\n{CHINESE}".encode()
    assert decode(whole[:-1]).text == f"{CHINESE}\n{CHINESE[:-1]}\ufffd"
    assert decode(b"\xff" + whole).text == f"\ufffd{CHINESE}\n{CHINESE}"
    assert decode(whole[:-1]).faults


def test_line_ends_are_one() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\nb\nc\n"


def test_stray_nuls_do_not_make_another_encoding() -> None:
    assert decode(b"one \0 two\0 words\n").text == "one \0 two\0 words\n"


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\xff\xfe\1\2\3\4\5\6", bytes(range(256)) * 20, b"\0" * 90]
)
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(Unreadable):
        decode(data)


def test_a_huge_file_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("files", "decoding"):
        monkeypatch.setattr(f"reader.{module}.LIMIT", 100)
    decoded = decode(b"x" * 101)
    assert (len(decoded.text), decoded.cut, len(decoded.faults)) == (100, True, 1)
    assert LIMIT > 1 << 20


def test_a_missing_file_is_gone_and_a_folder_unreadable(tmp_path: Path) -> None:
    with pytest.raises(ArticleGone):
        load_text(tmp_path / "a.md")
    with pytest.raises(ArticleGone):
        load_text(tmp_path / "a\0.md")
    with pytest.raises(Unreadable):
        load_text(tmp_path)


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        decoded = decode(data)
    except Unreadable:
        return
    assert "\r" not in decoded.text
    decoded.text.encode("utf-8", "surrogatepass")


def test_utf8_needs_no_detector() -> None:
    code = "import sys; from reader.decoding import decode; decode('字'.encode()); print('chardet' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
