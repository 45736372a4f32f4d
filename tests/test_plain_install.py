"""What works after `pip install jupyter-claude-vision`, without any extra."""

from __future__ import annotations

import subprocess
import sys

import pytest

EXTRAS = [
    "distributed",
    "matplotlib",
    "numpy",
    "onnxruntime",
    "pandas",
    "pillow_heif",
    "plotly",
    "pypdfium2",
    "rapidocr",
    "resvg_py",
]
BEGINNING = f"""
import sys

class Hiding:  # the extras, as if nobody had installed them
    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        hidden = name.partition(".")[0] in {EXTRAS}
        return None if hidden else self.finder.find_spec(name, path, target)

    def __getattr__(self, name):
        return getattr(self.finder, name)

sys.meta_path[:] = [Hiding(finder) for finder in sys.meta_path]
from IPython.core.interactiveshell import InteractiveShell
from PIL import Image
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "jupyter_claude_vision")
shell.run_line_magic("config", "ClaudeVision.provider = 'offline'")
shell.user_ns["red"] = Image.new("RGB", (300, 200), "red")
"""
QUESTIONS = [
    "%claude_see red What colour?",
    "answer = %claude_see red --boxes Where is red?",
    "answer = %claude_see red --table",
    "answer = %claude_see red --check What is it?",
    "%claude_see red --dry-run",
    "from jupyter_claude_vision import see_many; see_many([red], 'Which?')",
]


def run(code: str) -> str:
    code = f"{BEGINNING}\nshell.run_cell({code!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_offline_reader_answers_every_kind_of_question():
    out = run("\n".join(QUESTIONS))
    assert "Error" not in out
    assert out.count("Offline reader, not Claude") >= 4


FRAMES = {
    "many": "see_many([red], 'Which?', progress=False).to_frame()",
    "styler": "see_many([red], 'Which?', progress=False).to_styler()",
    "citations": "see(red, 'Which?').citations.to_frame()",
    "regions": "see(red, 'Where?', boxes=True).regions.to_frame()",
    "table": "see(red, 'What?', table=True).table.to_frame()",
    "claims": "see(red, 'What?', check=True).claims.to_frame()",
}


def test_a_frame_without_pandas_names_it():
    code = "from jupyter_claude_vision import see, see_many"
    for name, expression in FRAMES.items():
        code += f"\ntry:\n    {expression}"
        code += f"\nexcept Exception as error:\n    print({name!r}, type(error).__name__, error)"
    out = run(code)
    for name in FRAMES:
        assert f"{name} MissingPackageError A DataFrame needs pandas: pip install pandas" in out


@pytest.mark.parametrize(("file", "extra"), [("a.svg", "svg"), ("a.heic", "heif")])
def test_a_file_that_takes_an_extra_names_it(file, extra, tmp_path):
    path = tmp_path / file
    path.write_bytes(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
        if extra == "svg"
        else b"\0\0\0\x18ftypheic\0\0\0\0heicmif1"
    )
    out = run(f"%claude_see {path} What is it?")
    assert f'pip install "jupyter-claude-vision[{extra}]"' in out
