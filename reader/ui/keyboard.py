"""The keyboard: keys typed ahead go where the ones before them lead, one at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, Final

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.timer import Timer

PATIENCE: Final = 0.5  # seconds that a key waits at most for what the one before it asked for


class Keyboard:
    """Lets a key through when everything that the key before set going has been done.

    Textual hands a key to the pane that has the focus when the key comes. Of keys that come in one burst each
    would then go to the pane that had it before the first: Enter, Space would open an article and page the list.
    """

    def __init__(self, app: App[Any], owes: Callable[[], bool]) -> None:
        """Serve an application; `owes` says whether something that was asked for is still to come."""
        self._app, self._owes = app, owes
        self._held: deque[events.Key] = deque()
        self._next: events.Key | None = None
        self._turn = 0
        self.busy = self._arrived = False  # whether a key is under way
        self._patience: Timer | None = None

    def holds(self, event: events.Key) -> bool:
        """Keep a key back until its turn comes, when it is posted again; False: it is its turn."""
        if event is self._next or not self.busy:
            self._next, self.busy = None, True
            self._turn += 1
            return False
        self._held.append(event)
        self._wait()
        return True

    def follow(self, target: DOMNode) -> None:
        """Follow the key that was just let through.

        It goes from its target up to the application, which does what the key is bound to; so does what the
        target then has to tell.
        """
        self._pass(self._turn, deque[MessagePump](2 * target.ancestors_with_self))

    def _pass(self, turn: int, way: deque[MessagePump]) -> None:
        """Go on when the next one on the way has done all that came to it before this."""
        while way:
            if way.popleft().call_later(self._pass, turn, way):
                return
        if turn == self._turn and not self._app.screen.call_later(self._arrive, turn):
            self._arrive(turn)

    def _arrive(self, turn: int) -> None:
        if turn == self._turn:
            self._arrived = True
            self.go_on()

    def go_on(self) -> None:
        """Let the next key through if nothing is owed any more."""
        if self._arrived and not self._owes():
            self._release()

    def _wait(self) -> None:
        if self._patience is None:
            self._patience = self._app.set_timer(PATIENCE, self._release)

    def _release(self) -> None:
        if self._patience is not None:
            self._patience.stop()
            self._patience = None
        self._arrived, self.busy = False, bool(self._held)
        if self._held and self._next is None:
            self._next = self._held.popleft()
            self._app.post_message(self._next)
        if self._held:
            self._wait()
