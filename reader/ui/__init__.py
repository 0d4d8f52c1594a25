"""The screen: three panes, the keys and the mouse, and what is said in them.

Here belong widgets, themes and the threads that fetch for them; everything about articles is asked of
`reader.services.library`. No file, query or parse happens on the event loop, and nothing an article says is
ever markup. Textual is imported in this room only, so nothing outside imports it before the screen opens.

    app.py           BroadsheetApp: themes, keymap, signals, the first screen
    main_screen.py   composes the panes, owns the desk, routes every message
    desk.py          the threads: each request becomes one message, stale answers are dropped
    pane.py          a pane painted line by line, of which only changed lines are sent
    sidebar.py  article_list.py  reading_pane.py  bars.py
    row_window.py    the pages of rows that lie in memory
    page.py          a set article: head, lines, folds, places
    actions.py       every key: bindings, footer, help, palette and keymap check
    dialogs.py       questions, pickers, help, notices
    palette.py       colours and glyphs
"""

from __future__ import annotations
