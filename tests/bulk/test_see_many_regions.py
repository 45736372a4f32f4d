"""Regions and tables of many pictures, in a real kernel."""

from __future__ import annotations

import json

import pytest

MAKE = """
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from jupyter_claude_vision import see_many
Path("scans").mkdir(exist_ok=True)
for number in range(3):
    page = Image.new("RGB", (4000, 3000), "white")
    page.paste("red", (1000, 600, 1400, 900))
    page.save(f"scans/{number}.jpg")
"""

ASK = 'answers = see_many("scans/*.jpg", "Where is the stamp?", boxes=True, checkpoint="run.jsonl")'


def answer(coordinates, **besides):
    region = {"image": 1, "label": "stamp", "sentence": "It is red.", "shape": "box"}
    found = {"answer": "There.", "regions": [{**region, "coordinates": coordinates}]}
    return json.dumps({**found, **besides})


@pytest.fixture
def kernel(kernel, server):
    kernel.ok(MAKE)
    return kernel


@pytest.fixture
def found(server):
    """What 1000, 600, 1400, 900 of 4000 × 3000 is on the 2212 × 1659 that the model sees."""
    for _ in range(3):
        server.reply(answer([553, 331.8, 774.2, 497.7]))


def asked(server):
    return [r.json for r in server.requests if r.path == "/v1/messages"]


def boxes(kernel):
    return kernel.value("[tuple(round(n) for n in o.regions[0].box) for o in answers]")


@pytest.mark.usefixtures("found")
def test_they_lie_where_they_are_on_each_original(kernel, server):
    kernel.ok(ASK)
    assert boxes(kernel) == [(1000, 600, 1400, 900)] * 3
    image, text = asked(server)[0]["messages"][0]["content"][0::2]
    assert image["transformations"] == {"oversized_image": "error"}
    assert "image 1 is 2212 × 1659 pixels" in text["text"]


@pytest.mark.usefixtures("found")
def test_a_region_is_cut_out_of_its_file_and_drawn_on_it(kernel):
    kernel.ok(ASK)
    kernel.ok("piece = answers[1].regions['stamp'].crop()")
    assert kernel.value("piece.size") == (400, 300)
    red, green, blue = kernel.value("piece.getpixel((200, 150))")
    assert red > 200
    assert max(green, blue) < 60
    assert kernel.value("answers[1].answer.overlay().width") == 2212


@pytest.mark.usefixtures("found")
def test_small_pictures_are_marked_and_the_table_says_with_what(kernel):
    html = kernel.ok(ASK + "; answers").results[0]["text/html"]
    assert html.count("<img") == 3
    assert html.count("<br>1 stamp") == 3
    kernel.ok("small = answers[0].thumbnail.open().convert('RGB')")
    assert kernel.value("max(small.size)") == 280
    # On the box's lower edge: a line in the first region's blue, and not the stamp's red.
    red, _, blue = kernel.value("small.getpixel((84, 63))")
    assert blue > red


@pytest.mark.usefixtures("found")
def test_what_was_no_file_is_marked_on_the_small_picture_that_was_kept(kernel):
    kernel.ok('answers = see_many([Image.open("scans/0.jpg")], "Where?", boxes=True)')
    assert kernel.value("max(answers[0].thumbnail.open().size)") == 280
    kernel.ok("other = see_many([red], 'What?')")
    assert kernel.value("max(other[0].thumbnail.open().size)") == 96


@pytest.mark.usefixtures("found")
def test_a_frame_has_those_of_each_picture_and_one_has_those_of_all(kernel):
    kernel.ok(ASK + "; frame = answers.to_frame(); every = answers.regions.to_frame()")
    assert kernel.value("[len(r) for r in frame.regions]") == [1, 1, 1]
    assert kernel.value("list(every.picture)") == [f"scans/{n}.jpg" for n in range(3)]
    assert kernel.value("list(map(round, every.left))") == [1000] * 3
    assert kernel.value("frame.problems.tolist()") == [None] * 3


@pytest.mark.parametrize("how", ["checkpoint", "executor"])
@pytest.mark.usefixtures("found")
def test_they_come_back_from_a_checkpoint_and_from_workers(kernel, server, how):
    keywords = "" if how == "checkpoint" else ", executor=ThreadPoolExecutor(2)"
    kernel.ok(ASK[:-1] + keywords + ")")
    kernel.ok(ASK)
    assert len(asked(server)) == 3
    assert boxes(kernel) == [(1000, 600, 1400, 900)] * 3


@pytest.mark.usefixtures("found")
def test_a_file_that_is_gone_or_has_changed_is_said_when_somebody_looks(kernel):
    kernel.ok(ASK)
    kernel.ok('Path("scans/0.jpg").unlink(); Image.new("RGB", (50, 40)).save("scans/1.jpg")')
    assert boxes(kernel) == [(1000, 600, 1400, 900)] * 3
    crop_error = kernel.run("answers[0].regions[0].crop()").error
    assert "There is no file scans/0.jpg" in crop_error["evalue"]
    assert kernel.value("[bool(o.thumbnail) for o in answers]") == [False, False, True]
    changed = kernel.run("answers[1].answer.overlay()").error
    assert "scans/1.jpg has changed: it is 50 × 40 px now" in changed["evalue"]


def test_pixels_that_were_no_file_are_not_kept_and_that_is_said(kernel, server):
    server.reply(answer([1, 2, 30, 40]))
    kernel.ok('answers = see_many([red], "Where?", boxes=True)')
    error = kernel.run("answers[0].answer.overlay()").error
    assert "was not a file, and its pixels are not kept" in error["evalue"]


def test_a_malformed_one_is_a_problem_of_its_picture(kernel, server):
    server.reply(answer([1, 2, 3]))
    kernel.ok('answers = see_many("scans/0.jpg", "Where?", boxes=True)')
    (errors,) = kernel.value("answers.to_frame().problems.tolist()")
    assert "stamp has the coordinates [1, 2, 3]" in errors
    assert kernel.value("answers[0].text") == "There."


def test_a_picture_whose_pixels_are_elsewhere_fails_alone(kernel, server):
    server.reply(answer([1, 2, 30, 40]))
    kernel.ok('answers = see_many(["file_011CNha8iCJcU1wXNR6q4V8w", red], "Where?", boxes=True)')
    errors = kernel.value("[o.error for o in answers]")
    assert "so that nothing can be marked on them" in errors[0]
    assert errors[1] is None


def test_tables_of_many_charts(kernel, server):
    axis = {"name": "quarter", "unit": "", "kind": "number"}
    series = {"image": 1, "panel": "", "name": "sales", "unit": "", "x": ["1", "2"], "y": [4, 1.5]}
    table = {"x": axis, "y": {"name": "sold", "unit": ""}, "series": [series]}
    server.reply(json.dumps({"answer": "A line.", "table": table}))
    kernel.ok('answers = see_many("scans/0.jpg", "Read it.", table=True)')
    kernel.ok("frame = answers.to_frame(); read = frame.table[0].to_frame()")
    assert kernel.value("[float(value) for value in read.iloc[:, -1]]") == [4.0, 1.5]
    assert kernel.value("frame.problems[0]") is None
    assert "not compared" in kernel.value("str(answers[0].answer.comparison.problems)")


@pytest.mark.usefixtures("found")
def test_the_magic_takes_them_and_what_cannot_be_is_said_before_anything_is_sent(kernel, server):
    kernel.ok("%claude_see scans/*.jpg --each --boxes -o answers Where is the stamp?")
    assert boxes(kernel) == [(1000, 600, 1400, 900)] * 3
    before = len(asked(server))
    error = kernel.run("%claude_see scans/*.jpg --each --check Is it high?").error
    assert "--check goes with one question, not with many" in error["evalue"]
    assert len(asked(server)) == before
