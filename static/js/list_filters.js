// Lists: the dialog of a filter's editor closes once the list has been found anew, and "Reset" empties the word too.
document.addEventListener("htmx:afterRequest", (event) => {
  const editor = event.target.closest?.("[data-filter-editor]");
  if (editor && event.detail.successful) editor.closest("dialog")?.close();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-list-reset]")) document.getElementById("list-word").value = "";
});
document.addEventListener("input", (event) => {
  const days = event.target.closest(".filter-days");
  const range = days?.closest("form").querySelector("[type=radio][value=range]");
  if (range) range.checked = true;
});
