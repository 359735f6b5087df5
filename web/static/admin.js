// Keys and ticks for officials; every one of them is also a link, a button or a checkbox.
(() => {
  "use strict";
  const rows = () => Array.from(document.querySelectorAll("tr[data-row]"));
  const cursor = () => document.querySelector("tr.cursor");
  const typing = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const next = all[Math.min(Math.max(all.indexOf(cursor()) + step, 0), all.length - 1)];
    all.forEach((row) => row.classList.toggle("cursor", row === next));
    const link = next.querySelector(".row-link");
    if (link) link.focus();
  }

  function chosen() {
    const ticks = Array.from(document.querySelectorAll("tr[data-row] input[type=checkbox]"));
    const on = ticks.filter((tick) => tick.checked);
    ticks.forEach((tick) => tick.closest("tr").classList.toggle("chosen", tick.checked));
    const bulk = document.querySelector("[data-bulk]");
    if (!bulk) return;
    bulk.hidden = on.length === 0;
    document.getElementById("main").classList.toggle("has-bulk", on.length > 0);
    bulk.querySelectorAll("[data-bulk-count]").forEach((place) => { place.textContent = on.length; });
  }

  // On a narrow screen the navigation is a drawer: whoever opens it is in it, whoever closes it is back at the switch.
  const side = document.getElementById("side");
  const sideSwitch = document.querySelector("[data-side-switch]");
  function drawer(open) {
    side.classList.toggle("open", open);
    sideSwitch.setAttribute("aria-expanded", String(open));
    (open ? side.querySelector("[data-side-close]") : sideSwitch).focus();
  }

  addEventListener("beforeprint", () => document.querySelectorAll("[data-printed]").forEach((place) => {
    place.textContent = new Date().toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
  }));

  const press = (element) => { if (element) element.click(); return Boolean(element); };
  const KEYS = {
    "/": () => { const search = document.getElementById("search"); if (search) search.focus(); return Boolean(search); },
    "?": () => { location.assign("/admin/keys"); return true; },
    "j": () => { move(1); return true; },
    "k": () => { move(-1); return true; },
    "x": () => { const row = cursor(); return row ? press(row.querySelector("input[type=checkbox]")) : false; },
    "e": () => press(document.querySelector(".moves .btn-primary")),
  };

  let went = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      document.querySelectorAll("details.dropdown[open]").forEach((open) => { open.open = false; });
      if (side && side.classList.contains("open")) drawer(false);
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "h" && Date.now() - went < 800) { location.assign("/admin"); return; }
    went = event.key === "g" ? Date.now() : 0;
    if (KEYS[event.key] && KEYS[event.key]()) event.preventDefault();
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-tick-all]")) {
      document.querySelectorAll("tr[data-row] input[type=checkbox]").forEach((tick) => { tick.checked = event.target.checked; });
    }
    if (event.target.matches("input[type=checkbox]")) chosen();
  });
  document.addEventListener("input", (event) => {
    const output = event.target.id && document.querySelector(`output[for="${event.target.id}"]`);
    if (output && event.target.maxLength > 0) output.textContent = `${Array.from(event.target.value).length}/${event.target.maxLength}`;
  });
  document.addEventListener("click", (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).innerText.trim()).then(() => { copy.querySelector("span").textContent = copy.dataset.copied; });
      return;
    }
    if (event.target.closest("[data-side-switch]")) { event.preventDefault(); drawer(!side.classList.contains("open")); return; }
    if (event.target.closest("[data-side-close]")) { event.preventDefault(); drawer(false); return; }
    if (side && side.classList.contains("open") && !side.contains(event.target)) drawer(false);
    document.querySelectorAll("details.dropdown[open]").forEach((open) => { if (!open.contains(event.target)) open.open = false; });
  });

  // What is under way is not sent twice, and the second half of a double click never lands on what came meanwhile.
  function again(event) {
    const button = event.type === "click" && event.target.closest("button");
    const form = event.type === "submit" ? event.target : button && button.type === "submit" && button.form;
    if (!form || form.method !== "post") return;
    const underWay = form.matches(".htmx-request") || form.querySelector("button.htmx-request");
    if (underWay || event.detail > 1) { event.preventDefault(); event.stopImmediatePropagation(); }
  }
  document.addEventListener("click", again, true);
  document.addEventListener("submit", again, true);

  // A slider moves the number beside it, and the number the slider; without script there are only the numbers.
  const slides = () => document.querySelectorAll("[data-slides]").forEach((slide) => {
    slide.hidden = false;
    slide.value = document.getElementById(slide.dataset.slides).value;
  });
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-slides]")) document.getElementById(event.target.dataset.slides).value = event.target.value;
    const slide = event.target.id && document.querySelector(`[data-slides="${event.target.id}"]`);
    if (slide) slide.value = event.target.value;
  });
  slides();

  // Copying needs script and a secure page: its buttons are shown only where it works.
  const copying = () => { if (navigator.clipboard) document.querySelectorAll("[data-copy][hidden]").forEach((button) => { button.hidden = false; }); };
  copying();

  // Messages of things done go by themselves; those about what failed stay.
  const leave = (toast) => setTimeout(() => toast.remove(), 6000);
  document.querySelectorAll(".toast:not(.toast-error)").forEach(leave);
  new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
    if (node.nodeType === 1 && node.matches(".toast:not(.toast-error)")) leave(node);
  }))).observe(document.getElementById("toasts") || document.body, { childList: true });
  // A tick applies at once; its menu is open again in what comes, and the focus where it was.
  let menus = [], at = "";
  document.addEventListener("htmx:before:swap", () => {
    menus = Array.from(document.querySelectorAll("details[data-menu][open]"), (menu) => menu.dataset.menu);
    at = document.activeElement && document.activeElement.id.startsWith("filter-") ? document.activeElement.id : "";
  });
  function reopen() {
    menus.forEach((name) => document.querySelectorAll(`details[data-menu="${name}"]`).forEach((menu) => { menu.open = true; }));
    if (at) document.getElementById(at)?.focus();
    menus = [];
    at = "";
  }

  // After a swap the focus is on what came: on the alert in it, else on its heading. What came without either leaves it.
  const unmark = () => document.querySelectorAll("[data-focus]").forEach((place) => place.removeAttribute("data-focus"));
  document.addEventListener("htmx:after:swap", () => {
    const target = document.querySelector("[role=alert][data-focus]") || document.querySelector("[data-focus]");
    if (target) { target.setAttribute("tabindex", "-1"); target.focus(); }
    unmark();
    reopen();
    chosen();
    copying();
    slides();
  });
  chosen();
  unmark();
})();
