"""How attachments travel in a batch, which reads uploads long after it was submitted."""

from __future__ import annotations

from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ..provider.delivery import Delivery

if TYPE_CHECKING:
    from ..answers.sent_attachment import SentImage

WINDOW: Final = timedelta(hours=24)
"""How long the API may take for a batch, and so how long it needs what was uploaded."""


class BatchDelivery(Delivery):
    """Uploads what lasts until a batch has ended, and is not deleted when the kernel ends before.

    Parameters
    ----------
    usual : Delivery
        How a question of now would go.
    """

    def __init__(self, usual: Delivery) -> None:
        # Twice as long: a batch's results are late before its files are gone.
        life = max(usual.life, round(2 * WINDOW.total_seconds()))
        super().__init__(usual.provider, usual.files, life)
        self._lasting = WINDOW
        self._named: deque[str] = deque()  # from several threads, which prepare

    def _file_id(self, image: SentImage) -> str:
        file_id = super()._file_id(image)
        self._named.append(file_id)
        return file_id

    def take_file_ids(self) -> list[str]:
        """Return the ids that were named since this was last called."""
        ids = set()
        while self._named:
            ids.add(self._named.popleft())
        return sorted(ids)
