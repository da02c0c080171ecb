// Dragging over the bars narrows the list to all of them, and each tells what it is, as the table does. A click on one
// is a plain link, and needs no script.
"use strict";

for (const link of document.querySelectorAll(".timeline td a")) {
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = `${link.textContent}: ${link.closest("tr").lastElementChild.textContent}`;
  document.querySelector(`.timeline a[href="${CSS.escape(link.getAttribute("href"))}"]`)?.prepend(title);
}

for (const chart of document.querySelectorAll(".timeline svg")) {
  const bars = [...chart.querySelectorAll("a")];
  let first = -1;
  let last = -1;

  const under = (event) => bars.indexOf(document.elementFromPoint(event.clientX, event.clientY)?.closest("a"));

  const show = () => {
    const [low, high] = [Math.min(first, last), Math.max(first, last)];
    bars.forEach((bar, place) => bar.classList.toggle("chosen", first >= 0 && low <= place && place <= high));
  };

  const end = () => {
    first = last = -1;
    show();
  };

  chart.addEventListener("dragstart", (event) => event.preventDefault());
  chart.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType === "mouse") first = last = under(event);
  });
  chart.addEventListener("pointermove", (event) => {
    const place = under(event);
    if (first < 0 || place < 0 || place === last) return;
    last = place;
    show();
  });
  chart.addEventListener("click", (event) => {
    if (first >= 0 && last !== first) {
      event.preventDefault();
      const ends = [bars[Math.min(first, last)], bars[Math.max(first, last)]].map((bar) => new URL(bar.href.baseVal, location));
      ends[0].searchParams.set("to", ends[1].searchParams.get("to"));
      location.assign(ends[0]);
    }
    end();
  });
  document.addEventListener("pointerup", (event) => {
    if (!chart.contains(event.target)) end();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") end();
  });
}
