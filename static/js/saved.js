/* Keeps [data-saved] true for forms with data-saves that htmx sends. A form is known by its
   address, so that it stays the same when its answer replaces it. Leaving with changes that are
   not saved asks first. */
"use strict";

const WORST_FIRST = ["conflict", "failed", "saving", "unsaved", "saved"];
const forms = new Map();

function entry(form) {
  const address = form.getAttribute("hx-post") || form.action;
  if (!forms.has(address)) forms.set(address, { typed: 0, sent: 0, saved: 0, last: "saved" });
  return forms.get(address);
}

function stateOf({ typed, saved, last }) {
  return last === "saved" && typed > saved ? "unsaved" : last;
}

function show() {
  const states = new Set([...forms.values()].map(stateOf));
  const state = WORST_FIRST.find((one) => states.has(one)) || "saved";
  for (const place of document.querySelectorAll("[data-saved]")) {
    if (place.dataset.state === state) continue;
    place.dataset.state = state;
    place.textContent = place.getAttribute(`data-word-${state}`);
  }
}

function on(name, change) {
  document.addEventListener(name, (event) => {
    // A form that its own answer replaced is gone: htmx speaks for it through what is above it.
    const { requestConfig, elt } = event.detail || {};
    const origin = (requestConfig && requestConfig.elt) || elt || event.target;
    const form = origin.closest("form[data-saves]");
    if (!form) return;
    change(entry(form), event);
    show();
  });
}

on("input", (known) => { known.typed += 1; });

on("htmx:beforeRequest", (known) => {
  known.sent = known.typed;
  known.last = "saving";
});

on("htmx:afterRequest", (known, { detail }) => {
  const status = detail.xhr ? detail.xhr.status : 0;
  if (detail.successful) known.saved = known.sent;
  known.last = detail.successful ? "saved" : [409, 412].includes(status) ? "conflict" : "failed";
});

// An ordinary submit, which htmx did not take over, saves as well.
on("submit", (known, event) => {
  if (!event.defaultPrevented) known.saved = known.typed;
});

addEventListener("beforeunload", (event) => {
  if ([...forms.values()].some(({ typed, saved }) => typed > saved)) event.preventDefault();
});
