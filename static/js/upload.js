/* File fields in [data-upload]: show what was chosen, and warn before sending what is too big. */
"use strict";

const units = ["bytes", "kB", "MB", "GB"];

function size(bytes) {
  const step = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
  return `${(bytes / 1024 ** step).toFixed(step && bytes / 1024 ** step < 10 ? 1 : 0)} ${units[step]}`;
}

document.addEventListener("change", (event) => {
  const area = event.target.closest("[data-upload]");
  if (!area || event.target.type !== "file") return;
  const [file] = event.target.files;
  const place = area.querySelector("[data-chosen]");
  const limit = Number(area.dataset.limit || Infinity);
  const tooBig = Boolean(file) && file.size > limit;
  const words = file ? `${file.name}, ${size(file.size)}` : "";
  place.textContent = tooBig ? `${words}: more than the limit of ${size(limit)}.` : words;
  place.classList.toggle("too-big", tooBig);
  event.target.setCustomValidity(tooBig ? "This file is too big." : "");
});

for (const kind of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(kind, (event) => {
    const area = event.target.closest && event.target.closest("[data-upload]");
    if (area) area.classList.toggle("over", kind === "dragover");
  });
}
