"""Past one machine: a real cluster of two worker processes, whose keys are their own."""

from __future__ import annotations

import gc
import os
import pickle
import warnings
from concurrent.futures import Future

import pytest
from counting_server import CountingServer
from runs import make_picture, make_plan, run_items, use_server

from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.executors import worker
from jupyter_claude_vision.bulk.executors.remote_executor import RemoteExecutor
from jupyter_claude_vision.bulk.executors.worker import Job
from jupyter_claude_vision.bulk.items import Item

distributed = pytest.importorskip("distributed")


@pytest.fixture
def server(monkeypatch):
    with CountingServer(keep_bodies=True) as running:
        use_server(monkeypatch, running, key="sk-ant-of-the-driver")
        yield running
        worker._connect_provider("anthropic").close()
        worker._connect_provider.cache_clear()


@pytest.fixture(autouse=True)
def no_litter():
    """Dask leaves sockets to the garbage collector, whose warnings would hit the next test."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def files(tmp_path):
    paths = [tmp_path / f"{number}.png" for number in range(30)]
    for number, path in enumerate(paths):
        path.write_bytes(make_picture(number))
    return paths


def ask(executor, items, checkpoint, **details):
    plan = make_plan(**details)
    remote = RemoteExecutor(
        plan, checkpoint.claim_answer, executor, checks_answers=bool(checkpoint.unclaimed_count)
    )
    return run_items(items, plan=plan, checkpoint=checkpoint, executor=remote, max_in_flight=8)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
def test_a_dask_cluster_asks_with_its_own_keys_and_nothing_twice(server, files, tmp_path):
    from distributed import Client, LocalCluster

    server.fail_every = 10
    environment = {
        "ANTHROPIC_API_KEY": "sk-ant-of-the-workers",
        "ANTHROPIC_BASE_URL": server.url,
        "NO_PROXY": "*",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
    }
    items = [Item(n, path.name, path) for n, path in enumerate(files)]
    broken_file = tmp_path / "broken.png"
    broken_file.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    items.append(Item(30, "broken.png", broken_file))
    path = tmp_path / "run.jsonl"
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=2, processes=True, dashboard_address=None,
            env=environment,
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        for _ in range(2):
            checkpoint = Checkpoint(path)
            answers = ask(client.get_executor(), items, checkpoint)
            checkpoint.close()
    assert [outcome.name for outcome in answers] == [item.name for item in items]
    assert list(answers.failed) == [30]
    assert "broken.png" in answers.failed[30]
    assert len(server.counts.answered) == 30
    assert set(server.counts.answered.values()) == {1}
    assert server.counts.keys == {"sk-ant-of-the-workers"}


class Inline:
    """An executor that pickles, as a cluster does, and works in this thread."""

    def __init__(self):
        self.sent = []

    def submit(self, task, job):
        self.sent.append(pickle.dumps((task, job)))
        function, copy = pickle.loads(self.sent[-1])
        future = Future()
        future.set_result(pickle.loads(pickle.dumps(function(copy))))
        return future


def test_no_key_travels_to_a_worker(server, files):
    executor = Inline()
    ask(executor, [Item(0, "a", files[0])], Checkpoint())
    assert executor.sent
    assert not any(b"sk-ant" in sent for sent in executor.sent)


def test_a_users_own_type_need_not_be_known_to_a_worker(server, files):
    from dataclasses import dataclass

    from jupyter_claude_vision.answers.structured.response_format import Form
    from jupyter_claude_vision.answers.structured.user_types import to_data_type

    @dataclass
    class Local:
        title: str

    answers = ask(
        Inline(), [Item(0, "a", files[0])], Checkpoint(), form=Form(data=to_data_type(Local))
    )
    assert b'"output_config"' in server.counts.bodies[0]
    assert len(answers) == 1


def test_a_lost_worker_is_a_failure_that_the_next_run_asks_about_again(server, files):
    class Losing(Inline):
        def submit(self, task, job):
            assert isinstance(job, Job)
            future = Future()
            future.set_exception(RuntimeError("killed"))
            return future

    answers = ask(Losing(), [Item(0, "a", files[0])], Checkpoint())
    assert "A worker was lost" in answers.failed[0]
