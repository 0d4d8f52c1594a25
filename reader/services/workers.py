"""Parsing in processes: a few of them, a bounded window of work before them, and none that can stop the sync.

A process that dies or takes too long costs its chunk, which is then read file by file; a file that does it
alone is given up. Where no process can be had, the files are read here.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from queue import SimpleQueue
from typing import TypeAlias, TypeVar

from reader.model import SourceFile
from reader.services.process import BROKEN, Process
from reader.services.reading import Desk
from reader.services.worker import READY
from reader.store.fields import Parsed

Answer = TypeVar("Answer")
Question: TypeAlias = Callable[[Desk, SourceFile], Answer]  # a method of the desk
Lost: TypeAlias = Callable[[SourceFile], Answer]  # what stands for an answer that never comes

CHUNK_BYTES = 1 << 20
CHUNK_FILES = 200


class Worker:
    """One parsing process, started when it is needed."""

    def __init__(self, desk: Desk) -> None:
        """Name what it reads; nothing is started yet."""
        self._desk = desk
        self._process: Process | None = None
        self._stopped = False

    def ask(
        self, question: Question[Answer], chunk: Sequence[SourceFile], lost: Lost[Answer]
    ) -> list[Answer]:
        """Ask about files; for those that the process does not survive an answer is `lost`."""
        try:
            process = self._process or self._start()
        except BROKEN:
            self.close()
            answer = lost if self._stopped else partial(question, self._desk)
            return list(map(answer, chunk))
        try:
            if not self._stopped:
                process.send((question, chunk))
                answers: list[Answer] = process.receive()
                return answers
        except BROKEN:
            self.close()
        if len(chunk) == 1 or self._stopped:
            return list(map(lost, chunk))
        return [answer for file in chunk for answer in self.ask(question, [file], lost)]

    def _start(self) -> Process:
        self._process = process = Process("reader.services.worker")
        process.send(self._desk)
        if process.receive() != READY:
            raise EOFError
        return process

    def stop(self) -> None:
        """Have whoever asks, in another thread, get no answer: it may take long."""
        self._stopped = True
        if process := self._process:
            process.stop()

    def close(self) -> None:
        """End the process; whatever it was doing is lost."""
        process, self._process = self._process, None
        if process:
            process.close()


class Team:
    """Some parsing processes, which are asked in turns."""

    def __init__(self, desk: Desk, count: int = 0) -> None:
        """Have `count` of them (0: as many as the machine can use); none is started before it is asked."""
        self._workers = [Worker(desk) for _ in range(count or count_workers())]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._pool = ThreadPoolExecutor(len(self._workers), "parsing")

    def read(self, chunk: Sequence[SourceFile]) -> Future[list[Parsed]]:
        """Have a few files parsed by whichever process is free."""
        return self._submit(Desk.read, chunk, _give_up)

    def iter_read(self, files: Iterable[SourceFile]) -> Iterator[list[Parsed]]:
        """Yield files as they are parsed, a chunk at a time, in their order."""
        return self._iter_answers(Desk.read, files, _give_up)

    def iter_moments(self, files: Iterable[SourceFile]) -> Iterator[float]:
        """Yield what will order files, guessed from their beginnings, in seconds since the epoch."""
        for moments in self._iter_answers(Desk.guess_moment, files, lambda file: file.mtime_ns / 1e9):
            yield from moments

    def _iter_answers(
        self, question: Question[Answer], files: Iterable[SourceFile], lost: Lost[Answer]
    ) -> Iterator[list[Answer]]:
        pending: deque[Future[list[Answer]]] = deque()
        for chunk in iter_chunks(files):
            pending.append(self._submit(question, chunk, lost))
            if len(pending) > 2 * len(self._workers):  # the window: more would pile up in memory
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()

    def _submit(
        self, question: Question[Answer], chunk: Sequence[SourceFile], lost: Lost[Answer]
    ) -> Future[list[Answer]]:
        def ask() -> list[Answer]:
            worker = self._idle.get()
            try:
                return worker.ask(question, chunk, lost)
            finally:
                self._idle.put(worker)

        return self._pool.submit(ask)

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        for worker in self._workers:
            worker.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.close()


def _give_up(file: SourceFile) -> Parsed:
    return Parsed(file, reason="The file cannot be parsed in reasonable time.", failed=True)


def iter_chunks(files: Iterable[SourceFile]) -> Iterator[list[SourceFile]]:
    """Yield files in chunks that are worth the trip."""
    chunk: list[SourceFile] = []
    size = 0
    for file in files:
        chunk.append(file)
        size += file.size
        if size >= CHUNK_BYTES or len(chunk) >= CHUNK_FILES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def count_workers() -> int:
    """Tell how many processes to parse in: the cores, up to four (one writer keeps no more busy)."""
    return max(1, min(4, os.cpu_count() or 1))
