"""Expressions in a compiled Altair chart that spell the data behind each mark.

Vega evaluates the description of each mark, which a screen reader would read out. Here it is
replaced by an expression for the data that the mark shows; a hidden text in each view spells the
scales. `evaluation` reads both in the evaluated scene graph.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Spec: TypeAlias = dict[str, Any]

FIELD_SEPARATOR, ENTRY_SEPARATOR = "\x1f", "\x1e"
DISCRETE_SCALES: Final = frozenset({"band", "point", "ordinal", "bin-ordinal", "cyclic"})
_CHANNELS: Final = (
    *("x", "x2", "xc", "y", "y2", "yc", "startAngle", "endAngle", "outerRadius", "innerRadius"),
    *("fill", "stroke", "shape", "strokeDash", "size", "opacity", "angle", "text", "defined"),
)
_GUIDED: Final = ("fill", "stroke", "shape", "size", "opacity", "strokeDash", "strokeWidth")
_PANEL_KEYS: Final = ("style", "axes", "scales", "layout", "title")
_PATHS: Final = frozenset({"line", "trail", "area"})
_ERRORS: Final = frozenset({"errorbar-rule", "errorband-band"})
BENT_SCALES: Final = frozenset({"pow", "sqrt", "symlog"})
"""Scales that are neither even nor logarithmic: they are spelled at several places."""

KNOTS: Final = 65
"""Places along a bent scale whose values are spelled."""


@dataclass(frozen=True)
class Channel:
    """A mark's property that shows data.

    Attributes
    ----------
    scale : str
        The name of its scale; empty where it has none.
    field : str
        The field of the data that it shows; empty for a constant.
    signal : str
        The expression that it shows, where it is no plain field.
    offset_field : str
        The field that moves it within a band, as in grouped bars.
    """

    scale: str = ""
    field: str = ""
    signal: str = ""
    offset_field: str = ""


@dataclass(frozen=True)
class MarkDefinition:
    """One mark of the compiled chart.

    Attributes
    ----------
    type : str
        Vega's own, such as "rect" or "symbol".
    styles : tuple of str
        Vega-Lite's names of it, such as "bar" or "boxplot-median".
    channels : dict of str to Channel
    group_fields : tuple of str
        The fields that divide it into paths.
    interpolate : str
    extra_fields : tuple of str
        Other fields that a row may need: geographic positions.
    """

    type: str
    styles: tuple[str, ...]
    channels: Mapping[str, Channel]
    group_fields: tuple[str, ...] = ()
    interpolate: str = ""
    extra_fields: tuple[str, ...] = ()


class Instrumentation:
    """Puts expressions into a specification, and remembers what each of them spells.

    Attributes
    ----------
    marks : list of tuple
        Each mark's definition and the names of the values that its description spells.
    probes : list of list of tuple
        The names and types of the scales that each view's hidden text spells.
    specs : list of dict
        Each mark as it stands in the specification.
    """

    def __init__(self, spec: Spec, row_field: str = "") -> None:
        self._cyclic = dict(_cyclic_formats(spec))
        self._row_fields = (row_field,) if row_field else ()
        self.specs: list[Spec] = []
        self.marks: list[tuple[MarkDefinition, list[str]]] = []
        self.probes: list[list[tuple[str, str]]] = []

    def instrument_group(
        self, group: Spec, scopes: list[Spec], path_fields: tuple[str, ...], *, is_panel: bool
    ) -> None:
        """Put expressions into a group of marks and those within it."""
        scopes = [*scopes, group]
        for kind in ("axes", "legends"):
            for guide in group.get(kind, ()):
                scale = guide.get("scale") or next((guide[n] for n in _GUIDED if n in guide), "")
                guide.update(aria=True, description=f"{kind}{FIELD_SEPARATOR}{scale}")
        for mark in group.get("marks", ()):
            if mark["type"] == "group":
                self._instrument_nested(mark, group, scopes, path_fields)
            else:
                self._instrument_mark(mark, scopes, path_fields)
        if is_panel:
            self._add_probe(group, scopes)

    def _instrument_nested(
        self, mark: Spec, parent: Spec, scopes: list[Spec], path_fields: tuple[str, ...]
    ) -> None:
        groupby = tuple(map(str, (mark.get("from") or {}).get("facet", {}).get("groupby", ())))
        is_panel = is_panel_group(mark)
        if is_panel:
            update = mark.setdefault("encode", {}).setdefault("update", {})
            update["description"] = {
                "signal": f"'panel{_escape(FIELD_SEPARATOR)}' + {_header(mark, parent)}"
            }
        inner = () if is_panel else (*path_fields, *groupby)
        self.instrument_group(mark, scopes, inner, is_panel=is_panel)

    def _instrument_mark(
        self, mark: Spec, scopes: list[Spec], path_fields: tuple[str, ...]
    ) -> None:
        encode = mark.setdefault("encode", {})
        update = encode.setdefault("update", {})
        properties = {**encode.get("enter", {}), **update}
        if mark["type"] not in _PATHS:
            path_fields = ()
        channels, names, parts = {}, [], []
        for name in _CHANNELS:
            channel, expression = _channel(properties.get(name), name)
            if channel is not None:
                channels[name] = channel
                names.append(name)
                parts.append(self._spelled_position(expression, channel.scale, scopes))
        style = mark.get("style") or ()
        styles = (style,) if isinstance(style, str) else tuple(style)
        companions = _geographic_fields(channels, scopes) or _center_fields(channels, styles)
        if mark["type"] == "shape":
            companions = ("id", "name")
        offset = tuple(c.offset_field for c in channels.values() if c.offset_field)
        for extra in dict.fromkeys((*path_fields, *offset, *companions, *self._row_fields)):
            names.append(f"datum.{extra}")
            parts.append(_spelled(_access(extra), ""))
        interpolate = properties.get("interpolate")
        definition = MarkDefinition(
            mark["type"],
            styles,
            channels,
            path_fields,
            str(interpolate.get("value", "")) if isinstance(interpolate, dict) else "",
            companions,
        )
        identity = f"'mark{_escape(FIELD_SEPARATOR)}{len(self.marks)}'"
        signal = f" + '{_escape(FIELD_SEPARATOR)}' + ".join([identity, *parts])
        update["description"] = {"signal": signal}
        mark["aria"] = True
        self.marks.append((definition, names))
        self.specs.append(mark)

    def _spelled_position(self, expression: str, scale: str, scopes: list[Spec]) -> str:
        """Return an expression for data on a scale; as text where the axis tells parts of dates."""
        if scale in self._cyclic:
            return f"'s' + timeFormat({expression}, {self._cyclic[scale]})"
        return _spelled(expression, _scale_type(scale, scopes))

    def _add_probe(self, group: Spec, scopes: list[Spec]) -> None:
        scales = {
            s["name"]: str(s.get("type", "linear")) for g in scopes for s in g.get("scales", ())
        }
        parts = [f"'probe{_escape(FIELD_SEPARATOR)}{len(self.probes)}'"]
        parts += [_spelled_scale(name, kind) for name, kind in scales.items()]
        cyclic = {name: "cyclic" for name in scales if name in self._cyclic}
        self.probes.append(list({**scales, **cyclic}.items()))
        signal = f" + '{_escape(FIELD_SEPARATOR)}' + ".join(parts)
        # Without a size, which would make room for it around the chart.
        update = {"description": {"signal": signal}, "fontSize": {"value": 0}}
        probe = {"type": "text", "encode": {"update": update}}
        group.setdefault("marks", []).append(probe)


def is_panel_group(mark: Spec) -> bool:
    """Return whether a group of marks is a view of its own."""
    is_title = str(mark.get("role", "")).endswith(("header", "footer", "title"))
    return not is_title and any(key in mark for key in _PANEL_KEYS)


def _escape(character: str) -> str:
    return f"\\u{ord(character):04x}"


def _spelled(expression: str, scale_type: str) -> str:
    """Return an expression for a value's type and text.

    Dates are spelled as milliseconds of wall time, as the axis shows them; what stands on a scale
    of categories as text.
    """
    if scale_type in DISCRETE_SCALES:
        return f"'s' + ({expression})"
    if scale_type == "time":
        milliseconds = f"(+({expression}) - 60000 * timezoneoffset({expression}))"
        return f"(isValid({expression}) ? 'n' + {milliseconds} : 'z')"
    if scale_type == "utc":
        return f"(isValid({expression}) ? 'n' + (+({expression})) : 'z')"
    return (
        f"(isNumber({expression}) ? 'n' + ({expression}) : isBoolean({expression}) ? "
        f"'b' + ({expression}) : isValid({expression}) ? 's' + toString({expression}) : 'z')"
    )


def _spelled_scale(name: str, kind: str) -> str:
    """Return an expression for a scale's domain and range."""
    scale = json.dumps(name)
    domain, entry = f"domain({scale})", _escape(ENTRY_SEPARATOR)
    last = f"{domain}[length({domain}) - 1]"
    pixels = f"toString(range({scale})[0]) + '{entry}' + toString(range({scale})[1])"
    if kind in DISCRETE_SCALES:
        centers = f"'{entry}' + '{entry}'"
        if kind in {"band", "point"}:
            places = [f"scale({scale}, {end})" for end in (f"{domain}[0]", last)]
            middles = [f"toString({place} + bandwidth({scale}) / 2)" for place in places]
            centers = " + ".join(f"'{entry}' + {middle}" for middle in middles)
        return f"{pixels} + {centers} + '{entry}' + join({domain}, '{entry}')"
    ends = f"{_spelled(f'{domain}[0]', kind)} + '{entry}' + {_spelled(last, kind)}"
    if kind in BENT_SCALES:
        first, length = f"range({scale})[0]", f"(range({scale})[1] - range({scale})[0])"
        parts = [f"{first} + {length} * {number} / {KNOTS - 1}" for number in range(KNOTS)]
        knots = (f" + '{entry}' + toString(invert({scale}, {part}))" for part in parts)
        ends += "".join(knots)
    return f"{pixels} + '{entry}' + {ends}"


def _cyclic_formats(group: Spec) -> Iterator[tuple[str, str]]:
    """Yield the scales whose axes show months or hours of no year, with the dates' format."""
    for axis in group.get("axes", ()):
        label_format = axis.get("format")
        signal = str(label_format.get("signal", "")) if isinstance(label_format, dict) else ""
        if signal.startswith("timeUnitSpecifier([") and '"year"' not in signal.partition("]")[0]:
            yield axis["scale"], signal
    for mark in group.get("marks", ()):
        yield from _cyclic_formats(mark)


def _scale_type(name: str, scopes: Sequence[Spec]) -> str:
    for group in reversed(scopes):
        for scale in group.get("scales", ()):
            if scale["name"] == name:
                return str(scale.get("type", "linear"))
    return ""


def read_channel(encoded: Any, name: str) -> Channel | None:
    """Return what a property shows; None where it shows no data.

    Parameters
    ----------
    encoded : dict or list
        As it stands in a mark.
    name : str
        Of the property.
    """
    return _channel(encoded, name)[0]


def _channel(encoded: Any, name: str) -> tuple[Channel | None, str]:
    """Return what a property shows and the expression of the data behind it."""
    entries = encoded if isinstance(encoded, list) else [encoded]
    entries = [entry for entry in entries if isinstance(entry, dict)]
    if not entries:
        return None, ""
    # A condition that grays out what is not selected still belongs to the legend's entry.
    entry = next((e for e in entries if "scale" in e), entries[-1])
    scale = entry.get("scale", "")
    scale = scale if isinstance(scale, str) else ""
    offset = entry.get("offset")
    offset_field = str(offset.get("field", "")) if isinstance(offset, dict) else ""
    if isinstance(entry.get("field"), str):
        path = str(entry["field"])
        return Channel(scale, path, "", offset_field), _access(path)
    signal = entry.get("signal")
    if isinstance(signal, str):
        if not scale:
            scale, argument = _scale_call(signal)
            signal = argument or signal
        if scale or name in {"text", "defined"}:
            return Channel(scale, "", signal, offset_field), f"({signal})"
    if "value" in entry and (scale or name == "text"):
        return Channel(scale, "", "", offset_field), f"({json.dumps(entry['value'])})"
    return None, ""


def _access(path: str) -> str:
    """Return the expression for a field, whose path may lead into it: ``best['price']``."""
    keys = re.findall(r"\[[\"']?(.*?)[\"']?\]|((?:\\.|[^.\[\]])+)", path)
    names = [bracketed or re.sub(r"\\(.)", r"\1", plain) for bracketed, plain in keys]
    return "datum" + "".join(f"[{json.dumps(name)}]" for name in names or [path])


def _scale_call(signal: str) -> tuple[str, str]:
    """Return the scale and the argument of ``scale("x", …)``; empty for other expressions."""
    prefix = "scale("
    if not signal.startswith(prefix):
        return "", ""
    depth = 0
    for place, character in enumerate(signal):
        depth += (character == "(") - (character == ")")
        if depth == 0 and character == ")":
            name, _, argument = signal[len(prefix) : place].partition(",")
            return name.strip().strip("\"'"), argument.strip()
    return "", ""


def _geographic_fields(channels: Mapping[str, Channel], scopes: Sequence[Spec]) -> tuple[str, ...]:
    """Return the fields of longitude and latitude that a projection turned into x and y."""
    x = channels.get("x")
    if x is None or x.scale:
        return ()
    for group in scopes:
        for data in group.get("data", ()):
            for transform in data.get("transform", ()):
                if transform.get("type") == "geopoint" and x.field in transform.get("as", ()):
                    return tuple(f for f in transform["fields"] if isinstance(f, str))
    return ()


def _center_fields(channels: Mapping[str, Channel], styles: Sequence[str]) -> tuple[str, ...]:
    """Return the field of the center of an error bar."""
    if not _ERRORS & set(styles):
        return ()
    names = (channels[name].field for name in ("x", "y") if name in channels)
    return tuple(re.sub("^lower_", "center_", name) for name in names if name.startswith("lower_"))


def _header(cell: Spec, parent: Spec) -> str:
    """Return an expression for the headers of a facet's cell: its row's and its column's."""
    texts = []
    for mark in parent.get("marks", ()):
        of_cell = mark is cell or str(mark.get("role", "")) in {"row-header", "column-header"}
        title = mark.get("title")
        text = title.get("text") if of_cell and isinstance(title, dict) else None
        if isinstance(text, dict) and "parent" in str(text.get("signal", "")):
            texts.append(f"({str(text['signal']).replace('parent[', 'datum[')})")
    return " + ', ' + ".join(texts) or "''"
