// About this: sources, statuses, keys, licences.
function drawAbout() {
  const about = document.getElementById("about");
  const heads = Object.entries(sources).map(([id, source]) => element("section", {},
    element("p", {}, element("b", { text: said(source.title) })),
    rows([
      [word("about.publisher"), source.publisher && plain(nameOf(source.publisher))],
      [word("about.speaks"), plain(nameOf(source.voice))],
      [word("about.published"), plain(source.published ? said(source.published) : word("about.no_date"))],
      [word("page.language"), plain(source.language)],
      [word("about.rights"), source.rights && plain(source.rights)],
      [word("about.coverage"), source.sentences ? plain(`${source.sentences_with_record} / ${source.sentences}`) : null],
      ["SHA-256", source.sha256 && element("span", { class: "id", text: source.sha256 })],
      [word("detail.id"), element("span", { class: "id", text: id })],
    ])));
  about.replaceChildren(
    ...dialogHead(about, "about-title", word("page.about")),
    element("p", {}, element("b", { text: word("page.motto") })),
    element("p", { text: word("about.offline") }),
    element("p", { text: word("about.quotes") }),
    element("p", { text: word("about.missing") }),
    element("h3", { text: word("about.statuses") }),
    element("dl", {}, ...Object.entries(statuses).flatMap(([status, about_]) => [
      element("dt", {}, lineOf(status), element("span", { text: ` ${statusWord({ status })}` })),
      element("dd", { text: said(about_.meaning) }),
    ])),
    element("h3", { text: word("about.sources") }), ...heads,
    element("h3", { text: word("about.software") }),
    element("p", { text: word("about.made", { version: data.kg }) }),
    element("pre", { lang: "en", tabindex: "0", text: data.licence }),
  );
}

function openAbout() {
  drawAbout();
  document.getElementById("about").showModal();
}
document.getElementById("about-button").addEventListener("click", openAbout);
