"""How quick the panel is in a real JupyterLab in headless Chromium; nothing is asserted.

``python benchmarks/panel.py`` prints the frames a second while a box is drawn, how long a
12 MP photograph takes from its cell to the screen, and how long Stop takes to be seen.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "tests")]

import browser_lab  # noqa: E402
import panel_lab  # noqa: E402
from loopback import LoopbackServer  # noqa: E402
from test_prepare import photograph  # noqa: E402

RUNS = 5
SECONDS = 2

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
    page.get_by_role("button", name="describe").click()
    page.wait_for_selector(".cs-writing .cs-answer:has-text('first half')")
    count = page.locator(".cs-stopped").count()
    button = page.get_by_role("button", name="Stop")
    started = time.perf_counter()
    button.click()
    page.wait_for_function(f"document.querySelectorAll('.cs-stopped').length > {count}")
    took = time.perf_counter() - started
    hold.release()
    return took


def main() -> None:
    """Print the medians of several runs."""
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
                drawn = [frames_a_second(page) for _ in range(RUNS)]
                stops = [stopped(page, api) for _ in range(RUNS)]
                opens = [opened(page, photo) for _ in range(RUNS)]
    rate = statistics.median(rate for rate, _ in drawn)
    slowest = statistics.median(slowest for _, slowest in drawn)
    print(f"drawing a box: {rate:.0f} frames a second, the longest {slowest:.0f} ms")
    print(f"Stop, from click to mark: {1000 * statistics.median(stops):.0f} ms")
    print(f"12 MP photograph, from cell to screen: {statistics.median(opens):.2f} s")


if __name__ == "__main__":
    main()
