"""The connection of one answer, which another thread may end."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2


class Line:
    """The connection on which one answer comes.

    Whoever reads an answer waits in the operating system for its next bytes, where no other
    thread's word is heard; only the end of the connection is.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._response: httpx2.Response | None = None
        self._ended = threading.Event()

    def check(self) -> None:
        """Raise KeyboardInterrupt where it was ended before there was a connection."""
        if self._ended.is_set():
            raise KeyboardInterrupt

    def wait(self, seconds: float) -> None:
        """Wait, or raise KeyboardInterrupt as soon as it is ended."""
        if self._ended.wait(seconds):
            raise KeyboardInterrupt

    def opened(self, response: httpx2.Response) -> None:
        """Take the response that is about to be read."""
        with self._lock:
            self._response = response
            ended = self._ended.is_set()
        if ended:
            end_connection(response)

    def hang_up(self) -> None:
        """End the connection: at once, or when there is one."""
        with self._lock:
            self._ended.set()
            response = self._response
        if response is not None:
            end_connection(response)


def end_connection(response: httpx2.Response) -> None:
    """End the connection that a response comes on: whoever waits for its next bytes goes on."""
    network = response.extensions.get("network_stream")
    connection = network.get_extra_info("socket") if network is not None else None
    if isinstance(connection, socket.socket):
        with suppress(OSError):  # it has ended by itself
            connection.shutdown(socket.SHUT_RDWR)
