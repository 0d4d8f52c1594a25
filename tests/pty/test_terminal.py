"""The screen in a real terminal: what is painted, what is left behind, what is found again."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("there is no pty here", allow_module_level=True)

from tests.pty.terminal import Terminal

LEFT = b"\x1b[?1049l"  # the alternate screen is left, and the shell's is back


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(1, 8):
        header = f"---\ntitle: Article {number}\ndate: 2021-12-0{number} 10:00:00\ncategories: [feed]\n---\n"
        body = "\n\n".join(f"Paragraph {line} of article {number}." for line in range(60))
        (folder / f"{number}.md").write_text(header + body, encoding="utf-8")
    hostile = '---\ntitle: "one\\e]0;owned\\a two [/] [bold]"\ndate: 2021-12-30\n---\n'
    hostile += "Body \x1b[31mred\x1b]52;c;eA==\x07."
    (folder / "hostile.md").write_text(hostile, encoding="utf-8")
    return folder


def test_what_was_read_and_bookmarked_is_found_again(news: Path, tmp_path: Path) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("Article 1")
        terminal.shows("synced")
        terminal.press("j", "b")
        terminal.shows("●★ Article 7")
        terminal.press("\r")
        terminal.shows("Paragraph 3 of article 7.")
        terminal.press(" ")
        terminal.until(lambda: "Paragraph 0 of article 7." not in terminal.text)
        terminal.press("q", "q")
        assert terminal.wait() == 0
        assert LEFT in terminal.sent
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("Paragraph 20 of article 7.")
        assert "★  Article 7" in terminal.text
        assert "Paragraph 0 of article 7." not in terminal.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal_and_loses_nothing(news: Path, tmp_path: Path, number: int) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("synced")
        terminal.press("j", "\r")
        terminal.shows("Paragraph 3 of article 7.")
        terminal.press(" ")
        terminal.until(lambda: "Paragraph 0 of article 7." not in terminal.text)
        os.kill(terminal.process.pid, number)
        assert terminal.wait() == 0
        assert LEFT in terminal.sent
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("Paragraph 20 of article 7.")


def test_ctrl_z_steps_into_the_background_and_back(news: Path, tmp_path: Path) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("synced")
        terminal.press("\x1a")
        terminal.until(lambda: LEFT in terminal.sent)
        pid, status = os.waitpid(terminal.process.pid, os.WUNTRACED)
        assert pid
        assert os.WIFSTOPPED(status)
        before = len(terminal.sent)
        os.kill(terminal.process.pid, signal.SIGCONT)
        terminal.until(lambda: b"Article 3" in terminal.sent[before:])
        terminal.press("\x03")
        assert terminal.wait() == 0


def test_a_signal_to_go_on_that_follows_no_stop_changes_nothing(news: Path, tmp_path: Path) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("synced")
        for _ in range(3):
            before = len(terminal.sent)
            os.kill(terminal.process.pid, signal.SIGCONT)
            terminal.until(lambda: b"Article 3" in terminal.sent[before:])  # noqa: B023 - used at once
        terminal.press("j", "b")
        terminal.shows("●★ Article 7")
        terminal.press("\x03")
        assert terminal.wait() == 0


@pytest.mark.parametrize("painted", [False, True])
def test_a_terminal_that_hangs_up_leaves_no_process_behind(news: Path, tmp_path: Path, painted: bool) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        if painted:
            terminal.shows("synced")
        else:
            terminal.until(lambda: b"\x1b[?1049h" in terminal.sent)
        terminal.hang_up()


def test_nothing_is_sent_while_nothing_happens(news: Path, tmp_path: Path) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("synced")
        terminal.settle()
        assert terminal.read(1.0) == b""


def test_a_cursor_that_moves_costs_little(news: Path, tmp_path: Path) -> None:
    with Terminal(str(news), home=tmp_path, remote=True) as terminal:
        terminal.shows("synced")
        terminal.settle()
        before = len(terminal.sent)
        terminal.press("\x1b[B")
        terminal.settle()
        assert 0 < len(terminal.sent) - before < 700


def test_nothing_an_article_says_reaches_the_terminal(news: Path, tmp_path: Path) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("[/] [bold]")
        terminal.press("\r")
        terminal.shows("Body")
        terminal.settle()
        assert b"\x1b]0;owned" not in terminal.sent
        assert b"\x1b]52" not in terminal.sent


def test_a_window_that_changes_its_size(news: Path, tmp_path: Path) -> None:
    with Terminal(str(news), home=tmp_path) as terminal:
        terminal.shows("synced")
        terminal.process.setwinsize(30, 20)
        terminal.until(lambda: b"This window is" in terminal.sent)
        terminal.process.setwinsize(30, 60)
        before = len(terminal.sent)
        terminal.until(lambda: "‹ All".encode() in terminal.sent[before:])


def test_where_the_time_of_a_start_goes(news: Path, tmp_path: Path) -> None:
    with Terminal("--startup-time", str(news), home=tmp_path) as terminal:
        assert terminal.wait() == 0
        terminal.shows("in all")
    told = [line.split(" ms  ") for line in terminal.text.splitlines() if " ms  " in line]
    assert told[0][1].strip() == "Python itself"
    assert abs(sum(float(spent) for spent, _ in told[:-1]) - float(told[-1][0])) < 1
