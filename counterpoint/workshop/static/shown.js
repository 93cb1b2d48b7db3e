// What facilitator and teams see alike: the firm, the schemes, reveals, reasons, the leaderboard.
"use strict";

function section(title, ...children) {
  return make("section", { class: "panel" }, title ? make("h2", {}, title) : null, ...children);
}

// A team's own colour and mark, by its id or its name; nothing for who is no team.
function teamMark(team) {
  const look = latest.looks[team] || Object.values(latest.looks).find((each) => each.name === team);
  if (!look) return null;
  return dressed(draw("svg", { class: "mark team-sign", "aria-hidden": "true" }, draw("use", { href: `/static/marks.svg#${look.mark}` })), look);
}

function dressed(node, look) {
  node.style.setProperty("--team-day", look.day);
  node.style.setProperty("--team-night", look.night);
  return node;
}

function teamColours(node, team) {
  const look = latest.looks[team];
  if (look) { dressed(node, look); node.classList.add("of-team"); }
  return node;
}

function firmCard(view) {
  if (!view.card) return section("Your firm as it is", make("p", { class: "note" }, "Being simulated …"));
  return section("Your firm as it is", make("p", { class: "note" }, "Means of many simulated copies; people and deals a year."),
    make("ul", { class: "facts" }, view.card.map((each) =>
      make("li", {}, make("strong", {}, each.text), make("span", {}, each.title)))), view.funnel ? funnelBars(view.funnel) : null);
}

// The stages of the firm's funnel, a bar each on the scale of the first.
function funnelBars(stages) {
  return make("ul", { class: "stages-of", "aria-label": "Its funnel, a year" }, stages.map(([title, text, share]) =>
    make("li", {}, make("span", {}, title), draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { x: 0, y: 0, width: Math.max(0.6, 100 * share), height: 8 })), make("strong", {}, text))));
}

function funnelCard(view) {
  return view.funnel ? section("Its funnel, a year", funnelBars(view.funnel)) : null;
}

function schemeCards() {
  return make("div", { class: "schemes" }, packCard.schemes.map((each, place) =>
    make("article", { class: `card s${place}` }, make("h2", {}, mark(place), each.title), make("p", {}, each.memo))));
}

function whole(value) {
  return `${value < 0 ? "−" : value > 0 ? "+" : ""}${Math.abs(value)}\u00a0%`;
}

// One question: who is ahead, the paired difference, and everybody's range on one scale.
function revealCard(view, place, me) {
  const found = view.revealed[place], question = packCard.questions[place];
  const [mean, low, high] = found.percent;
  return section(null, make("p", { class: "note" }, `Question ${place + 1}`), make("h2", {}, question.text),
    make("p", { class: "said" }, found.said),
    make("ul", { class: "facts" }, found.schemes.map((each, at) =>
      make("li", {}, make("strong", {}, each.text), make("span", {}, mark(at), each.title)))),
    make("p", {}, `“${question.scheme}” against “${question.first}”: `,
      make("strong", {}, percent(mean)), ` (${percent(low)} to ${percent(high)})`),
    ...rangePicture(found, question.reach, me),
    question.is_theory ? make("p", { class: "note" }, "We trust the direction, not the size: nobody has measured this.") : null,
    found.bets.length ? null : make("p", { class: "note" }, "Nobody gave a range."));
}

function rangePicture(found, reach, me) {
  const [mean, low, high] = found.percent;
  const widest = Math.max(reach, ...[mean, low, high].map((value) => Math.abs(value || 0)));
  const at = (value) => 50 + 48 * Math.max(-1, Math.min(1, value / widest));
  const row = (label, kind, from, to, dot) => make("li", { class: kind }, make("span", { class: "bet-name" }, label),
    draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "bet-line", "aria-hidden": "true" },
      draw("line", { class: "zero", x1: 50, x2: 50, y1: 0, y2: 8, "vector-effect": "non-scaling-stroke" }),
      draw("rect", { class: "bet", x: at(from), y: 2, width: Math.max(0.7, at(to) - at(from)), height: 4 }),
      dot === null ? null : draw("rect", { class: "truth-dot", x: at(dot) - 0.5, y: 0, width: 1, height: 8 })));
  const bets = found.bets.map((bet) => teamColours(row([teamMark(bet.team), `${bet.name}: ${whole(bet.low)} to ${whole(bet.high)}`],
    bet.team === me ? "mine" : "", bet.low, bet.high, mean), bet.team));
  const end = whole(Math.ceil(widest)).slice(1);
  return [make("ul", { class: "bets" }, mean === null ? null
    : row(`Simulated: ${percent(mean)}`, "truth", low, high, mean), bets),
  make("p", { class: "scale" }, make("span", {}, `${end} less`), make("span", {}, "the same"), make("span", {}, `${end} more`))];
}

function whyCards(view) {
  return (view.why || []).map((each) => section(`Why “${each.title}” differs`, soFar(each.replicates),
    make("p", {}, each.sentences[0]),
    make("h3", {}, "Which change does it, in points of profit"), ...leverLists(each.levers),
    make("h3", {}, "Which step of the funnel, and what it does to new contracts"),
    make("ul", { class: "steps" }, each.steps.map((step) =>
      make("li", {}, make("span", {}, step.words),
        make("span", {}, make("strong", {}, `${step.a} → ${step.b}`), ` · ${step.part}`)))),
    make("p", { class: "note" }, howMany(each.replicates))));
}

// What everything below rests on, as long as it is not all: large enough for the last row.
function soFar(replicates) {
  return replicates < packCard.replicates ? make("p", { class: "so-far" }, `So far: ${replicates} of ${packCard.replicates} firms`) : null;
}

function howMany(replicates) {
  return replicates < packCard.replicates
    ? `From the first ${replicates} of ${packCard.replicates} simulated firms, so the numbers differ a little; they get sharper by themselves.`
    : `${replicates} simulated firms.`;
}

// What is told from nothing stands in front; the rest waits behind a line, so that a phone shows what counts.
function leverLists(levers) {
  const most = Math.max(1, ...levers.flatMap((each) => each.percent.map((value) => Math.abs(value || 0))));
  const isTold = ({ percent: [, low, high] }) => low > 0 || high < 0;
  const told = levers.filter(isTold), rest = levers.filter((each) => !isTold(each));
  return [told.length ? leverBars(told, most) : null, rest.length ? make("details", {}, make("summary", {},
    `${rest.length} ${told.length ? "other " : ""}change${rest.length > 1 ? "s" : ""} that cannot be told from nothing yet`), leverBars(rest, most)) : null];
}

function leverBars(levers, most) {
  const at = (value) => 50 + 48 * value / most;
  return make("ul", { class: "bets" }, levers.map(({ title, change, percent: [mean, low, high] }) => {
    const clear = low > 0 || high < 0;
    return make("li", {}, make("span", { class: "bet-name" }, `${title}: `, percent(mean).replace("%", "points"), clear ? "" : ", cannot tell yet from nothing",
      make("small", {}, change)),
    draw("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "bet-line", "aria-hidden": "true" },
      draw("line", { class: "zero", x1: 50, x2: 50, y1: 0, y2: 8, "vector-effect": "non-scaling-stroke" }),
      draw("rect", { class: "bet", x: at(low), y: 2, width: Math.max(0.7, at(high) - at(low)), height: 4 }),
      draw("rect", { class: "truth-dot", x: at(mean) - 0.5, y: 0, width: 1, height: 8 })));
  }));
}

function elsewhereCards(view) {
  return (view.elsewhere || []).map((each) => section(each.market, soFar(each.replicates), each.differences.map((gap) =>
    make("p", {}, `“${gap.scheme}” against “${packCard.schemes[0].title}”: `, make("strong", {}, percent(gap.percent[0])),
      ` (${percent(gap.percent[1])} to ${percent(gap.percent[2])}): ${gap.meaning}.`)),
    make("p", { class: "note" }, howMany(each.replicates))));
}

function scoreCard(score) {
  const lost = score.lost === null ? "No range to score." : `Points lost: ${score.lost.toFixed(0)}; fewer is better.`;
  return section("Your score", make("p", { class: "said" }, lost),
    score.lost === null ? null : make("p", { class: "note" }, `The widest range each time, a shrug, would have lost ${score.shrug}.`),
    score.lines.map((line) => make("div", { class: "line" }, make("h3", {}, line.question), make("p", {}, line.lead), make("p", {}, line.range))));
}
