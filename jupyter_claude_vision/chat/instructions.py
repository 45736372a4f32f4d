"""The words besides a prompt: what figures hold, and how the parts of the answer are filled in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..charts.readers import read_tables
from ..charts.table_description import Description
from ..claims.table_layout import count_layout, describe_layout
from ..errors import InputError
from ..lint import lint_figure
from .rounds.question_tools import choose_tools

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..answers.sent_attachment import SentImage
    from ..charts.chart_tables import ChartTables
    from ..platforms import Platform
    from .conversation import Draft
    from .question import Question


def add_words(draft: Draft, platform: Platform) -> Draft:
    """Return a question with its tools, its context and its instructions.

    Raises
    ------
    OptionError
        A function of the user's cannot be a tool.
    """
    question, form = draft.question, draft.question.form
    if form.claims or form.table or question.with_data:
        # Now, since the figure may be changed while the answer comes.
        tables = {i.number: read_tables(i.attachment.target) for i in draft.referable}
        draft = replace(draft, tables=tables)
    earlier_tools = [tool["name"] for turn in draft.history for tool in turn.tools]
    tools = choose_tools(
        question, draft.numbered_images, draft.tables, platform, earlier=earlier_tools
    )
    draft = replace(draft, tools=tools)
    if form.claims and "query" in tools.names:
        form = replace(form, cites_calls=True)
        question = replace(question, form=form)
        draft = replace(draft, question=question)
    if not (form or question.with_data or question.with_lint):
        return draft
    if question.with_data:
        draft = replace(draft, images=_with_notes(draft))
        parts = filter(None, (question.context, _data_of_figures(draft)))
        question = replace(question, context="\n\n".join(parts))
    if question.with_lint:
        draft, findings = _lint_figures(draft)
        parts = filter(None, (question.context, findings))
        question = replace(question, context="\n\n".join(parts))
    if form.claims:
        draft = replace(draft, images=_with_layout_notes(draft))
        parts = filter(None, (question.context, describe_layout(draft.tables)))
        question = replace(question, context="\n\n".join(parts))
    return add_instructions(replace(draft, question=question), exact=platform.exact_sizes)


def add_instructions(draft: Draft, *, exact: bool) -> Draft:
    """Return a question with the instructions for the parts of its answer besides text.

    Parameters
    ----------
    draft : Draft
    exact : bool
        The API can be told to refuse an image rather than make it smaller.

    Raises
    ------
    InputError
        Regions are to be marked on an image whose pixels are not in this kernel.
    """
    question, form = draft.question, draft.question.form
    if not form:
        return draft
    question = replace(question, instructions=form.instructions(draft.referable))
    if form.boxes:
        check_pixels(draft.images)
    images = fix_sizes(draft.images, question, exact=exact)
    return replace(draft, question=question, images=images)


def fix_sizes(
    images: Iterable[SentImage], question: Question, *, exact: bool
) -> tuple[SentImage, ...]:
    """Return images that the API must not shrink, where the answer has coordinates."""
    if not (question.form.boxes and exact):
        return tuple(images)
    return tuple(image.at_exact_size(question.tier) for image in images)


def check_pixels(images: Iterable[SentImage]) -> None:
    """Raise where nothing could be marked on an image.

    Raises
    ------
    InputError
        Its pixels are not in this kernel.
    """
    if pdfs := [image.name for image in images if image.is_document]:
        msg = f"Nothing can be marked on a PDF itself: ask about {pdfs[0]} with --as-images."
        raise InputError(msg)
    if names := [image.name for image in images if image.prepared_image is None]:
        msg = (
            f"The pixels of {', '.join(names)} are not in this kernel, so that nothing can be "
            "marked on them: ask without --boxes, or name a picture or a file."
        )
        raise InputError(msg)


def describe_missing_data(draft: Draft) -> str:
    """Return why an answer cannot be compared with the data of its figures."""
    if names := [image.name for image in draft.referable if image.attachment.is_gone]:
        return (
            f"Not in this kernel any more: {', '.join(names)}. So nothing can be compared with the "
            "data: draw it again, and name that."
        )
    return "A picture holds no data here, so nothing can be compared with them."


def _data_of_figures(draft: Draft) -> str:
    """Return what the figures among a question's images hold, as text for the model."""
    pairs = [(image, draft.tables.get(image.number)) for image in draft.images]
    texts = [_describe_chart(image, tables) for image, tables in pairs if tables is not None]
    if not texts:
        msg = "The kernel holds no data of a picture: --with-data goes with a live figure."
        raise InputError(msg)
    return "\n\n".join(texts)


def _with_notes(draft: Draft) -> tuple[SentImage, ...]:
    """Return images with captions that name the data sent along."""
    return tuple(_with_note(image, draft.tables.get(image.number)) for image in draft.images)


def _with_note(image: SentImage, tables: ChartTables | None) -> SentImage:
    if tables is None:
        return image
    note = f"with its data as text, {len(_describe_chart(image, tables)):,} characters"
    return replace(image, notes=(*image.notes, note))


def _lint_figures(draft: Draft) -> tuple[Draft, str]:
    """Return images whose captions say that findings are sent along, and these as text."""
    images, texts = [], []
    for image in draft.images:
        report = lint_figure(image.attachment.target, draft.question.tier)
        if report:
            name, count = image.label.removesuffix(":"), len(report)
            texts.append(f"Findings of a lint of {name}:\n{report.to_text()}")
            note = f"with {count} finding{'s'[: count != 1]} of a lint as text"
            image = replace(image, notes=(*image.notes, note))  # noqa: PLW2901
        images.append(image)
    return replace(draft, images=tuple(images)), "\n\n".join(texts)


def _with_layout_notes(draft: Draft) -> tuple[SentImage, ...]:
    """Return images with captions that name the layout of tables sent along."""
    images = []
    for image in draft.images:
        tables = draft.tables.get(image.number)
        if tables is not None:
            note = f"with the layout of its tables as text, {count_layout(tables):,} characters"
            image = replace(image, notes=(*image.notes, note))  # noqa: PLW2901
        images.append(image)
    return tuple(images)


def _describe_chart(image: SentImage, tables: ChartTables) -> str:
    name = image.label.removesuffix(":")
    return f"The data that {name} was drawn from:\n{Description(tables)}"
