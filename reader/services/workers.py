"""Parsing in processes: a few of them, a bounded window of work before them, and none that can stop the sync.

A process that dies or takes too long costs its chunk, which is then read file by file; a file that does it
alone is given up. Where no process can be had, the files are read here.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue

from reader.model import SourceFile
from reader.services.process import BROKEN, Process
from reader.services.reading import Desk
from reader.services.worker import READY
from reader.store.fields import Parsed

CHUNK_BYTES = 1 << 20
CHUNK_FILES = 200


class Worker:
    """One parsing process, started when it is needed."""

    def __init__(self, desk: Desk) -> None:
        """Name what it reads; nothing is started yet."""
        self._desk = desk
        self._process: Process | None = None

    def read(self, chunk: Sequence[SourceFile]) -> list[Parsed]:
        """Read files; those that the process does not survive come back as faults."""
        try:
            process = self._process or self._start()
        except BROKEN:
            self.close()
            return [self._desk.read(file) for file in chunk]
        try:
            process.send(chunk)
            answer: list[Parsed] = process.receive()
            return answer
        except BROKEN:
            self.close()
        if len(chunk) == 1:
            return [Parsed(chunk[0], reason="The file cannot be parsed in reasonable time.", failed=True)]
        return [parsed for file in chunk for parsed in self.read([file])]

    def _start(self) -> Process:
        self._process = process = Process("reader.services.worker")
        process.send(self._desk)
        if process.receive() != READY:
            raise EOFError
        return process

    def close(self) -> None:
        """End the process; whatever it was doing is lost."""
        process, self._process = self._process, None
        if process:
            process.close()


def iter_read(desk: Desk, files: Iterable[SourceFile], count: int) -> Iterator[list[Parsed]]:
    """Yield files read by `count` processes, a chunk at a time, in their order."""
    workers = [Worker(desk) for _ in range(count)]
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def read(chunk: Sequence[SourceFile]) -> list[Parsed]:
        worker = idle.get()
        try:
            return worker.read(chunk)
        finally:
            idle.put(worker)

    pending: deque[Future[list[Parsed]]] = deque()
    pool = ThreadPoolExecutor(count, "parsing")
    try:
        for chunk in iter_chunks(files):
            pending.append(pool.submit(read, chunk))
            if len(pending) > 2 * count:  # the window: more would pile up in memory
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        for worker in workers:
            worker.close()


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
