"""Frames of animations and videos, evenly spaced and labeled by their times."""

from __future__ import annotations

import os
from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.display import Video
from matplotlib.animation import FuncAnimation
from PIL import Image

from jupyter_claude_vision.errors import InputError, MissingPackageError, UnreadableImageError
from jupyter_claude_vision.imaging.frames import chosen_frames, spaced_frames
from jupyter_claude_vision.inputs.registry import InputOptions, is_visible, recognize_input

COLORS = ["red", "green", "blue", "yellow", "black"]


def fit(width, height):
    return (640, round(640 * height / width))


def attach(value, name="x"):
    return recognize_input(value, name, options=InputOptions())


def color(picture):
    pixel = picture.draw(fit).image.convert("RGB").getpixel((20, 20))
    named = {name: Image.new("RGB", (1, 1), name).getpixel((0, 0)) for name in COLORS}
    return min(
        named, key=lambda name: sum(abs(a - b) for a, b in zip(named[name], pixel, strict=True))
    )


def summary(pictures):
    return [(picture.name, color(picture)) for picture in pictures]


def animated(file_type, durations):
    frames = [Image.new("RGB", (60, 40), name) for name in COLORS]
    buffer = BytesIO()
    frames[0].save(
        buffer,
        file_type,
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        lossless=True,
    )
    return buffer.getvalue()


@pytest.fixture(scope="module")
def video():
    import av

    buffer = BytesIO()
    with av.open(buffer, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height = 64, 48
        for index in range(50):  # a second of each color
            array = np.zeros((48, 64, 3), np.uint8)
            array[:] = Image.new("RGB", (1, 1), COLORS[index // 10]).getpixel((0, 0))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(array, format="rgb24")))
        container.mux(stream.encode())
    return buffer.getvalue()


@pytest.mark.parametrize("file_type", ["GIF", "WEBP", "PNG"])
def test_frames_of_an_animation_are_spaced_by_time(file_type):
    data = animated(file_type, [1000, 1000, 1000, 3000, 500])
    assert summary(spaced_frames(attach(data), 3)) == [
        ("x at 0 s", "red"),
        ("x at 3 s", "yellow"),
        ("x at 6 s", "black"),
    ]


def test_more_frames_than_there_are_is_all_of_them():
    assert len(spaced_frames(attach(animated("GIF", 100)), 20)) == 5


def test_one_frame_is_the_first():
    assert summary(spaced_frames(attach(animated("GIF", 100)), 1)) == [("x at 0 s", "red")]


def test_pages_without_times_keep_their_numbers():
    frames = [Image.new("RGB", (60, 40), name) for name in COLORS]
    buffer = BytesIO()
    frames[0].save(buffer, "TIFF", save_all=True, append_images=frames[1:])
    pages = spaced_frames(attach(buffer.getvalue()), 3)
    assert summary(pages) == [("x p. 1", "red"), ("x p. 3", "blue"), ("x p. 5", "black")]


def test_a_still_picture_has_no_frames():
    assert spaced_frames(attach(Image.new("RGB", (9, 9))), 3) == []


def test_a_picture_that_the_user_holds_stays_at_its_frame():
    image = Image.open(BytesIO(animated("GIF", 100)))
    image.seek(2)
    assert len(spaced_frames(attach(image), 5)) == 5
    assert image.tell() == 2


def test_a_video_is_its_first_frame_and_says_so(video):
    assert is_visible(video)
    raster = attach(video).draw(fit)
    assert raster.image.size == (64, 48)
    assert raster.notes == ("first frame of a video of 5 s; --frames 6 sends more",)


def test_frames_of_a_video_are_spaced_by_time(video, tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(video)
    frames = spaced_frames(attach(path, "clip.mp4"), 3)
    assert [color(frame) for frame in frames] == ["red", "blue", "black"]
    assert [frame.name for frame in frames][:2] == ["clip.mp4 at 0 s", "clip.mp4 at 2.5 s"]
    assert len(spaced_frames(attach(Video(str(path))), 2)) == 2


def test_a_video_that_is_cut_short_or_none_at_all_is_a_typed_error(video):
    for data in (video[: len(video) // 2], b"\x00\x00\x00 ftypisom" + bytes(2000)):
        with pytest.raises(UnreadableImageError, match="x cannot be read as a video"):
            attach(data).draw(fit)


def test_without_pyav_the_error_says_what_to_install(video, monkeypatch):
    monkeypatch.setattr("jupyter_claude_vision.inputs.video.videos.find_spec", lambda _: None)
    with pytest.raises(MissingPackageError, match=r"jupyter-claude-vision\[video\]"):
        attach(video).draw(fit)


def test_an_animation_of_matplotlib_is_its_frames():
    figure, axes = plt.subplots(figsize=(2, 2), dpi=50)

    def draw(index):
        axes.set_facecolor(COLORS[index])
        axes.set_title(index)
        return []

    animation = FuncAnimation(figure, draw, frames=5, interval=500)
    attachment = attach(animation, "animation")
    frames = spaced_frames(attachment, 3)
    plt.close(figure)
    assert [frame.name for frame in frames] == [
        "animation at 0 s",
        "animation at 1 s",
        "animation at 2 s",
    ]
    pixels = [frame.draw(fit).image.convert("RGB").getpixel((50, 30)) for frame in frames]
    assert pixels == [(255, 0, 0), (0, 0, 255), (0, 0, 0)]
    assert chosen_frames(attachment, [(2, 2)])[0].name == "animation frame 2"


def test_too_many_frames_are_refused(video):
    with pytest.raises(InputError, match="At most 100 frames"):
        spaced_frames(attach(video), 101)


class Stream:
    """A response of a server: it can be read once."""

    def __init__(self, data):
        self._file = BytesIO(data)

    def read(self, size=-1):
        return self._file.read(size)

    def seek(self, *_):
        raise OSError("not seekable")

    tell = seek

    def seekable(self):
        return False


def png():
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "red").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_file_that_cannot_be_rewound_is_read_once():
    attachment = attach(Stream(png()))
    assert color(attachment) == "red"
    assert color(attachment) == "red"


def test_what_fsspec_can_open_is_read(tmp_path):
    import fsspec

    with fsspec.open("memory://folder/chart.png", "wb") as file:
        file.write(png())
    assert color(attach("memory://folder/chart.png")) == "red"
    (tmp_path / "a.png").write_bytes(png())
    assert color(attach(f"file://{tmp_path}/a.png")) == "red"


@pytest.mark.parametrize(
    ("address", "error", "message"),
    [
        ("memory://folder/nothing.png", InputError, "cannot be read"),
        ("hdfs://host/a.png", InputError, "hdfs"),
        ("s3://bucket/a.png", MissingPackageError, "s3fs"),
        ("simplecache::http://127.0.0.1/a.png", InputError, "not fetched"),
        ("file://x::http://127.0.0.1/a.png", InputError, "not fetched"),
    ],
)
def test_what_fsspec_cannot_open_is_a_typed_error(address, error, message):
    with pytest.raises(error, match=message):
        attach(address, address).draw(fit)


def test_the_clipboard_is_a_picture_or_files_or_an_error(monkeypatch, tmp_path):
    from jupyter_claude_vision.inputs.named_inputs import attachments_of

    def holds(content):
        def grab():
            if isinstance(content, Exception):
                raise content
            return content

        monkeypatch.setattr("PIL.ImageGrab.grabclipboard", grab)
        return attachments_of("clipboard", {}, InputOptions())

    (tmp_path / "a.png").write_bytes(png())
    assert [a.name for a in holds(Image.new("RGB", (60, 40), "red"))] == ["clipboard"]
    files = [os.fspath(tmp_path / "a.png")] * 2
    assert [a.name for a in holds(files)] == ["a.png", "a.png"]
    with pytest.raises(InputError, match="clipboard holds no picture: copy one"):
        holds(None)
    with pytest.raises(InputError, match="none that this kernel can read"):
        holds(NotImplementedError("wl-paste or xclip is required"))
