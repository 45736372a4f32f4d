"""What it takes to prepare a picture, beside the plainest way to do it with Pillow.

``pytest benchmarks/test_prepare.py`` compares times; ``python benchmarks/test_prepare.py``
prints the ratios: medians of interleaved runs, peak memory of processes of their own, bytes.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from PIL import Image

from jupyter_claude_vision.imaging.encode import QUALITY
from jupyter_claude_vision.imaging.geometry import fitted_size
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import Attachment, Raster
from jupyter_claude_vision.models import HIGH, STANDARD, TIERS

PHOTOGRAPHS = {"12 MP": (4000, 3000), "48 MP": (8000, 6000)}


@cache
def photograph(width: int, height: int) -> bytes:
    """Return a JPEG with the spectrum of a photograph, as large as a camera's: 0.35 MB a MP."""
    rng = np.random.default_rng(7)
    across, down = np.fft.rfftfreq(width), np.fft.fftfreq(height)[:, None]
    frequency = np.hypot(across, down)
    frequency[0, 0] = np.inf

    def layer(contrast: float, slope: float) -> np.ndarray:
        phase = rng.standard_normal(frequency.shape) + 1j * rng.standard_normal(frequency.shape)
        texture = np.fft.irfft2(phase / frequency**slope, (height, width))
        return texture * (contrast / texture.std())

    luma = 120 + layer(45, 1.3) + rng.normal(0, 2.5, (height, width))
    bands = [luma, 128 + layer(12, 1.8), 128 + layer(12, 1.8)]
    pixels = np.stack(bands, axis=-1).clip(0, 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(pixels, "YCbCr").save(file, "JPEG", quality=93)
    return file.getvalue()


@cache
def figure() -> Image.Image:
    """Return a chart of 1200x800 pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    fig = Figure(figsize=(12, 8), dpi=100)
    canvas, axes = FigureCanvasAgg(fig), fig.add_subplot(title="Walks", xlabel="step")
    for seed in range(6):
        axes.plot(np.random.default_rng(seed).normal(size=400).cumsum(), label=f"run {seed}")
    axes.legend()
    canvas.draw()
    return Image.fromarray(np.asarray(canvas.buffer_rgba()))


def three_calls(data: bytes, tier=HIGH) -> bytes:
    """Decode, resize and encode on one thread, each result freed before the next."""
    image = Image.open(BytesIO(data))
    size = fitted_size(*image.size, tier)
    image.draft("RGB", size)
    image = image.resize(size, Image.Resampling.LANCZOS)
    file = BytesIO()
    image.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def prepared(data: bytes, tier=HIGH) -> bytes:
    def draw(fit):
        return Raster(Image.open(BytesIO(data)), data=data)

    return prepare_image(Attachment("photo.jpg", "image", draw), ImageLimits(tier)).data


def plain_png() -> bytes:
    file = BytesIO()
    figure().convert("RGB").save(file, "PNG")
    return file.getvalue()


def prepared_chart() -> bytes:
    chart = Attachment("fig", "figure", lambda fit: Raster(figure(), drawn=True))
    return prepare_image(chart, ImageLimits(HIGH)).data


@pytest.mark.benchmark(group="12 MP, high tier")
@pytest.mark.parametrize("way", [three_calls, prepared])
def test_a_photograph_of_12_megapixels(benchmark, way):
    data = photograph(*PHOTOGRAPHS["12 MP"])
    assert len(benchmark(way, data)) < len(data) / 5


@pytest.mark.benchmark(group="48 MP, high tier")
@pytest.mark.parametrize("way", [three_calls, prepared])
def test_a_photograph_of_48_megapixels(benchmark, way):
    data = photograph(*PHOTOGRAPHS["48 MP"])
    assert len(benchmark(way, data)) < len(data) / 5


@pytest.mark.benchmark(group="chart")
@pytest.mark.parametrize("way", [plain_png, prepared_chart])
def test_a_chart(benchmark, way):
    assert benchmark(way).startswith(b"\x89PNG")


def ratio(ours, theirs, *, rounds: int = 15) -> float:
    """Return the median time of one call over that of another, run by turns."""
    times = {ours: [], theirs: []}
    for _ in range(rounds):
        for call, taken in times.items():
            started = time.perf_counter()
            call()
            taken.append(time.perf_counter() - started)
    return statistics.median(times[ours]) / statistics.median(times[theirs])


def peak(way: str, file: Path, tier: str) -> float:
    """Return what a call adds to the peak memory of a process of its own, in MB."""
    command = [sys.executable, __file__, way, str(file), tier]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout)


def resident(name: str) -> float:
    """Return this process's ``VmHWM`` or ``VmRSS`` in MB.

    Not `ru_maxrss`: that of a child begins at its parent's peak.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


def measure(way: str, file: str, tier: str) -> None:
    data = Path(file).read_bytes()
    call = {"ours": prepared, "theirs": three_calls}[way]
    small = BytesIO()
    Image.new("RGB", (64, 64)).save(small, "JPEG")
    call(small.getvalue(), TIERS[tier])  # what is imported once counts for neither
    before = resident("VmRSS")
    call(data, TIERS[tier])
    print(resident("VmHWM") - before)


def table() -> None:
    print(f"{'':24}{'time':>8}{'memory':>9}{'bytes of the file':>20}")
    with TemporaryDirectory() as folder:
        for name, size in PHOTOGRAPHS.items():
            data, file = photograph(*size), Path(folder, f"{name}.jpg")
            file.write_bytes(data)
            for tier in (HIGH, STANDARD):
                times = ratio(lambda: prepared(data, tier), lambda: three_calls(data, tier))  # noqa: B023
                memory = peak("ours", file, tier.name) / peak("theirs", file, tier.name)
                share = len(prepared(data, tier)) / len(data)
                print(f"{name + ', ' + tier.name:24}{times:8.2f}{memory:9.2f}{share:20.3f}")
    share = len(prepared_chart()) / len(plain_png())
    print(f"{'chart over its PNG':24}{ratio(prepared_chart, plain_png):8.2f}{'':9}{share:20.3f}")


if __name__ == "__main__":
    measure(*sys.argv[1:]) if sys.argv[1:] else table()
