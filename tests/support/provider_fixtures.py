"""The fixtures `server` and `provider` of a whole module: import both functions there."""

from __future__ import annotations

import pytest
from loopback import LoopbackServer

from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.provider import Provider


@pytest.fixture(name="server", scope="module")
def module_server():
    """Run a loopback server."""
    with LoopbackServer() as running_server:
        yield running_server


@pytest.fixture(name="provider", scope="module")
def module_provider(server):
    """Make a provider of the Claude API that the server answers for."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTHROPIC_BASE_URL", server.url)
        patch.setenv("ANTHROPIC_API_KEY", "sk-test")
        provider = Provider(PLATFORMS["anthropic"])
        yield provider
        provider.close()
