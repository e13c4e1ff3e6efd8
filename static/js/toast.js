// Toasts leave after 8 seconds, unless pointed at or focused; scripts show one with the event carnet:say.
const STAY = 8000;
const shelf = document.querySelector("[data-toasts]");

function wind(toast) {
  let timer = setTimeout(() => toast.remove(), STAY);
  for (const name of ["pointerenter", "focusin"]) toast.addEventListener(name, () => clearTimeout(timer));
  for (const name of ["pointerleave", "focusout"]) {
    toast.addEventListener(name, () => {
      clearTimeout(timer);
      timer = setTimeout(() => toast.remove(), STAY);
    });
  }
}

/** The sentence that the page holds for scripts, in the user's language. */
function sentence(name) {
  return document.querySelector(`template[data-words="${name}"]`)?.content.textContent ?? "";
}

function say({ words, text, actions = [] }) {
  const toast = document.createElement("div");
  toast.className = "snack";
  toast.dataset.toast = "";
  const label = document.createElement("span");
  label.className = "snack-text";
  label.textContent = text ?? sentence(words);
  toast.append(label);
  for (const { words: name, act } of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-sm";
    button.textContent = sentence(name);
    button.addEventListener("click", () => {
      act();
      toast.remove();
    });
    toast.append(button);
  }
  shelf.append(toast);
  if (!actions.length) wind(toast);
}

if (shelf) {
  const carried = sessionStorage.getItem("carnet:toasts"); // see dialog.js
  if (carried) shelf.insertAdjacentHTML("beforeend", carried);
  sessionStorage.removeItem("carnet:toasts");
  shelf.querySelectorAll("[data-toast]").forEach(wind);
  shelf.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
  });
  document.addEventListener("carnet:say", (event) => say(event.detail));
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.matches?.("[data-toast]:not([data-wound])") && node.querySelector("form")) wind(node);
    }
  }).observe(shelf, { childList: true });
}
