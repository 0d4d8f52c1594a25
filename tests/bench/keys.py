"""What a key costs at 120x40: bytes on the wire, and milliseconds to the last of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.bench.figure import Figure, median, percentile, state
from tests.bench.library_maker import Made
from tests.bench.programs import Home
from tests.bench.terminal import Answer, Terminal

REST = 0.4  # seconds after which whatever follows a key has been painted


@contextmanager
def _reading(made: Made, home: Home) -> Iterator[Terminal]:
    """Open a library with the cursor in its list and nothing else going on."""
    with Terminal(["-m", "reader", str(made.folder)], home.environment()) as terminal:
        terminal.first_paint(made.newest[:6])
        terminal.settle(1)
        yield terminal


def measure(made: Made, home: Home, presses: int) -> list[Figure]:
    """Move, page, open articles and switch categories in a pty."""
    with _reading(made, home) as terminal:
        start = len(terminal.sent)
        downs = _press(terminal, "j", presses)
        pages = _press(terminal, " ", presses // 4)
        opened, read = [], []
        for _ in range(presses // 4):
            opened.append(terminal.press("\r", REST))
            read.append(terminal.press(" "))
            terminal.settle(REST)
            terminal.press("h", REST)
            terminal.press("j", REST)
        terminal.press("h", REST)
        switched = _press(terminal, "j", presses // 4, REST)
    middle = f"{median([one.size for one in downs]):,.0f} in the middle, {_mean(downs):,.0f} on average"
    return [
        state("start: bytes", f"{start:,}", "≤ 12,000"),
        state("cursor down: bytes", middle, "≤ 300, ≤ 550"),
        state("cursor down: key to last byte, p95", _time(downs), "≤ 16 ms"),
        state("page of the list: bytes", f"{_mean(pages):,.0f}", "≤ 4,500"),
        state("page of the list, p95", _time(pages), "≤ 30 ms"),
        state("open an article: bytes", f"{_mean(opened):,.0f}", "≤ 3,000"),
        state("open an article, p95", _time(opened), "≤ 60 ms"),
        state("page of an article, p95", _time(read), "≤ 30 ms"),
        state("switch category, p95", _time(switched), "≤ 50 ms"),
    ]


def _press(terminal: Terminal, key: str, times: int, quiet: float = 0.06) -> list[Answer]:
    """Press a key again and again, each time after the screen has come to rest."""
    answers = []
    for _ in range(times):
        answers.append(terminal.press(key, quiet))
        terminal.settle(REST)
    return answers


def _mean(answers: Sequence[Answer]) -> float:
    return sum(one.size for one in answers) / max(len(answers), 1)


def _time(answers: Sequence[Answer]) -> str:
    return f"{percentile([one.milliseconds for one in answers], 95):.1f} ms"
