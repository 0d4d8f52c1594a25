"""`broadsheet`, and the same as `python -m reader`: no garbage is collected while the command line is loaded."""

from __future__ import annotations

import sys

from reader import startup


def main() -> int:
    """Load the command line, run it and give its exit code."""
    startup.hold_collector()
    from reader import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
