"""--tiles, --frame, --pages and --bgr on pictures, in a real kernel against a real server."""

from __future__ import annotations

import json
import re

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer

PICTURES = """
import io
import numpy as np
from PIL import ImageDraw, ImageFont
from jupyter_claude_vision import ClaudeSee, see, see_many

def saved(images, kind, **options):
    file = io.BytesIO()
    images[0].save(file, kind, save_all=True, append_images=images[1:], **options)
    return file.getvalue()

page = Image.new("RGB", (1200, 4000), "white")
pen, font = ImageDraw.Draw(page), ImageFont.load_default(14)
for line in range(180):
    words = f"Line {line} of a page " + "with many words " * 8
    pen.text((30, 20 + 22 * line), words, "black", font)

colors = [Image.new("RGB", (240, 200), color) for color in ("red", "lime", "blue", "white")]
scan, movie = saved(colors, "TIFF"), saved(colors, "GIF", duration=100)
blue_first = np.zeros((300, 200, 3), np.uint8); blue_first[..., 0] = 255
"""


@pytest.fixture(scope="module")
def running():
    with LoopbackServer() as server:
        yield server


@pytest.fixture(scope="module")
def one_kernel(running):
    with Kernel({"ANTHROPIC_BASE_URL": running.url, "ANTHROPIC_API_KEY": KEY}) as kernel:
        kernel.ok(SETUP)
        kernel.ok(PICTURES)
        yield kernel


@pytest.fixture
def server(running):
    running.requests.clear()
    return running


@pytest.fixture
def kernel(one_kernel, server):
    """One kernel for all of them; each begins a conversation of its own."""
    one_kernel.ok("from jupyter_claude_vision import Conversation, resume; resume(Conversation())")
    return one_kernel


def asked(server):
    return [request.json for request in server.requests if request.path == "/v1/messages"]


def labels(server):
    content = asked(server)[-1]["messages"][-1]["content"]
    return [block["text"] for block in content if block["type"] == "text"]


def region(image, *coordinates):
    return {
        "image": image,
        "label": "Line",
        "sentence": "",
        "shape": "box",
        "coordinates": coordinates,
    }


def colors(kernel):
    kernel.ok("middles = [i.sent.convert('RGB').getpixel((100, 100)) for i in answer.images]")
    return kernel.value("[tuple(255 * (c > 127) for c in middle) for middle in middles]")


RED, LIME, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def test_a_page_that_is_lost_says_so_and_in_tiles_it_arrives_at_full_width(kernel, server):
    server.reply("A page.")
    kernel.ok("answer = %claude_see page What is it?")
    assert "hard to read: --crop looks at a part, --tiles" in kernel.value(
        "answer.images[0].caption"
    )
    regions = [region(2, 100, 50, 300, 80), region(3, 0, 0, 1200, 100), region(1, 0, 0, 773, 2576)]
    server.reply(json.dumps({"answer": "Here.", "regions": regions}))
    result = kernel.ok("answer = %claude_see page --tiles --boxes --new Where?")
    sizes = kernel.value("[image.sent.size for image in answer.images]")
    assert sizes == [(773, 2576), (1200, 2048), (1200, 2048)]
    assert labels(server)[:3] == [
        "Image 1 (page):",
        "Image 2 (page, tile 1 of 2: (0, 0)–(1200, 2048)):",
        "Image 3 (page, tile 2 of 2: (0, 1952)–(1200, 4000)):",
    ]
    assert "image 3 is 1200 × 2048 pixels" in labels(server)[-1]
    captions = kernel.value("[image.caption for image in answer.images]")
    assert captions[0].endswith("the whole, small: its 2 tiles follow")
    assert not [caption for caption in captions if "hard to read" in caption]
    assert kernel.value("[(r.name, r.box) for r in answer.regions]") == [
        ("page", (100.0, 50.0, 300.0, 80.0)),
        ("page", (0.0, 1952.0, 1200.0, 2052.0)),
        ("page", (0.0, 0.0, 1200.0, 4000.0)),
    ]
    assert kernel.value("answer.regions[1].crop().size") == (1200, 100)
    (shown,) = [d["text/html"] for d in result.updates if "regions on" in d["text/html"]]
    assert re.findall('alt="(.*?)"', shown)[0] == "regions on page"


def test_alternative_text_is_of_the_whole_and_not_of_its_tiles(kernel, server):
    server.reply("A page of text.")
    result = kernel.ok("%claude_see page --tiles --task alt --new")
    alternatives = [re.findall('alt="(.*?)"', data["text/html"]) for data in result.updates]
    described = max(alternatives, key=len)
    assert described[0] == "A page of text."
    assert "A page of text." not in described[1:]


@pytest.mark.parametrize("method", ["base64", "files"])
def test_tiles_that_were_sent_are_only_named_again(kernel, server, method):
    server.reply("A page.")
    kernel.ok(f"%claude_see page --tiles --method {method} What is it?")
    server.reply(json.dumps({"answer": "Here.", "regions": [region(3, 0, 0, 1200, 100)]}))
    kernel.ok(f"answer = see(page, 'And where?', tiles=True, boxes=True, method={method!r})")
    assert labels(server)[:3] == ["Image 1, above.", "Image 2, above.", "Image 3, above."]
    first, *_ = asked(server)[-1]["messages"]
    assert [b["type"] for b in first["content"]].count("image") == 3
    assert kernel.value("answer.regions[0].box") == (0.0, 1952.0, 1200.0, 2052.0)


def test_the_last_picture_is_meant_where_none_is_named(kernel, server):
    server.reply("A page.")
    kernel.ok("%claude_see page What is it?")
    server.reply("It says more.")
    kernel.ok("answer = %claude_see --tiles What is in line 150?")
    names = kernel.value("[image.name for image in answer.images]")
    assert [name[:12] for name in names] == ["page", "page, tile 1", "page, tile 2"]
    server.reply("On and on.")
    kernel.ok("more = answer.ask('And this?', page, tiles=True)")
    assert kernel.value("[image.repeated for image in more.images]") == [True] * 3


def test_what_needs_no_tiles_goes_as_it_is(kernel, server):
    server.reply("Red.")
    kernel.ok("answer = %claude_see red fig --tiles What is it?")
    assert kernel.value("[image.name for image in answer.images]") == ["red", "fig"]


@pytest.mark.parametrize("name", ["scan", "movie"])
def test_pages_and_frames_of_a_file_are_chosen_by_number(kernel, server, name):
    word, short = {"scan": ("page", "p."), "movie": ("frame", "frame")}[name]
    server.reply("Some.")
    kernel.ok(f"answer = %claude_see {name} --pages 2-3,1 What are they?")
    assert colors(kernel) == [LIME, BLUE, RED]
    captions = kernel.value("[image.caption for image in answer.images]")
    for number, caption in zip((2, 3, 1), captions, strict=True):
        assert f"{word} {number} of 4" in caption
    assert labels(server)[0] == f"Image 1 ({name} {short} 2):"
    server.reply("One.")
    kernel.ok(f"answer = see({name}, 'What is it?', frame=4, new=True)")
    assert colors(kernel) == [WHITE]
    assert f"{word} 4 of 4" in kernel.value("answer.images[0].caption")
    server.reply("One.")
    kernel.ok(f"answer = %claude_see {name} --new What is it?")
    assert f"first of 4 {word}s" in kernel.value("answer.images[0].caption")


def test_a_picture_that_the_user_holds_stays_at_its_frame(kernel, server):
    kernel.ok("held = Image.open(io.BytesIO(movie)); held.seek(1)")
    server.reply("Blue.")
    kernel.ok("answer = %claude_see held --frame 3 What is it?")
    assert colors(kernel) == [BLUE]
    assert kernel.value("(held.tell(), held.convert('RGB').getpixel((5, 5)))") == (1, LIME)


def test_arrays_in_opencvs_order_arrive_in_their_colors(kernel, server):
    server.reply("Blue.")
    kernel.ok("answer = %claude_see blue_first --bgr --method base64 What color is it?")
    assert colors(kernel) == [BLUE]
    server.reply("Blue.")
    kernel.ok("options = dict(channels='bgr', method='base64', new=True)")
    kernel.ok("answer = see(blue_first, 'What color is it?', **options)")
    assert colors(kernel) == [BLUE]
    server.reply("Blue.")
    kernel.ok("see_many([blue_first], 'What color is it?', channels='bgr', confirm=False)")
    server.reply("Blue.")
    kernel.ok("%claude_see blue_first --each --bgr --yes What color is it?")
    ours = [request["messages"][0]["content"][0]["source"]["data"] for request in asked(server)]
    assert len(ours) == 4
    assert len(set(ours)) == 1


def test_a_panel_takes_the_order_of_channels_and_tiles(kernel, server):
    kernel.ok("panel = ClaudeSee([blue_first, red], channels='bgr', tiles=True)")
    kernel.ok("pictures = list(panel._panel.tabs)")
    assert kernel.value("pictures[0].image.open().convert('RGB').getpixel((9, 9))") == BLUE
    server.reply("Red.")
    kernel.ok("panel._panel.tabs.remove(pictures[0].id); panel.ask('What is it?')")
    kernel.ok("panel.add(page)")
    server.reply("A page.")
    kernel.ok("answer = panel.ask('And this?')")
    assert kernel.value("[i.name for i in answer.images if not i.repeated][0]") == "page"
    assert kernel.value("len([i for i in answer.images if 'tile' in i.name])") == 2
    kernel.ok("panel.close()")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%claude_see --bgr What?", "order of channels is about arrays, name one"),
        ("%claude_see red --bgr What?", "order of channels is about arrays, and red is none"),
        ("see(red, 'What?', channels='gbr')", "channels takes one of rgb, bgr, not 'gbr'"),
        ("see_many([red], 'What?', channels='gbr')", "channels takes one of rgb, bgr"),
        ("ClaudeSee(red, channels='gbr')", "channels takes one of rgb, bgr"),
        ("see(movie, 'What?', frame=0)", "frame takes a whole number from 1 on, not 0"),
        ("see(movie, 'What?', frame='2')", "frame takes a whole number from 1 on, not '2'"),
        ("%claude_see movie --frame 5 What?", "movie has 4 frames: there is no frame 5."),
        ("%claude_see scan --pages 3-7 What?", "scan has 4 pages: there is no page 7."),
        ("%claude_see red --frame 2 What?", "chooses from several pictures in one file, and red"),
        ("%claude_see red --pages 2 What?", "and red is none"),
        ("%claude_see movie --frame 2 --pages 2 What?", "Give --frame or --pages, not both"),
        ("%claude_see movie --tiles --each What?", "--tiles goes with one question"),
        ("%claude_see page --tiles --crop 1,1,9,9 What?", "Give --tiles, --crop or --zoom"),
        ("%claude_see file_0123456789abcdef --tiles What?", "are not in this kernel"),
        ("%claude_see page --tiles --method url What?", "is not at a URL"),
        (
            "%claude_see Image.new('L',(16000,12000)) --tiles What?",
            "would take 63 tiles, more than 40: --crop looks at a part of it",
        ),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(kernel, server, line, said):
    result = kernel.run(line)
    assert said in result.error["evalue"]
    assert not server.requests
