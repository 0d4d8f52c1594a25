"""What the screen and the command line ask for: a library, found, synced, listed, opened and marked.

Here belong the facade (`Library`), the sync that joins files, parsing and store, and the processes it parses
in. What does not: anything that draws or prints, SQL, the reading of headers and bodies themselves.

    library.py     the facade; libraries.py finds which library is meant, single.py opens a file outside any
    sync.py        a folder brought into its cache: what is read, in which order, and when it is committed
    reading.py     one file, from the disk to what the cache keeps of it
    ahead.py       reads the newest while the walk goes on; workers.py reads many, each by a worker.py
    apart.py       a whole sync in a process of its own; process.py: how such a process is spoken to
    watching.py    says when a sync may find something: what inotify.py is told, or now and then
    marks.py       what the reader does to articles, and its undo
    searches.py    searches that are remembered and kept; views.py: where the reader was
    page.py        an article's page; byline.py and dateline.py: what stands around its title
    checkup.py     what is wrong in a library, and what is double
"""
