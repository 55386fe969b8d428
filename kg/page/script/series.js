// Small charts: the same figure at other times, where whole and unit agree. Each bar is a record of its
// own, with its status; nothing is drawn between them.
const inSeries = grouped(recordIds.flatMap((id) => records[id].figures.flatMap((figure, number) =>
  (figure.series ? [[figure.series, `${number} ${id}`]] : []))));

function seriesOf(figure) {
  const points = inSeries(figure.series).map((pair) => {
    const [number, id] = [pair.slice(0, pair.indexOf(" ")), pair.slice(pair.indexOf(" ") + 1)];
    return { id, figure: records[id].figures[Number(number)], when: records[id].times.when };
  });
  return points.sort((a, b) => (a.when.earliest < b.when.earliest ? -1 : a.when.earliest > b.when.earliest ? 1 : 0)
    || orderOf.get(a.id) - orderOf.get(b.id));
}

const BAR = { width: 110, height: 14 };

function seriesBar({ id, figure }, most) {
  const dashes = picture.dashes[records[id].status];
  const sure = records[id].status === "asserted";
  const colour = colourOf(records[id].kind);
  return drawing(BAR.width, BAR.height, [
    ["rect", { class: "whole", x: 0.5, y: 0.5, width: BAR.width - 1, height: BAR.height - 1 }],
    ["rect", { x: 1, y: 2, width: Math.max(1, (figure.value / most) * (BAR.width - 2)), height: BAR.height - 4, fill: colour,
      "fill-opacity": sure ? 1 : 0.3, stroke: colour, "stroke-dasharray": dashes ? dashes.join(" ") : null }],
  ]);
}

function seriesChart(figure, chosen) {
  const points = seriesOf(figure);
  if (points.length < 2) return null;
  const most = figure.unit === "%" ? Math.max(100, ...points.map((point) => point.figure.value))
    : Math.max(...points.map((point) => point.figure.value)) || 1;
  return element("figure", { class: "series" },
    element("figcaption", {}, element("b", { text: word("time.series") }),
      element("span", { lang: "en", text: ` · ${word("time.series_note", { of: figure.of })}` })),
    element("ul", { class: "plain" }, ...points.map((point) => element("li", { "aria-current": point.id === chosen ? "true" : null },
      point.id === chosen ? element("b", { text: said(point.when) }) : chooser(point.id, said(point.when)),
      seriesBar(point, most), element("span", { class: "figure", text: said(point.figure) }),
      element("span", { class: "sub small", text: statusText(records[point.id]) })))));
}

// One chart for each series in which a record's figures stand.
function seriesCharts(id) {
  const known = new Set();
  return records[id].figures.filter((figure) => figure.series && !known.has(figure.series) && known.add(figure.series))
    .map((figure) => seriesChart(figure, id)).filter(Boolean);
}
