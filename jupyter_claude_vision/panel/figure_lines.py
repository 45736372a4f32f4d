"""A quiet line under each figure that a cell displays: Explain, Check, Open panel.

A formatter of the shell is asked about each figure before it is shown, and the publisher tells when
it was: then the line follows. Nothing is sent unless somebody clicks.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final

from ipywidgets import Button, HBox, Layout, Output, VBox

from ..chat.conversation import Conversation
from ..errors import ClaudeVisionError
from ..ipython.cell_output import takes_updates
from ..ipython.display import NotebookView
from ..options import AskOptions

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..ipython.shell_host import Host

_FIGURES: Final = (
    ("matplotlib.figure", "Figure"),
    ("altair.vegalite.v5.api", "TopLevelMixin"),
    ("altair.vegalite.v6.api", "TopLevelMixin"),
)
"""Classes whose objects the shell's formatter of bundles is asked about."""

_PLOTLY: Final = "application/vnd.plotly.v1+json"
"""A plotly figure displays itself, past the formatters, as a bundle that holds all of it."""

_MOST_LINES: Final = 50
"""A line holds its figure, so that the oldest one goes when there are more."""

_QUIET: Final = {"button_color": "transparent", "font_size": "12px"}
_WIDGET: Final = "application/vnd.jupyter.widget-view+json"
_WORDS: Final = "Explain · Check · Open panel"


class FigureLines:
    """Lines under the figures that a shell displays.

    Parameters
    ----------
    host : Host
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self._lines: deque[FigureLine] = deque()
        self._next_figures: list[Any] = []
        self._last_figures: list[Any] = []
        self._before: dict[tuple[str, str], Callable[..., Any] | None] = {}
        self._is_adding = False

    def install(self) -> None:
        """Begin to put a line under each figure."""
        formatter = self._host.shell.display_formatter.mimebundle_formatter
        for name in _FIGURES:
            self._before[name] = formatter.pop(".".join(name), None)
            formatter.for_type_by_name(*name, self._make_note(name))
        self._host.shell.events.register("post_run_cell", self._end_cell)
        self._host.shell.display_pub.register_hook(self._see_message)

    def uninstall(self) -> None:
        """Take the lines away, and leave the shell as it was."""
        shell = self._host.shell
        shell.display_pub.unregister_hook(self._see_message)
        shell.events.unregister("post_run_cell", self._end_cell)
        formatter = shell.display_formatter.mimebundle_formatter
        for name, before in self._before.items():
            formatter.pop(".".join(name), None)
            if before is not None:
                formatter.for_type_by_name(*name, before)
        while self._lines:
            self._lines.pop().close()

    def _make_note(self, name: tuple[str, str]) -> Callable[..., Any]:
        def note_figure(figure: Any, **options: Any) -> Any:
            self._next_figures.append(figure)
            before = self._before[name]
            if before is not None:
                return before(figure, **options)
            method = getattr(figure, "_repr_mimebundle_", None)
            return None if method is None else method(**options)

        return note_figure

    def _see_message(self, message: dict[str, Any]) -> dict[str, Any]:
        """Take note of a display that is about to be sent; the one before has been."""
        if self._is_adding:
            return message
        self._add_lines()
        self._last_figures, self._next_figures = self._next_figures, []
        bundle = message["content"].get("data", {}).get(_PLOTLY)
        if bundle is not None:
            from plotly.graph_objects import Figure

            self._last_figures = [Figure({key: bundle[key] for key in ("data", "layout")})]
        return message

    def _end_cell(self, _: object) -> None:
        self._last_figures += self._next_figures  # the value of a cell is shown without a publisher
        self._next_figures = []
        self._add_lines()

    def _add_lines(self) -> None:
        figures, self._last_figures = self._last_figures, []
        self._is_adding = True
        try:
            for figure in figures:
                if takes_updates(self._host.shell):
                    self._lines.append(FigureLine(self._host, figure))
            while len(self._lines) > _MOST_LINES:
                self._lines.popleft().close()
        finally:
            self._is_adding = False


class FigureLine:
    """The line under one figure, with what its buttons show under it.

    Parameters
    ----------
    host : Host
    figure : object
    """

    def __init__(self, host: Host, figure: object) -> None:
        self._host = host
        self._figure = figure
        self._conversation = Conversation()
        self._output = Output()
        self._buttons = [
            self._create_button("Explain", self._explain),
            self._create_button("Check", self._check),
            self._create_button("Open panel", self._open_panel),
        ]
        self._box = VBox([HBox(self._buttons), self._output])
        view = {"version_major": 2, "version_minor": 0, "model_id": self._box.model_id}
        with host.outputs_paused():  # it is no output to ask about
            host.shell.display_pub.publish(data={_WIDGET: view, "text/plain": _WORDS}, metadata={})

    def close(self) -> None:
        """Take the line away, and let go of the figure."""
        for widget in (*self._buttons, *self._box.children, self._box):
            widget.close()
        self._figure = None

    def _create_button(self, label: str, action: Callable[[], None]) -> Any:
        button = Button(description=label, layout=Layout(width="auto", height="24px"), style=_QUIET)
        button.on_click(lambda _: self._run(button, action))
        return button

    def _run(self, button: Any, action: Callable[[], None]) -> None:
        """Run what a button stands for; its output, and an error in a line, come under it."""
        label = button.description
        for button_of_line in self._buttons:
            button_of_line.disabled = True
        button.description = f"{label} …"
        self._output.clear_output()
        with self._output, self._host.outputs_paused():
            try:
                action()
            except ClaudeVisionError as error:
                print(error)
        button.description = label
        for button_of_line in self._buttons:
            button_of_line.disabled = False

    def _explain(self) -> None:
        self._ask(AskOptions())

    def _check(self) -> None:
        self._ask(AskOptions(check=True))

    def _ask(self, options: AskOptions) -> None:
        session = self._host.session
        # Where a widget captures the output, nothing in it is updated.
        view = NotebookView(session.shell, stream=False)
        session.ask_in(self._conversation, "", self._find_attachments(), options, view)

    def _open_panel(self) -> None:
        # A part of the line's own widget: the panel's copy for saved notebooks is not needed.
        panel = self._host.open_panel(self._find_attachments(), "", AskOptions())
        self._box.children = [*self._box.children[:2], panel]

    def _find_attachments(self) -> Any:
        variables = self._host.session.user_variables()
        names = (name for name, value in variables.items() if value is self._figure)
        name = next((name for name in names if not name.startswith("_")), "figure")
        return self._host.session.find_attachments({name: self._figure})
