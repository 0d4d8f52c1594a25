"""The wheel: it builds without a network, holds what is no code, and runs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest

from reader import __version__

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("pip", "build", "hatchling"))), reason="pip, build and hatchling make the wheel"
)


def run(*command: object, cwd: Path = ROOT, environment: Mapping[str, str] | None = None) -> str:
    """Run a command and give what it says; stdin is no terminal."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    target = wheel.parent / "installed"
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", target, wheel)
    return target


def test_it_holds_what_is_no_code(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {"reader/py.typed", "reader/ui/broadsheet.tcss"} <= set(names)
    articles = {path.relative_to(ROOT / "assets/demo") for path in (ROOT / "assets/demo").rglob("*.md")}
    assert len(articles) >= 24
    assert {f"reader/demo/{article.as_posix()}" for article in articles} <= set(names)
    assert not [
        name for name in names if not name.startswith(("reader/", f"broadsheet-{__version__}.dist-info/"))
    ]


def test_it_runs_and_lists_the_demo(installed: Path, tmp_path: Path) -> None:
    environment = {"PYTHONPATH": str(installed), "HOME": str(tmp_path)}
    environment |= {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "CACHE", "DATA")}
    command = [sys.executable, installed / "bin" / "broadsheet"]
    if sys.platform == "win32":
        command = [installed / "bin" / "broadsheet.exe"]
    assert run(*command, "--version", environment=environment) == f"broadsheet {__version__}\n"
    assert len(run(*command, "list", environment=environment).splitlines()) >= 24
    place = run(
        sys.executable, "-c", "import reader; print(reader.__file__)", cwd=tmp_path, environment=environment
    )
    assert Path(place.strip()).is_relative_to(installed)
