"""Warnings of one thread are collected, and nobody's filters stay changed."""

from __future__ import annotations

import threading
import warnings

from jupyter_claude_vision.thread_warnings import collect_warnings


def warn(text: str, module: str = "PIL.Image", category: type[Warning] = UserWarning) -> None:
    warnings.warn_explicit(text, category, f"{module}.py", 1, module=module, registry={})


def test_a_warning_is_collected_and_not_shown(recwarn):
    with collect_warnings() as messages:
        warn("odd palette")
    assert [str(one.message) for one in messages] == ["odd palette"]
    assert not recwarn.list


def test_a_warning_is_collected_each_time_though_python_shows_it_once():
    for _ in range(2):
        with collect_warnings() as messages:
            warn("odd palette")
        assert len(messages) == 1


def test_warnings_that_the_user_turned_into_errors_are_collected():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with collect_warnings() as messages:
            warn("odd palette")
    assert len(messages) == 1


def test_warnings_of_other_modules_follow_the_users_filters():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with collect_warnings() as messages:
            warn("of the user's own code", module="analysis")
    assert messages == []


def test_the_filters_are_as_before_after_threads_that_overlap():
    before, hook = list(warnings.filters), warnings.showwarning
    inside, first_left = threading.Barrier(2), threading.Event()

    def leave_first():
        with collect_warnings():
            inside.wait()
        first_left.set()

    def leave_last():
        with collect_warnings():
            inside.wait()
            first_left.wait()

    threads = [threading.Thread(target=target) for target in (leave_first, leave_last)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(warnings.filters) == before
    assert warnings.showwarning is hook


def test_each_thread_has_its_own(monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(warnings, "showwarning", lambda message, *_: shown.append(str(message)))
    inside = threading.Barrier(3)
    collected: dict[str, list[str]] = {}

    def collect(name):
        with collect_warnings() as messages:
            inside.wait()
            warn(f"of {name}")
            inside.wait()
        collected[name] = [str(one.message) for one in messages]

    threads = [threading.Thread(target=collect, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    inside.wait()
    warn("of a thread that collects nothing")
    inside.wait()
    for thread in threads:
        thread.join()
    assert collected == {"a": ["of a"], "b": ["of b"]}
    assert shown == ["of a thread that collects nothing"]


def test_collecting_in_collecting_gives_the_inner_one_what_is_its_own():
    with collect_warnings() as outer:
        warn("first")
        with collect_warnings() as inner:
            warn("second")
        warn("third")
    assert [str(one.message) for one in outer] == ["first", "third"]
    assert [str(one.message) for one in inner] == ["second"]
