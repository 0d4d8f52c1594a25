"""Where the header of an article begins and ends, in every dialect that article files are written in.

Fenced headers (YAML, TOML, JSON) go to `reader.parsing.dialects`; headers that are plain lines (LCTT, Nikola,
Pelican) are read here. Nothing a reader should see is ever taken for metadata: a rule, a setext heading or a
paragraph like `Note: this` opens a body, not a header.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from reader.model import Fault
from reader.parsing.dialects import (
    JSON,
    TOML,
    YAML,
    Dialect,
    NotAMapping,
    Reading,
    has_known_key,
    header_extent,
    is_known,
    read_block,
    unbraced,
)

MAX_HEADER = 1_000_000  # characters: covers may be data URLs; a fence further down closes something else
MAX_UNFENCED = 65_536  # characters, where no fence says how far the header goes


@dataclass(frozen=True, slots=True)
class Header:
    """What stands above an article's body, and the body as written; `body_line` is its first line, from 1."""

    metadata: dict[str, object] = field(default_factory=dict)
    body: str = ""
    faults: tuple[Fault, ...] = ()
    body_line: int = 1


_EOL = r"[^\S\r\n]*(?:\r\n?|\n|\Z)"
_LINE_START = r"(?<![^\r\n])"
_PREAMBLE = re.compile("[\\s\ufeff\u200b-\u200f\u2060]*")
_OPENING = re.compile(
    rf"(?P<fence>-{{3,}}|\+{{3,}}|;{{3,}})[^\S\r\n]*(?P<language>ya?ml|toml|json5?|javascript|js|coffee(?:script)?|cson)?{_EOL}",
    re.IGNORECASE,
)
_CLOSING = {
    "-": re.compile(rf"{_LINE_START}(?:-{{3,}}|\.{{3}}){_EOL}"),
    "+": re.compile(rf"{_LINE_START}\+{{3,}}{_EOL}"),
    ";": re.compile(rf"{_LINE_START};{{3,}}{_EOL}"),
    "}": re.compile(rf"{_LINE_START}\}};?{_EOL}"),
}
_OBJECT = re.compile(
    r"(?P<export>(?:import\b[^\r\n]*+\s++)*+export\s+const\s+(?:front_?matter|meta(?:data)?)\s*=\s*(?=\{))|(?=\{\s*\")",
    re.IGNORECASE,
)
_END_OF_OBJECT = re.compile(rf";?{_EOL}")
_PLAIN_KEY = re.compile(r"[\w$@./-]{1,60}(?: [\w$@./-]{1,60}){0,2}")  # three words are a key, more are prose
_END_OF_LINE = re.compile(_EOL)
_LINE = re.compile(r"(?P<line>[^\r\n]*)(?:\r\n?|\n|\Z)")
_COMMENT = re.compile(r"<!--\s*")
_COMMENT_END = re.compile(rf"\s*-->{_EOL}")
_LCTT = re.compile(r"\[#\]:[ \t]*(?P<key>\w+)[ \t]*:(?P<value>.*)")
_NIKOLA = re.compile(r"\.\.[ \t]+(?P<key>[A-Za-z][\w-]*):(?!:)(?P<value>.*)")
_PELICAN = re.compile(r"(?P<key>[A-Za-z][\w-]*):(?!\S)(?P<value>.*)")
_BY_LANGUAGE = {"+": TOML, "toml": TOML, ";": JSON, "json": JSON, "json5": JSON}


def parse_header(text: str) -> Header:
    """Part an article's text into its header and its body; never raises.

    Metadata values are as the dialect gives them (dates, numbers, lists), entities and all. A broken header
    is read as far as it goes and has a fault for each line that could not be.
    """
    start = _PREAMBLE.match(text).end()  # type: ignore[union-attr] # matches the empty string too
    for find in (_find_fenced, _find_object, _find_unopened, _find_lines):
        header = find(text, start)
        if header is not None:
            return header
    return Header(body=text.removeprefix("\ufeff"))


def _find_fenced(text: str, start: int) -> Header | None:
    """Find a header between fences, or below an opening fence that nothing closes."""
    opening = _OPENING.match(text, start)
    if opening is None:
        return None
    begin, mark = opening.end(), opening["fence"][0]
    dialect = _dialect(mark, opening["language"])
    closing = _CLOSING[mark].search(text, begin, begin + MAX_HEADER)
    if closing is None:
        return _find_unclosed(text, begin, dialect)
    try:
        reading = _read(text, begin, closing.start(), dialect)
    except NotAMapping:
        return None
    block = _unix(text[begin : closing.start()])
    bare = unbraced(block)
    if reading.faults and header_extent(bare, dialect, closed=True) < _count(bare):
        return _find_unclosed(text, begin, dialect)
    return _header(text, closing.end(), reading) if _is_plausible(reading, block) else None


def _find_unclosed(text: str, begin: int, dialect: Dialect) -> Header | None:
    """Find the lines below an opening fence that read like a header; a later fence is the body's."""
    extent = header_extent(_unix(text[begin : begin + MAX_UNFENCED]), dialect, closed=False)
    end = _after_lines(text, begin, extent)
    try:
        reading = _read(text, begin, end, dialect)
    except NotAMapping:
        return None
    if not has_known_key(reading.metadata):
        return None
    line = _line_at(text, begin) - 1
    fault = Fault(line, "Nothing closes this front matter: it ends where the text begins")
    return _header(text, end, reading._replace(faults=(fault, *reading.faults)))


def _find_object(text: str, start: int) -> Header | None:
    """Find a bare JSON object, as Hugo takes it, or one that MDX exports; the body is on the next line."""
    opening = _OBJECT.match(text, start)
    if opening is None:
        return None
    start, dialect = opening.end(), YAML if opening["export"] else JSON
    window = text[start : start + MAX_HEADER]
    try:
        end = start + json.JSONDecoder().raw_decode(window)[1]
    except (ValueError, RecursionError):
        closing = _CLOSING["}"].search(text, start, start + MAX_HEADER)
        if closing is None:
            return None
        end = closing.start() + 1
    eol = _END_OF_OBJECT.match(text, end)
    if eol is None:
        return None
    try:
        return _header(text, eol.end(), _read(text, start, end, dialect))
    except NotAMapping:
        return None


def _find_unopened(text: str, start: int) -> Header | None:
    """Find Hexo's form without an opening fence: nothing but keys, one of them known, down to a fence."""
    first = _LINE.match(text, start)
    if first is None or YAML.find_key(first["line"]) is None:
        return None
    mark = ";" if first["line"].startswith('"') else "-"
    dialect = _dialect(mark, None)
    closing = _CLOSING[mark].search(text, start, start + MAX_HEADER)
    if closing is None:
        return None
    block = _unix(text[start : closing.start()])
    if header_extent(block, dialect, closed=False) < _count(block):
        return None
    try:
        reading = _read(text, start, closing.start(), dialect)
    except NotAMapping:
        return None
    return _header(text, closing.end(), reading) if has_known_key(reading.metadata) else None


def _find_lines(text: str, start: int) -> Header | None:
    """Find a header of plain lines, `Key: value` in one of three dresses; indented lines continue one."""
    comment = _COMMENT.match(text, start)
    begin = comment.end() if comment else start
    for pattern in (_NIKOLA,) if comment else (_LCTT, _NIKOLA, _PELICAN):
        if pattern.match(text, begin):
            break
    else:
        return None
    metadata: dict[str, object] = {}
    key, end, limit = "", begin, begin + MAX_UNFENCED
    while (line := _LINE.match(text, end, limit)) and line["line"].strip():
        pair = pattern.match(line["line"])
        if pair is not None:
            key = pair["key"]
            metadata[key] = pair["value"].strip()
        elif line["line"][0].isspace():
            metadata[key] = f"{metadata[key]} {line['line'].strip()}".lstrip()
        else:
            break
        end = line.end()
    if comment:
        close = _COMMENT_END.match(text, end)
        return _header(text, close.end(), Reading(metadata)) if close else None
    if pattern is _LCTT:
        metadata = {key: _unwrapped(str(value)) for key, value in metadata.items()}
    if pattern is _PELICAN and not (_END_OF_LINE.match(text, end) and _speaks_for_itself(metadata)):
        return None
    return _header(text, end, Reading(metadata))


def _speaks_for_itself(metadata: dict[str, object]) -> bool:
    """Tell whether bare lines can only be a header: a title or a date opens them, or two keys are known."""
    first = next(iter(metadata)).lower()
    return first in ("title", "date") or sum(is_known(key) for key in metadata) > 1


def _unwrapped(value: str) -> str:
    """Take off the brackets or quotes by which LCTT makes Markdown take the line for a reference."""
    return value[1:-1] if len(value) > 1 and value[0] + value[-1] in ("()", '""', "''") else value


def _is_plausible(reading: Reading, block: str) -> bool:
    """Tell a header from text between two rules: a heading or `Note: this` under a blank line is text."""
    if not block.strip() or has_known_key(reading.metadata):
        return True
    return not block.startswith("\n") and all(_PLAIN_KEY.fullmatch(key) for key in reading.metadata)


def _dialect(mark: str, language: str | None) -> Dialect:
    """Choose by the language a fence names, else by its mark; objects of other languages look like YAML."""
    return _BY_LANGUAGE.get((language or mark).lower(), YAML)


def _read(text: str, begin: int, end: int, dialect: Dialect) -> Reading:
    return read_block(_unix(text[begin:end]), dialect, _line_at(text, begin))


def _header(text: str, end: int, reading: Reading) -> Header:
    return Header(reading.metadata, text[end:], reading.faults, _line_at(text, end))


def _unix(text: str) -> str:
    """Turn CRLF and CR into line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _count(block: str) -> int:
    """Count a block's lines, blank ones at its end left out."""
    return block.rstrip().count("\n") + 1


def _line_at(text: str, index: int) -> int:
    """Number the line at an index, from 1."""
    return _unix(text[:index]).count("\n") + 1


def _after_lines(text: str, begin: int, count: int) -> int:
    """Give the index behind `count` lines."""
    for _ in range(count):
        begin = _LINE.match(text, begin).end()  # type: ignore[union-attr] # matches the empty string too
    return begin
