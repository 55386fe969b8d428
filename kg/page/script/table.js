// The table: every record shown, as text. Its columns follow the kind where one kind is shown. What
// stands in a cell is what is copied and downloaded: a column gives lines of text.
const SLICE = 300;
let sortedBy = null; // a column, and whether downwards: how one looks, not what one sees
let downwards = false;
let byVoice = false;
let drawn = SLICE;
let raised = []; // chosen elsewhere, so on top; a choice made in the table moves no row
let chosenHere = false;
let lastChosen = "";

// -- columns ------------------------------------------------------------------------------

let told = records; // what may be passed on, while a table is copied or downloaded

const figures = (pick) => (id) => told[id].figures.map((figure) => pick(figure) || "");
const sentences = (id) => told[id].quotes.map(wordsOf);
const firstDay = (id) => records[id].times.when?.earliest || records[id].times.when?.latest || "~";

const GENERAL = {
  record: { label: () => word("detail.record"), lines: (id) => [said(records[id].labels)] },
  kind: { label: () => word("table.kind"), lines: (id) => [said(kinds[records[id].kind])] },
  status: { label: () => word("detail.status"), lines: (id) => [statusText(records[id])],
    sort: (id) => `${9 - statuses[records[id].status].strength}${records[id].status}` },
  who: { label: () => word("detail.who"), lines: (id) => [whoText(records[id])] },
  when: { label: () => word("detail.when"), sort: firstDay,
    lines: (id) => [records[id].times.when ? said(records[id].times.when) : word("page.undated")] },
  figure: { label: () => word("detail.figure"), lines: figures(said), sort: bySize },
  value: { label: () => word("table.value"), lines: figures((figure) => said(figure.bare)), sort: bySize },
  qualifier: { label: () => word("table.qualifier"), lines: figures((figure) => figure.qualifier && said(figure.qualifier)) },
  of: { label: () => word("table.of"), lines: figures((figure) => figure.of), lang: "en" },
  sentence: { label: () => word("detail.sentence"), lines: sentences, sort: inSource },
  paragraph: { label: () => word("table.place"), lines: (id) => records[id].quotes.map((quote) => `¶${quote.line}`), sort: inSource },
  source: { label: () => word("detail.source"), lines: (id) => [said(sources[records[id].source].title)] },
};
function inSource(id) { return String(orderOf.get(id)).padStart(9, "0"); }
function bySize(id) {
  const [figure] = records[id].figures;
  return figure ? `${figure.unit} ${String(Math.round(figure.value * 1000)).padStart(24, "0")}` : "~";
}

// A column of the kind's own: who fills a role, else what the record says there.
function ownColumn(field) {
  const lines = (id) => [
    ...records[id].roles.filter(([role]) => role === field).map(([, entity]) => nameOf(entity)),
    ...told[id].more.filter((item) => item.field === field).map((item) => said(item.text)),
  ];
  const label = said(data.fields[field] || field);
  return { name: field, label: () => label.charAt(0).toLocaleUpperCase(state.lang) + label.slice(1), lines };
}

const named = (name) => ({ name, ...GENERAL[name] });
const FIGURE = ["value", "of", "qualifier"];

const figured = (kind) => kinds[kind].columns.includes("quantity");

// The columns for *ids*: of one kind who fills its roles, when, how much of what, and the rest; those in which nothing stands are left out.
function columnsFor(ids) {
  const shownKinds = new Set(ids.map((id) => records[id].kind));
  const filled = (column) => ["status", "who"].includes(column.name) || ids.some((id) => column.lines(id).some(Boolean));
  const many = Object.keys(sources).length > 1 ? ["source"] : [];
  if (shownKinds.size !== 1) {
    return ["record", "kind", "status", "who", "when", "sentence", "paragraph", "figure", "of", ...many].map(named).filter(filled);
  }
  const [kind] = shownKinds;
  const own = kinds[kind].columns.filter((field) => field !== "quantity");
  const roles = own.filter((field) => ids.some((id) => records[id].roles.some(([role]) => role === field)));
  const rest = own.filter((field) => !roles.includes(field));
  const when = { ...named("when"), label: () => word(figured(kind) ? "table.period" : "detail.when") };
  return [...["record", "status", "who"].map(named), ...roles.map(ownColumn), when, ...FIGURE.map(named), ...rest.map(ownColumn),
    ...["sentence", "paragraph", ...many].map(named)].filter(filled);
}

// -- order --------------------------------------------------------------------------------

function sortedRecords(columns) {
  const ids = inAskedOrder(questionOf(state.question));
  const column = columns.find(({ name }) => name === sortedBy);
  if (column) {
    const keyOf = column.sort || ((id) => column.lines(id).join(" ") || "~");
    const keys = new Map(ids.map((id) => [id, keyOf(id)]));
    const order = new Intl.Collator(state.lang, { numeric: true });
    ids.sort((a, b) => (downwards ? -1 : 1) * order.compare(keys.get(a), keys.get(b)) || orderOf.get(a) - orderOf.get(b));
  }
  const top = new Set(raised);
  const hidden = state.show.filter((id) => isRecord(id) && !isShown(id)); // chosen, so they stand here, too
  return [...hidden, ...ids.filter((id) => top.has(id)), ...ids.filter((id) => !top.has(id))];
}

// Records by who says so, the voice with most of them first; without the switch, all as one group.
function groups(ids) {
  if (!byVoice) return [[null, ids]];
  const voices = new Map();
  for (const id of ids) {
    const who = whoText(records[id]);
    if (!voices.has(who)) voices.set(who, []);
    voices.get(who).push(id);
  }
  const order = new Intl.Collator(state.lang);
  return [...voices].sort((a, b) => b[1].length - a[1].length || order.compare(a[0], b[0]));
}

// What was chosen elsewhere stands on top: the records, or those of the entities chosen.
function raiseChosen() {
  const chosen = state.show.join(" ");
  if (chosen === lastChosen) return;
  lastChosen = chosen;
  if (chosenHere) chosenHere = false;
  else raised = inOrder(state.show.flatMap((id) => (isRecord(id) ? [id] : recordsOf(id)))).filter(isShown);
}

// -- rows ---------------------------------------------------------------------------------

function chooseHere(event) {
  const button = event.target.closest("th button");
  if (button) chosenHere = true;
}

function tableCell(column, id) {
  const lines = column.lines(id);
  const lang = column.name === "sentence" ? sources[records[id].source].language : column.lang;
  return element("td", { role: "cell", "data-column": column.name, "data-name": column.label(), lang },
    ...(column.name === "sentence" ? records[id].quotes.map(quoteCell) : lines.map((line) => element("div", { dir: "auto", text: line }))));
}

// The words and under them what they are in the reader's language; a cell that is copied holds both in a line.
const quoteCell = (quote) => element("div", { dir: "auto" }, quote.exact === null ? wordsOf(quote) : `«${quote.exact}»`,
  ...(glossText(quote) ? [" ", glossPart(quote)] : []));

function tableRow(id, columns) {
  return element("tr", { role: "row", "data-record": id, "aria-current": isChosen(id) ? "true" : null },
    element("th", { role: "rowheader", scope: "row" }, chooser(id, said(records[id].labels)),
      isShown(id) ? null : element("span", { class: "kind", text: word("detail.outside") })),
    ...columns.slice(1).map((column) => tableCell(column, id)));
}

function groupRow(who, ids, width) {
  return element("tr", { role: "row", class: "voice" }, element("th", { role: "rowheader", scope: "rowgroup", colspan: width },
    plain(`${who} · ${countOf(ids.length)}`)));
}

function tableRows(ids, columns) {
  const made = [];
  let left = drawn;
  for (const [who, of] of groups(ids)) {
    if (left <= 0) break;
    if (who !== null) made.push(groupRow(who, of, columns.length));
    made.push(...of.slice(0, left).map((id) => tableRow(id, columns)));
    left -= of.length;
  }
  return made;
}

function sorter(column) {
  const on = sortedBy === column.name;
  const sort = () => {
    if (on && downwards) [sortedBy, downwards] = [null, false]; // a third time: as in the source
    else [sortedBy, downwards] = [column.name, on];
    drawTable();
    document.querySelector(`#table-head [data-column="${column.name}"] button`)?.focus();
  };
  return element("th", { role: "columnheader", scope: "col", "data-column": column.name,
    "aria-sort": on ? (downwards ? "descending" : "ascending") : null },
  element("button", { type: "button", text: column.label(), on: { click: sort } }));
}

function moreRows(n) {
  const more = (to) => () => { drawn = to; drawTable(); };
  return n <= drawn ? [] : [
    element("span", { text: word("table.drawn", { n: drawn, all: n }) }),
    element("button", { type: "button", text: word("table.next", { n: Math.min(SLICE, n - drawn) }), on: { click: more(drawn + SLICE) } }),
    element("button", { type: "button", text: word("table.all", { n }), on: { click: more(Infinity) } }),
  ];
}

function tableTools(n) {
  const group = element("button", { type: "button", "data-tool": "group", "aria-pressed": String(byVoice), text: word("table.group"),
    on: { click: () => { byVoice = !byVoice; drawTable(); document.querySelector("[data-tool=group]").focus(); } } });
  const tool = (name, act) => element("button", { type: "button", "data-tool": name, text: word(`table.${name}`),
    title: word(`table.${name}_note`, { n }), on: { click: act } });
  return [group, tool("copy", () => copy(asTsv(shownRows()))),
    tool("csv", () => save(`${word("table.file")}.csv`, "text/csv;charset=utf-8", asCsv(shownRows())))];
}

function drawTable() {
  raiseChosen();
  const columns = columnsFor(shownIds());
  const ids = sortedRecords(columns);
  document.getElementById("list").hidden = !isList();
  document.getElementById("table").hidden = isList();
  if (isList()) drawList(ids);
  document.getElementById("table-tools").replaceChildren(...(!ids.length ? [emptyState()] : isList() ? [] : tableTools(ids.length)));
  document.getElementById("table-caption").textContent = ids.length
    ? `${word("rail.count", { n: ids.length, all: recordIds.length })}. ${word("page.motto")}` : "";
  document.getElementById("table-head").replaceChildren(...(ids.length ? columns.map(sorter) : []));
  document.getElementById("table-body").replaceChildren(...(isList() ? [] : tableRows(ids, columns)));
  document.getElementById("table-more").replaceChildren(...moreRows(ids.length));
}

// -- what leaves the page -----------------------------------------------------------------

// A spreadsheet may run a cell that begins so; an apostrophe makes it text.
const RUNS = new Set([..."=+-@\t\r\n＝＋－＠"]);
const harmless = (text) => (RUNS.has(text[0]) ? `'${text}` : text);
function cellText(column, id) {
  const lines = column.lines(id);
  return lines.some(Boolean) ? harmless(lines.join("; ")) : "";
}

// Heads and cells of every record shown, in the order of the table; of *ids* alone where they are given.
function shownRows(ids = null) {
  const columns = columnsFor(shownIds());
  const every = groups(sortedRecords(columns)).flatMap(([, of]) => of).filter((id) => (ids ? ids.has(id) : isShown(id)));
  told = passable.records;
  const cells = every.map((id) => columns.map((column) => cellText(column, id)));
  told = records;
  return [columns.map((column) => harmless(column.label())), ...cells];
}

const asTsv = (lines) => lines.map((cells) => cells.map((text) => text.replace(/\s+/g, " ")).join("\t")).join("\n");

// As Excel opens it: a mark that says UTF-8, and in German a semicolon between cells.
function asCsv(lines) {
  const separator = state.lang === "de" ? ";" : ",";
  const cell = (text) => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return `\ufeff${lines.map((cells) => `${cells.map(cell).join(separator)}\r\n`).join("")}`;
}

// Several rows that are marked by hand are copied as rows, too.
document.getElementById("table-view").addEventListener("copy", (event) => {
  const marked = document.getSelection();
  const rows_ = [...document.querySelectorAll("#table-body tr[data-record]")].filter((row) => marked.containsNode(row, true));
  if (rows_.length < 2) return;
  event.clipboardData.setData("text/plain", asTsv(shownRows(new Set(rows_.map((row) => row.dataset.record)))));
  event.preventDefault();
});
document.getElementById("table-body").addEventListener("click", chooseHere, true);
