// Single keys (UI-06), unless the user has switched them off: / search, c then a letter to create, e edit, ? help;
// and Ctrl+Enter, which saves from inside a field. Keys of lists are in rows.js. None acts while one types.
const TYPING = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]";
const single = document.body.hasAttribute("data-single-keys");
let creatingSince = 0;

function save(event) {
  const form = event.target.closest?.("form");
  const button = form?.querySelector("[data-save]") ?? document.querySelector(".save-bar [data-save]");
  if (!button) return;
  event.preventDefault();
  button.click();
}

function follow(selector) {
  const target = document.querySelector(selector);
  target?.click();
  return Boolean(target);
}

function create(letter) {
  return follow(`#create-menu [data-create-key="${CSS.escape(letter)}"]`);
}

const ACTS = {
  "/": () => {
    const box = [...document.querySelectorAll("[data-search], [data-filter-search]")].find((field) => field.offsetParent);
    box?.focus();
    box?.select();
    return Boolean(box);
  },
  e: () => follow("[data-edit]") || follow("tr.is-at .menu-item[href$='/edit/']"),
  "?": () => {
    document.getElementById("shortcuts")?.showModal();
    return true;
  },
  c: () => {
    creatingSince = Date.now();
    return true;
  },
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return save(event);
  if (!single || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest(TYPING) || event.target.closest("[popover], dialog[open]")) return;
  const waiting = Date.now() - creatingSince < 1500;
  creatingSince = 0;
  const done = waiting ? create(event.key.toLowerCase()) : Object.hasOwn(ACTS, event.key) && ACTS[event.key]();
  if (done) event.preventDefault();
});
