// With script no failure takes a page away: a message beside the form says what happened, and every field stays as it
// was. Before htmx, so that what is to be said is known when it fails.
(() => {
  "use strict";
  // Where the reader looks: above the form that was sent, else above what was to be changed.
  function place(source, target) {
    const within = source && source.isConnected ? source : null;
    const form = within && (within.form || within.closest("form"));
    const other = target && target.isConnected ? target : document.getElementById("main").firstElementChild;
    return form || (other.closest("tr, tbody") ? other.closest("table") : other);
  }

  const forget = () => document.querySelectorAll(".failure").forEach((box) => box.remove());

  function tell(html, source, target) {
    const beside = place(source, target);
    forget();
    beside.insertAdjacentHTML("beforebegin", html);
    const box = beside.previousElementSibling;
    const was = box.querySelector("[data-was]");
    const token = document.querySelector("input[name=csrf]");
    if (was && !was.value && token) was.value = token.value.slice(40);
    window.htmx.process(box);
    document.dispatchEvent(new CustomEvent("told"));
    box.scrollIntoView({ block: "nearest" });
    const typing = document.activeElement && document.activeElement.matches("textarea, input:not([type=submit])");
    if (!typing || box.contains(document.activeElement)) box.focus({ preventScroll: true });
  }

  const away = () => document.getElementById("away").innerHTML;
  const said = (context) => context.response.headers.get("HX-Ours");

  // What is not ours (a proxy's page, bare text) is never shown; what is a failure of ours is shown beside the form.
  document.addEventListener("htmx:after:request", (event) => {
    const { ctx } = event.detail;
    const ours = said(ctx);
    if (ours === "failure" && !ctx.sourceElement.closest(".failure")) {
      event.preventDefault();
      tell(ctx.text, ctx.sourceElement, ctx.target);
    } else if (ctx.response.status >= 400 && !ours) {
      event.preventDefault();
      tell(away(), ctx.sourceElement, ctx.target);
    } else if (ctx.response.status < 400 && !ours && ctx.response.status !== 204 && /<html[\s>]/i.test(ctx.text)) {
      event.preventDefault();
      tell(away(), ctx.sourceElement, ctx.target);
    } else if (ctx.request.method === "POST" && !ctx.sourceElement.closest(".failure")) {
      forget();
    }
  });
  document.addEventListener("htmx:error", (event) => {
    const { ctx } = event.detail;
    if (ctx && !ctx.response) tell(away(), ctx.sourceElement, ctx.target);
  });
  // Another language is another page, whole.
  document.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.matches("[data-native]")) event.stopImmediatePropagation();
  }, true);
  document.addEventListener("away", (event) => tell(away(), event.target, null));

  // Signed in again beside the form: every form of this page may be sent, by the same person.
  document.addEventListener("signed-in", (event) => {
    document.querySelectorAll("input[name=csrf]").forEach((field) => { field.value = event.detail.csrf; });
  });
})();
