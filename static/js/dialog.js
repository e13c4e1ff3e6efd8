// Dialogs. [data-dialog-open=id] opens one of the page; a link with data-dialog shows the [data-dialog-body] of its page
// in the page's dialog; [data-dialog-close] closes. Without this script the links simply open their pages.
const frame = document.getElementById("page-dialog");

function fill(html) {
  const body = new DOMParser().parseFromString(html, "text/html").querySelector("[data-dialog-body]");
  if (!body) return false;
  frame.replaceChildren(document.importNode(body, true));
  frame.classList.toggle("is-form", body.matches("[data-dialog-wide]"));
  if (!frame.open) frame.showModal();
  window.htmx?.process(frame);
  document.dispatchEvent(new CustomEvent("carnet:added", { detail: { root: frame } }));
  const safe = frame.querySelector("[autofocus]") ?? frame.querySelector("input:not([type=hidden]), textarea, select, [data-dialog-close]");
  safe?.focus();
  return true;
}

async function show(link) {
  try {
    const response = await fetch(link.href, { headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" });
    if (response.redirected || !fill(await response.text())) location.assign(link.href);
  } catch {
    location.assign(link.href);
  }
}

/** Goes to the page that the form led to; the answer above has used up its messages, so they are carried along. */
function leave(address, html) {
  const shelf = new DOMParser().parseFromString(html, "text/html").querySelector("[data-toasts]");
  if (shelf?.childElementCount) sessionStorage.setItem("carnet:toasts", shelf.innerHTML);
  location.assign(address);
}

/** A dialog's own form that comes back with errors stays in the dialog; anything else is the next page. */
async function send(event) {
  const form = event.target;
  if (!form.closest("#page-dialog") || form.method !== "post" || form.enctype === "multipart/form-data") return;
  event.preventDefault();
  const data = new URLSearchParams(new FormData(form, event.submitter));
  try {
    const response = await fetch(form.action, { method: "POST", body: data, credentials: "same-origin" });
    if (response.redirected) leave(response.url, await response.text());
    else if (!fill(await response.text())) form.submit();
  } catch {
    document.dispatchEvent(new CustomEvent("carnet:say", { detail: { words: "offline" } }));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (link && frame && !(event.ctrlKey || event.metaKey || event.shiftKey || event.button)) {
    event.preventDefault();
    show(link);
    return;
  }
  const opens = event.target.closest("[data-dialog-open]");
  if (opens) {
    opens.closest("[popover]")?.hidePopover();
    document.getElementById(opens.dataset.dialogOpen)?.showModal();
  }
  const closes = event.target.closest("[data-dialog-close]");
  if (closes?.closest("dialog")?.open) {
    event.preventDefault();
    closes.closest("dialog").close();
  } else if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});
document.addEventListener("submit", send);
