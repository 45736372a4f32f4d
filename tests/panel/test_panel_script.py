"""The panel's script is built from the modules in ``js/``, which have tests of their own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import jupyter_claude_vision

JS = Path(__file__).parents[2] / "js"
SCRIPT = Path(jupyter_claude_vision.__file__).parent / "panel/static/panel.js"


def digest_sources() -> str:
    """Return what js/build.js writes into the script's header."""
    modules = sorted(path.name for path in (JS / "src").iterdir())
    digest = hashlib.sha256()
    for name in [*(f"src/{name}" for name in modules), "build.js", "package-lock.json"]:
        text = (JS / name).read_text("utf-8")  # with "\n", whatever ends the lines of the file
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


def run(*command: str) -> None:
    """Run a command of Node's in js/; skip where that is missing.

    Continuous integration never skips: there, it is a failure.
    """
    needs_packages = command[0] == "npm"
    is_missing = shutil.which(command[0]) is None or (
        needs_packages and not (JS / "node_modules").exists()
    )
    if is_missing and not os.environ.get("CI"):
        pytest.skip("needs node, and what `make js` installs")
    result = subprocess.run(
        command, cwd=JS, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    assert result.returncode == 0, result.stdout


def test_the_script_is_built_from_the_modules_as_they_are():
    header = SCRIPT.read_text("utf-8").splitlines()[:2]
    assert header[1] == f"// Sources: {digest_sources()}", "Run: make js"


def test_the_modules_tests_pass():
    run("node", "--test")


@pytest.mark.parametrize("script", ["lint", "types", "check"])
def test_the_modules_are_clean_and_typed_and_build_the_script_that_is_shipped(script):
    run("npm", "run", "--silent", script)


def test_the_locked_packages_can_come_from_any_registry():
    assert '"resolved"' not in (JS / "package-lock.json").read_text("utf-8")
