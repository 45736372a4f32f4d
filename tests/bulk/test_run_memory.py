"""A run of thousands takes no more memory than one of a hundred."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from counting_server import CountingServer

RUN = """
import sys
from pathlib import Path
from runs import make_picture, run_items
from jupyter_claude_vision.bulk.items import Item
items = (Item(n, f"picture {n}", make_picture(n)) for n in range(int(sys.argv[1])))
answers = run_items(items)
assert len(answers) == int(sys.argv[1]) and not answers[-1].error
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def peak(count, env):
    command = [sys.executable, "-c", RUN, str(count)]
    process = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return int(process.stdout)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's peak")
def test_thousands_of_pictures_take_no_more_memory_than_a_hundred():
    with CountingServer() as server:
        env = {
            **os.environ,
            "ANTHROPIC_BASE_URL": server.url,
            "ANTHROPIC_API_KEY": "sk-ant-test",
            "NO_PROXY": "*",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        small_peak, large_peak = peak(100, env), peak(2000, env)
    assert large_peak <= 1.10 * small_peak, f"{small_peak} kB for 100, {large_peak} kB for 2,000"
