// Follows the room: a push says that something is new, the page then asks for what it may see.
// After sleep, a lost network or a new start of the server it goes on by itself.
"use strict";

const base = byId("main").dataset.base;
const packCard = JSON.parse(byId("pack").textContent);
const clock = { until: null };
const sent = { under_way: 0, count: 0, seen: 0, last: Promise.resolve() };
let latest = null;
let refresh = () => {};

function say(text) {
  byId("problem").textContent = text || "";
  byId("problem").hidden = !text;
}

function follow(show) {
  let asking = false, again = false;
  refresh = async () => {
    if (asking) { again = true; return; }
    asking = true;
    const before = sent.count, wasQuiet = sent.under_way === 0;
    try {
      const view = await ask(`${base}/state`);
      // Perhaps older than what this page has sent: it would take that back on the screen.
      if (!wasQuiet || sent.under_way || sent.count !== before) { again = true; return; }
      clock.until = view.left === null ? null : performance.now() + 1000 * view.left;
      if (latest && latest.lost) say("");
      latest = view;
      sent.seen = before;
      show(view);
    } catch (error) {
      latest = { ...latest, lost: true };
      say(error instanceof Refused ? error.message
        : "No answer from the facilitator's machine. Nothing is lost; this page goes on by itself.");
    } finally {
      asking = false;
      if (again) { again = false; setTimeout(refresh, sent.under_way ? 150 : 0); }
    }
  };
  const source = new EventSource(`${base}/events`);
  source.addEventListener("message", () => refresh());
  source.addEventListener("error", () => setTimeout(() => refresh(), 500));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  window.addEventListener("online", () => refresh());
  setInterval(() => refresh(), 8000);
  setInterval(tick, 250);
  refresh();
}

function tick() {
  const timer = byId("timer");
  timer.hidden = clock.until === null;
  if (clock.until === null) return;
  const left = Math.max(0, Math.ceil((clock.until - performance.now()) / 1000));
  const text = left ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Time is up";
  if (timer.textContent !== text) timer.textContent = text;
}

// Send something after what was sent before; show what is wrong with it; return whether it was taken.
function act(what, message) {
  sent.under_way += 1;
  sent.count += 1;
  sent.last = sent.last.then(() => post(what, message));
  return sent.last;
}

async function post(what, message) {
  try {
    await ask(`${base}/${what}`, message);
    say("");
    return true;
  } catch (error) {
    say(error instanceof Refused ? error.message : "Not sent: no answer. Try again in a moment.");
    return false;
  } finally {
    sent.under_way -= 1;
    refresh();
  }
}

// Whether the latest view knows all that this page has sent.
function isAbreast() {
  return sent.under_way === 0 && sent.seen === sent.count;
}

function brief() {
  return byId("brief").content.cloneNode(true);
}
