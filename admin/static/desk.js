// Comfort for the desk: keys, canned replies at the cursor, and an inbox that renews itself.
(() => {
  "use strict";
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("#inbox tbody a")];
  document.addEventListener("keydown", (e) => {
    if (typing(e) || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "/") {
      const search = document.getElementById("q");
      if (search) { e.preventDefault(); search.closest("details").open = true; search.focus(); }
      return;
    }
    const step = { j: 1, k: -1 }[e.key];
    const links = rows();
    if (!step || !links.length) return;
    const at = links.indexOf(document.activeElement);
    links[Math.max(0, Math.min(links.length - 1, at < 0 ? 0 : at + step))].focus();
  });
  document.addEventListener("click", (e) => {
    const canned = e.target.closest("a[data-insert]");
    const reply = document.getElementById("reply");
    if (!canned || !reply) return;
    e.preventDefault();
    reply.setRangeText(canned.dataset.insert, reply.selectionStart, reply.selectionEnd, "end");
    reply.dispatchEvent(new Event("input", { bubbles: true }));
    reply.focus();
  });
  // What is typed as the basis is not overruled by a candidate chosen before.
  for (const id of ["title", "article"]) {
    const field = document.getElementById(id);
    const other = document.querySelector('input[name=basis][value=""]');
    if (field && other) field.addEventListener("input", () => { other.checked = true; });
  }
  const inbox = document.getElementById("inbox");
  if (!inbox || !window.EventSource) return;
  const news = document.getElementById("news");
  const renew = async () => {
    const answer = await fetch("/admin/tickets/list" + location.search, { redirect: "manual" });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("inbox");
    if (!fresh) return;
    const focused = document.activeElement && document.activeElement.getAttribute("href");
    inbox.replaceChildren(...fresh.childNodes);
    inbox.dataset.revision = fresh.dataset.revision;
    if (focused) { const again = rows().find((a) => a.getAttribute("href") === focused); if (again) again.focus(); }
    news.textContent = "工单有更新";
  };
  const events = new EventSource("/admin/tickets/events");
  events.onmessage = (e) => { if (e.data !== inbox.dataset.revision) renew().catch(() => {}); };
  addEventListener("pagehide", () => events.close());
})();
