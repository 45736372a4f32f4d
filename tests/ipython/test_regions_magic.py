"""--boxes, --crop, --zoom and --schema, in a real kernel against a real server."""

from __future__ import annotations

import json

import pytest

TITLE = {
    "image": 1,
    "label": "Title",
    "sentence": "It names the chart.",
    "shape": "box",
    "coordinates": [30, 20, 130, 60],
}


def reply(server, text="There it is.", **parts):
    server.reply(json.dumps({"answer": text, **parts}))


def sent(server, number=-1):
    asked = [r for r in server.requests if r.path == "/v1/messages"]
    return asked[number].json


def blocks(server, number=-1):
    return sent(server, number)["messages"][-1]["content"]


def test_regions_come_back_in_pixels_and_are_marked_on_the_picture(kernel, server):
    reply(server, regions=[TITLE])
    result = kernel.ok("answer = %claude_see red --boxes Where is the title?")
    assert kernel.value("[r.box for r in answer.regions]") == [(30.0, 20.0, 130.0, 60.0)]
    assert "There it is." in result.final["text/markdown"]
    assert "1  Title   (30, 20)–(130, 60)" in result.final["text/plain"]
    clean, marked = [
        d["text/html"] for d in (*result.displays, *result.updates) if "image/png" in d
    ]
    assert clean.count("<img") == marked.count("<img") == 1  # in the clean one's place
    assert 'alt="red"' in clean
    assert 'alt="regions on red"' in marked


def test_they_are_asked_for_in_pixels_of_the_image_as_sent(kernel, server):
    reply(server, regions=[])
    kernel.ok("%claude_see red --boxes Where is the title?")
    image, prompt, form = blocks(server)
    assert image["transformations"] == {"oversized_image": "error"}
    assert prompt["text"] == "Where is the title?"
    assert "image 1 is 300 × 200 pixels" in form["text"]
    wanted = sent(server)["output_config"]["format"]
    assert wanted["type"] == "json_schema"
    assert list(wanted["schema"]["properties"]) == ["answer", "regions"]


def test_the_text_streams_though_it_comes_inside_an_object(kernel, server):
    raw = json.dumps({"answer": 'One two three "four".', "regions": [TITLE]})
    server.reply("", pieces=[raw[i : i + 3] for i in range(0, len(raw), 3)])
    result = kernel.ok("answer = %claude_see red --boxes Where?")
    assert kernel.value("answer.text") == 'One two three "four".'
    for shown in [*result.displays, *result.updates]:
        assert "coordinates" not in shown.get("text/markdown", "")


def test_a_malformed_region_is_reported_and_not_drawn(kernel, server):
    reply(server, regions=[{**TITLE, "coordinates": [1, 2, 3]}])
    result = kernel.ok("answer = %claude_see red --boxes Where?")
    assert kernel.value("len(answer.regions)") == 0
    assert "A region was left out: Title has the coordinates" in result.final["text/plain"]
    assert not [d for d in result.updates if "regions on" in d.get("text/html", "")]


def test_an_answer_that_is_not_in_the_form_is_shown_as_it_came(kernel, server):
    server.reply("It is at the top.")
    result = kernel.ok("answer = %claude_see red --boxes Where?")
    assert kernel.value("answer.text") == "It is at the top."
    shown = result.final["text/plain"]
    assert "not in the form that was asked for" in shown
    assert "127.0.0.1" in shown.partition("shown as it came")[2]  # no gateway need know of forms


def test_an_answer_that_was_cut_off_keeps_its_text_and_says_what_is_missing(kernel, server):
    raw = json.dumps({"answer": "It is at the top.", "regions": [TITLE]})
    server.reply(raw[:50], stop_reason="max_tokens")
    result = kernel.ok("answer = %claude_see red --boxes Where?")
    assert kernel.value("answer.text") == "It is at the top."
    assert "It ended before its regions." in result.final["text/plain"]
    assert "--max-tokens" in result.final["text/plain"]


def test_a_follow_up_repeats_the_regions_to_claude_and_asks_for_none(kernel, server):
    reply(server, regions=[TITLE])
    kernel.ok("%claude_see red --boxes Where is the title?")
    server.reply("Sales.")
    kernel.ok("%claude_see And what does it say?")
    body = sent(server)
    assert "output_config" not in body
    assert json.loads(body["messages"][1]["content"])["regions"] == [TITLE]
    image, *texts = body["messages"][0]["content"]
    first, *first_texts = sent(server, 0)["messages"][0]["content"]
    texts[-1].pop("cache_control")  # where the cell that asks this would begin to read anew
    assert texts == first_texts
    assert image["transformations"] == first["transformations"]


def test_a_follow_up_can_ask_for_regions_on_a_picture_that_was_sent_before(kernel, server):
    server.reply("A picture.")
    kernel.ok("%claude_see red What is it?")
    reply(server, regions=[TITLE])
    kernel.ok("answer = %claude_see --boxes Where is the title?")
    assert kernel.value("answer.regions[0].name") == "red"


def test_regions_on_pixels_that_are_not_here_are_refused_before_sending(kernel, server):
    result = kernel.run("%claude_see file_0123456789abcdef --boxes Where?")
    assert "are not in this kernel" in result.error["evalue"]
    assert not [r for r in server.requests if r.path == "/v1/messages"]


def test_on_a_live_figure_a_region_has_data_and_is_drawn_there(kernel, server):
    reply(server, regions=[{**TITLE, "label": "Low", "coordinates": [500, 400, 800, 850]}])
    kernel.ok("answer = %claude_see fig --boxes Where is it low?")
    low, high = kernel.value("answer.regions[0].data.x")
    assert 1 < low < high < 3
    assert kernel.value("len(answer.draw_on(ax))") == 2
    assert kernel.value("answer.overlay().size[0]") == 1280


def test_a_crop_is_sent_beside_the_whole_and_its_regions_lie_on_the_whole(kernel, server):
    kernel.ok("big = Image.effect_noise((3000, 2000), 50).convert('RGB')")
    reply(server, regions=[{**TITLE, "image": 2, "coordinates": [10, 20, 110, 70]}])
    kernel.ok("answer = %claude_see big --crop 1000,500,1400,800 --boxes Where?")
    label_1, whole, label_2, piece, *_ = blocks(server)
    assert (label_1["text"], whole["type"]) == ("Image 1 (big):", "image")
    assert label_2["text"] == "Image 2 (part of big: (1000, 500)–(1400, 800)):"
    assert piece["type"] == "image"
    assert kernel.value("answer.images[1].sent.size") == (400, 300)
    assert kernel.value("answer.regions[0].box") == (1010.0, 520.0, 1110.0, 570.0)
    assert kernel.value("answer.regions[0].name") == "big"


def test_a_crop_of_a_figure_is_drawn_larger(kernel, server):
    reply(server, regions=[])
    kernel.ok("answer = %claude_see fig --crop 100,100,400,300 --boxes What is here?")
    assert kernel.value("answer.images[1].sent.size[0]") > 1000


def test_a_region_is_looked_at_closer(kernel, server):
    reply(server, regions=[TITLE])
    kernel.ok("answer = %claude_see red --boxes Where is the title?")
    server.reply("Sales.")
    kernel.ok("closer = %claude_see --zoom answer.regions[0] What does it say?")
    names = kernel.value("[image.name for image in closer.images]")
    assert names == ["red", "part of red: (20, 16)–(140, 64)"]
    texts = [b["text"] for b in blocks(server) if b["type"] == "text"]
    assert texts[0] == "Image 1, above, here called red."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("red --crop 1,2,3 What?", "--crop takes X1,Y1,X2,Y2, not '1,2,3'"),
        ("red --crop 400,0,500,100 What?", "nothing of red at 400,0,500,100: it is 300 × 200 px"),
        ("red blue --crop 1,2,30,40 What?", "looks closer at one picture"),
        ("--zoom red What?", "--zoom takes a region, such as answer.regions"),
        ("red --zoom nothing_here What?", "there is no such variable"),
        ("red --schema nothing_here What?", "there is no such variable"),
        ("red --schema blue What?", "is not a type"),
    ],
)
def test_what_cannot_be_looked_at_is_refused_before_sending(kernel, server, line, said):
    result = kernel.run(f"%claude_see {line}")
    assert said in result.error["evalue"]
    assert not server.requests


MODEL = """
from dataclasses import dataclass
@dataclass
class Chart:
    title: str
    peak: float
"""


def test_data_of_the_users_type_comes_back(kernel, server):
    kernel.ok(MODEL)
    reply(server, data={"title": "Sales", "peak": 5})
    result = kernel.ok("answer = %claude_see red --schema Chart")
    assert kernel.value("(answer.data.title, answer.data.peak)") == ("Sales", 5.0)
    assert kernel.value("type(answer.data) is Chart") is True
    assert "peak   5.0" in result.final["text/plain"]


def test_data_that_does_not_validate_is_shown_with_what_failed(kernel, server):
    kernel.ok(MODEL)
    reply(server, data={"title": "Sales", "peak": "high"})
    result = kernel.ok("answer = %claude_see red --schema Chart")
    assert kernel.value("answer.data") is None
    assert (
        "The data is not a valid Chart: peak: input should be a valid number"
        in result.final["text/plain"]
    )
    assert "There it is." in result.final["text/plain"]


def test_see_takes_the_same(kernel, server):
    kernel.ok(MODEL + "from jupyter_claude_vision import see")
    reply(server, data={"title": "Sales", "peak": 5}, regions=[TITLE])
    kernel.ok("answer = see(red, 'Where?', boxes=True, schema=Chart)")
    assert kernel.value("(answer.regions[0].label, answer.data.peak)") == ("Title", 5.0)


def test_a_saved_conversation_keeps_its_regions(kernel, server):
    reply(server, regions=[TITLE])
    kernel.ok("%claude_see red --boxes Where is the title?")
    kernel.ok(
        "from jupyter_claude_vision import current_conversation, Conversation\n"
        "current_conversation().save('talk.json')\n"
        "answer = Conversation.load('talk.json').turns[0].answer"
    )
    assert kernel.value("(answer.text, answer.regions[0].box)") == (
        "There it is.",
        (30.0, 20.0, 130.0, 60.0),
    )


def test_an_answer_from_the_cache_has_its_regions(kernel, server):
    kernel.ok("%config ClaudeVision.cache = 'disk'\n%config ClaudeVision.cache_folder = 'answers'")
    reply(server, regions=[TITLE])
    kernel.ok("%claude_see red --boxes --new Where is the title?")
    kernel.ok("answer = %claude_see red --boxes --new Where is the title?")
    assert kernel.value("(answer.cached is not None, len(answer.regions))") == (True, 1)
    assert len([r for r in server.requests if r.path == "/v1/messages"]) == 1


def test_a_part_of_a_picture_that_was_sent_before_lies_on_the_whole(kernel, server):
    server.reply("A picture.")
    kernel.ok("%claude_see red What is it?")
    reply(server, regions=[{**TITLE, "image": 2, "coordinates": [10, 20, 30, 40]}])
    kernel.ok("answer = %claude_see red --crop 100,50,200,150 --boxes Where?")
    assert kernel.value("[i.repeated for i in answer.images]") == [True, False]
    assert kernel.value("answer.regions[0].box") == (110.0, 70.0, 130.0, 90.0)
    assert kernel.value("answer.regions[0].name") == "red"


def test_where_pictures_go_smaller_because_there_are_many_boxes_lie_on_the_originals(
    kernel, server
):
    kernel.ok("wide = [Image.new('RGB', (2400 + n, 300), (n, 0, 0)) for n in range(21)]")
    reply(server, regions=[{**TITLE, "image": 21, "coordinates": [0, 0, 2000, 248]}])
    kernel.ok("answer = %claude_see wide --boxes Where?")
    assert "image 21 is 2000 × 248 pixels" in blocks(server)[-1]["text"]
    assert kernel.value("answer.regions[0].box") == (0.0, 0.0, 2420.0, 300.0)
