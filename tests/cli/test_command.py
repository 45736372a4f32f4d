"""`claude-see`, as a shell runs it."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from jupyter_claude_vision.cli.command import main
from jupyter_claude_vision.cli.option_flags import list_ask_options, list_run_options


@pytest.fixture(autouse=True)
def _a_folder_with_pictures(tmp_path, monkeypatch, server):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
    for name in ("chart.png", "other chart.png"):
        Image.new("RGB", (300, 200), "red").save(name)


def run(*arguments, **options):
    return CliRunner().invoke(main, list(arguments), **options)


def prompt_of(request):
    return request.json["messages"][-1]["content"][-1]["text"]


def test_the_answer_goes_to_standard_output_and_everything_about_it_to_standard_error(server):
    server.reply("It rises.")
    result = run("chart.png", "What is shown?")
    assert result.exit_code == 0
    assert result.stdout == "It rises.\n"
    assert result.stderr.startswith("[chart.png · 300 × 200 px")
    assert "tokens in" in result.stderr
    assert prompt_of(server.requests[-1]) == "What is shown?"


def test_words_without_quotes_are_the_prompt(server):
    server.reply("Up.")
    assert run("chart.png", "what", "is", "this?").exit_code == 0
    assert prompt_of(server.requests[-1]) == "what is this?"


def test_several_files_go_in_their_order_and_one_can_stand_there_twice(server):
    server.reply("The same.")
    run("other chart.png", "chart.png", "chart.png", "Which differs?")
    labels = [b["text"] for b in server.requests[-1].json["messages"][0]["content"] if "text" in b]
    assert [label for label in labels if label.startswith("Image")] == [
        "Image 1 (other chart.png):",
        "Image 2 (chart.png):",
        "Image 3 (chart.png):",
    ]


def test_a_picture_comes_on_standard_input(server, tmp_path):
    server.reply("Red.")
    result = run("-", "Which color?", input=(tmp_path / "chart.png").read_bytes())
    assert result.exit_code == 0
    assert "standard input · 300 × 200 px" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chart.pgn", "What?"], "There is no file chart.pgn. Did you mean chart.png?"),
        (["What is shown?"], "Name a picture"),
        (["chart.png", "compare with", "other chart.png"], "comes after the prompt began"),
        (["chart.png", "--pages", "x"], "it takes 3-5,8"),
        (["chart.png", "--modle", "x"], "--model"),
        (["chart.png", "--setting", "bugdet=2"], "--setting takes NAME=VALUE"),
        (["chart.png", "--setting", "budget=much"], "--setting budget=much"),
        (["-", "What?"], "Standard input is empty"),
        (["many", "*.gif", "What?"], "There is no file *.gif"),
        (["many", "chart.png", "--csv", "nowhere/out.csv"], "nowhere/out.csv cannot be written"),
        (["many", "chart.png", "--batch", "What?"], "needs checkpoint"),
    ],
)
def test_a_mistake_is_one_line_and_nothing_is_sent(arguments, message, server):
    result = run(*arguments)
    assert result.exit_code in {1, 2}
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not server.requests


def test_json_holds_the_answer_its_cost_and_its_regions(server):
    region = {
        "image": 1,
        "label": "peak",
        "sentence": "A peak.",
        "shape": "box",
        "coordinates": [10, 20, 110, 120],
    }
    server.reply(json.dumps({"answer": "A peak.", "regions": [region]}))
    result = run("chart.png", "Where is the peak?", "--boxes", "--json")
    answer = json.loads(result.stdout)
    assert answer["text"] == "A peak."
    assert answer["regions"] == [
        {"picture": "chart.png", "label": "peak", "box": [10, 20, 110, 120]}
    ]
    assert answer["cost_usd"] > 0
    assert answer["images"][0]["width"] == 300
    assert result.stderr == ""


def test_an_answer_that_was_cut_off_has_an_exit_code_of_its_own(server):
    server.reply("It ri", stop_reason="max_tokens")
    assert run("chart.png", "What?").exit_code == 3


def test_an_error_of_the_api_is_one_line(server):
    server.fail(401)
    result = run("chart.png", "What?")
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("claude-see: ")


def test_an_estimate_sends_nothing(server):
    result = run("chart.png", "What?", "--dry-run", "--setting", "max_tokens=500")
    assert "tokens in, at most 500 out" in result.stdout
    assert not server.requests


def test_many_write_a_row_for_each_picture(tmp_path):
    result = run("many", "*.png", "What?", "--csv", "out.csv", "--yes")
    assert result.exit_code == 0
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["chart.png", "other chart.png"]
    assert rows[0]["answer"] == "I see 1 pictures."
    assert "Answers about 2 pictures, 0 failed" in result.stderr


def test_many_take_a_folder_and_write_json_lines(tmp_path, server):
    (tmp_path / "broken.png").write_bytes(b"no picture")
    result = run("many", str(tmp_path), "What?", "--json", "--yes")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [record["error"] is None for record in records] == [False, True, True]
    assert result.exit_code == 3
    del server


def test_a_cell_of_the_csv_file_runs_no_formula(tmp_path, server):
    server.reply("=HYPERLINK(1)")
    run("many", "chart.png", "What?", "--csv", "out.csv", "--yes")
    assert "'=HYPERLINK(1)" in (tmp_path / "out.csv").read_text()


def test_every_option_for_files_is_a_flag():
    help_text = run("ask", "--help").stdout + run("many", "--help").stdout
    for option in [*list_ask_options(), *list_run_options()]:
        assert option.flag in help_text
    names = {option.name for option in list_ask_options()}
    assert {"pages", "crop", "boxes", "dry_run"} <= names
    assert not names & {"check", "with_data", "zoom", "schema", "widget", "to_cell", "output"}


def test_ctrl_c_ends_it_with_the_code_that_shells_expect(server, tmp_path):
    hold = server.hold("/v1/messages")
    # A job that a shell runs in the background ignores interrupts, and so do its children.
    code = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from jupyter_claude_vision.cli.command import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, "chart.png", "What?"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
    ) as process:
        assert hold.arrived.wait(30)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=30)
    hold.release()
    assert process.returncode == 130
    assert "Stopped" in error
    assert "Traceback" not in error


def test_the_package_installs_the_command():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["scripts"] == {"claude-see": f"{main.callback.__module__}:main"}
