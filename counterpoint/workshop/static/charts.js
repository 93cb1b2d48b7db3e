// Pictures as inline SVG: lines with bands, ranges, bars. Colours come from the style sheet.
"use strict";

const WIDE = 640, TALL = 280, LEFT = 84, RIGHT = 12, TOP = 10, BOTTOM = 34;

function ticks(low, high, count) {
  const span = high - low || 1, raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw);
  const result = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-6; at += step) result.push(at);
  return result;
}

// series: [{name, place, points: [[x, mean, low, high]]}]
function lines(host, series, { x, y, label }) {
  const points = series.flatMap((each) => each.points);
  if (!points.length) return;
  const xs = points.map((point) => point[0]);
  const ys = points.flatMap((point) => point.slice(1)).filter((value) => value !== null);
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const [y0, y1] = [Math.min(0, ...ys), Math.max(1, ...ys)];
  const right = (value) => LEFT + ((value - x0) / (x1 - x0 || 1)) * (WIDE - LEFT - RIGHT);
  const up = (value) => TALL - BOTTOM - ((value - y0) / (y1 - y0)) * (TALL - TOP - BOTTOM);
  const picture = draw("svg", { viewBox: `0 0 ${WIDE} ${TALL}`, role: "img", "aria-label": label });
  for (const at of ticks(y0, y1, 4)) {
    picture.append(draw("line", { class: "grid", x1: LEFT, x2: WIDE - RIGHT, y1: up(at), y2: up(at) }),
      draw("text", { class: "tick", x: LEFT - 8, y: up(at) + 5, "text-anchor": "end" }, y(at)));
  }
  for (const at of x.ticks.filter((each) => each[0] >= x0 && each[0] <= x1)) {
    picture.append(draw("text", { class: "tick", x: right(at[0]), y: TALL - 10,
      "text-anchor": at[0] === x1 ? "end" : "middle" }, at[1]));
  }
  for (const { place, points: all } of series) {
    if (all[0].length > 2) {
      const upper = all.map((point) => `${right(point[0])},${up(point[3])}`);
      const lower = all.map((point) => `${right(point[0])},${up(point[2])}`).reverse();
      picture.append(draw("polygon", { class: `band s${place}`, points: [...upper, ...lower].join(" ") }));
    }
  }
  for (const { place, points: all } of series) {
    picture.append(draw("polyline", { class: `line s${place}`,
      points: all.map((point) => `${right(point[0])},${up(point[1])}`).join(" ") }));
  }
  host.replaceChildren(legend(series), picture);
}

function legend(series) {
  return make("p", { class: "legend" }, series.map(({ name, place }) =>
    make("span", {}, mark(place), name)));
}

function mark(place) {
  const shapes = [
    () => draw("circle", { cx: 8, cy: 8, r: 6 }),
    () => draw("rect", { x: 2, y: 2, width: 12, height: 12 }),
    () => draw("polygon", { points: "8,1 15,14 1,14" }),
  ];
  return draw("svg", { class: `mark s${place}`, viewBox: "0 0 16 16", "aria-hidden": "true" },
    shapes[place % shapes.length]());
}

// One interval around nothing changed: low to high as a bar, the mean as a dot, in percent.
function interval(low, mean, high, reach, place) {
  const at = (value) => 150 + (Math.max(-reach, Math.min(reach, value)) / reach) * 140;
  return draw("svg", { class: "interval", viewBox: "0 0 300 34", role: "img",
    "aria-label": `${percent(mean)}, interval ${percent(low)} to ${percent(high)}` },
    draw("line", { class: "zero", x1: 150, x2: 150, y1: 2, y2: 32 }),
    draw("line", { class: "grid", x1: 6, x2: 294, y1: 17, y2: 17 }),
    draw("rect", { class: `fill s${place}`, x: at(low), y: 11, rx: 6,
      width: Math.max(3, at(high) - at(low)), height: 12 }),
    draw("circle", { class: "dot", cx: at(mean), cy: 17, r: 6 }));
}

// Steps of the funnel, each scheme a bar on the same scale as the step's largest.
function funnel(host, schemes) {
  const steps = schemes[0].funnel.map((step, row) => {
    const most = Math.max(...schemes.map((each) => each.funnel[row].mean || 0), 1e-9);
    return make("div", { class: "step" }, make("p", { class: "step-name" }, step.title),
      schemes.map((each, place) => {
        const value = each.funnel[row];
        const wide = 100 * (value.mean || 0) / most;
        const left = 100 * Math.max(0, value.low || 0) / most;
        return make("div", { class: "bar-row" },
          make("span", { class: "bar-number" }, mark(place), value.text),
          draw("svg", { class: "bar", viewBox: "0 0 106 12", preserveAspectRatio: "none", "aria-hidden": "true" },
            draw("rect", { class: `fill s${place}`, x: 0, y: 2, width: wide, height: 8 }),
            draw("rect", { class: "whisker", x: left, y: 5.2, height: 1.6,
              width: Math.max(0, 100 * (value.high || 0) / most - left) })));
      }));
  });
  host.replaceChildren(...steps);
}
