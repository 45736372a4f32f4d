from __future__ import annotations

import json
import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.manager import start_new_kernel

from jupyter_claude_vision.ipython.line import question_mark as questions

ASKED = [
    "red what?",
    "red why??",
    "fig Is it 5%? really??",
    "fig Don't you see?",
    "fig what (if any?",
    "fig and } then?",
    'fig is it "red" or "blue?',
    "fig '''what?",
    "fig # which?",
    "fig {x} $5 {{name}} --y why?",
    "fig 07 0x 1__2 what?",
    "fig  two  spaces?",
    "fig?",
    "?",
    "图 这是什么?",
    "fig a\\b?",
]

UNTOUCHED = [
    "%claude_see?",
    "%claude_see??",
    "?%claude_see",
    "??%claude_see",
    "%%claude_see?",
    "%%claude_see??",
    "%claude_seen red what?",
    "%claude_see.red what?",
    "%claude_files what?",
    "%timeit?",
    "%time f what?",
    "a = %time f what?",
    "fig?",
    "a.b??",
    "np.*load*?",
    "# %claude_see red what?",
    "x = 1  # %claude_see red what?",
    "'%claude_see red what?'",
    "x = '''\n%claude_see red what?\n'''",
    'def f():\n    """\n    %claude_see red what?\n    """\n',
    "f(\n    '%claude_see red what?'\n)",
    "%%claude_see fig\nwhat?\n%claude_see red what?",
    "%%writefile x.txt\n%claude_see red what?",
    "%%bash\nclaude_see red what?",
    "!echo %claude_see red what?",
    "y %claude_see\nfig?",
    "10 %claude_see",
    "claude_see = 1\nclaude_see?",
    "claude_see?",
]


def asking() -> TransformerManager:
    return installed().input_transformer_manager


def installed() -> SimpleNamespace:
    shell = SimpleNamespace(input_transformer_manager=TransformerManager())
    questions.install_transformers(shell)
    return shell


def call(line: str) -> str:
    return f"get_ipython().run_line_magic('claude_see', {line!r})"


@pytest.mark.parametrize("question", ASKED)
def test_a_question_is_asked_as_typed(question):
    assert asking().transform_cell(f"%claude_see {question}") == f"{call(question)}\n"


@pytest.mark.parametrize("question", ASKED)
def test_an_assigned_question_is_asked_as_typed(question):
    cell = f"answer = %claude_see {question}"

    assert asking().transform_cell(cell) == f"answer = {call(question)}\n"


@pytest.mark.parametrize("question", ASKED)
def test_a_question_in_a_block_keeps_its_line_and_its_indentation(question):
    cell = (
        "x = 1\n"
        "for fig in figures:\n"
        f"    %claude_see {question}\n"
        "    if fig:\n"
        f"    \ta = %claude_see {question}\n"
        "    y = 2\n"
        "z = 3\n"
    )

    expected = cell.replace(f"%claude_see {question}", call(question))
    assert asking().transform_cell(cell) == expected


def test_several_questions_in_a_cell_are_all_asked():
    cell = "%claude_see a what?\nx = 1\nb = %claude_see c (why?\n%claude_see d who?\nx?"

    assert asking().transform_cell(cell).splitlines() == [
        call("a what?"),
        "x = 1",
        f"b = {call('c (why?')}",
        call("d who?"),
        "get_ipython().run_line_magic('pinfo', 'x')",
    ]


def test_an_open_bracket_in_a_prompt_does_not_swallow_the_next_line():
    cell = "%claude_see fig (a\nx?"

    assert asking().transform_cell(cell).splitlines() == [
        call("fig (a"),
        "get_ipython().run_line_magic('pinfo', 'x')",
    ]


@pytest.mark.parametrize("before", ["", "a = ", "if 1:\n    ", "with x:\n    a: int = "])
def test_a_continued_line_is_joined_as_for_other_magics(before):
    continued = before + "%{} fig \\\n   what is \\\n it{}\ny = 1"

    plain = TransformerManager().transform_cell(continued.format("time", ""))
    question = asking().transform_cell(continued.format("claude_see", "?"))

    assert question == plain.replace("'time'", "'claude_see'").replace("it')", "it?')")


@pytest.mark.parametrize("cell", UNTOUCHED)
def test_help_strings_comments_and_other_magics_are_left_alone(cell):
    assert asking().transform_cell(cell) == TransformerManager().transform_cell(cell)


@pytest.mark.parametrize("cell", UNTOUCHED)
def test_other_lines_are_as_complete_as_before(cell):
    assert asking().check_complete(cell) == TransformerManager().check_complete(cell)


@given(st.lists(st.sampled_from([*UNTOUCHED, "x = [", "]", "if x:", "    y", "'''"]), max_size=5))
def test_no_cell_without_a_question_changes(lines):
    cell = "\n".join(lines)
    # Side by side, an untouched example may turn into a question of its own.
    if re.search(r"^\s*(\w+ = )?%claude_see ", cell, re.MULTILINE):
        return

    assert asking().transform_cell(cell) == TransformerManager().transform_cell(cell)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
def test_every_prompt_is_asked_as_typed(prompt):
    prompt = f"fig {prompt}".rstrip(" \\") + "?"

    assert asking().transform_cell(f"%claude_see {prompt}") == f"{call(prompt)}\n"


@pytest.mark.parametrize("question", ASKED)
def test_a_question_is_complete(question):
    assert asking().check_complete(f"%claude_see {question}") == ("complete", None)


def test_a_continued_question_is_incomplete():
    assert asking().check_complete("%claude_see fig what \\")[0] == "incomplete"


def test_installing_twice_is_installing_once():
    shell = installed()
    questions.install_transformers(shell)

    rules = shell.input_transformer_manager.token_transformers
    assert len(rules) == len(set(rules))


def test_uninstalling_leaves_the_list_as_it_was():
    shell = installed()
    mine = object()
    rules = shell.input_transformer_manager.token_transformers
    rules.append(mine)

    questions.uninstall_transformers(shell)
    questions.uninstall_transformers(shell)

    assert rules is shell.input_transformer_manager.token_transformers
    assert rules == [*TransformerManager().token_transformers, mine]


SETUP = f"""
import json
from IPython import get_ipython
from {questions.__name__} import install_transformers, uninstall_transformers
shell = get_ipython()
asked = []
def claude_see(line):
    "What the magic does."
    asked.append(line)
    return line
shell.register_magic_function(claude_see)
del claude_see
install_transformers(shell)
"""


class Kernel:
    def __init__(self) -> None:
        self.manager, self.client = start_new_kernel(kernel_name="python3")

    def run(self, code: str) -> dict:
        return self.client.execute_interactive(
            code, timeout=60, output_hook=lambda _: None, user_expressions={"asked": "asked"}
        )["content"]

    def asked(self, code: str) -> list[str]:
        """Run `code` and return what the magic was asked in it."""
        self.run("asked.clear()")
        reply = self.run(code)
        assert reply["status"] == "ok", reply
        return eval(reply["user_expressions"]["asked"]["data"]["text/plain"])

    def stop(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture(scope="module")
def running():
    kernel = Kernel()
    yield kernel
    kernel.stop()


@pytest.fixture
def kernel(running):
    running.run(SETUP)
    yield running
    running.run("uninstall_transformers(shell)\n%automagic on\n%reset -f")


def test_a_kernel_asks_questions_as_typed(kernel):
    cell = (
        "for i in range(2):\n    %claude_see red what?\na = %claude_see red why?\nasked.append(a)"
    )

    assert kernel.asked(cell) == ["red what?"] * 2 + ["red why?"] * 2


def test_a_traceback_names_the_same_line_as_without_the_rule(kernel):
    reply = kernel.run("%claude_see red \\\nwhat?\n%claude_see red what?\n1/0")
    plain = kernel.run("%claude_see red \\\nwhat\n%claude_see red what\n1/0")

    lines = [re.findall(r"line (\d+)", "".join(r["traceback"])) for r in (reply, plain)]
    assert lines[0]
    assert lines[0] == lines[1]


def test_help_on_the_magic_is_help(kernel):
    reply = kernel.run("%claude_see?")

    assert "What the magic does." in json.dumps(reply["payload"])
    assert kernel.asked("%claude_see?") == []


def test_without_the_percent_sign_a_question_is_asked_too(kernel):
    assert kernel.asked("claude_see red what?") == ["red what?"]
    assert kernel.asked("claude_see (red) it's what??") == ["(red) it's what??"]


def test_without_automagic_the_percent_sign_is_needed(kernel):
    kernel.run("%automagic off")

    assert kernel.asked("claude_see red what?") == []


def test_a_variable_of_the_magics_name_comes_first(kernel):
    kernel.run("claude_see = red = 1")

    assert kernel.asked("claude_see in red?") == []


def test_unloading_gives_the_question_mark_back_to_help(kernel):
    kernel.run("uninstall_transformers(shell)")

    assert kernel.asked("%claude_see red what?") == []


def test_a_shell_calls_a_question_complete():
    shell = InteractiveShell()
    questions.install_transformers(shell)
    try:
        assert shell.check_complete("a = %claude_see red why?") == ("complete", "")
    finally:
        questions.uninstall_transformers(shell)
        shell.history_manager.end_session()
