"use strict";
// The page's own script. It builds every element with createElement and textContent: no string of
// the data is ever read as HTML. One state (what is chosen, shown, in which language) is written to
// the address and drawn by `draw`; nothing else keeps any.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { words, records, entities, kinds, statuses, picture } = data;
  const recordIds = Object.keys(records);
  const orderOf = new Map(recordIds.map((id, number) => [id, number]));
  const SAID = Object.keys(statuses).filter((status) => statuses[status].said);
  const FIRST = data.chosen ? Object.keys(statuses) : SAID; // what is shown when the page opens
  const usedKinds = Object.keys(kinds).filter((kind) => recordIds.some((id) => records[id].kind === kind));
  const POLES = new Set(["russia", "china"]);
  const HUB = 14; // who is in more records than this shows its lines only when something is chosen
  const AT_FIRST = usedKinds.filter((kind) => data.chosen || kind !== "assessment"); // judgements are a switch
  const FILLED = new Set(["state", "place"]); // families of entities that are drawn full
  const CARDS = 80;
  const phone = matchMedia("(max-width: 700px)");

  // -- state ------------------------------------------------------------------------------

  const opened = () => ({
    lang: data.lang,
    view: phone.matches ? "table" : "graph",
    show: null,
    statuses: new Set(FIRST),
    kinds: new Set(AT_FIRST),
    sort: null,
    down: false,
  });
  let state = opened();

  const sameSet = (set, list) => set.size === list.length && list.every((item) => set.has(item));
  const filtered = () => !sameSet(state.statuses, FIRST) || !sameSet(state.kinds, AT_FIRST);
  const isShown = (id) => state.statuses.has(records[id].status) && state.kinds.has(records[id].kind);

  function address() {
    const parts = new URLSearchParams({ v: "1" });
    if (state.show) parts.set("show", state.show);
    if (!sameSet(state.statuses, FIRST)) parts.set("status", [...state.statuses].join(","));
    if (!sameSet(state.kinds, AT_FIRST)) parts.set("kind", [...state.kinds].join(","));
    if (state.lang !== data.lang) parts.set("lang", state.lang);
    if (state.view !== opened().view) parts.set("view", state.view);
    const text = parts.toString();
    return text === "v=1" ? "" : text;
  }

  function readAddress() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const fresh = opened();
    const listed = (name, known, else_) =>
      parts.has(name) ? new Set(parts.get(name).split(",").filter((item) => known.includes(item))) : else_;
    const show = parts.get("show");
    const isKnown = Object.hasOwn(records, show) || Object.hasOwn(entities, show);
    return {
      ...fresh,
      show: show && isKnown ? show : null,
      statuses: listed("status", Object.keys(statuses), fresh.statuses),
      kinds: listed("kind", usedKinds, fresh.kinds),
      lang: ["en", "de"].includes(parts.get("lang")) ? parts.get("lang") : fresh.lang,
      view: ["graph", "table"].includes(parts.get("view")) ? parts.get("view") : fresh.view,
      sort: state.sort,
      down: state.down,
    };
  }

  function change(changes, { remember = false } = {}) {
    Object.assign(state, changes);
    const target = `#${address()}`;
    if (target !== (location.hash || "#")) {
      history[remember ? "pushState" : "replaceState"](null, "", target);
    }
    draw();
  }

  // -- words and elements -----------------------------------------------------------------

  const said = (text) =>
    typeof text === "string" ? text : text[state.lang] || text.en || text.de || Object.values(text)[0] || "";
  const fill = (text, values) =>
    Object.entries(values).reduce((done, [name, value]) => done.replaceAll(`{${name}}`, value), text);
  const word = (name, values = {}) => fill(said(words[name]), values);
  const nameOf = (id) => (Object.hasOwn(entities, id) ? said(entities[id].labels) : id);
  const roleName = (role) => said(data.fields[role] || words.role_names[role] || role);
  const countOf = (n) => (n === 1 ? word("records_1") : word("records_n", { n }));

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "text") made.textContent = value;
      else if (name === "on") Object.entries(value).forEach(([event, act]) => made.addEventListener(event, act));
      else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const SVG = "http://www.w3.org/2000/svg";
  function drawing(width, height, parts) {
    const made = document.createElementNS(SVG, "svg");
    const attributes = { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" };
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    for (const [tag, about] of parts) {
      const part = document.createElementNS(SVG, tag);
      Object.entries(about).forEach(([name, value]) => part.setAttribute(name, value));
      made.append(part);
    }
    return made;
  }

  function lineOf(status) {
    const dashes = picture.dashes[status] || [];
    const line = ["line", { x1: 1, y1: 6, x2: 33, y2: 6, stroke: "currentColor", "stroke-width": 2,
      "stroke-dasharray": Array.isArray(dashes) ? dashes.join(" ") : "" }];
    const strike = ["path", { d: "M13 2 L21 10 M21 2 L13 10", stroke: "currentColor", "stroke-width": 1.6 }];
    return drawing(34, 12, status === "denied" ? [line, strike] : [line]);
  }

  const POLYGONS = {
    box: "1.5,3 3,1.5 11,1.5 12.5,3 12.5,11 11,12.5 3,12.5 1.5,11",
    square: "2,2 12,2 12,12 2,12",
    diamond: "7,0.5 13.5,7 7,13.5 0.5,7",
    triangle: "7,1 13.5,12.5 0.5,12.5",
    triangleDown: "7,13 13.5,1.5 0.5,1.5",
    hexagon: "3.8,1.5 10.2,1.5 13.5,7 10.2,12.5 3.8,12.5 0.5,7",
    star: "7,0.5 8.8,5 13.5,5.2 9.8,8.2 11.1,13 7,10.2 2.9,13 4.2,8.2 0.5,5.2 5.2,5",
  };
  function shapeOf(shape, colour, filled) {
    const paint = { fill: filled ? colour : "none", stroke: colour, "stroke-width": 1.5 };
    const polygon = POLYGONS[shape];
    return drawing(14, 14, [
      polygon ? ["polygon", { ...paint, points: polygon }] : ["circle", { ...paint, cx: 7, cy: 7, r: 5.7 }],
    ]);
  }

  const statusWord = (record) => {
    const label = said(statuses[record.status]);
    return record.status === "asserted" ? label : label.toUpperCase();
  };
  const negativeWord = () => said(data.polarities.negative).toUpperCase();
  const stepText = (step) => step.map(nameOf).join(word("and"));
  const chainText = (chain) => [...chain].reverse().map(stepText).join(" ← ");
  const wordingOf = (record) => fill(said(statuses[record.status].wording), { who: chainText(record.chain) });
  const voiceOf = (record) => nameOf(data.sources[record.source].voice);
  const whoText = (record) => [chainText(record.chain), voiceOf(record)].filter(Boolean).join(" ← ");

  // -- choosing ---------------------------------------------------------------------------

  function choose(id, { focus = true } = {}) {
    closeHits();
    document.body.classList.remove("filtering");
    change({ show: id }, { remember: true });
    if (focus && id) document.querySelector("#panel h2")?.focus({ preventScroll: true });
  }

  const chooser = (id, text, kind = "link") =>
    element("button", { type: "button", class: kind, on: { click: () => choose(id) } },
      element("bdi", { text }));

  const recordsOf = (() => {
    const found = new Map();
    for (const id of recordIds) {
      for (const entity of new Set(records[id].roles.map(([, entity]) => entity))) {
        if (!found.has(entity)) found.set(entity, []);
        found.get(entity).push(id);
      }
    }
    return (entity) => found.get(entity) || [];
  })();

  // Records in which an entity speaks, threatens, plans or demands: not a role, but worth finding.
  const voicedBy = (entity) => recordIds.filter((id) =>
    records[id].modal_agent === entity || records[id].chain.some((step) => step.includes(entity)));

  // -- the rail ---------------------------------------------------------------------------

  function option(group, code, label, picture_, n) {
    const on = state[group].has(code);
    const toggle = () => {
      const changed = new Set(state[group]);
      if (!changed.delete(code)) changed.add(code);
      change({ [group]: changed });
      document.querySelector(`#rail input[data-code="${group}:${code}"]`)?.focus();
    };
    const box = element("input", { type: "checkbox", "data-code": `${group}:${code}`, on: { change: toggle } });
    box.checked = on;
    return element("label", { class: n ? null : "zero" }, box, picture_,
      element("span", { text: label }), element("span", { class: "n", text: String(n) }));
  }

  function options(group, title, codes, make) {
    const every = element("button", { type: "button", class: "link", text: word("all"), on: { click: () => {
      change({ [group]: new Set([...state[group], ...codes]) });
    } } });
    const none = element("button", { type: "button", class: "link", text: word("none"), on: { click: () => {
      change({ [group]: new Set([...state[group]].filter((code) => !codes.includes(code))) });
    } } });
    return element("fieldset", {}, element("legend", {}, element("span", { text: title }), every, none),
      ...codes.map(make));
  }

  function drawRail() {
    const ofStatus = (status) => recordIds.filter((id) => records[id].status === status && state.kinds.has(records[id].kind)).length;
    const ofKind = (kind) => recordIds.filter((id) => records[id].kind === kind && state.statuses.has(records[id].status)).length;
    const byStatus = (status) => option("statuses", status, said(statuses[status]), lineOf(status), ofStatus(status));
    const byKind = (kind) => option("kinds", kind, said(kinds[kind]),
      shapeOf(kinds[kind].shape, colourOf(kind), true), ofKind(kind));
    const shown = recordIds.filter(isShown).length;
    document.getElementById("count").textContent = word("count", { n: shown, all: recordIds.length });
    document.getElementById("filters").replaceChildren(
      options("statuses", word("said"), SAID, byStatus),
      options("statuses", word("not_so"), Object.keys(statuses).filter((status) => !SAID.includes(status)), byStatus),
      options("kinds", word("kind"), usedKinds, byKind),
    );
    if (usedKinds.length > AT_FIRST.length && sameSet(state.kinds, AT_FIRST)) {
      const off = usedKinds.filter((kind) => !AT_FIRST.includes(kind)).map((kind) => said(kinds[kind]));
      document.getElementById("filters").append(element("p", { class: "sub small", text: word("judged", { kind: off.join(", ") }) }));
    }
    document.getElementById("reset").disabled = !filtered() && !state.show;
    const button = document.getElementById("filters-button");
    button.textContent = `${word("filters")} ${shown}/${recordIds.length}`;
    button.setAttribute("aria-expanded", String(document.body.classList.contains("filtering")));
    const used = new Set(picture.nodes.map((node) => node.group));
    const families = Object.keys(words.families).filter((family) => used.has(family));
    document.getElementById("legend").replaceChildren(
      element("h2", { text: word("entities") }),
      element("ul", {}, ...families.map((family) => element("li", {},
        shapeOf(picture.families[family], colours().soft, FILLED.has(family)),
        element("span", { text: said(words.families[family]) })))),
      element("p", { text: word("size_note") }),
      element("p", { text: word("lines_note") }),
    );
  }

  // -- cards ------------------------------------------------------------------------------

  function statusLine(record) {
    const parts = [lineOf(record.status), element("b", { text: statusWord(record) })];
    const wording = wordingOf(record);
    if (wording !== said(statuses[record.status])) parts.push(element("span", { text: `· ${wording}` }));
    if (record.negative) parts.push(element("b", { text: `✕ ${negativeWord()}` }));
    return element("p", { class: "status" }, ...parts);
  }

  function quoted(quote) {
    const language = data.sources[quote.source].language;
    const where = `¶${quote.line}${quote.heading ? ` · ${quote.heading}` : ""}`;
    const parts = [];
    if (quote.exact === null) {
      parts.push(element("p", { class: "sub", text: word("silent", { n: `¶${quote.line}` }) }));
    } else {
      parts.push(element("blockquote", {}, element("q", { lang: language, dir: "auto", text: quote.exact })));
      parts.push(element("p", { class: "where", text: where, title: word("paragraph", { n: quote.line }) }));
    }
    const gloss = quote.gloss[state.lang] || quote.gloss.en;
    if (gloss && language !== state.lang) {
      parts.push(element("p", { class: "gloss", text: `[${word("gloss")}: ${gloss}]` }));
    }
    return parts;
  }

  function rows(pairs) {
    const made = pairs.filter(([, value]) => value).flatMap(([label, value]) =>
      [element("dt", { text: label }), element("dd", {}, value)]);
    return made.length ? element("dl", {}, ...made) : null;
  }

  const plain = (text) => element("bdi", { text });
  const listOf = (items) => element("ul", { class: "plain" }, ...items.map((item) => element("li", {}, item)));

  function figureText(figure) {
    const own = figure.words ? ` · «${figure.words}»` : "";
    return element("span", {}, element("b", { text: said(figure) }),
      element("span", { text: ` · ${word("of")}: ` }), element("span", { lang: "en", text: figure.of }),
      element("span", { text: own }));
  }

  function timeText(time) {
    const own = time.words ? ` · «${time.words}»` : "";
    const derived = time.derived ? ` · ${word("derived")}` : "";
    return plain(`${said(time)}${own}${derived}`);
  }

  function whoLine(record) {
    if (record.status === "alleged" && record.chain.length === 0) {
      return plain(`${voiceOf(record)}; ${word("nobody")}`);
    }
    return plain(whoText(record));
  }

  const agentName = (record) => said(words.agent[record.status] || words.agent.other);

  function basics(record) {
    return [
      [word("who"), whoLine(record)],
      [agentName(record), record.modal_agent && chooser(record.modal_agent, nameOf(record.modal_agent))],
      [word("hedge"), record.hedge && plain(`«${record.hedge}»`)],
      ...["when", "valid", "reported"].map((name) => [word(name), record.times[name] && timeText(record.times[name])]),
      [word("figures"), record.figures.length ? listOf(record.figures.map(figureText)) : null],
    ];
  }

  function card(id) {
    const record = records[id];
    return element("article", { class: "card", "data-record": id }, statusLine(record),
      element("p", { class: "title" }, chooser(id, said(record.labels))),
      ...record.quotes.flatMap(quoted), rows(basics(record)));
  }

  // -- the panel --------------------------------------------------------------------------

  const closer = () => element("button", { type: "button", class: "close", "aria-label": word("close"), text: "×",
    on: { click: () => choose(null) } });
  const heading = (text) => element("h2", { tabindex: "-1", dir: "auto", text });
  const listHeading = (text) => element("h3", { text });

  function startPanel() {
    const inStatus = (list) => recordIds.filter((id) => list.includes(records[id].status)).length;
    const asked = words.questions.filter((question) => inStatus(question.statuses));
    const most = Object.keys(entities).map((id) => [id, recordsOf(id).filter(isShown).length])
      .filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 12);
    const parts = [
      heading(word("start")),
      element("div", { class: "questions" }, ...asked.map((question) => element("button", {
        type: "button", on: { click: () => change({ statuses: new Set(question.statuses), kinds: new Set(usedKinds), show: null }, { remember: true }) },
      }, element("span", { text: said(question.words) }),
      element("span", { class: "n", text: String(inStatus(question.statuses)) })))),
    ];
    if (filtered()) {
      const ids = recordIds.filter(isShown);
      parts.push(listHeading(countOf(ids.length)), ...cards(ids));
      if (!ids.length) parts.push(element("p", { text: word("empty") }));
    } else {
      parts.push(element("p", { class: "sub notice", text: word("motto") }), element("p", { class: "sub", text: word("start_text") }), listHeading(word("most")),
        element("ul", { class: "plain" }, ...most.map(([id, n]) => element("li", {}, chooser(id, nameOf(id)),
          element("span", { class: "n", text: String(n) })))));
    }
    return parts;
  }

  function cards(ids) {
    const parts = ids.slice(0, CARDS).map(card);
    if (ids.length > CARDS) parts.push(element("p", { class: "sub", text: word("in_table", { n: ids.length - CARDS }) }));
    return parts;
  }

  function namedIn(entity) {
    const bySource = new Map();
    entity.named.forEach(([source, line]) => bySource.set(source, [...(bySource.get(source) || []), `¶${line}`]));
    const many = Object.keys(data.sources).length > 1;
    return listOf([...bySource].map(([source, lines]) =>
      plain(`${many ? `${said(data.sources[source].title)}: ` : ""}${lines.join(", ")}`)));
  }

  function entityPanel(id) {
    const entity = entities[id];
    const every = [...new Set([...recordsOf(id), ...voicedBy(id)])].sort((a, b) => orderOf.get(a) - orderOf.get(b));
    const shown = every.filter(isShown);
    const label = said(entity.labels);
    const names = [...new Set([...Object.values(entity.labels), ...entity.names])].filter((name) => name !== label);
    const owners = [...new Set([entity.of, ...entity.country].filter(Boolean))];
    const parts = [closer(), heading(label), element("p", { class: "sub", text: said(data.classes[entity.class] || entity.class) }),
      rows([
        [word("also"), names.length ? plain(names.join(" · ")) : null],
        [word("of_state"), owners.length ? listOf(owners.map((owner) => chooser(owner, nameOf(owner)))) : null],
        [word("members"), entity.members.length ? listOf(entity.members.map((member) => chooser(member, nameOf(member)))) : null],
        [word("named_in"), entity.named.length ? namedIn(entity) : null],
      ]),
      listHeading(every.length ? countOf(shown.length) : word("records_0"))];
    if (shown.length < every.length) {
      parts.push(element("p", { class: "notice" }, element("span", { text: word("more_hidden", { n: every.length - shown.length }) }),
        element("button", { type: "button", class: "link", text: word("show_them"), on: { click: () => {
          change({ statuses: new Set(Object.keys(statuses)), kinds: new Set(usedKinds) });
        } } })));
    }
    return [...parts, ...cards(shown)];
  }

  function linked(record) {
    return Object.entries(record.links).map(([name, ids]) =>
      [said(data.fields[name] || name), listOf([].concat(ids).map((id) => recordLink(id)))]);
  }

  const recordLink = (id) => (Object.hasOwn(records, id)
    ? element("span", {}, chooser(id, said(records[id].labels)), element("span", { class: "n", text: statusWord(records[id]) }))
    : plain(id));

  function recordPanel(id) {
    const record = records[id];
    const byRole = new Map();
    record.roles.forEach(([role, entity]) => byRole.set(role, [...(byRole.get(role) || []), entity]));
    const more = new Map();
    record.more.forEach(({ label, text }) => more.set(said(label), [...(more.get(said(label)) || []), said(text)]));
    const matter = recordIds.filter((other) => other !== id && record.concerns && records[other].concerns === record.concerns);
    return [closer(), element("p", { class: "sub" }, shapeOf(kinds[record.kind].shape, colourOf(record.kind), true),
      element("span", { text: ` ${said(kinds[record.kind])}` })),
    heading(said(record.labels)),
    isShown(id) ? null : element("p", { class: "notice", text: word("outside") }),
    element("article", { class: "card alone", "data-record": id }, statusLine(record), ...record.quotes.flatMap(quoted),
      rows(basics(record))),
    record.roles.length ? listHeading(word("roles")) : null,
    rows([...byRole].map(([role, ids]) => [roleName(role), listOf(ids.map((entity) => chooser(entity, nameOf(entity))))])),
    rows([
      ...[...more].map(([label, texts]) => [label, plain(texts.join(", "))]),
      ...linked(record),
      [word("same_matter"), matter.length ? listOf(matter.map(recordLink)) : null],
      [word("note"), record.note && element("span", { lang: "en", text: record.note })],
      [word("source"), plain(said(data.sources[record.source].title))],
      [word("id"), element("span", { class: "id", text: id })],
    ])];
  }

  function drawPanel() {
    const panel = document.getElementById("panel");
    const show = state.show;
    const parts = !show ? startPanel() : Object.hasOwn(records, show) ? recordPanel(show) : entityPanel(show);
    panel.replaceChildren(...parts.filter(Boolean));
    panel.scrollTop = 0;
    document.body.classList.toggle("open", Boolean(show));
  }

  // -- the table --------------------------------------------------------------------------

  const COLUMNS = [
    ["record", (id) => said(records[id].labels)],
    ["status", (id) => String(9 - statuses[records[id].status].strength) + records[id].status],
    ["who", (id) => whoText(records[id])],
    ["when", (id) => records[id].times.when?.edtf.replace(/^\.\.\//, "") || "~"],
    ["figure", (id) => said(records[id].figures[0] || "")],
    ["sentence", (id) => String(orderOf.get(id)).padStart(6, "0")],
  ];

  function sortedRecords() {
    const ids = recordIds.filter(isShown);
    const column = COLUMNS.find(([name]) => name === state.sort);
    if (!column) return ids;
    const keys = new Map(ids.map((id) => [id, column[1](id)]));
    const order = new Intl.Collator(state.lang, { numeric: true });
    ids.sort((a, b) => order.compare(keys.get(a), keys.get(b)) || orderOf.get(a) - orderOf.get(b));
    return state.down ? ids.reverse() : ids;
  }

  function tableRow(id) {
    const record = records[id];
    const negative = record.negative ? ` · ${negativeWord()}` : "";
    const first = record.quotes[0];
    const sentence = first.exact === null ? plain(word("silent", { n: `¶${first.line}` }))
      : element("q", { lang: data.sources[first.source].language, dir: "auto", text: first.exact });
    const cell = (name, about, ...children) => element("td", { role: "cell", "data-name": word(name), ...about }, ...children);
    return element("tr", { role: "row", "data-record": id, "aria-current": state.show === id ? "true" : null },
      element("th", { role: "rowheader", scope: "row" }, chooser(id, said(record.labels)),
        element("span", { class: "kind", text: said(kinds[record.kind]) })),
      cell("status", { class: "status" }, element("span", { text: `${statusWord(record)}${negative}` })),
      cell("who", { class: "who" }, whoLine(record)),
      cell("when", { class: "time" }, plain(record.times.when ? said(record.times.when) : word("undated"))),
      record.figures.length ? cell("figure", { class: "figure" }, ...record.figures.map((figure) =>
        element("div", {}, figureText({ ...figure, words: null })))) : element("td", { role: "cell" }),
      cell("sentence", { class: "words" }, sentence, element("span", { class: "kind", text: `¶${first.line}` })));
  }

  function drawTable({ always = false } = {}) {
    if (state.view !== "table" && !always) return;
    const ids = sortedRecords();
    document.getElementById("table-caption").textContent = ids.length
      ? `${word("count", { n: ids.length, all: recordIds.length })}. ${word("motto")}` : word("empty");
    const sorter = ([name]) => element("th", { role: "columnheader", scope: "col",
      "aria-sort": state.sort === name ? (state.down ? "descending" : "ascending") : null },
      element("button", { type: "button", text: word(name), on: { click: () => {
        change({ sort: name, down: state.sort === name && !state.down });
      } } }));
    document.getElementById("table-head").replaceChildren(...COLUMNS.map(sorter));
    document.getElementById("table-body").replaceChildren(...ids.map(tableRow));
  }

  // -- the search -------------------------------------------------------------------------

  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
  const index = [
    ...Object.keys(entities).map((id) => {
      const names = [...Object.values(entities[id].labels), ...entities[id].names, ...entities[id].forms];
      return { id, names: names.map(folded), body: "" };
    }),
    ...recordIds.map((id) => ({
      id,
      names: Object.values(records[id].labels).map(folded),
      body: folded(records[id].quotes.flatMap((quote) => [quote.exact || "", ...Object.values(quote.gloss)]).join(" ")),
    })),
  ];
  const HITS = 14;
  let active = -1;

  function rankOf(item, wanted) {
    if (item.names.includes(wanted)) return 0;
    if (item.names.some((name) => name.startsWith(wanted))) return 1;
    if (item.names.some((name) => name.includes(wanted))) return 2;
    return item.body.includes(wanted) ? 3 : 9;
  }

  function found(query) {
    const wanted = folded(query.trim());
    if (!wanted) return [];
    return index.map((item, number) => [rankOf(item, wanted), -recordsOf(item.id).length, number, item.id])
      .filter(([rank]) => rank < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map((hit) => hit[3]);
  }

  function describe(id) {
    if (Object.hasOwn(records, id)) return `${said(kinds[records[id].kind])} · ${statusWord(records[id])}`;
    return `${said(data.classes[entities[id].class] || "")} · ${countOf(recordsOf(id).length)}`;
  }

  function drawHits() {
    const box = document.getElementById("search");
    const list = document.getElementById("hits");
    const ids = found(box.value);
    const shown = ids.slice(0, HITS);
    active = shown.length ? Math.min(Math.max(active, 0), shown.length - 1) : -1;
    list.replaceChildren(...shown.map((id, number) => element("li", {
      role: "option", id: `hit-${number}`, "aria-selected": String(number === active), "data-id": id,
      on: { mousedown: (event) => event.preventDefault(), click: () => choose(id) },
    }, element("bdi", { text: Object.hasOwn(records, id) ? said(records[id].labels) : nameOf(id) }),
    element("span", { class: "what", text: describe(id) }))));
    const rest = ids.length - shown.length;
    if (rest > 0) list.append(element("li", { class: "what", text: word("search_more", { n: rest }) }));
    if (!ids.length && box.value.trim()) list.append(element("li", { class: "what", text: word("search_none", { q: box.value.trim() }) }));
    list.hidden = !list.children.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) box.setAttribute("aria-activedescendant", `hit-${active}`);
    else box.removeAttribute("aria-activedescendant");
    document.getElementById("search-said").textContent = box.value.trim() ? word("search_hits", { n: ids.length }) : "";
    document.getElementById(`hit-${active}`)?.scrollIntoView({ block: "nearest" });
  }

  function closeHits() {
    const list = document.getElementById("hits");
    list.hidden = true;
    active = -1;
    const box = document.getElementById("search");
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function searchKey(event) {
    const count = document.querySelectorAll("#hits [role=option]").length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (count) active = (active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
      event.preventDefault();
      drawHits();
    } else if (event.key === "Enter") {
      const hit = document.getElementById(`hit-${Math.max(active, 0)}`);
      if (hit && !document.getElementById("hits").hidden) choose(hit.dataset.id);
    }
  }

  // -- the picture ------------------------------------------------------------------------

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colourOf = (kind) => kinds[kind][dark.matches ? "dark" : "light"];
  function colours() {
    const style = getComputedStyle(document.documentElement);
    return Object.fromEntries(["paper", "ink", "soft", "lane", "accent"]
      .map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }
  function mixed(one, other, share) {
    const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
    const [a, b] = [parts(one), parts(other)];
    return `#${a.map((part, i) => Math.round(part + (b[i] - part) * share).toString(16).padStart(2, "0")).join("")}`;
  }

  const isRecord = (id) => Object.hasOwn(records, id);
  const nodesById = new Map(picture.nodes.map((node) => [node.id, node]));
  const nodes = new vis.DataSet([]);
  const edges = new vis.DataSet([]);
  let network = null;
  let moved = false;
  let fitted = "";
  let lit = null; // what stays bright while something is chosen
  const sizes = new Map();
  const shownCounts = new Map();

  // Nothing the picture shows changes but by these two: a choice, and the filters.
  function visibleNodes() {
    const visible = new Set(recordIds.filter((id) => nodesById.has(id) && (isShown(id) || id === state.show)));
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
    if (!state.show || !nodesById.has(state.show)) return null;
    const near = new Set([state.show]);
    const own = picture.edges.filter((edge) => visible.has(edge.from) && (edge.from === state.show || edge.to === state.show));
    own.forEach((edge) => near.add(edge.from).add(edge.to));
    if (!isRecord(state.show) && own.length <= 14) {
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
    const record = records[id];
    const negative = record.negative ? ` · ${negativeWord()}` : "";
    return `${said(record.labels)}\n${statusWord(record)}${negative} · ${wordingOf(record)}`;
  }

  function paintEdge(edge, visible, tones) {
    const touches = edge.from === state.show || edge.to === state.show;
    const near = lit && lit.has(edge.from) && lit.has(edge.to);
    const hub = POLES.has(edge.to) || shownCounts.get(edge.to)?.size > HUB;
    const drawn = lit ? near && (touches || !hub) : !hub;
    return {
      ...edge,
      hidden: !drawn || !visible.has(edge.from),
      width: touches ? 1.8 : 1.1,
      color: { color: touches ? colourOf(records[edge.from].kind) : tones.soft, opacity: touches ? 0.9 : lit ? 0.45 : 0.24,
        inherit: false },
      title: `${roleName(edge.role)}: ${nameOf(edge.to)}\n${statusWord(records[edge.from])}`,
    };
  }

  function drawPicture() {
    if (state.view !== "graph") return;
    const tones = colours();
    const visible = visibleNodes();
    lit = neighbourhood(visible);
    nodes.update(picture.nodes.map((node) => paintNode(node, visible, tones)));
    edges.update(picture.edges.map((edge) => paintEdge(edge, visible, tones)));
    document.getElementById("graph-empty").hidden = visible.size > 0;
    if (!network) startNetwork();
    if (!moved && fitted !== extent().join(" ")) showAll();
    if (lit) network.selectNodes([state.show], false);
    else network.unselectAll();
  }

  function startNetwork() {
    network = new vis.Network(document.getElementById("graph"), { nodes, edges }, picture.options);
    network.on("click", ({ nodes: [hit] }) => { if (hit !== undefined) choose(hit); });
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
    const top = 46;
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
      context.fillText(`${said(words.lanes[lane.name])} · ${n}`, left, lane.top + 13);
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
    if (!state.show || !places[state.show]) return;
    const { x, y } = places[state.show];
    context.beginPath();
    context.arc(x, y, sizes.get(state.show) + 5 / scale, 0, 2 * Math.PI);
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
      const letter = record.negative ? "✕" : said(words.letters[record.status] || "");
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
      if (node.id === state.show) return 1e6;
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
    const chosen = node.id === state.show;
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

  // -- about ------------------------------------------------------------------------------

  function drawAbout() {
    const about = document.getElementById("about");
    const sources = Object.entries(data.sources).map(([id, source]) => element("section", {},
      element("p", {}, element("b", { text: said(source.title) })),
      rows([
        [word("publisher"), source.publisher && plain(nameOf(source.publisher))],
        [word("speaks"), plain(nameOf(source.voice))],
        [word("published"), plain(source.published ? said(source.published) : word("no_date"))],
        [word("language"), plain(source.language)],
        [word("rights"), source.rights && plain(source.rights)],
        [word("coverage"), source.sentences ? plain(`${source.sentences_with_record} / ${source.sentences}`) : null],
        ["SHA-256", source.sha256 && element("span", { class: "id", text: source.sha256 })],
        [word("id"), element("span", { class: "id", text: id })],
      ])));
    about.replaceChildren(
      element("button", { type: "button", class: "close", "aria-label": word("close"), text: "×", on: { click: () => about.close() } }),
      element("h2", { id: "about-title", text: word("about") }),
      element("p", {}, element("b", { text: word("motto") })),
      element("p", { text: word("about_offline") }),
      element("p", { text: word("about_quotes") }),
      element("p", { text: word("about_missing") }),
      element("h3", { text: word("about_statuses") }),
      element("dl", {}, ...Object.entries(statuses).flatMap(([status, about_]) => [
        element("dt", {}, lineOf(status), element("span", { text: ` ${statusWord({ status })}` })),
        element("dd", { text: said(about_.meaning) }),
      ])),
      element("h3", { text: word("about_sources") }), ...sources,
      element("h3", { text: word("about_keys") }), element("p", { text: word("about_keys_text") }),
      element("h3", { text: word("about_software") }),
      element("p", { text: word("about_made", { version: data.kg }) }),
      element("pre", { lang: "en", text: data.licence }),
    );
  }

  // -- drawing everything -----------------------------------------------------------------

  function drawFixed() {
    document.documentElement.lang = state.lang;
    const n = Object.keys(data.sources).length;
    const sources = word(n === 1 ? "source_one" : "source_many", { n });
    document.title = word(n === 1 ? "title" : "title_many", { n: sources });
    document.getElementById("title").textContent = document.title;
    document.querySelectorAll("[data-word]").forEach((item) => { item.textContent = word(item.dataset.word); });
    document.querySelectorAll("[data-label]").forEach((item) => item.setAttribute("aria-label", word(item.dataset.label)));
    document.getElementById("search").placeholder = word("search");
    if (phone.matches) document.getElementById("tab-table").textContent = word("records");
    document.querySelectorAll("#languages button").forEach((item) =>
      item.setAttribute("aria-pressed", String(item.dataset.lang === state.lang)));
  }

  function drawViews() {
    for (const view of ["graph", "table"]) {
      const on = state.view === view;
      document.getElementById(`${view}-view`).hidden = !on;
      const tab = document.getElementById(`tab-${view}`);
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
    }
  }

  function draw() {
    drawFixed();
    drawViews();
    drawRail();
    drawPanel();
    drawTable();
    drawPicture();
  }

  // -- keys and buttons -------------------------------------------------------------------

  function back() {
    const box = document.getElementById("search");
    if (!document.getElementById("hits").hidden || (document.activeElement === box && box.value)) {
      box.value = "";
      closeHits();
    } else if (document.body.classList.contains("filtering")) {
      document.body.classList.remove("filtering");
    } else if (state.show) choose(null, { focus: false });
    else if (filtered()) change({ statuses: new Set(FIRST), kinds: new Set(AT_FIRST) }, { remember: true });
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
    if (event.key === "Escape" && !document.getElementById("about").open) {
      event.preventDefault();
      back();
    } else if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      document.getElementById("search").focus();
      document.getElementById("search").select();
    }
  });

  const box = document.getElementById("search");
  box.addEventListener("input", () => { active = 0; drawHits(); });
  box.addEventListener("focus", () => { if (box.value.trim()) drawHits(); });
  box.addEventListener("blur", closeHits);
  box.addEventListener("keydown", searchKey);
  document.querySelectorAll("#languages button").forEach((item) =>
    item.addEventListener("click", () => change({ lang: item.dataset.lang })));
  for (const view of ["graph", "table"]) {
    document.getElementById(`tab-${view}`).addEventListener("click", () => change({ view }));
  }
  document.getElementById("tabs").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    change({ view: state.view === "graph" ? "table" : "graph" });
    document.getElementById(`tab-${state.view}`).focus();
  });
  document.getElementById("reset").addEventListener("click", () =>
    change({ statuses: new Set(FIRST), kinds: new Set(AT_FIRST), show: null }, { remember: true }));
  document.getElementById("about-button").addEventListener("click", () => {
    drawAbout();
    document.getElementById("about").showModal();
  });
  document.getElementById("filters-button").addEventListener("click", () => {
    document.body.classList.toggle("filtering");
    drawRail();
  });
  document.getElementById("rail-close").addEventListener("click", () => {
    document.body.classList.remove("filtering");
    drawRail();
  });
  document.querySelectorAll("#zoom button").forEach((item) => item.addEventListener("click", () => {
    const factor = Number(item.dataset.zoom);
    moved = factor > 0;
    if (factor > 0) network.moveTo({ scale: network.getScale() * factor, animation: false });
    else showAll();
  }));
  dark.addEventListener("change", draw);
  window.addEventListener("beforeprint", () => drawTable({ always: true }));
  window.addEventListener("popstate", () => { state = readAddress(); draw(); });

  state = readAddress();
  draw();

  // What a test needs to click where a node is, and to ask what is shown.
  window.page = {
    place(id) {
      const { x, y } = network.canvasToDOM(network.getPositions([id])[id]);
      const room = document.getElementById("graph").getBoundingClientRect();
      return { x: room.left + x, y: room.top + y };
    },
    isVisible: (id) => !nodes.get(id).hidden,
  };
})();
