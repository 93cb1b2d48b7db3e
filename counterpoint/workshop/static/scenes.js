// Scenes that facilitator and teams share: the firm card, bets by side, causes, the curve, Monday.
"use strict";

const frozen = { part: null };

function capital(text) {
  return text[0].toUpperCase() + text.slice(1);
}

function plural(count, one, more) {
  return `${count} ${count === 1 ? one : more}`;
}

// The firm card: six numbers, and what the room says of each.
function firmFacts(view, extra) {
  const { card, fit, fitting } = view.firm;
  if (!card.length) return [section("Six numbers of your firm", make("p", { class: "note", role: "status" }, "Being simulated …"))];
  const rows = card.map((each) => make("li", {}, make("strong", {}, each.text), make("span", {}, each.title),
    each.median === null && extra ? null : make("small", {}, each.median === null ? "nobody has said anything yet"
      : `the room says ${each.median} · right: ${each.right}${each.wrong ? ` · ${plural(each.wrong, "team says", "teams say")} no` : ""}`),
    extra ? extra(each) : null));
  return [fitting ? make("p", { class: "said working", role: "status" }, "Working: looking for a firm with your numbers, half a minute at most …") : null,
    fit ? section(fit.met ? "The firm is now close to your numbers" : "What could not be met", fit.said.map((text) => make("p", {}, text))) : null,
    section("Six numbers of your firm", make("p", { class: "note" }, "From simulated copies of it, the first scheme; a year."), make("ul", { class: "facts judged" }, rows)), funnelCard(view)].filter(Boolean);
}

// Whose bet lies where: counts only, a row a side.
function betsBySide(view) {
  return (view.bets || []).map((found, place) => {
    const question = packCard.questions[place];
    const most = Math.max(1, ...found.sides.flatMap((side) => side.bets));
    const end = Math.abs(found.low[0]);
    return section(question.text, found.sides.map((side) => {
      const told = side.bets.map((count, at) => [count, at]).filter(([count]) => count)
        .map(([count, at]) => `${count} near ${whole(Math.round(found.low[at] + found.wide / 2))}`).join(", ") || "no range";
      return make("div", { class: "side" }, make("h3", {}, `${side.title}: `, make("small", {}, told)),
        draw("svg", { viewBox: "0 0 180 34", class: "histogram", preserveAspectRatio: "none", "aria-hidden": "true" },
          draw("line", { class: "zero", x1: 90, x2: 90, y1: 0, y2: 34, "vector-effect": "non-scaling-stroke" }),
          side.bets.map((count, at) => draw("rect", { class: "bet", x: 20 * at + 1, width: 18, y: 34 - 32 * count / most, height: 32 * count / most }))),
        make("p", { class: "note" }, "Ahead: ", side.leads.map((count, at) => `${packCard.schemes[at].title} ${count}`).join(" · ")));
    }), make("p", { class: "scale" }, make("span", {}, `${end}\u00a0% less`), make("span", {}, "the same"), make("span", {}, `${end}\u00a0% more`)),
    make("p", { class: "note" }, `Teams by the middle of their range: “${question.scheme}” against “${question.first}”.`));
  });
}

// Four causes: what goes away without each, and how many guessed it; then freeze one and see.
function causeCards(view, mine) {
  const found = view.freeze;
  if (!found) return [section("Which cause?", make("p", { class: "working said", role: "status" }, "Working: freezing one choice after the other …"))];
  const causes = packCard.causes.map((title, place) => found.parts.find((each) => each.cause === place));
  const most = Math.max(0.1, ...causes.flatMap((each) => each.gone_profit.map((value) => Math.abs(value || 0))));
  const at = (value) => 50 + 48 * (value || 0) / most;
  const strays = !found.first.length && causes.some((each) => each.gone_profit[1] * each.gone_profit[2] > 0);
  const rows = causes.map((each, place) => {
    const [mean, low, high] = each.gone_profit, counted = view.guesses.causes[place];
    return make("li", { class: mine === place ? "mine" : "" }, make("span", { class: "bet-name" }, `${each.title}: `,
      make("strong", {}, percent(mean).replace("%", "points")), ` (${percent(low)} to ${percent(high)})`.replaceAll("\u00a0%", ""),
      make("small", {}, `guessed by ${plural(counted, "team", "teams")}${mine === place ? ", yours among them" : ""}`)),
    draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "bet-line", "aria-hidden": "true" },
      draw("line", { class: "zero", x1: 50, x2: 50, y1: 0, y2: 8, "vector-effect": "non-scaling-stroke" }),
      draw("rect", { class: "bet", x: at(low), y: 2, width: Math.max(0.7, at(high) - at(low)), height: 4 }),
      draw("rect", { class: "truth-dot", x: at(mean) - 0.5, y: 0, width: 1, height: 8 })));
  });
  return [section(`Which cause carries “${found.title}”?`, make("p", { class: "said" }, found.said),
    make("p", { class: "note" }, `The whole difference is ${percent(found.whole_profit[0])} of profit. A bar is what goes away of it when that cause is frozen for both: left of zero the cause costs “${found.title}” profit, right of it it brings some.`),
    make("ul", { class: "bets", id: "causes" }, rows),
    make("p", {}, `“Unknown”: ${plural(view.guesses.unknown, "team", "teams")}${mine === -1 ? ", yours among them" : ""}.`),
    strays ? make("p", { class: "note", id: "strays" }, "A bar that leaves zero proves nothing here: of four, one may do so by luck.") : null,
    make("p", { class: "note" }, howMany(found.replicates))), freezePanel(found)];
}

// The dot of the scheme on profit and quarrels, and where it goes when one choice is frozen.
function freezePanel(found) {
  const reach = (key) => 1.15 * Math.max(1, ...[found[`whole_${key}`], ...found.parts.map((each) => each[`left_${key}`])].flat().map((value) => Math.abs(value || 0)));
  const wide = reach("profit"), tall = reach("hours");
  const x = (value) => 160 + 150 * (value || 0) / wide, y = (value) => 100 - 90 * (value || 0) / tall;
  const picture = make("div", { class: "plane" }), told = make("p", { class: "said", role: "status", id: "frozen" });
  const buttons = found.parts.map((each) => make("button", { type: "button", class: "freeze", "data-part": each.name, "aria-pressed": "false",
    onclick: () => { frozen.part = frozen.part === each.name ? null : each.name; paint(); } }, capital(each.title)));
  const cross = (name, profit, hours) => [draw("line", { class: `span ${name}`, x1: x(profit[1]), x2: x(profit[2]), y1: y(hours[0]), y2: y(hours[0]) }),
    draw("line", { class: `span ${name}`, x1: x(profit[0]), x2: x(profit[0]), y1: y(hours[1]), y2: y(hours[2]) })];
  function paint() {
    const part = found.parts.find((each) => each.name === frozen.part);
    const [profit, hours] = part ? [part.left_profit, part.left_hours] : [found.whole_profit, found.whole_hours];
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.part === frozen.part));
    told.textContent = part
      ? `${capital(part.title)}, frozen: profit ${percent(found.whole_profit[0])} → ${percent(profit[0])}, hours lost to quarrels ${percent(found.whole_hours[0])} → ${percent(hours[0])}.`
      : `Nothing frozen: profit ${percent(profit[0])}, hours lost to quarrels ${percent(hours[0])}.`;
    const before = picture.querySelector(".jumper");
    const from = before ? [Number(before.getAttribute("cx")), Number(before.getAttribute("cy"))] : null;
    const dot = draw("circle", { class: "jumper", cx: x(profit[0]), cy: y(hours[0]), r: 7 });
    picture.replaceChildren(draw("svg", { viewBox: "0 0 320 200", role: "img", "aria-label": told.textContent },
      draw("line", { class: "zero", x1: 160, x2: 160, y1: 4, y2: 196 }), draw("line", { class: "zero", x1: 6, x2: 314, y1: 100, y2: 100 }),
      draw("text", { class: "tick", x: 314, y: 95, "text-anchor": "end" }, "more profit →"), draw("text", { class: "tick", x: 166, y: 14 }, "↑ more quarrels"),
      draw("rect", { class: "origin", x: 155, y: 95, width: 10, height: 10 }),
      part ? draw("circle", { class: "ghost", cx: x(found.whole_profit[0]), cy: y(found.whole_hours[0]), r: 7 }) : null,
      cross("now", profit, hours), dot));
    if (from && !matchMedia("(prefers-reduced-motion: reduce)").matches && dot.animate) {
      dot.animate([{ transform: `translate(${from[0] - x(profit[0])}px, ${from[1] - y(hours[0])}px)` }, { transform: "none" }], { duration: 700, easing: "ease-in-out" });
    }
  }
  paint();
  return section("Freeze one choice, and see the dot jump", soFar(found.replicates), make("p", { class: "note" },
    `The square is “${packCard.schemes[0].title}”, the dot “${found.title}”. Frozen: people go on choosing as they did before the change.`),
  make("div", { class: "freezes" }, buttons.filter((_, at) => found.parts[at].cause !== null)),
  make("details", {}, make("summary", {}, "Other choices, that nobody was asked about"), make("div", { class: "freezes" }, buttons.filter((_, at) => found.parts[at].cause === null))), told, picture);
}

function number(value) {
  return Number(value.toPrecision(3)).toString();
}

// A place on an assumption in the words the server has for it.
function speak(held, value) {
  const last = held.texts.length - 1;
  return held.texts[Math.max(0, Math.min(last, Math.round(last * (value - held.low) / (held.high - held.low))))];
}

function endsOf(held) {
  return make("p", { class: "scale" }, make("span", {}, held.ends[0]), make("span", {}, held.ends[1]));
}

// The curve with its band; teams' marks on it; the facilitator's slider moves a line along it.
function curveCard(view, me, hasSlider) {
  const found = view.curve;
  if (!found) return [section("What would flip it", make("p", { class: "working said", role: "status" }, "Working: the curve is being simulated …"))];
  const speaks = view.assumed;
  const points = found.points, low = points[0][0], high = points[points.length - 1][0];
  const ends = points.flatMap((point) => point.slice(1, 4)), top = Math.max(1, ...ends), bottom = Math.min(-1, ...ends);
  const x = (value) => 44 + 568 * (value - low) / (high - low), y = (value) => 16 + 220 * (top - value) / (top - bottom);
  const there = (at, value) => {
    const right = Math.max(1, points.findIndex((point) => point[0] >= value)), [a, b] = [points[right - 1], points[right]];
    return a[at] + (b[at] - a[at]) * (value - a[0]) / (b[0] - a[0]);
  };
  const band = [...points.map((point) => `${x(point[0])},${y(point[3])}`), ...points.map((point) => `${x(point[0])},${y(point[2])}`).reverse()].join(" ");
  const probe = draw("line", { class: "probe", x1: 0, x2: 0, y1: 12, y2: 240 });
  const picture = draw("svg", { viewBox: "0 0 640 290", class: "curve", role: "img", "aria-label": found.said },
    draw("polygon", { class: "band s1", points: band }), draw("line", { class: "zero", x1: 44, x2: 612, y1: y(0), y2: y(0) }),
    draw("polyline", { class: "line s1", points: points.map((point) => `${x(point[0])},${y(point[1])}`).join(" ") }),
    ticks(bottom, top, 4).map((at) => draw("text", { class: "tick", x: 38, y: y(at) + 5, "text-anchor": "end" }, `${at > 0 ? "+" : at < 0 ? "−" : ""}${number(Math.abs(at))}`)),
    draw("text", { class: "tick", x: 44, y: 282 }, speak(speaks, low)), draw("text", { class: "tick", x: 612, y: 282, "text-anchor": "end" }, speak(speaks, high)),
    found.now >= low && found.now <= high ? [draw("line", { class: "now", x1: x(found.now), x2: x(found.now), y1: 12, y2: 240 }),
      draw("text", { class: "tick", x: x(found.now), y: 11, "text-anchor": "middle" }, "the firm")] : null,
    found.marks.map((each) => teamColours(draw("polygon", { class: each.team === me ? "team-mark mine" : "team-mark",
      points: `${x(each.value)},${y(there(1, each.value))} ${x(each.value) - 8},258 ${x(each.value) + 8},258` }, draw("title", {}, each.name)), each.team)), probe);
  const said = make("p", { class: "said", id: "probe-said", "aria-live": "polite" });
  const move = (value) => {
    probe.setAttribute("x1", x(value)); probe.setAttribute("x2", x(value));
    said.textContent = `${capital(speak(speaks, value))}: “${packCard.asked}” ${percent(there(1, value))} (${percent(there(2, value))} to ${percent(there(3, value))})`;
  };
  const start = Math.max(low, Math.min(high, found.now));
  const slider = make("input", { type: "range", id: "probe", min: low, max: high, step: (high - low) / 100, "aria-label": found.title, oninput: () => move(Number(slider.value)) });
  slider.value = start;
  move(start);
  return [section(found.title, make("p", { class: "said" }, found.said), picture, endsOf(speaks),
    hasSlider ? make("label", { class: "slider" }, make("span", { class: "unseen" }, found.title), slider) : null, said,
    make("p", { class: "note" }, `Gross profit over three years, “${packCard.asked}” against “${packCard.schemes[0].title}”, in percent. ${howMany(found.replicates)}`),
    found.marks.length ? make("ul", { class: "marks" }, found.marks.map((each) => make("li", { class: each.team === me ? "mine" : "" },
      teamMark(each.team), `${each.name}: ${speak(speaks, each.value)}, there ${percent(there(1, each.value))}`))) : make("p", { class: "note" }, "No team has marked a place on this one."))];
}

function pilotCards(view) {
  return view.teams.map((team) => section([teamMark(team.id), team.name], make("dl", { class: "pilot" }, packCard.fields.map(({ key, label }) =>
    make("div", {}, make("dt", {}, label), make("dd", {}, (team.pilot || {})[key] || "…"))))));
}
