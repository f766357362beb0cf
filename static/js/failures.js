/* A request that htmx sent and that failed is said in #messages, never swallowed; the next success
   takes it away. Conflicts and invalid forms (409, 412, 422) come with their own page part, and
   forms with data-saves have their own state: both speak for themselves. */
"use strict";

const failurePlace = () => document.getElementById("messages");

function say(name) {
  const message = document.createElement("p");
  message.className = "message error floating";
  message.textContent = failurePlace().getAttribute(`data-word-${name}`);
  forget();
  failurePlace().append(message);
}

function forget() {
  for (const message of failurePlace().querySelectorAll(".floating")) message.remove();
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful) {
    forget();
    return;
  }
  const status = detail.xhr.status;
  if ([409, 412, 422].includes(status) || detail.elt.closest("form[data-saves]")) return;
  say({ 0: "unreachable", 403: "refused", 404: "refused" }[status] || "failed");
});
