"""The one way from a reply to an `Answer`: of a single question, of many, from disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from ..answers.answer import Answer, Timings
from ..answers.citations import Citations
from ..answers.findings import Findings, read_findings
from ..answers.structured.partial_json import StringExtractor
from ..answers.structured.response_format import TEXT
from ..answers.tool_calls import ToolCalls
from ..claims import FigureTables, check_answer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ..answers.reply import Reply
    from ..answers.sent_attachment import SentImage
    from ..charts.chart_tables import ChartTables
    from .question import Question

Content: TypeAlias = tuple[str, str, Findings]
"""An answer's text, the object as it came (empty where there is none), and what that holds."""

_NO_TIME = Timings(0.0, None, 0.0)


@dataclass(frozen=True)
class Sources:
    """Images and charts that a reply can refer to, and its writer.

    Attributes
    ----------
    images : sequence of SentImage
        That coordinates can refer to.
    tables : mapping of int to ChartTables or None
        The figures' chart tables, by number, if a table or statements are to be checked.
    newest : tuple of int
        The numbers of the question's own images.
    gateway : str or None
        The host that replied, where it is not the platform's own.
    """

    images: Sequence[SentImage] = ()
    gateway: str | None = None
    tables: Mapping[int, ChartTables | None] = field(default_factory=dict)
    newest: tuple[int, ...] = ()


def parse_answer(
    question: Question,
    reply: Reply,
    platform: str,
    sources: Sources = Sources(),
    *,
    images: tuple[SentImage, ...] = (),
    seconds: Timings = _NO_TIME,
    cached: datetime | None = None,
    batched: bool = False,
    content: Content | None = None,
) -> Answer:
    """Return the answer that a reply is.

    Parameters
    ----------
    question : Question
    reply : Reply
    platform : str
        Who replied.
    sources : Sources
    images : tuple of SentImage
        The attachments that the answer holds.
    seconds : Seconds
    cached : datetime, optional
        When it was asked, for an answer from the cache.
    batched : bool
        It came of a batch.
    content : tuple, optional
        Its text, raw object and findings, where they were parsed before.
    """
    text, raw, parts = content or _parse_content(question, reply, sources)
    return Answer(
        text=text,
        raw=raw,
        findings=parts,
        citations=Citations(reply.citations),
        is_alternative_text=question.is_alternative_text,
        prompt=question.prompt,
        images=images,
        message=reply.message,
        usage=reply.usage,
        model=question.model,
        provider=platform,
        stop_reason=reply.stop_reason,
        max_tokens=question.max_tokens,
        seconds=seconds,
        cached=cached,
        batched=batched,
        thinking=reply.thinking,
        explanation=reply.explanation,
        tool_calls=ToolCalls(reply.calls),
        requests=reply.requests,
    )


def _parse_content(question: Question, reply: Reply, sources: Sources) -> Content:
    form = question.form
    if not form or not reply.text:
        lost_count = reply.lost_citations
        return reply.text, "", Findings(problems=_describe_lost(lost_count) if lost_count else ())
    content = form.read_object(reply.text)
    if content is not None:
        queries = tuple(str(call.input.get("sql") or "") for call in reply.calls)
        figures = FigureTables(sources.tables, sources.newest, question.prompt, queries)
        parts = read_findings(form, content, sources.images, figures)
        return content[TEXT], reply.text, parts
    if reply.stop_reason == "end_turn":
        problems: tuple[str, ...] = (_describe_formless(sources.gateway),)
        return reply.text, "", _find_unchecked(reply.text, problems, question, sources)
    text = StringExtractor(TEXT).feed(reply.text)
    missing = " and ".join(form.parts)
    problems = (f"It ended before its {missing}.",) if text else ()
    text = text or reply.text
    return text, "", _find_unchecked(text, problems, question, sources)


def _find_unchecked(
    text: str, problems: tuple[str, ...], question: Question, sources: Sources
) -> Findings:
    """Return what a text without claims states, where that was to be checked."""
    if not question.form.claims:
        return Findings(problems=problems)
    figures = FigureTables(sources.tables, sources.newest, question.prompt)
    return Findings(problems=problems, claims=check_answer(text, (), figures), is_checked=True)


def _describe_formless(gateway: str | None) -> str:
    problem = "The answer is not in the form that was asked for, and is shown as it came"
    likely = f": {gateway} seems not to pass it on (structured outputs)" if gateway else ""
    return f"{problem}{likely}."


def _describe_lost(count: int) -> tuple[str, ...]:
    return (f"{count} citation{'s' * (count > 1)} pointed at no document.",)
