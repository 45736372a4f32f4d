"""What a background thread shows lands under the cell that started it."""

from __future__ import annotations

import time

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer

LATER = """
import threading
from jupyter_claude_vision import see
go = threading.Event()
def ask():
    go.wait(30)
    see(red, "What?")
    print("asked")
thread = threading.Thread(target=ask, name={name!r})
thread.start()
"""
POOLED = """
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor(1)
pool.submit(print, "").result()
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    with LoopbackServer() as server:
        env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}
        with Kernel(env, cwd=str(tmp_path_factory.mktemp("work"))) as running:
            running.ok(SETUP)
            yield running


def cells_of_displays(kernel, *codes):
    """Run cells; return for each display, and for what is printed, which of them it is under."""
    numbers, shown = {}, []
    for number, code in enumerate(codes):
        request = kernel.start(code)
        numbers[request] = number
        deadline = time.monotonic() + 60
        while True:
            message = kernel.client.get_iopub_msg(timeout=deadline - time.monotonic())
            under = numbers.get(message["parent_header"].get("msg_id"))
            if message["msg_type"] in {"display_data", "update_display_data"}:
                shown.append(under)
            if message["msg_type"] == "error":
                raise AssertionError("\n".join(message["content"]["traceback"]))
            is_idle = message["content"].get("execution_state") == "idle"
            if message["msg_type"] == "status" and is_idle and under == number:
                break
        kernel.client.get_shell_msg(timeout=60)
    return shown


def test_a_thread_that_asks_when_another_cell_runs_shows_it_under_its_own(kernel):
    (can,) = kernel.ok("hasattr(get_ipython(), 'set_thread_parent')").results
    if can["text/plain"] != "True":
        pytest.skip("ipykernel below 7.4 shows what a thread displays under the running cell")
    shown = cells_of_displays(kernel, LATER.format(name="mine"), "1", "go.set(); thread.join()")
    assert len(shown) >= 3
    assert set(shown) == {0}


def test_a_thread_that_asks_while_its_cell_runs_shows_it_there(kernel):
    shown = cells_of_displays(kernel, "1", LATER.format(name="mine") + "go.set(); thread.join()")
    assert len(shown) >= 3
    assert set(shown) == {1}


def test_a_pools_thread_shows_what_it_does_under_the_cell_that_runs(kernel):
    ask = "pool.submit(see, red, 'What?').result(); pool.shutdown()"
    shown = cells_of_displays(kernel, POOLED, ask)
    assert set(shown) == {1}


def test_a_call_that_carries_its_context_shows_it_where_it_was_made(kernel):
    code = "import asyncio; await asyncio.to_thread(see, red, 'What?'); None"
    assert set(cells_of_displays(kernel, "1", code)) == {1}
