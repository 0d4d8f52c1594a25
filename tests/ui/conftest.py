from __future__ import annotations

import pytest
from textual import _wait

from reader.ui import keyboard, newsroom, syncing


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a reader to rest, and for a screen to stand still, need not wait long for a test."""
    for module, names in ((newsroom, ("REST", "STAY", "KEEP")), (syncing, ("REST", "REFRESH"))):
        for name in names:
            monkeypatch.setattr(module, name, 0.01)
    monkeypatch.setattr(keyboard, "PATIENCE", 10)  # longer than any answer takes on a busy machine
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 0.002)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 0.001)
