// Comfort only: every page works without this.
(() => {
  "use strict";
  // A form that is being sent isn't sent twice, and warns before what was typed is lost.
  let dirty = false;
  document.addEventListener("input", (e) => { if (e.target.form && e.target.form.method === "post") dirty = true; });
  document.addEventListener("submit", (e) => {
    dirty = false;
    const button = e.submitter;
    if (!button || e.defaultPrevented) return;
    // After the browser has read the form: a disabled button would not be sent with it.
    setTimeout(() => { button.disabled = true; button.setAttribute("aria-busy", "true"); });
  });
  addEventListener("pageshow", (e) => {
    if (e.persisted) document.querySelectorAll("[aria-busy]").forEach((b) => { b.disabled = false; b.removeAttribute("aria-busy"); });
  });
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
  // The first thing to correct is where one types on.
  const fault = document.querySelector("[aria-invalid]");
  if (fault) fault.focus();
})();
