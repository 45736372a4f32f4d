"""`make demo`, on the offline reader and against a server that stands for the API."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).parent.parent


def demo(tmp_path, *options, **env):
    notebook = nbformat.v4.new_notebook()
    cells = [
        "%load_ext jupyter_claude_vision",
        '%config ClaudeVision.provider = "offline"',
        "from PIL import Image; red = Image.new('RGB', (300, 200), 'red')",
        "%claude_see red Which colours?",
        "%claude_see missing.png",
    ]
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in cells]
    notebook.cells[1].metadata["tags"] = ["offline"]
    notebook.cells[-1].metadata["tags"] = ["raises-exception"]
    nbformat.write(notebook, tmp_path / "demo.ipynb")
    command = [sys.executable, ROOT / "scripts/demo.py", "demo.ipynb", "page.html", *options]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ANTHROPIC_")}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={**kept, **env}, check=False
    )


def test_the_demo_prints_the_answers_and_leaves_a_page(tmp_path):
    done = demo(tmp_path)
    assert "Offline reader, not Claude" in done.stdout
    assert "100% red" in done.stdout
    assert "InputError: There is no file missing.png." in done.stdout
    assert done.stdout.rstrip().endswith(f"The page: {tmp_path / 'page.html'}")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert "data:image/png;base64" in page
    assert "100% red" in page


def test_the_demo_asks_claude_where_that_is_asked_for(tmp_path, server):
    server.reply("It is red, says the server.")
    env = {"ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": server.url}
    done = demo(tmp_path, "--claude", **env)
    assert "It is red, says the server." in done.stdout
    assert "Offline reader" not in done.stdout


def test_the_demo_on_claude_needs_a_key(tmp_path):
    done = demo(tmp_path, "--claude")
    assert done.returncode != 0
    assert "ANTHROPIC_API_KEY" in done.stderr
