// On the page of a document: a step to the next mark is no step back in the browser, and the citation is copied.

"use strict";

document.addEventListener("click", (event) => {
  const step = event.target.closest(".step a");
  if (step && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    location.replace(step.hash);
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
