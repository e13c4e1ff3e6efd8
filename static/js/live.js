// What concerns all in-place updates: the CSRF header of htmx, the word "offline", and parts that ask for news of themselves.
// <div data-live="/address/" data-live-every="2"> is replaced by the answer; 204 means unchanged, 286 that there will be no more.
document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.querySelector("meta[name=csrf-token]")?.content ?? "";
});
// Signing in again in another tab renews the token: coming back to this one, scripts take the new one.
addEventListener("focus", () => {
  const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const kept = document.querySelector("meta[name=csrf-token]");
  if (token && kept) kept.content = token;
});
document.addEventListener("htmx:sendError", () => {
  document.dispatchEvent(new CustomEvent("carnet:say", { detail: { words: "offline" } }));
});
document.addEventListener("htmx:load", (event) => {
  document.dispatchEvent(new CustomEvent("carnet:added", { detail: { root: event.detail.elt } }));
});

async function ask(part) {
  if (!part.isConnected) return;
  if (document.hidden) return plan(part);
  let next = part;
  try {
    const response = await fetch(part.dataset.live, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (response.redirected || response.status === 403 || response.status === 404) return;
    if (response.status === 200 || response.status === 286) {
      const fresh = document.createRange().createContextualFragment(await response.text()).firstElementChild;
      const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
      if (fresh) part.replaceWith(fresh);
      if (focused) document.getElementById(focused)?.focus();
      if (response.status === 286 || !fresh?.dataset.live) return;
      next = fresh;
    }
  } catch {
    // The network is away: ask again later.
  }
  plan(next);
}

function plan(part) {
  setTimeout(ask, 1000 * (Number(part.dataset.liveEvery) || 15), part);
}

document.querySelectorAll("[data-live]").forEach(plan);
document.addEventListener("carnet:added", (event) => {
  event.detail.root.querySelectorAll("[data-live]").forEach(plan);
});
