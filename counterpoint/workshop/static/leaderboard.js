// The leaderboard: every plan on the plane of profit and quarrels, over years, and in ranks.
"use strict";

const PLANE = { wide: 640, tall: 420, left: 40, right: 20, top: 26, bottom: 40 };

function boardCards(board, mine) {
  if (!board) return [section("All plans, same luck", make("p", { class: "note", role: "status" }, "Running every plan on the same luck …"))];
  const told = board.rows.length ? [section("Profit and quarrels", soFar(board.replicates), planeOf(board, mine), make("p", { class: "note" },
    "Each mark is a plan, against the firm as it is (the cross in the middle), in the same firms. The lines are intervals; a cloud is a plan that cannot be told from the firm as it is, in either.")),
  section("Over the years", soFar(board.replicates), yearsOf(board, mine), make("p", { class: "note" }, "Gross profit earned so far, against the firm as it is, in percent of what that earned."))] : [];
  return [...told, section("Ranked by gross profit over three years", soFar(board.replicates), rankNote(board), make("ol", { class: "board" }, board.rows.map((row) => rankRow(row, board, mine)))),
    section("How much was luck", soFar(board.replicates), board.words.map((text) => make("p", {}, text)))];
}

function rankNote(board) {
  const first = board.rows.filter((row) => row.profit.rank === 1);
  const shared = first.length > 1 ? `${first.length} plans share first place: nothing tells them apart${board.whole ? "" : " yet"}.`
    : first.length ? `${first[0].team} is ahead${board.whole ? "" : ", so far"}.` : null;
  return [shared ? make("p", { class: "said" }, shared) : null, make("p", { class: "note" }, `Every plan in each of ${board.replicates} firms. Who shares a rank cannot be told apart, once all pairs that were looked at are allowed for.`)];
}

function rankRow(row, board, mine) {
  return make("li", { class: row.team === mine ? "place mine" : "place" }, make("p", { class: "rank" }, `${row.profit.rank}`),
    make("div", {}, make("h3", {}, teamMark(row.team), row.team), make("p", {}, make("strong", {}, row.profit.text), " in three years"),
      make("p", {}, make("strong", {}, row.hours.text), ` lost to quarrels a year (rank ${row.hours.rank})`),
      make("p", { class: "note" }, `${row.words.join(" · ")} · ${row.cost} points`),
      make("p", { class: "note" }, `Earned most in ${row.first} of ${board.replicates} firms; in the first firm alone ${row.one}.`)));
}

function isFirm(row) {
  return !Object.values(latest.looks).some((look) => look.name === row.team);
}

function signOf(row, x, y, size) {
  if (isFirm(row)) return draw("path", { class: "firm-cross", d: `M${x - 8},${y}H${x + 8}M${x},${y - 8}V${y + 8}` });
  const look = Object.values(latest.looks).find((each) => each.name === row.team);
  return dressed(draw("use", { class: "team-sign", href: `/static/marks.svg#${look.mark}`, x: x - size / 2, y: y - size / 2, width: size, height: size }), look);
}

function planeOf(board, mine) {
  const { wide, tall, left, right, top, bottom } = PLANE, rows = board.rows.filter((row) => row.plane.profit[0] !== null && row.plane.hours[0] !== null);
  const reach = (key) => 1.08 * Math.max(1, ...rows.flatMap((row) => row.plane[key].map((value) => Math.abs(value || 0))));
  const most = { profit: reach("profit"), hours: reach("hours") };
  const x = (value) => left + (wide - left - right) * (0.5 + 0.5 * (value || 0) / most.profit), y = (value) => top + (tall - top - bottom) * (0.5 - 0.5 * (value || 0) / most.hours);
  const isOpen = ([, low, high]) => low === null || (low <= 0 && high >= 0);
  const drawn = rows.filter((row) => !isFirm(row)).map((row) => {
    const { profit, hours } = row.plane;
    const shapes = isOpen(profit) && isOpen(hours)
      ? [draw("ellipse", { class: "cloud team-sign", cx: (x(profit[1]) + x(profit[2])) / 2, cy: (y(hours[1]) + y(hours[2])) / 2, rx: Math.max(3, (x(profit[2]) - x(profit[1])) / 2), ry: Math.max(3, (y(hours[1]) - y(hours[2])) / 2) })]
      : [draw("line", { class: "whiskers", x1: x(profit[1]), x2: x(profit[2]), y1: y(hours[0]), y2: y(hours[0]) }), draw("line", { class: "whiskers", x1: x(profit[0]), x2: x(profit[0]), y1: y(hours[1]), y2: y(hours[2]) })];
    const look = Object.values(latest.looks).find((each) => each.name === row.team);
    return dressed(draw("g", { class: row.team === mine ? "plan mine" : "plan" }, shapes, signOf(row, x(profit[0]), y(hours[0]), row.team === mine ? 24 : 18)), look);
  });
  const text = (at, down, words, anchor) => draw("text", { class: "tick", x: at, y: down, "text-anchor": anchor }, words);
  const middle = { x: x(0), y: y(0) };
  const said = rows.map((row) => `${row.team}: profit ${percent(row.plane.profit[0])}, quarrels ${percent(row.plane.hours[0])}`).join("; ");
  return [draw("svg", { viewBox: `0 0 ${wide} ${tall}`, class: "board-plane", role: "img", "aria-label": said },
    draw("line", { class: "zero", x1: middle.x, x2: middle.x, y1: top, y2: tall - bottom }), draw("line", { class: "zero", x1: left, x2: wide - right, y1: middle.y, y2: middle.y }),
    text(wide - right, middle.y - 8, `profit +${Math.round(most.profit)} % →`, "end"), text(wide - right, top + 4, `↑ quarrels +${Math.round(most.hours)} %`, "end"), text(wide - right, tall - bottom, `↓ quarrels −${Math.round(most.hours)} %`, "end"),
    text(left, middle.y - 8, `← profit −${Math.round(most.profit)} %`, "start"),
    signOf({ team: "" }, middle.x, middle.y, 18), drawn), keyOf(board)];
}

function keyOf(board) {
  return make("p", { class: "legend" }, board.rows.filter((row) => !isFirm(row)).map((row) => make("span", {}, teamMark(row.team), row.team, ` · rank ${row.profit.rank}`)));
}

function yearsOf(board, mine) {
  const rows = board.rows.filter((row) => !isFirm(row) && row.years.length > 1 && row.years[0][0] !== null);
  if (!rows.length) return make("p", { class: "note" }, "No plan differs from the firm as it is.");
  const ends = rows.flatMap((row) => row.years.flat()), high = Math.max(1, ...ends), low = Math.min(-1, ...ends), count = rows[0].years.length;
  const x = (year, place) => 70 + 520 * year / (count - 1) + 12 * (place - (rows.length - 1) / 2) / Math.max(1, rows.length - 1) * Math.min(rows.length, 4), y = (value) => 14 + 226 * (high - value) / (high - low);
  const courses = rows.map((row, place) => {
    const look = Object.values(latest.looks).find((each) => each.name === row.team);
    const points = row.years.map(([mean], year) => `${x(year, place)},${y(mean)}`).join(" ");
    return dressed(draw("g", { class: row.team === mine ? "plan mine" : "plan" }, draw("polyline", { class: "course", points }),
      row.years.map(([mean, from, to], year) => [draw("line", { class: "whiskers", x1: x(year, place), x2: x(year, place), y1: y(from), y2: y(to) }), signOf(row, x(year, place), y(mean), 16)]).flat()), look);
  });
  return [draw("svg", { viewBox: "0 0 640 280", class: "board-years", role: "img", "aria-label": rows.map((row) => `${row.team}: ${row.years.map(([mean], year) => `${percent(mean)} by year ${year + 1}`).join(", ")}`).join("; ") },
    draw("line", { class: "zero", x1: 40, x2: 620, y1: y(0), y2: y(0) }),
    ticks(low, high, 4).map((at) => draw("text", { class: "tick", x: 34, y: y(at) + 5, "text-anchor": "end" }, `${at > 0 ? "+" : at < 0 ? "−" : ""}${number(Math.abs(at))}`)),
    Array.from({ length: count }, (_, year) => draw("text", { class: "tick", x: 70 + 520 * year / (count - 1), y: 272, "text-anchor": year === count - 1 ? "end" : "middle" }, `year ${year + 1}`)), courses), keyOf(board)];
}
