"""One question of a panel, by itself."""

from __future__ import annotations

from jupyter_claude_vision.panel.panel_question import PanelQuestion


class Connection:
    committed = None

    def __init__(self, heard):
        self.heard = heard

    def hang_up(self):
        self.heard.append("hung up")


def test_nothing_more_is_sent_once_it_is_told_that_it_is_stopped():
    heard = []
    question = PanelQuestion({}, lambda q: heard.append(q.state["status"]), stream=True)
    question.set_exchange(Connection(heard))
    question.stop()
    question.stop()
    assert heard == ["hung up", "stopped"]


def test_what_is_stopped_before_there_is_a_connection_is_hung_up_when_there_is_one():
    heard = []
    question = PanelQuestion({}, lambda q: heard.append(q.state["status"]), stream=True)
    question.stop()
    question.set_exchange(Connection(heard))
    assert heard == ["stopped", "hung up"]
