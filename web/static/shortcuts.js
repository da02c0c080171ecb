// Single keys: / to the search field, j and k from hit to hit, ? for the list of them. They can be switched off (WCAG
// 2.1.4), never act on what is typed into a field, and are found by their place where the layout is a Russian one.
"use strict";

const KEPT = "slovoform-shortcuts";
const PLACES = { KeyJ: ["j", "j"], KeyK: ["k", "k"], Slash: ["/", "?"] };

const ACTIONS = {
  "/": () => focused(document.getElementById("q"))?.select(),
  "?": () => help().showModal(),
  j: () => walk(1),
  k: () => walk(-1),
};

function help() {
  return document.getElementById("shortcuts");
}

function focused(thing) {
  thing?.focus();
  return thing;
}

function walk(by) {
  const hits = [...document.querySelectorAll(".hit h2 a")];
  const here = document.activeElement.closest(".hit");
  const place = hits.findIndex((link) => here?.contains(link));
  return focused(hits[place < 0 ? 0 : place + by]);
}

// The sign of a key; «о» and «л», «.» and «,» stand where j and k, / and ? do.
function sign(event) {
  const russian = /^[а-яё.,]$/i.test(event.key) && PLACES[event.code];
  return russian ? russian[Number(event.shiftKey)] : event.key;
}

function typing(thing) {
  return thing.isContentEditable || thing.matches("input:not([type=checkbox]), textarea, select");
}

function press(event) {
  const act = ACTIONS[sign(event)];
  if (!act || !onOff.checked) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  event.preventDefault();
  act();
}

// What a browser refuses to keep holds for this page.
function kept() {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
}

function keep() {
  try {
    localStorage.setItem(KEPT, onOff.checked ? "on" : "off");
  } catch {
    // The switch stands as it was put.
  }
}

const bar = document.getElementById("keys");
const onOff = bar.querySelector("input");
onOff.checked = kept();
onOff.addEventListener("change", keep);
bar.querySelector("button").addEventListener("click", () => help().showModal());
bar.hidden = false;
document.addEventListener("keydown", press);
