/* Buttons with data-confirm="Question?" ask first, in a dialog. Without script they simply act. */
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-confirm]");
  if (!button || button.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(button);
}, { capture: true });

function ask(button) {
  const dialog = document.createElement("dialog");
  const question = document.createElement("p");
  const buttons = document.createElement("form");
  question.id = "confirm-question";
  question.textContent = button.dataset.confirm;
  dialog.setAttribute("aria-labelledby", question.id);
  buttons.method = "dialog";
  buttons.className = "buttons";
  buttons.append(choice("Cancel", "", "button"));
  buttons.append(choice(button.dataset.confirmWord || button.textContent.trim(), "yes", "button danger"));
  dialog.append(question, buttons);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return;
    button.dataset.confirmed = "yes";
    button.click();
    delete button.dataset.confirmed;
  });
  document.body.append(dialog);
  dialog.showModal();
}

function choice(words, value, classes) {
  const button = document.createElement("button");
  button.textContent = words;
  button.value = value;
  button.className = classes;
  return button;
}
