"""Building a question: the prompt, the attachments, and the options over the settings."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, cast

from .. import models
from ..answers.structured.response_format import Form
from ..answers.structured.user_types import to_data_type
from ..errors import EmptyAnswerError, PromptError
from ..options.validators import background_color, validate_tools
from ..platforms import PLATFORMS
from ..tasks import asks_for_data
from .question import Question, ToolOffer

_TASK_OF_PDFS: Final = "summarize"

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answers.answer import Answer
    from ..inputs.attachment import Attachment
    from ..options import AskOptions
    from ..settings import CacheLife, ClaudeVision
    from ..tasks import Task
    from .model_facts import ModelFacts


def build_question(
    settings: ClaudeVision,
    prompt: str,
    attachments: Sequence[Attachment],
    options: AskOptions,
    *,
    key: str,
    goes_on: bool,
    facts: ModelFacts,
) -> Question:
    """Return the question that a prompt, attachments and options make.

    Parameters
    ----------
    settings : ClaudeVision
    prompt : str
        Empty for the task's own.
    attachments : sequence of Attachment
    options : AskOptions
    key : str
        The cell's, by which a question replaces itself when the cell is run again.
    goes_on : bool
        A conversation comes before it, so that it needs no attachment.
    facts : ModelFacts

    Raises
    ------
    PromptError
        There is nothing to look at.
    OptionError
        The model does not take one of the options, or there is no such task.
    """
    if not attachments and not goes_on:
        msg = "There is nothing to look at: name a figure, an image, a file or a URL first."
        raise PromptError(msg)
    task = find_task(settings, prompt, attachments, options)
    is_alternative_text = task is not None and task.is_alternative_text
    if is_alternative_text:
        _check_alternative_text(attachments)
    model = options.model or settings.model
    pictures = [attachment for attachment in attachments if attachment.kind != "text"]
    texts = [attachment for attachment in attachments if attachment.kind == "text"]
    tier = models.find_tier(model) if settings.tier == "auto" else models.TIERS[settings.tier]
    return Question(
        prompt=prompt if task is None else _join_prompts(task.prompt(options.detail), prompt),
        attachments=tuple(pictures),
        context="\n\n".join(f"{text.name}:\n{text.text}" for text in texts),
        text_names=tuple(f"{text.name} ({len(text.text):,} characters)" for text in texts),
        model=PLATFORMS[settings.provider].spell_model(model),
        tier=tier,
        max_tokens=_choose_max_tokens(settings, options, facts),
        effort=_choose_effort(settings, options, facts),
        thinking=_choose_thinking(settings, options, facts),
        method=options.method or settings.method,
        background=background_color(options.background or settings.background),
        system=settings.system,
        key=key,
        prompt_cache=cast("CacheLife", settings.prompt_cache),
        refresh=options.refresh,
        form=_build_form(options, task),
        is_alternative_text=is_alternative_text,
        with_data=options.with_data,
        with_lint=task is not None and task.with_lint,
        cite=options.cite,
        tools=ToolOffer(
            options.tools or validate_tools("tools", settings.tools),
            settings.tool_rounds,
            settings.max_pictures,
            asks_data=options.check
            or asks_for_data(prompt, otherwise=task is None or task.needs_data),
        ),
    )


def find_task(
    settings: ClaudeVision,
    prompt: str,
    attachments: Sequence[Attachment],
    options: AskOptions,
) -> Task | None:
    """Return the task of a question; None for a question that is only a prompt.

    Raises
    ------
    PromptError
        There is neither a prompt nor a task, or a level of detail without a task.
    OptionError
        There is no such task.
    """
    if options.task:
        return settings.find_task(options.task)
    if prompt.strip():
        if options.detail is not None:
            msg = "--detail goes with a task: --task alt --detail short."
            raise PromptError(msg)
        return None
    if not attachments:
        msg = "There is no question: write one, or name something to look at."
        raise PromptError(msg)
    return settings.find_task(_default_task_name(settings, attachments))


def check_to_cell(settings: ClaudeVision, prompt: str, options: AskOptions) -> None:
    """Raise for ``--to-cell`` with a question that asks for no alternative text.

    Raises
    ------
    PromptError
    """
    is_task = options.task or not prompt.strip()
    if not (is_task and settings.find_task(options.task or settings.task).is_alternative_text):
        msg = "--to-cell goes with alternative text: --task alt --to-cell."
        raise PromptError(msg)


def _default_task_name(settings: ClaudeVision, attachments: Sequence[Attachment]) -> str:
    """Return the name of the task of a question without a prompt: "explain" suits no PDF."""
    is_unchanged = settings.task == settings.traits()["task"].default_value
    only_pdfs = all(attachment.kind == "document" for attachment in attachments)
    return _TASK_OF_PDFS if only_pdfs and is_unchanged else str(settings.task)


def _join_prompts(task_prompt: str, prompt: str) -> str:
    return f"{task_prompt}\n\n{prompt}" if prompt.strip() else task_prompt


def _check_alternative_text(attachments: Sequence[Attachment]) -> None:
    if any(attachment.cut for attachment in attachments):
        msg = "Alternative text is of a whole picture: leave out --crop and --zoom."
        raise PromptError(msg)
    if len(attachments) != 1:
        msg = "Alternative text is of one picture: name one."
        raise PromptError(msg)


def _choose_max_tokens(settings: ClaudeVision, options: AskOptions, facts: ModelFacts) -> int:
    """Return the longest answer: an option is held to the model's limit, a setting is cut to it."""
    if options.max_tokens is not None:
        facts.check_max_tokens(options.max_tokens)
        return options.max_tokens
    return min(settings.max_tokens, facts.max_tokens or settings.max_tokens)


def _choose_effort(settings: ClaudeVision, options: AskOptions, facts: ModelFacts) -> str:
    """Return the effort to ask for; empty for the model's own."""
    effort = str(options.effort or settings.effort)
    if effort == "auto":
        return ""
    facts.check_effort(effort)
    return effort


def _choose_thinking(settings: ClaudeVision, options: AskOptions, facts: ModelFacts) -> bool:
    """Return True for a summary of the thinking: the setting holds for models that give one."""
    if options.thinking is None:
        return settings.thinking and facts.thinks_adaptively
    if options.thinking:
        facts.check_thinking()
    return options.thinking


def _build_form(options: AskOptions, task: Task | None) -> Form:
    """Return the parts that an answer has besides its text."""
    form = Form(
        boxes=options.boxes or (task is not None and task.regions),
        data=None if options.schema is None else to_data_type(options.schema),
        table=options.table,
        claims=options.check,
    )
    form.check_limits()
    return form


def select_output(answer: Answer, options: AskOptions, name: str) -> object:
    """Return the value that ``-o`` keeps: the answer, or with ``--table`` the table's values.

    These are a DataFrame where pandas is installed, else a dict of columns.

    Parameters
    ----------
    answer : Answer
    options : AskOptions
    name : str
        The variable's, for the message.

    Raises
    ------
    EmptyAnswerError
        The answer holds no table.
    """
    if not options.table:
        return answer
    if answer.table is None:
        reason = " ".join((answer.notice, *answer.findings.problems)).strip()
        msg = f"There is no table to keep as {name}, which is as before. {reason}"
        raise EmptyAnswerError(msg.rstrip())
    return answer.table.to_frame() if find_spec("pandas") else answer.table.columns()
