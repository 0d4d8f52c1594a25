"""Formulas that a page draws, as words: MathML without its TeX becomes a line of HTML, `(−b ± √(b² − 4ac))/(2a)`.

Where a formula brings its TeX along (`alttext`, an annotation), readers of HTML take that. Source of the elements:
MathML Core, sections 3.2 to 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, TypeAlias

from reader.parsing.rules import words

_LONGEST: Final = 20_000  # characters of a formula; a longer one stays as it is
_DEEPEST: Final = 40
_TOKEN: Final = re.compile(r"<(?P<end>/?)(?P<tag>[A-Za-z][\w:.-]*)(?P<rest>[^<>]*)>|(?P<text>[^<]+)")
_KNOWN: Final = re.compile(r"\balttext\s*=|<annotation\b[^<>]*\btex\b", re.I)
_FENCE: Final = re.compile(r"\b(open|close)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SMALL: Final = re.compile(r"&#?\w+;|[^<>&]{1,2}")  # what stands well above or below a line
_APPLIES: Final = re.compile(r"\u2061|&(?:ApplyFunction|af);|&#(?:x2061|8289);", re.I)
_UNSEEN: Final = re.compile(
    r"[\u2062-\u2064]|&(?:InvisibleTimes|it|InvisibleComma|ic);|&#(?:x206[2-4]|829[0-2]);", re.I
)
_LEAVES: Final = words("mi mn mo ms mtext")
_SPACED: Final = frozenset("=<>≤≥≈≠≡∼≅∝∈∉⊂⊆→←↔⇒⇔↦+-−±∓×÷") | words("&lt; &gt; &le; &ge; &ne; &minus;")
_ACCENTS: Final = {
    "¯": "\u0304", "‾": "\u0304", "^": "\u0302", "~": "\u0303", "→": "\u20d7", "˙": "\u0307", "¨": "\u0308",
}  # fmt: skip
_AROUND: Final = words("mrow mstyle mpadded menclose semantics mtd")
_SCRIPTED: Final = words("msub msup msubsup")


class _Node(NamedTuple):
    """An element: its name, its attributes as written, what is in it, and the words right in it."""

    tag: str
    rest: str
    children: list[_Node]
    words: list[str]


def say_formula(found: re.Match[str]) -> str:
    """Give a formula (the opening of its element, what is in it, the closing) with words in it instead of elements."""
    opening, inner, closing = found.groups()
    if len(inner) > _LONGEST or _KNOWN.search(found[0]):
        return found[0]
    return f"{opening}{_row(_parse(inner)).strip()}{closing}"


def _parse(source: str) -> list[_Node]:
    """Give the elements of a source; those that nothing closes end with what is around them."""
    open_nodes = [_Node("mrow", "", [], [])]
    for token in _TOKEN.finditer(source):
        tag = (token["tag"] or "").rpartition(":")[2].lower()
        if token["text"]:
            around = open_nodes[-1]
            if around.tag in _LEAVES and not around.children:
                around.words.append(token["text"])
            elif token["text"].strip():
                around.children.append(_Node("mtext", "", [], [token["text"]]))
        elif token["end"]:
            names = [node.tag for node in open_nodes[1:]]
            if tag in names:
                del open_nodes[len(names) - names[::-1].index(tag) :]
        elif len(open_nodes) < _DEEPEST:
            node = _Node(tag, token["rest"], [], [])
            around = open_nodes[-1]
            if around.words:  # a leaf that turns out to be none
                around.children.append(_Node("mtext", "", [], around.words.copy()))
                around.words.clear()
            around.children.append(node)
            if not token["rest"].rstrip().endswith("/"):
                open_nodes.append(node)
    return open_nodes[0].children


def _say(node: _Node) -> str:
    if node.tag in _SAID and len(node.children) == _PARTS.get(node.tag, len(node.children)):
        return _SAID[node.tag](node)
    return _row(node.children) if node.children else _words(node)


def _words(node: _Node) -> str:
    said = " ".join(_UNSEEN.sub("", "".join(node.words)).split())
    return " " if _APPLIES.fullmatch(said) else said


def _row(nodes: Sequence[_Node]) -> str:
    """Say one thing after another, with room round what stands between two."""
    said = ""
    for at, node in enumerate(nodes):
        one = _say(node)
        between = node.tag == "mo" and one in _SPACED and at > 0 and nodes[at - 1].tag != "mo"
        said += f" {one} " if between else one
    return said


def _group(node: _Node) -> str:
    """Say something, more than one thing in brackets."""
    said = _say(node).strip()
    inner = node
    while (inner.tag in _AROUND and len(inner.children) == 1) or (inner.tag in _SCRIPTED and inner.children):
        inner = inner.children[0]
    return f"({said})" if said and inner.children and inner.tag != "mfenced" else said


def _part(node: _Node, at: int) -> str:
    return _say(node.children[at]).strip()


def _grouped(node: _Node, at: int) -> str:
    return _group(node.children[at])


def _script(said: str, tag: str, sign: str) -> str:
    """Set something small above or below the line, or where it is long behind a sign that says so."""
    return f"<{tag}>{said}</{tag}>" if _SMALL.fullmatch(said) else f"{sign}({said})" if said else ""


def _scripted(low: int, high: int) -> _Saying:
    """Say what stands below and above something; 0: nothing does."""

    def say(node: _Node) -> str:
        below = _script(_part(node, low), "sub", "_") if low else ""
        above = _script(_part(node, high), "sup", "^") if high else ""
        return f"{_grouped(node, 0)}{below}{above}"

    return say


def _over(node: _Node) -> str:
    base, mark = _part(node, 0), _part(node, 1)
    return f"{base}{_ACCENTS[mark]}" if mark in _ACCENTS and len(base) == 1 else _scripted(0, 1)(node)


def _first(node: _Node) -> str:
    return _say(node.children[0]) if node.children else ""


def _fenced(node: _Node) -> str:
    fences = {name: one or other for name, one, other in _FENCE.findall(node.rest)}
    said = ", ".join(map(_say, node.children))
    return f"{fences.get('open', '(')}{said}{fences.get('close', ')')}"


# How many parts some elements have; one that has others is said as a row.
_PARTS: Final = {
    "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3,
}  # fmt: skip
_Saying: TypeAlias = Callable[[_Node], str]
_SAID: Final[dict[str, _Saying]] = {
    "mfrac": lambda node: f"{_grouped(node, 0)}/{_grouped(node, 1)}",
    "msqrt": lambda node: f"√{_group(node._replace(tag='mrow'))}",
    "mroot": lambda node: f"{_script(_part(node, 1), 'sup', '^')}√{_grouped(node, 0)}",
    "msub": _scripted(1, 0),
    "munder": _scripted(1, 0),
    "msup": _scripted(0, 1),
    "mover": _over,
    "msubsup": _scripted(1, 2),
    "munderover": _scripted(1, 2),
    "mfenced": _fenced,
    "mtable": lambda node: "; ".join(map(_say, node.children)),
    "mtr": lambda node: " ".join(map(_say, node.children)),
    "mspace": lambda node: " ",
    "mphantom": lambda node: "",
    "semantics": _first,
    "maction": _first,
}
