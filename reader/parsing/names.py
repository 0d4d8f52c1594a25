"""What the path of a file says: the folders that sort it, its name, its date, and what it is not."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from reader.model import CategoryPath

# Folders that say where a site keeps its articles, not what they are about.
_ROOTS: Final = frozenset({"content", "contents", "source", "src", "site", "hugo", "data", "website"})
_SHELVES: Final = frozenset(
    {"_posts", "_drafts", "posts", "post", "blog", "articles", "article", "pages", "docs"}
)
_INDEX: Final = frozenset({"index", "_index", "readme"})
_DATE_FOLDER: Final = re.compile(r"(?:19|20)\d\d(?:[-_.]?\d\d){0,2}|\d{1,2}")
_DATED: Final = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+(?P<rest>.*))?", re.DOTALL)

# Pages about a project that lie among its articles; `README.zh-CN.md` and `readme_en.md` are such pages too.
_HOUSEKEEPING: Final = (
    r"(?i)(?:readme|licen[cs]e|copying|notice|contributing|contributors|code[-_]of[-_]conduct|security|authors|"
    r"maintainers|governance|support|changelog|changes|history|install|todo|codeowners|"
    r"pull_request_template|issue_template|_sidebar|_navbar|_coverpage|_footer|summary)"
    r"(?:[._-][a-z]{2,3}(?:[._-][a-z]{2,4})?)?"
)
_TEMPLATES: Final = frozenset({"_layouts", "_includes", "archetypes", "scaffolds"})


class Name(NamedTuple):
    """A path's parts: `folders` from the library's root, the file's `stem`, its `suffix` in lower case."""

    folders: tuple[str, ...]
    stem: str
    suffix: str

    @property
    def is_index(self) -> bool:
        """Whether the folder is the article, and the file only its page."""
        return self.stem.lower().split(".")[0] in _INDEX

    @property
    def is_section(self) -> bool:
        """Whether the file is Hugo's page about a folder."""
        return self.stem.lower().split(".")[0] == "_index"

    @property
    def is_housekeeping(self) -> bool:
        """Whether the name is that of a page about a project (README, LICENSE and their kin)."""
        return re.fullmatch(_HOUSEKEEPING, self.stem) is not None

    @property
    def is_template(self) -> bool:
        """Whether the file lies where generators keep their templates."""
        return not _TEMPLATES.isdisjoint(self.folders)

    @property
    def is_draft(self) -> bool:
        """Whether the file lies among Jekyll's or Hexo's drafts."""
        return "_drafts" in self.folders

    @property
    def speaking(self) -> str:
        """The file's name, or its folder's where the folder is the article."""
        return self.folders[-1] if self.is_index and self.folders else self.stem

    @property
    def title(self) -> str:
        """What the name says without its date; a slug's joints become spaces."""
        dated = _DATED.fullmatch(self.speaking)
        rest = (dated["rest"] or "") if dated else self.speaking
        return re.sub(r"[-_]+", " ", rest) if _is_slug(rest) else rest

    @property
    def reads_as_title(self) -> bool:
        """Whether the name was written for people: words with spaces, or a script that needs none."""
        return not _is_slug(self.speaking) and any(char.isalpha() for char in self.speaking)

    @property
    def date(self) -> str:
        """The date before the name, as Jekyll wants it (`2020-01-02-slug`), or nothing."""
        dated = _DATED.fullmatch(self.speaking)
        return dated["date"] if dated else ""

    @property
    def categories(self) -> CategoryPath:
        """The folders, less those that say where a site keeps its articles, and less years and months."""
        folders = self.folders[:-1] if self.is_index else self.folders
        named = (folder for folder in _below_root(folders) if not _DATE_FOLDER.fullmatch(folder))
        return tuple(
            folder.removeprefix("_") or folder for folder in named
        )  # Jekyll's collections: `_releases`


def parse_name(path: str) -> Name:
    """Take a path apart; one that is nothing but an extension (`.md`) has an empty stem."""
    *folders, file = path.split("/")
    stem, dot, suffix = file.rpartition(".")
    if not dot:
        stem, suffix = file, ""
    return Name(tuple(folders), stem, f".{suffix.lower()}" if suffix else "")


def _below_root(folders: tuple[str, ...]) -> CategoryPath:
    lower = [folder.lower() for folder in folders]
    start = 0
    while start < len(lower) and (lower[start] in _ROOTS or lower[start] in _SHELVES):
        start += 1
    return tuple(folder for folder in folders[start:] if folder.lower() not in ("_posts", "_drafts"))


def _is_slug(name: str) -> bool:
    return name.isascii() and " " not in name
