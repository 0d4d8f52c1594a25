"""Broadsheet: a newspaper for the terminal whose news is plain files.

Articles flow one way, and no module imports from a room to its right::

    files -> parsing -> (typeset | store) -> services -> ui and cli

`span`, `model`, `document`, `errors`, `config`, `startup` and `decoding` stand left of all.

    config.py    settings: TOML file < environment < flags
    errors.py    what is raised on purpose
    model.py     what flows: SourceFile, Article, Row, Category, View
    span.py      runs of text: Mark, Image, Span
    document.py  the page: Document, Block, Line
    startup.py   where the milliseconds of a start go
    decoding.py  bytes of any encoding -> text
    files.py     walk a library, stat, read
    parsing/     bytes -> Article and Document
    typeset/     Document x width -> Lines
    store/       SQLite: the cache (disposable), the search in it, and the state (precious)
    services/    sync, and the one facade that cli and ui call
    cli/         the command line: each verb a few lines over services
    ui/          the screen
"""

from __future__ import annotations

__version__ = "0.1.0"
