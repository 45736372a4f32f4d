"""How many pictures a second, and in how much memory, beside other ways to ask about many.

``python benchmarks/test_many.py`` prints medians; each way runs in a process of its own, in turn
with the others, against a server in another process that answers after 60 ms.
``python benchmarks/test_many.py memory`` measures the peak for 100 and 10,000 pictures.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "tests")]

RUNS = int(os.environ.get("RUNS", "3"))
COUNT = int(os.environ.get("COUNT", "1000"))
LARGE = COUNT // 5
DELAY = 0.06
PROMPT = "What does it show?"
MODEL = "claude-opus-5-5"


def content(path: Path) -> list[dict]:
    data = base64.b64encode(path.read_bytes()).decode()
    source = {"type": "base64", "media_type": "image/jpeg", "data": data}
    return [{"type": "image", "source": source}, {"type": "text", "text": PROMPT}]


def message(path: Path) -> dict:
    messages = [{"role": "user", "content": content(path)}]
    return {"model": MODEL, "max_tokens": 1000, "messages": messages}


def plain_loop(paths: list[Path]) -> int:
    import anthropic

    client = anthropic.Anthropic()
    return len([client.messages.create(**message(path)) for path in paths])


def thread_pool(paths: list[Path]) -> int:
    import anthropic

    client = anthropic.Anthropic()
    with ThreadPoolExecutor(10) as pool:
        return len(list(pool.map(lambda path: client.messages.create(**message(path)), paths)))


def raw_async(paths: list[Path]) -> int:
    import anthropic

    async def run() -> int:
        free = asyncio.Semaphore(10)
        async with anthropic.AsyncAnthropic() as client:

            async def ask(path: Path):
                async with free:
                    return await client.messages.create(**message(path))

            return len(await asyncio.gather(*map(ask, paths)))

    return asyncio.run(run())


def raw_async_read_first(paths: list[Path]) -> int:
    """As the SDK's documentation gathers: every request is made before the first is sent."""
    import anthropic

    async def run() -> int:
        free = asyncio.Semaphore(10)
        requests = [message(path) for path in paths]
        async with anthropic.AsyncAnthropic() as client:

            async def ask(request: dict):
                async with free:
                    return await client.messages.create(**request)

            return len(await asyncio.gather(*map(ask, requests)))

    return asyncio.run(run())


def chatlas(paths: list[Path], resize: str = "none") -> int:
    from chatlas import ChatAnthropic, content_image_file, parallel_chat

    chat = ChatAnthropic(model=MODEL, max_tokens=1000)
    prompts = [[PROMPT, content_image_file(str(path), resize=resize)] for path in paths]
    return len(asyncio.run(parallel_chat(chat, prompts, rpm=100_000)))


def chatlas_as_it_comes(paths: list[Path]) -> int:
    """With its default, which makes every picture 512 pixels wide."""
    return chatlas(paths, "low")


def chatlas_to_the_models_size(paths: list[Path]) -> int:
    """Made here what the model sees of 12 MP, as `see_many` does."""
    return chatlas(paths, "2212x1659")


def ours(paths: list[Path], at_once: int | None = None) -> int:
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.instance()
    from jupyter_claude_vision import see_many

    with tempfile.TemporaryDirectory() as folder:
        checkpoint = Path(folder) / "run.jsonl"
        options = {"at_once": at_once} if at_once else {}
        answers = see_many(
            paths, PROMPT, checkpoint=checkpoint, confirm=False, progress=False, **options
        )
        assert not answers.failed
        return len(answers)


def ours_ten(paths: list[Path]) -> int:
    return ours(paths, 10)


SMALL_ONES = (
    plain_loop,
    thread_pool,
    raw_async,
    raw_async_read_first,
    chatlas,
    chatlas_as_it_comes,
    ours,
    ours_ten,
)
LARGE_ONES = (raw_async, raw_async_read_first, chatlas, chatlas_to_the_models_size, ours)
WAYS = {way.__name__: way for way in (*SMALL_ONES, *LARGE_ONES)}


def child(name: str, folder: str) -> None:
    """Run one way; print seconds and the peak memory that it added, in MB."""
    paths = sorted(Path(folder).iterdir())
    WAYS[name](paths[:4])  # imports, connections, and all that happens once
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory_in_mb("VmRSS")
    started = time.perf_counter()
    assert WAYS[name](paths) == len(paths)
    print(json.dumps([time.perf_counter() - started, memory_in_mb("VmHWM") - before]))


def memory_in_mb(which: str) -> float:
    """Return this process's memory now or its peak; getrusage begins with its parent's."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{which}:")[2].split()[0]) / 1000


def photographs(folder: Path, size: tuple[int, int], count: int) -> None:
    """Write photographs that differ in a comment only, which is quick to make."""
    from test_prepare import photograph

    data = photograph(*size)
    for number in range(count):
        comment = b"\xff\xfe\x00\x08%06d" % number
        (folder / f"{number:06}.jpg").write_bytes(data[:2] + comment + data[2:])


def served():
    command = [sys.executable, str(HERE.parent / "tests/support/counting_server.py"), str(DELAY)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    url = f"http://127.0.0.1:{int(server.stdout.readline())}"
    return server, {
        **os.environ,
        "ANTHROPIC_BASE_URL": url,
        "ANTHROPIC_API_KEY": "sk-benchmark",
        "NO_PROXY": "*",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def measured(ways: Iterable[Callable], folder: str, runs: int) -> dict[str, tuple[float, float]]:
    """Return seconds and added peak memory by way: medians of runs in turn."""
    server, env = served()
    names = [way.__name__ for way in ways]
    found: dict[str, list[list[float]]] = {name: [] for name in names}
    try:
        for _ in range(runs):
            for name in names:
                command = [sys.executable, __file__, "child", name, folder]
                done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
                if done.returncode:
                    print(name, "failed:", done.stderr.splitlines()[-1:])
                    continue
                found[name].append(json.loads(done.stdout.splitlines()[-1]))
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    return {
        name: tuple(statistics.median(column) for column in zip(*rows, strict=True))
        for name, rows in found.items()
        if rows
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        photographs(Path(folder), (1152, 864), COUNT)
        print("1 MP photographs, pictures a second:")
        rates = measured(SMALL_ONES, folder, RUNS)
        for name, (seconds, memory) in rates.items():
            print(f"  {name}: {COUNT / seconds:.0f}, {memory:.0f} MB added")
    with tempfile.TemporaryDirectory() as folder:
        photographs(Path(folder), (4000, 3000), LARGE)
        print("12 MP photographs of 4.6 MB, pictures a second and added peak memory:")
        for name, (seconds, memory) in measured(LARGE_ONES, folder, RUNS).items():
            print(f"  {name}: {LARGE / seconds:.1f}, {memory:.0f} MB")


SMALL = """
import resource, sys
from io import BytesIO
from PIL import Image
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.instance()
from jupyter_claude_vision import see_many
def pictures(count):
    for number in range(count):
        file = BytesIO()
        Image.effect_noise((64, 64), 50 + number % 50).save(file, "PNG")
        yield file.getvalue() + b""
answers = see_many(pictures(int(sys.argv[1])), "What?", confirm=False, progress=False)
assert len(answers) == int(sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def peak_for(count: int, env: dict[str, str]) -> float:
    """Return the peak memory, in MB, of a run of so many small pictures."""
    command = [sys.executable, "-c", SMALL, str(count)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def memory() -> None:
    server, env = served()
    for count in (100, 1000, 10_000):
        started = time.perf_counter()
        peaks = [peak_for(count, env) for _ in range(3 if count < 10_000 else 1)]
        took = time.perf_counter() - started
        print(f"{count:,}: {statistics.median(peaks):.1f} MB ({took:.0f} s)")
    server.kill()


def test_a_hundred_pictures(benchmark, tmp_path):
    photographs(tmp_path, (1152, 864), 100)
    benchmark.pedantic(lambda: measured([ours], str(tmp_path), 1), rounds=3)


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:])
    elif sys.argv[1:2] == ["memory"]:
        memory()
    else:
        main()
