// What is found while one types in the top bar: the arrow keys walk it, Escape closes it.
document.addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-search-box]");
  if (!box) return;
  const field = box.querySelector("[data-search]");
  const stops = [field, ...box.querySelectorAll(".search-found a")];
  const at = stops.indexOf(document.activeElement);
  if (event.key === "Escape") {
    box.querySelector(".search-found").replaceChildren();
    field.focus();
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && stops.length > 1) {
    event.preventDefault();
    stops[(at + (event.key === "ArrowDown" ? 1 : -1) + stops.length) % stops.length].focus();
  }
});
