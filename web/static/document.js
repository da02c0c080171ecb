// On the page of a document: steps from mark to mark keep the focus and are no pages to go back to, and the citation
// is copied. Without it the steps are plain links, and the citation is text.

"use strict";

document.addEventListener("click", (event) => {
  const step = event.target.closest(".step a");
  if (step && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    location.replace(step.hash);
    const bar = document.querySelector(`${step.hash} + .step`);
    (bar.querySelector(`.${step.className}`) ?? bar.querySelector("a")).focus({ preventScroll: true });
  }
});

const field = document.getElementById("citation");
const button = document.getElementById("copy");
const said = document.getElementById("copied");

field.addEventListener("focus", () => field.select());
button.hidden = false;
button.addEventListener("click", async () => {
  said.textContent = "";
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select(); // the only way where the page did not come encrypted
    document.execCommand("copy");
    button.focus();
  }
  said.textContent = button.dataset.done;
});
