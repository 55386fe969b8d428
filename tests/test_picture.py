"""Where everything stands, how it looks, and what that says; without a browser."""

import itertools
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from processes import run

from kg.models import KINDS, EntityClass, Look
from kg.models.codes import CooperationDomain
from kg.network.lanes import LANES, is_first, lane_of, lanes, side_of, third_of
from kg.network.layout import Layout, layout, most_connected
from kg.network.lettering import width
from kg.page.data import page_data
from kg.page.picture import FAMILIES, dashes_of, picture
from kg.store import Store

SOURCE = "tdc-reverse-kissinger-2025"
Line = Mapping[str, Any]
Box = tuple[str, float, float, float, float]


@pytest.fixture(scope="module")
def data(store: Store) -> Line:
    return page_data(store)


@pytest.fixture(scope="module")
def placed(data: Line) -> Layout:
    return layout(data["records"], data["entities"])


@pytest.fixture(scope="module")
def drawn(data: Line) -> Line:
    return picture(data)


# -- lanes --------------------------------------------------------------------------------


def test_every_kind_and_every_domain_has_a_lane_and_every_class_a_family() -> None:
    known = {*LANES, "judgements"}
    assert {kind.kind_name() for kind in KINDS} == set(lanes()["kinds"])
    assert {code.value for code in CooperationDomain} == set(lanes()["domains"])
    for given in ("kinds", "domains", "subjects"):
        assert set(lanes()[given].values()) <= known
    named = [code for _, classes in FAMILIES.values() for code in classes]
    assert sorted(named) == sorted(code.value for code in EntityClass)


def test_what_the_lanes_name_is_there(data: Line, store: Store) -> None:
    roles = {role for about in store.vocabulary["kinds"].values() for role in about["roles"]}
    assert set(lanes()["bystanders"]) <= roles | {"place", "asset"}
    for named in (lanes()["subjects"], lanes()["presses"]["entities"], lanes()["sides"]):
        assert set(named) - set(data["entities"]) == set()


@pytest.mark.parametrize(
    ("record", "lane", "third"),
    [
        ("sanction-wafangdian", "pressure", "right"),  # against a Chinese firm
        ("evasion-shadow-fleet", "ways_round", "left"),  # Russia uses it
        ("cooperation-energy-interdependence", "trade", "middle"),  # by its domain
        ("supply-wafangdian-tascom", "supplies", "middle"),
        ("cooperation-harpy-3", "arms", "middle"),
        ("agreement-glonass-beidou-2022", "space", "middle"),  # by its subject
        ("exercise-joint-sea-2024", "exercises", "middle"),
        ("conflict-annexation-crimea-2014", "exercises", "left"),
        ("statement-china-accepts-ambitions", "meetings", "right"),  # about Russia, but China's
        ("conflict-us-attack-iran", "exercises", "middle"),  # neither side's
    ],
)
def test_a_record_stands_by_its_subject_and_by_whose_deed_it_is(
    record: str, lane: str, third: str, data: Line
) -> None:
    line = data["records"][f"{SOURCE}/{record}"]
    assert (lane_of(line), third_of(line, data["entities"])) == (lane, third)


def test_every_record_stands_in_the_rectangle_of_its_lane(data: Line, placed: Layout) -> None:
    rectangles = {lane.name: lane for lane in (*placed.lanes, *placed.shelves)}
    tops = [lane.top for lane in (*placed.lanes, *placed.shelves)]
    assert [lane.name for lane in placed.lanes] == list(LANES)
    assert tops == sorted(tops)
    third = (placed.right - placed.left) / 3
    for name, line in data["records"].items():
        point, lane = placed.points[name], rectangles[lane_of(line)]
        assert lane.top < point.y < lane.bottom
        number = ("left", "middle", "right").index(third_of(line, data["entities"]))
        assert placed.left + number * third < point.x < placed.left + (number + 1) * third


def test_in_a_third_time_runs_to_the_right_and_the_undated_come_last(
    data: Line, placed: Layout
) -> None:
    rows: dict[tuple[str, str, bool], list[str]] = {}
    for name, line in data["records"].items():
        key = (lane_of(line), third_of(line, data["entities"]), is_first(line))
        rows.setdefault(key, []).append(name)
    for names in rows.values():
        names.sort(key=lambda name: (placed.points[name].y, placed.points[name].x))
        whens = [data["records"][name]["times"].get("when") for name in names]
        days = [when and (when["earliest"] or when["latest"]) for when in whens]
        assert days == sorted(days, key=lambda day: (day is None, day or ""))


def test_the_poles_are_alike_and_their_people_stand_outside_of_them(
    data: Line, placed: Layout, drawn: Line
) -> None:
    nodes = {node["id"]: node for node in drawn["nodes"]}
    russia, china = nodes["russia"], nodes["china"]
    assert (russia["size"], russia["shape"], russia["y"]) == (
        china["size"],
        china["shape"],
        china["y"],
    )
    assert russia["x"] == drawn["world"]["width"] - china["x"]
    sides = {"left": lambda x: x < placed.left, "right": lambda x: x > placed.right}
    for entity, (zone, _) in placed.places.items():
        if zone in sides:
            assert side_of(entity, data["entities"]) == zone
            assert sides[zone](placed.points[entity].x)
    lanes_of = {lane.name: lane for lane in placed.lanes}
    agency = placed.points["chinese-satnav-commission"].y
    assert abs(agency - (lanes_of["space"].top + lanes_of["space"].bottom) / 2) < 60


def test_who_presses_stands_above_others_below_and_what_is_no_more_on_the_shelf(
    placed: Layout,
) -> None:
    top, bottom = placed.lanes[0].top, placed.lanes[-1].bottom
    for entity in ("united-states", "nato", "european-union", "japan", "western-states"):
        assert placed.points[entity].y < top
    shelf = placed.shelves[0]
    speakers = placed.points["reuters"].y
    for entity in ("ukraine", "iran", "armenia", "azerbaijan", "sudan"):
        assert bottom < placed.points[entity].y < speakers < shelf.top
    assert shelf.name == "shelf"
    for entity in ("soviet-union", "nikita-khrushchev"):
        assert shelf.top < placed.points[entity].y < shelf.bottom


def test_who_only_says_so_stands_apart_under_a_caption(data: Line, placed: Layout) -> None:
    head = data["sources"][SOURCE]
    media = ("bloomberg", "reuters", "radio-liberty", "schemes")
    telling = (head["voice"], head["publisher"], "valdai-club", "valdai-report-authors", *media)
    unnamed = ("european-intelligence-circles", "us-intelligence-services", "american-experts")
    speakers = {*telling, *unnamed, "david-osullivan"}  # who tells of a share, and holds an office
    zones = {name: zone for name, (zone, _) in placed.places.items()}
    assert {name for name, zone in zones.items() if zone == "speakers"} == speakers
    assert zones["russia"] == "pole"  # which says much, but does much, too
    rows = {placed.points[name].y for name in speakers}
    assert not rows & {placed.points[name].y for name, zone in zones.items() if zone == "below"}
    for zone, y in placed.captions:
        first = min(point.y for name, point in placed.points.items() if zones.get(name) == zone)
        assert y == first
    assert [caption.zone for caption in placed.captions] == ["above", "below", "speakers"]


# -- labels -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "de"])
def test_no_two_boxes_of_the_first_screen_overlap(data: Line, drawn: Line, lang: str) -> None:
    boxes = [*_nodes_at_first(data, drawn), *_labels_at_first(data, drawn, lang)]
    assert len(boxes) > 250
    for one, other in itertools.combinations(boxes, 2):
        assert one[0] == other[0] or _apart(one, other), (one, other)
    assert all(left >= 0 and right <= drawn["world"]["width"] for _, left, _, right, _ in boxes)


@pytest.mark.parametrize("lang", ["en", "de"])
def test_names_above_and_below_stand_whole_unless_they_are_very_long(
    data: Line, drawn: Line, lang: str
) -> None:
    bands = [n for n in _at_first(data, drawn) if n["lane"] in {"above", "below", "speakers"}]
    assert len(bands) > 40
    for node in bands:
        name = data["entities"][node["id"]]["labels"][lang]
        assert node["texts"][lang] == name or width(name, 12) > 310


def test_what_is_not_shown_at_first_takes_no_row_of_a_lane_that_it_need_not_take(
    data: Line, placed: Layout
) -> None:
    for lane in placed.lanes:
        of = [(name, line) for name, line in data["records"].items() if lane_of(line) == lane.name]
        thirds = Counter(third_of(line, data["entities"]) for _, line in of)
        rows = {placed.points[name].y for name, _ in of}
        assert len(rows) == -(-max(thirds.values()) // 11)  # that many stand side by side


def test_a_long_name_beside_a_pole_takes_two_lines(data: Line, drawn: Line, placed: Layout) -> None:
    nodes = {node["id"]: node["texts"]["en"] for node in _at_first(data, drawn) if "texts" in node}
    assert nodes["wafangdian-bearing"] == "Wafangdian Bearing Company"
    assert nodes["russian-oil-companies"].replace("\n", " ") == "some Russian oil companies"
    beside = [name for name, (zone, _) in placed.places.items() if zone in {"left", "right"}]
    assert [name for name in beside if nodes.get(name, "").endswith("…")] == []


def _at_first(data: Line, drawn: Line) -> Iterator[Line]:
    shown = {name for name, line in data["records"].items() if is_first(line)}
    named = {entity for name in shown for _, entity in data["records"][name]["roles"]}
    for node in drawn["nodes"]:
        if node["id"] in shown | named and node["lane"] != "shelf" and not node.get("quiet"):
            yield node


def _nodes_at_first(data: Line, drawn: Line) -> Iterator[Box]:
    for node in _at_first(data, drawn):
        x, y, size = node["x"], node["y"], node["size"]
        yield node["id"], x - size, y - size, x + size, y + size


def _labels_at_first(data: Line, drawn: Line, lang: str) -> Iterator[Box]:
    words = json.loads(Path("kg/page/words/graph.json").read_text(encoding="utf-8"))["lanes"]
    bands = json.loads(Path("kg/page/words/reach.json").read_text(encoding="utf-8"))
    for caption in drawn["captions"]:
        wide = width(bands[caption["zone"]][lang], 11, bold=True)
        yield f"caption {caption['zone']}", 0.0, caption["y"] - 7, wide, caption["y"] + 7
    for lane in drawn["lanes"]:
        heading = width(words[lane["name"]][lang], 12, bold=True) + 7 + width("100", 12)
        left = drawn["world"]["left"] + 8
        yield f"lane {lane['name']}", left, lane["top"], left + heading, lane["top"] + 20
    for node in _at_first(data, drawn):
        if node["id"] in drawn["poles"]:
            half = width(data["entities"][node["id"]]["labels"][lang], 16, bold=True) / 2
            top = node["y"] + node["size"] + 2
            yield node["id"], node["x"] - half, top, node["x"] + half, top + 16 * 1.16
        elif node["id"] in data["entities"] and "texts" in node:
            wide, from_node = node["widths"][lang], node["size"] + 4
            x = node["x"] + from_node if node["side"] == "right" else node["x"] - from_node - wide
            half = 7 * len(node["texts"][lang].split("\n"))
            yield node["id"], x, node["y"] - half, x + wide, node["y"] + half


def _apart(one: Box, other: Box) -> bool:
    (_, left, top, right, bottom), (_, left2, top2, right2, bottom2) = one, other
    return right <= left2 or left >= right2 or bottom <= top2 or top >= bottom2


# -- other graphs -------------------------------------------------------------------------


def test_a_graph_without_the_poles_gets_a_lane_a_kind(data: Line) -> None:
    others = {
        name: line
        for name, line in data["records"].items()
        if not {"russia", "china"} & {entity for _, entity in line["roles"]}
    }
    placed = layout(others, data["entities"])
    assert placed.layered
    kinds = {line["kind"] for line in others.values()} - {"assessment"}
    assert {lane.name for lane in placed.lanes} == kinds
    rectangles = {lane.name: lane for lane in placed.lanes}
    for name, line in others.items():
        if line["kind"] in rectangles:
            lane = rectangles[line["kind"]]
            assert lane.top < placed.points[name].y < lane.bottom
    named = {entity for line in others.values() for _, entity in line["roles"]}
    assert named - placed.points.keys() == set()


def test_a_large_graph_has_places_for_its_most_connected_part(data: Line) -> None:
    some = most_connected(data["records"], 50)
    drawn = picture(data, most=50)
    nodes = {node["id"] for node in drawn["nodes"]}
    records = set(data["records"])
    assert nodes & records == set(some)
    assert set(drawn["elsewhere"]) >= records - nodes
    assert {edge["from"] for edge in drawn["edges"]} <= set(some)
    assert all(is_first(data["records"][name]) for name in some)
    degree = _degrees(data)
    least = min(degree[name] for name in some)
    firsts = [name for name, line in data["records"].items() if is_first(line)]
    assert all(degree[name] <= least for name in firsts if name not in some)


def _degrees(data: Line) -> dict[str, int]:
    who = {name: {e for _, e in line["roles"]} for name, line in data["records"].items()}
    return {
        name: sum(
            sum(entity in others for others in who.values())
            for entity in named - {"russia", "china"}
        )
        for name, named in who.items()
    }


@pytest.mark.slow
def test_the_same_graph_gives_the_same_picture(store_folder: Path) -> None:
    code = (
        "import json, pathlib, sys; from kg.page.data import page_data; "
        "from kg.page.picture import picture; from kg.store import open_store; "
        "data = page_data(open_store(pathlib.Path(sys.argv[1]))); "
        "print(json.dumps(picture(data, most=int(sys.argv[2]))))"
    )
    for most in ("400", "50"):
        drawn = {
            run(sys.executable, "-c", code, store_folder, most, env={"PYTHONHASHSEED": seed}).out
            for seed in ("1", "2")
        }
        assert len(drawn) == 1


# -- status -------------------------------------------------------------------------------


def test_four_lines_say_how_it_is_said(drawn: Line, data: Line) -> None:
    lines = {status: json.dumps(dashes_of(status)) for status in data["statuses"]}
    so = [lines[status] for status in ("asserted", "reported", "alleged")]
    not_yet = {lines[s] for s in ("planned", "threatened", "demanded", "hypothetical")}
    assert len(not_yet) == 1
    assert len({*so, *not_yet}) == 4
    assert lines["asserted"] == "false"
    assert drawn["no_line"] == ["denied"]
    for edge in drawn["edges"]:
        assert edge["dashes"] == dashes_of(data["records"][edge["from"]]["status"])


# -- colours ------------------------------------------------------------------------------

Vector = tuple[float, float, float]
# Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision
# Deficiency, IEEE TVCG 15 (2009), severity 1.0, for linear RGB.
SIGHT: Mapping[str, tuple[Vector, Vector, Vector]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanope": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranope": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}
GROUNDS = re.findall(
    r"--(?:paper|lane): (#\w+)", Path("kg/page/style/page.css").read_text(encoding="utf-8")
)


def test_every_family_has_a_shape_of_its_own() -> None:
    assert len({look.shape for look in Look}) == len(Look) == 8


@pytest.mark.parametrize("look", Look)
def test_a_family_stands_out_from_paper_night_and_lanes(look: Look) -> None:
    light, dark = GROUNDS[:2], GROUNDS[2:]
    assert len(GROUNDS) == 4
    assert min(contrast(look.light, ground) for ground in light) >= 3
    assert min(contrast(look.dark, ground) for ground in dark) >= 3


@pytest.mark.parametrize("light", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
def test_no_two_families_look_alike_in_any_sight(sight: str, light: str) -> None:
    seen = [_lab(_seen(_linear(getattr(look, light)), SIGHT[sight])) for look in Look]
    distances = [_distance(one, other) for one, other in itertools.combinations(seen, 2)]
    assert min(distances) >= 25  # CIE76


def _linear(colour: str) -> Vector:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _part(red), _part(green), _part(blue)


def _part(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _seen(rgb: Vector, matrix: tuple[Vector, Vector, Vector]) -> Vector:
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in matrix
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    weights = (0.2126, 0.7152, 0.0722)
    light = [
        sum(w * part for w, part in zip(weights, _linear(colour), strict=True))
        for colour in (one, other)
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


def _lab(rgb: Vector) -> Vector:
    """Return linear sRGB as CIE L*a*b*, white D65."""
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (_root(part) for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _root(part: float) -> float:
    edge = 6 / 29
    return float(part ** (1 / 3)) if part > edge**3 else part / (3 * edge**2) + 4 / 29


def _distance(one: Vector, other: Vector) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)
