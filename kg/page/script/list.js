// On a phone the records are a list of cards: status and speaker on top, label, the sentence in three
// lines. The table is there too, behind "…": its columns scroll sideways.
let inColumns = false;
const isList = () => phone.matches && !inColumns;

const quoteKey = (id) => ["source", "start", "end"].map((name) => records[id].quotes[0][name]).join(" ");

// The words of a card; where they are those of the card above they are not said again.
function cardWords(id, above) {
  const [quote] = records[id].quotes;
  if (above && quoteKey(above) === quoteKey(id)) {
    return [element("p", { class: "same", text: `↑ ${word("reach.same_words")}` })];
  }
  return [element("p", { class: "sentence", lang: quote.exact === null ? null : sources[quote.source].language, dir: "auto" },
    ...(quote.exact === null ? [word("detail.silent", { n: `¶${quote.line}` })] : ["«", ...verbatim(quote.exact), "»"])),
  glossPart(quote)];
}

function briefCard(id, number, ids) {
  const record = records[id];
  return element("li", { class: "brief", "data-record": id, "aria-current": isChosen(id) ? "true" : null },
    element("p", { class: "status" }, lineOf(record.status), element("b", { text: statusText(record) }),
      element("span", {}, whoLine(record))),
    element("p", { class: "title", dir: "auto" }, plain(said(record.labels))),
    ...cardWords(id, ids[number - 1]),
    element("button", { type: "button", class: "link", "aria-label": word("reach.more_of", { label: said(record.labels) }),
      text: word("reach.more") }));
}

function drawList(ids) {
  document.getElementById("list").replaceChildren(...ids.slice(0, drawn).map(briefCard));
  if (state.show.length) showAboveSheet("#list [aria-current]");
}

document.getElementById("list").addEventListener("click", (event) => {
  const item = event.target.closest("[data-record]");
  if (!item) return;
  item.querySelector("button").focus({ preventScroll: true });
  chosenHere = true;
  choose(item.dataset.record, { add: adding(event) });
});
