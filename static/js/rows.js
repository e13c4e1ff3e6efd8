// Lists: picking rows (all, a range with Shift), the count in the bulk bar, j and k to walk, Enter to open, x to pick,
// and the row's menu by right click or Shift+F10. Works on <form data-rows> holding <tr data-row data-href>.
const single = document.body.hasAttribute("data-single-keys");
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true], dialog, [popover]";
let lastPick = null;

const form = () => document.querySelector("form[data-rows]");
const rows = () => [...document.querySelectorAll("form[data-rows] tr[data-row]")];
const picks = (root) => [...root.querySelectorAll("[data-pick]")];

function count(root) {
  const all = picks(root);
  const chosen = all.filter((box) => box.checked).length;
  const head = root.querySelector("[data-pick-all]");
  if (head) {
    head.checked = chosen > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
  const everything = root.querySelector("[name=everything]");
  if (everything && chosen < all.length) everything.checked = false;
  const words = root.querySelector("[data-bulk-count]");
  const some = words && (chosen === 1 ? words.dataset.one : words.dataset.many.replace("%s", String(chosen)));
  if (words) words.textContent = everything?.checked ? words.dataset.all : some;
}

function pickRange(root, box) {
  const all = picks(root);
  const [from, to] = [all.indexOf(lastPick), all.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) all.slice(from, to + 1).forEach((other) => (other.checked = box.checked));
}

document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-pick]");
  if (!box) return;
  if (event.shiftKey && lastPick) pickRange(box.form, box);
  lastPick = box;
});

document.addEventListener("change", (event) => {
  const root = event.target.form;
  if (!root?.matches("[data-rows]")) return;
  if (event.target.matches("[data-pick-all]")) picks(root).forEach((box) => (box.checked = event.target.checked));
  if (event.target.name === "everything" && event.target.checked) picks(root).forEach((box) => (box.checked = true));
  count(root);
});

document.addEventListener("click", (event) => {
  const root = event.target.closest("[data-bulk-clear]")?.closest("form");
  if (!root) return;
  for (const box of root.querySelectorAll("[data-pick], [name=everything]")) box.checked = false;
  count(root);
});

function go(step) {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.classList.contains("is-at"));
  const next = all[Math.max(0, Math.min(all.length - 1, at + step))];
  all.forEach((row) => row.classList.toggle("is-at", row === next));
  next.querySelector("a.row-name, a")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function pickCurrent() {
  const box = document.querySelector("tr.is-at [data-pick]");
  box?.click();
  return Boolean(box);
}

function openCurrent() {
  const row = document.querySelector("tr.is-at[data-href]");
  if (row) location.assign(row.dataset.href);
  return Boolean(row);
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("tr[data-row]");
  if (row && (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey))) {
    if (openMenu(row)) event.preventDefault();
    return;
  }
  if (!single || !form() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest(TYPING)) return;
  const onRow = !event.target.closest("button, input, a:not(.row-name)");
  const acts = { j: () => go(1), k: () => go(-1), x: pickCurrent, Enter: () => onRow && openCurrent() };
  if (Object.hasOwn(acts, event.key) && acts[event.key]()) event.preventDefault();
});

function openMenu(row) {
  const button = row.querySelector("[data-row-menu]");
  button?.click();
  return Boolean(button);
}

document.addEventListener("contextmenu", (event) => {
  const row = event.target.closest("tr[data-row]");
  if (!row || event.target.closest("input, a.add-quick") || getSelection().toString() || event.ctrlKey) return;
  if (openMenu(row)) event.preventDefault();
});

document.querySelectorAll("form[data-rows]").forEach(count);
document.addEventListener("carnet:added", (event) => {
  const root = event.detail.root.closest?.("form[data-rows]") ?? event.detail.root.querySelector?.("form[data-rows]");
  if (root) count(root);
});
