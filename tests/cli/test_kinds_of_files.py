"""Kinds of files that `claude-see` takes: each arrives as a picture or a document of its colors."""

from __future__ import annotations

import base64
from importlib.util import find_spec
from io import BytesIO

import pytest
from click.testing import CliRunner
from pdfs import pdf
from PIL import Image, ImageStat

from jupyter_claude_vision.cli.command import main

SIZE = (60, 40)
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF", "ICO", "AVIF", "PPM")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40">'
    '<rect width="60" height="40" fill="red"/></svg>'
)


def encoded(file_type="PNG"):
    buffer = BytesIO()
    Image.new("RGB", SIZE, "red").save(buffer, file_type)
    return buffer.getvalue()


@pytest.fixture
def run(tmp_path, monkeypatch, server):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")

    def ask(*arguments, data=None):
        words = [*arguments, "What?", "--method", "base64", "--tools", "off"]
        result = CliRunner().invoke(main, words, input=data)
        assert result.exit_code == 0, result.output
        blocks = server.requests[-1].json["messages"][0]["content"]
        return [block for block in blocks if block["type"] != "text"]

    return ask


def mean_color(block):
    with Image.open(BytesIO(base64.b64decode(block["source"]["data"]))) as image:
        return [round(value) for value in ImageStat.Stat(image.convert("RGB")).mean]


def is_red(block):
    red, green, blue = mean_color(block)
    return red > 240 and green < 15 and blue < 15


@pytest.mark.parametrize("file_type", FORMATS)
def test_a_picture_of_each_format_arrives(file_type, run, tmp_path):
    (tmp_path / f"red.{file_type.lower()}").write_bytes(encoded(file_type))
    [block] = run(f"red.{file_type.lower()}")
    assert is_red(block)


@pytest.mark.skipif(find_spec("pillow_heif") is None, reason="needs the extra heif")
def test_a_heic_arrives(run, tmp_path):
    import pillow_heif

    heif = pillow_heif.from_pillow(Image.new("RGB", (64, 64), "red"))
    heif.save(tmp_path / "red.heic")
    [block] = run("red.heic")
    assert is_red(block)


@pytest.mark.skipif(find_spec("resvg_py") is None, reason="needs the extra svg")
def test_a_drawing_arrives(run, tmp_path):
    (tmp_path / "red.svg").write_text(SVG)
    [block] = run("red.svg")
    assert is_red(block)


def test_a_pdf_arrives_as_a_document(run, tmp_path):
    (tmp_path / "report.pdf").write_bytes(pdf(1))
    [block] = run("report.pdf")
    assert block["type"] == "document"


def test_a_data_url_and_standard_input_arrive(run):
    text = base64.b64encode(encoded()).decode()
    assert is_red(*run(f"data:image/png;base64,{text}"))
    assert is_red(*run("-", data=encoded()))


def test_a_glob_arrives_in_the_order_of_its_numbers(run, tmp_path):
    for number, color in ((10, "blue"), (2, "red")):
        Image.new("RGB", SIZE, color).save(tmp_path / f"run{number}.png")
    first, second = run("run*.png")
    assert is_red(first)
    assert not is_red(second)


def test_frames_of_an_animation_arrive(run, tmp_path):
    pictures = [Image.new("RGB", SIZE, color) for color in ("red", "lime", "blue")]
    pictures[0].save(tmp_path / "a.gif", save_all=True, append_images=pictures[1:], duration=100)
    assert len(run("a.gif", "--frames", "3")) == 3
