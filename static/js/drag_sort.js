// Rows dragged into a new order: <tbody data-sort=address> with tr[data-sort-id] and a .grip (sortablejs, loaded only there).
// Posts order=3&order=1…; the up and down buttons of each row do the same without dragging.
function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = document.querySelector("meta[name=sortable]").content;
    script.onload = () => resolve(window.Sortable);
    script.onerror = reject;
    document.head.append(script);
  });
}

async function send(body) {
  const order = [...body.querySelectorAll("[data-sort-id]")].map((row) => ["order", row.dataset.sortId]);
  const token = document.querySelector("meta[name=csrf-token]").content;
  try {
    const answer = await fetch(body.dataset.sort, { method: "POST", headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" }, body: new URLSearchParams(order) });
    if (!answer.ok) location.reload();
  } catch {
    document.dispatchEvent(new CustomEvent("carnet:say", { detail: { words: "offline" } }));
  }
}

const bodies = document.querySelectorAll("[data-sort]");
if (bodies.length) {
  load().then((Sortable) => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const body of bodies) {
      Sortable.create(body, { handle: ".grip", filter: ".movers", preventOnFilter: false, draggable: "[data-sort-id]", animation: calm ? 0 : 140, onEnd: () => send(body) });
    }
  }, () => {});
}
