"""One question of a panel, by itself."""

from __future__ import annotations

from jupyter_claude_vision.panel.question_state import Asked


class Connection:
    committed = None

    def __init__(self, heard):
        self.heard = heard

    def hang_up(self):
        self.heard.append("hung up")


def test_nothing_more_is_sent_once_it_is_told_that_it_is_stopped():
    heard = []
    asked = Asked({}, lambda one: heard.append(one.state["status"]), stream=True)
    asked.began(Connection(heard))
    asked.stop()
    asked.stop()
    assert heard == ["hung up", "stopped"]


def test_what_is_stopped_before_there_is_a_connection_is_hung_up_when_there_is_one():
    heard = []
    asked = Asked({}, lambda one: heard.append(one.state["status"]), stream=True)
    asked.stop()
    asked.began(Connection(heard))
    assert heard == ["stopped", "hung up"]
