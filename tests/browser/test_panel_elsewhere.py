"""The panel in Notebook 7 and in Voilà: once each."""

from __future__ import annotations

from functools import partial

import browser_lab
import panel_lab
import pytest
from loopback import LoopbackServer

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Notebook's server, which serves Voilà's pages, too."""
    folder = panel_lab.folder(tmp_path_factory.mktemp("panel"))
    with LoopbackServer() as api:
        env = panel_lab.environment(api)
        with browser_lab.JupyterLab(folder, env=env, application="notebook") as running:
            yield running


@pytest.fixture
def keep(request):
    return partial(panel_lab.keep, request.node.name)


def ask_in(page):
    page.wait_for_selector(".cs-image[src]")
    panel_lab.draw_box(page)
    page.wait_for_selector(".cs-chip")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".cs-done:has-text('I see')")
    assert page.locator(".claude-see-copy:visible").count() == 0


def test_it_works_in_notebook_7(server, keep):
    page = server.open_notebook("panel.ipynb")
    browser_lab.run_all(page)
    ask_in(page)
    keep(page)
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    page.wait_for_selector(".cs-alert:has-text('The kernel was restarted')")
    assert page.get_by_role("button", name="Ask", exact=True).is_disabled()
    assert page.locator(".cs-done:has-text('I see')").is_visible()
    keep(page, "-restarted")


def test_it_works_in_voila(server, keep):
    page = server.open_page("voila/render/panel.ipynb")
    ask_in(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="To a cell").click()
    page.wait_for_selector(".cs-problem:has-text('so it was copied')")
    assert "I see" in page.evaluate("navigator.clipboard.readText()")
    keep(page)
