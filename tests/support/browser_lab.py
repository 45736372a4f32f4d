"""A real JupyterLab in a real browser: for pictures, and for what only a browser can tell.

::

    with JupyterLab(folder) as lab:
        page = lab.open_notebook("notebook.ipynb")
        run_all(page)
        screenshot(page, Path("out.png"))

or ``python tests/support/browser_lab.py notebook.ipynb out.png [--dark]``.

The server listens on 127.0.0.1 only, and neither reads nor writes the user's own Jupyter and
IPython configuration.
"""

from __future__ import annotations

import argparse
import http.client
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

Theme = Literal["light", "dark"]

START_TIMEOUT = 90
"""Seconds that the server, and then the page, may take on a busy machine."""

RUN_TIMEOUT = 300
"""Seconds that all the cells of a notebook may take together."""

_THEMES: dict[Theme, str] = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

_SETTINGS: dict[str, dict[str, Any]] = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Every cell is in the page, however far below the fold, and every output of a cell.
    "notebook-extension/tracker": {"windowingMode": "none", "maxNumberOutputs": 10_000},
}

_PICTURE_STYLE = """
.jp-cell-toolbar, .jp-Notebook-footer { display: none !important; }
.jp-Collapser { visibility: hidden; }
"""
"""What a reader of a picture has no use for: buttons, and the mark of the selected cell."""

_BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    # Letters of the same shape in every picture.
    "--font-render-hinting=none",
]


def missing() -> str | None:
    """Return what a browser test lacks on this machine, or None where it lacks nothing."""
    if find_browser() is None:
        return "needs chromium or google-chrome on the PATH"
    wanted = ("playwright", "jupyterlab")
    absent = [name for name in wanted if importlib.util.find_spec(name) is None]
    return f"needs {' and '.join(absent)}" if absent else None


def find_browser() -> str | None:
    """Return the path of a Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


class JupyterLab:
    """A server on `root` and a headless browser; a context manager.

    Parameters
    ----------
    root : Path
        The folder whose notebooks are opened; where kernels start.
    theme : {"light", "dark"}
    width : int
        Of the page, in CSS pixels.
    scale : float
        Device pixels to a CSS pixel; 2 gives pictures that stay sharp on a README.
    env : dict of str, optional
        Environment variables for the server and its kernels, on top of this process's.
    application : str
        The module that is run: "jupyterlab", "notebook", which also serves Voilà's pages, or
        "marimo", with the file `root` as its one page.
    """

    def __init__(
        self,
        root: Path,
        *,
        theme: Theme = "light",
        width: int = 1000,
        scale: float = 1,
        env: dict[str, str] | None = None,
        application: str = "jupyterlab",
    ) -> None:
        self.root = root.resolve()
        self.application = application
        self.theme = theme
        self.width = width
        self.scale = scale
        self.env = env or {}
        self.port = _free_port()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._home = Path(
                stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
            )
            stack.callback(_stop, self._start_server())
            self._wait_for_server()
            self._browser = stack.enter_context(_browser())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def open_notebook(self, path: str) -> Page:
        """Open the notebook at `path`, relative to the root, alone in a page of its own.

        It returns when the notebook is drawn and its kernel is ready.
        """
        # "doc" is the simple interface: the notebook without side bars.
        place = "doc/tree" if self.application == "jupyterlab" else "notebooks"
        page = self.open_page(f"{place}/{quote(path)}?reset")
        page.wait_for_function("window.jupyterapp?.shell.currentWidget?.sessionContext")
        page.evaluate(
            """async () => {
                const panel = window.jupyterapp.shell.currentWidget;
                await panel.context.ready;
                await panel.revealed;
                await panel.sessionContext.ready;
                await panel.sessionContext.session?.kernel?.info;
            }"""
        )
        return page

    def open_page(self, path: str) -> Page:
        """Open a page of the server, of which nothing is known but its path."""
        page = self._browser.new_page(
            viewport={"width": self.width, "height": 800}, device_scale_factor=self.scale
        )
        page.set_default_timeout(START_TIMEOUT * 1000)
        page.goto(f"http://127.0.0.1:{self.port}/{path}")
        return page

    def _start_server(self) -> subprocess.Popen[bytes]:
        self._log = self._home / "server.log"
        self._write_settings()
        command = [sys.executable, "-m", self.application, "--no-browser", "--allow-root"]
        options = {
            "ServerApp.ip": "127.0.0.1",
            "ServerApp.port": self.port,
            "ServerApp.port_retries": 0,
            "ServerApp.root_dir": self.root,
            "IdentityProvider.token": "",
            "LabApp.expose_app_in_browser": True,
            "JupyterNotebookApp.expose_app_in_browser": True,
        }
        command += [f"--{name}={value}" for name, value in options.items()]
        if self.application == "marimo":
            command = [sys.executable, "-m", "marimo", "run", "--headless", "--no-token"]
            command += ["--port", str(self.port), str(self.root)]
        with self._log.open("wb") as log:
            return subprocess.Popen(
                command, env=self._environment(), stdout=log, stderr=subprocess.STDOUT
            )

    def _environment(self) -> dict[str, str]:
        folders = {
            name: str(self._home / name.lower())
            for name in (
                "JUPYTER_CONFIG_DIR",
                "JUPYTER_DATA_DIR",
                "JUPYTER_RUNTIME_DIR",
                "JUPYTERLAB_SETTINGS_DIR",
                "JUPYTERLAB_WORKSPACES_DIR",
                "IPYTHONDIR",
            )
        }
        return os.environ | folders | self.env

    def _write_settings(self) -> None:
        theme = {"apputils-extension/themes": {"theme": _THEMES[self.theme]}}
        for name, values in (_SETTINGS | theme).items():
            file = self._home / f"jupyterlab_settings_dir/@jupyterlab/{name}.jupyterlab-settings"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(values))

    def _wait_for_server(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT
        path = "/health" if self.application == "marimo" else "/api/status"
        while not _answers(self.port, path):
            if time.monotonic() > deadline:
                raise TimeoutError(f"JupyterLab did not start:\n{self._log.read_text()}")
            time.sleep(0.2)


def run_all(page: Page) -> None:
    """Run every cell; return when all have finished and their outputs are in the page."""
    page.set_default_timeout(RUN_TIMEOUT * 1000)
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.evaluate("document.fonts.ready.then(() => undefined)")
    _next_frame(page)


def set_theme(page: Page, theme: Theme) -> None:
    """Change the theme of an open page."""
    page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})",
        _THEMES[theme],
    )
    page.wait_for_function(
        "light => document.body.dataset.jpThemeLight === String(light)", arg=theme == "light"
    )
    page.wait_for_selector("#jupyterlab-splash", state="detached")


def screenshot(page: Page, path: Path, selector: str | None = None) -> None:
    """Save a PNG of the element at `selector`, or of all the notebook's cells at full height."""
    page.evaluate("document.activeElement?.blur()")
    cells = page.locator(".jp-Notebook").first
    needed = cells.evaluate(
        """notebook => {
            const scroller = notebook.querySelector('.jp-WindowedPanel-outer') ?? notebook;
            const hidden = scroller.scrollHeight - scroller.clientHeight;
            return Math.ceil(window.innerHeight + hidden);
        }"""
    )
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], needed)})
    _next_frame(page)
    target = page.locator(selector).first if selector else _all_cells(page)
    target.screenshot(path=path, animations="disabled", caret="hide", style=_PICTURE_STYLE)


def _all_cells(page: Page) -> Any:
    inner = page.locator(".jp-Notebook .jp-WindowedPanel-viewport").first
    return inner if inner.count() else page.locator(".jp-Notebook").first


def _next_frame(page: Page) -> None:
    # Two frames: the first may have been under way before the change was made.
    page.evaluate("new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))")


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        raise FileNotFoundError(missing())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_BROWSER_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def _stop(server: subprocess.Popen[bytes]) -> None:
    # SIGTERM lets the server shut its kernels down.
    server.terminate()
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def main() -> None:
    """Run a notebook and save a picture of it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--dark", action="store_true", help="with JupyterLab's dark theme")
    parser.add_argument("--width", type=int, default=1000, help="of the page, in CSS pixels")
    parser.add_argument("--scale", type=float, default=2, help="device pixels to a CSS pixel")
    parser.add_argument("--selector", help="a CSS selector, instead of all the cells")
    given = parser.parse_args()
    folder = given.notebook.resolve().parent
    theme: Theme = "dark" if given.dark else "light"
    with JupyterLab(folder, theme=theme, width=given.width, scale=given.scale) as lab:
        page = lab.open_notebook(given.notebook.name)
        run_all(page)
        screenshot(page, given.picture, given.selector)


if __name__ == "__main__":
    main()
