"""SQLite, and nothing else: what the files say (the cache) and what the reader did (the state).

Here belong schemas, queries and what keeps the two databases true to each other. What does not: reading or
parsing files, processes, anything about the screen. `sqlite_utils` makes schemas and migrations and is
imported where that is done; everything that a start needs is plain `sqlite3`.
"""
