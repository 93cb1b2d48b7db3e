// What the watch page draws of a week: lanes of leads and deals, pairs, people, what happened.
"use strict";

const LANES = [["came", "New, with marketing"], ["wait", "Wait for sales"], ["called", "Called"],
  ["gone", "Left or sent back"], ["open", "Open deals"], ["ready", "Champion won over"],
  ["won", "Signed"], ["lost", "Lost"]];
const SHOWN_MOST = 60;
const SOUR = 0.2;
const WORDS = { volume: "making leads", qualification: "checking leads", research: "asking buyers",
  joint: "with sales", slack: "unused", prospecting: "finding buyers", leads: "calling leads",
  sharing: "with marketing" };
const nodes = new Map();

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const hundred = (share) => (share === null ? "n/a" : `${Math.round(share * 100)}`);
const hours = (value) => `${value.toFixed(1)} h`;
const called = (seat) => {
  const person = watched.info.people.find((each) => each.seat === seat);
  return `${person.role} ${seat}`;
};
const capital = (text) => text[0].toUpperCase() + text.slice(1);

function dealNode([deal, account, rep, value, reached, members, , opened, outcome]) {
  const node = nodes.get(`d${deal}`) || make("button", { type: "button", class: "deal",
    onclick: () => openStory({ account }) });
  nodes.set(`d${deal}`, node);
  node.dataset.deal = deal;
  node.dataset.account = account;
  node.dataset.outcome = watched.info.outcomes[outcome];
  const size = Math.min(3.6, 2.1 + Math.sqrt(value / 1e5) * 0.5);
  node.style.width = node.style.height = `${size}rem`;
  const words = `Account ${account}, ${called(rep)}: ${money(value)} a year, `
    + `${reached} of ${members} people reached, opened in week ${opened}`
    + (outcome === 0 ? "" : `, ${node.dataset.outcome.replace("_", " ")}`);
  node.title = words;
  node.replaceChildren(outcome === 0 ? `${reached}/${members}` : outcome === 1 ? "✓" : "×",
    make("span", { class: "unseen" }, ` ${words}`));
  return node;
}

function leadNode(lead) {
  const node = nodes.get(`l${lead}`) || make("i", { class: "lead", "aria-hidden": "true" });
  nodes.set(`l${lead}`, node);
  return node;
}

function inLane(key, week) {
  if (key in week.leads) return week.leads[key].map(leadNode);
  const kept = { open: (each) => each[8] === 0 && !each[6], ready: (each) => each[8] === 0 && each[6],
    won: (each) => each[8] === 1, lost: (each) => each[8] > 1 };
  return week.deals.filter(kept[key]).map(dealNode);
}

// A lead stands where it is at the end of the week, once.
function placed(week) {
  const later = new Set([...week.leads.wait, ...week.leads.called, ...week.leads.gone]);
  return { ...week, leads: { ...week.leads, came: week.leads.came.filter((lead) => !later.has(lead)) } };
}

function drawLanes(week) {
  const host = byId("lanes"), focused = document.activeElement;
  const before = new Map([...nodes.values()].filter((node) => node.isConnected)
    .map((node) => [node, node.getBoundingClientRect()]));
  const seen = placed(week);
  if (!host.children.length) {
    host.append(...LANES.map(([key, title]) => make("div", { class: `lane lane-${key}`, "data-lane": key },
      make("p", { class: "lane-name" }, title), make("p", { class: "lane-number" }),
      make("div", { class: "dots" }))));
  }
  for (const [key] of LANES) {
    const lane = host.querySelector(`[data-lane=${key}]`);
    const held = inLane(key, seen), more = held.length - SHOWN_MOST;
    lane.querySelector(".lane-number").textContent = held.length;
    lane.querySelector(".dots").replaceChildren(...held.slice(0, SHOWN_MOST),
      ...(more > 0 ? [make("small", {}, `and ${more} more`)] : []));
  }
  for (const [key, node] of nodes) if (!node.isConnected) nodes.delete(key);
  if (focused && focused.isConnected && focused.classList.contains("deal")) focused.focus({ preventScroll: true });
  if (!still()) move(before);
}

function move(before) {
  const length = Math.min(600, 700 / watched.speed);
  for (const node of nodes.values()) {
    const from = before.get(node), to = node.getBoundingClientRect();
    if (!from) node.animate([{ opacity: 0 }, { opacity: 1 }], { duration: length });
    else if (from.x !== to.x || from.y !== to.y) {
      node.animate([{ transform: `translate(${from.x - to.x}px, ${from.y - to.y}px)` }, { transform: "none" }],
        { duration: length, easing: "ease-in-out" });
    }
  }
}

function drawPairs(week, first) {
  const { people, pairs, pods } = watched.info;
  const host = byId("pairs"), focused = document.activeElement?.dataset?.pair;
  host.replaceChildren(...Array.from({ length: pods }, (_, pod) => {
    const inPod = (role) => people.filter((each) => each.pod === pod && each.role === role);
    return make("table", {}, make("thead", {}, make("tr", {}, make("td"),
      inPod("rep").map((rep) => make("th", { scope: "col" }, capital(called(rep.seat)))))),
    make("tbody", {}, inPod("marketer").map((marketer) => make("tr", {},
      make("th", { scope: "row" }, capital(called(marketer.seat))), inPod("rep").map((rep) => {
        const at = pairs.findIndex(([one, other]) => one === marketer.seat && other === rep.seat);
        return make("td", {}, pairButton(pairs[at], week.pairs[at], first.pairs[at]));
      })))));
  }));
  if (focused) host.querySelector(`[data-pair="${focused}"]`)?.focus({ preventScroll: true });
}

function pairButton(pair, now, then) {
  const trust = (each) => (each[0] + each[1]) / 2, strain = now[2];
  const change = trust(now) - trust(then);
  const arrow = change > 0.02 ? "▲" : change < -0.02 ? "▼" : "";
  const who = `${capital(called(pair[0]))} and ${called(pair[1])}: `;
  const since = arrow ? ` ${arrow === "▲" ? "warmer" : "cooler"} than in week 0` : "";
  const node = make("button", { type: "button", class: strain >= SOUR ? "pair-cell is-sour" : "pair-cell",
    "data-pair": pair.join("-"), title: `${who}trust${since}`, onclick: () => openStory({ pair }) },
  make("span", { class: "unseen" }, `${who}trust `), make("strong", {}, `${hundred(now[0])} · ${hundred(now[1])} ${arrow}`),
  make("span", { class: "unseen" }, since),
  make("span", {}, `${strain >= SOUR ? "sour " : "strain "}${strain.toFixed(2)}`));
  node.style.setProperty("--warmth", `${Math.round(trust(now) * 60)}%`);
  return node;
}

function drawPeople(week) {
  byId("people").replaceChildren(...watched.info.people.map((person, at) => personCard(person, week.people[at])));
}

function personCard(person, [present, spent, practices, lost, trust, strain, belief]) {
  const isRep = person.role === "rep";
  const rows = [...person.tasks.map((task, place) => [WORDS[task] || task, spent[place]]),
    ["practices", practices], ["lost to quarrels", lost]].filter((row) => row[1] > 0.05);
  const most = Math.max(1, ...rows.map((row) => row[1]));
  const said = belief === null ? null : isRep
    ? `Own count: ${Math.round(belief * 100)} % of leads called became deals.`
    : `Says ${Math.round(belief * 100)} % of leads passed on are real.`;
  return make("article", { class: "person", "data-seat": person.seat },
    make("h3", {}, capital(called(person.seat)), watched.info.pods > 1 ? make("small", {}, ` pod ${person.pod + 1}`) : null),
    make("p", { class: "belief" }, `Trusts ${isRep ? "marketing" : "sales"}: `, make("strong", {}, hundred(trust)),
      ` of 100 · strain ${strain.toFixed(2)}`),
    said ? make("p", { class: "belief" }, said) : null,
    present ? make("dl", { class: "hours" }, rows.map(([name, value]) => make("div", {}, make("dt", {}, name),
      make("dd", {}, make("span", {}, hours(value)), draw("svg", { class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
        draw("rect", { class: name === "unused" || name === "lost to quarrels" ? "fill idle" : "fill", width: 100 * value / most, height: 8 }))))))
      : make("p", { class: "vacant" }, "The seat is vacant."));
}

function drawFeed(weeks, week) {
  const shown = weeks.slice(Math.max(0, week - 3), week + 1).filter(Boolean).reverse();
  byId("feed").replaceChildren(...shown.map((each) => make("div", { class: each.week === week ? "told is-now" : "told" },
    make("h3", {}, `Week ${each.week}`), make("ul", {}, make("li", {}, leadSentence(each)),
      each.told.map((event) => make("li", { class: `kind-${event.kind}` }, tellable(event)))))));
}

function leadSentence(week) {
  const { came, good, called: worked, gone } = week.leads;
  return `${came.length} leads come in, ${good} are called good; sales calls ${worked.length}, `
    + `${gone.length} are sent back or left to expire.`;
}

function tellable(event) {
  const wanted = event.pair ? { pair: event.pair } : Number.isInteger(event.account) ? { account: event.account } : null;
  return wanted ? make("button", { type: "button", class: "quiet", onclick: () => openStory(wanted) }, event.text) : event.text;
}
