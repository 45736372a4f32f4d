"""How quick the panel is in a real JupyterLab in headless Chromium; nothing is asserted.

``python benchmarks/panel.py`` prints the frames a second while a box is drawn, how long a
12 MP photograph takes from its cell to the screen, how long Stop takes to be seen, and how long
an answer of 3,000 words keeps the browser's main thread busy while it streams;
``python benchmarks/panel.py stream`` prints the last alone, ``… open`` the photograph's.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), *(str(HERE.parent / name) for name in ("tests/support", "tests"))]

import browser_lab  # noqa: E402
import panel_lab  # noqa: E402
from loopback import LoopbackServer  # noqa: E402
from test_prepare import photograph  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

RUNS = 5
SECONDS = 2
WORDS = 3_000
WORDS_A_SECOND = 100
PIECE_WORDS = 4

FRAMES = """() => {
    window.frames_seen = [];
    const note = (now) => {
        window.frames_seen.push(now);
        window.frames_on = requestAnimationFrame(note);
    };
    window.frames_on = requestAnimationFrame(note);
}"""

RUN = """async (code) => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = 1;
    content.activeCell.model.sharedModel.setSource(code);
    document.querySelector('.claude-see')?.setAttribute('data-old', '');
    window.jupyterapp.commands.execute("notebook:run-cell");
}"""


def frames_a_second(page) -> tuple[float, float]:
    """Return frames a second while a box is drawn, and the longest of them in milliseconds."""
    place = page.locator(".cs-layer").bounding_box()
    page.mouse.move(place["x"] + 20, place["y"] + 20)
    page.mouse.down()
    page.evaluate(FRAMES)
    started, step = time.perf_counter(), 0
    while time.perf_counter() - started < SECONDS:
        step += 1
        page.mouse.move(place["x"] + 40 + step % 300, place["y"] + 40 + step % 200)
    times = page.evaluate("cancelAnimationFrame(window.frames_on) || window.frames_seen")
    page.mouse.up()
    gaps = [after - before for before, after in pairwise(times)]
    return 1000 / statistics.fmean(gaps), max(gaps)


def opened(page, path: Path) -> float:
    """Return the seconds from running a panel's cell to the photograph on the screen."""
    page.evaluate(RUN, f"panel = ClaudeSee({str(path)!r})\npanel")
    started = time.perf_counter()
    page.wait_for_selector(".claude-see:not([data-old]) .cs-image[src]")
    page.wait_for_function(
        "document.querySelector('.claude-see:not([data-old]) .cs-image').naturalWidth > 100"
    )
    return time.perf_counter() - started


def stopped(page, api) -> float:
    """Return the seconds from a click on Stop to the answer's mark."""
    hold = api.hold("/v1/messages", after=4)
    api.reply("", pieces=["The first half", " and the second."])
    page.get_by_role("button", name="Tasks").click()
    page.get_by_role("menuitem", name="Describe").click()
    page.wait_for_selector(".cs-writing .cs-answer:has-text('first half')")
    count = page.locator(".cs-stopped").count()
    button = page.get_by_role("button", name="Stop")
    started = time.perf_counter()
    button.click()
    page.wait_for_function(f"document.querySelectorAll('.cs-stopped').length > {count}")
    took = time.perf_counter() - started
    hold.release()
    return took


def write_answer() -> str:
    """Return an answer of `WORDS` words: paragraphs, lists, tables, code and headings."""
    chance = random.Random(1)
    words = [
        "sales",
        "rose",
        "in",
        "the",
        "second",
        "quarter",
        "while",
        "costs",
        "fell",
        "by",
        "12",
        "percent",
        "against",
        "2024",
    ]
    blocks, count = [], 0
    while count < WORDS:
        sentences = [" ".join(chance.choices(words, k=12)) + "." for _ in range(5)]
        kind = len(blocks) % 6
        if kind == 0:
            block = f"## Part {len(blocks) // 6 + 1}\n\n{' '.join(sentences)}"
        elif kind == 2:
            block = "\n".join(f"- **{sentence}**" for sentence in sentences)
        elif kind == 4:
            rows = [f"| {sentence} | {chance.random():.3f} |" for sentence in sentences]
            block = "\n".join(["| statement | value |", "| --- | --- |", *rows])
        elif kind == 5:
            block = "```python\n" + "\n".join(f"print({s!r})" for s in sentences) + "\n```"
        else:
            block = " ".join(sentences)
        blocks.append(block)
        count += len(block.split())
    return "\n\n".join(blocks)


class PacedPieces:
    """An answer in pieces, as a model writes them."""

    def __iter__(self) -> Iterator[str]:
        words = write_answer().split(" ")
        for start in range(0, len(words), PIECE_WORDS):
            time.sleep(PIECE_WORDS / WORDS_A_SECOND)
            yield " ".join(words[start : start + PIECE_WORDS]) + " "


def busy_seconds(page, api, ask) -> float:
    """Return how long the main thread is busy while a long answer streams, in seconds.

    Parameters
    ----------
    page : Page
    api : LoopbackServer
    ask : callable
        Asks, and returns when the whole answer is shown.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # of the processor

    def read_busy() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")

    api.reply("", pieces=PacedPieces())
    before = read_busy()
    ask()
    return read_busy() - before


def ask_in_panel(page) -> None:
    """Ask in the panel, and wait for the whole answer."""
    count = page.locator(".cs-done").count()
    page.fill(".cs-prompt", "What happens?")
    page.keyboard.press("Enter")
    page.wait_for_function(
        f"document.querySelectorAll('.cs-done').length > {count}", polling=1000, timeout=300_000
    )


def ask_in_cell(page) -> None:
    """Ask in a cell, and wait for the whole answer."""
    page.evaluate(RUN, "%claude_see fig What happens?")
    page.wait_for_function(
        "document.querySelector('.jp-Cell:nth-child(2)')?.innerText.includes('tokens in')",
        polling=1000,
        timeout=300_000,
    )


def stream(page, api) -> None:
    """Print how busy a streamed answer keeps the browser."""
    in_panel = [busy_seconds(page, api, lambda: ask_in_panel(page)) for _ in range(3)]
    in_cell = busy_seconds(page, api, lambda: ask_in_cell(page))
    print(f"an answer of {WORDS:,} words in the panel: {statistics.median(in_panel):.1f} s busy")
    print(f"the same in a cell: {in_cell:.1f} s busy")


def main() -> None:
    """Print the medians of several runs."""
    part = sys.argv[1] if sys.argv[1:] else ""
    with tempfile.TemporaryDirectory() as root:
        folder = panel_lab.folder(Path(root))
        photo = folder / "photo.jpg"
        photo.write_bytes(photograph(4000, 3000))
        with LoopbackServer() as api:
            env = panel_lab.environment(api)
            with browser_lab.JupyterLab(folder, env=env) as lab:
                page = lab.open_notebook("panel.ipynb")
                page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
                page.wait_for_selector(".cs-image[src]")
                if part == "open":
                    print_opening(page, photo)
                    return
                stream(page, api)
                if part == "stream":
                    return
                page.evaluate(RUN, "panel = ClaudeSee(fig)\npanel")
                page.wait_for_selector(".claude-see:not([data-old]) .cs-image[src]")
                drawn = [frames_a_second(page) for _ in range(RUNS)]
                stops = [stopped(page, api) for _ in range(RUNS)]
                print_opening(page, photo)
    rate = statistics.median(rate for rate, _ in drawn)
    slowest = statistics.median(slowest for _, slowest in drawn)
    print(f"drawing a box: {rate:.0f} frames a second, the longest {slowest:.0f} ms")
    print(f"Stop, from click to mark: {1000 * statistics.median(stops):.0f} ms")


def print_opening(page, photo: Path) -> None:
    """Print the median of the seconds that a photograph takes to open."""
    seconds = statistics.median(opened(page, photo) for _ in range(RUNS))
    print(f"12 MP photograph, from cell to screen: {seconds:.2f} s")


if __name__ == "__main__":
    main()
