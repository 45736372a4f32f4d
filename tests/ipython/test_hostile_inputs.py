"""Files that would end the kernel, run a program or fill the cell with red."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">{}</svg>'


def damaged_tiff():
    file = BytesIO()
    Image.linear_gradient("L").save(file, "TIFF", compression="tiff_lzw")
    data = bytearray(file.getvalue())
    data[40:80] = b"\xff" * 40
    return bytes(data)


def test_the_kernel_survives_and_names_each(kernel, server, tmp_path):
    layers = "<g opacity='.9'>" * 350 + "<rect width='90' height='90'/>" + "</g>" * 350
    files = {
        "layers.svg": SVG.format(layers).encode(),
        "deep.svg": SVG.format("<g>" * 5000 + "</g>" * 5000).encode(),
        "width.svg": SVG.replace("90", "1...5").format("").encode(),
        "photo.png": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n",
        "scan.tif": damaged_tiff(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        result = kernel.run(f"%claude_see {name} What is this?")
        assert result.error is not None, name
        assert result.error["evalue"].startswith(name)
        assert result.stderr == ""
    assert server.requests == []
    groups = SVG.format("<g>" * 250 + "<rect width='90' height='90'/>" + "</g>" * 250)
    (tmp_path / "groups.svg").write_text(groups)
    result = kernel.run("%claude_see groups.svg What is this?")
    assert result.error is None
