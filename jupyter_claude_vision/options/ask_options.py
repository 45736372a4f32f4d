"""Options of one question.

Annotations here are evaluated: signatures and documentation are made from them.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, Literal, TypeAlias, TypedDict, get_args

from ..models import EFFORTS, Effort
from ..platforms import DeliveryMethod
from .declaration import declare_option, declared_options, validate_values
from .page_ranges import PageRanges, parse_page_ranges
from .validators import (
    BACKGROUNDS,
    TOOL_CHOICES,
    TOOL_NAMES,
    ToolChoice,
    check_option_names,
    validate_anything,
    validate_background,
    validate_box,
    validate_choice,
    validate_count,
    validate_model,
    validate_pages,
    validate_password,
    validate_text,
    validate_tools,
)

Method: TypeAlias = Literal["auto", DeliveryMethod]
METHODS: Final[tuple[Method, ...]] = get_args(Method)
"""Delivery methods: how an attachment travels."""

Channels: TypeAlias = Literal["rgb", "bgr"]
CHANNELS: Final[tuple[Channels, ...]] = get_args(Channels)
"""Orders in which arrays hold colors."""

Detail: TypeAlias = Literal["short", "medium", "long"]
Box: TypeAlias = tuple[float, float, float, float]


def parse_count(text: str) -> int:
    """Return the whole number from 1 on that a text writes.

    Raises
    ------
    ValueError
    """
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def parse_box(text: str) -> tuple[float, ...]:
    """Return the four numbers that a text such as ``"0,0,80,60"`` writes.

    Raises
    ------
    ValueError
    """
    numbers = tuple(float(part) for part in text.strip("()[]").split(","))
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise ValueError(text)
    return numbers


@dataclass(frozen=True, kw_only=True)
class AskOptions:
    """Valid options of one question, as `build_ask_options` makes them.

    None stands for the setting of the same name.
    """

    method: Method | None = declare_option(
        None,
        "How attachments travel; auto chooses, and the caption says why.",
        "--method",
        metavar="METHOD",
        values=METHODS,
        many=True,
        lasting=True,
        menu=True,
    )
    model: str | None = declare_option(
        None,
        "The model to ask, by its id.",
        "-m",
        "--model",
        metavar="ID",
        many=True,
        lasting=True,
        menu=True,
        validate=validate_model,
    )
    max_tokens: int | None = declare_option(
        None,
        "Longest answer, in tokens.",
        "--max-tokens",
        metavar="N",
        convert=parse_count,
        many=True,
        lasting=True,
        validate=validate_count,
    )
    effort: Effort | Literal["auto"] | None = declare_option(
        None,
        "How hard Claude tries; auto is the model's own.",
        "--effort",
        metavar="LEVEL",
        values=("auto", *EFFORTS),
        many=True,
        lasting=True,
        menu=True,
    )
    thinking: bool | None = declare_option(
        None,
        "Show a summary of Claude's thinking, folded: answer.thinking.",
        "--thinking",
        many=True,
        lasting=True,
    )
    tools: ToolChoice | None = declare_option(
        None,
        "What Claude may call while it answers: auto, all, off, or zoom,query; in Python also "
        "functions, in a list: answer.tool_calls.",
        "--tools",
        metavar="NAMES",
        suggestions=(*TOOL_CHOICES, *TOOL_NAMES, ",".join(TOOL_NAMES)),
        many=True,
        lasting=True,
        menu=True,
        validate=validate_tools,
    )
    task: str | None = declare_option(
        None,
        "A ready-made prompt, to which the prompt is added; --task? lists them.",
        "--task",
        metavar="NAME",
        many=True,
        menu=True,
        validate=validate_text,
    )
    detail: Detail | None = declare_option(
        None,
        "How detailed a task's answer is: short, medium or long.",
        "--detail",
        metavar="LEVEL",
        values=get_args(Detail),
        many=True,
    )
    background: str | None = declare_option(
        None,
        "What transparent pictures are laid on: auto, white, dark, or #rrggbb.",
        "--background",
        metavar="COLOR",
        suggestions=("auto", *BACKGROUNDS),
        many=True,
        lasting=True,
        validate=validate_background,
    )
    channels: Channels = declare_option(
        "rgb",
        "Order of an array's colors; bgr is OpenCV's.",
        "--bgr",
        constant="bgr",
        validate=partial(validate_choice, choices=CHANNELS),
        many=True,
        lasting=True,
    )
    frame: int | None = declare_option(
        None,
        "Send this picture of a file that holds several: a TIFF, a GIF, a HEIC.",
        "--frame",
        metavar="N",
        convert=parse_count,
        validate=validate_count,
    )
    frames: int | None = declare_option(
        None,
        "Send this many evenly spaced frames of an animation or a video, labeled by their times.",
        "--frames",
        metavar="N",
        convert=parse_count,
        validate=validate_count,
    )
    tiles: bool = declare_option(
        False,
        "Send a large picture in readable, overlapping pieces, too; regions lie on the whole.",
        "--tiles",
        lasting=True,
    )
    pages: PageRanges | None = declare_option(
        None,
        "Send only these pages of a PDF or of a file of several pictures; they keep their "
        "numbers. 7- is to the end.",
        "--pages",
        metavar="3-5,8",
        convert=parse_page_ranges,
        validate=validate_pages,
    )
    as_images: bool = declare_option(
        False, "Send a PDF's pages as images drawn here, so that regions work.", "--as-images"
    )
    cite: bool = declare_option(
        False, "Let the answer cite pages of the PDF: answer.citations.", "--cite"
    )
    password: str | Literal[True] | None = declare_option(
        None,
        "The password of an encrypted PDF, which is sent decrypted; --password asks for it.",
        "--password",
        validate=validate_password,
    )
    boxes: bool = declare_option(
        False,
        "Mark on the picture what the answer is about: answer.regions.",
        "--boxes",
        many=True,
        menu=True,
        label="Mark regions",
    )
    crop: Box | None = declare_option(
        None,
        "Look closer at this part: left, top, right and bottom in pixels of the picture. The "
        "whole is sent beside it.",
        "--crop",
        metavar="X1,Y1,X2,Y2",
        convert=parse_box,
        validate=validate_box,
    )
    zoom: object = declare_option(
        None,
        "Look closer at a region of an answer.",
        "--zoom",
        metavar="REGION",
        expression=True,
        validate=validate_anything,
    )
    table: bool = declare_option(
        False,
        "Read the chart's values off it: answer.table; -o keeps them as a DataFrame.",
        "--table",
        many=True,
    )
    check: bool = declare_option(
        False,
        "Check the answer's statements against the figure's own data: answer.claims.",
        "--check",
        menu=True,
        live=True,
    )
    with_data: bool = declare_option(
        False,
        "Send the figure's own data along, as text; the caption says so.",
        "--with-data",
        live=True,
    )
    schema: Any = declare_option(
        None,
        "Answer with an instance of this type: answer.data. It is a pydantic model, a dataclass "
        "or a TypedDict.",
        "--schema",
        metavar="TYPE",
        expression=True,
        validate=validate_anything,
        many=True,
    )
    new: bool = declare_option(False, "Start another conversation.", "--new", panel=False)
    refresh: bool = declare_option(False, "Ask even if the answer is in the cache.", "--refresh")
    debug: bool = declare_option(
        False, "Show the whole traceback of an error.", "--debug", many=True
    )


class SharedKeywords(TypedDict, total=False):
    """Keywords of a question that a run of many pictures takes."""

    method: Method | None
    model: str | None
    max_tokens: int | None
    effort: Effort | Literal["auto"] | None
    thinking: bool | None
    tools: str | Iterable[Any] | None
    task: str | None
    detail: Detail | None
    background: str | None
    channels: Channels | None
    boxes: bool | None
    table: bool | None
    schema: Any
    debug: bool | None


class AskKeywords(SharedKeywords, total=False):
    """Keywords of a question in a conversation of its own: `Answer.ask`, a panel."""

    frame: int | None
    frames: int | None
    tiles: bool | None
    pages: str | int | Iterable[int] | None
    as_images: bool | None
    cite: bool | None
    password: str | None
    crop: Box | None
    zoom: object
    check: bool | None
    with_data: bool | None
    refresh: bool | None


class SeeKeywords(AskKeywords, total=False):
    """Keywords of `see`."""

    new: bool | None


ASK_OPTIONS: Final = declared_options(AskOptions)
"""Options of one question, by name."""


def build_ask_options(keywords: Mapping[str, object], base: AskOptions | None = None) -> AskOptions:
    """Return valid options of a question.

    Parameters
    ----------
    keywords : mapping
        By name; None leaves an option as it is in `base`.
    base : AskOptions, optional
        The options that the keywords change.

    Raises
    ------
    OptionError
        One of them is misspelt, or cannot have its value.
    """
    check_option_names(keywords, ASK_OPTIONS, "A question")
    return replace(base or AskOptions(), **validate_values(ASK_OPTIONS, keywords))


def changed_options(options: AskOptions) -> dict[str, Any]:
    """Return the options that do not have their default, by name."""
    values = {name: getattr(options, name) for name in ASK_OPTIONS}
    return {n: value for n, value in values.items() if value is not ASK_OPTIONS[n].default}
