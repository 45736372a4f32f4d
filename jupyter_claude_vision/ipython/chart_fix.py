"""``--fix``: the code of the cell that drew a figure goes along, and comes back changed.

The changed code goes into the next cell and is never run by itself; its last line compares the
figure with what it was.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ..errors import OptionError, PromptError
from ..inputs.attachment import Attachment
from ..lint.comparison import take_snapshot
from ..redaction import hide_paths, redact_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers.answer import Answer
    from ..lint.comparison import FigureSnapshot
    from ..options import AskOptions
    from .session import Session

_PROMPT: Final = (
    "Change the code that drew this chart so that it says honestly, and at a glance, what the "
    "data say. Mend what misleads and what is hard to read; leave what is good. Findings of a "
    "lint that stand above come from the figure's own data: start from them, and leave out "
    "one that does not matter here.\n\n"
    "Never change, drop or add data. Use the libraries that the code uses already. Everything "
    "that the code needs from earlier cells is there.\n\n"
    "Say in at most five short sentences what you change and why. Then give the whole code of "
    "the cell, once, as one Python code block. The code is shown to the user, who decides "
    "whether to run it."
)
_ROOT: Final = re.compile(r"[^\W\d]\w*")
_CELL_MAGIC: Final = re.compile(r"\A\s*%%\w.*\n")
_TIMED: Final = re.compile(r"^\s*%time\s+", re.MULTILINE)
_FOOTER: Final = """

from jupyter_claude_vision import figures

figures.compare({name}, before={name!r})"""


@dataclass(frozen=True)
class FixQuestion:
    """A question for code that changes a figure.

    Attributes
    ----------
    prompt : str
    attachments : list of Attachment
        The figure, the code that drew it, and what a lint finds in it.
    name : str
        The figure's variable.
    snapshot : FigureSnapshot
        The figure as it is now.
    """

    prompt: str
    attachments: list[Attachment]
    name: str
    snapshot: FigureSnapshot


def build_fix_question(
    shell: Any, prompt: str, attachments: Sequence[Attachment], options: AskOptions
) -> FixQuestion:
    """Return the question for code that changes the one figure of a line.

    Raises
    ------
    PromptError
        There is not exactly one live figure, or no cell of this kernel drew it.
    OptionError
        A task is asked for, too.
    """
    if options.task is not None:
        msg = f"--fix has a prompt of its own: leave out --task {options.task}."
        raise OptionError(msg)
    if len(attachments) != 1:
        msg = "--fix changes one figure: name it, and no other."
        raise PromptError(msg)
    [figure] = attachments
    name = _variable_of(figure)
    snapshot = take_snapshot(figure.target, name)
    if snapshot is None:
        msg = f"{figure.name} holds no data here: --fix goes with a live figure."
        raise PromptError(msg)
    number, code = find_drawing_cell(shell.user_ns.get("In", ()), name)
    code = hide_paths(redact_secrets(code), is_traceback=False)
    label = f"In[{number}], the code that drew {figure.name}"
    texts = [Attachment(label, "text", text=f"```python\n{code}\n```")]
    if snapshot.report:
        label = f"Findings of a lint of {figure.name}"
        texts.append(Attachment(label, "text", text=snapshot.report.to_text()))
    prompt = f"{_PROMPT}\n\n{prompt}" if prompt.strip() else _PROMPT
    return FixQuestion(prompt, [figure, *texts], name, snapshot)


def ask_for_fix(
    session: Session, prompt: str, attachments: Sequence[Attachment], options: AskOptions
) -> Answer:
    """Ask for code that changes a figure, put it into the next cell, and return the answer.

    Raises
    ------
    PromptError, OptionError
        As `build_fix_question`.
    """
    question = build_fix_question(session.shell, prompt, attachments, options)
    answer = session.ask_attachments(question.prompt, question.attachments, options)
    if answer.code:
        session.snapshots[question.name] = question.snapshot
        footer = _FOOTER.format(name=question.name)
        session.shell.set_next_input(answer.code.rstrip() + footer)
    return answer


def _variable_of(attachment: Attachment) -> str:
    """Return the variable that a figure's name begins with: ``axes`` of ``axes[0]``."""
    root = _ROOT.match(attachment.name)
    if root is None:
        msg = f"--fix goes with a variable, not with {attachment.name}: give the figure a name."
        raise PromptError(msg)
    return root[0]


def find_drawing_cell(cells: Sequence[str], name: str) -> tuple[int, str]:
    """Return the number and the code of the last cell that assigned a variable.

    Parameters
    ----------
    cells : sequence of str
        IPython's ``In``.
    name : str

    Raises
    ------
    PromptError
        None did: it comes from a module, or from a notebook before this kernel's start.
    """
    for number in range(len(cells) - 1, 0, -1):
        if name in _assigned_names(cells[number]):
            return number, cells[number].strip()
    msg = f"No cell of this kernel made {name}: run the cell that draws it, then ask again."
    raise PromptError(msg)


def _assigned_names(cell: str) -> set[str]:
    """Return the variables that a cell assigns; its magics and shell lines are passed over."""
    from IPython.core.inputtransformer2 import TransformerManager

    code = _TIMED.sub("", _CELL_MAGIC.sub("", cell))
    try:
        transformer: Any = TransformerManager()  # type: ignore[no-untyped-call]
        tree = ast.parse(transformer.transform_cell(code))
    except (SyntaxError, ValueError, RecursionError):
        return set()
    return {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
