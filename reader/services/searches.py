"""Searches that are remembered and kept: those of the settings, and those that the reader keeps in the state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from reader.model import KeptSearch
from reader.store.state import State

REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """What the state keeps: queries by their names, and what was searched for, the latest first."""

    named: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[str, ...] = ()


class Searches:
    """The searches of one library."""

    def __init__(self, state: State, fixed: Mapping[str, str]) -> None:
        """Take the state, and the searches of the settings."""
        self._state, self._fixed = state, fixed

    def kept(self) -> list[KeptSearch]:
        """Give the searches that have names: those of the settings, then those of the state."""
        named = self._load().named
        fixed = [KeptSearch(name, query, fixed=True) for name, query in self._fixed.items()]
        return fixed + [KeptSearch(name, query) for name, query in named.items() if name not in self._fixed]

    def earlier(self) -> tuple[str, ...]:
        """Give what was searched for, the latest first."""
        return self._load().earlier

    def remember(self, query: str) -> None:
        """Remember what was searched for."""
        kept = self._load()
        others = (one for one in kept.earlier if one != query)
        self._save(replace(kept, earlier=(query, *others)[:REMEMBERED]))

    def keep(self, name: str, query: str) -> None:
        """Keep a query under a name; another one of that name gives way."""
        kept = self._load()
        self._save(replace(kept, named={**kept.named, name: query}))

    def forget(self, name: str) -> None:
        """Let go of a kept query; one of the settings stays."""
        kept = self._load()
        self._save(replace(kept, named={one: query for one, query in kept.named.items() if one != name}))

    def _load(self) -> Kept:
        try:
            table = json.loads(self._state.load_searches() or "{}")
            named = {str(name): str(query) for name, query in table.get("named", {}).items()}
            return Kept(named, tuple(str(query) for query in table.get("earlier", ())))
        except (ValueError, AttributeError, TypeError):
            return Kept()  # another hand wrote this: what cannot be read is as if nothing had been kept

    def _save(self, kept: Kept) -> None:
        table = {"named": dict(kept.named), "earlier": kept.earlier}
        self._state.save_searches(json.dumps(table, ensure_ascii=False))
