// What teams fill in: predictions with a reason, and a plan within the budget.
// Every change is sent at once, so that a phone that sleeps has lost nothing.
"use strict";

function predictForm(view) {
  const questions = packCard.questions.map((question, place) => questionForm(view, question, place));
  const reason = make("textarea", { id: "reason", rows: 3, maxlength: 240,
    onchange: () => act("reason", { reason: reason.value }) });
  reason.value = view.reason;
  return [...questions, section(null, make("label", { class: "field", for: "reason" },
    make("strong", {}, "Why? One sentence."), reason))];
}

function questionForm(view, question, place) {
  const held = { lead: null, low: null, high: null, ...view.answers[place] };
  const send = () => act("answer", { question: place, ...held });
  const leads = packCard.schemes.map((scheme, at) => {
    const box = make("input", { type: "radio", name: `lead-${place}`, id: `lead-${place}-${at}`,
      checked: held.lead === at, onchange: () => { held.lead = at; send(); } });
    return make("label", { class: "tick-box" }, box, make("span", {}, mark(at), scheme.title));
  });
  const said = make("p", { class: "range-said", "aria-live": "polite" });
  const tell = () => {
    said.textContent = held.low === null ? "No range yet: move both ends."
      : `From ${whole(held.low)} to ${whole(held.high)}.`;
  };
  const end = (name, label) => {
    const input = make("input", { type: "range", min: -question.reach, max: question.reach, step: 1,
      id: `${name}-${place}`, "aria-label": `Question ${place + 1}: ${label}`,
      oninput: () => {
        const value = Number(input.value);
        held[name] = value;
        const other = name === "low" ? "high" : "low";
        if (held[other] === null || (name === "low" ? held.high < value : held.low > value)) held[other] = value;
        ends[other].value = held[other];
        tell();
      }, onchange: send });
    input.value = held[name] === null ? 0 : held[name];
    return input;
  };
  const ends = {};
  ends.low = end("low", "at least");
  ends.high = end("high", "at most");
  tell();
  return section(null, make("p", { class: "note" }, `Question ${place + 1} of ${packCard.questions.length}`),
    make("h2", {}, question.text),
    make("fieldset", {}, make("legend", { class: "unseen" }, question.text), leads),
    make("fieldset", {}, make("legend", {}, "By how much?"),
      make("p", { class: "note" }, `${question.measure}: “${question.scheme}” compared with “${question.first}”. `
        + "Choose a range that you expect to be right in eight of ten such bets."),
      said,
      make("label", { class: "slider" }, make("span", {}, "at least"), ends.low),
      make("label", { class: "slider" }, make("span", {}, "at most"), ends.high),
      make("p", { class: "scale" }, make("span", {}, `${question.reach}\u00a0% less`), make("span", {}, "the same"),
        make("span", {}, `${question.reach}\u00a0% more`))));
}

const ROLES = [["marketer", "marketers"], ["rep", "salespeople"]];

function planForm(view) {
  const plan = structuredClone(view.plan);
  const spent = () => plan.practices.reduce((sum, name) =>
    sum + packCard.practices.find((each) => each.name === name).price, 0)
    + packCard.pay_price * Object.keys(plan.shared).length;
  const left = make("p", { class: "said", id: "points", role: "status" });
  const boxes = [];
  const changed = () => { tell(); act("plan", { plan }); };
  const tell = () => {
    const rest = packCard.budget - spent();
    left.textContent = `${rest} of ${packCard.budget} points left`;
    for (const { box, price } of boxes) box.disabled = !box.checked && price > rest;
  };
  const schemes = packCard.schemes.map((scheme, at) => make("label", { class: "tick-box" },
    make("input", { type: "radio", name: "scheme", id: `scheme-${at}`, checked: plan.scheme === at,
      onchange: () => { plan.scheme = at; changed(); } }),
    make("span", {}, mark(at), scheme.title, make("small", {}, scheme.memo))));
  const pay = ROLES.map(([role, title]) => payForm(plan, role, title, boxes, changed));
  const practices = packCard.practices.map((item) => {
    const box = make("input", { type: "checkbox", id: `practice-${item.name}`, checked: plan.practices.includes(item.name),
      onchange: () => {
        plan.practices = box.checked ? [...plan.practices, item.name] : plan.practices.filter((name) => name !== item.name);
        changed();
      } });
    boxes.push({ box, price: item.price });
    return make("label", { class: "tick-box" }, box, make("span", {}, `${item.title} · ${points(item.price)}`,
      make("small", {}, item.about)));
  });
  tell();
  return [left, section("Begin with", make("fieldset", {}, make("legend", { class: "unseen" }, "Scheme"), schemes)),
    section("Change the pay", pay),
    section("Add practices", make("p", { class: "note" }, "At most five. They cost hours as well: that is in the runs."), practices)];
}

function points(number) {
  return number === 1 ? "1 point" : `${number} points`;
}

function payForm(plan, role, title, boxes, changed) {
  const shown = make("output", {});
  const input = make("input", { type: "range", min: 0, max: 100, step: 5, id: `share-${role}`,
    "aria-label": `Share of the pay of ${title} that hangs on shared revenue`,
    oninput: () => { shown.textContent = `${input.value} %`; },
    onchange: () => { plan.shared[role] = Number(input.value) / 100; changed(); } });
  const slider = make("label", { class: "slider" }, make("span", {}, "hangs on shared revenue"), shown, input);
  const box = make("input", { type: "checkbox", id: `pay-${role}`, checked: role in plan.shared, onchange: () => {
    if (box.checked) plan.shared[role] = Number(input.value) / 100; else delete plan.shared[role];
    slider.hidden = !box.checked;
    changed();
  } });
  input.value = role in plan.shared ? 100 * plan.shared[role] : 50;
  shown.textContent = `${input.value} %`;
  slider.hidden = !box.checked;
  boxes.push({ box, price: packCard.pay_price });
  return make("div", { class: "pay" }, make("label", { class: "tick-box" }, box,
    make("span", {}, `Change the variable pay of ${title} · ${points(packCard.pay_price)}`)), slider);
}
