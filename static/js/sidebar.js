// Folds the sidebar (remembered for the user by a POST) and opens it as a drawer on a phone.
const body = document.body;
const sidebar = document.getElementById("sidebar");

function drawer(open) {
  body.classList.toggle("is-drawer-open", open);
  const button = document.querySelector("[data-drawer]");
  button?.setAttribute("aria-expanded", String(open));
  (open ? sidebar.querySelector("[data-drawer-close]") : button)?.focus();
}

function fold(button) {
  const folded = body.classList.toggle("is-folded");
  button.setAttribute("aria-expanded", String(!folded));
  const token = document.querySelector("meta[name=csrf-token]").content;
  fetch(button.dataset.fold, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams({ folded: folded ? "1" : "" }),
    keepalive: true,
  }).catch(() => {});
}

document.addEventListener("click", (event) => {
  const folds = event.target.closest("[data-fold]");
  if (folds) return fold(folds);
  if (event.target.closest("[data-drawer]")) {
    event.preventDefault();
    return drawer(true);
  }
  const outside = body.classList.contains("is-drawer-open") && !event.target.closest("#sidebar, .menu");
  if (event.target.closest("[data-drawer-close]") || outside) drawer(false);
});
document.addEventListener("keydown", (event) => {
  if (!body.classList.contains("is-drawer-open")) return;
  if (event.key === "Escape") return drawer(false);
  if (event.key !== "Tab") return;
  const all = [...sidebar.querySelectorAll("a, button")].filter((item) => item.offsetParent);
  const edge = event.shiftKey ? all[0] : all.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? all.at(-1) : all[0]).focus();
});
