"""A model's Markdown as HTML, for the panel."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.text import render_html

ALLOWED = {
    *("a", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr"),
    *("li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead"),
    *("tr", "ul"),
}
ATTRIBUTES = {"href", "target", "rel", "class", "style", "tabindex", "start"}


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
    st.text(alphabet=st.sampled_from(list("<>&\"'`*_[]()!|#$\\ \nahref:/scriptonx=")), max_size=60)
)
def test_no_text_becomes_an_element_that_is_not_allowed(text):
    check(text)


def test_a_picture_is_a_link_and_a_dollar_is_a_dollar():
    shown = render_html("![a chart](https://example.com/p.png) from $10 to $20")
    assert ">image: a chart</a>" in shown
    assert "<span>&#36;</span>10 to <span>&#36;</span>20" in shown


def test_structure_stays():
    shown = render_html("# A\n\n- **b**\n\n| c |\n|--:|\n| d |\n\n```python\nx = 1\n```")
    for part in ("<h1>A</h1>", "<strong>b</strong>", "<td", "<code>x = 1\n</code></pre>"):
        assert part in shown
