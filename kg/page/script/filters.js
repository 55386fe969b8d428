// Which records are shown: the one set of filters of the command line. Each filter is a test of its
// own, so that a switch can count what it would add by leaving only itself out.
const UNNAMED = "unnamed_source";
const FOREVER = "9999-12-31";

// Who is meant by *id*: itself, and with the switch its organs, companies and persons.
const meant = (id) => (state.firms ? [id, ...belongingTo(id)] : [id]);
const inRole = (record, who, role = null) =>
  record.roles.some(([of, entity]) => who.includes(entity) && (role === null || of === role));

// A date has three answers: certainly inside, possibly inside, and undated. Outside is none of them.
function whenInside(record) {
  if (!state.since && !state.until && !state.as_of) return "certain";
  const when = record.times.when;
  if (!when || (state.as_of && record.plan)) return "undated"; // a plan counts from its announcement
  const since = state.since || "";
  const until = [state.until, state.as_of, FOREVER].filter(Boolean).map(lastDay).sort()[0];
  const [first, last] = [when.earliest || "", when.latest || FOREVER];
  if (last < since || first > until) return "outside";
  return when.earliest && first >= since && when.latest && last <= until ? "certain" : "possible";
}

// The last day of a year, month or day, as text that compares with days.
const lastDay = (day) => `${day}${{ 4: "-12-31", 7: "-31" }[day.length] || ""}`;

const TESTS = {
  only: (record) => !state.only.length || onlyThese.has(record),
  status: (record) => state.status.includes(record.status),
  kind: (record) => state.kind.includes(record.kind),
  actor: (record) => !state.actor || inRole(record, meant(state.actor)),
  about: (record) => !state.about || inRole(record, [state.about]),
  role: (record) => !state.role || inRole(record, meant(state.role[1]), state.role[0]),
  said: (record) => !state.said || record.chain.some((step) => step.includes(state.said)),
  unnamed: (record) => !state.unnamed
    || record.chain.some((step) => step.some((who) => entities[who]?.class === UNNAMED)),
  source: (record) => state.source.includes(record.source),
  place: (record) => !state.place || inRole(record, [state.place], "place"),
  dates: (record) => {
    const inside = whenInside(record);
    return inside === "undated" ? state.undated : inside !== "outside";
  },
};

// Whether *record* passes every test but that one.
function passes(record, without = null) {
  return (!onlyAsked || onlyAsked.has(record))
    && Object.entries(TESTS).every(([name, test]) => name === without || test(record));
}

// A question can name records one by one.
let onlyAsked = null;
let onlyThese = new Set();
function askedRecords() {
  const asked = questionOf(state.question);
  return asked?.ids ? new Set(asked.ids.filter(isRecord).map((id) => records[id])) : null;
}

let shown = new Set(); // ids; made anew by `filter` before anything is drawn

function filter() {
  onlyAsked = askedRecords();
  onlyThese = new Set(state.only.map((id) => records[id]));
  shown = new Set(recordIds.filter((id) => passes(records[id])));
}

const isShown = (id) => shown.has(id);
const shownIds = () => recordIds.filter(isShown);

// How many records there are with each value of *name*: shown, and of all that pass the other filters.
function tally(name, valueOf) {
  const all = counts(name, valueOf);
  const seen = new Map();
  for (const id of shown) seen.set(valueOf(records[id]), (seen.get(valueOf(records[id])) || 0) + 1);
  return (value) => ({ n: seen.get(value) || 0, all: all(value) });
}

// How many records there are with each value of *name* among those that pass all other filters.
function counts(name, valueOf) {
  const found = new Map();
  for (const id of recordIds) {
    if (passes(records[id], name)) {
      const value = valueOf(records[id]);
      found.set(value, (found.get(value) || 0) + 1);
    }
  }
  return (value) => found.get(value) || 0;
}
