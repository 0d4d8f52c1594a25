from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, write_articles

FIELDS = [
    *("key", "path", "title", "author", "authors", "source", "date", "date_source", "updated", "categories"),
    *("tags", "url", "lang", "unread", "bookmarked", "duplicates"),
]
COUNTS = ["seen", "added", "updated", "rewritten", "moved", "removed", "unchanged", "failed", "seconds"]


# -- sync


def test_sync_counts_what_it_found(run: Run, library: Path) -> None:
    first = run("sync", library, "--json").json
    assert list(first) == COUNTS
    assert (first["seen"], first["added"], first["unchanged"]) == (5, 4, 0)
    assert first["seconds"] == round(first["seconds"], 3)
    again = run("sync", library, "--json").json
    assert (again["added"], again["unchanged"]) == (0, 5)


def test_sync_says_the_same_in_words(run: Run, library: Path) -> None:
    ran = run("sync", library)
    assert ran.status == 0
    assert ran.out.startswith("5 seen, 4 added, ")
    assert ran.err == ""


def test_a_faulty_article_fails_only_a_strict_sync(run: Run, library: Path) -> None:
    assert run("sync", library).status == 0
    assert run("sync", library, "--strict").status == 1
    assert run("sync", "--strict", library).status == 1  # as long as it is there
    (library / "code/broken.md").unlink()
    assert run("sync", library, "--strict").status == 0


# -- list


def test_list_gives_every_field(run: Run, library: Path) -> None:
    ran = run("list", library, "--json")
    assert ran.err == ""
    assert all(list(article) == FIELDS for article in ran.objects)
    found = {article["key"]: article for article in ran.objects}
    assert found["金融/新浪财经/采购.md"] == {
        "key": "金融/新浪财经/采购.md",
        "path": "金融/新浪财经/采购.md",
        "title": "北京深化政府采购改革",
        "author": "新浪财经",
        "authors": ["新浪财经"],
        "source": "新浪财经",
        "date": "2021-12-22T10:39:43Z",
        "date_source": "header",
        "updated": None,
        "categories": [["金融", "新浪财经", "国內"]],
        "tags": [],
        "url": "",
        "lang": "",
        "unread": True,
        "bookmarked": False,
        "duplicates": [],
    }
    assert found["code/one.md"]["tags"] == ["a", "b"]
    assert found["code/two.md"]["date"] is None


def test_list_is_newest_first_one_line_an_article(run: Run, library: Path) -> None:
    lines = run("list", library).lines
    assert "●  2021-12-23 08:00  One  code/one.md" in lines
    assert lines.index("●  2021-12-23 08:00  One  code/one.md") < lines.index(
        "●  2021-12-22 10:39  北京深化政府采购改革  金融/新浪财经/采购.md"
    )
    assert len(lines) == 4


@pytest.mark.parametrize(
    ("category", "titles"),
    [
        ("金融", ["北京深化政府采购改革"]),
        ("金融/新浪财经/国內", ["北京深化政府采购改革"]),
        ("金融/新浪财经/", ["北京深化政府采购改革"]),
        ("code/news", ["One", "Two"]),
    ],
)
def test_list_of_a_category_and_all_below_it(
    run: Run, library: Path, category: str, titles: list[str]
) -> None:
    found = run("list", library, "--category", category, "--json").objects
    assert sorted(article["title"] for article in found) == titles


def test_a_category_that_is_not_there_lists_nothing_and_says_so(run: Run, library: Path) -> None:
    ran = run("list", library, "--category", "sports")
    assert (ran.status, ran.out) == (0, "")
    assert "sports" in ran.err


def test_list_narrowed(run: Run, library: Path) -> None:
    run("bookmark", "add", "code/two.md", "金融/新浪财经/采购.md", "-l", library)
    assert len(run("list", library, "--limit", 1).lines) == 1
    assert run("list", library, "--limit", 0).out == ""
    marked = run("list", library, "--bookmarked", "--unread", "--json").objects
    assert {article["key"] for article in marked} == {"code/two.md", "金融/新浪财经/采购.md"}
    marked = run("list", library, "--bookmarked", "--category", "code", "--json").objects
    assert [article["key"] for article in marked] == ["code/two.md"]


def test_a_list_syncs_first_where_nobody_ever_did(run: Run, library: Path) -> None:
    assert len(run("list", library).lines) == 4
    (library / "code/new.md").write_text("---\ntitle: New\n---\nText.\n", encoding="utf-8")
    assert len(run("list", library).lines) == 4
    run("sync", library)
    assert len(run("list", library).lines) == 5


def test_the_same_article_under_two_paths_is_listed_once(run: Run, library: Path) -> None:
    text = f"---\ntitle: Long\n---\n{'Every word of it is the same. ' * 20}\n"
    write_articles(library, {"a/long.md": text, "b/long.md": text})
    found = [article for article in run("list", library, "--json").objects if article["title"] == "Long"]
    assert len(found) == 1
    assert {found[0]["key"], *found[0]["duplicates"]} == {"a/long.md", "b/long.md"}


# -- categories


def test_categories_as_a_tree_and_as_lines_of_json(run: Run, library: Path) -> None:
    assert "    国內  1 (1 unread)" in run("categories", library).lines
    assert {"path": ["金融"], "name": "金融", "total": 1, "unread": 1} in run(
        "categories", library, "--json"
    ).objects


# -- show


def test_show_sets_an_article_of_the_library(run: Run, library: Path) -> None:
    ran = run("-l", library, "show", "金融/新浪财经/采购.md")
    assert ran.status == 0
    assert "北京深化政府采购改革" in ran.lines[0]
    assert any("22 Dec 2021 10:39" in line for line in ran.lines)
    assert any("12月22日，北京市。" in line for line in ran.lines)
    assert "\x1b" not in ran.out


def test_show_finds_the_key_of_a_file_in_the_library(run: Run, library: Path) -> None:
    ran = run("show", library / "code/one.md", "-l", library, "--json").json
    assert ran["key"] == "code/one.md"
    assert list(ran)[: len(FIELDS)] == FIELDS
    assert ran["metadata"]["lang"] == "en"
    assert ran["kind"] == "markdown"
    assert ran["faults"] == []


def test_show_of_a_file_outside_any_library(run: Run, tmp_path: Path) -> None:
    write_articles(tmp_path, {"alone.md": "---\ntitle: 'Alone' here\nodd: 3\n---\nText.\n"})
    record = run("show", tmp_path / "alone.md", "--json").json
    assert (record["key"], record["title"]) == (None, "'Alone' here")
    assert record["path"] == (tmp_path / "alone.md").as_posix()
    assert record["faults"]
    assert all(set(fault) == {"line", "text"} for fault in record["faults"])
    assert "Text." in run("show", tmp_path / "alone.md").out


def test_show_of_a_text_on_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    content = "---\ntitle: 管道\n---\n正文。\n".encode("gb18030")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    ran = run("show", "-", "--json")
    assert ran.status == 0
    assert (ran.json["key"], ran.json["path"], ran.json["title"]) == (None, None, "管道")


@pytest.mark.parametrize("width", [20, 40, 100])
def test_show_keeps_to_the_width(run: Run, library: Path, width: int) -> None:
    write_articles(library, {"long.md": f"---\ntitle: {'Word ' * 40}\n---\n{'word ' * 200}\n"})
    lines = run("show", library / "long.md", "--width", width).lines
    assert max(map(len, lines)) <= width
    assert max(map(len, lines)) > width - 6


def test_show_takes_the_measure_where_nobody_says_a_width(run: Run, library: Path, home: Path) -> None:
    write_articles(library, {"long.md": f"{'word ' * 200}\n"})
    assert max(map(len, run("show", library / "long.md").lines)) in range(75, 81)
    (home / "settings.toml").write_text("measure = 40\n", encoding="utf-8")
    assert max(map(len, run("show", library / "long.md").lines)) in range(35, 41)


def test_show_in_colour_only_when_asked(run: Run, library: Path) -> None:
    file = library / "code/one.md"
    assert "\x1b[1mbold\x1b[0m" in run("show", file, "--color", "always").out
    assert "\x1b]8" not in run("show", file, "--color", "always").out
    assert "\x1b" not in run("show", file, "--color", "never").out


def test_show_says_what_is_struck_out_in_signs_where_no_look_can(run: Run, library: Path) -> None:
    write_articles(library, {"sale.md": "~~100~~ 80\n"})
    assert "~~100~~ 80" in run("show", library / "sale.md").lines
    assert "\x1b[9m100\x1b[0m 80" in run("show", library / "sale.md", "--color", "always").lines


@pytest.mark.parametrize("target", ["nothing.md", "code"])
def test_show_of_nothing_gives_1(run: Run, library: Path, target: str) -> None:
    ran = run("show", "-l", library, target)
    assert (ran.status, ran.out) == (1, "")
    assert target in ran.err


# -- bookmark


def test_bookmarks_are_kept_and_let_go(run: Run, library: Path) -> None:
    assert run("-l", library, "bookmark", "add", "code/one.md", "code/two.md").status == 0
    assert run("bookmark", "-l", library, "remove", "code/one.md").status == 0
    assert [article["key"] for article in run("bookmark", "list", library, "--json").objects] == [
        "code/two.md"
    ]
    assert run("bookmark", "list", library).lines == ["●★                   Two  code/two.md"]


@pytest.mark.parametrize("verb", ["add", "remove"])
def test_a_bookmark_on_nothing_gives_1_and_does_the_rest(run: Run, library: Path, verb: str) -> None:
    ran = run("bookmark", verb, "-l", library, "nothing.md", "code/one.md")
    assert ran.status == 1
    assert "nothing.md" in ran.err
    assert len(run("bookmark", "list", library).lines) == (verb == "add")


# -- doctor


def test_doctor_names_faults_by_file_and_line(run: Run, library: Path) -> None:
    ran = run("doctor", library)
    assert ran.status == 1
    assert any(line.startswith("  code/broken.md:2: ") for line in ran.lines)
    assert any(line.startswith("  README.md: ") for line in ran.lines)
    assert ran.err == ""


def test_doctor_as_one_object(run: Run, library: Path, home: Path) -> None:
    record = run("doctor", library, "--json").json
    assert [fault["path"] for fault in record["faults"]] == ["code/broken.md"]
    assert [file["path"] for file in record["not_articles"]] == ["README.md"]
    assert record["total"] == 4
    for database in record["databases"]:
        assert Path(database["path"]).is_relative_to(home)
        assert database["size"] > 0
        assert database["trouble"] == ""


def test_doctor_is_content_with_sound_articles(run: Run, library: Path) -> None:
    (library / "code/broken.md").unlink()
    assert run("doctor", library).status == 0


def test_doctor_counts_one_article_as_one(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", write_articles(tmp_path / "one", {"one.md": "# One\n\nText.\n"}))
    assert ran.lines[1] == "  1 article, 1 unread, 0 bookmarked"


# -- the front page


def test_without_a_terminal_the_front_page(run: Run, library: Path) -> None:
    ran = run(library)
    assert ran.status == 0
    assert ran.lines[:4] == ["library · 4 unread of 4", "", "23 December 2021", "●  08:00  One · code"]
    assert ran.err == ""


def test_the_front_page_is_the_newest_20(run: Run, tmp_path: Path) -> None:
    articles = {
        f"{day}.md": f"---\ntitle: Day {day}\ndate: 2020-01-{day:02} 10:00\n---\nText {day}.\n"
        for day in range(1, 26)
    }
    lines = run(write_articles(tmp_path / "many", articles)).lines
    titles = [line.split("Day ")[1].split(" ")[0] for line in lines if "Day" in line]
    assert titles == [str(day) for day in range(25, 5, -1)]


def test_the_demo_opens_when_nothing_is_named(run: Run) -> None:
    ran = run()
    assert ran.status == 0
    assert len([line for line in ran.lines if line.startswith("●")]) == 20


# -- which library


def test_argument_then_option_then_environment_then_settings(
    run: Run, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("argued", "opted", "environed", "configured"):
        write_articles(tmp_path / name, {"a.md": f"---\ntitle: {name}\n---\nText.\n"})
    (home / "settings.toml").write_text(
        f'library = "mine"\n[libraries.mine]\npath = "{(tmp_path / "configured").as_posix()}"\n',
        encoding="utf-8",
    )
    assert run("list", "--json").json["title"] == "configured"
    monkeypatch.setenv("BROADSHEET_LIBRARY", str(tmp_path / "environed"))
    assert run("list", "--json").json["title"] == "environed"
    assert run("-l", tmp_path / "opted", "list", "--json").json["title"] == "opted"
    assert run("list", "-l", tmp_path / "opted", "--json").json["title"] == "opted"
    assert run("list", tmp_path / "argued", "--json").json["title"] == "argued"
    assert run("list", "mine", "--json").json["title"] == "configured"
    assert run("-l", tmp_path / "opted").lines[0].startswith("opted")


def test_verbs_win_over_folders(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.rename(library.with_name("list"))
    monkeypatch.chdir(library.parent)
    monkeypatch.setenv("BROADSHEET_LIBRARY", "list")
    assert run("list").lines[0].endswith("code/one.md")
    assert run("./list").lines[0] == "list · 4 unread of 4"


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["synk"], "sync"),
        (["lst"], "list"),
        (["list", "bookmarks"], "bookmark"),
        (["-l", "docter"], "doctor"),
    ],
)
def test_an_unknown_library_names_the_nearest_verb(run: Run, arguments: list[str], nearest: str) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert nearest in ran.err


def test_no_verb_is_named_to_a_word_that_is_near_to_none(run: Run) -> None:
    assert run("list", "nowhere").err.endswith(
        "nowhere is neither a folder nor the name of a configured library.\n"
    )


def test_a_word_before_others_that_is_no_verb_is_said_to_be_none(run: Run, library: Path) -> None:
    ran = run("serch", "harbour")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith("broadsheet: serch is no verb. The nearest verb is search.\n")
    assert "unexpected" in run(str(library), "harbour").err


@pytest.mark.parametrize(
    "arguments",
    [["list", "--bogus"], ["show"], ["list", "--limit", "x"], ["bookmark"], ["bookmark", "add"], ["-l"]],
)
def test_wrong_use_gives_2(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err


def test_two_libraries_at_once_are_wrong_use(run: Run, library: Path, tmp_path: Path) -> None:
    assert run("-l", library, "list", tmp_path).status == 2


def test_a_file_is_no_library(run: Run, library: Path) -> None:
    ran = run("list", library / "code/one.md")
    assert ran.status == 2
    assert ran.err == (
        f"broadsheet: {library / 'code/one.md'} is a file, not a folder. To read one file: broadsheet show FILE\n"
    )


def test_a_folder_that_is_not_there_is_said_without_the_usage_of_a_verb(run: Run, tmp_path: Path) -> None:
    ran = run(tmp_path / "nowhere")
    assert ran.status == 2
    assert ran.err.startswith(f"broadsheet: {tmp_path / 'nowhere'} is neither a folder")


@pytest.mark.parametrize("verb", [["list"], ["categories"], ["search", "-l"]])
def test_a_folder_without_articles_is_said_to_be_one(run: Run, tmp_path: Path, verb: list[str]) -> None:
    (tmp_path / "empty").mkdir()
    ran = run(*verb, tmp_path / "empty")
    assert (ran.out, ran.err) == ("", f"broadsheet: there are no articles in {tmp_path / 'empty'}\n")


def test_a_group_without_a_verb_names_its_verbs(run: Run) -> None:
    assert run("bookmark").err.splitlines() == [
        "Usage: broadsheet bookmark [OPTIONS] add|remove|list [ARGS]...",
        "broadsheet: Missing command.",
    ]


def test_what_is_no_article_is_said_in_whole_sentences(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.md").touch()
    assert run("show", tmp_path / "empty.md").err == "broadsheet: This is no article. The file is empty.\n"


# -- the rest


def test_help_has_examples(run: Run) -> None:
    ran = run("--help")
    assert ran.status == 0
    assert "broadsheet list ~/news --unread" in ran.out


def test_a_wrong_setting_is_named_and_stops_nothing(run: Run, library: Path, home: Path) -> None:
    (home / "settings.toml").write_text('theme = "drak"\nzone = "UTC"\n', encoding="utf-8")
    ran = run("list", library)
    assert (ran.status, len(ran.lines)) == (0, 4)
    assert "settings.toml:1: theme" in ran.err


def test_a_folder_in_place_of_the_settings_is_said_plainly(
    run: Run, library: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROADSHEET_CONFIG", str(home))
    assert run("list", library).err == f"broadsheet: {home}: cannot be read: Is a directory\n"


@pytest.mark.parametrize("place", ["before", "after"])
def test_a_log_is_kept_where_it_is_asked_for(run: Run, library: Path, tmp_path: Path, place: str) -> None:
    log = ["--log", tmp_path / "log.txt"]
    assert (
        run(*(log if place == "before" else []), "sync", library, *(log if place == "after" else [])).status
        == 0
    )
    assert "seen=5" in (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_an_interrupted_run_gives_130(run: Run, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.services.library.Library.sync", interrupt)
    assert run("sync", library).status == 130


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_nothing_a_terminal_obeys_is_printed(run: Run, tmp_path: Path) -> None:
    hostile = "x\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj\r.md"
    text = '---\ntitle: "\\e[31mred\\x9b\\u202e"\ncategories: ["\\ea"]\n---\n\x1b[2Jtext\x9b\u202e\n'
    folder = write_articles(
        tmp_path / "hostile\x1b[2J", {hostile: text, f"faulty{hostile}": "---\na: 'b\n---\nx\n"}
    )
    for arguments in (
        ["sync"], ["list"], ["list", "--json"], ["categories"], ["categories", "--json"], ["doctor"],
        ["doctor", "--json"], ["show", hostile], ["show", hostile, "--json"], ["show", f"{hostile}?"],
        ["bookmark", "add", hostile], ["bookmark", "list"], ["list", hostile], ["open"],
    ):  # fmt: skip
        ran = run("-l", folder, *arguments)
        assert ran.out or ran.err
        assert not set(ran.out + ran.err) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}, arguments


def test_what_goes_wrong_is_said_in_one_line(tmp_path: Path, home: Path) -> None:
    (home / "settings.toml").write_text("bogus = 1\n", encoding="utf-8")
    (tmp_path / "picture.md").write_bytes(bytes(range(256)) * 20)
    command = [sys.executable, "-m", "reader", "show", str(tmp_path / "picture.md")]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (ran.returncode, ran.stdout) == (1, "")
    setting, article = ran.stderr.splitlines()
    assert "bogus" in setting
    assert article == "broadsheet: The file holds no text."


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is told otherwise elsewhere")
def test_a_reader_who_has_had_enough_is_no_fault(tmp_path: Path) -> None:
    title = "word " * 100
    write_articles(
        tmp_path / "many", {f"{n}.md": f"---\ntitle: {title}\n---\nText {n}.\n" for n in range(400)}
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "list", str(tmp_path / "many")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0
