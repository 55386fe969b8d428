// Which records and entities the picture holds, and where they stand. Places were computed when the
// file was made; a graph of thousands of records has places for its most connected part alone, and
// the others are packed into their lane when they are shown.
const nodesById = new Map(picture.nodes.map((node) => [node.id, node]));
const laneByName = new Map([...picture.lanes, ...picture.shelves].map((lane) => [lane.name, lane]));
const thingClasses = new Set(picture.things);
const tieKinds = new Set(picture.ties);
const judging = new Set(picture.judgements);
const WORLD = picture.world;
const RECORD_STEP = 16; // from record to record
const LANE_THIRDS = picture.layered ? ["middle"] : ["left", "middle", "right"];

const isPole = (id) => POLES.has(id);
const laneOf = (id) => nodesById.get(id)?.lane ?? picture.elsewhere[id]?.[0];
const thirdOf = (id) => nodesById.get(id)?.third ?? picture.elsewhere[id]?.[1];
const isThing = (id) => thingClasses.has(entities[id]?.class);
const isOnShelf = (id) => laneOf(id) === "shelf";

const entitiesOf = (id) => [...new Set(records[id].roles.map(([, entity]) => entity))];

// Who only says so; of these a record is tied to whoever is in its chain. A source's own voice, which
// says all of it, and its publisher stand there without a line.
const isSpeaker = (id) => laneOf(id) === "speakers";
const inPicture = (id) => [...new Set([...entitiesOf(id), ...records[id].chain.flat().filter(isSpeaker)])];

// The records shown that somebody is in; of who only says so, also those that it says.
const ofPerson = (id) => (isSpeaker(id) ? [...new Set([...recordsOf(id), ...voicedBy(id)])] : recordsOf(id)).filter(isShown);

// The poles are in nearly every record, so they say nothing of how connected it is.
const connected = (() => {
  const weight = new Map(recordIds.map((id) => [id,
    entitiesOf(id).filter((entity) => !isPole(entity)).reduce((sum, entity) => sum + recordsOf(entity).length, 0)]));
  return (ids) => [...ids].sort((a, b) => weight.get(b) - weight.get(a) || (a < b ? -1 : 1));
})();

let mostDrawn = picture.most; // how many records are drawn at once; "show more" raises it

// What the picture shows of what passes the filters: all of it, or its most connected part, and in
// any case what is chosen with its records.
function visibleNodes() {
  const passing = shownIds();
  const drawn = new Set(passing.length > mostDrawn ? connected(passing).slice(0, mostDrawn) : passing);
  for (const id of state.show) {
    if (isRecord(id)) drawn.add(id);
    else connected(ofPerson(id)).slice(0, mostDrawn).forEach((of) => drawn.add(of));
  }
  const visible = new Set(drawn);
  shownCounts.clear();
  for (const id of drawn) {
    for (const entity of inPicture(id)) {
      shownCounts.set(entity, (shownCounts.get(entity) || 0) + 1);
      if (isSeen(entity, id)) visible.add(entity);
    }
  }
  for (const id of drawn) {
    const { voice, publisher } = sources[records[id].source];
    if (!inPicture(id).includes(voice)) shownCounts.set(voice, (shownCounts.get(voice) || 0) + 1);
    [voice, publisher].filter((who) => isSpeaker(who) && nodesById.has(who)).forEach((who) => visible.add(who));
  }
  state.show.filter((id) => nodesById.has(id) || picture.elsewhere[id]).forEach((id) => visible.add(id));
  picture.poles.filter((id) => nodesById.has(id)).forEach((id) => visible.add(id));
  return visible;
}

// The lesser goods and places, and who stands on the closed shelf, show with what is chosen alone.
function isSeen(entity, record) {
  if (isChosen(record)) return true;
  if (isOnShelf(entity)) return state.shelf;
  const node = nodesById.get(entity);
  return node ? !node.quiet : !isThing(entity);
}

const movedTo = new Map(); // what somebody moved stays there

// The place of every visible node.
function placesOf(visible) {
  const places = new Map();
  const guests = new Map();
  for (const id of visible) {
    const node = nodesById.get(id);
    if (node) places.set(id, { x: node.x, y: node.y });
    else addTo(guests, isRecord(id) ? `${laneOf(id)}|${thirdOf(id)}` : laneOf(id), id);
  }
  for (const [place, ids] of guests) {
    const [lane, third] = place.split("|");
    if (third) packRecords([...visible].filter((id) => isRecord(id) && laneOf(id) === lane && thirdOf(id) === third), lane, third, places);
    else spreadGuests(ids, lane, places);
  }
  movedTo.forEach((point, id) => { if (visible.has(id)) places.set(id, point); });
  return places;
}

function addTo(map, key, value) {
  if (!map.has(key)) map.set(key, []);
  map.get(key).push(value);
}

// The records of a third in rows, as close as it takes to stand inside their lane.
function packRecords(ids, laneName, third, places) {
  const lane = laneByName.get(laneName) || picture.lanes.at(-1);
  if (!lane) return;
  const wide = (WORLD.right - WORLD.left) / LANE_THIRDS.length - 12;
  const from = WORLD.left + 6 + Math.max(0, LANE_THIRDS.indexOf(third)) * (wide + 12);
  const [top, tall] = [lane.top + 20, Math.max(RECORD_STEP, lane.bottom - lane.top - 24)];
  let step = RECORD_STEP;
  while (step > 2 && Math.floor(wide / step) * Math.max(1, Math.floor(tall / step)) < ids.length) step *= 0.94;
  const columns = Math.floor(wide / step);
  const ordered = [...ids].sort((a, b) => !whenOf(a) - !whenOf(b) || (whenOf(a) < whenOf(b) ? -1 : whenOf(a) > whenOf(b) ? 1 : a < b ? -1 : 1));
  ordered.forEach((id, number) => places.set(id, {
    x: from + (number % columns + 0.5) * step, y: top + (Math.floor(number / columns) + 0.5) * step }));
}

const whenOf = (id) => records[id].times.when?.earliest || records[id].times.when?.latest || "";

// Entities without a place of their own, in a line of their zone.
function spreadGuests(ids, zone, places) {
  const [top, bottom] = [picture.lanes[0]?.top ?? 0, picture.lanes.at(-1)?.bottom ?? 100];
  const across = (y) => (share) => ({ x: share * WORLD.width, y });
  const down = (x) => (share) => ({ x, y: top + share * (bottom - top) });
  const along = { left: down(WORLD.left - 120), right: down(WORLD.right + 120), above: across(-14), thing: across(bottom + 3) }[zone]
    || across(picture.world.height + 14); // below and speakers
  ids.forEach((id, number) => places.set(id, along((number + 0.5) / ids.length)));
}
