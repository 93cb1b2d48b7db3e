// Watch: one company, week by week. Weeks are fetched ahead, so that playing never waits.
"use strict";

const CHUNK = 26;
const watched = { asked: null, info: null, weeks: [], week: 0, speed: 1, timer: null, story: null, turn: 0 };
const plain = (value) => value.toLocaleString("en");
const TOTALS = [["wins", "signed", plain], ["bookings", "new business", money], ["gross_profit", "gross profit", money],
  ["leads", "leads came in", plain], ["worked_leads", "of marketing's leads called", plain], ["losses", "deals lost", plain],
  ["hours_lost", "hours lost to quarrels", (value) => plain(Math.round(value))]];

function fromLink() {
  const plain = { plan: { base: "siloed_metrics" }, seed: 1, replicate: 0, week: 0 };
  try {
    const found = JSON.parse(decodeURIComponent(location.hash.slice(1)));
    return found && typeof found.plan === "object" ? { ...plain, ...found } : plain;
  } catch {
    return plain;
  }
}

function keepLink() {
  history.replaceState(null, "", `#${encodeURIComponent(JSON.stringify({ ...watched.asked, week: watched.week }))}`);
}

function failed(error) {
  pause();
  const problem = byId("problem");
  problem.textContent = error instanceof Refused ? error.message
    : "The server does not answer. Start it again: this page goes on where it is.";
  problem.hidden = false;
}

async function load({ plan, seed, replicate, week }) {
  pause();
  const turn = ++watched.turn;
  watched.asked = { plan, seed, replicate };
  byId("problem").hidden = true;
  byId("who").textContent = "Simulating …";
  const info = await ask("/api/watch", watched.asked);
  if (turn !== watched.turn) return;
  Object.assign(watched, { info, weeks: [] });
  nodes.clear();
  byId("lanes").replaceChildren();
  closeStory();
  byId("week").max = info.weeks - 1;
  byId("title").textContent = `${info.title}, week by week`;
  byId("who").textContent = "Writing down what happened …";
  const first = Math.max(0, Math.min(week || 0, info.weeks - 1));
  await fetched(0, turn);
  if (first >= CHUNK) await fetched(first - first % CHUNK, turn);
  if (turn !== watched.turn) return;
  byId("who").textContent = `Simulated firm ${replicate + 1}: ${info.people.length} people, `
    + `${info.weeks} weeks.` + (plan.practices?.length || Object.keys(plan.settings || {}).length ? " Set as on Explore." : "");
  byId("same").textContent = info.command ? `The same numbers: ${info.command}`
    : "The same numbers: save it as a scenario file on Explore, and run that file.";
  show(first);
  for (let next = 0; next < info.weeks; next += CHUNK) if (!watched.weeks[next]) await fetched(next, turn);
}

async function fetched(first, turn) {
  const found = await ask("/api/watch/weeks", { ...watched.asked, first, count: CHUNK });
  if (turn !== watched.turn) return;
  for (const week of found) watched.weeks[week.week] = week;
}

function show(week) {
  const now = watched.weeks[week];
  if (!now) return false;
  watched.week = week;
  document.body.dataset.week = week;
  byId("week").value = week;
  byId("week").setAttribute("aria-valuetext", `Week ${week}`);
  byId("when").textContent = `Week ${week} of ${watched.info.weeks - 1}`;
  byId("quarter").textContent = `year ${Math.floor(week / 52) + 1}, quarter ${Math.floor(week % 52 / 13) + 1}`;
  drawTotals(now);
  drawLanes(now);
  drawFeed(watched.weeks, week);
  drawPairs(now, watched.weeks[0]);
  drawPeople(now);
  byId("step").disabled = byId("play").disabled = week >= watched.info.weeks - 1;
  if (watched.story) tellStory(watched.story);
  if (watched.timer === null) keepLink();
  return true;
}

function drawTotals(now) {
  const column = (name) => watched.info.measures.indexOf(name);
  const before = watched.weeks.slice(0, now.week + 1);
  const known = before.filter(Boolean).length === now.week + 1;
  byId("totals").replaceChildren(...TOTALS.map(([name, words, text]) => {
    const value = now.measures[column(name)];
    const all = known ? before.reduce((sum, each) => sum + each.measures[column(name)], 0) : null;
    return make("p", { class: "total", "data-measure": name, "data-value": value, "data-total": all ?? "" },
      make("strong", {}, all === null ? "…" : text(all)), make("span", {}, words), make("small", {}, `${text(value)} this week`));
  }), ...[["trust_marketers_in_reps", "marketing trusts sales"], ["trust_reps_in_marketers", "sales trusts marketing"]].map(([name, words]) => {
    const value = now.measures[column(name)];
    return make("p", { class: "total", "data-measure": name, "data-value": value }, make("strong", {}, hundred(value)),
      make("span", {}, words), make("small", {}, "of 100, now"));
  }), make("p", { class: "total", "data-measure": "looking", "data-value": now.looking }, make("strong", {}, now.looking),
    make("span", {}, "accounts are looking"), make("small", {}, "now")));
}

function play() {
  byId("play").textContent = "Pause";
  const tick = () => {
    const next = watched.week + 1;
    if (next >= watched.info.weeks) { pause(); return; }
    watched.timer = setTimeout(tick, show(next) ? 1000 / watched.speed : 100);
  };
  watched.timer = setTimeout(tick, 0);
}

function pause() {
  clearTimeout(watched.timer);
  watched.timer = null;
  byId("play").textContent = "Play";
  if (watched.info) keepLink();
}

function openStory(wanted) {
  watched.story = wanted;
  byId("story").hidden = false;
  tellStory(wanted).then(() => {
    byId("story-title").focus({ preventScroll: true });
    byId("story").scrollIntoView({ block: "nearest", behavior: still() ? "auto" : "smooth" });
  });
}

function closeStory() {
  watched.story = null;
  byId("story").hidden = true;
}

async function tellStory(wanted) {
  const { week } = watched;
  try {
    const found = await ask("/api/watch/story", { ...watched.asked, ...wanted, week });
    if (watched.story !== wanted || week !== watched.week) return;
    byId("story-title").textContent = `${found.title}: the story up to week ${week}`;
    byId("story-events").replaceChildren(...(found.events.length ? found.events.map((event) =>
      make("li", {}, make("b", {}, `Week ${event.week}`), make("span", {}, event.text,
        event.because ? make("small", {}, ` because of: ${event.because}`) : null)))
      : [make("li", {}, "Nothing has happened yet.")]));
    byId("story-events").scrollTop = byId("story-events").scrollHeight;
  } catch (error) {
    failed(error);
  }
}

async function begin() {
  const choices = await ask("/api/choices");
  const options = (list) => list.map((item) => make("option", { value: item.name }, item.title));
  byId("base").replaceChildren(...options(choices.bases));
  byId("market").replaceChildren(make("option", { value: "" }, "as the scheme says"), ...options(choices.markets));
  const asked = fromLink();
  byId("base").value = asked.plan.base;
  byId("market").value = asked.plan.market || "";
  byId("firm").value = asked.replicate + 1;
  byId("seed").value = asked.seed;
  const another = (plan) => load({ plan, seed: Math.max(0, Number(byId("seed").value)),
    replicate: Math.max(0, Number(byId("firm").value) - 1), week: 0 }).catch(failed);
  byId("base").addEventListener("change", () => another({ base: byId("base").value, market: byId("market").value }));
  byId("market").addEventListener("change", () => another({ ...watched.asked.plan, market: byId("market").value }));
  for (const name of ["firm", "seed"]) byId(name).addEventListener("change", () => another(watched.asked.plan));
  byId("play").addEventListener("click", () => (watched.timer === null ? play() : pause()));
  byId("step").addEventListener("click", () => { pause(); show(watched.week + 1); });
  byId("start").addEventListener("click", () => { pause(); show(0); });
  byId("speed").addEventListener("change", (event) => { watched.speed = Number(event.target.value); });
  byId("week").addEventListener("input", (event) => { pause(); show(Number(event.target.value)); });
  byId("story-close").addEventListener("click", closeStory);
  await load(asked);
}

begin().catch(failed);
