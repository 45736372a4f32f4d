"""Downloads: what is refused, and that nothing of it reaches the network."""

from __future__ import annotations

import ipaddress
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jupyter_claude_vision.errors import FetchError, ImageTooLargeError, UnreadableImageError
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.files.download import check_public, fetch_url
from jupyter_claude_vision.inputs.files.url_safety import is_public
from jupyter_claude_vision.inputs.registry import recognize_input


def png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (30, 20), "red").save(buffer, "PNG")
    return buffer.getvalue()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        path, _, target = self.path.partition("?to=")
        if path == "/hang":
            self.server.released.wait(30)
            return
        if path == "/redirect":
            self.answer(302, b"", Location=target)
        elif path == "/loop":
            self.answer(302, b"", Location="/loop")
        elif path == "/page":
            page = b"<!DOCTYPE html><html>" + b"x" * 5000
            self.answer(200, page, **{"Content-Type": "image/png"})
        elif path == "/empty":
            self.answer(200, b"")
        elif path == "/large":
            self.answer(200, b"\x89PNG" + bytes(50_000))
        elif path == "/drip":
            self.drip()
        elif path.startswith("/status/"):
            self.answer(int(path.rpartition("/")[2]), b"no")
        else:
            self.answer(200, png(), **{"Content-Type": "text/html"})

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self):
        """Never silent for long, and never done."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.server.released.wait(0.02):
            try:
                self.wfile.write(b"\x89PNG")
            except OSError:
                return

    def log_message(self, *args):
        pass


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.released = [], threading.Event()
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.url = f"http://127.0.0.1:{server.server_port}"
        yield server
        server.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def get(server):
    def get(path, name="photo", **options):
        options = InputOptions(**{"allow_private_urls": True, **options})
        return fetch_url(server.url + path, options=options, name=name)

    return get


def test_an_image_is_downloaded_whatever_the_server_calls_it(get):
    assert get("/a.png") == png()


def test_a_url_is_downloaded_when_it_is_drawn_and_not_before(server):
    url = server.url + "/a.png"
    attachment = recognize_input(url, url, options=InputOptions(allow_private_urls=True))
    assert (attachment.kind, attachment.url, attachment.name) == ("url", url, url)
    assert server.asked == []
    assert attachment.draw(None).image.size == (30, 20)
    assert len(server.asked) == 1


def test_the_server_is_told_who_asks_and_nothing_else(get, server):
    get("/a.png")
    headers = {name.lower(): value for name, value in server.asked[0][1].items()}
    assert headers["user-agent"] == "jupyter-claude-vision"
    assert headers["host"] == server.url.removeprefix("http://")
    assert not headers.keys() & {"authorization", "cookie", "referer"}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "127.1", "0.0.0.0"])
def test_a_private_address_is_refused_before_it_is_asked(server, host):
    with pytest.raises(FetchError, match=r"^photo is not fetched: .* is a private address"):
        fetch_url(f"http://{host}:{server.server_port}/a.png", options=InputOptions(), name="photo")
    assert server.asked == []


def test_a_redirect_to_a_private_address_is_refused(server, monkeypatch):
    """The first host resolves to a public address that leads to the test's own server."""
    connect = socket.create_connection

    def resolve(host, port, *args, **kwargs):
        address = "93.184.216.34" if host == "public.example" else host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect_here(address, *args, **kwargs):
        assert address[0] == "93.184.216.34"
        return connect(("127.0.0.1", server.server_port), *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect_here)
    url = "http://public.example/redirect?to=http://169.254.169.254/latest/meta-data"
    with pytest.raises(FetchError, match=r"169\.254\.169\.254 is a private address"):
        fetch_url(url, options=InputOptions(), name="photo")
    assert [path.partition("?")[0] for path, _ in server.asked] == ["/redirect"]


def test_the_connection_goes_to_the_very_address_that_was_checked(server, monkeypatch):
    """A name whose address changes after the check (DNS rebinding) changes nothing."""
    connect, answers, asked = socket.create_connection, iter(["93.184.216.34"]), []

    def resolve(host, port, *args, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    def connect_here(address, *args, **kwargs):
        asked.append(address[0])
        monkeypatch.undo()
        return connect(("127.0.0.1", server.server_port), *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect_here)
    fetch_url("http://rebinding.example/a.png", options=InputOptions(), name="photo")
    assert asked == ["93.184.216.34"]
    assert server.asked[0][1]["Host"] == "rebinding.example"


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    entries = [(socket.AF_INET, 1, 6, "", (a, 80)) for a in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
    with pytest.raises(FetchError, match="private"):
        fetch_url("http://mixed.example/", options=InputOptions(), name="photo")


def test_a_redirect_is_followed(get, server):
    assert get("/redirect?to=/a.png") == png()
    assert [path for path, _ in server.asked] == ["/redirect?to=/a.png", "/a.png"]


def test_a_circle_of_redirects_ends(get, server):
    with pytest.raises(FetchError, match="redirected more than 5 times"):
        get("/loop")
    assert len(server.asked) == 6


def test_a_redirect_to_another_scheme_is_refused(get):
    with pytest.raises(FetchError, match="only those are fetched"):
        get("/redirect?to=file:///etc/passwd")


@pytest.mark.parametrize(
    ("status", "said"), [(404, "not there"), (403, "download it yourself"), (500, "HTTP 500")]
)
def test_an_error_of_the_server_is_named(get, status, said):
    with pytest.raises(FetchError, match=rf"^photo .*{said}"):
        get(f"/status/{status}")


def test_a_web_page_is_no_image_even_if_it_claims_to_be_one(get):
    with pytest.raises(UnreadableImageError, match="photo is a web page, not an image"):
        get("/page")


def test_an_empty_answer_is_an_error(get):
    with pytest.raises(UnreadableImageError, match="photo is empty"):
        get("/empty")


def test_a_download_over_the_limit_is_stopped(get):
    with pytest.raises(ImageTooLargeError, match="photo is larger than"):
        get("/large", max_bytes=20_000)


def test_a_silent_server_is_given_up(get):
    with pytest.raises(FetchError, match=r"photo was not there after 0\.2 s"):
        get("/hang", timeout=0.2)


def test_a_server_that_drips_is_given_up_too(get):
    with pytest.raises(FetchError, match=r"photo was not there after 0\.3 s"):
        get("/drip", timeout=0.3)


def test_a_server_that_is_not_there_is_an_error(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "*")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(FetchError, match=r"^photo cannot be fetched"):
            fetch_url(url, options=InputOptions(allow_private_urls=True), name="photo")


def test_a_password_in_a_url_is_used_and_not_shown(server):
    url = server.url.replace("://", "://ann:secret@") + "/status/404"
    attachment = recognize_input(url, url, options=InputOptions(allow_private_urls=True))
    assert "secret" not in attachment.name
    with pytest.raises(FetchError) as caught:
        attachment.draw(None)
    assert server.asked[0][1]["Authorization"].startswith("Basic ")
    assert "secret" not in str(caught.value)


def test_a_password_is_not_passed_on_by_a_redirect(server):
    url = server.url.replace("://", "://ann:secret@") + "/redirect?to=/a.png"
    fetch_url(url, options=InputOptions(allow_private_urls=True), name="photo")
    assert "Authorization" not in server.asked[1][1]


def test_the_environments_proxy_is_used(server, monkeypatch):
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", server.url)
    data = fetch_url("http://93.184.216.34/a.png", options=InputOptions(), name="photo")
    assert data == png()
    assert server.asked[0][0] == "http://93.184.216.34/a.png"


def test_a_proxy_is_no_way_to_a_private_address(server, monkeypatch):
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", server.url)
    with pytest.raises(FetchError, match="private"):
        fetch_url("http://10.0.0.1/a.png", options=InputOptions(), name="photo")
    assert server.asked == []


def names_lead_to(monkeypatch, *addresses):
    """Let every host be known under these addresses, or under none, and no proxy be there."""

    def resolve(host, port, *args, **kwargs):
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.mark.parametrize("addresses", [["10.0.0.1"], ["127.0.0.1"], ["93.184.216.34", "::1"]])
def test_a_public_name_of_a_private_address_is_not_handed_on(monkeypatch, addresses):
    names_lead_to(monkeypatch, *addresses)
    with pytest.raises(FetchError) as caught:
        check_public("https://intranet.example.org/a.png", "a.png")
    assert str(caught.value) == (
        "a.png cannot go by its address: intranet.example.org is a private address, which the "
        "API must not be given. Use --method base64 or files."
    )


@pytest.mark.parametrize(
    "host", ["nowhere.example.org", "a..b.org", f"{'x' * 64}.org", "a.invalid"]
)
def test_a_host_that_is_not_there_is_not_handed_on(monkeypatch, host):
    names_lead_to(monkeypatch)
    with pytest.raises(FetchError, match="there is no host"):
        check_public(f"https://{host}/a.png", "a.png")


def test_behind_a_proxy_a_name_that_only_the_proxy_knows_may_be_handed_on(monkeypatch):
    names_lead_to(monkeypatch)
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example.org:3128")
    assert check_public("https://example.org/a.png", "a.png") is None
    with pytest.raises(FetchError, match=r"there is no host a\.invalid"):
        check_public("https://a.invalid/a.png", "a.png")
    names_lead_to(monkeypatch, "10.0.0.1")
    with pytest.raises(FetchError, match="private"):
        check_public("https://example.org/a.png", "a.png")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.png",
        "http://8.8.8.8/a.png",
        "https://[2606:4700::1111]/a.png",
        "https://example.org:8443/a.png?size=2",
    ],
)
def test_a_public_url_may_be_sent_by_reference(url, monkeypatch):
    names_lead_to(monkeypatch, "93.184.216.34")
    assert check_public(url, url) is None


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a.png",
        "https:///a.png",
        "http://localhost/a.png",
        "http://localhost./a.png",
        "http://nas/a.png",
        "http://printer.local/a.png",
        "http://10.1.2.3/a.png",
        "http://2130706433/a.png",
        "http://0x7f.1/a.png",
        "http://[::1]/a.png",
        "http://[::ffff:10.0.0.1]/a.png",
        "http://[fe80::1%25eth0]/a.png",
        "https://ann:secret@example.org/a.png",
        "http://example.org:port/a.png",
    ],
)
def test_any_other_url_may_not_be_sent_by_reference(url):
    with pytest.raises(FetchError) as caught:
        check_public(url, url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "2001:db8::1",
        "::127.0.0.1",
    ],
)
def test_an_address_that_is_not_the_public_internet_is_told(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_a_public_address_is_told(address):
    assert is_public(ipaddress.ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_embedded_in_another_is_judged_as_itself(address):
    mapped = ipaddress.IPv6Address(f"::ffff:{address}")
    nat64 = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + int(address))
    assert is_public(mapped) == is_public(nat64) == is_public(address)
