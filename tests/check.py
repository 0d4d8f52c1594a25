"""The whole check in one command: `python -m tests.check` runs ruff, mypy --strict and pytest.

All of them run whatever the others say; the exit code is 0 when all pass. Arguments go to pytest.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CHECKS = (
    ("ruff", "check"),
    ("ruff", "format", "--check", "reader", "tests"),
    ("mypy", "--strict"),
    ("pytest", *sys.argv[1:]),
)


def main() -> int:
    failed = []
    for module, *arguments in CHECKS:
        print(f"-- {module}", flush=True)
        if subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, check=False).returncode:
            failed.append(module)
    print(f"-- failed: {', '.join(failed)}" if failed else "-- all well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
