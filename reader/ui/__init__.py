"""The screen: three panes, the keys and the mouse, and what is said in them.

Here belong widgets, themes and the threads that fetch for them; everything about articles is asked of
`reader.services.library`. No file, query or parse happens on the event loop, and nothing an article says is
ever markup. Textual is imported in this room only, so nothing outside imports it before the screen opens.

    app.py           BroadsheetApp: themes, keymap, signals, one screen for each library
    front_page.py    the panes, arranged for the window, and where the reader is
    newsroom.py      owns the desk and routes every message between it and the panes
    syncing.py       keeps up with the folder: syncs, and the watch that asks for them
    main_screen.py   the keys that work wherever the reader is
    desk.py          the threads: each request is answered by messages, stale ones are dropped
    pane.py          a pane painted line by line, of which only changed lines are sent
    sidebar.py  article_list.py  reading_pane.py (over page_pane.py)  bars.py  dialogs.py
    searching.py     searches: what is typed in search_line.py, asked for in finder.py, found on the page by hits.py
    marking.py       the paint over what was found
    keeping.py       searches kept under names; lists narrowed by facets.py
    row_window.py    the pages of rows that lie in memory
    page.py          a set article: head, lines, folds, places; composition.py makes it
    hints.py         letters laid over links
    keyboard.py      keys typed ahead, handed on one at a time
    text_box.py      a line to type in
    actions.py       every key: bindings, footer, help, palette and keymap check
    errands.py       what keys ask for beyond the panes: addresses, sheets, other libraries
    sentences.py     what is said where there is nothing to show
    palette.py       colours and glyphs
    wire.py          only the cells that changed go to the terminal
"""

from __future__ import annotations
