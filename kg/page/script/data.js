// What the page knows, as Python wrote it, and the few indices that every view asks.
const data = JSON.parse(document.getElementById("data").textContent);
const { words, records, entities, kinds, statuses, picture, sources, passages } = data;

// What of it may leave this page in a file: in a private copy less than what it shows.
const passable = { ...data };
for (const [name, lines] of Object.entries(data.allowed || {})) passable[name] = { ...data[name], ...lines };

const recordIds = Object.keys(records);
const orderOf = new Map(recordIds.map((id, number) => [id, number]));
const isRecord = (id) => Object.hasOwn(records, id);
const isKnown = (id) => isRecord(id) || Object.hasOwn(entities, id);
const inOrder = (ids) => [...new Set(ids)].sort((a, b) => orderOf.get(a) - orderOf.get(b));

const POLES = new Set(["russia", "china"]);
const SAID = Object.keys(statuses).filter((status) => statuses[status].said);
const usedKinds = Object.keys(kinds).filter((kind) => recordIds.some((id) => records[id].kind === kind));

// Key → the list of what it was given for, e.g. an entity → its records.
function grouped(pairs) {
  const found = new Map();
  for (const [key, value] of pairs) {
    if (!found.has(key)) found.set(key, new Set());
    found.get(key).add(value);
  }
  return (key) => [...(found.get(key) || [])];
}

const recordsOf = grouped(recordIds.flatMap((id) => records[id].roles.map(([, entity]) => [entity, id])));

// Records in which an entity speaks, threatens, plans or demands: not a role, but worth finding.
const voicedBy = grouped(recordIds.flatMap((id) =>
  [records[id].modal_agent, ...records[id].chain.flat()].filter(Boolean).map((entity) => [entity, id])));

const ownersOf = (id) => [...new Set([entities[id]?.of, ...(entities[id]?.country || [])].filter(Boolean))];
const belongingTo = grouped(Object.keys(entities).flatMap((id) => ownersOf(id).map((owner) => [owner, id])));
const sharingMatter = grouped(recordIds.filter((id) => records[id].concerns).map((id) => [records[id].concerns, id]));
const sameMatter = (id) => sharingMatter(records[id].concerns).filter((other) => other !== id);
