// What every page shares: making elements, asking the server. Text is only ever put in as text.
"use strict";

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled") node[key] = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(2)) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

function make(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function draw(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function byId(name) {
  return document.getElementById(name);
}

class Refused extends Error {}

async function ask(path, message, signal) {
  const options = message === undefined ? { signal } : {
    method: "POST", signal, headers: { "Content-Type": "application/json" },
    body: JSON.stringify(message),
  };
  const answer = await fetch(path, options);
  const isJson = (answer.headers.get("content-type") || "").startsWith("application/json");
  const found = isJson ? await answer.json() : { problem: await answer.text() };
  if (!answer.ok) throw new Refused(found.problem);
  return found;
}

function money(value) {
  if (value === null) return "n/a";
  const size = Math.abs(value), sign = value < 0 ? "−" : "";
  if (size >= 1e6) return `${sign}€${Number((size / 1e6).toFixed(size >= 1e7 ? 1 : 2))} M`;
  if (size >= 1e3) return `${sign}€${(size / 1e3).toFixed(0)} k`;
  return `${sign}€${size.toFixed(0)}`;
}

function percent(value) {
  if (value === null) return "n/a";
  const rounded = Math.abs(value).toFixed(1);
  return `${value < 0 ? "−" : "+"}${rounded}\u00a0%`;
}

const MOST_ADDED = 1e6;

// Send chosen files as they are; the server checks them as the command line does.
async function addFiles(path, input) {
  const chosen = [...input.files];
  input.value = "";
  if (chosen.reduce((sum, file) => sum + file.size, 0) > MOST_ADDED) {
    throw new Refused("Together these files have more than 1 MB; scenarios and packs are smaller.");
  }
  const files = {};
  for (const file of chosen) files[file.name] = await base64(file);
  return ask(path, { files });
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.split(",")[1] || ""));
    reader.addEventListener("error", () => reject(new Refused(`${file.name}: cannot be read`)));
    reader.readAsDataURL(file);
  });
}
