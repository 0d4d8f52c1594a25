"""How fast Broadsheet is: `python -m tests.bench --quick` (under a minute) or `--full`.

Every figure stands beside a floor measured in the same run, or beside a plain program that does only what
cannot be left out; the table is printed as Markdown. Nothing here is asserted: machines differ.

    library_maker.py  libraries of any size, always the same for the same number
    figure.py         a row of the table
    programs.py       programs that are run and measured: ours, and the floors
    terminal.py       a program in a pty, and when it wrote how many bytes
    ticking.py        ours with a clock in its event loop
    startup.py  syncing.py  keys.py  opening.py  newsboat.py  marking.py  searching.py  typesetting.py
                      one family of rows each
"""
