"""A headless Chrome that draws pages which nobody has checked, kept up between questions.

A page may run its own scripts, as it does in the notebook, and reaches nothing else:

- each request is refused before it is made, and the page's origin is a host that does not exist,
  so that it may not open files;
- what is no request (prefetching, preconnecting, WebRTC, QUIC) meets a resolver that knows no host
  and a proxy that is not there, for loopback addresses, too;
- it may open no window, download nothing, and send no form; each page has a profile of its own;
- a page that has not come to rest in time is given up, together with the browser.

The driver's event loop has a thread of its own, since a notebook's is in use.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from ...errors import InputError, MissingPackageError, UnreadableImageError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from playwright.async_api import Browser, Page, Playwright, Request, Route, WebSocketRoute

PAGE_WIDTH: Final = 980
"""CSS pixels: the width of a notebook's outputs."""

WIDEST_PAGE: Final = 2400
TALLEST_PAGE: Final = 6000
"""CSS pixels of a page that are drawn; the caption says what is cut off."""

PIXEL_RATIO: Final = 2
"""Device pixels for each CSS pixel, as on a sharp screen."""

SECONDS: Final = 20.0
"""A page's, by default."""

IDLE_SECONDS: Final = 120.0
"""After which an unused browser ends; the next page starts another."""

_START_SECONDS: Final = 40.0
_END_SECONDS: Final = 5.0
_SHORT_PAGE: Final = 600
_ORIGIN: Final = "http://page.invalid/"
_POLICY: Final = "sandbox allow-scripts allow-same-origin; form-action 'none'; object-src 'none'"
_FLAGS: Final = [
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--disable-background-networking",
    "--disable-quic",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-features=DialMediaRouteProvider,MediaRouter,NetworkPrediction,WebRtcHideLocalIpsWithMdns",
    "--hide-scrollbars",
]
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_CHANNELS: Final = ("chrome", "msedge")
_BROWSER_VARIABLE: Final = "BROWSER_PATH"
"""Also read by kaleido, for a browser in an unusual place."""

_BEFORE_SCRIPTS: Final = """
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport", "SharedWorker"])
  Object.defineProperty(globalThis, name, {value: undefined, configurable: false});
"""
_AT_REST: Final = """
async () => {
  const frame = () => new Promise(done => setTimeout(done, 50));
  while (document.readyState === "loading") await frame();
  // A page that tries to leave may never be complete.
  for (let rounds = 0; document.readyState !== "complete" && rounds < 20; rounds++) await frame();
  await document.fonts?.ready;
  let changes = 1;
  new MutationObserver(() => changes++).observe(
    document, {subtree: true, childList: true, attributes: true, characterData: true});
  for (let quiet = 0, rounds = 0; quiet < 3 && rounds < 60; rounds++) {
    const before = changes;
    await frame();
    const busy = globalThis.Bokeh?.documents?.some(document => !document.is_idle);
    quiet = changes === before && !busy ? quiet + 1 : 0;
  }
}
"""
_SIZE: Final = """
() => [document.documentElement, document.body].filter(Boolean).reduce(
  ([width, height], element) =>
    [Math.max(width, element.scrollWidth), Math.max(height, element.scrollHeight)], [1, 1])
"""


@dataclass(frozen=True)
class Screenshot:
    """A page as it was drawn.

    Attributes
    ----------
    png : bytes
    width, height : int
        Of the whole page, in CSS pixels.
    hosts : tuple of str
        The hosts of what the page would have loaded, ``file:`` for files.
    """

    png: bytes
    width: int
    height: int
    hosts: tuple[str, ...]


class HtmlBrowser:
    """The browser of one client; it starts with the first page, and ends when it is idle.

    Parameters
    ----------
    seconds : float, optional
        In which a page must have come to rest, scripts included.

    Attributes
    ----------
    seconds : float
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._driver: Playwright | None = None
        self._chrome: Browser | None = None
        self._end: asyncio.TimerHandle | None = None
        self._busy: asyncio.Lock | None = None

    def draw_page(self, html: str, name: str) -> Screenshot:
        """Return a picture of a page.

        Parameters
        ----------
        html : str
            A whole document.
        name : str
            What the user calls it.

        Raises
        ------
        MissingPackageError
            The driver, or a browser, is not installed.
        UnreadableImageError
            It does not come to rest, or the browser breaks down on it.
        """
        try:
            import playwright.async_api  # noqa: F401 - it is missed here, by name
        except ImportError as error:
            msg = (
                f"{name} is HTML, which a headless Chrome draws: "
                'pip install "jupyter-claude-vision[html]".'
            )
            raise MissingPackageError(msg) from error
        future = self._submit(self._draw_in_time(html, name))
        try:
            return future.result()
        except KeyboardInterrupt:
            future.cancel()
            raise

    def close(self) -> None:
        """End the browser and its driver."""
        with self._lock:
            loop, self._loop = self._loop, None
        if loop is None:
            return
        with suppress(Exception):  # it ends with the kernel at the latest
            asyncio.run_coroutine_threadsafe(self._shut_down(), loop).result(_END_SECONDS)
        loop.call_soon_threadsafe(loop.stop)

    def __reduce__(self) -> tuple[type[HtmlBrowser], tuple[()]]:
        return HtmlBrowser, ()

    def _submit(self, work: Any) -> Future[Screenshot]:
        with self._lock:
            if self._loop is None:
                # On Windows, a kernel's own kind of loop can start no process.
                proactor = getattr(asyncio, "ProactorEventLoop", asyncio.new_event_loop)
                self._loop = loop = proactor()
                self._busy = asyncio.Lock()
                threading.Thread(
                    target=_run_loop, args=(loop,), name="claude-vision-html", daemon=True
                ).start()
            return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _draw_in_time(self, html: str, name: str) -> Screenshot:
        assert self._busy is not None  # noqa: S101 - for the type
        from playwright.async_api import Error

        async with self._busy:  # one page after the other
            if self._end is not None:
                self._end.cancel()
            for is_last in (False, True):
                chrome = await self._find_chrome(name)
                try:
                    return await asyncio.wait_for(_draw_page(chrome, html), self.seconds)
                except TimeoutError as error:
                    await self._shut_down()
                    limit = f"{self.seconds:g} s"
                    msg = f"{name} had not come to rest after {limit}: does a script loop?"
                    raise UnreadableImageError(msg) from error
                except Error as error:
                    # An interrupt reaches the driver, too, so that it may be gone by now.
                    is_gone = not chrome.is_connected()
                    await self._shut_down()
                    if is_last or not is_gone:
                        reason = str(error).strip().splitlines()[0]
                        msg = f"{name} could not be drawn by the browser ({reason})."
                        raise UnreadableImageError(msg) from error
                finally:
                    loop = asyncio.get_running_loop()
                    self._end = loop.call_later(IDLE_SECONDS, self._end_idle)
        raise AssertionError  # the last attempt returns or raises

    def _end_idle(self) -> None:
        task = asyncio.ensure_future(self._shut_down())
        task.add_done_callback(lambda _: None)

    async def _find_chrome(self, name: str) -> Browser:
        if self._chrome is not None and self._chrome.is_connected():
            return self._chrome
        from playwright.async_api import Error, async_playwright

        await self._shut_down()
        try:
            self._driver = await asyncio.wait_for(async_playwright().start(), _START_SECONDS)
            self._chrome = await asyncio.wait_for(_launch_chrome(self._driver), _START_SECONDS)
        except (Error, OSError, TimeoutError) as error:
            await self._shut_down()
            reason = next(iter(str(error).strip().splitlines()), type(error).__name__)
            msg = f"{name} could not be drawn: the browser does not start ({reason})."
            raise InputError(msg) from error
        if self._chrome is None:
            await self._shut_down()
            msg = (
                f"{name} is HTML, which Chrome, Chromium or Edge draws, and none was found: "
                f"install one, run playwright install chromium, or set {_BROWSER_VARIABLE}."
            )
            raise MissingPackageError(msg)
        return self._chrome

    async def _shut_down(self) -> None:
        chrome, driver, self._chrome, self._driver = self._chrome, self._driver, None, None
        with suppress(Exception):  # it is gone already, or is killed with its driver
            if chrome is not None:
                await asyncio.wait_for(chrome.close(), _END_SECONDS)
        with suppress(Exception):
            if driver is not None:
                await asyncio.wait_for(driver.stop(), _END_SECONDS)


def _run_loop(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    loop.run_forever()
    loop.close()


async def _launch_chrome(driver: Playwright) -> Browser | None:
    """Return the first browser that is on the machine; None where there is none."""
    from playwright.async_api import Error

    # Chrome refuses its own sandbox to root.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options: dict[str, Any] = {"args": _FLAGS, "chromium_sandbox": not is_root}
    options |= {f"handle_sig{signal}": False for signal in ("int", "term", "hup")}
    paths = [os.environ.get(_BROWSER_VARIABLE), *map(shutil.which, _NAMES)]
    paths.append(driver.chromium.executable_path)
    for path in paths:
        if path and os.access(path, os.X_OK):
            return await _launch(driver, options | {"executable_path": path})
    for channel in _CHANNELS:
        with suppress(Error):  # it is not installed
            return await _launch(driver, options | {"channel": channel})
    return None


async def _launch(driver: Playwright, options: dict[str, Any]) -> Browser:
    """Start a browser; without its own sandbox only where the system has none, as a container."""
    from playwright.async_api import Error

    try:
        return await driver.chromium.launch(**options)
    except Error as error:
        if not options["chromium_sandbox"] or "sandbox" not in str(error).lower():
            raise
    return await driver.chromium.launch(**options | {"chromium_sandbox": False})


async def _draw_page(chrome: Browser, html: str) -> Screenshot:
    context = await chrome.new_context(
        viewport={"width": PAGE_WIDTH, "height": _SHORT_PAGE},
        device_scale_factor=PIXEL_RATIO,
        accept_downloads=False,
        service_workers="block",
        color_scheme="light",
        reduced_motion="reduce",
    )
    try:
        gate = _Gate(html)
        await context.add_init_script(_BEFORE_SCRIPTS)
        await context.route("**/*", gate.answer_request)
        await context.route_web_socket("**/*", gate.refuse_socket)
        page = await context.new_page()
        await page.goto(_ORIGIN, wait_until="commit", timeout=SECONDS * 1000)
        await page.evaluate(_AT_REST)
        width, height = await _fit_viewport(page)
        columns, rows = min(width, WIDEST_PAGE), min(height, TALLEST_PAGE)
        png = await page.screenshot(
            full_page=True,
            clip={"x": 0, "y": 0, "width": columns, "height": rows},
            animations="disabled",
            timeout=SECONDS * 1000,
        )
        return Screenshot(png, width, height, tuple(sorted(gate.hosts)))
    finally:
        with suppress(Exception):  # the browser may be gone
            await asyncio.wait_for(context.close(), _END_SECONDS)


async def _fit_viewport(page: Page) -> tuple[int, int]:
    """Widen the view for a page that is wider than a notebook; return the page's size."""
    width, height = await page.evaluate(_SIZE)
    if width > PAGE_WIDTH:
        await page.set_viewport_size({"width": min(width, WIDEST_PAGE), "height": _SHORT_PAGE})
        await page.evaluate(_AT_REST)
        width, height = await page.evaluate(_SIZE)
    return int(width), int(height)


class _Gate:
    """The one document that a page is, and a refusal of everything else.

    Attributes
    ----------
    hosts : set of str
        Of what was refused.
    """

    def __init__(self, html: str) -> None:
        self._html: str | None = html
        self.hosts: set[str] = set()

    async def answer_request(self, route: Route, request: Request) -> None:
        html, is_page = self._html, request.url == _ORIGIN and request.is_navigation_request()
        if is_page and html is not None:
            self._html = None  # a page that loads itself again would never come to rest
            headers = {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": _POLICY,
                "X-DNS-Prefetch-Control": "off",
                "Referrer-Policy": "no-referrer",
            }
            await route.fulfill(body=html, headers=headers)
            return
        self._note_refusal(request.url)
        if request.is_navigation_request():
            await route.fulfill(status=204)  # the page stays, where an error would replace it
        else:
            await route.abort("blockedbyclient")

    async def refuse_socket(self, socket: WebSocketRoute) -> None:
        self._note_refusal(socket.url)
        await socket.close()

    def _note_refusal(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.hostname and parts.hostname != "page.invalid":
            self.hosts.add(parts.hostname)
