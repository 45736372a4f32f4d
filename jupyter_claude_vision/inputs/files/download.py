"""A URL, downloaded safely.

The host is resolved here, every address is checked, and the connection goes to the very
address that was checked: a name that changes its address in between (DNS rebinding) reaches
nothing else. Redirects are followed one by one, each checked again.

The environment's proxies (``HTTPS_PROXY``, ``NO_PROXY`` …) are used. A proxy looks the host up
itself, so there the address is checked where the name resolves here too, and the proxy's own
rules decide else. Nothing is taken from ``.netrc``.
"""

from __future__ import annotations

import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ...errors import FetchError, ImageTooLargeError
from .boundary import typed_errors
from .file_types import START, check_kind
from .url_safety import (
    check_before_proxy,
    check_public,
    is_proxied,
    resolve_host,
    split_url,
    without_credentials,
)

if TYPE_CHECKING:
    import httpx2

    from ..attachment import InputOptions

__all__ = ["MAX_REDIRECTS", "check_public", "fetch_url"]

MAX_REDIRECTS: Final = 5

_HEADERS: Final = {
    "User-Agent": "jupyter-claude-vision",
    "Accept": "image/*,*/*;q=0.5",
    # Pictures are compressed already, and a bomb would have to be unpacked to be found.
    "Accept-Encoding": "identity",
}


def fetch_url(url: str, *, options: InputOptions, name: str) -> bytes:
    """Return what is at an http(s) URL.

    Parameters
    ----------
    url : str
    options : InputOptions
        Limits on size and time, and whether private addresses are allowed.
    name : str
        What the user calls it, for messages.

    Raises
    ------
    FetchError
        The host must not or cannot be reached, or it answers with an error.
    ImageTooLargeError
        There are over ``options.max_bytes``.
    UnreadableImageError
        There is nothing, or a web page.
    """
    import httpx2

    name = without_credentials(name)
    download = _Download(options, name, deadline=time.monotonic() + options.timeout)
    with typed_errors(name, FetchError, "cannot be fetched"):
        try:
            return download.follow_redirects(url)
        except httpx2.TimeoutException as error:
            raise download.too_slow() from error


@dataclass(frozen=True)
class _Download:
    """One download: redirects and all, within its time."""

    options: InputOptions
    name: str
    deadline: float

    def follow_redirects(self, url: str) -> bytes:
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._request_once(url)
            if isinstance(answer, bytes):
                return answer
            url = answer
        msg = f"{self.name} is redirected more than {MAX_REDIRECTS} times."
        raise FetchError(msg)

    def _request_once(self, url: str) -> bytes | str:
        """Return what is at a URL, or the URL that it redirects to."""
        import httpx2

        split_url(url, self.name)
        target = httpx2.URL(url)
        proxy = _proxy_for(target)
        with httpx2.Client(
            # The proxy was chosen by the host's name; the client would look at its address.
            trust_env=False,
            verify=httpx2.create_ssl_context(),
            proxy=proxy,
            headers=_HEADERS,
            timeout=max(self.deadline - time.monotonic(), 0.001),
        ) as client:
            if proxy is not None:
                self._check_before_proxy(target)
                return self._send_get(client, target, {})
            return self._get_from_any(client, target)

    def _check_before_proxy(self, target: httpx2.URL) -> None:
        if self.options.allow_private_urls:
            return
        check_before_proxy(str(target), self.name)

    def _get_from_any(self, client: httpx2.Client, target: httpx2.URL) -> bytes | str:
        """Ask the host's addresses in turn, until one can be connected to."""
        import httpx2

        host = {"Host": target.netloc.decode("ascii")}
        *rest, last = self._resolve_target(target)
        for address in rest:
            try:
                return self._send_get(client, target, host, str(address))
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue  # the next one may be reachable, as with IPv6 and IPv4
        return self._send_get(client, target, host, str(last))

    def _resolve_target(self, target: httpx2.URL) -> list[Any]:
        port = target.port or (443 if target.scheme == "https" else 80)
        host, private = target.raw_host.decode("ascii"), self.options.allow_private_urls
        return list(resolve_host(host, port, self.name, allow_private=private))

    def _send_get(
        self, client: httpx2.Client, url: httpx2.URL, headers: dict[str, str], address: str = ""
    ) -> bytes | str:
        target = url.copy_with(host=address) if address else url
        # The certificate must be the host's own, though the connection goes to its address.
        extensions = {"sni_hostname": url.raw_host.decode("ascii")}
        with client.stream("GET", target, headers=headers, extensions=extensions) as response:
            if response.has_redirect_location:
                return str(url.copy_with(userinfo=b"").join(response.headers["Location"]))
            if not response.is_success:
                raise FetchError(_refusal_message(self.name, response.status_code))
            return self._read_body(response)

    def _read_body(self, response: httpx2.Response) -> bytes:
        data = bytearray()
        for piece in response.iter_bytes():
            data += piece
            if len(data) > self.options.max_bytes:
                limit = self.options.max_bytes / 1e6
                msg = f"{self.name} is larger than {limit:,.0f} MB, the most that is downloaded."
                raise ImageTooLargeError(msg)
            if time.monotonic() > self.deadline:
                raise self.too_slow()
            if len(data) - len(piece) < START <= len(data):
                check_kind(bytes(data[:START]), self.name)  # before all of a web page is here
        check_kind(bytes(data[:START]), self.name)
        return bytes(data)

    def too_slow(self) -> FetchError:
        return FetchError(f"{self.name} was not there after {self.options.timeout:g} s.")


def _proxy_for(url: httpx2.URL) -> str | None:
    """Return the environment's proxy for a URL, by the host's name."""
    if not is_proxied(url.scheme, url.host):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _refusal_message(name: str, status: int) -> str:
    if status in {401, 403}:
        return f"{name} is refused (HTTP {status}): download it yourself and give the file."
    if status in {404, 410}:
        return f"{name} is not there (HTTP {status}): check the address."
    return f"{name} cannot be fetched: the server answers HTTP {status}."
