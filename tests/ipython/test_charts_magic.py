"""--table, --check and --with-data, in a real kernel against a real server."""

from __future__ import annotations

import json


def reply(server, text="So it is.", **parts):
    server.reply(json.dumps({"answer": text, **parts}))


def last(server):
    return [r for r in server.requests if r.path == "/v1/messages"][-1].json


def texts(server):
    return [b["text"] for b in last(server)["messages"][-1]["content"] if b["type"] == "text"]


def table(*ys, name=""):
    series = {"image": 1, "panel": "", "name": name, "unit": "", "x": ["1", "2", "3"], "y": [*ys]}
    x, y = {"name": "day", "unit": "", "kind": "number"}, {"name": "sales", "unit": "USD"}
    return {"x": x, "y": y, "series": [series]}


def claim(quote, query="SELECT 1", value=1):
    return {"quote": quote, "query": query, "value": value}


AT_2 = "SELECT value FROM data WHERE x = 2"


def test_a_charts_values_come_back_as_a_dataframe(kernel, server):
    reply(server, table=table(4, 1, 5))
    result = kernel.ok("%claude_see fig --table -o df")
    assert kernel.value("list(df.columns)") == ["day", "sales"]
    assert kernel.value("df.sales.tolist()") == [4.0, 1.0, 5.0]
    assert kernel.value("df.attrs['units']") == {"sales": "USD"}
    assert "3 of 3 values are as near as they can be read" in result.final["text/plain"]


def test_what_was_misread_is_shown_with_how_much_it_is_off(kernel, server):
    reply(server, table=table(4, 2.5, 5))
    result = kernel.ok("answer = %claude_see fig --table")
    assert kernel.value("[(d.x, d.read, d.actual) for d in answer.comparison.off]") == [
        (2.0, 2.5, 1.0)
    ]
    assert "2 of 3 values" in result.final["text/plain"]
    assert "2  2.5   1      1.5" in result.final["text/plain"]
    picture = kernel.ok("answer.table.overlay()").results[0]
    assert "image/png" in picture


def test_of_a_picture_it_says_that_it_could_not_be_compared(kernel, server):
    reply(server, table=table(4, 1, 5))
    result = kernel.ok("%claude_see red --table -o df")
    assert kernel.value("len(df)") == 3
    assert "A picture's own data are not here" in result.final["text/plain"]


def test_without_pandas_the_values_are_a_dict_of_columns(kernel, server):
    kernel.ok(
        "import jupyter_claude_vision.chat.question_builder as asking\n"
        "asking.find_spec = lambda name: None"
    )
    reply(server, table=table(4, 1, 5))
    kernel.ok("%claude_see fig --table -o values")
    assert kernel.value("values") == {"day": [1.0, 2.0, 3.0], "sales": [4.0, 1.0, 5.0]}


def test_claims_are_checked_against_the_figures_own_data(kernel, server):
    claims = [
        claim("Day 3 has the most", "SELECT x FROM data ORDER BY value DESC LIMIT 1", 3),
        claim("Day 2 has 3", AT_2, 3),
        claim("by 4", "SELECT amount FROM data", 4),
    ]
    text = "Day 3 has the most. Day 2 has 3, Day 1 leads by 4. It grew to 77."
    reply(server, text, claims=claims)
    result = kernel.ok("answer = %claude_see fig --check")
    shown = result.final["text/plain"]
    assert "Day 3 has the most ✓. Day 2 has 3 ✗ (1)" in shown
    assert "by 4 (?). It grew to 77 ○." in shown
    assert "1 right, 1 wrong, 1 cannot tell, 2 not checked" in shown
    assert "There is no column amount" in shown
    assert kernel.value("answer.claims.to_frame().verdict.tolist()") == [
        *("right", "wrong", "cannot tell", "not checked", "not checked"),
    ]
    assert "<details><summary>Checked against" in result.final["text/markdown"]
    assert "Day 2 has 3 ✗" in result.final["text/markdown"]
    assert kernel.value("answer.text") == text


def test_an_answer_without_claims_says_so(kernel, server):
    reply(server, "A line.", claims=[])
    shown = kernel.ok("answer = %claude_see fig --check").final["text/plain"]
    assert "the answer makes no claims" in shown


def test_the_layout_of_the_tables_is_sent_and_named_and_no_value(kernel, server):
    reply(server, claims=[])
    result = kernel.ok("%claude_see fig --new --check What is it?")
    layout, prompt, _ = texts(server)
    assert "series 'line'" in layout or "series " in layout
    assert "data(panel, series, kind" in layout
    assert prompt == "What is it?"
    captions = [d["text/plain"] for d in result.displays if "layout" in d.get("text/plain", "")]
    assert "with the layout of its tables as text" in captions[0]
    items = last(server)["output_config"]["format"]["schema"]["properties"]["claims"]["items"]
    assert set(items["properties"]) == {"quote", "query", "value", "call"}
    assert items["additionalProperties"] is False


def test_an_answer_that_is_not_in_its_form_is_scanned_all_the_same(kernel, server):
    server.reply("Day 3 is the highest.")
    result = kernel.ok("answer = %claude_see fig --check")
    assert "Day 3 is the highest ○" in result.final["text/plain"]
    assert "0 right, 0 wrong, 0 cannot tell, 1 not checked" in result.final["text/plain"]
    assert "The answer lists no claims of its own." in result.final["text/plain"]


def test_the_claims_come_in_the_same_request(kernel, server):
    reply(server, claims=[])
    kernel.ok("%claude_see fig --check Which day is best?")
    assert len([r for r in server.requests if r.path == "/v1/messages"]) == 1
    assert list(last(server)["output_config"]["format"]["schema"]["properties"]) == [
        "answer",
        "claims",
    ]


def test_the_figure_is_checked_as_it_was_when_it_was_sent(kernel, server):
    raw = json.dumps({"answer": "Day 2 has 1.", "claims": [claim("Day 2 has 1", AT_2)]})
    server.reply("", pieces=[raw])
    kernel.ok("answer = %claude_see fig --check")
    kernel.ok("ax.lines[0].set_ydata([9, 9, 9])")
    assert kernel.value("answer.claims[0].verdict") == "right"


def test_on_a_picture_nothing_can_be_checked_and_it_says_so(kernel, server):
    reply(server, "It is 300 wide.", claims=[claim("It is 300 wide", AT_2, 300)])
    result = kernel.ok("answer = %claude_see red --check")
    assert any("holds no data here" in d.get("text/plain", "") for d in result.displays)
    assert kernel.value("answer.claims[0].verdict") == "cannot tell"


def test_everything_can_be_asked_for_at_once(kernel, server):
    region = {
        "image": 1,
        "label": "Low",
        "sentence": "",
        "shape": "point",
        "coordinates": [640, 800],
    }
    reply(server, table=table(4, 1, 5), claims=[], regions=[region])
    kernel.ok("answer = %claude_see fig --table --check --boxes")
    assert kernel.value("(len(answer.table), len(answer.claims), len(answer.regions))") == (3, 0, 1)


def test_a_figures_data_are_sent_only_on_request_and_named(kernel, server):
    kernel.ok("%claude_see fig --new What is it?")
    assert texts(server) == ["What is it?"]
    result = kernel.ok("%claude_see fig --new --with-data What is it?")
    data, prompt = texts(server)
    assert "1: 4; 2: 1; 3: 5" in data
    assert prompt == "What is it?"
    captions = [d["text/plain"] for d in result.displays if "tokens" in d.get("text/plain", "")]
    assert f"with its data as text, {len(data)} characters" in captions[0]


def test_a_picture_has_no_data_to_send(kernel, server):
    result = kernel.run("%claude_see red --with-data What is it?")
    assert "holds no data of a picture" in result.error["evalue"]
    assert not server.requests


def test_a_follow_up_repeats_the_data_as_they_were(kernel, server):
    kernel.ok("%claude_see fig --with-data What is it?")
    kernel.ok("ax.lines[0].set_ydata([9, 9, 9])")
    kernel.ok("%claude_see And why?")
    first = last(server)["messages"][0]["content"]
    assert any("1: 4; 2: 1; 3: 5" in b.get("text", "") for b in first)


def test_text_of_an_answer_cannot_break_out_of_its_table(kernel, server):
    hostile = "a 7 | b <script>alert(1)</script> $x$ $y$"
    reply(server, "So.", claims=[claim(hostile, "SELECT '|<script>'", 7)])
    result = kernel.ok("answer = %claude_see fig --check")
    assert "<script>" not in result.final["text/markdown"]
    rows = [line for line in result.final["text/markdown"].splitlines() if "script" in line]
    assert rows[-1].count(" | ") == 4


def test_an_answer_from_the_cache_is_checked_again(kernel, server):
    kernel.ok("%config ClaudeVision.cache = 'disk'\n%config ClaudeVision.cache_folder = 'answers'")
    reply(server, "Day 2 has 1.", claims=[claim("Day 2 has 1", AT_2)])
    kernel.ok("%claude_see fig --new --check")
    kernel.ok("answer = %claude_see fig --new --check")
    assert kernel.value("(answer.cached is None, answer.claims[0].verdict)") == (False, "right")


def test_where_no_table_came_none_is_kept_and_the_cell_fails(kernel, server):
    server.reply("I cannot read it.")
    kernel.ok("df = 1")
    result = kernel.run("%claude_see fig --table -o df")
    assert result.error["ename"] == "EmptyAnswerError"
    assert "no table to keep as df" in result.error["evalue"]
    assert "not in the form" in result.error["evalue"]
    assert "I cannot read it." in result.final["text/plain"]
    assert kernel.value("df") == 1
