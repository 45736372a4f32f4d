"""Tabs of a panel: opened, drawn, drawn again and closed."""

from __future__ import annotations

from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from ..errors import ClaudeVisionError, PromptError
from ..imaging.prepare import ImageLimits, prepare_image
from ..inputs.arrays import with_channels
from ..inputs.images import is_data_url, is_url
from ..inputs.registry import recognize_input
from ..interrupts import shorten_interrupts
from ..models import TIERS, find_tier
from ..options import background_color
from .tabs import Tab, draw_on_main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..answers.sent_attachment import SentImage
    from ..imaging.prepare import PreparedImage
    from ..inputs.attachment import Attachment
    from ..ipython.current_client import PanelSession
    from ..models import Tier
    from ..options import AskOptions, Channels
    from .main_thread import MainThread


class TabList:
    """The open tabs of a panel, in their order.

    Parameters
    ----------
    session : Session or ScriptClient
    options : AskOptions
        Of every question of the panel.
    channels : {"rgb", "bgr"}
        Order of the colors in arrays that are opened.
    main : MainThread
    show : callable
        Takes what changed, by the names of the widget's traits.
    run_later : callable
        Runs a function in a thread of its own.
    """

    def __init__(
        self,
        session: PanelSession,
        options: AskOptions,
        channels: Channels,
        *,
        main: MainThread,
        show: Callable[..., None],
        run_later: Callable[[Callable[[], None]], None],
    ) -> None:
        self._session = session
        self._options = options
        self._channels = channels
        self._main = main
        self._show = show
        self._run_later = run_later
        self._ids = map(str, count(1))
        self._tabs: dict[str, Tab] = {}
        self._selected_key = ""

    def __iter__(self) -> Iterator[Tab]:
        return iter(list(self._tabs.values()))

    def __getitem__(self, key: str) -> Tab:
        """Return one tab.

        Raises
        ------
        PromptError
            No open tab has that id.
        """
        if key not in self._tabs:
            msg = "There is no such picture any more."
            raise PromptError(msg)
        return self._tabs[key]

    def select(self, key: str) -> Tab:
        """Make a tab the one on which the user has selected something last, and return it."""
        self._selected_key = key
        return self[key]

    @property
    def selected(self) -> Tab | None:
        """The tab on which the user has selected something last; None where it was closed."""
        return self.find(self._selected_key)

    def find(self, key: str) -> Tab | None:
        """Return one tab; None where it was closed."""
        return self._tabs.get(key)

    def add(self, source: object) -> None:
        """Open anything that `see` takes."""
        with shorten_interrupts("Stopped while the picture was drawn."):
            for attachment in self._main.call_function(
                partial(self._session.find_attachments, source)
            ):
                self.open_attachment(attachment)

    def add_named(self, source: object, name: str) -> None:
        """Open one source under a name."""
        options = self._session.input_options()
        self.open_attachment(recognize_input(source, name, options=options))

    def add_url(self, text: str) -> None:
        """Open what is at an http(s) address; paths are refused, since a page could name them.

        Raises
        ------
        PromptError
            It is neither an http(s) address nor a data URL.
        """
        if not (is_url(text) or is_data_url(text)):
            msg = "That is not the address of a picture: it begins with http:// or https://."
            raise PromptError(msg)
        self.add_named(text, text if is_url(text) else "data URL")

    def open_attachment(self, attachment: Attachment) -> None:
        """Open an attachment as a tab; its pixels come at once, those of a download later."""
        if attachment.kind == "text":
            msg = f"{attachment.name} is text, which a panel does not show: ask with %claude_see."
            raise PromptError(msg)
        attachment = with_channels(attachment, self._channels)
        drawable = draw_on_main(self._main, attachment)
        tab = Tab(next(self._ids), drawable, figure=attachment.target)
        self._tabs[tab.id] = tab
        if attachment.kind == "document":
            tab.note = "A document: ask, and Claude reads its pages."
        elif attachment.draw is None:
            tab.note = "Its pixels are not in this kernel; Claude sees it all the same."
        elif attachment.kind == "url":
            tab.note = "Loading…"
            self._run_later(partial(self._load_pixels, tab))
        else:
            self._load_pixels(tab)
        self.show_tabs()

    def remove(self, key: str) -> None:
        """Close a tab."""
        self._tabs.pop(self[key].id)
        self.show_tabs()

    def redraw(self, key: str) -> None:
        """Draw a tab again: a live figure may have changed since."""
        self._run_later(partial(self._load_pixels, self[key]))

    def refresh(self, tabs: Sequence[Tab], images: Sequence[SentImage]) -> None:
        """Show what was sent, where a live figure has changed since it was opened."""
        sent_images = {
            image.attachment: image.prepared_image for image in images if image.prepared_image
        }
        changes = [
            tab.set_pixels(sent_images[tab.attachment])
            for tab in tabs
            if tab.attachment in sent_images
        ]
        if any(changes):
            self.show_tabs()

    def show_tabs(self) -> None:
        """Show the tabs."""
        self._show(pictures=[tab.to_state() for tab in self])

    def release_figures(self) -> None:
        """Drop the live figures."""
        for tab in self:
            tab.release_figure()

    @property
    def tier(self) -> Tier:
        """Resolution tier of the model that is asked."""
        settings = self._session.settings
        return TIERS.get(settings.tier) or find_tier(self._options.model or settings.model)

    def _load_pixels(self, tab: Tab) -> None:
        try:
            tab.set_pixels(self._prepare_pixels(tab.attachment))
        except ClaudeVisionError as error:
            if tab.attachment.kind != "url":
                del self._tabs[tab.id]
                raise
            tab.note = str(error)
        self.show_tabs()

    def _prepare_pixels(self, attachment: Attachment) -> PreparedImage:
        platform = self._session.provider_for(self._options).platform
        background = background_color(self._session.settings.background)
        limits = ImageLimits(self.tier, base64_bytes=platform.base64_bytes)
        return prepare_image(attachment, limits, background=background)
