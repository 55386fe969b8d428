// The picture: pyvis' network, drawn by vis-network; lanes, letters and labels are drawn by us.
const nodes = new vis.DataSet([]);
const edges = new vis.DataSet([]);
let network = null;
let moved = false;
let fitted = "";
let hovered = null; // under the pointer: its lines stand out while it is there
let lit = null; // what stays bright while something is chosen
let tones = {}; // colours of the page, read once a drawing
const FAINT = 0.15;
const LINE_WIDTH = 1.5;
const CALM_WIDTH = 1; // until something is chosen or under the pointer
const CALM = 0.72; // of ink that is soft already: what stays has a contrast of 3 : 1
const sizes = new Map();
const shownCounts = new Map(); // entity → in how many of the records drawn

function neighbourhood(visible) {
  const chosen = state.show.filter((id) => visible.has(id));
  if (!chosen.length) return null;
  const near = new Set(chosen);
  for (const id of chosen) {
    if (isRecord(id)) inPicture(id).forEach((entity) => near.add(entity));
    else ofPerson(id).filter((record) => visible.has(record)).forEach((record) => near.add(record));
  }
  const few = chosen.some((id) => !isRecord(id)) && near.size <= 15;
  if (few) [...near].filter(isRecord).forEach((id) => entitiesOf(id).forEach((entity) => visible.has(entity) && near.add(entity)));
  return near;
}

// The poles are never faint: they say which side is which.
const isLit = (id) => !lit || lit.has(id) || isPole(id);

// Entities grow with the square root of the records drawn; records all have one size.
function sizeOf(id) {
  if (isRecord(id) || isPole(id)) return nodesById.get(id)?.size ?? (kinds[records[id].kind].shape === "point" ? 3 : 6.5);
  return Math.min(10, 2.5 + 1.1 * Math.sqrt(shownCounts.get(id) || 1));
}

const isFilled = (record) => record.status === "asserted" && !record.negative;
const isDrawnThrough = (record) => record.negative || picture.no_line.includes(record.status);

function recordColour(record) {
  const colour = colourOf(record.kind);
  if (isFilled(record)) return { background: colour, border: colour };
  if (record.status === "reported" && !record.negative) return { background: mixed(colour, tones.paper, 0.62), border: colour };
  return { background: tones.paper, border: colour };
}

function entityColour(id) {
  if (isPole(id)) return { background: tones.ink, border: tones.ink };
  const state = nodeLook(id).group === "state";
  return { background: state ? tones.soft : tones.paper, border: tones.soft };
}

// What a node looks like that has no place of its own.
function nodeLook(id) {
  if (nodesById.has(id)) return nodesById.get(id);
  if (isRecord(id)) {
    const { kind, status } = records[id];
    const { shape } = kinds[kind];
    const open = JSON.stringify(picture.dashes[status]) === JSON.stringify(picture.not_so);
    return { id, group: kind, shape: shape === "point" ? "dot" : shape, shapeProperties: { borderDashes: open ? [3, 2] : false } };
  }
  const group = picture.class_families[entities[id]?.class] || "group";
  return { id, group, shape: picture.families[group], shapeProperties: { borderDashes: group === "group" ? [3, 2] : false } };
}

function paintNode(id, { x, y }) {
  const colour = isRecord(id) ? recordColour(records[id]) : entityColour(id);
  const { group, shape, shapeProperties } = nodeLook(id);
  sizes.set(id, sizeOf(id));
  return {
    id, x, y, group, shape, shapeProperties,
    size: sizes.get(id),
    opacity: isLit(id) ? 1 : FAINT,
    color: { ...colour, highlight: colour, hover: colour },
    title: tip(id),
  };
}

function tip(id) {
  if (!isRecord(id)) return `${nameOf(id)}\n${describe(id)}`;
  return `${said(records[id].labels)}\n${statusText(records[id])} · ${wordingOf(records[id])}`;
}

// -- lines --------------------------------------------------------------------------------
// No line runs from a pole to a record: the place says it. At first there are few, and none crosses the
// picture: from those beside the lanes, where they act or two are joined. The rest, with goods, places
// and who says so, comes with what is chosen or under the pointer.

const isHeld = (id) => isChosen(id) || id === hovered;

const bystanding = new Set(picture.bystanders);
const lastLane = picture.lanes.at(-1)?.name;
// The lanes that somebody stands beside: a line to them crosses no other.
const isBeside = (entity, id) => ({ left: true, right: true, above: laneOf(id) === picture.lanes[0]?.name,
  below: laneOf(id) === lastLane }[laneOf(entity)] ?? false);
const actsIn = (entity, id) => records[id].roles.some(([role, who]) => who === entity && !bystanding.has(role));

function isDrawnAtFirst(id, entity, ends) {
  const joined = ends.filter((end) => !isThing(end) && !isSpeaker(end));
  return !tieKinds.has(records[id].kind) && joined.includes(entity) && isBeside(entity, id)
    && (joined.length > 1 || actsIn(entity, id));
}

function linesOf(visible) {
  const made = [];
  const bundles = new Map();
  for (const id of visible) {
    if (!isRecord(id) || isDrawnThrough(records[id])) continue;
    const ends = inPicture(id).filter((entity) => visible.has(entity) && !isPole(entity));
    if (tieKinds.has(records[id].kind) && ends.length > 1 && !ends.some(isSpeaker)) {
      addTo(bundles, `${ends[0]}|${ends[1]}|${records[id].status}`, id);
      if (!isHeld(id)) continue;
    }
    for (const entity of ends) {
      const touches = isHeld(id) || isHeld(entity);
      if (touches || isDrawnAtFirst(id, entity, ends)) made.push(lineBetween(id, entity, [id], touches));
    }
  }
  for (const [ends, of] of bundles) {
    const [from, to] = ends.split("|");
    made.push(lineBetween(from, to, of, isHeld(from) || isHeld(to) || of.some(isHeld)));
  }
  return fewest(made);
}

// Of a large graph's lines, at first those of who is in few records: the many of a hub come when it
// is chosen.
const LINES_AT_FIRST = 300;
function fewest(made) {
  if (made.length <= LINES_AT_FIRST) return made;
  const of = (one) => (one.touches ? 0 : shownCounts.get(one.to) || 0);
  return made.sort((a, b) => of(a) - of(b) || (a.id < b.id ? -1 : 1))
    .filter((one, number) => one.touches || number < LINES_AT_FIRST);
}

function lineBetween(from, to, of, touches) {
  const record = records[of[0]];
  const near = lit && lit.has(from) && lit.has(to);
  const opacity = touches ? 0.95 : !lit || near ? CALM : CALM * FAINT;
  return {
    id: `${from}|${to}|${record.status}`, from, to, of, touches,
    status: record.status,
    dashes: picture.dashes[record.status],
    smooth: isRecord(from) ? false : { enabled: true, type: "curvedCW", roundness: 0.12 },
    width: (touches ? LINE_WIDTH * 1.2 : CALM_WIDTH) * (1 + Math.log(of.length)),
    color: { color: touches && isRecord(from) ? colourOf(record.kind) : tones.soft, opacity, inherit: false },
    title: lineTip(from, to, of),
  };
}

function lineTip(from, to, of) {
  const record = records[of[0]];
  if (!isRecord(from)) return `${of.map((id) => said(records[id].labels)).join("\n")}\n${statusText(record)}`;
  const roles = record.roles.filter(([, entity]) => entity === to).map(([role]) => roleName(role));
  return `${roles.join(", ") || word("detail.who")}: ${nameOf(to)}\n${statusText(record)}`;
}

// -- drawing ------------------------------------------------------------------------------

const fontFamily = () => getComputedStyle(document.body).fontFamily;

function drawPicture() {
  drawOutline();
  tones = { ...colours(), font: fontFamily() };
  const visible = visibleNodes();
  lit = neighbourhood(visible);
  const places = placesOf(visible);
  putInto(nodes, [...places].map(([id, point]) => paintNode(id, point)));
  putInto(edges, linesOf(visible));
  countLanes(visible);
  drawShelves(visible);
  drawKey(visible);
  document.getElementById("graph-empty").hidden = [...visible].some(isRecord);
  if (!network) startNetwork();
  if (!moved && fitted !== extent().join(" ")) showAll();
  liftChosen();
  network.redraw();
}

// On a phone what is chosen stands in the middle of what the sheet leaves free of the picture.
let liftedFor = null;
function liftChosen() {
  const id = phone.matches && !isOutline() && nodes.get(focused() ?? "") ? focused() : null;
  if (id === liftedFor) return;
  liftedFor = id;
  if (id === null) {
    if (!moved) showAll();
    return;
  }
  const room = document.getElementById("graph").getBoundingClientRect();
  const sheet = document.getElementById("panel").getBoundingClientRect();
  network.moveTo({ position: network.getPositions([id])[id], scale: Math.max(network.getScale(), 1),
    offset: { x: 0, y: (Math.min(sheet.top, room.bottom) - room.bottom) / 2 }, animation: false });
}

// Put *items* into a data set in place of what is there, touching only what is not as it was.
const asItWas = new Map();
function putInto(set, items) {
  const kept = new Set(items.map((item) => item.id));
  const gone = set.getIds().filter((id) => !kept.has(id));
  const changed = items.filter((item) => {
    const now = JSON.stringify(item);
    const same = asItWas.get(item.id) === now;
    asItWas.set(item.id, now);
    return !same;
  });
  gone.forEach((id) => asItWas.delete(id));
  if (gone.length) set.remove(gone);
  if (changed.length) set.update(changed);
}

function startNetwork() {
  network = new vis.Network(document.getElementById("graph"), { nodes, edges }, picture.options);
  network.on("click", ({ nodes: [hit], event }) => {
    if (hit !== undefined) choose(hit, { add: adding(event.srcEvent) });
  });
  const cursor = (name) => { document.getElementById("graph").style.cursor = name; };
  network.on("hoverNode", ({ node }) => { cursor("pointer"); hover(node); });
  network.on("blurNode", () => { cursor(""); hover(null); });
  network.on("zoom", () => { moved = true; });
  network.on("dragEnd", ({ nodes: held }) => {
    if (held.length) Object.entries(network.getPositions(held)).forEach(([id, point]) => movedTo.set(id, point));
    else moved = true;
  });
  network.on("beforeDrawing", drawLanes);
  network.on("afterDrawing", drawSigns);
  new ResizeObserver(() => {
    if (moved) return;
    showAll();
    liftedFor = null;
    liftChosen();
  }).observe(document.getElementById("graph"));
  showAll();
}

function hover(id) {
  hovered = id;
  putInto(edges, linesOf(new Set(nodes.getIds())));
}

const PICTURE_ROOM = 8; // around the picture

function showAll() {
  const room = document.getElementById("graph");
  const [from, to] = extent();
  const scale = Math.min(room.clientWidth / (WORLD.width + 2 * PICTURE_ROOM), room.clientHeight / (to - from), 1.6);
  if (!(scale > 0)) return;
  fitted = `${from} ${to}`;
  network.moveTo({ position: { x: WORLD.width / 2, y: (from + to) / 2 }, scale, animation: false });
}

// From the top of what is shown to its foot, so that lanes at the ends that are off need no room.
function extent() {
  const heights = nodes.get({ fields: ["y"] }).map((node) => node.y);
  return heights.length ? [Math.min(...heights, Infinity) - 14 - PICTURE_ROOM, Math.max(...heights) + 14 + PICTURE_ROOM] : [0, picture.world.height];
}

document.querySelectorAll("#zoom button").forEach((item) => item.addEventListener("click", () => {
  const factor = Number(item.dataset.zoom);
  moved = factor > 0;
  if (!moved) movedTo.clear();
  if (moved) network.moveTo({ scale: network.getScale() * factor, animation: false });
  else drawPicture();
  if (!moved) showAll();
}));
