"use strict";
// A button that prints; without script it is not there, and the page says how else to print.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
