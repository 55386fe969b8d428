// What lies under the picture: lanes with headings and counts, whose deed a third shows, the tick
// before the undated; and the shelves at the foot, which open.
const laneCounts = new Map();
const laneFeet = new Map(); // how far down something is drawn
const FOOT = 13; // below that

function countLanes(visible) {
  laneCounts.clear();
  laneFeet.clear();
  for (const id of visible) {
    if (!isRecord(id) && !isOnShelf(id)) continue;
    const name = laneOf(id);
    laneCounts.set(name, (laneCounts.get(name) || 0) + 1);
    laneFeet.set(name, Math.max(laneFeet.get(name) ?? -Infinity, nodesById.get(id)?.y ?? Infinity));
  }
}

// Below a shelf stands nothing: it ends where what is drawn on it ends.
const footOf = (lane) => (picture.shelves.includes(lane) ? Math.min(lane.bottom, laneFeet.get(lane.name) + FOOT) : lane.bottom);

const laneTitle = (name) => said(words.graph.lanes[name] || kinds[name] || name);

function drawLanes(context) {
  context.save();
  context.textBaseline = "middle";
  for (const lane of [...picture.lanes, ...picture.shelves]) {
    if (laneCounts.get(lane.name)) drawLane(context, lane);
  }
  context.restore();
}

function drawLane(context, lane) {
  const { name, top, ticks } = lane;
  const bottom = footOf(lane);
  const shelf = name === "shelf";
  const [from, to] = shelf ? [0, WORLD.width] : [WORLD.left, WORLD.right];
  context.fillStyle = tones.lane;
  context.beginPath();
  context.roundRect(from, top, to - from, bottom - top, 5);
  context.fill();
  context.strokeStyle = tones.line;
  context.lineWidth = 1;
  if (!shelf && !picture.layered) {
    for (const share of [1 / 3, 2 / 3]) strokeDown(context, WORLD.left + share * (WORLD.right - WORLD.left), top + 20, bottom - 4);
  }
  context.strokeStyle = tones.soft;
  for (const [x, y] of ticks) if (tickIsNeeded(name, x, y)) strokeDown(context, x, y - 5, y + 5);
}

// A heading's size in the picture: on a small screen it doesn't get smaller with it, as far as its row allows.
const HEADING_MOST = 13.5;
const headingSize = (own) => Math.max(own, Math.min(HEADING_MOST, LEAST_TEXT / network.getScale()));

// Headings stand above the lines, in a seam of the lane's own colour.
function drawHeadings(context) {
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.lineWidth = 4;
  context.strokeStyle = tones.lane;
  for (const { name, top } of [...picture.lanes, ...picture.shelves].filter((lane) => laneCounts.get(lane.name))) {
    const from = (name === "shelf" ? 0 : WORLD.left) + 8;
    const title = laneTitle(name);
    const size = headingSize(12);
    context.font = `650 ${size}px ${tones.font}`;
    const wide = context.measureText(title).width;
    seamed(context, title, from, top + 10.5, tones.ink);
    context.font = `400 ${size}px ${tones.font}`;
    if (name !== "shelf") seamed(context, String(laneCounts.get(name)), from + wide + 7, top + 10.5, tones.soft);
  }
  if (!picture.layered && picture.lanes.length) drawCaptions(context);
  drawBandCaptions(context);
}

function seamed(context, text, x, y, colour) {
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

// A tick parts the dated from the undated where both are drawn.
const tickIsNeeded = (name, x, y) =>
  nodes.get({ filter: (node) => isRecord(node.id) && laneOf(node.id) === name && Math.abs(node.y - y) < 2 && x - node.x > 0 && x - node.x < RECORD_STEP }).length > 0;

function strokeDown(context, x, from, to) {
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to);
  context.stroke();
}

function drawCaptions(context) {
  const third = (WORLD.right - WORLD.left) / 3;
  context.font = `400 ${headingSize(11)}px ${tones.font}`;
  context.textAlign = "center";
  context.strokeStyle = tones.paper;
  ["left", "middle", "right"].forEach((side, number) =>
    seamed(context, word(`graph.third_${side}`), WORLD.left + (number + 0.5) * third, picture.lanes[0].top - 8, tones.soft));
}

// What the bands above and below are: those who press, others concerned, who says so.
const captionsDrawn = () => (picture.captions || []).filter(({ zone }) =>
  nodes.get({ filter: (node) => laneOf(node.id) === zone }).length > 0);

function drawBandCaptions(context) {
  context.font = `650 11px ${tones.font}`;
  context.textAlign = "left";
  context.strokeStyle = tones.paper;
  for (const { zone, y } of captionsDrawn()) seamed(context, word(`reach.${zone}`), 0, y, tones.soft);
}

// -- shelves, and more of a large graph ---------------------------------------------------

function drawShelves(visible) {
  const drawn = [...visible].filter(isRecord).length;
  const rest = shown.size - shownIds().filter((id) => visible.has(id)).length;
  document.getElementById("shelves").replaceChildren(...[
    shelfButton("shelf", state.shelf, () => ({ shelf: !state.shelf })),
    judging.size && shelfButton("judgements", [...judging].every((kind) => state.kind.includes(kind)), () => ({
      kind: [...judging].every((kind) => state.kind.includes(kind))
        ? state.kind.filter((kind) => !judging.has(kind))
        : usedKinds.filter((kind) => judging.has(kind) || state.kind.includes(kind)) })),
    rest > 0 && element("span", {}, element("span", { text: word("graph.most_connected", { n: drawn, all: shown.size }) }),
      element("button", { type: "button", id: "more", text: word("graph.more", { n: Math.min(rest, picture.most) }),
        on: { click: () => { mostDrawn += picture.most; drawPicture(); } } })),
  ].filter(Boolean));
}

function shelfButton(name, open, changes) {
  const n = name === "shelf" ? [...shelved].filter(isShown).length : counts("kind", (record) => judging.has(record.kind))(true);
  if (!n) return null;
  return element("button", { type: "button", "data-shelf": name, "aria-expanded": String(open),
    text: `${word(`graph.${name}`, { n: countOf(n), who: historical.slice(0, 3).map(nameOf).join(", ") })} ${open ? "▾" : "▸"}`,
    on: { click: () => {
      change(changes());
      document.querySelector(`[data-shelf="${name}"]`)?.focus();
    } } });
}

// States that are no more, and the records in which they or their people are.
const onShelf = Object.keys(entities).filter(isOnShelf);
const historical = onShelf.filter((id) => entities[id].class === "historical_state");
const shelved = new Set(onShelf.flatMap((id) => recordsOf(id)));
