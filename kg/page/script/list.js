// On a phone the records are a list of cards: status and speaker on top, label, the sentence in three
// lines. The table is there too, behind "…": its columns scroll sideways.
let inColumns = false;
const isList = () => phone.matches && !inColumns;

function briefCard(id) {
  const record = records[id];
  const [quote] = record.quotes;
  return element("li", { class: "brief", "data-record": id, "aria-current": isChosen(id) ? "true" : null },
    element("p", { class: "status" }, lineOf(record.status), element("b", { text: statusText(record) }),
      element("span", {}, whoLine(record))),
    element("p", { class: "title", dir: "auto" }, plain(said(record.labels))),
    element("p", { class: "sentence", lang: quote.exact === null ? null : sources[quote.source].language, dir: "auto" },
      ...(quote.exact === null ? [word("detail.silent", { n: `¶${quote.line}` })] : ["«", ...verbatim(quote.exact), "»"])),
    element("button", { type: "button", class: "link", "aria-label": word("reach.more_of", { label: said(record.labels) }),
      text: word("reach.more") }));
}

function drawList(ids) {
  document.getElementById("list").replaceChildren(...ids.slice(0, drawn).map(briefCard));
}

document.getElementById("list").addEventListener("click", (event) => {
  const item = event.target.closest("[data-record]");
  if (!item) return;
  item.querySelector("button").focus({ preventScroll: true });
  chosenHere = true;
  choose(item.dataset.record, { add: adding(event) });
});
