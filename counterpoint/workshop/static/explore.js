// Explore: schemes side by side, redrawn at every move and sharper by itself.
"use strict";

const client = crypto.getRandomValues(new Uint32Array(2)).join("-");
const state = { plans: [], past: [], turn: Date.now(), choices: null, seen: null, open: new Set() };
let stopper = null;

function started() {
  return state.choices.shown.map((base) => ({ base, market: "", practices: [], settings: {} }));
}

function fromLink() {
  try {
    const found = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    return Array.isArray(found) && found.length ? found : null;
  } catch {
    return null;
  }
}

function change(plans) {
  state.past.push(state.plans);
  show(plans);
}

function show(plans) {
  state.plans = plans;
  history.replaceState(null, "", `#${encodeURIComponent(JSON.stringify(plans))}`);
  byId("undo").disabled = !state.past.length;
  refresh();
}

function failed(error) {
  if (error.name === "AbortError") return;
  const problem = byId("problem");
  problem.textContent = error instanceof Refused ? error.message
    : "The server does not answer. Start it again: this page goes on where it is.";
  problem.hidden = false;
}

async function refresh() {
  if (stopper) stopper.abort();
  stopper = new AbortController();
  const { signal } = stopper;
  state.turn = Math.max(Date.now(), state.turn + 1);
  const { plans, turn } = state;
  byId("problem").hidden = true;
  byId("sure").textContent = "Simulating …";
  drawLevers(plans, signal).catch(failed);
  try {
    for (const replicates of state.choices.stages) {
      const picture = await ask("/api/picture", { client, turn, plans, replicates }, signal);
      if (signal.aborted || picture === null) return;
      state.seen = picture;
      drawPicture(picture);
      if (replicates === state.choices.stages[0]) await (firmNumber() ? askTwins() : redrawTwins(picture.twins));
    }
  } catch (error) {
    failed(error);
  }
}

async function drawLevers(plans, signal) {
  const grounds = await Promise.all(plans.map((plan) => ask("/api/ground", plan, signal)));
  const host = byId("levers");
  const focused = document.activeElement;
  const label = focused && host.contains(focused) ? focused.getAttribute("aria-label") : null;
  const card = label ? focused.closest("[data-card]").dataset.card : null;
  for (const details of host.querySelectorAll("details")) {
    const key = `${details.closest("[data-card]").dataset.card} ${details.dataset.part}`;
    if (details.open) state.open.add(key); else state.open.delete(key);
  }
  host.replaceChildren(firm(grounds[0]), ...plans.map((plan, place) =>
    leverCard(place, plan, grounds[place], state.choices,
      (next) => change(plans.map((each, at) => (at === place ? next : each))),
      plans.length > 2 ? () => change(plans.filter((_, at) => at !== place)) : null)));
  for (const details of host.querySelectorAll("details")) {
    const key = `${details.closest("[data-card]").dataset.card} ${details.dataset.part}`;
    details.open = state.open.has(key);
  }
  if (label) {
    const again = host.querySelector(`[data-card="${card}"] [aria-label="${CSS.escape(label)}"]`);
    if (again) again.focus();
  }
  byId("market").value = plans[0].market;
  byId("more").hidden = plans.length > 2;
}

function firm(ground) {
  const all = (key, value) => change(state.plans.map((plan) =>
    ({ ...plan, settings: { ...plan.settings, [key]: value } })));
  return make("div", { class: "card firm", "data-card": "firm" }, make("p", { class: "card-name" }, "The firm, the same for all"),
    slider("Salespeople in a team", ground.reps, (value) => `${value}`, { min: 1, max: 10, step: 1 },
      (value) => all("market.reps", value)),
    slider("Marketers in a team", ground.marketers, (value) => `${value}`, { min: 1, max: 10, step: 1 },
      (value) => all("market.marketers", value)));
}

function names() {
  const titles = state.plans.map((plan) =>
    state.choices.bases.find((item) => item.name === plan.base)?.title || plan.base);
  return titles.map((title, place) => `${"ABC"[place]} · ${title}`);
}

function drawPicture(picture) {
  const called = names();
  picture.looks.forEach(({ day, night }, place) => {
    document.documentElement.style.setProperty(`--day-${place}`, day);
    document.documentElement.style.setProperty(`--night-${place}`, night);
  });
  byId("sure").textContent = `${picture.replicates} simulated copies of the firm under each scheme, `
    + (picture.replicates < 200 ? "same buyers, same luck; getting sharper …" : "same buyers, same luck.");
  byId("sure").dataset.shown = `${state.turn} ${picture.replicates}`;
  byId("answers").replaceChildren(...["gross_profit_y3", "bookings_y3", "hours_lost", "trust"].map((measure) =>
    answer(picture, measure, called)));
  const series = (course) => picture.schemes.map((scheme, place) =>
    ({ name: called[place], place, points: scheme.courses[course] }));
  const years = { ticks: [[4, "1 year"], [8, "2 years"], [12, "3 years"]] };
  lines(byId("profit"), series("gross_profit"), { x: years, y: money, label: "Gross profit added up, by scheme" });
  lines(byId("hours"), series("hours_lost"), { x: years, y: (value) => `${Math.round(value)} h`, label: "Hours lost to quarrels added up, by scheme" });
  funnel(byId("funnel"), picture.schemes);
}

function answer(picture, measure, called) {
  const [first] = picture.schemes;
  const numbers = picture.schemes.map((scheme, place) => make("p", { class: "number", "data-measure": measure,
    "data-value": scheme.measures[measure].mean },
    mark(place), make("strong", {}, scheme.measures[measure].text), make("span", {}, called[place])));
  const gaps = picture.differences.map((each, at) => {
    const gap = each.measures[measure], [mean, low, high] = gap.percent;
    const reach = Math.max(20, ...picture.differences.flatMap((other) =>
      other.measures[measure].percent.map((value) => Math.abs(value || 0))));
    return make("div", { class: "gap" },
      make("p", { class: "gap-words" }, `${called[at + 1].slice(0, 1)} against A: `, make("strong", {}, percent(mean)),
        ` (${percent(low)} to ${percent(high)})`),
      interval(low, mean, high, reach, at + 1),
      make("p", { class: gap.sure ? "verdict is-sure" : "verdict" }, gap.verdict));
  });
  return make("article", { class: "answer" }, make("h2", {}, first.measures[measure].title), numbers, gaps);
}

// The simulated firm that is chosen, from 0.
function firmNumber() {
  return Math.max(0, Number(byId("firm").value) - 1);
}

async function askTwins() {
  redrawTwins(await ask("/api/twins", { plans: state.plans, replicate: firmNumber() }));
}

function redrawTwins(found) {
  const called = names();
  byId("watch").replaceChildren("Watch this firm week by week under ", ...state.plans.flatMap((plan, place) =>
    [place ? " · " : "", make("a", { href: `/watch#${encodeURIComponent(JSON.stringify({ plan, replicate: firmNumber() }))}` }, called[place])]));
  lines(byId("twins"), found.lines.map((line, place) => ({ name: called[place], place,
    points: line.map((value, week) => [week + found.first, value]) })),
  { x: { ticks: [[26, "half a year"], [52, "1 year"], [78, "1½ years"], [104, "2 years"]] }, y: money,
    label: "What one firm signed in the last 13 weeks, by scheme" });
  byId("parted").textContent = found.parts.map(({ week, first, signed }, place) => {
    const name = called[place + 1];
    if (week === null) return `${name} does exactly the same as A.`;
    const apart = `${name} meets the same buyers as A; their ways part in week ${week} (${first})`;
    return signed === null ? `${apart}, yet they sign the same.` : `${apart}; the first other signature comes in week ${signed}.`;
  }).join(" ");
}

async function begin() {
  state.choices = await ask("/api/choices");
  byId("market").replaceChildren(make("option", { value: "" }, "as the scheme says"),
    ...state.choices.markets.map((item) => make("option", { value: item.name }, item.title)));
  byId("market").addEventListener("change", (event) =>
    change(state.plans.map((plan) => ({ ...plan, market: event.target.value }))));
  byId("undo").addEventListener("click", () => show(state.past.pop()));
  byId("reset").addEventListener("click", () => change(started()));
  byId("more").addEventListener("click", () => change([...state.plans,
    { ...state.plans[0], base: "hybrid_pay", practices: [], settings: teams(state.plans[0]) }]));
  byId("firm").addEventListener("change", () => askTwins().catch(failed));
  byId("save").addEventListener("click", () => save().catch(failed));
  byId("close").addEventListener("click", () => byId("files").close());
  byId("own").addEventListener("change", addOwn);
  show(fromLink() || started());
}

// Files of one's own become schemes to choose; the first of them is shown beside the others.
async function addOwn() {
  byId("own-problem").hidden = true;
  try {
    const { added } = await addFiles("/api/add", byId("own"));
    state.choices = await ask("/api/choices");
    const kept = state.plans.slice(0, 2);
    change([...kept, { base: added[0], market: kept[0].market, practices: [], settings: teams(kept[0]) }]);
  } catch (error) {
    byId("own-problem").textContent = error.message;
    byId("own-problem").hidden = false;
  }
}

async function save() {
  const replicates = state.seen ? state.seen.replicates : 200;
  const found = await ask("/api/yaml", { plans: state.plans, replicates });
  byId("command").textContent = found.command;
  byId("links").replaceChildren(...Object.entries(found.files).map(([name, text]) =>
    make("a", { class: "button", download: name,
      href: URL.createObjectURL(new Blob([text], { type: "application/yaml" })) }, name)));
  byId("files").showModal();
}

begin().catch(failed);
