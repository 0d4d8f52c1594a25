from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Config, LibraryConfig, describe_terminal, load_config


def load(path: Path, text: str, **environ: str) -> Config:
    path.write_text(text, encoding="utf-8")
    return load_config({"BROADSHEET_CONFIG": str(path), **environ})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_everything_has_its_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    config = load_config({})
    assert config == Config(config.folders, zone=config.zone)
    assert config.faults == ()


def test_every_setting_is_read(file: Path) -> None:
    config = load(
        file,
        """
        library = "news"
        categories = "flat"
        exclude = ["drafts/*"]
        drafts = true
        zone = "Asia/Shanghai"
        language = "zh"
        theme = "dark"
        color = "always"
        measure = 66
        preview = false
        ambiguous_width = 2
        terminal_bidi = true
        han_latin_space = true
        search_variants = false
        search_kana = true

        [libraries.news]
        path = "articles"
        categories = "path"
        exclude = ["*.txt"]
        drafts = true

        [searches]
        "To read" = "is:unread after:7d"

        [keymap]
        "list.down" = "j"
        article.bookmark = "b"
        """,
    )
    news = LibraryConfig(file.parent / "articles", "news", "path", ("*.txt",), True)
    assert config == Config(
        folders=config.folders,
        library="news",
        libraries={"news": news},
        categories="flat",
        exclude=("drafts/*",),
        drafts=True,
        zone=ZoneInfo("Asia/Shanghai"),
        language="zh",
        theme="dark",
        color="always",
        measure=66,
        preview=False,
        ambiguous_width=2,
        terminal_bidi=True,
        han_latin_space=True,
        search_variants=False,
        search_kana=True,
        searches={"To read": "is:unread after:7d"},
        keymap={"list.down": "j", "article.bookmark": "b"},
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("\nmeasur = 80", 2, "measur: there is no such setting; do you mean measure?"),
        ("qwertz = 1", 1, "qwertz: there is no such setting"),
        ('theme = "drak"', 1, "theme: must be 'auto', 'dark' or 'light'; it is 'drak'"),
        ("measure = 10", 1, "measure: must be a number of cells from 20 to 250; it is 10"),
        ("measure = true", 1, "measure: must be a number"),
        ("ambiguous_width = true", 1, "ambiguous_width: must be 1 or 2; it is True"),
        ("preview = 1", 1, "preview: must be 'auto', true or false; it is 1"),
        ('drafts = "no"', 1, "drafts: must be true or false"),
        ('exclude = "a"', 1, "exclude: must be a list of texts"),
        ("[searches]\na = 1", 2, "searches.a: must be a text in quotes"),
        ("searches = 3", 1, "searches: must be a table"),
        ("library = 3", 1, "library: must be a text in quotes"),
        ('zone = "Europe"', 1, "zone: must name a time zone"),
        ('zone = "../../etc"', 1, "zone: must name a time zone"),
        ("zone = 8", 1, "zone: must name a time zone"),
        ("# a\n[libraries.a]\ndrafts = true", 2, "libraries.a: has no path"),
        (
            '[libraries.a]\npath = "x"\npaht = "y"',
            3,
            "libraries.a.paht: there is no such setting; do you mean path?",
        ),
        ('[libraries]\na = "x"', 2, "libraries.a: must be a table"),
        ('[keymap]\nlist.down = "j"\n"list.up" = 3', 3, "keymap.list.up: must be a text"),
        ("keymap = 3", 1, "keymap: must be a table"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line_and_left_out(
    file: Path, text: str, line: int, said: str
) -> None:
    config = load(file, text)
    (fault,) = config.faults
    assert fault.startswith(f"{file}:{line}: {said}")
    assert config.measure == 80
    assert config.theme == "auto"


def test_what_is_right_beside_it_holds(file: Path) -> None:
    config = load(file, 'theme = "dark"\nmeasure = 1\ndrafts = true')
    assert (config.theme, config.measure, config.drafts) == ("dark", 80, True)


@pytest.mark.parametrize("text", ["theme = ", "[", "= 1", "\x00"])
def test_a_file_that_is_no_toml_is_named_with_its_line(file: Path, text: str) -> None:
    (fault,) = load(file, f"drafts = true\n{text}").faults
    assert fault.startswith(f"{file}:2: this is no TOML: ")


@given(st.text())
def test_no_file_stops_the_program(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "replace"))
    assert load_config({"BROADSHEET_CONFIG": str(path)}).measure >= 20


def test_a_missing_file_is_a_fault_only_when_it_was_named(tmp_path: Path) -> None:
    (fault,) = load_config({"BROADSHEET_CONFIG": str(tmp_path / "none.toml")}).faults
    assert "there is no such file" in fault


def test_a_folder_in_the_file_s_place_is_a_fault(tmp_path: Path) -> None:
    (fault,) = load_config({"BROADSHEET_CONFIG": str(tmp_path)}).faults
    assert "cannot be read" in fault


@pytest.mark.parametrize(
    ("text", "remote", "preview"),
    [("", False, True), ("", True, False), ('preview = "auto"', True, False), ("preview = true", True, True)],
)
def test_the_preview_is_off_over_ssh_unless_asked_for(
    file: Path, text: str, remote: bool, preview: bool
) -> None:
    config = load(file, text, **({"SSH_CONNECTION": "10.0.0.1 22"} if remote else {}))
    assert (config.remote, config.preview) == (remote, preview)


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_TIME": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "zh_TW"}, "zh"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_the_language_of_dates_is_that_of_the_locale(
    file: Path, environ: dict[str, str], language: str
) -> None:
    assert load(file, "", **environ).language == language
    assert load(file, 'language = "zh"', **environ).language == "zh"


def test_the_environment_goes_before_the_file(file: Path) -> None:
    config = load(file, 'library = "a"\ncolor = "always"', BROADSHEET_LIBRARY="b", NO_COLOR="1")
    assert (config.library, config.color) == ("b", "never")
    config = load(file, 'library = "a"\ncolor = "always"', BROADSHEET_LIBRARY="", NO_COLOR="")
    assert (config.library, config.color) == ("a", "always")


def test_the_terminal_says_what_it_is() -> None:
    said = describe_terminal({"TERM": "xterm-kitty", "COLORTERM": "", "HOME": "/"})
    assert said["TERM"] == "xterm-kitty"
    assert set(said) == {"size", "TERM"}
