"""What is asked: the words, the attachments, and the options over the settings."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, cast

from .. import models
from ..answers.structured.response_format import Form
from ..answers.structured.user_types import data_type
from ..errors import EmptyAnswerError, PromptError
from ..provider.platforms import PLATFORMS
from ..settings import background_color
from .question import Question

_OF_DOCUMENTS: Final = "summarise"

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..answers.answer import Answer
    from ..inputs.attachment import Attachment
    from ..settings import ClaudeVision
    from ..tasks import Task
    from .model_facts import ModelFacts
    from .question import CacheLife


def question(
    settings: ClaudeVision,
    prompt: str,
    attachments: Sequence[Attachment],
    options: Mapping[str, Any],
    *,
    key: str,
    goes_on: bool,
    facts: ModelFacts,
) -> Question:
    """Return what is asked, from the words, the attachments and the options given.

    Raises
    ------
    PromptError
        There is nothing to look at, or no such task.
    OptionError
        The model does not take it.
    """
    if not attachments and not goes_on:
        msg = "There is nothing to look at: name a figure, an image, a file or a URL first."
        raise PromptError(msg)
    default = _default_task(settings, attachments)
    prompt, task = _words(settings, prompt, options, default, asks_anew=bool(attachments))
    model = options.get("model") or settings.model
    tier = models.tier(model) if settings.tier == "auto" else models.TIERS[settings.tier]
    is_alternative_text = task is not None and task.is_alternative_text
    if is_alternative_text and any(attachment.cut for attachment in attachments):
        msg = "Alternative text is of a whole picture: leave out --crop and --zoom."
        raise PromptError(msg)
    if is_alternative_text and len(attachments) != 1:
        msg = "Alternative text is of one picture: name one."
        raise PromptError(msg)
    if options.get("to_cell") and not is_alternative_text:
        msg = "--to-cell goes with alternative text: --task alt --to-cell."
        raise PromptError(msg)
    return Question(
        prompt=prompt,
        attachments=tuple(attachments),
        model=PLATFORMS[settings.provider].spelled(model),
        tier=tier,
        max_tokens=_max_tokens(settings, options, facts),
        effort=_effort(settings, options, facts),
        thinking=_thinking(settings, options, facts),
        method=options.get("method") or settings.method,
        background=background_color(options.get("background") or settings.background),
        system=settings.system,
        key=key,
        prompt_cache=cast("CacheLife", settings.prompt_cache),
        refresh=bool(options.get("refresh")),
        form=_form(options, task),
        is_alternative_text=is_alternative_text,
        with_data=bool(options.get("with_data")),
        cite=bool(options.get("cite")),
    )


def _max_tokens(settings: ClaudeVision, options: Mapping[str, Any], facts: ModelFacts) -> int:
    """Return how long an answer may be: as asked, or as set, which the model may not reach."""
    if (given := options.get("max_tokens")) is not None:
        facts.check_max_tokens(given)
        return int(given)
    return min(settings.max_tokens, facts.max_tokens or settings.max_tokens)


def _effort(settings: ClaudeVision, options: Mapping[str, Any], facts: ModelFacts) -> str:
    """Return how hard the model is to try; empty for its own."""
    wanted = str(options.get("effort") or settings.effort)
    if wanted == "auto":
        return ""
    facts.check_effort(wanted)
    return wanted


def _thinking(settings: ClaudeVision, options: Mapping[str, Any], facts: ModelFacts) -> bool:
    """Return whether a summary of what is thought is wanted: a setting asks who can give one."""
    if options.get("thinking") is None:
        return settings.thinking and facts.thinks_adaptively
    if options["thinking"]:
        facts.check_thinking()
    return bool(options["thinking"])


def _default_task(settings: ClaudeVision, attachments: Sequence[Attachment]) -> str:
    """Return the task of a question without words; a PDF is no picture to be explained."""
    only_documents = all(attachment.kind == "document" for attachment in attachments)
    chosen = str(settings.task)
    unchanged = chosen == settings.traits()["task"].default_value
    return _OF_DOCUMENTS if attachments and only_documents and unchanged else chosen


def _words(
    settings: ClaudeVision,
    prompt: str,
    options: Mapping[str, Any],
    default: str,
    *,
    asks_anew: bool,
) -> tuple[str, Task | None]:
    """Return what is asked, and the ready-made prompt in it, if there is one.

    Words beside a task that was named add to its prompt.

    Raises
    ------
    PromptError
        There is no question, no such task, or it has no such level of detail.
    """
    named, detail = options.get("task"), options.get("detail")
    if prompt.strip() and not named:
        if detail is not None:
            msg = "--detail goes with a task: --task alt --detail short."
            raise PromptError(msg)
        return prompt, None
    if not (prompt.strip() or named or asks_anew):
        msg = "There is no question: write one, or name something to look at."
        raise PromptError(msg)
    task = settings.known_task(named or default)
    try:
        text = task.prompt(detail)
    except ValueError as error:
        raise PromptError(str(error)) from error
    return (f"{text}\n\n{prompt}" if prompt.strip() else text), task


def _form(options: Mapping[str, Any], task: Task | None) -> Form:
    """Return what an answer is to hold besides its text."""
    schema = options.get("schema")
    form = Form(
        boxes=bool(options.get("boxes")) or (task is not None and task.regions),
        data=None if schema is None else data_type(schema),
        table=bool(options.get("table")),
        claims=bool(options.get("check")),
    )
    form.check()
    return form


def output_of(answer: Answer, options: Mapping[str, Any]) -> object:
    """Return what ``-o`` keeps: the answer; with ``--table`` its values.

    They are a DataFrame where pandas is installed, else a dict of columns.

    Raises
    ------
    EmptyAnswerError
        The answer holds no table.
    """
    if not options.get("table") or not options.get("output"):
        return answer
    if answer.table is None:
        why = " ".join((answer.notice, *answer.findings.problems)).strip()
        msg = f"There is no table to keep as {options['output']}, which is as before. {why}"
        raise EmptyAnswerError(msg.rstrip())
    return answer.table.to_frame() if find_spec("pandas") else answer.table.columns()
