"""A run of thousands takes no more memory than one of a hundred."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bookkeeper import Bookkeeper

RUN = """
import sys
from pathlib import Path
from test_many import picture, run
from jupyter_claude_vision.bulk.items import Item
items = (Item(n, f"picture {n}", picture(n)) for n in range(int(sys.argv[1])))
answers = run(items)
assert len(answers) == int(sys.argv[1]) and not answers[-1].error
print(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def peak(count, env):
    command = [sys.executable, "-c", RUN, str(count)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads Linux's peak")
def test_thousands_of_pictures_take_no_more_memory_than_a_hundred():
    with Bookkeeper() as server:
        paths = [str(Path(__file__).parent), *sys.path]
        env = {
            **os.environ,
            "ANTHROPIC_BASE_URL": server.url,
            "ANTHROPIC_API_KEY": "sk-ant-test",
            "NO_PROXY": "*",
            "PYTHONPATH": os.pathsep.join(paths),
        }
        few, many = peak(100, env), peak(2000, env)
    assert many <= 1.10 * few, f"{few} kB for 100, {many} kB for 2,000"
