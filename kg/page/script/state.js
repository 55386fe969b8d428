// One state (what is chosen, shown, in which view and language). It is written to the address by a
// typed schema and drawn by `draw`; nothing else keeps any. What the address says and the schema
// doesn't know is left out.
const VERSION = "1";
const VIEWS = ["graph", "text", "time", "table"];
const FIRST = data.chosen ? Object.keys(statuses) : SAID; // what is shown when the page opens
const AT_FIRST = usedKinds.filter((kind) => data.chosen || kind !== "assessment"); // judgements are a switch
const phone = matchMedia("(max-width: 700px)");
const drawer = matchMedia("(max-width: 1100px)"); // where the panel lies over the view

const oneOf = (known) => ({ read: (text) => (known.includes(text) ? text : undefined), write: String });
const someOf = (known) => ({
  read: (text) => { // "" is none; what is not known at all is no choice
    const found = text === "*" ? known : text.split(",").filter((item) => known.includes(item));
    return found.length || !text ? found : undefined;
  },
  write: (list) => known.filter((item) => list.includes(item)).join(","),
});
const anId = { read: (text) => (Object.hasOwn(entities, text) ? text : undefined), write: String };
const ids = {
  read: (text) => text.split(" ").filter(isKnown),
  write: (list) => list.join(" "),
};
const aRole = {
  read: (text) => {
    const [role, entity] = text.split(":");
    return Object.hasOwn(data.fields, role) && Object.hasOwn(entities, entity) ? [role, entity] : undefined;
  },
  write: (pair) => pair.join(":"),
};
const aDay = { read: (text) => (/^\d{4}(-\d\d(-\d\d)?)?$/.test(text) ? text : undefined), write: String };
const aStretch = { // two days; the order of their texts is that in time
  read: (text) => {
    const [from, to, more] = text.split("/");
    const whole = (day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
    return whole(from) && whole(to) && from <= to && !more ? text : undefined;
  },
  write: String,
};
const aFlag = { read: (text) => text === "1", write: (on) => (on ? "1" : "0") };

// Name in the state and in the address → how it is read and written.
const SCHEMA = {
  lang: oneOf(["en", "de"]),
  view: oneOf(VIEWS),
  show: ids, // what is chosen; the last of them is in focus
  question: oneOf(data.questions.map((question) => question.id)),
  only: { ...ids, read: (text) => text.split(" ").filter(isRecord) }, // these records and no others
  status: someOf(Object.keys(statuses)),
  kind: someOf(usedKinds),
  actor: anId,
  role: aRole,
  about: anId,
  said: anId, // anywhere in the chain of who says so
  unnamed: aFlag, // only what rests on a source without a name
  firms: aFlag, // a state's organs, companies and persons beside it
  source: someOf(Object.keys(sources)),
  place: anId,
  since: aDay,
  until: aDay,
  as_of: aDay, // what had begun by then
  undated: aFlag, // with a date: keep what has none
  zoom: aStretch, // in the timeline: the first and the last day in view, where somebody moved
  shelf: aFlag, // in the picture: what is no more
  read: oneOf(Object.keys(sources)), // whose text the reader shows while no record is in focus
  bare: aFlag, // in the reader: the sentences that carry no record
};

function opened() {
  return {
    lang: data.lang, view: phone.matches ? "table" : "graph", show: [], question: null, only: [],
    status: FIRST, kind: AT_FIRST, actor: null, role: null, about: null, said: null, unnamed: false,
    firms: false, source: Object.keys(sources), place: null, since: null, until: null, as_of: null, undated: true,
    read: Object.keys(sources)[0] ?? null, bare: false, zoom: null, shelf: false,
    ...readParts(data.opens || {}), // a page cut from another opens where it was cut
  };
}
const LOOKS = ["lang", "view", "show", "question", "read", "bare", "zoom", "shelf"]; // what one looks at, and how
const FILTERS = Object.keys(SCHEMA).filter((name) => !LOOKS.includes(name));

function readParts(parts) {
  const found = {};
  for (const [name, { read }] of Object.entries(SCHEMA)) {
    const value = Object.hasOwn(parts, name) ? read(String(parts[name])) : undefined;
    if (value !== undefined) found[name] = value;
  }
  return found;
}

const questionOf = (id) => data.questions.find((question) => question.id === id);

// What a state is compared with: the page as it opens, or as its question sets the filters.
const base = (question) => ({ ...opened(), ...readParts(questionOf(question)?.filters || {}), question });

let state = opened();

const written = (name, value) => (value === null ? "" : SCHEMA[name].write(value));
const differs = (name, from = base(state.question)) => written(name, state[name]) !== written(name, from[name]);
const filtered = () => FILTERS.some((name) => differs(name, opened()));

// The keys of the state that are not as the page opens, as text.
function parts() {
  const from = { ...base(state.question), question: opened().question };
  const changed = Object.keys(SCHEMA).filter((name) => differs(name, from));
  return Object.fromEntries(changed.map((name) => [name, written(name, state[name])]));
}

function address() {
  const changed = parts();
  return Object.keys(changed).length ? new URLSearchParams({ v: VERSION, ...changed }).toString() : "";
}

function readAddress() {
  const found = readParts(Object.fromEntries(new URLSearchParams(location.hash.slice(1))));
  return { ...base(found.question ?? opened().question), ...found };
}

function change(changes, { remember = false } = {}) {
  if ("since" in changes || "until" in changes) state.zoom = null; // the timeline follows its filter
  Object.assign(state, changes);
  writeAddress(remember);
  draw();
}

function writeAddress(remember = false) {
  const target = `#${address()}`;
  if (target !== (location.hash || "#")) {
    history[remember ? "pushState" : "replaceState"](null, "", target);
  }
}

// -- choosing -----------------------------------------------------------------------------

const focused = () => state.show.at(-1) ?? null;
const isChosen = (id) => state.show.includes(id);

// Choose *id* alone, or none for null; with *add* beside what is chosen already, or no more.
function choose(id, { add = false, focus = true } = {}) {
  const rest = add ? state.show.filter((other) => other !== id) : [];
  const show = id === null || (add && isChosen(id)) ? rest : [...rest, id];
  closeHits();
  document.getElementById("search").value = "";
  rememberFocus();
  change({ show }, { remember: true });
  if (focus && id !== null) document.querySelector("#panel h2")?.focus({ preventScroll: true });
}

const adding = (event) => event.ctrlKey || event.metaKey || event.shiftKey;

const chooser = (id, text, kind = "link") =>
  element("button", { type: "button", class: kind, on: { click: (event) => choose(id, { add: adding(event) }) } },
    element("bdi", { text }));
