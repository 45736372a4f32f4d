from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import browser_lab
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from nbconvert.filters import markdown2html

from jupyter_claude_vision.text import escape_html, escape_markdown, sanitize_markdown
from jupyter_claude_vision.visible import to_visible_text

if TYPE_CHECKING:
    from pathlib import Path

MARK = "evil.invalid"

MONEY = [
    "from $10 to $20",
    r"from \$10 to \$20",
    "from &#36;10 to &dollar;20",
    "from <span>$</span>10 to $20",
    "**$10** to *$20*",
    "$10, $20\nand $30",
    "# $10 to $20",
    "- $10\n- $20",
    "> $10 to $20",
    "| $a | $b |\n|---|---|\n| $1 | $2 |",
    "[$10 to $20](https://example.com/?a=$1&b=$2)",
    "$x^2$ is how dollars look alone",
    "cheap ($$) or dear ($$$)",
    "$$$10$$$",
    r"\\$10\\$ and \\\$20",
    r"a path C:\(x\\) and \\server\$share and \begin{align}x\end{align}",
    r"\(unclosed and \[unclosed",
    r"\\(not mathematics\\) and \\[nor this\\]",
    r"\(x $5 y\) and \({\) and \(\)",
    r"\(\href{https://evil.invalid}{x}\) and \[\includegraphics{https://evil.invalid/a.png}\]",
    r"$$\def\x{y}$$ and \(\require{html}\)",
    r"&#92;(x&#92;) and &bsol;[x&bsol;]",
]

MATHEMATICS = {
    r"\(x^2\)": "$x^2$",
    r"so \(x\), \(y\)": "so $x$, $y$",
    r"\[x\]": "$$x$$",
    "$$x$$": "$$x$$",
    "see $$x$$ there": "see $$x$$ there",
    "\\[\na\n= b\n- c % a note\n\\]": "$$a = b - c$$",
    "text\n$$\nx\n$$\ntext": "text\n\n$$x$$\n\ntext",
    "- item\n\n  $$\n  x\n  $$": "- item\n\n  $$x$$",
    r"\(a < b\)": r"$a \lt  b$",
    r"\(\$5 \times 2 = 10\,\%\)": r"$\$5 \times 2 = 10\,\%$",
    r"\[\begin{pmatrix}1 & 2 \\ 3 & 4\end{pmatrix}\]": (
        r"$$\begin{pmatrix}1 &  2 \\ 3 &  4\end{pmatrix}$$"
    ),
    r"\(a_1\)\(b_2\)": "$a_1$ $b_2$",
    r"**\(x\)**": "**$x$**",
    "| \\(\\left\\|x\\right\\|\\) |\n|---|": "| $\\left\\vert x\\right\\vert $ |\n| --- |",
}

ATTACKS = [
    f"![alt](https://{MARK}/a.png)",
    f"![a [nested] alt](https://{MARK}/a.png)",
    f"![alt]( <https://{MARK}/a b.png> 'a title')",
    f"![alt](https://{MARK}/a.png\n  'a title over\n lines')",
    f"![]( https://{MARK}/a.png)",
    f"![alt](//{MARK}/a.png)",
    "![alt](data:image/png;base64,AAAA)",
    "![alt](attachment:a.png) ![alt](../a.png) ![alt](file:///a.png)",
    f"![alt][ref]\n\n[ref]: https://{MARK}/a.png",
    f"![ref][]\n\n[ref]: https://{MARK}/a.png 'title'",
    f"![ref]\n\n> [ref]: https://{MARK}/a.png",
    f"[![alt](https://{MARK}/a.png)](https://example.com)",
    f"[![alt][ref]][ref]\n\n[ref]: https://{MARK}/a.png",
    f"| a |\n|---|\n| ![alt](https://{MARK}/a.png) |",
    f"| `a\\\\|` ![alt](https://{MARK}/a.png) ` |\n|---|",
    f"# ![alt](https://{MARK}/a.png)",
    f"- > 1. ![alt](https://{MARK}/a.png)",
    f"Look!<https://{MARK}/a.png>",
    f"Look\\![alt](https://{MARK}/a.png)",
    f"Look&#33;[alt](https://{MARK}/a.png)",
    f"!\u200b[alt](https://{MARK}/a.png) \u200b![alt]\u200b(https://{MARK}/a.png)",
    f"*!*[alt](https://{MARK}/a.png)",
    f"<img src=https://{MARK}/a.png>",
    "<img src=x onerror=alert(1)>",
    f"<IMG\nSRC='https://{MARK}/a.png'/>",
    f"<im\x00g src=https://{MARK}/a.png>",
    f"&lt;img src=https://{MARK}/a.png&gt;",
    f"&amp;lt;img src=https://{MARK}/a.png&amp;gt;",
    f"\\<img src=https://{MARK}/a.png>",
    f"<div>\n\n![alt](https://{MARK}/a.png)\n\n</div>",
    f"<!-- ![alt](https://{MARK}/a.png) --> <img src=https://{MARK}/a.png>",
    f"<!-- unclosed\n\n<img src=https://{MARK}/a.png>",
    f"<style>body {{ background: url(https://{MARK}/a.png) }}</style>",
    "<script>alert(1)</script>",
    f"<iframe src=https://{MARK}></iframe><svg><image href=https://{MARK}/a.png /></svg>",
    "<?php x ?> <!DOCTYPE html> <![CDATA[x]]>",
    f"[^1]\n\n[^1]: ![alt](https://{MARK}/a.png)",
    f"`` ` <img src=https://{MARK}/a.png> `",
    f"` `` <img src=https://{MARK}/a.png> ``",
    f"`a\n<img src=https://{MARK}/a.png>`",
    f"```\n``\n<img src=https://{MARK}/a.png>\n````\n<img src=https://{MARK}/a.png>",
    f"```\n```\n<img src=https://{MARK}/a.png>\n```\n",
    f"~~~ ```\n<img src=https://{MARK}/a.png>\n```\n<img src=https://{MARK}/a.png>\n~~~",
    f"&#126;~~ x\n<img src=https://{MARK}/a.png>",
    f"> ```\n> $\n> ```\n> \\(x\\)\n> ```\n> $\n> <img src=https://{MARK}/a.png>\n> ```",
    f"> ```\n> $\n> ```\n> \\(x\\)\n> ```\n> <img src=https://{MARK}/a.png>\n> ```",
    f"> \\(x\\)$$y$$\n> ```\n> $$\n> <img src=https://{MARK}/a.png>\n> ```",
    f"- ```\n  $\n  ```\n- \\(x\\)\n- ```\n  <img src=https://{MARK}/a.png>\n  ```",
    f"\\(![alt](https://{MARK}/a.png)\\) \\(<img src=https://{MARK}/a.png>\\)",
    f"$$`$$ <img src=https://{MARK}/a.png> $$`$$",
    f"\\[ &lt;img src=https://{MARK}/a.png&gt; \\]",
    f"```mermaid\nflowchart LR\n  A@{{ img: 'https://{MARK}/a.png' }}\n```",
    f"```{{image}} https://{MARK}/a.png\n```",
    f"@@0@@ `@@0@@` \\(x\\) ![alt](https://{MARK}/@@0@@.png)",
    f"&#10;&#10;![alt](https://{MARK}/a.png)",
    f"&#32;&#32;&#32;&#32;x\u2028<img src=https://{MARK}/a.png>",
    "[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](java&#115;cript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>) [x](vbscript:x) [x](file:///etc/passwd)",
    "[x](/api/shutdown) [x](#a) <javascript:alert(1)>",
    "[x][j]\n\n[j]: javascript:alert(1)",
    '[x](https://example.com/"onmouseover="alert(1))',
    "[`](https://example.com)<img src=x>`](https://example.com)",
]

KEPT = {
    "Some *text*, **bold** and ~~gone~~.": "Some *text*, **bold** and ~~gone~~.",
    "# One\n\nTwo\n---": "# One\n\n## Two",
    "- a\n- b\n  1. c\n  2. d": "- a\n- b\n  1. c\n  2. d",
    "3) a\n\n   b\n4) c": "3) a\n\n   b\n\n4) c",
    "> a\n>\n> b": "> a\n>\n> b",
    "a  \nb\\\nc\nd": "a  \nb  \nc\nd",
    "| a | b |\n|:-:|--:|\n| 1 | 2 |": "| a | b |\n| :-: | --: |\n| 1 | 2 |",
    "`$a <b> & c`": "`$a <b> & c`",
    "```python\nx = '$a' < \"<b>\"\n\n```": "```python\nx = '$a' < \"<b>\"\n\n```",
    "    $a <b>": "```text\n$a <b>\n```",
    "a\n\n***\n\nb": "a\n\n___\n\nb",
    "[a *b*](https://c.d/e_f?g=h&i#j)": "[a *b*](https://c.d/e_f?g=h&amp;i#j)",
    "<https://c.d>": "[https://c.d](https://c.d)",
    "Hello, world! It's 5 - 3 = 2.": "Hello, world! It's 5 - 3 = 2.",
    "![a chart](https://c.d/e.png)": "[image: a chart](https://c.d/e.png)",
    "": "",
}


class Page(HTMLParser):
    """What a front end would have in its page: elements with attributes, and the text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.runs: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.runs.append(data)


OURS = {"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"}
OURS |= {"pre", "code", "em", "strong", "s", "a", "span", "table", "thead", "tbody", "tr", "th"}
OURS |= {"td"}


def page(source: str) -> Page:
    """Render as a front end that allows everything would."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return Page(parser.render(source))


def assert_harmless(source: str) -> None:
    for tag, attributes in page(source).elements:
        assert tag in OURS, tag
        assert set(attributes) <= {"href", "start", "style", "class"}, attributes
        assert "url" not in (attributes.get("style") or "")
        if tag == "a":
            assert re.match(r"(?i)https?://|mailto:", attributes["href"] or "")


def raw_html(source: str) -> set[str]:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    blocks = parser.parse(source)
    tokens = [*blocks, *(child for block in blocks for child in block.children or [])]
    return {token.content for token in tokens if token.type.startswith("html_")}


def prefixes(text: str) -> list[str]:
    return [text[:length] for length in range(len(text) + 1)]


@pytest.mark.parametrize("attack", [*ATTACKS, *MONEY, *MATHEMATICS])
def test_no_beginning_of_an_attack_loads_or_runs_anything(attack):
    for beginning in prefixes(attack):
        written = sanitize_markdown(beginning)
        assert_harmless(written)
        assert raw_html(written) <= {"<span>", "</span>", "<code>", "</code>"}


PIECES = st.sampled_from(
    [
        *" \n\t`~*_[]()<>!&#|$\\{}-+=:.1xé",
        *["&#10;", "&#32;", "&lt;", "&#33;", "```", "~~~", "\n\n", "    ", "> ", "- ", "1. "],
        *["$$", "\\(", "\\)", "\\[", "\\]", "![", "](https://e.invalid)", "|---|", "<https://e>"],
        *["<img src=x>", "<!--", "[a]: https://e.invalid\n", "javascript:"],
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text()


@settings(deadline=None)
@given(TEXTS)
@example("*" * 600 + "a" + "*" * 600)
@example("[" * 3000)
@example("> " * 300 + "a")
@example("\\(" * 3000)
def test_nothing_of_any_text_loads_or_runs(text):
    written = sanitize_markdown(text)

    assert_harmless(written)
    assert raw_html(written) <= {"<span>", "</span>", "<code>", "</code>"}
    assert "img" not in [tag for tag, _ in Page(markdown2html(written)).elements]


@given(TEXTS)
def test_what_was_made_safe_has_no_dollar_or_backslash_that_mathjax_could_pair(text):
    # Formulas apart, which are between dollars in the source.
    outside = re.sub(r"\$\$?[^$`\n]+\$\$?", "", re.sub(r"\\\$", "", sanitize_markdown(text)))
    for run in page(re.sub(r"(?s)`.*`", "", outside)).runs:
        assert run.count("$") + run.count("\\") <= 1 or set(run) <= {"$", "\\"}


@pytest.mark.parametrize("text", MONEY)
def test_money_is_text(text):
    runs = page(sanitize_markdown(text)).runs

    assert all(run in {"$", "\\"} or not re.search(r"[$\\]", run) for run in runs)


@pytest.mark.parametrize(("typed", "written"), MATHEMATICS.items())
def test_real_mathematics_stays(typed, written):
    assert sanitize_markdown(typed) == written


@pytest.mark.parametrize(("typed", "written"), KEPT.items())
def test_harmless_structure_stays(typed, written):
    assert sanitize_markdown(typed).replace("&#33;", "!") == written


@pytest.mark.parametrize("typed", KEPT)
def test_what_is_safe_renders_as_what_was_typed(typed):
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    if typed.startswith("!"):
        return

    def rendered(source: str) -> str:
        return re.sub(r' class="language-\w+"', "", parser.render(source))

    assert rendered(sanitize_markdown(typed)) == rendered(typed)


CODE = ["$a", "a $b$ c", "<img src=x>", "a|b", "[x](y)", "a\\", "`` `", "\\(x\\)", "&lt;"]


@pytest.mark.parametrize("around", ["x {} y", "[{}](https://example.com)", "**{}**", "# {}"])
@pytest.mark.parametrize("code", CODE)
def test_inline_code_shows_exactly_what_was_typed(code, around):
    shown = page(sanitize_markdown(around.format(f"``` {code} ```")))

    assert "".join(shown.runs).strip("xy \n") == code.strip("xy \n")
    assert "code" in {tag for tag, _ in shown.elements}


def test_code_in_a_table_keeps_its_bar():
    shown = page(sanitize_markdown("| a |\n|---|\n| `x\\|$y` |"))

    assert "".join(shown.runs).split() == ["a", "x|$y"]


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])).map(
        to_visible_text
    )
)
def test_a_fence_shows_exactly_what_was_typed(code):
    shown = "".join(page(sanitize_markdown(f"~~~~~~~~~~~~~~~~\n{code}\n~~~~~~~~~~~~~~~~")).runs)

    assert shown.rstrip("\n") == code.rstrip("\n")


def test_raw_html_is_shown_as_text():
    shown = "".join(page(sanitize_markdown("a <b>c</b> <!-- d --> <img src=x>")).runs)

    assert shown.strip() == "a <b>c</b> <!-- d --> <img src=x>"


NAMES = ["a_b*c*.png", "$a$.png", "[x](y)", "<b>", "# x", "1. x", "- x", "a`b`", "C:\\(x\\)"]
NAMES += ["&lt;", "![x](https://evil.invalid)", "-5", "a!", "a\nb", "~~x~~", "|a|"]


@pytest.mark.parametrize("name", NAMES)
def test_an_escaped_name_shows_as_it_is(name):
    for source in (
        escape_markdown(name),
        f"**{escape_markdown(name)}**",
        f"[{escape_markdown(name)}](https://a.b)",
    ):
        shown = page(source)
        assert "".join(shown.runs).strip() == name.replace("\n", " ")
        assert {tag for tag, _ in shown.elements} <= {"p", "strong", "a", "span"}


@given(st.text())
def test_any_escaped_text_is_one_line_of_text(text):
    shown = page(escape_markdown(text))

    assert "\n" not in escape_markdown(text)
    assert {tag for tag, _ in shown.elements} <= {"p", "span"}


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])).map(
        to_visible_text
    )
)
def test_html_shows_any_text_as_it_is(text):
    shown = Page(escape_html(text))

    assert "".join(shown.runs) == text
    assert all(tag == "span" for tag, _ in shown.elements)


def nbconvert_runs(text: str) -> list[str]:
    return Page(markdown2html(sanitize_markdown(text))).runs


@pytest.mark.parametrize("text", MONEY)
def test_nbconvert_shows_money_as_text(text):
    assert all(run in {"$", "\\"} or not re.search(r"[$\\]", run) for run in nbconvert_runs(text))


@pytest.mark.parametrize("attack", ATTACKS)
def test_nbconvert_shows_an_attack_as_text(attack):
    elements = Page(markdown2html(sanitize_markdown(attack))).elements

    assert not {tag for tag, _ in elements} - OURS - {"div", "del"}


def test_nbconvert_gets_real_mathematics():
    assert "$x^2$" in "".join(nbconvert_runs(r"so \(x^2\)"))


# In a real JupyterLab, with its own parsers and MathJax at work.

FORMULA = {"text/markdown": "$x^2$"}


def write_notebook(folder: Path, bundles: list[dict[str, str]]) -> str:
    """Write a notebook whose only cell displays each bundle; return its name."""
    cell = {
        "cell_type": "code",
        "id": "only",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": f"for bundle in {bundles!r}:\n    display(bundle, raw=True)",
    }
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    document = {"cells": [cell], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
    (folder / "answers.ipynb").write_text(json.dumps(document))
    return "answers.ipynb"


class Shown:
    """What a JupyterLab made of each of the bundles."""

    def __init__(self, lab: browser_lab.JupyterLab, bundles: list[dict[str, str]]) -> None:
        page = lab.open_notebook(write_notebook(lab.root, [*bundles, FORMULA]))
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        browser_lab.run_all(page)
        outputs = page.locator(".jp-OutputArea-output")
        # Typeset in order: once the last formula is, all the others are.
        outputs.last.locator("mjx-container").wait_for(timeout=30_000)
        assert outputs.count() == len(bundles) + 1
        self.formulas = [output.locator("mjx-container").count() for output in outputs.all()[:-1]]
        self.images = [output.locator("img, svg").count() for output in outputs.all()[:-1]]
        self.texts = [output.inner_text() for output in outputs.all()[:-1]]
        page.close()

    def left_the_machine(self) -> list[str]:
        return [
            url for url in self.requests if not re.match(r"http://127\.0\.0\.1:|data:|blob:", url)
        ]


def markdown(texts: list[str]) -> list[dict[str, str]]:
    return [{"text/markdown": text} for text in texts]


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    if reason := browser_lab.missing():
        pytest.skip(reason)
    with browser_lab.JupyterLab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.mark.browser
def test_jupyterlab_would_typeset_money_and_load_images_of_an_answer_as_it_is(lab):
    shown = Shown(lab, markdown([MONEY[0], MONEY[1], f"![alt](https://{MARK}/a.png)"]))

    assert shown.formulas == [1, 1, 0]
    assert shown.left_the_machine() == [f"https://{MARK}/a.png"]


@pytest.mark.browser
def test_jupyterlab_shows_money_as_text(lab):
    shown = Shown(lab, markdown([sanitize_markdown(text) for text in MONEY]))

    assert shown.formulas == [0] * len(MONEY)
    assert shown.texts[0] == "from $10 to $20"


@pytest.mark.browser
def test_jupyterlab_typesets_real_mathematics(lab):
    shown = Shown(lab, markdown([sanitize_markdown(text) for text in MATHEMATICS]))

    assert all(shown.formulas)
    assert not any(re.search(r"\$.*\$", text) for text in shown.texts)


@pytest.mark.browser
def test_jupyterlab_loads_nothing_for_an_attack(lab):
    shown = Shown(lab, markdown([sanitize_markdown(text) for text in ATTACKS]))

    assert shown.left_the_machine() == []
    assert shown.images == [0] * len(ATTACKS)


@pytest.mark.browser
def test_jupyterlab_typesets_no_name(lab):
    names = ["$a$ $b$", "\\(x\\)", "<b>$$x$$</b>"]

    shown = Shown(lab, [{"text/html": f"<p>{escape_html(name)}</p>"} for name in names])

    assert shown.formulas == [0] * len(names)
    assert shown.texts == names
