// The picture: pyvis' network, drawn by vis-network; lanes, letters and labels are drawn here.
const nodesById = new Map(picture.nodes.map((node) => [node.id, node]));
const nodes = new vis.DataSet([]);
const edges = new vis.DataSet([]);
let network = null;
let moved = false;
let fitted = "";
let lit = null; // what stays bright while something is chosen
const HUB = 14; // who is in more records than this shows its lines only when something is chosen
const FILLED = new Set(["state", "place"]); // families of entities that are drawn full
const sizes = new Map();
const shownCounts = new Map();

// Nothing the picture shows changes but by these two: a choice, and the filters.
function visibleNodes() {
  const visible = new Set(recordIds.filter((id) => nodesById.has(id) && (isShown(id) || isChosen(id))));
  shownCounts.clear();
  for (const edge of picture.edges) {
    if (!visible.has(edge.from)) continue;
    if (!shownCounts.has(edge.to)) shownCounts.set(edge.to, new Set());
    shownCounts.get(edge.to).add(edge.from);
  }
  shownCounts.forEach((of, entity) => visible.add(entity));
  return visible;
}

function neighbourhood(visible) {
  const id = focused();
  if (id === null || !nodesById.has(id)) return null;
  const near = new Set(state.show.filter((other) => nodesById.has(other)));
  const own = picture.edges.filter((edge) => visible.has(edge.from) && (near.has(edge.from) || near.has(edge.to)));
  own.forEach((edge) => near.add(edge.from).add(edge.to));
  if (!isRecord(id) && own.length <= 14) {
    picture.edges.filter((edge) => near.has(edge.from) && visible.has(edge.from)).forEach((edge) => near.add(edge.to));
  }
  return near;
}

function sizeOf(id) {
  if (isRecord(id) || POLES.has(id)) return nodesById.get(id).size;
  return Math.min(24, 6 + 2.2 * Math.sqrt(shownCounts.get(id)?.size || 1));
}

function recordColour(record, tones) {
  const colour = colourOf(record.kind);
  if (record.status === "asserted" && !record.negative) return { background: colour, border: colour };
  if (record.status === "reported") return { background: mixed(colour, tones.paper, 0.62), border: colour };
  return { background: tones.paper, border: colour };
}

function entityColour(id, tones) {
  if (POLES.has(id)) return { background: tones.ink, border: tones.ink };
  return { background: FILLED.has(nodesById.get(id).group) ? tones.soft : tones.paper, border: tones.soft };
}

function paintNode(node, visible, tones) {
  const colour = isRecord(node.id) ? recordColour(records[node.id], tones) : entityColour(node.id, tones);
  sizes.set(node.id, sizeOf(node.id));
  return {
    ...node,
    size: sizes.get(node.id),
    hidden: !visible.has(node.id),
    opacity: lit && !lit.has(node.id) ? 0.14 : 1,
    color: { ...colour, highlight: colour, hover: colour },
    title: tip(node.id),
  };
}

function tip(id) {
  if (!isRecord(id)) return `${nameOf(id)}\n${describe(id)}`;
  return `${said(records[id].labels)}\n${statusText(records[id])} · ${wordingOf(records[id])}`;
}

function paintEdge(edge, visible, tones) {
  const touches = isChosen(edge.from) || isChosen(edge.to);
  const near = lit && lit.has(edge.from) && lit.has(edge.to);
  const hub = POLES.has(edge.to) || shownCounts.get(edge.to)?.size > HUB;
  const drawn = lit ? near && (touches || !hub) : !hub;
  return {
    ...edge,
    hidden: !drawn || !visible.has(edge.from),
    width: touches ? 1.8 : 1.1,
    color: { color: touches ? colourOf(records[edge.from].kind) : tones.soft, opacity: touches ? 0.9 : lit ? 0.45 : 0.24,
      inherit: false },
    title: `${roleName(edge.role)}: ${nameOf(edge.to)}\n${statusText(records[edge.from])}`,
  };
}

function drawPicture() {
  const tones = colours();
  const visible = visibleNodes();
  lit = neighbourhood(visible);
  nodes.update(picture.nodes.map((node) => paintNode(node, visible, tones)));
  edges.update(picture.edges.map((edge) => paintEdge(edge, visible, tones)));
  document.getElementById("graph-empty").hidden = visible.size > 0;
  if (!network) startNetwork();
  if (!moved && fitted !== extent().join(" ")) showAll();
  if (lit) network.selectNodes(state.show.filter((id) => nodesById.has(id)), false);
  else network.unselectAll();
}

function startNetwork() {
  network = new vis.Network(document.getElementById("graph"), { nodes, edges }, picture.options);
  network.on("click", ({ nodes: [hit], event }) => {
    if (hit !== undefined) choose(hit, { add: adding(event.srcEvent) });
  });
  network.on("hoverNode", () => { document.getElementById("graph").style.cursor = "pointer"; });
  network.on("blurNode", () => { document.getElementById("graph").style.cursor = ""; });
  network.on("zoom", () => { moved = true; });
  network.on("dragEnd", () => { moved = true; });
  network.on("beforeDrawing", drawLanes);
  network.on("afterDrawing", drawLabels);
  new ResizeObserver(() => { if (!moved) showAll(); }).observe(document.getElementById("graph"));
  showAll();
}

function showAll() {
  const room = document.getElementById("graph");
  const { width } = picture.world;
  const [from, to] = extent();
  const top = 6;
  const scale = Math.min(room.clientWidth / (width + 30), (room.clientHeight - top) / (to - from));
  if (!(scale > 0)) return;
  fitted = `${from} ${to}`;
  network.moveTo({ position: { x: width / 2, y: (from + to) / 2 - top / 2 / scale }, scale, animation: false });
}

// From the top of what is shown to its foot, so that lanes at the ends that are off need no room.
function extent() {
  const heights = picture.nodes.filter((node) => !nodes.get(node.id).hidden).map((node) => node.y);
  return heights.length ? [Math.min(...heights) - 34, Math.max(...heights) + 44] : [0, picture.world.height];
}

function drawLanes(context) {
  const tones = colours();
  const scale = network.getScale();
  const { left, right } = picture.world;
  const size = Math.min(12.5 / scale, 24);
  context.save();
  const heights = picture.nodes.filter((node) => !nodes.get(node.id).hidden).map((node) => node.y);
  for (const lane of picture.lanes) {
    const inLane = heights.filter((y) => y > lane.top && y <= lane.bottom);
    const bottom = Math.min(lane.bottom, Math.max(...inLane, lane.top) + 24);
    const n = recordIds.filter((id) => lane.kinds.includes(records[id].kind) && isShown(id)).length;
    if (!n) continue;
    context.fillStyle = tones.lane;
    context.beginPath();
    context.roundRect(left - 14, lane.top, right - left + 28, bottom - lane.top + 4, 8);
    context.fill();
    context.font = `600 ${size}px ${fontFamily()}`;
    context.textBaseline = "middle";
    context.fillStyle = tones.soft;
    context.fillText(`${said(words.graph.lanes[lane.name])} · ${n}`, left, lane.top + 13);
  }
  context.restore();
}

const fontFamily = () => getComputedStyle(document.body).fontFamily;

// Labels are drawn here and not by vis-network: always at one size, the most important first, and
// one that would lie over another or over a node is left out.
function drawLabels(context) {
  const tones = colours();
  const scale = network.getScale();
  const places = network.getPositions();
  const taken = [];
  const visible = picture.nodes.filter((node) => !nodes.get(node.id).hidden);
  for (const node of visible) {
    if (lit && !lit.has(node.id)) continue;
    const { x, y } = places[node.id];
    const r = sizes.get(node.id);
    taken.push([x - r, y - r, x + r, y + r, node.id]);
  }
  for (const lane of picture.lanes) taken.push([picture.world.left, lane.top, picture.world.left + 200 / scale, lane.top + 22, null]);
  context.save();
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  drawLetters(context, visible, places, scale, tones);
  for (const node of byImportance(visible, scale)) {
    placeLabel(context, node, places[node.id], { taken, scale, tones });
  }
  drawRing(context, places, scale, tones);
  context.restore();
}

function drawRing(context, places, scale, tones) {
  const id = focused();
  if (id === null || !places[id]) return;
  const { x, y } = places[id];
  context.beginPath();
  context.arc(x, y, sizes.get(id) + 5 / scale, 0, 2 * Math.PI);
  context.strokeStyle = tones.accent;
  context.lineWidth = 2.5 / scale;
  context.stroke();
}

function drawLetters(context, visible, places, scale, tones) {
  const size = 10.5;
  if (size * scale < 5) return;
  context.font = `700 ${size}px ${fontFamily()}`;
  for (const node of visible) {
    if (!isRecord(node.id)) continue;
    const record = records[node.id];
    const letter = record.negative ? "✕" : said(words.graph.letters[record.status] || "");
    if (!letter) continue;
    context.globalAlpha = lit && !lit.has(node.id) ? 0.15 : 1;
    context.fillStyle = tones.ink;
    const lift = { triangle: 2, triangleDown: -2 }[node.shape] || 0;
    context.fillText(letter, places[node.id].x, places[node.id].y + 0.5 + lift);
  }
  context.globalAlpha = 1;
}

function byImportance(visible, scale) {
  const few = lit && [...lit].filter(isRecord).length <= 14;
  const weight = (node) => {
    if (node.id === focused()) return 1e6;
    if (POLES.has(node.id)) return 1e5;
    if (lit && !lit.has(node.id)) return -1;
    if (lit && isRecord(node.id)) return few || scale >= 1.4 ? 1e2 : -1;
    if (lit) return 1e4 + (shownCounts.get(node.id)?.size || 0);
    if (isRecord(node.id)) return scale >= 1.4 ? 0 : -1;
    return 10 + (shownCounts.get(node.id)?.size || 0);
  };
  return visible.map((node) => [weight(node), node]).filter(([w]) => w >= 0)
    .sort((a, b) => b[0] - a[0] || (a[1].id < b[1].id ? -1 : 1)).map(([, node]) => node);
}

function shortened(text, most) {
  const chars = Array.from(text);
  return chars.length > most ? `${chars.slice(0, most - 1).join("").trimEnd()}…` : text;
}

function placeLabel(context, node, { x, y }, { taken, scale, tones }) {
  const pole = POLES.has(node.id);
  const chosen = node.id === focused();
  const size = (pole ? 15 : isRecord(node.id) ? 11 : 12) / scale;
  const text = isRecord(node.id) ? shortened(said(records[node.id].labels), chosen ? 60 : 34)
    : shortened(nameOf(node.id), chosen || pole || scale > 1.2 ? 48 : 24);
  context.font = `${pole || chosen ? 650 : 400} ${size}px ${fontFamily()}`;
  const half = context.measureText(text).width / 2 + 2 / scale;
  const tall = size * 0.62;
  const gap = sizes.get(node.id) + tall + 2 / scale;
  const tries = [[x, y + gap], [x, y - gap], [x + sizes.get(node.id) + half + 3 / scale, y], [x - sizes.get(node.id) - half - 3 / scale, y]];
  const [from, to] = [network.DOMtoCanvas({ x: 0, y: 0 }).x + half, network.DOMtoCanvas({ x: context.canvas.clientWidth, y: 0 }).x - half];
  for (const [wanted, cy] of tries) {
    // Inside the picture: moved a little where it stands above or below, else not there at all.
    const inView = x > from - half && x < to + half;
    const cx = inView && cy !== y ? Math.max(from, Math.min(to, wanted)) : wanted;
    if (inView && (cx < from || cx > to)) continue;
    const box = [cx - half, cy - tall, cx + half, cy + tall];
    const free = taken.every(([l, t, r, b, id]) => id === node.id || box[2] < l || box[0] > r || box[3] < t || box[1] > b);
    if (free || chosen || pole) {
      taken.push([...box, node.id]);
      context.lineWidth = 3.5 / scale;
      context.strokeStyle = tones.paper;
      context.globalAlpha = 0.85;
      context.strokeText(text, cx, cy);
      context.globalAlpha = 1;
      context.fillStyle = isRecord(node.id) ? tones.soft : tones.ink;
      context.fillText(text, cx, cy);
      return;
    }
  }
}

document.querySelectorAll("#zoom button").forEach((item) => item.addEventListener("click", () => {
  const factor = Number(item.dataset.zoom);
  moved = factor > 0;
  if (factor > 0) network.moveTo({ scale: network.getScale() * factor, animation: false });
  else showAll();
}));
