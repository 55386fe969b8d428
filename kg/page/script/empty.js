// An empty view says why, and what would bring records back.
const FILTER_OF = { dates: ["since", "until", "undated"] }; // a test → what it reads of the state

function emptyState() {
  const tests = Object.keys(TESTS).filter((name) => (FILTER_OF[name] || [name]).some(differs));
  const gains = tests.map((name) => [name, recordIds.filter((id) => passes(records[id], name)).length]).filter(([, n]) => n);
  const without = ([name, n]) => element("li", {}, element("button", { type: "button", "data-without": name,
    text: word("table.without", { filter: said(words.table.filters[name]), n: countOf(n) }),
    on: { click: () => change(asOpened(FILTER_OF[name] || [name]), { remember: true }) } }));
  return element("div", { class: "empty" },
    element("p", {}, element("b", { text: word("page.empty") })),
    element("p", { text: word(gains.length ? "table.why" : "table.why_all") }),
    gains.length ? element("ul", { class: "plain" }, ...gains.map(without)) : null,
    element("button", { type: "button", text: word("rail.reset"),
      on: { click: () => change(asOpened([...FILTERS, "question"]), { remember: true }) } }));
}
