"""The cancellation of an answer from another thread."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2


class Cancellation:
    """A switch by which another thread ends an answer.

    The thread that reads an answer waits in the operating system for its next bytes, where only
    the end of the connection reaches it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._response: httpx2.Response | None = None
        self._event = threading.Event()

    def check(self) -> None:
        """Raise KeyboardInterrupt where the answer was canceled before it had a connection."""
        if self._event.is_set():
            raise KeyboardInterrupt

    def wait(self, seconds: float) -> None:
        """Wait, or raise KeyboardInterrupt as soon as the answer is canceled."""
        if self._event.wait(seconds):
            raise KeyboardInterrupt

    def attach(self, response: httpx2.Response) -> None:
        """Take the response that is about to be read."""
        with self._lock:
            self._response = response
            is_cancelled = self._event.is_set()
        if is_cancelled:
            end_connection(response)

    def cancel(self) -> None:
        """End the connection: at once, or when there is one."""
        with self._lock:
            self._event.set()
            response = self._response
        if response is not None:
            end_connection(response)


def end_connection(response: httpx2.Response) -> None:
    """End the connection of a response, so that the thread that waits for its bytes goes on."""
    network = response.extensions.get("network_stream")
    connection = network.get_extra_info("socket") if network is not None else None
    if isinstance(connection, socket.socket):
        with suppress(OSError):  # it has ended by itself
            connection.shutdown(socket.SHUT_RDWR)
