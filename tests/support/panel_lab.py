"""A notebook with a panel, for tests that drive it in a browser."""

from __future__ import annotations

import os
import re
from pathlib import Path

import browser_lab
import nbformat
import pytest
from conftest import KEY

PICTURES = Path("build/browser")
"""Where a screenshot of each test is kept."""

SETUP = """
%load_ext jupyter_claude_vision
%matplotlib inline
import matplotlib.pyplot as plt
from PIL import Image
from jupyter_claude_vision import ClaudeSee

fig, ax = plt.subplots(figsize=(6, 4))
ax.bar(["Q1", "Q2", "Q3", "Q4"], [12, 15, 9, 18], label="Sales")
ax.plot([0, 1, 2, 3], [10, 12, 11, 16], "o-", color="C1", label="Target")
ax.set_title("Sales by quarter, 2025")
ax.legend()
plt.close(fig)
fractal = Image.effect_mandelbrot((900, 600), (-2, -1, 1, 1), 60).convert("RGB")
"""


def folder(root):
    """Return a folder, with a notebook in it that opens a panel; skip where no browser is.

    Continuous integration never skips: there, a browser that is missing is a failure.
    """
    if (reason := browser_lab.missing()) and not os.environ.get("CI"):
        pytest.skip(reason)
    cells = [nbformat.v4.new_code_cell(code) for code in (SETUP, "panel = ClaudeSee(fig)\npanel")]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, root / "panel.ipynb")
    return root


def environment(api):
    """Return the environment of kernels that ask the loopback server."""
    return {"ANTHROPIC_BASE_URL": api.url, "ANTHROPIC_API_KEY": KEY}


def keep(name, page, suffix=""):
    """Keep a screenshot of the panel under a test's name."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', name)}{suffix}.png".replace("-.png", ".png")
    page.locator(".claude-see").last.screenshot(path=path, animations="disabled")


def draw_box(page, left=0.15, top=0.4, right=0.31, bottom=0.9):
    """Drag over a part of the picture, given as shares of its size."""
    place = page.locator(".cs-layer").bounding_box()

    def move(x, y, steps=1):
        x, y = place["x"] + x * place["width"], place["y"] + y * place["height"]
        page.mouse.move(x, y, steps=steps)

    move(left, top)
    page.mouse.down()
    move(right, bottom, steps=8)
    page.mouse.up()
