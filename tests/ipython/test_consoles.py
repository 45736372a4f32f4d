"""Front ends that show each display once: ``jupyter console``, qtconsole, Spyder."""

from __future__ import annotations

import sys

import pytest

pexpect = pytest.importorskip("pexpect")


@pytest.fixture
def console(kernel):
    """The kernel as a console asks it: it can be asked for input, and names no cell."""
    kernel.asks_for_input = True
    yield kernel
    kernel.asks_for_input = False


def test_where_updates_are_ignored_the_answer_is_shown_whole(console, server):
    server.reply("Red all over.", pieces=["Red ", "all ", "over."])
    result = console.ok("answer = %claude_see red What color?")
    assert not result.updates
    assert result.displays[0]["text/plain"].startswith("red · 300 × 200 px")
    assert "image/png" in result.displays[1]
    assert result.displays[-1]["text/plain"].startswith("Red all over.")
    assert "Red all over." in result.displays[-1]["text/html"]


def test_where_updates_are_ignored_the_marked_picture_follows(console, server):
    region = '{"image": 1, "label": "Spot", "sentence": "", "coordinates": [30, 20, 130, 60]}'
    server.reply(f'{{"answer": "There.", "regions": [{region}]}}')
    result = console.ok("answer = %claude_see red --boxes Where?")
    pictures = [d["text/html"] for d in result.displays if "image/png" in d]
    assert ["regions on red" in html for html in pictures] == [False, True]
    assert "Spot" in result.displays[-1]["text/plain"]


@pytest.mark.skipif(sys.platform == "win32", reason="pexpect has no terminal on Windows")
def test_jupyter_console_shows_the_answer(server, tmp_path):
    pytest.importorskip("jupyter_console")
    server.reply("Red all over.", pieces=["Red ", "all ", "over."])
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "ANTHROPIC_API_KEY": "x",
        "ANTHROPIC_BASE_URL": server.url,
        "NO_PROXY": "*",
        "TERM": "dumb",
    }
    arguments = ["-m", "jupyter_console", "--simple-prompt"]
    shell = pexpect.spawn(sys.executable, arguments, env=environment, encoding="utf-8", timeout=90)
    shell.setwinsize(40, 200)
    shell.expect(r"In \[1\]: ")
    shell.sendline("%load_ext jupyter_claude_vision")
    shell.expect(r"In \[2\]: ")
    shell.sendline('from PIL import Image; red = Image.new("RGB", (300, 200), "red")')
    shell.expect(r"In \[3\]: ")
    shell.sendline("%claude_see red What color?")
    shell.expect_exact("red · 300 × 200 px · 88 tokens")
    shell.expect_exact("Red all over.")
    shell.expect_exact("claude-opus-5-5")
    shell.sendline("exit")
    shell.expect(pexpect.EOF)
