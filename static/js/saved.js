/* Keeps [data-saved] true for forms with data-saves that htmx sends: unsaved, saving, saved,
   failed, conflict (status 409 or 412). Leaving with unsaved changes asks first. */
"use strict";

const pending = new Set();
const failed = new Map();

function show() {
  const states = [...failed.values()];
  const state = states.includes("conflict") ? "conflict"
    : states.includes("failed") ? "failed"
      : [...pending].some((form) => form.dataset.sending) ? "saving"
        : pending.size ? "unsaved" : "saved";
  for (const place of document.querySelectorAll("[data-saved]")) {
    if (place.dataset.state === state) continue;
    place.dataset.state = state;
    place.textContent = place.dataset[`word${state[0].toUpperCase()}${state.slice(1)}`];
  }
}

const formOf = (event) => event.target.closest("form[data-saves]");

function on(name, change) {
  document.addEventListener(name, (event) => {
    const form = formOf(event);
    if (!form) return;
    change(form, event);
    show();
  });
}

on("input", (form) => { pending.add(form); });
on("submit", (form) => { form.dataset.leaving = "yes"; });

on("htmx:beforeRequest", (form) => {
  pending.add(form);
  form.dataset.sending = "yes";
  delete form.dataset.leaving;
});

on("htmx:afterRequest", (form, event) => {
  delete form.dataset.sending;
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  if (event.detail.successful) {
    pending.delete(form);
    failed.delete(form);
  } else {
    failed.set(form, status === 409 || status === 412 ? "conflict" : "failed");
  }
});

addEventListener("beforeunload", (event) => {
  for (const form of pending) {
    if (form.isConnected && !form.dataset.leaving) event.preventDefault();
  }
});
