// What a phone fills in on the scenes: ticks, a guess, a place on the line, a pilot card.
"use strict";

function judgeForm(view) {
  return firmFacts(view, (each) => {
    const held = view.opinions || {}, said = each.fact in held, value = held[each.fact];
    const input = make("input", { type: "number", step: "any", id: `fact-${each.fact}`, inputmode: "decimal", "aria-label": `${each.title}: it is`,
      onchange: () => { if (input.value !== "") act("judge", { fact: each.fact, value: Number(input.value) }); } });
    if (said && value !== null) input.value = value;
    return make("div", { class: "judge" },
      make("button", { type: "button", id: `right-${each.fact}`, "aria-pressed": String(said && value === null), "aria-label": `${each.title}: that is right`,
        onclick: () => { input.value = ""; act("judge", { fact: each.fact, value: null }); } }, "right"),
      make("label", {}, make("span", {}, "no, it is"), input, make("span", {}, each.unit)));
  });
}

function guessForm(view) {
  const choice = (title, place) => make("label", { class: "tick-box" },
    make("input", { type: "radio", name: "guess", id: `guess-${place}`, checked: view.guess === place, onchange: () => act("guess", { guess: place }) }),
    make("span", {}, title));
  return [section(`What makes “${packCard.asked}” differ most in profit?`, make("p", { class: "note" }, "Nobody sees a guess before all have guessed. Not to know is an answer."),
    make("fieldset", {}, make("legend", { class: "unseen" }, "Cause"), packCard.causes.map(choice), choice("Unknown: nobody can tell from this", -1)))];
}

function markForm(view) {
  const held = view.assumed;
  const said = make("p", { class: "range-said", "aria-live": "polite" });
  const tell = () => { said.textContent = view.mark === null && !slider.dataset.moved ? "Not marked yet: move it." : `We are here: ${speak(held, Number(slider.value))}.`; };
  const slider = make("input", { type: "range", id: "mark", min: held.low, max: held.high, step: (held.high - held.low) / 100, "aria-label": held.title,
    oninput: () => { slider.dataset.moved = "yes"; tell(); },
    onchange: () => act("mark", { assumption: view.assumption, value: Math.min(held.high, Math.max(held.low, Number(slider.value))) }) });
  slider.value = view.mark === null ? (held.low + held.high) / 2 : view.mark;
  tell();
  return [section(held.title, make("p", {}, "Where is your firm? Drag to where you think you are; the curve comes when all are done."), said,
    make("label", { class: "slider" }, make("span", { class: "unseen" }, held.title), slider),
    endsOf(held), make("p", { class: "scale" }, make("span", {}, held.texts[0]), make("span", {}, held.texts[held.texts.length - 1])),
    make("p", { class: "note" }, `The firm on the screen: ${speak(held, held.now)}.`))];
}

function pilotForm(view) {
  const card = { ...view.pilot };
  return [section("One pilot for Monday", packCard.fields.map(({ key, label }) => {
    const input = make("input", { type: "text", id: `pilot-${key}`, maxlength: 140, autocomplete: "off",
      onchange: () => { card[key] = input.value; act("card", { card }); } });
    input.value = card[key] || "";
    return make("label", { class: "field", for: `pilot-${key}` }, make("strong", {}, label), input);
  })), section("Your bets today, against what happened", (view.score ? view.score.lines : []).map((line) =>
    make("div", { class: "line" }, make("h3", {}, line.question), make("p", {}, line.lead), make("p", {}, line.range))))];
}
