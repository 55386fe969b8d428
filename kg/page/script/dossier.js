// What is printed: the records shown, in order, each with a numbered footnote; sources; how to read a
// status. Nothing of the screen is in it.
function drawDossier() {
  const ids = shownIds();
  document.getElementById("dossier").replaceChildren(
    element("h1", { text: document.title }),
    element("p", { class: "sub", text: [word("rail.count", { n: ids.length, all: recordIds.length }), filtersInWords()].filter(Boolean).join(" · ") }),
    element("p", { text: word("page.motto") }),
    element("ol", { class: "printed" }, ...ids.map((id, number) => element("li", { value: number + 1 },
      element("b", {}, plain(said(records[id].labels))),
      element("span", { text: ` · ${said(kinds[records[id].kind])} · ${inWords(records[id].times.when)} · ` }),
      element("b", { text: statusText(records[id]) }),
      element("span", { text: ` · ${whoText(records[id])}` }),
      passedText(id) && element("span", { text: ` · ${passedText(id)}` }),
      element("sup", { text: String(number + 1) })))),
    element("h2", { text: word("share.footnotes") }),
    element("ol", { class: "footnotes" }, ...ids.map((id, number) => element("li", { value: number + 1 },
      ...records[id].quotes.map((quote) => element("p", {},
        element("q", { lang: sources[quote.source].language, dir: "auto", text: quote.exact ?? "…" }),
        element("span", { text: ` ${placeOf(quote)}` }), glossLine(quote))),
      element("p", { class: "sub", text: `${wordingOf(records[id])} · ${id}` })))),
    element("h2", { text: word("about.sources") }),
    listOf([...new Set(ids.map((id) => records[id].source))].map((id) => plain(`${sourceText(id)} · ${sources[id].rights || ""} · SHA-256 ${sources[id].sha256}`))),
    element("h2", { text: word("about.statuses") }),
    element("dl", {}, ...Object.entries(statuses).flatMap(([status, about]) => [
      element("dt", { text: statusWord({ status }) }), element("dd", { text: said(about.meaning) }),
    ])),
  );
}

function glossLine(quote) {
  const gloss = quote.gloss[state.lang] || quote.gloss.en;
  return gloss && sources[quote.source].language !== state.lang
    ? element("span", { class: "gloss", text: ` [${word("detail.gloss")}: ${gloss}]` }) : null;
}

window.addEventListener("beforeprint", drawDossier);
