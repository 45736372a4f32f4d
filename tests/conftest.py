from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from kernel import Kernel
from loopback import LoopbackServer

# Machines that are busy, or measure coverage, are slower than Hypothesis expects.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

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


@pytest.fixture(autouse=True)
def _secrets_of_a_test_are_its_own(monkeypatch):
    """What one test used as a key is a word like any other in the next."""
    monkeypatch.setattr("jupyter_claude_vision.redaction._secrets", set())


@pytest.fixture
def server():
    with LoopbackServer() as running:
        yield running


RESET = """
def _reset(address, folder, environment):
    import logging, os, warnings
    import matplotlib as mpl
    import matplotlib.pyplot as plt
    shell = get_ipython()
    shell.reset(new_session=True)
    shell.config.pop("ClaudeVision", None)
    os.environ.clear()
    os.environ.update(environment, ANTHROPIC_BASE_URL=address)
    os.chdir(folder)
    warnings.resetwarnings()
    logging.root.handlers.clear()
    for name in ("", "anthropic", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.NOTSET if name else logging.WARNING)
    plt.close("all")
    mpl.rcdefaults()
_reset({address!r}, {folder!r}, {environment!r})
"""


class Kernels:
    """One kernel for the tests of a worker, as new for each; another where one was ended."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: Kernel | None = None
        self._environment: dict[str, str] = {}

    def as_new(self, address: str, folder: Path) -> Kernel:
        """Return the kernel with nothing in it but what `SETUP` brings."""
        if self._running is None or not self._running.is_alive:
            self.end()
            env = {"ANTHROPIC_API_KEY": KEY}
            self._running = Kernel(env, cwd=str(self._folder)).__enter__()
            self._environment = self._running.value("dict(__import__('os').environ)")
        reset = RESET.format(address=address, folder=str(folder), environment=self._environment)
        self._running.run_unseen(reset)
        self._running.ok(SETUP)
        return self._running

    def end(self) -> None:
        if self._running is not None:
            self._running.__exit__()
            self._running = None


@pytest.fixture(scope="session")
def kernels(tmp_path_factory: pytest.TempPathFactory):
    running = Kernels(tmp_path_factory.mktemp("kernel"))
    yield running
    running.end()


@pytest.fixture
def kernel(kernels: Kernels, server, tmp_path: Path):
    """A kernel with the extension loaded, some pictures, and the loopback server as its API."""
    running = kernels.as_new(server.url, tmp_path)
    yield running
    if running.is_alive:
        # While there is a server: it is asked to delete what the test has uploaded.
        running.run_unseen(
            "get_ipython().extension_manager.unload_extension('jupyter_claude_vision')"
        )
