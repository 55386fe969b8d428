// An empty view says why, and what would bring records back.
const LETS_ALL = { // a test → what it reads of the state, so that it keeps nothing out
  status: () => ({ status: Object.keys(statuses) }),
  kind: () => ({ kind: usedKinds }),
  source: () => ({ source: Object.keys(sources) }),
  dates: () => ({ since: null, until: null, as_of: null, undated: true }),
};

function emptyState() {
  const gains = Object.keys(TESTS).map((name) => [name, recordIds.filter((id) => passes(records[id], name)).length]);
  const without = gains.filter(([, n]) => n).map(([name, n]) => element("li", {},
    element("button", { type: "button", "data-without": name,
      text: word("table.without", { filter: said(words.table.filters[name]), n: countOf(n) }),
      on: { click: () => change(LETS_ALL[name]?.() || asOpened([name]), { remember: true }) } })));
  return element("div", { class: "empty" },
    element("p", {}, element("b", { text: word("page.empty") })),
    element("p", { text: word(without.length ? "table.why" : "table.why_all") }),
    without.length ? element("ul", { class: "plain" }, ...without) : null,
    element("button", { type: "button", text: word("rail.reset"),
      on: { click: () => change(asOpened([...FILTERS, "question"]), { remember: true }) } }));
}
