// While a contact is typed, asks for likely duplicates: <form data-duplicates=address data-duplicates-target="#duplicates">.
// Sends the form's own fields; the answer is a fragment, empty when there is nothing to say.
const WAIT = 600;
let timer = 0;
let turn = 0;

async function ask(form) {
  const mine = ++turn;
  const data = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  try {
    const response = await fetch(form.dataset.duplicates, { method: "POST", body: data, credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (mine !== turn || response.redirected || !response.ok) return;
    const target = document.querySelector(form.dataset.duplicatesTarget);
    const html = response.status === 204 ? "" : await response.text();
    if (target && target.innerHTML !== html) target.innerHTML = html;
  } catch {
    // A hint that can't be had is no loss.
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.form;
  if (!form?.dataset.duplicates) return;
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT, form);
});
