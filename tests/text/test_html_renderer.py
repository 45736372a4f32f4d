"""A model's Markdown as HTML, for the panel."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.text import HtmlStream, mathml, render_html, render_html_blocks

ALLOWED = {
    *("a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead"),
    *("tr", "ul"),
    # MathML
    *("math", "menclose", "mfrac", "mi", "mn", "mo", "mover", "mrow", "mspace", "msqrt", "msub"),
    *("msup", "mtext"),
}
ATTRIBUTES = {
    *("href", "target", "rel", "class", "style", "tabindex", "start", "data-runs"),
    *("display", "stretchy", "lspace", "rspace", "width", "form", "notation", "mathvariant"),
}


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def check(text):
    for tag, attributes in Tags(render_html(text)).found:
        assert tag in ALLOWED
        assert set(attributes) <= ATTRIBUTES
        assert attributes.get("style", "text-align:x").startswith("text-align:")
        if tag == "a":
            assert attributes["href"].startswith(("https://", "http://", "mailto:"))
            assert attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1)) [y](data:text/html,x) [z](/api/kernels)",
        "![leak](https://example.com/p.png)",
        '[![leak](https://example.com/p.png)](https://example.com/"onmouseover="alert(1))',
        "```html\n<iframe src=x>\n```",
        "| <b> | `<i>` |\n|---|---|\n| <svg onload=alert(1)> | ![x](//e.com/x) |",
        "<https://example.com/<script>>",
        "&lt;script&gt; &#60;img&#62;",
    ],
    ids=["script", "image", "links", "picture", "linked", "fence", "table", "auto", "entities"],
)
def test_nothing_in_it_runs_or_loads(text):
    check(text)


@given(
    st.text(alphabet=st.sampled_from(list("<>&\"'`*_[]()!|#$\\ \nahref:/scriptonx=")), max_size=60),
    st.sampled_from(["{}", "\\({}\\)", "$$\n{}\n$$", "```python\n{}\n```", "\\(\\text{{{}}}\\)"]),
)
def test_no_text_becomes_an_element_that_is_not_allowed(text, frame):
    check(frame.format(text))


def test_a_picture_is_a_link_and_a_dollar_is_a_dollar():
    shown = render_html("![a chart](https://example.com/p.png) from $10 to $20")
    assert ">image: a chart</a>" in shown
    assert "<span>&#36;</span>10 to <span>&#36;</span>20" in shown


def test_structure_stays():
    shown = render_html("# A\n\n- **b**\n\n| c |\n|--:|\n| d |\n\n```python\nx = 1\n```")
    for part in ("<h1>A</h1>", "<strong>b</strong>", "<td", "</code></pre>"):
        assert part in shown


def test_code_is_colored_by_its_language_and_keeps_every_character():
    code = 'def f(x):  # <b>\n    return "a" + 12\n'
    shown = render_html(f"```python\n{code}```")
    assert '<span class="cs-keyword">def</span>' in shown
    assert '<span class="cs-comment"># &lt;b&gt;</span>' in shown
    assert '<span class="cs-string">&quot;a&quot;</span>' in shown
    assert html.unescape(re.sub("<[^>]+>", "", shown)).strip() == code.strip()


@pytest.mark.parametrize(
    ("language", "runs"), [("python", True), ("", True), ("sql", False), ("mermaid", False)]
)
def test_code_of_the_kernel_s_language_is_marked_as_what_a_cell_can_run(language, runs):
    assert ("data-runs" in render_html(f"```{language}\nx\n```")) == runs


@pytest.mark.parametrize(
    ("typed", "mathml"),
    [
        (r"\(x^2\)", "<msup><mi>x</mi><mn>2</mn></msup>"),
        (r"$$\frac{a}{b}$$", "<mfrac><mi>a</mi><mi>b</mi></mfrac>"),
        (r"\[a < b\]", "<mo>&lt;</mo>"),
        (r"\(\text{5 \$ <b>}\)", "<span>&#36;</span>"),
    ],
)
def test_a_formula_becomes_mathml(typed, mathml):
    assert mathml in render_html(typed)


@pytest.mark.parametrize("formula", [r"\unheardof{x}", r"\left( x", "a & b", r"\ce{H2O}"])
def test_a_formula_that_cannot_be_set_is_shown_as_it_was_typed(formula):
    shown = render_html(rf"So \({formula}\) it is.")
    assert "<math" not in shown
    assert html.unescape(re.sub("<[^>]+>", "", shown)) == rf"So \({formula}\) it is." + "\n"


@pytest.mark.parametrize(
    "markup",
    [
        "<math><mi href='javascript:x'>a</mi></math>",
        "<math><mi onclick='x' style='background:url(x)'>a</mi></math>",
    ],
)
def test_attributes_that_are_not_known_are_left_out_of_mathml(markup, monkeypatch):
    converter = Mock(convert_with_local_state=Mock(return_value=markup))
    monkeypatch.setattr(mathml, "_build_converter", lambda: converter)
    assert mathml.render_mathml("a", is_block=False) == "<math><mi>a</mi></math>"


@pytest.mark.parametrize(
    "markup", ["<script>x</script>", "<math><script>x</script></math>", "<math><mi>a</math>", "x"]
)
def test_nothing_but_mathml_is_taken_from_the_converter(markup, monkeypatch):
    converter = Mock(convert_with_local_state=Mock(return_value=markup))
    monkeypatch.setattr(mathml, "_build_converter", lambda: converter)
    assert mathml.render_mathml("a", is_block=False) is None


LONG = (
    "# A\n\nIt *rises* to 12.\nStill.\n\n- a\n- b\n\n  c\n\n```python\nx = 1\n\ny = 2\n```\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n> q\n> r\n\n1. x\n2. y\n\n$$\nx^2\n$$\n\n"
    "End [1]\r\nand \u2028 end."
)


@given(st.lists(st.integers(1, 30), min_size=1, max_size=20))
def test_a_text_that_grows_is_rendered_as_the_whole_is(sizes):
    stream, at = HtmlStream(), 0
    for size in sizes * (len(LONG) // sum(sizes) + 1):
        stream.add_text(LONG[at : at + size])
        stream.render_tail()
        at += size
    assert stream.blocks == render_html_blocks(LONG)


def test_a_block_that_is_followed_by_another_is_not_rendered_again():
    stream = HtmlStream()
    stream.add_text("One.\n\nTwo")
    first, _ = stream.render_tail()
    stream.add_text(" and more.\n\nThree")
    blocks = stream.render_tail()
    assert blocks[0] is first
    assert blocks[1:] == ["<p>Two and more.</p>\n", "<p>Three</p>\n"]
