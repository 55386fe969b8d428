// The texts as a page cut from this one may hold them: with the words of its own records, and of a
// source that may only be quoted with nothing beyond what is shown for their sake.
function passagesOf(ids) {
  const kept = new Set(ids);
  return Object.fromEntries(Object.entries(passable.passages).map(([source, paragraphs]) =>
    [source, paragraphs.map((paragraph) => cutParagraph(paragraph, ([, , id]) => kept.has(id)))]));
}

function cutParagraph(paragraph, isKept) {
  const marks = paragraph.marks.filter(isKept);
  if (!paragraph.around) return { ...paragraph, marks };
  const around = paragraph.around.filter(isKept);
  const pieces = piecesKept(paragraph, around);
  const moved = (at) => pieces.reduce((sum, [from, to]) => (from < at ? sum + Math.min(at, to) - from : sum), 0);
  const move = (list) => list.map(([from, to, about]) => [moved(from), moved(to), about]);
  return { ...paragraph, text: pieces.map(([from, to]) => paragraph.text.slice(from, to)).join(""),
    gaps: gapsBetween(paragraph, pieces), marks: move(marks), bare: move(paragraph.bare), around: move(around) };
}

function piecesKept({ text, gaps }, around) {
  const pieces = [];
  for (const [from, to] of [...around].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = pieces.at(-1);
    const apart = last && from >= last[1]
      && (gaps.some(([at]) => at >= last[1] && at <= from) || text.slice(last[1], from).trim());
    if (last && !apart) last[1] = Math.max(last[1], to);
    else pieces.push([from, to]);
  }
  return pieces;
}

// What was left out before and what is now, counted as people count: by code points.
function gapsBetween({ text, gaps }, pieces) {
  const found = [];
  let [at, end] = [0, 0];
  for (const [from, to] of [...pieces, [text.length, text.length]]) {
    const before = gaps.filter((gap) => gap[0] >= end && gap[0] <= from).reduce((sum, gap) => sum + gap[1], 0);
    const words = text.slice(end, from);
    if (before || words.trim()) found.push([at, before + [...words].length]);
    at += to - from;
    end = to;
  }
  return found;
}
