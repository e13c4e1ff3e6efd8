// Forms with data-guard (UI-08): leaving a changed one asks, a second click sends nothing, and what is typed is kept in
// sessionStorage until the server has taken it, so that an expired session, a lost network or a crash loses nothing.
const SKIPPED = ["csrfmiddlewaretoken", "nonce", "form_id"];
const guarded = (form) => form?.matches?.("form[data-guard]");
const keyOf = (form) => `carnet:draft:${form.dataset.draft || location.pathname}`;

function typed(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !SKIPPED.includes(name) && !form.elements[name]?.type?.startsWith("password"));
}

const print = (form) => JSON.stringify(typed(form));
const started = new WeakMap();
let leaving = false;

function keep(form) {
  if (form.querySelector("input[type=password]")) return;
  const now = print(form);
  try {
    if (now === started.get(form)) sessionStorage.removeItem(keyOf(form));
    else sessionStorage.setItem(keyOf(form), now);
  } catch {
    // A full or forbidden store costs the draft, never the form.
  }
}

function setValue(field, values) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (field.multiple) [...field.options].forEach((option) => (option.selected = values.includes(option.value)));
  else if (values.length) field.value = values[0];
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function putBack(form, pairs) {
  const total = new Map(pairs.filter(([name]) => name.endsWith("-TOTAL_FORMS")));
  for (const [name, count] of total) {
    document.dispatchEvent(new CustomEvent("carnet:rows", { detail: { form, prefix: name.replace(/-TOTAL_FORMS$/, ""), count: Number(count) } }));
  }
  for (const field of form.elements) {
    if (!field.name || SKIPPED.includes(field.name) || field.type === "file" || field.name.endsWith("_FORMS")) continue;
    setValue(field, pairs.filter(([name]) => name === field.name).map(([, value]) => value));
  }
}

function offer(form) {
  const kept = sessionStorage.getItem(keyOf(form));
  if (!kept || kept === print(form)) return;
  const forget = () => sessionStorage.removeItem(keyOf(form));
  const actions = [
    { words: "put-back", act: () => putBack(form, JSON.parse(kept)) },
    { words: "forget", act: forget },
  ];
  document.dispatchEvent(new CustomEvent("carnet:say", { detail: { words: "kept", actions } }));
}

function watch(form) {
  if (started.has(form)) return;
  // A form that came back with errors counts as changed: what it holds is not saved yet.
  const refused = form.querySelector("[aria-invalid=true], [data-refused]");
  started.set(form, refused ? "" : print(form));
  if (!refused) offer(form);
}

const changed = (form) => form.isConnected && print(form) !== started.get(form);

document.addEventListener("input", (event) => guarded(event.target.form) && keep(event.target.form));
document.addEventListener("change", (event) => guarded(event.target.form) && keep(event.target.form));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.busy) return event.preventDefault();
  if (guarded(form) && !navigator.onLine) {
    event.preventDefault();
    keep(form);
    document.dispatchEvent(new CustomEvent("carnet:say", { detail: { words: "offline" } }));
    return;
  }
  form.dataset.busy = "1";
  event.submitter?.classList.add("is-busy");
  if (guarded(form)) {
    leaving = true;
    try {
      sessionStorage.setItem("carnet:sent", JSON.stringify([keyOf(form), location.pathname]));
    } catch {
      // Nothing to forget later, then.
    }
  }
});

/** A page other than the form's own after sending means that the server took it: its draft goes. */
function forgetTaken() {
  const [key, path] = JSON.parse(sessionStorage.getItem("carnet:sent") || "[]");
  sessionStorage.removeItem("carnet:sent");
  const signingIn = document.body.hasAttribute("data-public");
  const refused = document.querySelector("[data-refused], form[data-guard] [aria-invalid=true]");
  const fresh = document.querySelector("form[data-guard][data-fresh]"); // an empty form again: "Save and create another"
  if (key && !signingIn && !refused && (fresh || path !== location.pathname || key !== `carnet:draft:${path}`)) sessionStorage.removeItem(key);
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  document.querySelectorAll("form[data-busy]").forEach((form) => delete form.dataset.busy);
  document.querySelectorAll(".is-busy").forEach((button) => button.classList.remove("is-busy"));
});
addEventListener("beforeunload", (event) => {
  if (!leaving && [...document.querySelectorAll("form[data-guard]:not([data-draft])")].some(changed)) event.preventDefault();
});
document.addEventListener("carnet:added", (event) => event.detail.root.querySelectorAll("form[data-guard]").forEach(watch));
forgetTaken();
document.querySelectorAll("form[data-guard]").forEach(watch);
