// Who leaves a form in which something was typed is asked first, in the browser's own words.
const form = document.querySelector("#content-main form");
let isTyped = document.querySelector("[data-unsaved]") !== null;
form.addEventListener("input", () => { isTyped = true; });
form.addEventListener("change", () => { isTyped = true; });
form.addEventListener("submit", () => { isTyped = false; });
addEventListener("beforeunload", (event) => { if (isTyped) event.preventDefault(); });
