"""The panel's script is built from the modules in ``js/``, which have tests of their own."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from unittest.mock import Mock

import pytest

import jupyter_claude_vision
from jupyter_claude_vision import ClaudeSee
from jupyter_claude_vision.panel import protocol, turn_feed

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
    if is_missing and not os.environ.get("PANEL_TOOLS"):
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


PROTOCOL = (JS / "src/protocol.js").read_text("utf-8")


def names_of(key: str) -> set[str]:
    """Return the names that the types give to messages: ``say: "a" | "b"``, ``{"a"} say``."""
    types = re.findall(rf'{key}: "[^,}}]+|{{"[^}}]+}} {key}\b', PROTOCOL)
    return set(re.findall(r'"([\w ]+)"', str(types)))


def test_both_sides_know_the_same_messages_from_the_browser():
    assert names_of("do") == set(protocol.MessageHandler(Mock(), Mock(), Mock())._table)


def test_both_sides_know_the_same_messages_from_the_kernel():
    source = "".join(Path(m.__file__).read_text("utf-8") for m in (protocol, turn_feed))
    assert names_of("say") == set(re.findall(r'"say": "(\w+)"', source))


def test_both_sides_know_the_same_traits():
    traits = set(re.findall(r"@property \{.+\} (_\w+)", PROTOCOL))
    assert traits == set(ClaudeSee.class_own_traits(sync=True)) - {"_esm", "_css"}
