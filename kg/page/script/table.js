// The table: every record shown, as text.
const COLUMNS = [
  ["record", (id) => said(records[id].labels)],
  ["status", (id) => String(9 - statuses[records[id].status].strength) + records[id].status],
  ["who", (id) => whoText(records[id])],
  ["when", (id) => records[id].times.when?.edtf.replace(/^\.\.\//, "") || "~"],
  ["figure", (id) => said(records[id].figures[0] || "")],
  ["sentence", (id) => String(orderOf.get(id)).padStart(6, "0")],
];

let sortedBy = null; // a column, and whether downwards: how one looks, not what one sees
let downwards = false;

function sortedRecords() {
  const ids = shownIds();
  const column = COLUMNS.find(([name]) => name === sortedBy);
  if (!column) return ids;
  const keys = new Map(ids.map((id) => [id, column[1](id)]));
  const order = new Intl.Collator(state.lang, { numeric: true });
  ids.sort((a, b) => order.compare(keys.get(a), keys.get(b)) || orderOf.get(a) - orderOf.get(b));
  return downwards ? ids.reverse() : ids;
}

function tableRow(id) {
  const record = records[id];
  const first = record.quotes[0];
  const sentence = first.exact === null ? plain(word("detail.silent", { n: `¶${first.line}` }))
    : element("q", { lang: sources[first.source].language, dir: "auto", text: first.exact });
  const cell = (name, about, ...children) => element("td", { role: "cell", "data-name": word(`detail.${name}`), ...about }, ...children);
  return element("tr", { role: "row", "data-record": id, "aria-current": isChosen(id) ? "true" : null },
    element("th", { role: "rowheader", scope: "row" }, chooser(id, said(record.labels)),
      element("span", { class: "kind", text: said(kinds[record.kind]) })),
    cell("status", { class: "status" }, element("span", { text: statusText(record) })),
    cell("who", { class: "who" }, whoLine(record)),
    cell("when", { class: "time" }, plain(record.times.when ? said(record.times.when) : word("page.undated"))),
    record.figures.length ? cell("figure", { class: "figure" }, ...record.figures.map((figure) =>
      element("div", {}, figureText({ ...figure, words: null })))) : element("td", { role: "cell" }),
    cell("sentence", { class: "words" }, sentence, element("span", { class: "kind", text: `¶${first.line}` })));
}

function drawTable() {
  const ids = sortedRecords();
  document.getElementById("table-caption").textContent = ids.length
    ? `${word("rail.count", { n: ids.length, all: recordIds.length })}. ${word("page.motto")}` : word("page.empty");
  const sorter = ([name]) => element("th", { role: "columnheader", scope: "col",
    "aria-sort": sortedBy === name ? (downwards ? "descending" : "ascending") : null },
    element("button", { type: "button", text: word(`detail.${name}`), on: { click: () => {
      downwards = sortedBy === name && !downwards;
      sortedBy = name;
      drawTable();
    } } }));
  document.getElementById("table-head").replaceChildren(...COLUMNS.map(sorter));
  document.getElementById("table-body").replaceChildren(...ids.map(tableRow));
}
