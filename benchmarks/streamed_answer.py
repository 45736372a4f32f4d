"""Main-thread time of a browser while a cell's answer of 3,000 words is streamed.

``python benchmarks/streamed_answer.py`` prints the seconds of a real JupyterLab in headless
Chromium, by its own count of tasks; with another checkout on the ``PYTHONPATH`` it measures that.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import nbformat

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "tests" / "support")]

import browser_lab  # noqa: E402

RUNS = 2

SETUP = """
%load_ext jupyter_claude_vision
%config ClaudeVision.provider = "offline"
from PIL import Image
from jupyter_claude_vision import see
answer = see(Image.new("RGB", (300, 200), "red"), "What color is it?")
"""

STREAM = """
import time
from dataclasses import replace
from jupyter_claude_vision.chat.events import Done, Piece

SECTION = '''## Sales by month

The line rises from **12** in January to 47 in June, *with a dip* in April, when the supply broke
off for a week. That is the only month in which it lies under the one before.

| month | sales | change |
| --- | ---: | --- |
| April | 18.5 | -2.1 |
| May | 31.0 | +12.5 |

- The spread grows with the level, from `std(12)` to `std(47)`.
- The legend hides the last two points, which stand at 46 and 47.

'''
words = [word + " " for word in SECTION.split(" ")]
pieces = (words * 100)[:3000]
view = get_ipython().magics_manager.registry["ClaudeVisionMagics"].session.open_view()
for piece in pieces:
    view.show(Piece(piece))
    time.sleep(0.01)
view.show(Done(replace(answer, text="".join(pieces), images=())))
view.close()
"""

RUN_CELL = """async (index) => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
    await window.jupyterapp.commands.execute("notebook:run-cell");
}"""


def measure_run(page) -> float:
    """Return the seconds of the page's main thread from running the cell to its last display."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = read_seconds(session)
    page.evaluate(RUN_CELL, 1)
    page.evaluate("new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))")
    return read_seconds(session) - before


def read_seconds(session) -> float:
    """Return the seconds that the main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}["TaskDuration"]


def main() -> None:
    """Print the median of several runs."""
    with tempfile.TemporaryDirectory() as root:
        kernel = {"name": "python3", "display_name": "Python 3"}  # else the page asks for one
        notebook = nbformat.v4.new_notebook(metadata={"kernelspec": kernel})
        notebook.cells = [nbformat.v4.new_code_cell(code) for code in (SETUP, STREAM)]
        nbformat.write(notebook, Path(root) / "stream.ipynb")
        with browser_lab.JupyterLab(Path(root)) as lab:
            page = lab.open_notebook("stream.ipynb")
            page.set_default_timeout(300_000)
            page.evaluate(RUN_CELL, 0)
            seconds = [measure_run(page) for _ in range(RUNS)]
    times = ", ".join(f"{value:.2f}" for value in seconds)
    print(f"main thread: {statistics.median(seconds):.2f} s (of {times})")


if __name__ == "__main__":
    main()
