// Chains of records from one entity to another, as `kg path` has them: not by way of the two poles
// unless one of them is an end, never over what is denied or said not to be so, through no group whose
// members are unnamed; the surest first. A chain of records is not a record.
const STEPS = 4;
const NO_TIE = new Set(["place", "commodity", "region"]);
const FOR_NOBODY = new Set(["unnamed", "either_or"]);
const LOOSE = new Set(["assessment", "publication", "statistic"]);
const LEVELS = [["asserted"], ["asserted", "reported"], SAID, Object.keys(statuses)];

const mayPass = (id, end) => id === end
  || (!POLES.has(id) && !NO_TIE.has(entities[id]?.class) && !FOR_NOBODY.has(entities[id]?.group));
const mayTie = (record, allowed) => !record.negative && record.status !== "denied"
  && !LOOSE.has(record.kind) && allowed.includes(record.status);

// The shortest chain from *start* to *end* over records with one of these statuses; null for none.
function chain(start, end, allowed) {
  const before = new Map([[start, null]]);
  let edge = [start];
  for (let step = 0; step < STEPS && !before.has(end); step += 1) {
    const reached = [];
    for (const entity of edge) {
      for (const record of recordsOf(entity).filter((id) => mayTie(records[id], allowed))) {
        for (const [, other] of records[record].roles) {
          if (!before.has(other) && mayPass(other, end)) {
            before.set(other, [entity, record]);
            reached.push(other);
          }
        }
      }
    }
    edge = reached;
  }
  if (!before.has(end)) return null;
  const hops = [];
  for (let at = end; before.get(at); [at] = before.get(at)) hops.unshift([...before.get(at), at]);
  return hops;
}

// The chain with the surest statuses: [the statuses that it needs, its hops], or null.
function surestChain(start, end) {
  for (const allowed of LEVELS) {
    const hops = chain(start, end, allowed);
    if (hops) return [allowed, hops];
  }
  return null;
}

function pathDialog(start) {
  const dialog = document.getElementById("path");
  const order = new Intl.Collator(state.lang);
  const others = Object.keys(entities).filter((id) => id !== start && recordsOf(id).length)
    .sort((a, b) => order.compare(nameOf(a), nameOf(b)));
  const found = element("div", { role: "status" });
  const choice = element("select", { id: "path-end", on: { change: () => found.replaceChildren(...pathParts(start, choice.value, dialog)) } },
    element("option", { value: "", text: word("share.choose") }),
    ...others.map((id) => element("option", { value: id, text: nameOf(id) })));
  dialog.replaceChildren(
    ...dialogHead(dialog, "path-title", word("share.path_from", { name: nameOf(start) })),
    element("label", { class: "chooser" }, element("span", { text: word("share.path_to") }), choice), found);
  dialog.showModal();
  choice.focus();
}

function pathParts(start, end, dialog) {
  if (!end) return [];
  const best = surestChain(start, end);
  if (!best) return [element("p", { text: word("share.no_path", { a: nameOf(start), b: nameOf(end) }) })];
  const [allowed, hops] = best;
  const weakest = hops.map(([, record]) => records[record])
    .reduce((a, b) => (statuses[a.status].strength <= statuses[b.status].strength ? a : b));
  const show = () => {
    dialog.close();
    change({ show: [...new Set(hops.flat())], status: [...new Set([...state.status, ...allowed])] }, { remember: true });
  };
  return [
    allowed.length > 1 ? element("p", { class: "notice", text: word("share.weaker", { status: statusText(weakest) }) }) : null,
    element("ol", {}, ...hops.map(([from, record, to]) => element("li", {},
      element("p", {}, plain(`${nameOf(from)} → ${nameOf(to)}`)),
      element("p", { class: "sub" }, plain(`${statusText(records[record])} · ${said(records[record].labels)}`)),
      ...quoted(records[record].quotes[0], record)))),
    element("p", { class: "sub", text: word(hops.length > 1 ? "share.not_one" : "share.one_step") }),
    element("button", { type: "button", "data-action": "show_path", text: word("share.show_path"), on: { click: show } }),
  ].filter(Boolean);
}
