// What board and admin share: the switch between dark and light, and whether the live connection stands.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;

  document.querySelectorAll("[data-theme-switch]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      document.cookie = `theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax`;
    });
  });

  const live = document.querySelector("[data-live]");
  if (!live) return;
  const told = (standing) => { live.hidden = false; live.classList.toggle("lost", !standing); };
  document.addEventListener("htmx:sse:after:connection", () => told(true));
  document.addEventListener("htmx:sse:error", () => told(false));
})();
