// A team's phone: shows the stage the room is in. Answers are redrawn only when nobody is typing.
"use strict";

const ASKED = ["firm", "predict", "play", "guess", "redesign", "flip", "monday"];
const drawn = { key: "", rest: "", pressed: false };

const SCREENS = {
  lobby: (view) => [make("h1", {}, `Welcome, ${view.team.name}`), make("p", {}, "You are in. Wait for the facilitator to begin."), otherPhones(view)],
  brief: (view) => [make("h1", {}, packCard.title), section(null, brief()), schemeCards(), firmCard(view)],
  firm: (view) => [make("h1", {}, "This is your firm. Is it?"), make("p", {}, "Tick what is right, or write the number it should be. What you do not know, leave."), ...judgeForm(view)],
  predict: (view) => [make("h1", {}, "What do you expect?"), ...predictForm(view)],
  talk: (view) => [make("h1", {}, "Talk: why do you think so?"),
    make("p", {}, "Tell one another your reasons. You may change your bets until the lock."), ...predictForm(view)],
  locked: (view) => [make("h1", {}, "Locked"), make("p", {}, "Nobody can change a bet now. Yours:"), ...ownBets(view),
    make("h2", {}, "All bets, by who sits there"), ...betsBySide(view)],
  play: (view) => [make("h1", {}, `Play a year: quarter ${view.number + 1} of ${packCard.quarters}`), ...playForm(view)],
  year: (view) => [make("h1", {}, "The year, whole"), ...yearOfTeam(view)],
  reveal: (view) => [make("h1", {}, "What happened"), revealCard(view, view.number, view.team.id),
    ...view.revealed.slice(0, -1).map((_, place) => make("details", {}, make("summary", {}, `Question ${place + 1}: ${packCard.questions[place].text}`),
      revealCard(view, place, view.team.id)))],
  guess: (view) => [make("h1", {}, "Why? Guess first"), ...guessForm(view)],
  why: (view) => [make("h1", {}, "Why?"), section("You said", make("p", {}, view.reason || "You gave no reason.")), ...causeCards(view, view.guess), ...whyCards(view)],
  elsewhere: (view) => [make("h1", {}, "Another market"), make("p", {}, "The same schemes elsewhere: gross profit over three years."), ...elsewhereCards(view)],
  score: (view) => [make("h1", {}, "How good were your bets?"), scoreCard(view.score)],
  redesign: (view) => [make("h1", {}, `Your plan${view.redesigns > 1 ? `, round ${view.number + 1} of ${view.redesigns}` : ""}`), ...planForm(view)],
  board: (view) => [make("h1", {}, "All plans on the same luck"), ...boardCards(view.boards[view.number], view.team.name)],
  flip: (view) => [make("h1", {}, "What would flip it?"), ...markForm(view)],
  curve: (view) => [make("h1", {}, "What would flip it?"), ...curveCard(view, view.team.id, false)],
  monday: (view) => [make("h1", {}, "Monday"), ...pilotForm(view)],
  debrief: (view) => [make("h1", {}, "Debrief"), section("Your pilot", make("dl", { class: "pilot" }, packCard.fields.map(({ key, label }) =>
    make("div", {}, make("dt", {}, label), make("dd", {}, view.pilot[key] || "…"))))), section(null,
    make("p", {}, make("a", { class: "button primary", href: `${base}/debrief`, target: "_blank", rel: "noopener" }, "Your sheet, to print or keep")))],
};

function otherPhones(view) {
  return section(null, make("p", { class: "note" }, "Another phone of your team joins with your own code:"),
    make("p", { class: "code" }, view.team.code));
}

function ownBets(view) {
  return packCard.questions.map((question, place) => {
    const held = view.answers[place];
    const lead = held && held.lead !== null ? packCard.schemes[held.lead].title : "nobody named";
    const range = held && held.low !== null ? `${whole(held.low)} to ${whole(held.high)}` : "no range";
    return section(question.text, make("p", { class: "own-bet" }, `${lead}; ${range}`));
  });
}

function typing() {
  const at = document.activeElement;
  return drawn.pressed || at !== null && byId("view").contains(at) && at.matches("textarea, input[type=range], input[type=text], input[type=number]");
}

function redraw(view) {
  const { version, left, waiting, ...rest } = view;
  const text = JSON.stringify(rest);
  if (text === drawn.rest || (view.key === drawn.key && typing())) return;
  const focused = document.activeElement ? document.activeElement.id : "";
  const isNew = view.key !== drawn.key;
  byId("view").replaceChildren(...SCREENS[view.stage](view).filter((each) => each !== null && each !== undefined));
  if (isNew && drawn.key) begin(); else if (focused && byId(focused)) byId(focused).focus();
  drawn.key = view.key;
  drawn.rest = text;
}

function begin() {
  window.scrollTo(0, 0);
  const title = byId("view").querySelector("h1");
  title.tabIndex = -1;
  title.focus({ preventScroll: true });
}

function show(view) {
  const named = JSON.stringify([view.team.name, view.looks[view.team.id]]);
  if (byId("team").dataset.named !== named) {
    byId("team").dataset.named = named;
    byId("team").replaceChildren(...[teamMark(view.team.id), view.team.name].filter(Boolean));
  }
  byId("where").textContent = `${view.labels[view.label]} · ${view.label + 1} of ${view.labels.length}`;
  byId("view").dataset.stage = view.key;
  byId("view").dataset.done = view.done ? "yes" : "no";
  if (view.team.gone) {
    byId("view").replaceChildren(make("h1", {}, "Your team plays no more"), make("p", {}, "The facilitator has taken it out. "),
      make("a", { class: "button", href: "/join?another=1" }, "Join as another team"));
    byId("foot").hidden = true;
    return;
  }
  redraw(view);
  foot(view);
}

function foot(view) {
  const isAsked = ASKED.includes(view.stage);
  byId("foot").hidden = !isAsked;
  if (!isAsked) return;
  const others = view.waiting - (view.done ? 0 : 1);
  byId("done").textContent = view.done ? "Not done after all" : "Done";
  byId("done").className = view.done ? "" : "primary";
  const lacking = view.done ? [] : view.lacking, list = byId("lacking");
  byId("lacking-box").hidden = !lacking.length;
  byId("lacking-count").textContent = `${lacking.length} still missing`;
  if (list.dataset.said !== lacking.join()) {
    list.dataset.said = lacking.join();
    list.replaceChildren(...lacking.map((each) => make("li", {}, each)));
  }
  const said = view.done
    ? (others ? `Done. ${others} other team${others > 1 ? "s" : ""} not yet; changes still count.` : "Everybody is done.")
    : lacking.length ? "" : "Everything is kept.";
  if (byId("status").textContent !== said) byId("status").textContent = said;
}

follow(show);
byId("done").addEventListener("click", () => {
  if (document.activeElement && document.activeElement.matches("textarea, input[type=text], input[type=number]")) document.activeElement.blur();
  act("done", { done: !latest.done });
});
function settle() {
  setTimeout(() => { if (latest && latest.team && isAbreast()) show(latest); }, 0);
}

byId("view").addEventListener("focusout", settle);
// Nothing is redrawn between a press and its release: a new button would not know of the press.
for (const kind of ["pointerdown", "keydown"]) byId("view").addEventListener(kind, () => { drawn.pressed = true; });
for (const kind of ["pointerup", "pointercancel", "keyup", "blur"]) {
  window.addEventListener(kind, () => { drawn.pressed = false; settle(); });
}
