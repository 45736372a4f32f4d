"""Pictures of documents, and where their alternative text goes."""

from __future__ import annotations

import base64
import json
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from PIL import Image

from jupyter_claude_vision.documents.markdown_document import MarkdownDocument
from jupyter_claude_vision.documents.missing_alt import AltText
from jupyter_claude_vision.documents.notebook_document import NotebookDocument
from jupyter_claude_vision.errors import InputError


def write_texts(text, name="page.md", alt="A rise", long=""):
    document = MarkdownDocument(text, Path(name))
    return document.with_texts({p: AltText(short=alt, long=long) for p in document.missing})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![](a.png)", "![A rise](a.png)"),
        ("![ ](a.png 'Title')", "![A rise](a.png 'Title')"),
        ("![](a%20(1).png)", "![A rise](a%20(1).png)"),
        ("![][ref]\n\n[ref]: a.png", "![A rise][ref]\n\n[ref]: a.png"),
        ("[![](a.png)](page.html)", "[![A rise](a.png)](page.html)"),
        ("`![](a.png)` ![](b.png)", "`![](a.png)` ![A rise](b.png)"),
        ("![x](a.png) ![](b.png)", "![x](a.png) ![A rise](b.png)"),
        ("| ![](a.png) | ![](b.png) |", "| ![A rise](a.png) | ![A rise](b.png) |"),
        ('<img src="a.png">', '<img alt="A rise" src="a.png">'),
        ('Text <img src="a.png"/> on', 'Text <img alt="A rise" src="a.png"/> on'),
        ("```{image} a.png\n:width: 3\n```", "```{image} a.png\n:alt: A rise\n:width: 3\n```"),
        (":::{figure} a.png\nText\n:::", ":::{figure} a.png\n:alt: A rise\nText\n:::"),
        (
            "---\ntitle: '![](no.png)'\n---\n![](a.png)",
            "---\ntitle: '![](no.png)'\n---\n![A rise](a.png)",
        ),
    ],
)
def test_markdown_and_myst(text, expected):
    assert write_texts(text) == expected
    assert not MarkdownDocument(expected, Path("page.md")).missing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![](a.png)", '![](a.png){fig-alt="A rise"}'),
        ("![](a.png){#fig-a}", '![](a.png){#fig-a fig-alt="A rise"}'),
        (
            "```{python}\n#| label: fig-a\n#| fig-cap: Sales\nplot()\n```",
            '```{python}\n#| label: fig-a\n#| fig-cap: Sales\n#| fig-alt: "A rise"\nplot()\n```',
        ),
    ],
)
def test_quarto(text, expected):
    assert write_texts(text, "paper.qmd") == expected
    assert not MarkdownDocument(expected, Path("paper.qmd")).missing


@pytest.mark.parametrize(
    "text",
    [
        "![A](a.png)",
        '<img src="a.png" alt="">',
        "```\n![](a.png)\n```",
        "    ![](a.png)",
        "<!-- ![](a.png) -->",
        "```{figure} a.png\n:alt: A\n```",
        "```{python}\nplot()\n```",
        '![](a.png){fig-alt="A"}',
        "\\![](a.png)",
    ],
)
def test_what_has_a_text_or_is_no_picture_stays(text):
    assert not MarkdownDocument(text, Path("paper.qmd")).missing


def test_the_figure_of_a_rendered_chunk_is_found(tmp_path):
    folder = tmp_path / "paper_files" / "figure-html"
    folder.mkdir(parents=True)
    Image.new("RGB", (30, 20)).save(folder / "fig-a-output-1.png")
    path = tmp_path / "paper.qmd"
    path.write_text("```{python}\n#| label: fig-a\nplot()\n```\n")
    [picture] = MarkdownDocument(path.read_text(), path).missing
    assert picture.source == str(folder / "fig-a-output-1.png")


@given(st.text(min_size=1).filter(lambda text: text.split()))
def test_any_text_stays_the_alternative_text_of_the_same_picture(alt):
    """Brackets, quotes and line ends of an answer change nothing else of a page."""
    result = write_texts("Before ![](a.png) after", alt=alt)
    tokens = MarkdownIt("commonmark").parse(result)
    [inline] = [token for token in tokens if token.type == "inline"]
    assert [child.type for child in inline.children] == ["text", "image", "text"]
    assert inline.children[1].attrs["src"] == "a.png"


def picture(color="red"):
    buffer = BytesIO()
    Image.new("RGB", (30, 20), color).save(buffer, "PNG")
    return base64.b64encode(buffer.getvalue()).decode()


def notebook(*cells):
    return json.dumps(
        {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}, indent=1
    )


def code(source="plot()", metadata=None, **data):
    output = {"output_type": "display_data", "data": data, "metadata": metadata or {}}
    return {"cell_type": "code", "source": [source], "outputs": [output], "metadata": {}}


def test_texts_of_a_notebook_go_into_its_outputs_metadata_and_its_markdown():
    attached = {"a.png": {"image/png": picture("blue")}}
    text = notebook(
        code(**{"image/png": picture()}),
        {"cell_type": "markdown", "source": "![](attachment:a.png)", "attachments": attached},
    )
    document = NotebookDocument(text, Path("n.ipynb"))
    assert [m.place for m in document.missing] == ["cell 1, output 1", "cell 2, line 1"]
    assert all(m.source[:4] == b"\x89PNG" for m in document.missing)
    texts = {m: AltText(short="A rise", long="") for m in document.missing}
    saved = json.loads(document.with_texts(texts))
    assert saved["cells"][0]["outputs"][0]["metadata"] == {"image/png": {"alt": "A rise"}}
    assert saved["cells"][1]["source"] == ["![A rise](attachment:a.png)"]
    assert not NotebookDocument(json.dumps(saved), Path("n.ipynb")).missing


def test_a_notebook_is_written_as_it_was_saved():
    text = notebook(code(**{"image/png": picture()})) + "\n"
    assert NotebookDocument(text, Path("n.ipynb")).with_texts({}) == text


def test_a_long_description_is_a_cell_under_the_picture():
    document = NotebookDocument(notebook(code(**{"image/png": picture()})), Path("n.ipynb"))
    texts = {m: AltText(short="A rise", long="From 4 to 5.") for m in document.missing}
    saved = json.loads(document.with_texts(texts))
    assert "From 4 to 5." in "".join(saved["cells"][1]["source"])


@pytest.mark.parametrize(
    "cell",
    [
        code(metadata={"image/png": {"alt": "A"}}, **{"image/png": picture()}),
        code(source="#| fig-alt: A\nplot()", **{"image/png": picture()}),
        code(**{"image/png": picture(), "text/html": '<img src="data:" alt="A">'}),
        code(**{"text/plain": "3"}),
    ],
)
def test_outputs_that_have_a_text_or_no_picture_stay(cell):
    assert not NotebookDocument(notebook(cell), Path("n.ipynb")).missing


@pytest.mark.parametrize("text", ["", "{", "[]", '{"worksheets": []}', '{"cells": 3}'])
def test_what_is_no_notebook_is_refused(text):
    with pytest.raises(InputError, match="is no notebook"):
        NotebookDocument(text, Path("n.ipynb"))
