// Where marks of the timeline lie: in lanes below each other, each with its name beside it, so that no
// name stands over another, nor over a mark.
const NAME_GAP = 8; // between what stands side by side in a lane
const WISHES = [Infinity, 230, 120]; // how wide a name may be before lanes are saved; else as room is

const measure = (() => {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map();
  return (text, weight = 400) => {
    const key = `${weight} ${text}`;
    if (!known.has(key)) {
      context.font = `${weight} 12px ${fontFamily()}`;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
})();

// The longest beginning of *text* that fits; nothing where less than eight letters would.
function fitting(text, width, weight = 400) {
  if (measure(text, weight) <= width) return text;
  let n = Math.floor((Array.from(text).length * width) / measure(text, weight));
  while (n >= 8 && measure(shortened(text, n), weight) > width) n -= 1;
  return n >= 8 ? shortened(text, n) : "";
}

// A name with its notice: the name is what is cut, the notice stands as long as anything does.
const withNotice = (name, notice) => [name, notice].filter(Boolean).join(" · ");
function fittingName({ name, notice }, width) {
  const whole = withNotice(name, notice);
  if (measure(whole) <= width) return whole;
  if (!notice) return width > 40 ? fitting(name, width) : "";
  const short = fitting(name, width - measure(withNotice("", notice)) - measure(" · "));
  return measure(notice) <= width ? withNotice(short, notice) : "";
}

// Where a piece lies in pixels: at least as wide as can be seen and hit.
function extentOf({ form, from, to }, x) {
  if (form === "day") return [x(from + 0.5) - 5, x(from + 0.5) + 5];
  const right = to === null ? Math.max(x(DOMAIN.to), x(from) + 8) : x(to);
  const left = from === null ? right - FADE : x(from);
  return right - left < 8 ? [(left + right) / 2 - 4, (left + right) / 2 + 4] : [left, right];
}

// A mark with its pixels. *start* and *end* are what it takes of its lane with its letter and flag, which
// stand behind it; where no room is there, before it; else within it.
function place(mark, x, width) {
  const extents = mark.pieces.map((piece) => extentOf(piece, x));
  const [left, right] = [extents[0][0], extents.at(-1)[1]];
  const [x1, x2] = [Math.max(left, 0), Math.min(Math.max(right, left + 10, 10), width)];
  const record = records[mark.id];
  const letter = record ? letterOf(record) : "";
  const signs = (letter ? 14 : 0) + (mark.reports ? 14 : 0);
  const behind = x2 + 4 + signs <= width;
  const before = !behind && x1 - signs - 2 >= 0;
  return { ...mark, extents, left, right, x1, x2, letter, signs,
    start: before ? x1 - signs - 2 : x1, end: behind && signs ? x2 + 2 + signs : x2,
    signsAt: behind ? x2 + 4 : before ? x1 - signs - 2 : x1 + 8,
    name: record ? said(record.labels) : whoText(records[mark.reports[0]]),
    notice: record && hasPassed(record) ? word("time.passed_short") : "" };
}

// What a mark takes with a name that is so wide: behind it, within it or before it, as room is.
function roomOf(mark, wish, width) {
  const wide = Math.max(Math.min(measure(withNotice(mark.name, mark.notice)), wish), mark.notice ? measure(mark.notice) : 0);
  if (!wide) return [mark.start, mark.end];
  if (mark.end + wide + 6 <= width) return [mark.start, mark.end + wide + 6];
  if (mark.x2 - mark.x1 >= wide + mark.signs + 18) return [mark.start, mark.end];
  if (mark.start - wide - 8 >= 0) return [mark.start - wide - 8, mark.end];
  return mark.start > width - mark.end ? [0, mark.end] : [mark.start, width];
}

// Puts each mark into the first lane that is free there; returns how many lanes there are.
function lay(seen, wish, width) {
  const ends = [];
  for (const mark of seen) {
    const [left, right] = roomOf(mark, wish, width);
    let lane = ends.findIndex((end) => end + NAME_GAP <= left);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = right;
    Object.assign(mark, { lane, reserved: left });
  }
  return ends.length;
}

// The marks in view in their lanes: with whole names where that takes few lanes, else with shorter ones.
function pack(marks, x, width) {
  const seen = marks.filter((mark) => mark.to > stretch.from && mark.from < stretch.to).map((mark) => place(mark, x, width));
  const few = lay(seen, 0, width);
  const most = Math.max(few + 6, few * 2.5);
  const wish = WISHES.find((one) => lay(seen, one, width) <= most) ?? 0;
  const lanes = lay(seen, wish, width);
  nameMarks(seen, width);
  return { seen, lanes, before: marks.filter((mark) => mark.to <= stretch.from), after: marks.filter((mark) => mark.from >= stretch.to) };
}

// A name stands where it can be read whole, else most of it: behind its mark as far as the next one in its lane, within
// a mark that is long, or before it. Where there is no room for eight letters it is left out.
function nameMarks(seen, width) {
  const ends = new Map(); // lane → where what stands in it ends
  seen.forEach((mark, number) => {
    const next = seen.slice(number + 1).find((other) => other.lane === mark.lane)?.reserved ?? width + NAME_GAP;
    const within = mark.x1 + 8 + mark.signs;
    const places_ = [
      { at: mark.end + 4, room: next - NAME_GAP - mark.end - 5 },
      { at: within, room: mark.x2 - within - 8, signsAt: mark.x1 + 8, inside: true },
      { at: mark.start - 5, room: mark.start - 5 - (ends.has(mark.lane) ? ends.get(mark.lane) + NAME_GAP : 1), before: true },
    ].map((one) => ({ ...one, shown: fittingName(mark, one.room) }));
    const letters = ({ shown: text }) => (text === withNotice(mark.name, mark.notice) ? Infinity : text.length);
    Object.assign(mark, places_.reduce((best, one) => (letters(one) > letters(best) + 3 ? one : best)));
    mark.wide = measure(mark.shown);
    ends.set(mark.lane, mark.inside || mark.before ? mark.end : mark.end + 4 + mark.wide);
  });
}
