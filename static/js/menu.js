// Menus: native popovers, placed at their button, walked with the arrow keys. Links with data-menu open a menu that
// several of them share; for a menu of choices the link says where it posts (data-menu-action) and what is chosen.
const GAP = 4;
let opener = null;

function place(menu, button) {
  if (window.matchMedia("(max-width: 767.98px)").matches) return;
  const box = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const rightToLeft = document.documentElement.dir === "rtl";
  const startsAt = box.left + width > innerWidth - 8 || rightToLeft ? box.right - width : box.left;
  const below = box.bottom + GAP + height <= innerHeight - 8 || box.top < height;
  menu.style.left = `${Math.max(8, Math.min(startsAt, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? Math.min(box.bottom + GAP, innerHeight - height - 8) : box.top - GAP - height)}px`;
}

function items(menu) {
  return [...menu.querySelectorAll("[role^=menuitem], .menu-item")].filter((item) => item.offsetParent !== null);
}

function aim(menu, link) {
  const form = menu.querySelector("form");
  if (!form || !link.dataset.menuAction) return;
  form.action = link.dataset.menuAction;
  for (const choice of items(menu)) {
    choice.setAttribute("aria-checked", String(choice.value === (link.dataset.menuValue ?? "")));
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-menu]");
  const menu = link && document.getElementById(link.dataset.menu);
  if (!menu || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  opener = link;
  menu.togglePopover();
  aim(menu, link);
});

document.addEventListener("keydown", (event) => {
  const link = event.target.closest?.("a[data-menu]");
  if (link && event.key === " ") {
    event.preventDefault();
    link.click();
  }
});

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.(".menu[popover]")) return;
    const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`) ?? opener;
    const open = event.newState === "open";
    const shown = opener?.dataset.menu === menu.id ? opener : button;
    shown?.setAttribute("aria-expanded", String(open));
    if (!open) {
      if (menu.contains(document.activeElement) || document.activeElement === document.body) shown?.focus();
      menu.removeAttribute("data-placed");
      return;
    }
    menu.setAttribute("data-placed", "");
    if (shown) place(menu, shown);
    const first = menu.querySelector("[aria-checked=true]") ?? menu.querySelector("input:not([type=hidden]), select") ?? items(menu)[0];
    first?.focus({ preventScroll: true });
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu[role=menu]");
  if (!menu || event.target.matches("input, select, textarea")) return;
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
  if (event.key in moves) {
    event.preventDefault();
    all[(moves[event.key] + all.length) % all.length]?.focus();
  } else if (event.key === "Tab") {
    menu.hidePopover();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && event.key !== " ") {
    const letter = event.key.toLocaleLowerCase();
    const from = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    from.find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(letter))?.focus();
  }
});

document.addEventListener("click", (event) => {
  const item = event.target.closest(".menu [role^=menuitem]");
  if (item && !item.closest("form")) item.closest(".menu").hidePopover?.();
});
