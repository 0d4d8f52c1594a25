"""Typesetting: a Document and a width in, Lines out.

Here belong line breaking, widths in terminal cells, tables, code colouring, the bidirectional algorithm and
the article's head. What looks like what on a screen (colours, focus, scrolling) belongs in `ui`; what the
source means belongs in `parsing`. icu4py, wcwidth, pygments and bidi are imported in this room only.

    options    what a reader may choose, and the page's own glyphs
    width      how many cells a text takes; cutting and padding to them
    linebreak  where a line may end
    colour     colours of an author's choice, made legible
    inline     runs of spans as one text, cut into lines again
    bidi       right-to-left lines in the order of the eye
    field      texts that have one line to themselves, such as titles in a list
    margin     what stands beside a line: bars, bullets, hanging indents
    code       preformatted text
    cells      the cells of a table in their places
    table      tables whose columns fit
    records    tables too wide for the page
    walk       a document's tree as a sequence of jobs
    layout     the whole page
    head       the article's head
"""
