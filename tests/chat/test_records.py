"""Files of answers and conversations that are damaged, edited, or cannot be written."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import stat
from datetime import UTC, datetime

import matplotlib.pyplot as plt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from provider_fixtures import module_provider, module_server  # noqa: F401

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.answers.answer import Answer, Timings
from jupyter_claude_vision.answers.citations import Citation, Citations
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Done, Hooks, Note
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.chat.storage.answer_cache import AnswerCache, AnswerCacheError
from jupyter_claude_vision.imaging.crops import cut_part
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache

PLACE = (1000, 1000, 1500, 1400)
BOXES = Form(boxes=True)

VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([]) | st.just({})
)


def exchange(provider, cache=None, conversation=None):
    attachment = recognize_input(Image.new("RGB", (60, 40), "red"), "red", options=InputOptions())
    question = Question("?", (attachment,), models.DEFAULT_MODEL, models.HIGH)
    delivery = Delivery(provider, FileCache(), 86400)
    conversation = Conversation() if conversation is None else conversation
    return Exchange(conversation, question, delivery, Hooks(cache=cache))


def notes(events):
    return [event.text for event in events if isinstance(event, Note)]


def answered(folder):
    """Return the path of an answer in a cache."""
    cited = Citation("It is red.", "red", "report.pdf", (3,), 10, 1)
    answer = Answer("It is red.", "?", (), None, Usage(5), "claude-x", "anthropic", "end_turn", 9,
                    Timings(0, 0, 0))  # fmt: skip
    cache = AnswerCache(folder, 1_000_000)
    cache.store_answer("key", dataclasses.replace(answer, citations=Citations([cited])))
    return folder / "key.json"


def places(value, path=()):
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for name, item in items:
        yield (*path, name)
        if isinstance(item, (dict, list)):
            yield from places(item, (*path, name))


def changed(stored, path, value, *, gone):
    """Return a file's content with one value changed or gone."""
    stored = json.loads(json.dumps(stored))
    place = stored
    for step in path[:-1]:
        place = place[step]
    if gone:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(stored)


def result_of(function, *arguments, refusal):
    """Return what a function returns, and the message of the error that it may raise."""
    try:
        return function(*arguments), None
    except refusal as error:
        return None, str(error)


FUZZ = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100
)


@FUZZ
@given(data=st.data())
def test_an_answer_in_the_cache_that_was_changed_is_read_or_refused(tmp_path, data):
    file = answered(tmp_path)
    stored = json.loads(file.read_text())
    path = data.draw(st.sampled_from(list(places(stored))))
    file.write_text(changed(stored, path, data.draw(VALUES), gone=data.draw(st.booleans())))
    cache = AnswerCache(tmp_path, 1_000_000)
    found, refusal = result_of(cache.find_answer, "key", refusal=AnswerCacheError)
    if refusal is not None:
        assert len(refusal.splitlines()) == 1
    else:
        assert isinstance(found.text, str)
        assert found.usage + Usage()
        assert found.asked_at < datetime.max.replace(tzinfo=found.asked_at.tzinfo)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b"null", b"[" * 100_000, b'{"te'])
def test_a_damaged_answer_in_the_cache_is_asked_again_with_one_line(provider, tmp_path, content):
    list(exchange(provider, AnswerCache(tmp_path, 1_000_000)).events())
    (file,) = tmp_path.iterdir()
    file.write_bytes(content)
    events = list(exchange(provider, AnswerCache(tmp_path, 1_000_000)).events())
    assert notes(events) == ["The answer in the cache is damaged. It is asked again."]
    again = list(exchange(provider, AnswerCache(tmp_path, 1_000_000)).events())
    assert not notes(again)
    assert again[-1].answer.cached is not None


def test_an_answer_of_another_version_is_asked_again_with_one_line(provider, tmp_path):
    list(exchange(provider, AnswerCache(tmp_path, 1_000_000)).events())
    (file,) = tmp_path.iterdir()
    file.write_text(json.dumps({**json.loads(file.read_text()), "format": 99}))
    events = list(exchange(provider, AnswerCache(tmp_path, 1_000_000)).events())
    (note,) = notes(events)
    assert "another version" in note
    assert "format 99" in note


def full(*_, **__):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_an_answer_that_a_full_disk_does_not_take_is_given_first(provider, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.mkstemp", full)
    conversation = Conversation()
    events = list(exchange(provider, AnswerCache(tmp_path, 1_000_000), conversation).events())
    done, note = events[-2:]
    assert isinstance(done, Done)
    assert done.answer.text
    assert len(conversation) == 1
    assert "No space left on device" in note.text
    assert "ClaudeVision.cache_folder" in note.text
    assert str(tmp_path) not in note.text


def test_a_cache_that_is_no_folder_costs_no_answer_and_one_line(provider, tmp_path):
    (tmp_path / "file").write_text("")
    events = list(exchange(provider, AnswerCache(tmp_path / "file" / "x", 1_000)).events())
    assert notes(events) == ["The answer cache cannot be read: Not a directory. It is asked again."]
    assert isinstance(events[-1], Done)


def test_old_answers_that_cannot_be_deleted_are_said_and_the_new_one_is_kept(tmp_path, monkeypatch):
    answered(tmp_path)

    def refuse(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "unlink", refuse)
    cache = AnswerCache(tmp_path, 1)
    answer = Answer("It is blue.", "?", (), None, Usage(5), "claude-x", "anthropic", "end_turn", 9,
                    Timings(0, 0, 0))  # fmt: skip
    with pytest.raises(AnswerCacheError, match="Old answers cannot be deleted"):
        cache.store_answer("another", answer)
    assert cache.find_answer("another").text == "It is blue."


def test_a_write_that_fails_leaves_nothing_half_written(tmp_path, monkeypatch):
    file = answered(tmp_path)
    before = file.read_bytes()
    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(AnswerCacheError, match="No space left"):
        answered(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["key.json"]
    assert file.read_bytes() == before


def test_what_holds_answers_is_for_its_user_alone(provider, tmp_path):
    asked = exchange(provider)
    list(asked.events())
    asked.conversation.save(tmp_path / "talk.json")
    for file in (answered(tmp_path), tmp_path / "talk.json"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.fixture(scope="module")
def saved(provider, tmp_path_factory):
    conversation = Conversation()
    list(exchange(provider, None, conversation).events())
    path = tmp_path_factory.mktemp("saved") / "talk.json"
    conversation.save(path)
    return json.loads(path.read_text())


@FUZZ
@given(data=st.data())
def test_a_conversation_that_was_changed_is_read_or_refused(tmp_path, saved, data):
    path = data.draw(st.sampled_from(list(places(saved))))
    value, gone = data.draw(VALUES), data.draw(st.booleans())
    file = tmp_path / "talk.json"
    file.write_text(changed(saved, path, value, gone=gone))
    loaded, refusal = result_of(Conversation.load, file, refusal=errors.InputError)
    if refusal is not None:
        assert refusal.startswith("talk.json is ")
        assert len(refusal.splitlines()) == 1
    else:
        assert isinstance(loaded.to_markdown(), str)
        assert isinstance(repr(loaded), str)
        loaded.save(tmp_path / "again.json")


def test_a_conversation_of_another_version_says_so(tmp_path, saved):
    file = tmp_path / "talk.json"
    file.write_text(json.dumps({**saved, "format": 7}))
    with pytest.raises(errors.InputError, match=r"another version .*\(format 7\)"):
        Conversation.load(file)


@pytest.fixture
def looked_closer(server, provider, tmp_path):
    """A conversation about a large picture, a part of it, and the large one again, saved."""
    conversation, delivery = Conversation(), Delivery(provider, FileCache(), 86400)
    whole = recognize_input(Image.new("L", (4000, 3000), "white"), "page", options=InputOptions())
    for attachments, number in (((whole, cut_part(whole, PLACE, "part")), 2), ((), 1)):
        region = {"image": number, "label": "stamp", "coordinates": [20, 30, 40, 50]}
        server.reply(json.dumps({"answer": "There.", "regions": [region]}))
        question = Question("?", attachments, models.DEFAULT_MODEL, models.HIGH, form=BOXES)
        list(Exchange(conversation, question, delivery).events())
    conversation.save(tmp_path / "talk.json")
    return conversation, json.loads((tmp_path / "talk.json").read_text())


def test_regions_of_a_saved_conversation_are_where_they_were(tmp_path, looked_closer):
    conversation, stored = looked_closer
    loaded = Conversation.load(tmp_path / "talk.json")
    for turn, again in zip(conversation.turns, loaded.turns, strict=True):
        (region,), same = turn.answer.regions, again.answer.regions
        assert same[0].box == region.box
        assert same[0].picture.name == "page"
    assert loaded.turns[0].answer.regions[0].box == (1020, 1030, 1040, 1050)
    loaded.save(tmp_path / "again.json")
    assert json.loads((tmp_path / "again.json").read_text()) == stored


@pytest.fixture
def checked(server, provider, tmp_path):
    """A conversation about a figure with checked statements, saved."""
    conversation, delivery = Conversation(), Delivery(provider, FileCache(), 86400)
    figure, axes = plt.subplots()
    axes.bar(["ant", "bee"], [3, 4], label="legs")
    attachment = recognize_input(figure, "fig", options=InputOptions())
    select = "SELECT value FROM data WHERE x = "
    claims = [
        {"image": 1, "quote": "ant has 3", "query": f"{select}'ant'", "value": 3},
        {"image": 1, "quote": "bee has 7", "query": f"{select}'bee'", "value": 7},
    ]
    server.reply(json.dumps({"answer": "ant has 3, bee has 7, cat has 9.", "claims": claims}))
    form = Form(claims=True)
    question = Question("?", (attachment,), models.DEFAULT_MODEL, models.HIGH, form=form)
    list(Exchange(conversation, question, delivery).events())
    conversation.save(tmp_path / "talk.json")
    plt.close(figure)
    return conversation.turns[0].answer


def test_claims_of_a_saved_conversation_keep_verdicts_values_and_queries(tmp_path, checked):
    loaded = Conversation.load(tmp_path / "talk.json").turns[0].answer
    verdicts = [claim.verdict for claim in loaded.claims]
    assert verdicts == ["right", "wrong", "not checked"]
    assert loaded.claims.columns() == checked.claims.columns()
    assert loaded.claims[1].result == 4
    assert loaded.to_text().splitlines()[:1] == ["ant has 3 ✓, bee has 7 ✗ (4), cat has 9 ○."]
    assert "1 right, 1 wrong, 0 cannot tell, 1 not checked" in loaded.to_text()


def test_a_conversation_that_was_saved_without_verdicts_is_still_read(tmp_path, checked):
    stored = json.loads((tmp_path / "talk.json").read_text())
    del stored["turns"][0]["answer"]["claims"]
    (tmp_path / "talk.json").write_text(json.dumps(stored))
    loaded = Conversation.load(tmp_path / "talk.json").turns[0].answer
    assert [claim.verdict for claim in loaded.claims][:2] == ["cannot tell", "cannot tell"]


def test_of_a_copy_that_was_made_smaller_no_part_is_cut(tmp_path, looked_closer):
    whole, piece = Conversation.load(tmp_path / "talk.json").images
    with pytest.raises(errors.InputError, match="Of page only a copy is here, 2212 × 1659 px of"):
        prepare_image(cut_part(whole.attachment, PLACE, "part"), ImageLimits(models.HIGH))
    assert prepare_image(whole.attachment, ImageLimits(models.HIGH)).original_size == (4000, 3000)
    assert (
        prepare_image(
            cut_part(piece.attachment, (0, 0, 9, 9), "bit"), ImageLimits(models.HIGH)
        ).width
        == 9
    )


def test_a_piece_of_a_picture_that_is_not_there_is_a_damaged_file(tmp_path, looked_closer):
    _, stored = looked_closer
    stored["turns"][0]["images"][1]["cut"]["whole"] = 7
    (tmp_path / "talk.json").write_text(json.dumps(stored))
    with pytest.raises(errors.InputError, match="or is damaged"):
        Conversation.load(tmp_path / "talk.json")


def test_a_conversation_that_cannot_be_read_or_written_names_its_file(tmp_path):
    with pytest.raises(errors.InputError, match=r"talk\.json cannot be read: No such file"):
        Conversation.load(tmp_path / "talk.json")
    with pytest.raises(errors.InputError, match=r"talk\.json cannot be written: No such file"):
        Conversation().save(tmp_path / "folder" / "talk.json")
    with pytest.raises(errors.InputError, match="cannot be read: Is a directory"):
        Conversation.load(tmp_path)


def test_an_answers_time_goes_through_the_cache(tmp_path):
    answered(tmp_path)
    found = AnswerCache(tmp_path, 1_000_000).find_answer("key")
    assert (datetime.now(UTC) - found.asked_at).total_seconds() < 60
    assert found.citations[0]["page_numbers"] == [3]
