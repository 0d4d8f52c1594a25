"""Decoded text becomes articles and pages: headers, dates, titles, bodies, and the text the index holds.

Here belongs whatever knows how files say things: front matter and its dialects, dates, HTML, Markdown, what
site generators leave behind, and `clean`, which makes outside text safe. Opening files does not belong here,
nor widths, colours or databases. lxml, python-frontmatter, dateutil and markdown-it are imported in this room
only, and only by the modules that need them.

    article.py     a file's text and path -> Article, or the reason why it is none
    header.py      where the header is; dialects.py reads it, keys.py names its fields, fields.py takes their values
    head.py        what a whole page says of itself instead; names.py: what its path says
    titles.py  dates.py  categories.py  links.py    one field each, in every form
    body.py        what a body is written in, its page and its text; beginning.py: the first blocks of a long one
    markdown.py    Markdown -> HTML: flavours.py and containers.py (blocks), wiki.py (lines) go beyond CommonMark
    noise.py       what generators put in for themselves; tags.py: what their tags show
    source.py      what is mended in HTML before either parser sees it; formulas.py: MathML -> words
    html.py        HTML -> Document, by blocks.py: boxes, lists, tables and inline gather what elements.py opens
    text.py        HTML -> the words of that document alone, for the index
    rules.py       what HTML means here, as data; images.py, quotation.py: what stands for a picture, and for quotes
    clean.py       nothing from outside moves a cursor
"""
