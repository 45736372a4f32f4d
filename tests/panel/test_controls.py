"""The panel's controls for options, which come from the options' declarations."""

from __future__ import annotations

from jupyter_claude_vision.options.ask_options import ASK_OPTIONS, AskOptions
from jupyter_claude_vision.panel.controls import list_controls, list_models
from jupyter_claude_vision.settings import ClaudeVision


def controls_of(options: AskOptions, **settings: object) -> dict[str, dict]:
    return {c["name"]: c for c in list_controls(options, ClaudeVision(**settings))}


def test_each_option_of_the_menu_has_a_control_but_those_that_have_one_elsewhere():
    menu = {name for name, option in ASK_OPTIONS.items() if option.menu}
    assert set(controls_of(AskOptions())) == menu - {"task", "method"}
    assert {"model", "effort", "boxes", "check"} < menu


def test_a_control_begins_with_the_panel_s_option_else_with_the_setting():
    controls = controls_of(AskOptions(effort="low"), model="claude-sonnet-5-5")
    assert controls["effort"]["value"] == "low"
    assert controls["model"]["value"] == "claude-sonnet-5-5"
    assert controls["check"]["value"] is False


def test_tools_are_a_choice_and_functions_of_the_user_s_stay_the_panel_s_own():
    tools = controls_of(AskOptions())["tools"]
    assert {"auto", "off", "zoom,query"} <= set(tools["values"])
    assert controls_of(AskOptions(tools=("zoom", "query")))["tools"]["value"] == "zoom,query"
    assert controls_of(AskOptions(tools=(len, "zoom")))["tools"]["value"] == ""


def test_a_control_says_what_it_does_and_is_named_in_words():
    controls = controls_of(AskOptions())
    assert controls["boxes"]["label"] == "Mark regions"
    assert controls["effort"]["label"] == "Effort"
    assert all(control["help"] for control in controls.values())


def test_a_model_that_the_sdk_does_not_know_can_be_chosen_where_it_is_the_setting():
    assert "my-gateway-model" in [model["id"] for model in list_models("my-gateway-model")]
