"""What the screen and the command line ask for: a library, found, synced, listed, opened and marked.

Here belong the facade (`Library`), the sync that joins files, parsing and store, and the processes it parses
in. What does not: anything that draws or prints, SQL, the reading of headers and bodies themselves.
"""
