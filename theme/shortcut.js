/* The key `/` leads to the search. It can be turned off there, as WCAG 2.1.4 asks of a key without a modifier. */
const WRITTEN_IN = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(WRITTEN_IN)) return;
  try { if (localStorage.getItem("casebook:shortcut") === "off") return; } catch { /* never turned off */ }
  event.preventDefault();
  const field = document.querySelector("cb-search [type=search]");
  if (field) field.focus();
  else document.querySelector("[data-search]").click();
});
