"""Pictures of Markdown, Quarto and MyST files.

markdown-it finds code, comments and images, by CommonMark; it gives lines and no columns, so that
each image is searched for in its lines, from the one before on.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from ..text import to_plain_line
from .missing_alt import AltText, MissingAlt, find_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from markdown_it.token import Token

_FRONT_MATTER: Final = re.compile(r"---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_IMAGE: Final = re.compile(
    r"!\[(?P<alt>\s*)\]"
    r"(?:\((?:\\.|[^()\\]|\([^()]*\))*\)|\[[^\]\n]*\])"
    r"(?P<attributes>\{[^{}\n]*\})?"
)
_HTML_IMAGE: Final = re.compile(
    r"<img\b(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE
)
_ALT_ATTRIBUTE: Final = re.compile(r"\balt\s*=|\salt(?=[\s/>]|$)", re.IGNORECASE)
_SOURCE_ATTRIBUTE: Final = re.compile(r"\bsrc\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_FIG_ALT: Final = re.compile(r"\bfig-alt\s*=|(?<!-)\balt\s*=")
_DIRECTIVE: Final = re.compile(r"\{(?:image|figure|figure-md)\}\s*(?P<source>\S*)")
_COLON_FENCE: Final = re.compile(r" {0,3}:{3,}\s*(?P<info>\{(?:image|figure)\}.*)")
_CHUNK: Final = re.compile(r"\{\s*(?:python|r|julia|ojs)\b.*\}", re.IGNORECASE)
_CHUNK_OPTION: Final = re.compile(r"\s*(?:#|//)\|\s*(?P<name>[\w-]+)\s*:\s*(?P<value>.*)")
_QUARTO: Final = frozenset({".qmd", ".Rmd", ".rmd"})
_FIGURE_FILES: Final = ("{label}-output-1.png", "{label}-1.png", "{label}-output-1.svg")
"""Names that Quarto and knitr give to the figure of a labeled chunk."""


@dataclass(frozen=True)
class _Slot:
    """Where a text goes: the span that it replaces, and how it is written there."""

    start: int
    end: int
    write: Callable[[str], str]
    block_end: int


class MarkdownDocument:
    """A Markdown, Quarto or MyST document.

    Parameters
    ----------
    text : str
    path : Path
        Relative references start from its folder.
    attachments : mapping of str to bytes, optional
        Of a notebook's cell, by name.
    """

    def __init__(
        self, text: str, path: Path, attachments: Mapping[str, bytes] | None = None
    ) -> None:
        self.text = text
        self._path = path
        self._attachments = attachments or {}
        self._line_starts = [0, *(m.end() for m in re.finditer("\n", text)), len(text)]
        pairs = sorted(self._find_missing(), key=lambda pair: pair[1].start)
        self._slots = dict(pairs)
        self.missing: tuple[MissingAlt, ...] = tuple(self._slots)

    def with_texts(self, texts: Mapping[MissingAlt, AltText]) -> str:
        """Return the text with alternative texts, and with long descriptions that exist."""
        edits: list[tuple[int, int, str]] = []
        for picture, alt in texts.items():
            slot = self._slots[picture]
            edits.append((slot.start, slot.end, slot.write(to_plain_line(alt["short"]))))
            if alt["long"]:
                block = f"\n{render_description(alt['long'])}\n"
                start = "" if self.text[: slot.block_end].endswith("\n") else "\n"
                edits.append((slot.block_end, slot.block_end, start + block))
        result = self.text
        for start_index, end, replacement in sorted(edits, reverse=True):
            result = result[:start_index] + replacement + result[end:]
        return result

    def _find_missing(self) -> Iterator[tuple[MissingAlt, _Slot]]:
        front = _FRONT_MATTER.match(self.text)
        start = self.text.count("\n", 0, front.end()) if front else 0
        body = self.text[front.end() :] if front else self.text
        tokens = MarkdownIt("commonmark").parse(body)
        for token in tokens:
            if token.map is None:
                continue
            first, last = (line + start for line in token.map)
            if token.type == "fence":
                yield from self._find_in_fence(token.info.strip(), first, last)
            elif token.type == "inline":
                yield from self._find_inline(token.children or (), first, last)
            elif token.type == "html_block" and not token.content.lstrip().startswith("<!--"):
                yield from self._find_html(self._start(first), self._start(last), last)
        yield from self._find_colon_fences(tokens, start)

    def _start(self, line: int) -> int:
        return self._line_starts[min(line, len(self._line_starts) - 1)]

    def _find_inline(
        self, children: Sequence[Token], first: int, last: int
    ) -> Iterator[tuple[MissingAlt, _Slot]]:
        """Find images in a paragraph; code between backticks holds none."""
        position, end = self._start(first), self._start(last)
        for child in children:
            if child.type == "code_inline":
                place = self.text.find(child.content, position, end)
                position = place + len(child.content) if place >= 0 else position
            elif child.type == "html_inline" and child.content.lower().startswith("<img"):
                place = self.text.find(child.content, position, end)
                if place >= 0:
                    position = place + len(child.content)
                    yield from self._find_html(place, position, last)
            elif child.type == "image":
                has_alt = bool(child.content.strip())
                match = None if has_alt else _IMAGE.search(self.text, position, end)
                if match is None:
                    place = self.text.find("](", position, end)
                    position = place + 2 if place >= 0 else position
                    continue
                position = match.end()
                if not _FIG_ALT.search(match["attributes"] or ""):
                    picture = self._to_missing(str(child.attrs["src"]), match.start())
                    yield picture, self._image_slot(match, self._start(last))

    def _image_slot(self, match: re.Match[str], block_end: int) -> _Slot:
        if self._path.suffix not in _QUARTO:
            return _Slot(match.start("alt"), match.end("alt"), _escape_label, block_end)
        # In brackets Quarto would print the text as the figure's caption.
        if match["attributes"]:
            place = match.end("attributes") - 1
            return _Slot(place, place, lambda alt: f" fig-alt={_quote(alt)}", block_end)
        end = match.end()
        return _Slot(end, end, lambda alt: f"{{fig-alt={_quote(alt)}}}", block_end)

    def _find_html(self, start: int, end: int, last: int) -> Iterator[tuple[MissingAlt, _Slot]]:
        for match in _HTML_IMAGE.finditer(self.text, start, end):
            if _ALT_ATTRIBUTE.search(match["attributes"]):  # an empty one marks decoration
                continue
            source = _SOURCE_ATTRIBUTE.search(match["attributes"])
            reference = html.unescape(source[1].strip("\"'")) if source else ""
            place = match.start("attributes")
            yield (
                self._to_missing(reference, match.start()),
                _Slot(place, place, lambda alt: f' alt="{html.escape(alt)}"', self._start(last)),
            )

    def _find_in_fence(
        self, info: str, first: int, last: int
    ) -> Iterator[tuple[MissingAlt, _Slot]]:
        if (directive := _DIRECTIVE.match(info)) and directive["source"]:
            yield from self._find_in_directive(directive["source"], first, last)
        elif _CHUNK.fullmatch(info):
            yield from self._find_in_chunk(first, last)

    def _find_colon_fences(
        self, tokens: Sequence[Token], start: int
    ) -> Iterator[tuple[MissingAlt, _Slot]]:
        """Find MyST's directives between colons, which are paragraphs to CommonMark."""
        in_code = {
            line + start
            for token in tokens
            if token.map and token.type in {"fence", "code_block", "html_block"}
            for line in range(*token.map)
        }
        lines = self.text.split("\n")
        for number in range(start, len(lines)):
            match = _COLON_FENCE.fullmatch(lines[number])
            directive = _DIRECTIVE.match(match["info"]) if match else None
            if number in in_code or directive is None or not directive["source"]:
                continue
            ends = (n for n in range(number + 1, len(lines)) if lines[n].strip().startswith(":::"))
            yield from self._find_in_directive(directive["source"], number, next(ends, number) + 1)

    def _find_in_directive(
        self, source: str, first: int, last: int
    ) -> Iterator[tuple[MissingAlt, _Slot]]:
        lines = self.text[self._start(first + 1) : self._start(last)].split("\n")
        if any(re.match(r"\s*:?alt:", line) for line in lines):
            return
        place = self._start(first + 1)
        picture = self._to_missing(source, self._start(first))
        yield picture, _Slot(place, place, lambda alt: f":alt: {alt}\n", self._start(last))

    def _find_in_chunk(self, first: int, last: int) -> Iterator[tuple[MissingAlt, _Slot]]:
        """Find the figure of a Quarto chunk that has a label for figures, or a caption."""
        options: dict[str, str] = {}
        line = first + 1
        for line in range(first + 1, last):
            text = self.text[self._start(line) : self._start(line + 1)]
            match = _CHUNK_OPTION.match(text)
            if match is None:
                break
            options[match["name"]] = match["value"].strip().strip("\"'")
        label = options.get("label", "")
        if "fig-alt" in options or not (label.startswith("fig-") or "fig-cap" in options):
            return
        source = self._find_rendered(label)
        picture = MissingAlt(
            f"line {first + 1}",
            label or "figure of a chunk",
            source,
            "" if source else "render the document first, so that its figure is there",
        )
        place = self._start(line)
        yield (
            picture,
            _Slot(
                place,
                place,
                lambda alt: f"#| fig-alt: {json.dumps(alt, ensure_ascii=False)}\n",
                self._start(last),
            ),
        )

    def _find_rendered(self, label: str) -> str | None:
        folder = self._path.with_name(f"{self._path.stem}_files")
        if not label or re.search(r"[/\\*?\[\]]", label):
            return None
        for name in _FIGURE_FILES:
            for path in sorted(folder.glob(f"*/{name.format(label=label)}")):
                return str(path)
        return None

    def _to_missing(self, reference: str, offset: int) -> MissingAlt:
        line = self.text.count("\n", 0, offset) + 1
        name = reference if len(reference) <= 80 else f"{reference[:79]}…"
        if reference.startswith("attachment:"):
            data = self._attachments.get(reference.removeprefix("attachment:"))
            problem = "" if data is not None else "the cell has no such attachment"
            return MissingAlt(f"line {line}", name, data, problem)
        source, problem = find_source(reference, self._path.parent)
        return MissingAlt(f"line {line}", name or "picture", source, problem)


def render_description(text: str) -> str:
    """Return a long description as a folded block of Markdown."""
    body = "\n\n".join(" ".join(p.split()) for p in re.split(r"\n\s*\n", text.strip()))
    return (
        f"<details><summary>Description</summary>\n\n{html.escape(body, quote=False)}\n\n</details>"
    )


def _escape_label(alt: str) -> str:
    return re.sub(r"([\\\[\]!`*_<])", r"\\\1", alt)


def _quote(alt: str) -> str:
    text = alt.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
