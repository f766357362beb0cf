/* <button data-copy="#id">Copy</button> copies that element's text and says so. */
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button || button.dataset.said) return;
  const source = document.querySelector(button.dataset.copy);
  const words = [...button.childNodes];
  button.dataset.said = "yes";
  try {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(source);
    button.textContent = "Selected: press Ctrl and C";
  }
  setTimeout(() => {
    button.replaceChildren(...words);
    delete button.dataset.said;
  }, 2000);
});
