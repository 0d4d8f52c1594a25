"""Every key in one registry: bindings, footer, help, palette and the settings' keymap are made from it.

An action's id is public and dotted: the configuration's `[keymap]` gives it other keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple, TypeAlias

from textual.binding import Binding, BindingType

Where: TypeAlias = Literal["tree", "list", "article", "search", "anywhere"]


class Action(NamedTuple):
    """Something a key does: `keys` as Textual names them, parted by commas, and the method behind them."""

    id: str
    keys: str
    command: str
    label: str
    group: str
    where: Where


class Hint(NamedTuple):
    """What the footer teaches: the first key of each action, and a word or two."""

    ids: tuple[str, ...]
    text: str


def _moves(where: Where) -> Iterator[Action]:
    """Give the moves that every pane knows."""
    for name, keys, command, label in (
        ("down", "j,down", "down", "down"),
        ("up", "k,up", "up", "up"),
        ("page_down", "space,pagedown", "page_down", "a page down"),
        ("page_up", "pageup", "page_up", "a page up"),
        ("half_down", "ctrl+d", "half_down", "half a page down"),
        ("half_up", "ctrl+u", "half_up", "half a page up"),
        ("first", "g,home", "first", "to the beginning"),
        ("last", "G,end", "last", "to the end"),
    ):
        yield Action(f"{where}.{name}", keys, command, label, "Moving", where)


ACTIONS: Final[tuple[Action, ...]] = (
    *_moves("tree"),
    *_moves("list"),
    *_moves("article"),
    Action("tree.in", "l,right", "into", "unfold, then on to the list", "Moving", "tree"),
    Action("tree.out", "h,left", "out", "fold, then up", "Moving", "tree"),
    Action("tree.choose", "enter", "choose", "to the list of it", "Moving", "tree"),
    Action("list.in", "l,right", "into", "on to the article", "Moving", "list"),
    Action("list.out", "h,left", "out", "to the tree", "Moving", "list"),
    Action("list.open", "enter", "choose", "read the article", "Reading", "list"),
    Action("article.out", "h,left", "out", "back to the list", "Moving", "article"),
    Action("article.next", "J", "next_article", "next article", "Reading", "article"),
    Action("article.previous", "K", "previous_article", "previous article", "Reading", "article"),
    Action("article.fold", "x", "fold", "open or close what is folded", "Reading", "article"),
    Action("article.links", "number_sign", "number_links", "number the links", "Reading", "article"),
    Action("article.follow", "f", "follow", "follow a link by its letter", "Reading", "article"),
    Action("article.outline", "t", "outline", "outline of the article", "Reading", "article"),
    Action("article.readings", "R", "readings", "readings of characters on or off", "Reading", "article"),
    Action("article.image", "i", "image", "open the image", "Reading", "article"),
    Action("pane.next", "tab", "next_pane", "next pane", "Moving", "anywhere"),
    Action("pane.previous", "shift+tab", "previous_pane", "previous pane", "Moving", "anywhere"),
    Action("pane.alone", "z", "alone", "the article alone", "Reading", "anywhere"),
    Action("unread.next", "n", "next_unread", "next hit, else next unread", "Reading", "anywhere"),
    Action("unread.previous", "p", "previous_unread", "previous unread, across feeds", "Reading", "anywhere"),
    Action("search.open", "slash", "search", "search everything, or the article", "Searching", "anywhere"),
    Action("search.narrow", "F", "narrow", "search what the list shows", "Searching", "anywhere"),
    Action("search.facets", "s", "facets", "narrow by date, author, source, tag", "Searching", "anywhere"),
    Action("search.keep", "ctrl+s", "keep_search", "keep the search under a name", "Searching", "anywhere"),
    Action("search.forget", "X", "forget", "let go of a kept search", "Searching", "tree"),
    Action("hit.previous", "N", "previous_hit", "previous hit in the article", "Searching", "anywhere"),
    Action("search.take", "enter,tab", "take", "from the line to what is found", "Searching", "search"),
    Action("search.earlier", "up", "earlier", "in the line: the search before", "Searching", "search"),
    Action("search.later", "down", "later", "in the line: the search after", "Searching", "search"),
    Action("search.leave", "escape", "leave", "back to where you were", "Searching", "search"),
    Action("article.bookmark", "b", "bookmark", "bookmark, or take it away", "Marking", "anywhere"),
    Action("article.read", "m", "toggle_read", "read or unread", "Marking", "anywhere"),
    Action("view.read", "A", "read_all", "mark all in view read", "Marking", "anywhere"),
    Action("app.undo", "u", "undo", "undo the last change", "Marking", "anywhere"),
    Action("view.unread_only", "U", "unread_only", "unread only", "Library", "anywhere"),
    Action("view.sort", "S", "sort", "sort: newest, oldest, title, best match", "Library", "anywhere"),
    Action("article.browse", "o", "browse", "open in the browser", "Reading", "anywhere"),
    Action("article.copy", "y", "copy", "copy the address", "Reading", "anywhere"),
    Action("library.sync", "r", "sync", "sync again", "Library", "anywhere"),
    Action("library.switch", "L", "libraries", "another library", "Library", "anywhere"),
    Action("app.help", "question_mark", "help", "help: these keys", "Broadsheet", "anywhere"),
    Action("app.palette", "colon,ctrl+p", "palette", "find an action by name", "Broadsheet", "anywhere"),
    Action("app.quit", "ctrl+c", "quit", "quit at once", "Broadsheet", "anywhere"),
    Action("app.repaint", "ctrl+l", "repaint", "paint the screen again", "Broadsheet", "anywhere"),
    Action("app.back", "escape,q", "back", "step back, then quit", "Broadsheet", "anywhere"),
)
GROUPS: Final = ("Moving", "Reading", "Searching", "Marking", "Library", "Broadsheet")

# By where the reader is; "hits": in the article while hits are marked.
HINTS: Final[Mapping[str, tuple[Hint, ...]]] = {
    "tree": (
        Hint(("tree.down", "tree.up"), "move"),
        Hint(("tree.choose",), "list"),
        Hint(("tree.in", "tree.out"), "unfold, fold"),
        Hint(("view.read",), "all read"),
        Hint(("app.help",), "keys"),
    ),
    "list": (
        Hint(("list.down", "list.up"), "move"),
        Hint(("list.open",), "read"),
        Hint(("article.bookmark",), "bookmark"),
        Hint(("search.open",), "search"),
        Hint(("app.help",), "keys"),
    ),
    "search": (
        Hint(("search.take",), "results"),
        Hint(("search.earlier", "search.later"), "earlier ones"),
        Hint(("search.leave",), "back"),
    ),
    "article": (
        Hint(("article.page_down",), "page"),
        Hint(("unread.next",), "next unread"),
        Hint(("article.bookmark",), "bookmark"),
        Hint(("app.back",), "back"),
        Hint(("app.help",), "keys"),
    ),
    "hits": (
        Hint(("article.page_down",), "page"),
        Hint(("unread.next", "hit.previous"), "hits"),
        Hint(("article.bookmark",), "bookmark"),
        Hint(("app.back",), "back"),
        Hint(("app.help",), "keys"),
    ),
}

_SAID: Final = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "home": "Home", "end": "End",
    "pagedown": "PgDn", "pageup": "PgUp", "down": "↓", "up": "↑", "left": "←", "right": "→",
    "question_mark": "?", "colon": ":", "number_sign": "#", "slash": "/",
}  # fmt: skip


def bindings(where: Where) -> list[BindingType]:
    """Give the bindings of a pane, or with "anywhere" those of the screen."""
    return [
        Binding(action.keys, action.command, action.label, show=False, id=action.id)
        for action in ACTIONS
        if action.where == where
    ]


def find_action(id: str) -> Action:  # noqa: A002 - the registry's word
    """Find an action by its id.

    Raises:
        KeyError: there is none.
    """
    return _BY_ID[id]


def keys_of(action: Action, keymap: Mapping[str, str]) -> tuple[str, ...]:
    """Give the keys of an action as a person reads them, the settings' keymap applied."""
    keys = keymap.get(action.id, action.keys)
    return tuple(say_key(key.strip()) for key in keys.split(",") if key.strip())


def say_key(key: str) -> str:
    """Say a key as it stands on a keyboard: `ctrl+d` is `Ctrl-d`."""
    if key in _SAID:
        return _SAID[key]
    return (
        key.replace("ctrl+", "Ctrl-")
        .replace("shift+tab", "Shift-Tab")
        .replace("shift+", "Shift-")
        .replace("alt+", "Alt-")
    )


def say_hint(hint: Hint, keymap: Mapping[str, str]) -> tuple[str, str]:
    """Give a hint's keys and its words."""
    keys = (keys_of(find_action(one), keymap)[:1] for one in hint.ids)
    return " ".join(key for first in keys for key in first), hint.text


def find_clashes(keymap: Mapping[str, str]) -> list[str]:
    """Say what is wrong with a keymap: unknown ids, and keys that two actions of one place share."""
    faults = [f"keymap: there is no action {unknown!r}." for unknown in keymap if unknown not in _BY_ID]
    for where in ("tree", "list", "article", "anywhere"):
        seen: dict[str, str] = {}
        for action in ACTIONS:
            if action.where not in (where, "anywhere"):
                continue
            for key in keymap.get(action.id, action.keys).split(","):
                other = seen.setdefault(key.strip(), action.id)
                if other != action.id and (action.id in keymap or other in keymap):
                    fault = f"keymap: {say_key(key.strip())} is both {other} and {action.id}."
                    if fault not in faults:
                        faults.append(fault)
    return faults


def help_lines(keymap: Mapping[str, str], where: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give each group's name with its keys and labels; of the moves only those of where the reader is."""
    return [
        (
            group,
            [
                (" ".join(keys_of(action, keymap)), action.label)
                for action in ACTIONS
                if action.group == group and (group != "Moving" or action.where in (where, "anywhere"))
            ],
        )
        for group in GROUPS
    ]


def palette_actions(where: str) -> list[Action]:
    """Give what the palette offers: everything that works from `where`, moves left out."""
    return [a for a in ACTIONS if a.where in (where, "anywhere") and a.group != "Moving"]


_BY_ID: Final = {action.id: action for action in ACTIONS}
