"""Search: what a person types, found exactly, in every script.

    language.py   a query's text -> its tree; what is a mistake and what is text
    periods.py    the days that a query names
    folding.py    what counts as the same: case, marks, widths, traditional and simplified; the index's tokens
    packing.py    an article's text on its way from the parsing process to the index
    index.py      the FTS5 index: what comes in, what goes out, in which order it is numbered
    plan.py       a query's tree -> SQL
    sieve.py      what the index of words does not know, as SQL
    finding.py    a plan carried out: numbers in order, and how many
    results.py    lists of what was found, a page at a time
    hits.py       where the words are in a text, and an excerpt around the first
    facets.py     what a list is made of, by month, author, source and tag

What does not belong here: how an article is listed without a query (`reader.store.listing`).
"""
