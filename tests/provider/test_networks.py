"""The way to the API: certificates that nobody here trusts, and proxies that want a password."""

from __future__ import annotations

import datetime as dt
import ipaddress
import queue
import socket
import ssl
import threading
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from replies import read_parts

from jupyter_claude_vision import errors
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.clients import credentials
from jupyter_claude_vision.provider.clients.async_sender import AsyncSender
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.provider.request import Request

REQUEST = Request("claude-opus-5-5", 100, [{"role": "user", "content": "What?"}], "", {})
WAYS = ["one", "many"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A file with a key and a certificate for 127.0.0.1 that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Example Corp")])
    now = dt.datetime.now(dt.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("certificates") / "corp.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file


class Listener:
    """Hands each connection to a function, in one thread."""

    def __init__(self, handle):
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._handle = handle
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, suppress(OSError):  # the client hangs up where it trusts nobody
                self._handle(connection)

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@pytest.fixture
def listen():
    listeners = []

    def start(handle):
        listeners.append(Listener(handle))
        return listeners[-1].port

    yield start
    for listener in listeners:
        listener.close()


@pytest.fixture
def ask(monkeypatch):
    """Ask once, or as one of many; return the error."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-made-up")
    for name in ("NO_PROXY", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    provider = Provider(PLATFORMS["anthropic"])
    provider.retries.limit = 0

    def error_of(way):
        if way == "one":
            with pytest.raises(errors.ProviderError) as caught:
                read_parts(provider, REQUEST)
            return caught.value
        sender, replies = AsyncSender(provider, 2), queue.Queue()
        try:
            sender.send_request(REQUEST.pack_body(), replies.put)
            return replies.get(timeout=60).error
        finally:
            sender.close()

    yield error_of
    provider.close()


@pytest.mark.parametrize("way", WAYS)
def test_a_certificate_of_a_companys_authority_names_the_variable(
    monkeypatch, certificate, listen, ask, way
):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    port = listen(lambda connection: context.wrap_socket(connection, server_side=True).close())
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"https://127.0.0.1:{port}")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    error = ask(way)
    assert type(error) is errors.NetworkError
    assert str(error).startswith("The certificate of ")
    assert f"127.0.0.1:{port}" in str(error)
    assert "set SSL_CERT_FILE" in str(error)
    assert "REQUESTS_CA_BUNDLE is for other libraries" in str(error)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert "certificate" not in str(ask(way))


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # aiohttp's own use of it
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_proxy_that_asks_for_a_password_says_where_it_goes(monkeypatch, listen, ask, way, scheme):
    refusal = (
        b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n"
        b"Content-Length: 0\r\nConnection: close\r\n\r\n"
    )

    def refuse(connection):
        read = b""
        while b"\r\n\r\n" not in read:
            read += connection.recv(65_536)
        connection.sendall(refusal)

    proxy = f"http://me:secret-word@127.0.0.1:{listen(refuse)}"
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setenv("HTTP_PROXY", proxy)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"{scheme}://api.example")
    error = ask(way)
    assert type(error) is errors.NetworkError
    assert "HTTPS_PROXY" in str(error)
    assert "password" in str(error)
    assert "secret-word" not in str(error)


@pytest.mark.parametrize("way", WAYS)
def test_an_address_where_nobody_listens_is_named(monkeypatch, ask, way):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    monkeypatch.setenv("NO_PROXY", "*")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"http://127.0.0.1:{port}")
    error = ask(way)
    assert type(error) is errors.NetworkError
    assert str(error).startswith("No connection to ")
    assert f"127.0.0.1:{port}" in str(error)


def test_a_socks_proxy_without_its_package_says_what_to_install(monkeypatch, ask):
    monkeypatch.setattr(credentials, "find_spec", {}.get)
    monkeypatch.setenv("ALL_PROXY", "socks5://me:secret-word@127.0.0.1:9")
    error = ask("one")
    assert type(error) is errors.NetworkError
    assert str(error).startswith("ALL_PROXY names a SOCKS proxy, which needs a package: pip ins")
    assert "secret-word" not in str(error)
