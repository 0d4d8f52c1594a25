"""Decoded text becomes articles and pages: headers, dates, titles, bodies, and the text the index holds.

Here belongs whatever knows how files say things: front matter and its dialects, dates, HTML, Markdown, what
site generators leave behind, and `clean`, which makes outside text safe. Opening files does not belong here,
nor widths, colours or databases. lxml, python-frontmatter, dateutil and markdown-it are imported in this room
only, and only by the modules that need them.
"""
