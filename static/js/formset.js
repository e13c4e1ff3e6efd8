// Rows of a formset: "Add a phone" copies the <template data-formset-empty>, × hides the row and ticks its DELETE box,
// a star (data-single=name) unticks the others of its kind. Without this script the buttons are plain submits.
const total = (set) => set.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`) ?? document.querySelector(`[name="${set.dataset.formset}-TOTAL_FORMS"]`);

function add(set) {
  const empty = set.querySelector("[data-formset-empty]");
  const counter = total(set);
  if (!empty || !counter) return null;
  const number = counter.value;
  const holder = document.createElement("template");
  holder.innerHTML = empty.innerHTML.replaceAll("__prefix__", number);
  const row = holder.content.querySelector("[data-formset-row]");
  empty.before(holder.content);
  counter.value = String(Number(number) + 1);
  document.dispatchEvent(new CustomEvent("carnet:added", { detail: { root: row } }));
  return row;
}

function changed(element) {
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

function remove(box) {
  const row = box.closest("[data-formset-row]");
  const set = box.closest("[data-formset]");
  box.checked = true;
  row.classList.add("is-removed");
  const star = row.querySelector("[data-single]:checked");
  if (star) {
    star.checked = false;
    const next = set.querySelector("[data-formset-row]:not(.is-removed) [data-single]");
    if (next) next.checked = true;
  }
  const focus = [...set.querySelectorAll("[data-formset-row]:not(.is-removed)")].at(-1) ?? set.querySelector("[data-formset-add]");
  (focus.matches("button") ? focus : focus.querySelector("input:not([type=hidden]):not([type=checkbox]), select"))?.focus();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-formset-add]");
  const set = button && (button.closest("[data-formset]") ?? document.querySelector(`[data-formset="${CSS.escape(button.value)}"]`));
  const row = set && add(set);
  if (!row) return;
  event.preventDefault();
  (row.querySelector("input:not([type=hidden]):not([type=checkbox]):not([type=radio])") ?? row.querySelector("select"))?.focus();
  changed(total(set));
});

document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("[data-formset-remove]") && box.checked) remove(box);
  if (box.matches("[data-single]") && box.checked) {
    const set = box.closest("[data-formset]") ?? box.form;
    for (const other of set.querySelectorAll(`[data-single="${CSS.escape(box.dataset.single)}"]`)) {
      if (other !== box) other.checked = false;
    }
  }
});

// A kept draft may hold more rows than the page: make them before its values are put back.
document.addEventListener("carnet:rows", (event) => {
  const { form, prefix, count } = event.detail;
  const set = form.querySelector(`[data-formset="${CSS.escape(prefix)}"]`);
  while (set && Number(total(set)?.value) < count && add(set));
});

document.querySelectorAll("[data-formset-remove]:checked").forEach((box) => box.closest("[data-formset-row]")?.classList.add("is-removed"));
