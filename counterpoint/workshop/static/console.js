// The facilitator's console. Others look at this screen too, so it shows nothing before its time.
"use strict";

const shownNow = { text: "", changing: null };

const SCREENS = {
  lobby: () => [make("h1", {}, packCard.title), byId("lobby").content.cloneNode(true)],
  brief: (view) => [make("h1", {}, packCard.title), section(null, brief()), schemeCards(), firmCard(view)],
  firm: (view) => [make("h1", {}, "This is your firm. Is it?"), ...firmFacts(view), fitButton(view)],
  predict: () => [make("h1", {}, "What do you expect?"), make("p", {}, "Predict on your phones: who is ahead, by how much, and why in one sentence."), ...asked()],
  talk: () => [make("h1", {}, "Talk: why do you think so?"), make("p", {}, "Tell one another your reasons. Bets may change until the lock."), ...asked()],
  locked: (view) => [make("h1", {}, "Locked"), make("p", {}, "Nobody can change a bet now. Hands up: who is sure?"), ...betsBySide(view)],
  play: (view) => [make("h1", {}, `Play a year: quarter ${view.number + 1} of ${packCard.quarters}`),
    make("p", { class: "said" }, "You are marketing, or sales, in the firm as it is. You see what your side sees, and decide for your own people."), ...playedBy(view)],
  year: (view) => [make("h1", {}, "The year"), ...yearOfRoom(view)],
  reveal: (view) => [make("h1", {}, "What happened"), revealCard(view, view.number)],
  guess: () => [make("h1", {}, "Why? Guess first"), make("p", { class: "said" }, `What makes “${packCard.asked}” differ most in profit?`),
    section("One of these", make("ul", { class: "sentences" }, [...packCard.causes, "Unknown: nobody can tell from this"].map((title) => make("li", {}, title))))],
  why: (view) => [make("h1", {}, "Why?"), ...causeCards(view), reasons(view), ...whyCards(view)],
  elsewhere: (view) => [make("h1", {}, "Another market"), make("p", {}, "The same schemes elsewhere: gross profit over three years."), ...elsewhereCards(view)],
  score: (view) => [make("h1", {}, "How good were the bets?"), make("ul", { class: "facts" }, view.teams.map((team) =>
    make("li", {}, make("strong", {}, team.score.lost === null ? "no range" : `${team.score.lost.toFixed(0)} lost`), make("span", {}, teamMark(team.id), team.name)))),
  make("p", { class: "note" }, "Fewer is better. The widest range loses 100 a question; a narrow one less, unless it misses: each percent of a miss costs ten times as much as one of width.")],
  redesign: (view) => [make("h1", {}, `Redesign${view.redesigns > 1 ? `, round ${view.number + 1} of ${view.redesigns}` : ""}`),
    make("p", { class: "said" }, `${packCard.budget} points: pay, practices, or both. All plans then meet the same luck.`), schemeCards()],
  board: (view) => [make("h1", {}, "All plans on the same luck"), ...boardCards(view.boards[view.number])],
  flip: (view) => [make("h1", {}, "What would flip it?"), make("p", { class: "said" }, view.assumed.title),
    make("p", {}, "Drag on your phones to where you think we are. The curve comes when all are done."), picks(view)],
  curve: (view) => [make("h1", {}, "What would flip it?"), ...curveCard(view, null, true), picks(view)],
  monday: (view) => [make("h1", {}, "Monday"), make("p", { class: "said" }, "One pilot a team: what, where, which number, your bet on it, and when you stop."), ...pilotCards(view)],
  debrief: (view) => [make("h1", {}, "Debrief"), ...pilotCards(view),
    make("p", {}, make("a", { class: "button primary", href: "/workshop/debrief", target: "_blank", rel: "noopener" }, "Sheets of all teams, to print")),
    ...(view.boards.length ? boardCards(view.boards[view.boards.length - 1]) : [])],
};

function asked() {
  return packCard.questions.map((question, place) => section(`${place + 1}. ${question.text}`,
    make("p", { class: "note" }, `Range: “${question.scheme}” compared with “${question.first}”, in percent.`)));
}

function fitButton(view) {
  const isOther = view.firm.card.some((each) => each.wrong);
  return section("Fit the firm to the room", make("p", { class: "note" }, isOther ? "Looks for a firm with the medians above; half a minute at most. What cannot be met is named, and you go on with that."
    : "When a team says another number, the firm can be fitted to the median here."),
  make("button", { type: "button", id: "fit", disabled: view.firm.fitting || !isOther, onclick: () => act("fit", {}) }, view.firm.fitting ? "Working …" : "Fit it"));
}

function playedBy(view) {
  const sides = Object.groupBy ? Object.groupBy(view.teams, (team) => team.role) : view.teams.reduce((all, team) => ({ ...all, [team.role]: [...(all[team.role] || []), team] }), {});
  return [section("Who plays what", make("ul", { class: "sentences" }, Object.entries(sides).map(([role, held]) =>
    make("li", {}, make("strong", {}, `${capital(role)}: `), held.flatMap((team, at) => [at ? ", " : "", teamMark(team.id), team.name]))))),
  section("What to look for", make("ul", { class: "sentences" }, ["What does your bonus ask of you?", "What did you do with what the other side sent you, or did not?", "What would you have to know that your screen does not show?"].map((text) => make("li", {}, text))))];
}

function picks(view) {
  return section("Another assumption", make("div", { class: "freezes" }, packCard.assumptions.map((title, place) =>
    make("button", { type: "button", class: "pick", id: `pick-${place}`, "aria-pressed": String(place === view.assumption), onclick: () => act("pick", { assumption: place }) }, title))));
}

function reasons(view) {
  return section("You said", make("ul", { class: "sentences" }, view.teams.map((team) =>
    make("li", {}, teamMark(team.id), make("strong", {}, `${team.name}: `), team.reason || "no reason given"))));
}

function show(view) {
  const { version, left, ...rest } = view;
  const text = JSON.stringify(rest);
  if (text === shownNow.text) return;
  shownNow.text = text;
  const key = JSON.stringify([view.key, view.card, view.revealed, view.why, view.elsewhere, view.boards,
    view.firm, view.bets, view.looks, view.year, view.guesses, view.freeze, view.assumption, view.assumed, view.curve,
    ["play", "why", "score", "monday", "debrief"].includes(view.stage) ? view.teams.map(({ present, waiting, ...team }) => team) : null]);
  byId("view").dataset.stage = view.key;
  if (shownNow.key !== key) {
    shownNow.key = key;
    const focused = document.activeElement ? document.activeElement.id : "";
    byId("view").replaceChildren(...SCREENS[view.stage](view).filter((each) => each !== null && each !== undefined));
    if (focused && byId(focused)) byId(focused).focus();
  }
  byId("stages").replaceChildren(make("ol", {}, view.labels.map((label, place) =>
    make("li", { "aria-current": place === view.label ? "step" : null, class: place < view.label ? "past" : "" }, label))));
  next(view);
  teams(view);
  if (view.problem) say(view.problem);
}

function next(view) {
  const late = view.teams.filter((team) => team.waiting), button = byId("next");
  button.hidden = view.next === null;
  button.disabled = Boolean(view.lacking);
  button.textContent = late.length && late.length <= view.teams.length ? "Bring along the slowest" : `Next: ${view.next}`;
  button.dataset.bring = late.length ? "yes" : "";
  byId("more").hidden = view.stage !== "talk";
  byId("waiting").textContent = view.lacking || (late.length ? `Not done yet: ${late.map((team) => team.name).join(", ")}. `
    + "“Bring along the slowest” goes on with what they have." : view.next ? "" : "This is the end.");
  const there = Object.entries(view.simulated).filter(([, is]) => !is).map(([name]) => WORDS[name]);
  byId("simulated").textContent = there.length ? `Still being simulated: ${there.join(", ")}.` : "Everything is simulated.";
}

const WORDS = { truth: "the answers", why: "why", freeze: "the causes", flip: "the curves", elsewhere: "other markets" };

function teams(view) {
  if (byId("teams").contains(document.activeElement) && byId("change").open) return;
  const focused = document.activeElement ? document.activeElement.dataset.team : null;
  byId("teams").replaceChildren(...view.teams.map((team) => make("li", {},
    make("span", { class: team.present ? "awake" : "asleep", title: team.present ? "awake" : "asleep" }, team.present ? "●" : "○"),
    make("span", { class: "team-name" }, teamMark(team.id), team.name, make("span", { class: "unseen" }, team.present ? " (awake)" : " (asleep)")),
    make("span", { class: "note" }, view.next === null || !("waiting" in team) ? "" : stateOf(view, team)),
    make("button", { type: "button", class: "quiet", "data-team": team.id, "aria-label": `Change ${team.name}`, onclick: () => change(team.id) }, "…"))));
  if (!view.teams.length) byId("teams").append(make("li", { class: "note" }, "Nobody yet."));
  if (focused) byId("teams").querySelector(`[data-team="${CSS.escape(focused)}"]`)?.focus();
}

function stateOf(view, team) {
  if (!["firm", "predict", "play", "guess", "redesign", "flip", "monday"].includes(view.stage)) return team.side;
  return team.waiting ? "at work" : "done";
}

function change(id) {
  const team = latest.teams.find((each) => each.id === id);
  shownNow.changing = id;
  byId("change-title").textContent = team.name;
  byId("change-code").textContent = team.code;
  byId("rename").value = team.name;
  byId("into").replaceChildren(...latest.teams.filter((each) => each.id !== id).map((each) => make("option", { value: each.id }, each.name)));
  byId("merge-do").disabled = latest.teams.length < 2;
  byId("change").showModal();
}

async function changed(what, message) {
  await act(what, { team: shownNow.changing, ...message });
  byId("change").close();
}

follow(show);
byId("next").addEventListener("click", async () => {
  byId("next").disabled = true;
  await act("advance", { from: latest.at, bring: byId("next").dataset.bring === "yes" });
  window.scrollTo(0, 0);
  shownNow.text = "";
});
byId("more").addEventListener("click", () => act("more-time", { seconds: 60 }));
byId("rename-do").addEventListener("click", () => changed("rename", { name: byId("rename").value }));
byId("merge-do").addEventListener("click", () => changed("merge", { into: byId("into").value }));
byId("remove-do").addEventListener("click", () => changed("remove", {}));
byId("change-close").addEventListener("click", () => byId("change").close());
byId("away").addEventListener("click", async () => {
  if (byId("away").dataset.sure !== "yes") {
    byId("away").dataset.sure = "yes";
    byId("away").textContent = "Yes, put it away: teams are sent home";
    return;
  }
  if (await act("put-away", {})) location.assign("/workshop");
});
document.addEventListener("click", async (event) => {
  if (event.target.id !== "rehearse") return;
  if (await act("rehearse", {})) location.assign("/rehearse");
});
