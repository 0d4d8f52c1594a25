"""SQLite, and nothing else: what the files say (the cache) and what the reader did (the state).

Here belong schemas, queries and what keeps the two databases true to each other. What does not: reading or
parsing files, processes, anything about the screen. `sqlite_utils` makes schemas and migrations and is
imported where that is done; everything that a start needs is plain `sqlite3`.

    database.py    a file as both use it: a connection a thread, short transactions, errors as sentences
    cache.py       the cache, made by schema.py
    agenda.py      the files that a sync is to read; witness.py: whether another sync wrote meanwhile
    intake.py      parsed files (fields.py) become listed articles; packing.py and samples.py keep them small
    listing.py     lists, a page at a time; entries.py: single articles; neighbours.py: the next unread one
    search/        the index, the query language and what is found
    state.py       the state, whose schema is migrations.py, made of marks (mark.py); backup.py copies it
    mirror.py      the reader's marks as lists in the cache need them; following.py: marks follow what moved
"""
