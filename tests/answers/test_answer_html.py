"""Answers and pictures as HTML under a cell."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from samples import attachment, chart, photograph, saved

from jupyter_claude_vision.answers.answer_html import render_marked_html, render_text_html
from jupyter_claude_vision.answers.citations import Citations
from jupyter_claude_vision.answers.findings import Findings
from jupyter_claude_vision.answers.picture_html import prepare_cell_pictures, render_cell_html
from jupyter_claude_vision.answers.sent_attachment import DeliveryChoice, SentImage
from jupyter_claude_vision.claims import CheckedClaim, Claim, Claims
from jupyter_claude_vision.imaging.encode import encode_for_notebook
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.models import HIGH


def sent(source, **facts):
    given = attachment(source, "picture", **facts)
    return SentImage(
        given, prepare_image(given, ImageLimits(HIGH)), DeliveryChoice("base64", "small")
    )


def image_of(html):
    (tag,) = re.findall("<img .*?>", html)
    return dict(re.findall(r'(\w+)="(.*?)"', tag))


def test_headings_of_an_answer_are_none_of_the_notebooks_own():
    html = render_text_html("# One\n\n### Two\n\n`<h2>`")
    assert re.findall("<h.*?>", html) == [
        '<h1 class="jp-toc-ignore">',
        '<h3 class="jp-toc-ignore">',
    ]


def test_verdicts_in_the_text_are_badges_and_an_answer_cannot_draw_one():
    text = "It is 5 and \ue000✓\ue001 7 < 8."
    spans = {"right": (0, 7), "wrong": (16, 17), "cannot tell": (12, 13)}
    claims = Claims(
        tuple(
            CheckedClaim(Claim(text[a:b], "SELECT 1", 5), verdict, 9, span=(a, b))
            for verdict, (a, b) in spans.items()
        )
    )
    html = render_marked_html(text, Findings(claims=claims, is_checked=True), Citations())
    badges = re.findall(r'<span title="(.*?)".*?>(.)</span>', html)
    assert badges == [("right", "✓"), ("cannot tell", "?"), ("wrong", "✗")]
    assert "7 " in html
    assert "(9)" in html
    assert "&lt; 8" in html


def test_a_picture_is_the_bytes_that_were_sent_at_the_figures_own_size():
    image = sent(saved(chart(), "PNG"), pixel_ratio=2.0)
    (picture,) = prepare_cell_pictures([image], 300_000)
    assert picture.data == image.prepared_image.data
    tag = image_of(render_cell_html([picture], "<p>Text</p>"))
    assert tag["width"] == str(image.prepared_image.width // 2)
    assert tag["alt"] == "picture"


def test_a_drawing_over_the_limit_loses_nothing_where_webp_is_small_enough():
    drawing = Image.new("RGB", (800, 600), "white")
    drawing.paste(photograph(200, 200), (100, 100))
    png = saved(drawing, "PNG", compress_level=0)
    data, media_type, note = encode_for_notebook(png, most_bytes=700_000)
    assert (media_type, note) == ("image/webp", "")
    assert Image.open(BytesIO(data)).convert("RGB").tobytes() == drawing.tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_that_is_reduced_says_so_in_its_caption(kind):
    image = sent(saved(photograph(600, 450), kind))
    (picture,) = prepare_cell_pictures([image], 15_000)
    assert len(picture.data) <= 15_000
    width = Image.open(BytesIO(picture.data)).width
    assert width < 600
    assert f"shown {width} px wide: ClaudeVision.shown_kilobytes" in picture.caption


def test_a_picture_that_was_shown_before_is_folded_to_a_small_one():
    image = replace(sent(photograph(600, 450)), repeated=True)
    (picture,) = prepare_cell_pictures([image], 300_000)
    assert picture.is_folded
    assert len(picture.data) <= 16_000
    html = render_cell_html([picture])
    assert image_of(html)["height"] == "40"
    assert "not sent again" in html
