// The filters, each switch with the number of records that it holds among those that pass the
// others; and how the picture is read.

// "25 of 115": shown, and of how many; read aloud in words.
const numberOf = ({ n, all }) => [
  element("span", { class: "n", "aria-hidden": "true", text: n === all ? String(all) : word("rail.n_of", { n, all }) }),
  element("span", { class: "unseen", text: n === all ? countOf(all) : word("rail.n_of_shown", { n, all }) }),
];

function option(name, code, label, sign, number) {
  const toggle = () => {
    const list = state[name];
    change({ [name]: list.includes(code) ? list.filter((item) => item !== code) : [...list, code] });
    document.querySelector(`#rail input[data-code="${name}:${CSS.escape(code)}"]`)?.focus();
  };
  const box = element("input", { type: "checkbox", "data-code": `${name}:${code}`, on: { change: toggle } });
  box.checked = state[name].includes(code);
  return element("label", { class: number.all ? null : "zero", title: box.checked ? null : word("rail.adds", { n: number.all }) },
    box, sign, element("span", { text: label }), ...numberOf(number));
}

function options(name, title, codes, make) {
  const every = () => change({ [name]: [...new Set([...state[name], ...codes])] });
  const none = () => change({ [name]: state[name].filter((code) => !codes.includes(code)) });
  const button = (label, act) => element("button", { type: "button", class: "link", text: label, on: { click: act } });
  return element("fieldset", {},
    element("legend", {}, element("span", { text: title }),
      element("span", { class: "pair" }, button(word("rail.all"), every), button(word("rail.none"), none))),
    ...codes.map(make).filter(Boolean));
}

function statusOptions() {
  const sortOf = (status, negative) => `${status}${negative ? " not" : ""}`;
  const count = tally("status", (record) => sortOf(record.status, record.negative));
  const make = (status) => {
    const negative = count(sortOf(status, true));
    const row = option("status", status, said(statuses[status]), lineOf(status), count(sortOf(status, false)));
    return element("div", {}, explained(row, status), negative.all ? negativeRow(status, negative) : null);
  };
  return [
    options("status", word("rail.so"), SAID, make),
    options("status", word("rail.not_so"), Object.keys(statuses).filter((status) => !SAID.includes(status)), make),
  ];
}

// What a status means: under the pointer as a tip, in words where the keyboard stands, and read aloud.
function explained(row, status) {
  const meaning = said(statuses[status].meaning);
  row.title = [meaning, row.title].filter(Boolean).join("\n");
  row.querySelector("input").setAttribute("aria-describedby", `means-${status}`);
  row.append(element("span", { class: "means", id: `means-${status}`, text: meaning }));
  return row;
}

// What is said with a status not to be so is counted apart; it goes with the switch above it.
const negativeRow = (status, number) => element("p", { class: "negative", "data-negative": status },
  lineOf("denied"), element("span", { text: said(data.polarities.negative) }), ...numberOf(number));

// The kinds by family: a family is one switch, and the legend of its shape and colour.
function kindOptions() {
  const count = tally("kind", (record) => record.kind);
  const families = Object.keys(data.families).map((family) => [family, usedKinds.filter((kind) => kinds[kind].family === family)]);
  const made = options("kind", word("rail.kind"), usedKinds, () => null);
  made.append(...families.filter(([, of]) => of.length).map(([family, of]) => familyOption(family, of, count)));
  const off = usedKinds.filter((kind) => !AT_FIRST.includes(kind) && !state.kind.includes(kind)).map((kind) => said(kinds[kind]));
  if (off.length) {
    made.append(element("p", { class: "sub small", text: word("rail.judged", { kind: off.join(", ") }) }));
  }
  return made;
}

const openFamilies = new Set(); // whose kinds are unfolded

function unfold(family, open) {
  if (open) openFamilies.add(family);
  else openFamilies.delete(family);
  drawRail();
  document.querySelector(`#rail [data-unfold="${family}"]`)?.focus();
}

function familyOption(family, of, count) {
  const { shape } = data.families[family];
  const box = element("input", { type: "checkbox", "data-code": `family:${family}`, on: { change: () => {
    change({ kind: usedKinds.filter((kind) => (of.includes(kind) ? box.checked : state.kind.includes(kind))) });
    document.querySelector(`#rail input[data-code="family:${family}"]`)?.focus();
  } } });
  const on = of.filter((kind) => state.kind.includes(kind)).length;
  box.checked = on === of.length;
  box.indeterminate = on > 0 && on < of.length;
  const sum = (part) => of.reduce((total, kind) => total + count(kind)[part], 0);
  const number = { n: sum("n"), all: sum("all") };
  const name = said(data.families[family]);
  if (box.indeterminate) openFamilies.add(family); // and it stays open when the last switch is set
  const open = openFamilies.has(family);
  return element("div", { class: "family" },
    element("label", { class: number.all ? null : "zero" }, box, shapeOf(shape, data.families[family][isDark() ? "dark" : "light"], true),
      element("span", { text: name }), ...numberOf(number)),
    element("button", { type: "button", class: "unfold", "data-unfold": family, "aria-expanded": String(open),
      "aria-label": word("reach.kinds_of", { family: name }), title: of.map((kind) => said(kinds[kind])).join(", "),
      text: open ? "▾" : "▸", disabled: box.indeterminate, on: { click: () => unfold(family, !open) } }),
    open ? element("div", { class: "members" }, ...of.map((kind) => option("kind", kind, said(kinds[kind]), null, count(kind)))) : null);
}

function sourceOptions() {
  const count = tally("source", (record) => record.source);
  const names = Object.keys(sources);
  return names.length < 2 ? null : options("source", word("rail.source"), names, (source) =>
    option("source", source, said(sources[source].title), null, count(source)));
}

// Who, what, where, who says so: a list of those that occur, with their counts.
// In which role the one who is chosen is meant: any, or one of those in which there are records.
function roleChooser() {
  const who = state.actor ?? state.role?.[1];
  if (!who) return null;
  const roles = new Set(recordIds.flatMap((id) => records[id].roles.filter(([, entity]) => entity === who).map(([role]) => role)));
  const choice = element("select", { "data-code": "role", on: { change: () => {
    change(choice.value ? { role: [choice.value, who], actor: null } : { role: null, actor: who });
    document.querySelector('#rail select[data-code="role"]')?.focus();
  } } }, element("option", { value: "", text: word("rail.any_role", { name: nameOf(who) }) }),
  ...[...roles].map((role) => element("option", { value: role, text: `${roleName(role)}: ${nameOf(who)}` })));
  choice.value = state.role?.[0] ?? "";
  return element("label", { class: "chooser" }, element("span", { text: word("rail.role") }), choice);
}

function chooserOf(name, valuesOf) {
  const found = new Map();
  for (const id of recordIds) {
    if (!passes(records[id], name)) continue;
    for (const value of new Set(valuesOf(records[id]))) found.set(value, (found.get(value) || 0) + 1);
  }
  if (state[name] && !found.has(state[name])) found.set(state[name], 0);
  const order = new Intl.Collator(state.lang);
  const listed = [...found].sort((a, b) => b[1] - a[1] || order.compare(nameOf(a[0]), nameOf(b[0])));
  const choice = element("select", { "data-code": name, on: { change: () => {
    change({ [name]: choice.value || null, ...(name === "actor" ? { role: null } : {}) });
    document.querySelector(`#rail select[data-code="${name}"]`)?.focus();
  } } }, element("option", { value: "", text: word("rail.anybody") }),
  ...listed.map(([id, n]) => element("option", { value: id, text: `${nameOf(id)} · ${n}` })));
  choice.value = state[name] || "";
  return element("label", { class: "chooser" }, element("span", { text: word(`rail.${name}`) }), choice);
}

function flag(name) {
  const box = element("input", { type: "checkbox", "data-code": name, on: { change: () => {
    change({ [name]: box.checked });
    document.querySelector(`#rail input[data-code="${name}"]`)?.focus();
  } } });
  box.checked = state[name];
  return element("label", {}, box, element("span", { text: word(`rail.${name}`) }));
}

function day(name) {
  const box = element("input", { type: "text", inputmode: "numeric", size: "10", placeholder: word("rail.day"), value: state[name],
    "data-code": name, on: { change: () => {
      const text = box.value.trim();
      if (!text || aDay.read(text)) change({ [name]: text || null });
      else box.setCustomValidity(word("rail.no_day"));
      box.reportValidity();
    }, input: () => box.setCustomValidity("") } });
  return element("label", { class: "chooser" }, element("span", { text: word(`rail.${name}`) }), box);
}

const BROAD = new Set(["commodity", "system", "weapon"]);

function moreOptions() {
  const inRoles = (record) => record.roles.map(([, entity]) => entity);
  const thing = (id) => BROAD.has(entities[id]?.class);
  return element("fieldset", {}, element("legend", { text: word("rail.more") }),
    chooserOf("actor", (record) => inRoles(record).filter((id) => !thing(id))), roleChooser(), flag("firms"),
    chooserOf("about", (record) => inRoles(record).filter(thing)),
    chooserOf("place", (record) => record.roles.filter(([role]) => role === "place").map(([, entity]) => entity)),
    chooserOf("said", (record) => record.chain.flat()), flag("unnamed"),
    ...["since", "until", "as_of"].map(day), flag("undated"));
}

function drawRail() {
  document.getElementById("count").textContent = word("rail.count", { n: shown.size, all: recordIds.length });
  document.getElementById("filters").replaceChildren(
    ...[...statusOptions(), kindOptions(), sourceOptions(), moreOptions()].filter(Boolean));
  document.getElementById("reset").disabled = !filtered() && !state.show.length && !state.question;
  const button = document.getElementById("filters-button");
  const asked = questionOf(state.question);
  button.replaceChildren(element("span", { text: asked ? said(asked.heading) : word("rail.filters") }),
    element("span", { class: "n", text: word("rail.count", { n: shown.size, all: recordIds.length }) }));
  button.setAttribute("aria-expanded", String(document.body.classList.contains("filtering")));
  document.getElementById("rail-done").textContent = word("reach.done", { n: countOf(shown.size) });
  document.getElementById("legend").replaceChildren(
    element("h2", { text: word("rail.entities", { n: Object.keys(entities).length }) }),
    element("p", { text: word("rail.lines_note") }));
}
