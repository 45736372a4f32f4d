"""The README's short film of the panel: pointing at a bar, asking, and checked statements.

Run it from the repository's root:

    PYTHONPATH=.:tests:tests/support python tests/support/readme_film.py docs/images/pointing.webp

The reply comes from the loopback server and says that it is scripted. The panel, the queries and
the marks are real.
"""

from __future__ import annotations

import io
import json
import sys
import tempfile
import time
from pathlib import Path

import browser_lab
import panel_lab
from loopback import LoopbackServer
from matplotlib.font_manager import findfont
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SCALE = 1360, 950, 1.1

_QUESTION = "Is this the best quarter, and which is second?"
_ANSWER = (
    "*A scripted reply to show the panel, not Claude's words.*\n\n"
    "Yes: Q4 sold 18, more than any other quarter.\n\nQ1 is second, with 12 sold."
)
_CLAIMS = [
    {
        "quote": "Q4 sold 18, more than any other quarter",
        "query": "SELECT max(value) FROM data WHERE series = 'Sales'",
        "value": 18,
    },
    {
        "quote": "Q1 is second",
        "query": "SELECT x FROM data WHERE series = 'Sales' ORDER BY value DESC LIMIT 1 OFFSET 1",
        "value": "Q1",
    },
    {
        "quote": "with 12 sold",
        "query": "SELECT value FROM data WHERE series = 'Sales' AND x = 'Q1'",
        "value": 12,
    },
]

_CAPTION = "The reply is scripted, not Claude's. The marks come from queries on the figure's data."
"""Under each frame."""

_ARROW = [(0, 0), (0, 17), (4, 13.5), (6.5, 19.5), (9.2, 18.3), (6.7, 12.5), (12, 12)]
"""Outline of a pointer, in CSS pixels from its tip; a headless browser draws none."""


class SlowPieces(list):
    """Pieces of a reply that come one after the other, as a model writes them."""

    def __iter__(self):
        for piece in super().__iter__():
            time.sleep(0.12)
            yield piece


class Film:
    """Screenshots of a panel with the pointer drawn into them, and how long each is shown."""

    def __init__(self, page) -> None:
        self.page = page
        self.frames: list[Image.Image] = []
        self.durations: list[int] = []
        self.pointer = (WIDTH * 0.45, HEIGHT * 0.75)
        page.mouse.move(*self.pointer)

    def shoot(self, milliseconds: int) -> None:
        """Add a frame."""
        panel = self.page.locator(".claude-see").last
        place = panel.bounding_box()
        frame = Image.open(io.BytesIO(panel.screenshot(animations="disabled"))).convert("RGB")
        tip = [(self.pointer[i] - place["xy"[i]]) * SCALE for i in (0, 1)]
        outline = [(tip[0] + x * SCALE, tip[1] + y * SCALE) for x, y in _ARROW]
        ImageDraw.Draw(frame).polygon(outline, fill="black", outline="white", width=2)
        if self.frames and frame.tobytes() == self.frames[-1].tobytes():
            self.durations[-1] = max(self.durations[-1], milliseconds)
            return
        self.frames.append(frame)
        self.durations.append(milliseconds)

    def move(self, x: float, y: float, steps: int = 7) -> None:
        """Move the pointer there, a frame for each step."""
        left, top = self.pointer
        for step in range(1, steps + 1):
            share = step / steps
            share = share * share * (3 - 2 * share)
            self.pointer = (left + (x - left) * share, top + (y - top) * share)
            self.page.mouse.move(*self.pointer)
            self.shoot(60)

    def move_to(self, locator) -> None:
        """Move the pointer to an element's middle."""
        place = locator.bounding_box()
        self.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)

    def click(self) -> None:
        """Press and release where the pointer is."""
        self.page.mouse.click(*self.pointer)

    def save(self, path: Path) -> None:
        """Write it as an animated WebP."""
        height = max(frame.height for frame in self.frames)
        font = ImageFont.truetype(findfont("DejaVu Sans"), 13 * SCALE)
        size = (self.frames[0].width, height + round(28 * SCALE))
        pages = [Image.new("RGB", size, "white") for _ in self.frames]
        for whole, frame in zip(pages, self.frames, strict=True):
            whole.paste(frame)
            place = (8 * SCALE, height + 6 * SCALE)
            ImageDraw.Draw(whole).text(place, _CAPTION, fill="#444444", font=font)
        pages[0].save(
            path,
            save_all=True,
            append_images=pages[1:],
            duration=self.durations,
            loop=0,
            quality=80,
            method=5,
        )


def point_ask_and_check(page, api: LoopbackServer) -> Film:
    """Play the scenes."""
    film = Film(page)
    film.shoot(900)
    layer = page.locator(".cs-layer").bounding_box()
    film.move(layer["x"] + 0.85 * layer["width"], layer["y"] + 0.6 * layer["height"])
    page.wait_for_selector(".cs-hover-label:has-text('bar of Sales: Q4, 18')")
    film.shoot(1300)
    film.click()
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q4, 18')")
    film.shoot(900)
    film.move_to(page.get_by_role("checkbox", name="Check"))
    film.click()
    film.shoot(500)
    film.move_to(page.locator(".cs-prompt"))
    film.click()
    page.fill(".cs-prompt", "")
    for end in range(4, len(_QUESTION) + 4, 4):
        page.fill(".cs-prompt", _QUESTION[:end])
        film.shoot(70)
    film.shoot(600)
    film.move_to(page.get_by_role("button", name="Ask", exact=True))
    reply = json.dumps({"answer": _ANSWER, "claims": _CLAIMS})
    api.reply("", pieces=SlowPieces(reply[i : i + 8] for i in range(0, len(reply), 8)))
    film.click()
    while not page.locator(".cs-done").count():
        film.shoot(120)
    page.wait_for_selector("button.cs-claim.cs-right")
    film.shoot(1500)
    for mark in ("right", "wrong"):
        film.move_to(page.locator(f"button.cs-claim.cs-{mark}").first)
        film.click()
        page.wait_for_selector(".cs-proof")
        film.shoot(2200)
    return film


def main() -> None:
    """Make the film."""
    with LoopbackServer() as api, tempfile.TemporaryDirectory() as root:
        folder = panel_lab.folder(Path(root))
        environment = panel_lab.environment(api)
        with browser_lab.JupyterLab(folder, width=WIDTH, scale=SCALE, env=environment) as lab:
            page = lab.open_notebook("panel.ipynb")
            page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            browser_lab.run_all(page)
            page.set_default_timeout(30_000)
            page.wait_for_selector(".claude-see .cs-image[src]")
            page.wait_for_function("document.querySelector('.cs-layer').offsetWidth > 100")
            page.locator(".claude-see").scroll_into_view_if_needed()
            film = point_ask_and_check(page, api)
    film.save(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
