/* At one choice a tick and “not applicable” exclude each other, and whoever ticks, counts or writes
   an answer means it: the way to answer below goes back from “I don't know”. Without script the
   server says what contradicts itself. */
"use strict";

document.addEventListener("change", ({ target }) => {
  const form = target.closest("form.q");
  if (!form) return;
  const choice = target.closest(".tick");
  if (choice && target.checked && ["ticked", "excused"].includes(target.name)) {
    for (const box of choice.querySelectorAll('[type="checkbox"]')) box.checked = box === target;
  }
  if (["ticked", "excused", "number", "text"].includes(target.name)) answered(form);
}, { capture: true });

document.addEventListener("input", ({ target }) => {
  if (!["number", "text"].includes(target.name)) return;
  const form = target.closest("form.q");
  if (form) answered(form);
}, { capture: true });

function answered(form) {
  const way = form.querySelector("[data-by]");
  if (way) way.checked = true;
}

/* What was opened below a question stays open when a save brings it anew. */
let opened = new Set();
const names = (place) => [...place.querySelectorAll("details[data-keep]")];

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  opened = new Set(names(detail.target).filter((one) => one.open).map((one) => one.dataset.keep));
});

document.addEventListener("htmx:afterSwap", ({ detail }) => {
  for (const one of names(detail.target)) one.open = opened.has(one.dataset.keep);
});
