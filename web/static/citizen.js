// Small comforts for the citizen pages; everything works without them.
(() => {
  "use strict";
  const count = (text) => Array.from(text).length;

  function counting(area) {
    const output = document.querySelector(`output[for="${area.id}"]`);
    const limit = Number(area.dataset.limit);
    const show = () => {
      const n = count(area.value);
      output.textContent = `${n}/${limit}`;
      output.classList.toggle("over", n > limit);
    };
    area.addEventListener("input", show);
    show();
  }

  // What was typed stays through a lost connection or a closed page, on this phone and in this tab only. Only a page
  // that says the words have arrived lets them be forgotten: to have sent them proves nothing.
  function keeping(area) {
    const key = `draft:${location.pathname}`;
    try {
      if (!area.value) area.value = sessionStorage.getItem(key) || "";
      area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
      area.form.addEventListener("submit", () => sessionStorage.setItem("sent", key));
    } catch { /* storage is switched off: nothing to keep */ }
  }

  function received() {
    try {
      const sent = sessionStorage.getItem("sent");
      [sent, `draft:${location.pathname}`, "sent"].forEach((key) => key && sessionStorage.removeItem(key));
    } catch { /* nothing was kept */ }
  }

  // A refusal that was answered goes: it must not stand there red beside what was mended.
  const ANSWERS = { level: ["level"], tags: ["reasons"], text: ["reasons", "text"] };
  function mending(form) {
    form.addEventListener("input", (event) => {
      for (const place of ANSWERS[event.target.name] || []) {
        document.querySelectorAll(`#problems a[href="#${place}"]`).forEach((link) => link.closest("li").remove());
        document.getElementById(`${place}-error`)?.remove();
        document.getElementById(place)?.classList.remove("has-error");
      }
      const summary = document.getElementById("problems");
      if (summary && !summary.querySelector("li")) summary.remove();
    });
  }

  // What is asked for in words depends on the level; the field itself is never swapped, or the words would go.
  function asking(area) {
    area.form.addEventListener("change", (event) => {
      if (event.target.name !== "level") return;
      area.placeholder = event.target.value.endsWith("DISSATISFIED") ? area.dataset.whenBad : area.dataset.whenGood;
    });
  }

  function copying(button) {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
      button.querySelector("span").textContent = button.dataset.copied;
    });
  }

  const seen = new WeakSet();  // a form that came back is made alive as the first one was
  const alive = (selector, work) => document.querySelectorAll(selector).forEach((part) => {
    if (!seen.has(part)) { work(part); seen.add(part); }
  });
  function begin() {
    alive("textarea[data-limit]", (area) => {
      keeping(area);
      counting(area);
      if (area.dataset.whenBad) { asking(area); mending(area.form); }
    });
    if (document.querySelector("[data-received]")) received();
    alive("[data-copy]", copying);
  }
  document.addEventListener("told", begin);
  document.addEventListener("htmx:after:swap", () => {
    begin();
    const alert = document.querySelector("[role=alert][data-focus]");
    if (alert) { alert.focus(); alert.removeAttribute("data-focus"); }
  });
  begin();
})();
