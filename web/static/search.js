// Completions under the search field: a combobox as the ARIA Authoring Practices describe it, "list autocomplete with
// manual selection". Without this script, and wherever anything fails, the field is a plain one.
"use strict";

const PAUSE = 150; // milliseconds without a key before the server is asked
const SHORTEST = 2; // signs worth completing

class Completions {
  #field;
  #list;
  #status;
  #timer = 0;
  #request = new AbortController();
  #active = -1;

  constructor(field, list, status) {
    this.#field = field;
    this.#list = list;
    this.#status = status;
    field.autocomplete = "off";
    for (const [name, value] of Object.entries({ controls: list.id, autocomplete: "list", expanded: "false" })) {
      field.setAttribute(`aria-${name}`, value);
    }
    field.setAttribute("role", "combobox");
    field.addEventListener("input", (event) => event.isComposing || this.#wait());
    field.addEventListener("keydown", (event) => this.#press(event));
    field.addEventListener("blur", () => this.close());
    field.form.addEventListener("submit", () => this.close());
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => this.#take(event.target.closest("[role=option]")));
  }

  close() {
    clearTimeout(this.#timer);
    this.#request.abort(); // an answer that is still on its way is a stale one
    this.#show([]);
    this.#status.textContent = "";
  }

  #wait() {
    this.close();
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  async #ask() {
    const { value, selectionEnd } = this.#field;
    if (value.trim().length < SHORTEST || selectionEnd < value.length) return;
    this.#request = new AbortController();
    try {
      const address = `${this.#list.dataset.address}?q=${encodeURIComponent(value)}`;
      const answer = await fetch(address, { signal: this.#request.signal });
      if (!answer.ok) return;
      const { completions } = await answer.json();
      this.#show(completions.map((completion) => completion.text).filter((text) => text !== value));
      this.#tell();
    } catch {
      // Refused, not reached, or stale: there is nothing to show.
    }
  }

  #show(texts) {
    this.#list.replaceChildren(...texts.map(option));
    this.#list.hidden = !texts.length;
    this.#field.setAttribute("aria-expanded", String(!this.#list.hidden));
    this.#point(-1);
  }

  #tell() {
    const { some, none } = this.#status.dataset;
    const count = this.#list.children.length;
    this.#status.textContent = count ? some.replace("{}", count) : none;
  }

  #press(event) {
    const { key } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (this.#list.hidden) this.#ask();
      else if (!event.altKey) this.#step(key === "ArrowDown" ? 1 : -1);
      else if (key === "ArrowUp") this.close();
    } else if (key === "Escape" && !this.#list.hidden) {
      event.preventDefault(); // the second one empties the field
      this.close();
    } else if (key === "Enter" && this.#active >= 0) {
      event.preventDefault();
      this.#take(this.#list.children[this.#active]);
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(key)) {
      this.#point(-1); // back to the text
    }
  }

  // Down behind the last option, and up before the first one, lies the field.
  #step(by) {
    const places = this.#list.children.length + 1;
    this.#point(((this.#active + 1 + by + places) % places) - 1);
  }

  #point(place) {
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place;
    const chosen = this.#list.children[place];
    if (!chosen) return this.#field.removeAttribute("aria-activedescendant");
    chosen.setAttribute("aria-selected", "true");
    chosen.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", chosen.id);
  }

  #take(chosen) {
    if (!chosen) return;
    this.#field.value = chosen.textContent;
    this.close();
    this.#field.form.requestSubmit();
  }
}

function option(text, place) {
  const made = document.createElement("li");
  made.id = `completion-${place}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.textContent = text;
  return made;
}

const field = document.getElementById("q");
const list = document.getElementById("completions");
if (field && list) new Completions(field, list, document.getElementById("completions-told"));
