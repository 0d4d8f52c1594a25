from __future__ import annotations

import pytest

from reader.ui import newsroom


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a reader to rest need not wait long for a test."""
    for name in ("REST", "STAY", "KEEP", "REFRESH"):
        monkeypatch.setattr(newsroom, name, 0.01)
