// Names, letters and rings, drawn over the nodes. A label that would lie over another, over a node or
// a heading is cut or left out, at any zoom: the most important are drawn first. How wide a label is at
// most was computed when the file was made.
const LABEL_TEXT = 12;
const RECORD_TEXT = 11;
const LEAST_TEXT = 9.5; // pixels; a text doesn't get smaller than this with the picture
const LEAST_CUT = 9; // letters of a name that is cut
const LINE_HEIGHT = 1.16; // of its size
const CAPTION_ROOM = 112; // left of a band
const LETTER = 10; // pixels; the letter of a status doesn't get smaller than this with the picture
const LETTERS_FROM = 0.45;
const RECORDS_FROM = 1.4; // the zoom from which records have labels
let drawnLabels = []; // boxes of the labels drawn last, for tests

function drawSigns(context) {
  const scale = network.getScale();
  const places = network.getPositions();
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const id of nodes.getIds()) if (isRecord(id)) drawStatus(context, id, places[id], scale);
  for (const edge of edges.get()) if (isOpenLine(edge.status) && places[edge.from] && places[edge.to]) drawArrow(context, edge, places);
  drawHeadings(context);
  context.textAlign = "center";
  drawRings(context, places, scale);
  drawLabels(context, places, scale);
  context.restore();
}

const letterSize = (scale) => Math.max(9, LETTER / scale);
const letterOf = (record) => (record.negative ? "✕" : said(words.graph.letters[record.status] || ""));
const isOpenLine = (status) => JSON.stringify(picture.dashes[status]) === JSON.stringify(picture.not_so);

// The letter of a status, and a stroke through what is denied or said not to be so.
function drawStatus(context, id, { x, y }, scale) {
  const record = records[id];
  const letter = letterOf(record);
  if (!letter) return;
  context.globalAlpha = isLit(id) ? 1 : FAINT;
  if (isDrawnThrough(record)) {
    const reach = sizes.get(id) + 1;
    context.strokeStyle = tones.ink;
    context.lineWidth = 1.5;
    for (const way of [1, -1]) {
      context.beginPath();
      context.moveTo(x - reach, y - way * reach);
      context.lineTo(x + reach, y + way * reach);
      context.stroke();
    }
  } else if (scale >= LETTERS_FROM) { // below that there are no more than specks
    const lift = sizes.get(id) < 5 ? -9 : { triangle: 1.2, triangleDown: -1.2 }[nodeLook(id).shape] || 0;
    context.font = `700 ${letterSize(scale)}px ${tones.font}`;
    const slender = nodeLook(id).shape === "star"; // can't be written on: the letter has paper of its own
    if (slender || record.status === "reported") {
      context.strokeStyle = slender || sizes.get(id) < 5 ? tones.paper : nodes.get(id).color.background;
      context.lineWidth = slender ? 2.5 : 1.6;
      context.strokeText(letter, x, y + 0.5 + lift);
    }
    context.fillStyle = tones.ink;
    context.fillText(letter, x, y + 0.5 + lift);
  }
  context.globalAlpha = 1;
}

// An open arrow at the end of a line that tells of what is not so yet.
function drawArrow(context, { from, to, color, width }, places) {
  const [a, b] = [places[from], places[to]];
  const angle = Math.atan2(b.y - a.y, b.x - a.x);
  const at = sizes.get(to) + 2;
  const [x, y] = [b.x - at * Math.cos(angle), b.y - at * Math.sin(angle)];
  context.globalAlpha = color.opacity;
  context.strokeStyle = color.color;
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(x - 8 * Math.cos(angle - 0.45), y - 8 * Math.sin(angle - 0.45));
  context.lineTo(x, y);
  context.lineTo(x - 8 * Math.cos(angle + 0.45), y - 8 * Math.sin(angle + 0.45));
  context.stroke();
  context.globalAlpha = 1;
}

function drawRings(context, places, scale) {
  for (const id of state.show.filter((one) => places[one])) {
    context.beginPath();
    context.arc(places[id].x, places[id].y, sizes.get(id) + 4 / scale, 0, 2 * Math.PI);
    context.strokeStyle = tones.accent;
    context.lineWidth = (id === focused() ? 3 : 1.5) / scale;
    context.stroke();
  }
}

// -- labels -------------------------------------------------------------------------------

function drawLabels(context, places, scale) {
  const ids = nodes.getIds();
  const taken = boxesInRows();
  ids.filter(isLit).forEach((id) => taken.add(nodeBox(id, places[id])));
  for (const lane of picture.lanes) {
    if (laneCounts.get(lane.name)) taken.add([WORLD.left, lane.top, WORLD.left + 205 * headingSize(12) / 12, lane.top + 19, null]);
  }
  for (const { y } of captionsDrawn()) taken.add([0, y - 8, CAPTION_ROOM, y + 8, null]);
  const room = document.getElementById("graph");
  const view = [0, room.clientWidth].map((x) => network.DOMtoCanvas({ x, y: 0 }).x);
  const placed = byImportance(ids, scale).map((id) => placeLabel(context, id, places[id], { taken, scale, view })).filter(Boolean);
  for (const label of placed) lengthen(context, label, { taken, view });
  for (const label of placed) writeLabel(context, label);
  drawnLabels = placed.map(({ id, box, text }) => [id, ...box, text]);
}

function nodeBox(id, { x, y }) {
  const r = sizes.get(id);
  return [x - r, y - r, x + r, y + r, id];
}

function byImportance(ids, scale) {
  const few = lit && [...lit].filter(isRecord).length <= 14;
  const weight = (id) => {
    if (id === focused()) return 1e7;
    if (isPole(id)) return 1e6;
    if (lit && !lit.has(id)) return -1;
    if (isRecord(id)) return scale >= RECORDS_FROM || few ? (lit ? 1e2 : 0) : -1;
    return (lit ? 1e4 : 10) + (shownCounts.get(id) || 0);
  };
  return ids.map((id) => [weight(id), id]).filter(([w]) => w >= 0)
    .sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1)).map(([, id]) => id);
}

// Text and width as they were computed; names of what had no place of its own are measured here.
function labelOf(context, id) {
  const node = nodesById.get(id);
  if (node?.texts) return { text: node.texts[state.lang], wide: node.widths[state.lang], side: node.side };
  const text = shortened(isRecord(id) ? said(records[id].labels) : nameOf(id), 28);
  context.font = `${isPole(id) ? 650 : 400} ${isPole(id) ? 16 : LABEL_TEXT}px ${tones.font}`;
  return { text, wide: context.measureText(text).width, side: "below" };
}

function shortened(text, most) {
  const chars = Array.from(text);
  return chars.length > most ? `${chars.slice(0, most - 1).join("").trimEnd()}…` : text;
}

// Where a label stands: at its own spot, or what is chosen at one that is free.
function placeLabel(context, id, place, { taken, scale, view: [first, last] }) {
  const { text, wide, side } = labelOf(context, id);
  const own = isPole(id) ? 16 : isRecord(id) ? RECORD_TEXT : LABEL_TEXT;
  // With the picture below its own size, never above: pixels on the screen, then in the picture.
  const size = Math.max(LEAST_TEXT, Math.min(own, own * scale)) / scale;
  const width = wide * size / own;
  const tall = size * LINE_HEIGHT * text.split("\n").length;
  const spots = lit || isRecord(id) ? ["below", "above", "right", "left"] : [];
  for (const spot of [side, ...spots]) {
    const box = boxAt(spot, place, sizes.get(id), width, tall);
    if (box[0] >= first && box[2] <= last && taken.isFree(box, id)) {
      taken.add([...box, id]);
      return { id, text, box, size, spot, place };
    }
  }
  return isRecord(id) ? null : cutLabel({ id, text, size, spot: side, place }, width, { taken, view: [first, last] });
}

// A name for which there is no room up to its neighbour stands cut, if enough of it remains to be read.
function cutLabel(label, wide, { taken, view }) {
  const { id, text, size, spot, place } = label;
  if (!["left", "right"].includes(spot) || text.includes("\n")) return null;
  const most = Array.from(text).length;
  for (let chars = most - 1; chars > Math.max(LEAST_CUT, most / 2); chars -= 1) {
    // The sign of the cut is wider than most letters.
    const box = boxAt(spot, place, sizes.get(id), (wide * (chars + 0.5)) / most, size * LINE_HEIGHT);
    if (box[0] < view[0] || box[2] > view[1] || !taken.isFree(box, id)) continue;
    taken.add([...box, id]);
    return { ...label, text: shortened(text, chars), box };
  }
  return null;
}

// A name that was cut stands in full where all the others left room for it.
function lengthen(context, label, { taken, view: [first, last] }) {
  const { id, text, size, spot, place } = label;
  if (!text.endsWith("…")) return;
  const full = isRecord(id) ? said(records[id].labels) : nameOf(id);
  context.font = fontOf(id, size);
  const box = boxAt(spot, place, sizes.get(id), context.measureText(full).width, size * LINE_HEIGHT);
  if (box[0] < first || box[2] > last || !taken.isFree(box, id)) return;
  taken.add([...box, id]);
  Object.assign(label, { text: full, box });
}

function boxAt(spot, { x, y }, r, width, tall) {
  const gap = 4;
  switch (spot) {
    case "left": return [x - r - gap - width, y - tall / 2, x - r - gap, y + tall / 2];
    case "right": return [x + r + gap, y - tall / 2, x + r + gap + width, y + tall / 2];
    case "above": return [x - width / 2, y - r - 2 - tall, x + width / 2, y - r - 2];
    default: return [x - width / 2, y + r + 2, x + width / 2, y + r + 2 + tall];
  }
}

// Boxes, found again by the rows that they reach into.
function boxesInRows() {
  const tall = 40;
  const rows = new Map();
  const rowsOf = ([, top, , bottom]) => {
    const first = Math.floor(top / tall);
    return Array.from({ length: Math.floor(bottom / tall) - first + 1 }, (_, number) => first + number);
  };
  return {
    add: (box) => rowsOf(box).forEach((row) => addTo(rows, row, box)),
    isFree: (box, id) => rowsOf(box).every((row) => (rows.get(row) || []).every(([l, t, r, b, of]) =>
      of === id || box[2] <= l || box[0] >= r || box[3] <= t || box[1] >= b)),
  };
}

const isStrong = (id) => isPole(id) || id === focused();
const fontOf = (id, size) => `${isStrong(id) ? 650 : 400} ${size}px ${tones.font}`;

function writeLabel(context, { id, text, box, size, spot }) {
  const strong = isStrong(id);
  context.font = fontOf(id, size);
  context.textAlign = { left: "right", right: "left" }[spot] || "center";
  const x = { left: box[2], right: box[0] }[spot] ?? (box[0] + box[2]) / 2;
  context.lineWidth = size / 4;
  context.strokeStyle = tones.paper;
  context.fillStyle = strong || (!isRecord(id) && (shownCounts.get(id) || 0) > 1) ? tones.ink : tones.soft;
  text.split("\n").forEach((line, number) => {
    const y = box[1] + (number + 0.5) * size * LINE_HEIGHT;
    context.globalAlpha = 0.8;
    context.strokeText(line, x, y);
    context.globalAlpha = 1;
    context.fillText(line, x, y);
  });
}
