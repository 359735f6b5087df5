// Moderation by keys: a h f s m u; a selection is masked; a half hidden number is seen while its button is held.
(() => {
  "use strict";
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
  const form = () => document.getElementById("decision");

  // Places are counted in code points, as the rules count them: emoji are one.
  const points = (text) => Array.from(text).length;

  function place(node, offset, ends) {
    const holder = (node.nodeType === 3 ? node.parentElement : node).closest("[data-start]");
    if (!holder || !holder.closest("[data-text]")) return null;
    if (holder.dataset.end) return Number(ends ? holder.dataset.end : holder.dataset.start);
    return Number(holder.dataset.start) + points((node.textContent || "").slice(0, offset));
  }

  function mask() {
    const chosen = window.getSelection();
    if (!form() || !chosen || chosen.isCollapsed) return false;
    const range = chosen.getRangeAt(0);
    const start = place(range.startContainer, range.startOffset, false);
    const end = place(range.endContainer, range.endOffset, true);
    if (start === null || end === null || end <= start) return false;
    const add = (name, value) => {
      const input = document.createElement("input");
      input.type = "hidden"; input.name = name; input.value = value;
      document.getElementById("findings").append(input);
    };
    add("own", `${start}-${end}`);
    add(`s${1000 + start}`, `${start}-${end}`);
    chosen.removeAllRanges();
    document.querySelector("[data-preview]").dispatchEvent(new CustomEvent("remask"));
    return true;
  }

  function press(key) {
    const target = form() && form().querySelector(`[data-key="${key}"]`);
    if (!target) return false;
    if (target.tagName !== "DETAILS") { target.click(); return true; }
    form().querySelectorAll("details.reason[open]").forEach((other) => { if (other !== target) other.open = false; });
    target.open = !target.open;
    const first = target.open && target.querySelector("input, textarea");
    if (first) first.focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.target.type === "radio" && event.key !== "a" && event.key.startsWith("Arrow")) return;
    let done = false;
    if ("ahfs".includes(event.key)) done = press(event.key);
    if (event.key === "m") done = mask();
    if (event.key === "u") { const undo = document.querySelector("[data-undo]"); if (undo) { undo.click(); done = true; } }
    if (done) event.preventDefault();
  });

  // The open text stays in sight on the left, wherever in the list it stands.
  const follow = () => { const open = document.querySelector(".texts-rows tr.open"); if (open) open.scrollIntoView({ block: "nearest" }); };
  document.addEventListener("htmx:after:swap", follow);
  follow();

  // Hold to see. Each look is asked for anew, and is on record.
  let held = null;
  async function look(button) {
    held = button;
    const content = document.getElementById(button.dataset.reveal);
    const data = new URLSearchParams({ csrf: form().querySelector("[name=csrf]").value, span: button.value });
    const sent = fetch(button.formAction, { method: "POST", body: data, headers: { Accept: "text/plain" } });
    const answer = await sent.catch(() => null);
    if (!answer || !answer.ok) button.dispatchEvent(new CustomEvent("away", { bubbles: true }));
    if (!answer || !answer.ok || held !== button) return;
    content.textContent = await answer.text();
    content.classList.add("shown");
  }
  function hide() {
    held = null;
    document.querySelectorAll(".content.shown").forEach((content) => {
      content.textContent = content.dataset.half;
      content.classList.remove("shown");
    });
  }
  const reveals = (event) => event.target.closest && event.target.closest("[data-reveal]");
  document.addEventListener("pointerdown", (event) => { const button = reveals(event); if (button) look(button); });
  ["pointerup", "pointercancel", "blur"].forEach((name) => window.addEventListener(name, hide));
  document.addEventListener("keydown", (event) => {
    const button = reveals(event);
    if (button && (event.key === " " || event.key === "Enter")) { event.preventDefault(); if (!event.repeat) look(button); }
  });
  document.addEventListener("keyup", (event) => { if (reveals(event)) hide(); });
  document.addEventListener("click", (event) => { if (reveals(event)) event.preventDefault(); });
})();
