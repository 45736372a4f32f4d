"""References to outputs: ``@`` of the cell that showed something last, ``@7`` of ``In[7]``.

``@-2`` is the second last cell that showed something, ``@7.2`` the second output of ``In[7]``. The
answers of this package are no outputs, so that a question can be asked again and again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ...errors import NotVisibleError
from ..widgets import VIEW, describe_widget, widget_pieces
from .history import Display
from .output_attachments import attach_piece

if TYPE_CHECKING:
    from ..attachment import Attachment, InputOptions
    from .history import CellOutputs, OutputHistory, Piece

_REFERENCE: Final = re.compile(r"@(?P<cell>-?\d{1,9})?(?:\.(?P<piece>\d{1,4}))?", re.ASCII)
_IN_PROMPT: Final = re.compile(
    r"(?<![^\s(\"'])@(?:-?\d{1,9})?(?:\.\d{1,4})?(?=[\s)\"',;:?!]|\.?(?:\s|$))", re.ASCII
)
_SETTING: Final = "%config ClaudeVision.outputs = 50 keeps more"


def is_output_reference(text: str) -> bool:
    """Return whether text is a reference to an output, such as ``@7.2``."""
    return _REFERENCE.fullmatch(text) is not None


def references_in(prompt: str) -> list[str]:
    """Return the references that stand in a prompt as words of their own, each once."""
    return list(dict.fromkeys(_IN_PROMPT.findall(prompt)))


def list_references(history: OutputHistory) -> list[str]:
    """Return the references to all outputs that are kept, the latest first."""
    references = ["@"]
    for cell in history:
        references.append(f"@{cell.number}")
        pieces = shown_pieces(cell)
        if len(pieces) > 1:
            references += [f"@{cell.number}.{place}" for place in range(1, len(pieces) + 1)]
    return references if len(references) > 1 else []


def attach_output(
    reference: str, options: InputOptions, label: str | None = None
) -> list[Attachment]:
    """Return the outputs that a reference names, as attachments.

    Parameters
    ----------
    reference : str
    options : InputOptions
        Its ``outputs`` are searched.
    label : str, optional
        The user's own name for them.

    Raises
    ------
    NotVisibleError
        There is none, or it is kept no longer.
    InputError
        One of them cannot be used.
    """
    match = _REFERENCE.fullmatch(reference)
    if match is None or options.outputs is None:
        msg = f"{reference} names an output of a cell, and there are none outside a notebook."
        raise NotVisibleError(msg)
    cell = _find_cell(reference, match["cell"], options.outputs)
    pieces = shown_pieces(cell)
    if match["piece"]:
        place = int(match["piece"])
        if not 1 <= place <= len(pieces):
            count = f"{len(pieces)} output{'s'[: len(pieces) != 1]}"
            msg = f"{reference}: In[{cell.number}] has {count} that {_are(pieces)} kept."
            raise NotVisibleError(msg)
        return [attach_piece(pieces[place - 1], label or f"@{cell.number}.{place}", options)]
    if cell.omitted:
        msg = (
            f"{reference}: the first {cell.omitted} outputs of In[{cell.number}] were too large to "
            f"be kept. Name those that are, such as @{cell.number}.1, or raise "
            "%config ClaudeVision.outputs_megabytes."
        )
        raise NotVisibleError(msg)
    if len(pieces) == 1:
        return [attach_piece(pieces[0], label or f"@{cell.number}", options)]
    names = [
        f"{label} {place}" if label else f"@{cell.number}.{place}"
        for place in range(1, len(pieces) + 1)
    ]
    return [attach_piece(piece, name, options) for piece, name in zip(pieces, names, strict=True)]


def shown_pieces(cell: CellOutputs) -> list[Piece]:
    """Return the outputs of a cell that are numbered, with those that its widgets hold.

    Blank text is none.
    """
    pieces = [member for piece in cell.pieces for member in _inner_pieces(piece)]
    return [piece for piece in pieces if not piece.is_blank]


def _inner_pieces(piece: Piece) -> list[Piece]:
    """Return what a widget holds that was displayed; other outputs as they are."""
    if isinstance(piece, Display) and VIEW in piece.bundle and "image/png" not in piece.bundle:
        model_id = str(piece.bundle[VIEW].get("model_id", ""))
        text = describe_widget(model_id)
        return widget_pieces(model_id) or ([text] if text else [piece])
    return [piece]


def _find_cell(reference: str, number: str | None, history: OutputHistory) -> CellOutputs:
    cells = [cell for cell in history if shown_pieces(cell) or cell.omitted]
    place = int(number) if number is not None else -1
    if place > 0:
        cell = next((cell for cell in cells if cell.number == place), None)
    else:
        cell = cells[-place - 1] if 1 <= -place <= len(cells) else None
    if cell is not None:
        return cell
    if not cells:
        msg = f"{reference}: no cell has shown anything yet that is kept."
    elif place > 0:
        msg = (
            f"{reference}: In[{place}] has shown nothing, or it is kept no longer. There are "
            f"outputs of {_list_cells(cells)}; {_SETTING}."
        )
    else:
        msg = (
            f"{reference}: there are outputs of {len(cells)} cells only, {_list_cells(cells)}; "
            f"{_SETTING}."
        )
    raise NotVisibleError(msg)


def _list_cells(cells: list[CellOutputs]) -> str:
    numbers = sorted({cell.number for cell in cells})
    if len(numbers) <= 4:
        return ", ".join(f"In[{number}]" for number in numbers)
    return f"In[{numbers[0]}] … In[{numbers[-1]}]"


def _are(pieces: list[Piece]) -> str:
    return "is" if len(pieces) == 1 else "are"
