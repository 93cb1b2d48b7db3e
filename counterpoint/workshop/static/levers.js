// The sliders and switches of one scheme. A weight that moves takes from the others in proportion.
"use strict";

const OWNERS = [["cmo", "Head of marketing"], ["cso", "Head of sales"], ["cro", "Revenue leader"], ["ceo", "CEO"]];

// Return weights in which `moved` is `value` and the sum is 1, to the last digit the file shows.
function balanced(weights, moved, value) {
  const others = Object.keys(weights).filter((key) => key !== moved);
  const total = others.reduce((sum, key) => sum + weights[key], 0);
  const result = { ...weights, [moved]: Math.round(value * 100) / 100 };
  let left = Math.round((1 - result[moved]) * 100);
  others.forEach((key, place) => {
    const share = total > 0 ? weights[key] / total : 1 / others.length;
    const part = place === others.length - 1 ? left
      : Math.min(left, Math.round((1 - result[moved]) * share * 100));
    result[key] = part / 100;
    left -= part;
  });
  return others.length ? result : { [moved]: 1 };
}

function slider(label, value, text, { min, max, step }, change) {
  const shown = make("output", {}, text(value));
  const input = make("input", { type: "range", min, max, step, "aria-label": label,
    oninput: () => { shown.textContent = text(Number(input.value)); },
    onchange: () => change(Number(input.value)) });
  input.value = value;
  return make("label", { class: "slider" }, make("span", {}, label), shown, input);
}

function weightSliders(role, title, weights, metrics, change) {
  const held = Object.keys(weights);
  const rest = metrics.filter((item) => !held.includes(item.name));
  const add = make("select", { "aria-label": `${title}: pay for something else too`,
    onchange: () => change(balanced({ ...weights, [add.value]: 0 }, add.value, 0.1)) },
    make("option", { value: "" }, "+ pay for …"),
    rest.map((item) => make("option", { value: item.name }, item.title)));
  return make("fieldset", {}, make("legend", {}, title), held.map((key) =>
    slider(metrics.find((item) => item.name === key).title, weights[key],
      (value) => `${Math.round(value * 100)} %`, { min: 0, max: 1, step: 0.05 },
      (value) => change(balanced(weights, key, value)))), held.length < 5 ? add : null);
}

function choice(label, value, options, change) {
  const select = make("select", { onchange: () => change(select.value) },
    options.map(([name, title]) => make("option", { value: name }, title)));
  select.value = value;
  return make("label", { class: "choice" }, make("span", {}, label), select);
}

// plan: what is sent; ground: where the sliders stand; set(changes) is called with a new plan.
function leverCard(place, plan, ground, choices, set, remove) {
  const setting = (key, value) => set({ ...plan, settings: { ...plan.settings, [key]: value } });
  const owner = OWNERS.find(([name]) => name === ground.budget_owner) || [ground.budget_owner, ground.budget_owner];
  const owners = OWNERS.includes(owner) ? OWNERS : [...OWNERS, owner];
  const practices = choices.practices.map((item) => {
    const box = make("input", { type: "checkbox", checked: plan.practices.includes(item.name),
      disabled: plan.practices.length >= 5 && !plan.practices.includes(item.name),
      onchange: () => set({ ...plan, practices: box.checked
        ? [...plan.practices, item.name] : plan.practices.filter((name) => name !== item.name) }) });
    return make("label", { class: "tick-box" }, box, make("span", {}, item.title,
      make("small", {}, item.about)));
  });
  return make("div", { class: `card s${place}`, "data-card": place },
    make("div", { class: "card-top" }, mark(place),
      choice(`Scheme ${"ABC"[place]}`, plan.base, choices.bases.map((item) => [item.name, item.title]),
        (base) => set({ base, market: plan.market, practices: [], settings: teams(plan) })),
      remove ? make("button", { type: "button", class: "quiet", onclick: remove,
        "aria-label": `Remove scheme ${"ABC"[place]}` }, "Remove") : null),
    weightSliders("marketer", "Marketers are paid for", ground.weights.marketer, choices.metrics,
      (value) => setting("contracts.marketer", value)),
    weightSliders("rep", "Salespeople are paid for", ground.weights.rep, choices.metrics,
      (value) => setting("contracts.rep", value)),
    make("details", { "data-part": "organisation" }, make("summary", {}, "Who plans, and how far ahead"),
      choice("Marketing budget belongs to", ground.budget_owner, owners,
        (value) => setting("organisation.budget_owner", value)),
      slider("Budget owner plans ahead", ground.horizon[ground.budget_owner] || 52,
        (value) => `${value} weeks`, { min: 4, max: 104, step: 1 },
        (value) => setting(`organisation.horizon.${ground.budget_owner}`, value))),
    make("details", { "data-part": "practices" },
      make("summary", {}, `Practices: ${plan.practices.length} of at most 5`), practices));
}

// Team size and market are the firm's, not a scheme's: they are the same for all.
function teams(plan) {
  const kept = {};
  for (const key of ["market.reps", "market.marketers"]) {
    if (key in plan.settings) kept[key] = plan.settings[key];
  }
  return kept;
}
