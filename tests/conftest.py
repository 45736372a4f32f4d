from __future__ import annotations

from pathlib import Path

import pytest
from kernel import Kernel
from loopback import LoopbackServer

KEY = "sk-ant-test-0123456789-secret"

SETUP = """
%load_ext jupyter_claude_vision
%matplotlib inline
import matplotlib.pyplot as plt
from PIL import Image
red = Image.new("RGB", (300, 200), "red")
blue = Image.new("RGB", (400, 300), "blue")
fig, ax = plt.subplots()
ax.plot([1, 2, 3], [4, 1, 5]); ax.set_title("Sales")
plt.close(fig)
"""


@pytest.fixture
def server():
    with LoopbackServer() as running:
        yield running


@pytest.fixture
def kernel(server, tmp_path: Path):
    """A kernel with the extension loaded, some pictures, and the loopback server as its API."""
    env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}
    with Kernel(env, cwd=str(tmp_path)) as running:
        running.ok(SETUP)
        yield running
