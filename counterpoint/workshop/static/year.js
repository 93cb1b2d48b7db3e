// The year that is played: what a role decides for a quarter, what it sees of one, and the year whole.
"use strict";

const FATES = ["called", "waits", "gone", "kept"];
const SIGHTS = {
  marketing: { leads: "leads, week by week", belief: (value) => `Marketing tells sales that ${whole100(value)} % of its leads are real.`, trust: "trust in sales",
    fates: ["called by a rep", "waiting at sales", "sent back or left lying", "not handed over"] },
  sales: { leads: "inbox, week by week", belief: (value) => `By the reps' own count ${whole100(value)} % of the leads they call become deals.`, trust: "trust in marketing",
    fates: ["called", "waiting", "sent back or never called"] },
};
const showing = { key: "", week: 13, timer: null };
const BUSIEST = 26;

function whole100(value) {
  return value === null ? "an unknown part, of 100" : Math.round(100 * value);
}

function quarterName(at) {
  return `Quarter ${at + 1}`;
}

// Leads of thirteen weeks as dots, a column a week; they drop in week by week, with pause.
function leadDots(sight, role, key, plays, whose) {
  const shown = FATES.slice(0, SIGHTS[role].fates.length), most = Math.max(1, ...sight.leads.map((week) => week.reduce((sum, count) => sum + count, 0)));
  const each = Math.max(1, Math.ceil(most / (2 * BUSIEST)));
  const columns = sight.leads.map((week, at) => draw("g", {}, shown.flatMap((name, fate) => Array(Math.round(week[fate] / each)).fill(name)).map((name, place) =>
    draw("circle", { class: `lead ${name}`, cx: 24 * at + 8 + 9 * (place % 2), cy: 176 - 6.6 * Math.floor(place / 2), r: name === "kept" ? 1.6 : 2.8 }))));
  const sum = shown.map((_, at) => sight.leads.reduce((total, week) => total + week[at], 0));
  const handed = sum[0] + sum[1] + sum[2];
  const said = `${handed} ${role === "sales" ? "came in" : "handed over"}: ${shown.map((_, at) => `${SIGHTS[role].fates[at]} ${sum[at]}`).join(", ")}.`;
  const picture = draw("svg", { viewBox: "0 0 312 184", class: "inbox", role: "img", "aria-label": said }, columns);
  const legend = make("p", { class: "legend" }, shown.map((name, at) => make("span", {}, draw("svg", { class: "mark", viewBox: "0 0 8 8", "aria-hidden": "true" },
    draw("circle", { class: `lead ${name}`, cx: 4, cy: 4, r: name === "kept" ? 2 : 3 })), `${SIGHTS[role].fates[at]}: ${sum[at]}`)));
  const button = make("button", { type: "button", class: "play-weeks", onclick: () => toggle() }, "");
  const paint = () => {
    columns.forEach((group, week) => group.classList.toggle("later", week >= showing.week));
    button.textContent = showing.timer ? "Pause" : showing.week >= 13 ? "Play these weeks again" : `Go on (week ${showing.week} of 13)`;
  };
  const tick = () => {
    if (!button.isConnected || showing.key !== key) { showing.timer = null; return; }
    showing.week += 1;
    showing.timer = showing.week < 13 ? setTimeout(tick, 450) : null;
    paint();
  };
  const toggle = () => {
    if (showing.timer) { clearTimeout(showing.timer); showing.timer = null; } else {
      if (showing.week >= 13) showing.week = 0;
      showing.timer = setTimeout(tick, 450);
    }
    paint();
  };
  if (plays) {
    if (showing.key !== key) {
      clearTimeout(showing.timer);
      const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
      Object.assign(showing, { key, week: isStill ? 13 : 0, timer: isStill ? null : setTimeout(tick, 450) });
    } else if (showing.timer) { clearTimeout(showing.timer); showing.timer = setTimeout(tick, 450); }
    paint();
  }
  const calls = handed ? `${Math.round(100 * (handed - sum[0]) / handed)} of 100 leads handed over were never called in this quarter.` : "";
  return [make("h3", {}, `${whose} ${SIGHTS[role].leads}`), picture, make("p", { class: "weeks-scale" }, make("span", {}, "week 1"), make("span", {}, "week 13")), legend,
    calls ? make("p", { class: "said" }, calls) : null, each > 1 ? make("p", { class: "note" }, `A dot is ${each} leads.`) : null, plays ? button : null];
}

function barRows(rows, unit, most) {
  return make("ul", { class: "bars" }, rows.map(([name, value]) => make("li", {}, make("span", {}, name), make("strong", {}, unit(value)),
    draw("svg", { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      draw("rect", { class: name === "unused" || name === "lost to quarrels" ? "fill-soft" : "fill-own", width: Math.max(0, Math.min(100, 100 * value / most)), height: 8 })))));
}

// What hangs on the quarter: pay as a meter, and how far each goal was reached.
function bonusMeter(sight, whose) {
  const goals = sight.goals.filter((goal) => goal.reached !== null);
  return [make("h3", {}, `${whose} bonus`), make("p", { class: "said" }, `${Math.round(100 * sight.pay)} % of what a quarter on target pays`),
    barRows(goals.map((goal) => [`${goal.title}, ${Math.round(100 * goal.weight)} % of it: reached`, 100 * goal.reached]), (value) => `${Math.round(value)} %`, 150)];
}

function sightCard(title, sight, role, key, plays, whose = "Your") {
  if (!sight) return section(title, make("p", { class: "working said", role: "status" }, "Working: these thirteen weeks are being simulated …"));
  const facts = [...sight.facts.map(([name, value]) => [Math.round(value), name])];
  if (role === "sales") facts.push([money(sight.bookings), "new business a year"]);
  if (role === "sales" && sight.discount !== null) facts.push([`${Math.round(100 * sight.discount)} %`, "off the price, on average"]);
  return section(title, sight.words ? make("p", { class: "note" }, sight.words.length ? `You decided: ${sight.words.join(" · ")}.` : "You left everything to your people.") : null,
    ...leadDots(sight, role, key, plays, whose), ...bonusMeter(sight, whose),
    make("h3", {}, `A ${role === "sales" ? "rep" : "marketer"}'s week`), barRows(sight.hours.filter(([, hours]) => hours > 0.05), (value) => `${value.toFixed(1)} h`, Math.max(...sight.hours.map(([, hours]) => hours))),
    make("ul", { class: "facts" }, facts.map(([text, name]) => make("li", {}, make("strong", {}, text), make("span", {}, name))),
      make("li", {}, make("strong", {}, `${whole100(sight.trust)}`), make("span", {}, `${SIGHTS[role].trust}, 0 to 100`))),
    sight.belief === null ? null : make("p", { class: "note" }, SIGHTS[role].belief(sight.belief)));
}

// A phone: what the last quarter brought, then what to decide for this one.
function playForm(view) {
  const { role, roles, quarter, quarters, hands, decisions } = view.play, held = { ...hands };
  const cast = quarter > 0 ? null : section("You are", make("fieldset", {}, make("legend", { class: "unseen" }, "Role"), Object.entries(roles).map(([name, title]) =>
    make("label", { class: "tick-box" }, make("input", { type: "radio", name: "role", id: `role-${name}`, checked: role === name, onchange: () => act("cast", { role: name }) }),
      make("span", {}, title)))), make("p", { class: "note" }, "You see what your side sees, and nothing else. The other side goes on by itself."));
  const asked = decisions.map((each) => make("fieldset", {}, make("legend", {}, each.title), each.choices.map(([key, title]) =>
    make("label", { class: "tick-box" }, make("input", { type: "radio", name: each.name, id: `${each.name}-${key}`, checked: (held[each.name] || "usual") === key,
      onchange: () => { held[each.name] = key; act("decide", { quarter, hands: held }); } }), make("span", {}, title)))));
  const last = quarters.length - 1;
  return [cast, last >= 0 ? sightCard(`${quarterName(last)}, as ${roles[role].toLowerCase()} sees it`, quarters[last], role, `${role} ${last}`, true) : null,
    section(`Decide for ${quarterName(quarter).toLowerCase()}`, make("p", { class: "note" }, "It holds for all of your people until you decide otherwise."), asked),
    ...quarters.slice(0, -1).map((sight, at) => make("details", {}, make("summary", {}, quarterName(at)), sightCard(quarterName(at), sight, role, `${role} ${at}`, false)))].filter(Boolean);
}

const OUTCOMES = [["gross_profit", "gross profit", money], ["wins", "deals signed", (value) => String(Math.round(value))],
  ["hours_lost", "hours lost to quarrels", (value) => `${Math.round(value)} h`]];

function against(value, usual, text) {
  const gap = value - usual;
  return text(Math.abs(gap)) === text(0) ? "the same" : `${text(Math.abs(gap))} ${gap > 0 ? "more" : "less"}`;
}

function outcomeFacts(own, usual, role) {
  return make("ul", { class: "facts" }, OUTCOMES.map(([name, words, text]) => make("li", {}, make("strong", {}, text(own.told[name])), make("span", {}, words),
    usual ? make("small", {}, `${against(own.told[name], usual.told[name], text)} than left to themselves`.replace("the same than", "the same as")) : null)),
  ["marketing", "sales"].map((each) => make("li", {}, make("strong", {}, `${Math.round(100 * own.pay[each])} %`), make("span", {}, `pay of ${each}, of target`),
    usual ? make("small", {}, `${Math.round(100 * usual.pay[each])} % left to themselves`) : null)));
}

const ONE_LUCK = "One firm and one luck, the same for all: it tells a story and proves nothing. What holds in many firms comes next.";

function bothSights(marketing, sales, key, own) {
  return make("div", { class: "both" }, [["marketing", marketing, "What marketing saw"], ["sales", sales, "What sales saw"]].map(([role, quarters, title]) =>
    make("div", {}, sightCard(`${title}, ${quarterName(quarters.length - 1).toLowerCase()}`, { ...quarters[quarters.length - 1], words: null }, role, `${key} ${role}`, false, role === own ? "Your" : "Their"))));
}

// A phone at the end: the own year against the firm left to itself, and what the other side saw.
function yearOfTeam(view) {
  if (!view.year) return [section("The year", make("p", { class: "working said", role: "status" }, "Working: the last quarter is being simulated …"))];
  const mine = view.year.teams.find((each) => each.team === view.team.id);
  const own = view.play.quarters, sights = mine.role === "sales" ? [mine.other, own] : [own, mine.other];
  return [section("What the whole firm had of it", outcomeFacts(mine, view.year.usual, mine.role), make("p", { class: "note" }, ONE_LUCK)),
    section("What you decided", decided(mine)), bothSights(...sights, "year", mine.role)];
}

// Quarters in which the same was decided are told as one line.
function decided(each) {
  const runs = [];
  each.words.map((words) => words.join(" · ") || "left to the people").forEach((text, at) => {
    const last = runs[runs.length - 1];
    if (last && last.text === text) last.to = at; else runs.push({ text, from: at, to: at });
  });
  return make("ul", { class: "sentences" }, runs.map(({ text, from, to }) =>
    make("li", {}, from === to ? `Quarter ${from + 1}: ` : `Quarters ${from + 1} to ${to + 1}: `, text)));
}

// The beamer at the end: the firm left to itself in both sights, then every team against it.
function yearOfRoom(view) {
  if (!view.year) return [section("The year", make("p", { class: "working said", role: "status" }, "Working: the last quarter is being simulated …"))];
  const { usual, teams } = view.year;
  return [section("Left to themselves", outcomeFacts(usual, null), make("p", { class: "note" }, ONE_LUCK)),
    ...teams.map((each) => section(null, make("h2", {}, teamMark(each.team), each.name, make("small", {}, ` played ${each.role}`)), outcomeFacts(each, usual, each.role),
      make("details", {}, make("summary", {}, "What they decided"), decided(each)))),
    make("h2", {}, "The same quarter, seen from both sides"), bothSights(usual.marketing, usual.sales, "usual")];
}
