"""What stands between the fences of a header, read as YAML, TOML or JSON; key by key where it is broken.

Where a header begins and ends is the business of `reader.parsing.header`. Here: the loaders, bounded against
hostile input, and the reading that saves what can be saved when a loader gives up.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import yaml
from frontmatter.default_handlers import BaseHandler, JSONHandler, SafeLoader, YAMLHandler

from reader.model import Fault

MAX_WEIGHT = 10_000  # values, aliases followed; a header has a few dozen
MAX_DEPTH = 64
MAX_TRIES = 200  # keys of a broken header that are given to a loader one by one; the rest is taken as text

# Keys that make lines a header where no fence does: the usual ones of static site generators and archivers.
KNOWN_KEYS = frozenset({
    "title", "subtitle", "subject", "date", "created", "created_at", "createdat", "published",
    "published_at", "publishdate", "pubdate", "updated", "updated_at", "updatedat", "update",
    "modified", "lastmod", "slug", "permalink", "url", "link", "guid", "id", "uuid", "source",
    "via", "category", "categories", "tag", "tags", "keywords", "author", "authors", "summary",
    "description", "excerpt", "layout", "template", "type", "status", "draft", "lang", "language",
    "comments", "toc", "weight", "aliases", "image", "cover", "thumbnail", "headimg",
})  # fmt: skip

_NESTED_IN_A_LINE = re.compile(rf"(?:[-?:][ \t]+){{{MAX_DEPTH}}}")
_KEY = r"""(?P<quote>["']?)(?P<key>\w[\w.\-]{0,60})(?P=quote)[ \t]*"""
_COLON_KEY = re.compile(rf"{_KEY}[:：](?P<value>.*)")
_EQUALS_KEY = re.compile(rf"{_KEY}=(?P<value>.*)|\[{1, 2}[^\[\]]+\]+")
_LONG_PATH = re.compile(rf"(?<![\w-])(?:[\w-]++[ \t]*\.[ \t]*){{{MAX_DEPTH}}}")
_FAR_INDENT = re.compile(r"^[ ]{256}", re.MULTILINE)
_LEADING_TABS = re.compile(r"^\t+", re.MULTILINE)


class NotAMapping(ValueError):  # noqa: N818 - reads as what it says
    """The text is well formed and holds no keys: prose between two rules, say."""


class _BoundedLoader(SafeLoader):  # type: ignore[misc,valid-type] # one of two classes, chosen at import
    """PyYAML's safe loader (the C one where it is there), closed to alias bombs and to endless recursion."""

    def construct_document(self, node: yaml.Node) -> Any:
        """Construct the document unless following its aliases makes it huge or endless."""
        _weigh(node, 0, {})
        return super().construct_document(node)


def _weigh(node: yaml.Node, depth: int, known: dict[int, int]) -> int:
    """Count the nodes below `node` as if every alias were written out; linear in the nodes as written."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) in known:
        return known[id(node)]
    if depth > MAX_DEPTH:
        raise yaml.YAMLError("nested too deep")
    sequence = isinstance(node, yaml.SequenceNode)
    inner = node.value if sequence else [one for pair in node.value for one in pair]
    weight = 1 + sum(_weigh(one, depth + 1, known) for one in inner)
    if weight > MAX_WEIGHT:
        raise yaml.YAMLError("aliases make it too large")
    known[id(node)] = weight
    return weight


class _Yaml(YAMLHandler):
    """YAML 1.1 as PyYAML reads it."""

    def load(self, fm: str, **kwargs: object) -> dict[str, object]:
        """Load a block, refusing what would overflow the C loader's stack."""
        openers = fm.count("[") + fm.count("{")
        if openers > MAX_DEPTH or _NESTED_IN_A_LINE.search(fm) or _FAR_INDENT.search(fm):
            raise yaml.YAMLError("nested too deep")
        if fm.count("\n") + fm.count(",") > MAX_WEIGHT:
            raise yaml.YAMLError("too many values")
        return _mapping(super().load(fm, Loader=_BoundedLoader if "*" in fm else SafeLoader))


class _Toml(BaseHandler):
    """TOML by the standard library: python-frontmatter's own handler asks for another package."""

    FM_BOUNDARY = re.compile(r"^\+{3,}\s*$", re.MULTILINE)

    def load(self, fm: str, **kwargs: object) -> dict[str, object]:
        """Load a block, refusing keys of so many steps that the loader would take its time."""
        import tomllib

        if _LONG_PATH.search(fm):
            raise ValueError("nested too deep")
        return _mapping(_checked(tomllib.loads(fm)))


class _Json(JSONHandler):
    """JSON, with or without the outer braces (Hexo writes it without)."""

    def load(self, fm: str, **kwargs: object) -> dict[str, object]:
        """Load a block."""
        return _mapping(_checked(json.loads(fm if fm.lstrip().startswith("{") else f"{{{fm}}}")))


def _checked(data: object, depth: int = 0) -> object:
    """Give the data back unless it is nested so deep that whoever walks it would fall over."""
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    if isinstance(data, (dict, list)):
        for one in data.values() if isinstance(data, dict) else data:
            _checked(one, depth + 1)
    return data


def _mapping(data: object) -> dict[str, object]:
    """Give what a loader made as a mapping with text for keys; nothing at all is an empty one."""
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise NotAMapping("no keys")
    return {str(key): value for key, value in data.items()}


class Dialect(NamedTuple):
    """A way of writing headers; `key` matches a line that begins a key, `by_key` loads a single one."""

    name: str
    handler: BaseHandler
    key: re.Pattern[str]
    by_key: BaseHandler

    def find_key(self, line: str) -> str | None:
        """Find the key that a line begins with; text glued to the colon counts only behind a known key."""
        match = self.key.match(line)
        if match is None:
            return None
        key, value = match["key"], match["value"]
        if key is None:  # a table of TOML
            return ""
        glued = value and not value[0].isspace() and self.key is _COLON_KEY
        return None if glued and key.lower() not in KNOWN_KEYS else key


_YAML = _Yaml()
_TOML = _Toml()
YAML = Dialect("YAML", _YAML, _COLON_KEY, _YAML)
TOML = Dialect("TOML", _TOML, _EQUALS_KEY, _TOML)
JSON = Dialect("JSON", _Json(), _COLON_KEY, _YAML)


class Reading(NamedTuple):
    """What a block gives, and what was wrong with it."""

    metadata: dict[str, object]
    faults: tuple[Fault, ...] = ()


def load_block(block: str, dialect: Dialect) -> dict[str, object]:
    """Read a well-formed block; line ends are line feeds.

    Raises:
        NotAMapping: the block holds something else than keys.
        ValueError: the block cannot be read.
    """
    try:
        metadata: dict[str, object] = dialect.handler.load(block)
    except NotAMapping:
        raise
    except Exception as error:  # hostile input makes PyYAML raise nearly anything, even KeyError
        raise ValueError(str(error)) from error
    return metadata


def read_block(block: str, dialect: Dialect, line: int) -> Reading:
    """Read a block whose first line is line `line` of the file, key by key where it is broken.

    Tabs before a YAML key count as two spaces each, as Hexo has it.

    Raises:
        NotAMapping: neither the whole nor its lines give a known key.
    """
    try:
        return Reading(load_block(block, dialect))
    except ValueError as error:
        cause = error.__cause__ or error
    if dialect is YAML and "\t" in block:
        try:
            return Reading(load_block(_LEADING_TABS.sub(lambda tabs: "  " * len(tabs[0]), block), dialect))
        except ValueError:
            pass
    reading = _read_by_key(block, dialect, line)
    if not has_known_key(reading.metadata):
        raise NotAMapping("no known key")
    if reading.faults:
        return reading
    return reading._replace(faults=(_fault(dialect, line + _error_line(cause), cause),))


def has_known_key(metadata: dict[str, object]) -> bool:
    """Tell whether any key is one that headers use."""
    return any(is_known(key) for key in metadata)


def header_extent(block: str, dialect: Dialect, *, closed: bool) -> int:
    """Count the lines at the top that read like a header, blank lines at its end left out.

    Under a closing fence (`closed`) everything up to the last known key belongs to it, and any key may
    follow a blank line; without one only a known key may, since a list or a heading is then the body's.
    """
    lines = block.split("\n")
    known = [number for number, line in enumerate(lines) if is_known(dialect.find_key(line))]
    sure = known[-1] + 1 if closed and known else 0
    end, blank = sure, False
    for number, line in enumerate(lines[sure:], sure):
        if not line.strip():
            blank = True
            continue
        key = dialect.find_key(line)
        if blank and end:
            fits = key is not None if closed else is_known(key)
        else:
            fits = key is not None or (end > 0 and line[0] in " \t-]}") or (closed and line[0] == "#")
        if not fits:
            break
        end, blank = number + 1, False
    return end


def is_known(key: str | None) -> bool:
    """Tell whether a key is one that headers use, in any case."""
    return key is not None and key.lower() in KNOWN_KEYS


def _read_by_key(block: str, dialect: Dialect, line: int) -> Reading:
    """Read each key with the lines that belong to it by itself; what still fails is taken as written."""
    metadata: dict[str, object] = {}
    faults = []
    bare = unbraced(block)
    end = "," if dialect is JSON or block.lstrip().startswith("{") else ""
    for tries, (number, key, lines) in enumerate(islice(_iter_keys(bare, dialect), MAX_WEIGHT)):
        text = "\n".join(lines).rstrip().removesuffix(end)
        try:
            if tries >= MAX_TRIES:
                raise ValueError("too many keys")
            metadata |= load_block(text, dialect._replace(handler=dialect.by_key))
        except ValueError as error:
            if key:
                metadata[key] = _as_written(text, dialect)
                faults.append(_fault(dialect, line + number, error))
    return Reading(metadata, tuple(faults[:MAX_TRIES]))


def unbraced(block: str) -> str:
    """Take the braces off an object and the common indent off its lines; lines keep their numbers."""
    from textwrap import dedent

    inner = block.strip()
    if inner.startswith("{"):
        block = block.replace("{", " ", 1).rstrip().removesuffix("}")
    return dedent(block)


def _iter_keys(block: str, dialect: Dialect) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each key with the index of its line and all the lines up to the next key."""
    number, key, lines = 0, None, list[str]()
    for index, line in enumerate(block.split("\n")):
        found = dialect.find_key(line)
        if found is None:
            lines.append(line)
            continue
        if key is not None:
            yield number, key, lines
        number, key, lines = index, found, [line]
    if key is not None:
        yield number, key, lines


def _as_written(text: str, dialect: Dialect) -> object:
    """Give a value that no loader takes: a list where its lines or brackets say so, else one line of text."""
    first, *rest = text.split("\n")
    match = dialect.key.match(first)
    value = (match["value"] if match else first).strip()
    rest = [line.strip() for line in rest if line.strip()]
    if not value and rest and all(line.startswith("-") for line in rest):
        return [_unquoted(line[1:]) for line in rest]
    value = " ".join([value, *rest])
    if value.startswith("[") and value.endswith("]"):
        return [_unquoted(item) for item in value[1:-1].split(",") if item.strip()]
    return _unquoted(value)


def _unquoted(value: str) -> str:
    """Strip quotes in pairs from both ends, however many there are."""
    value = value.strip()
    first = 0
    while first < len(value) // 2 and value[first] in "\"'" and value[first] == value[-1 - first]:
        first += 1
    return value[first : len(value) - first]


def _fault(dialect: Dialect, line: int, error: BaseException) -> Fault:
    reason = getattr(error.__cause__ or error, "problem", None) or str(error) or "unreadable"
    return Fault(line, f"Not valid {dialect.name}, taken as written: {reason.splitlines()[0][:120]}")


def _error_line(error: BaseException) -> int:
    """Give how many lines into the block an error lies, 0 where it does not say."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return max(0, int(mark.line))
    return max(0, int(getattr(error, "lineno", 1)) - 1)
