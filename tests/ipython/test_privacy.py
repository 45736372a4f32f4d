"""What leaves the kernel, searched for what must not."""

from __future__ import annotations

import json

import pytest
from conftest import KEY

PHOTO = """
from PIL import Image
import os
os.makedirs("clients/acme", exist_ok=True)
exif = Image.Exif()
exif[0x010E] = "SECRET-DESCRIPTION"
exif[0x8825] = {1: "N", 2: (48.0, 8.0, 14.0)}
photo = Image.effect_noise((400, 300), 80).convert("RGB")
photo.save("clients/acme/photo.jpg", exif=exif, comment=b"SECRET-COMMENT")
"""
MARKERS = (b"SECRET", b"Exif", b"GPS", b"clients", b"acme", b"http://ns.adobe.com")


@pytest.mark.parametrize("method", ["base64", "files"])
def test_no_byte_that_is_sent_holds_metadata_or_a_path(kernel, server, tmp_path, method):
    kernel.ok(PHOTO)
    kernel.ok(f"%claude_see clients/acme/photo.jpg red --method {method} What?")
    kernel.ok("%claude_see And now?")
    for request in server.requests:
        sent = request.body + json.dumps(request.headers).encode()
        for image in _pictures(request):
            sent += image
        for marker in (*MARKERS, str(tmp_path).encode()):
            assert marker not in sent


def _pictures(request):
    import base64

    if request.path != "/v1/messages":
        return
    for message in request.json["messages"]:
        for block in message["content"]:
            if isinstance(block, dict) and block.get("source", {}).get("type") == "base64":
                yield base64.b64decode(block["source"]["data"])


CELLS = [
    "import logging; logging.basicConfig(level=logging.DEBUG, force=True)",
    "%claude_see red --debug What?",
    "answer = %claude_see red --method files What?",
    "answer",
    "vars(answer), vars(answer.images[0])",
    "%claude_files",
    "%claude_usage",
    "%config ClaudeVision",
    "get_ipython().magics_manager.registry['ClaudeVisionMagics'].session.provider",
    "get_ipython().magics_manager.registry['ClaudeVisionMagics'].session.__dict__",
]


def test_the_key_is_in_nothing_that_a_kernel_puts_out(kernel, server):
    server.fail(401)
    said = [kernel.run(code).messages for code in CELLS]
    assert KEY not in json.dumps(said, default=str)
    assert KEY.split("-")[-2] not in json.dumps(said, default=str)


def test_the_path_of_a_file_is_in_nothing_but_what_the_user_typed(kernel, server, tmp_path):
    kernel.ok(PHOTO)
    shown = kernel.ok("%claude_see clients/acme/photo.jpg What?").messages
    shown += kernel.ok("%claude_files").messages
    assert str(tmp_path) not in json.dumps([m["content"] for m in shown], default=str)


def test_a_kernel_that_dies_leaves_only_files_that_expire(kernel, server):
    kernel.ok("%claude_see red --method files What?")
    kernel.kill()
    assert [record.expires is not None for record in server.files.values()] == [True]


SURFACES = [
    "%claude_see red What?",
    "%claude_see red --debug What?",
    "%claude_see red --dry-run --exact What?",
    "%claude_see red --widget What?",
    "see(red, 'What?')",
    "answers = see_many([red, blue], 'What?', progress=False); print(answers, answers.failed)",
    "print(open('run.jsonl').read() if os.path.exists('run.jsonl') else '')",
    "see_many([red], 'What?', progress=False, checkpoint='run.jsonl')",
    "ClaudeSee(red).ask('What?')",
    "%xmode Verbose",
    """
try:
    see(red, 'What?')
except Exception as error:
    raise RuntimeError('of my own') from error
""",
    "%xmode Context",
]


def test_a_malformed_key_is_on_no_surface_of_a_kernel(kernel, server):
    kernel.ok("import logging, os; logging.basicConfig(level=logging.DEBUG, force=True)")
    kernel.ok("from jupyter_claude_vision import ClaudeSee, see, see_many")
    pieces = [KEY[at : at + 8] for at in range(len(KEY) - 7)]
    for stray in ("\n", "\u2013"):
        kernel.ok(f"os.environ['ANTHROPIC_API_KEY'] += {stray!r}")
        shown = [kernel.run(code).messages for code in SURFACES]
        text = json.dumps(shown, default=str, ensure_ascii=False)
        assert text.count("ANTHROPIC_API_KEY") >= len(SURFACES) - 4
        assert not [piece for piece in pieces if piece in text]
    assert server.requests == []
