// Comfort for the chat page, which works without it: messages appear at once, and the page never reloads.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const [scroller, log, composer, field] = ["scroller", "log", "composer", "text"].map(byId);
  const silence = 5 * 60 * 1000;
  let last = log.querySelector(".msg") ? Date.now() : 0;
  let queue = Promise.resolve();

  const clone = (id) => byId(id).content.firstElementChild.cloneNode(true);

  const pieces = {
    text: (s) => document.createTextNode(s.text),
    link: (s) => Object.assign(document.createElement("a"), { href: s.href, textContent: s.text, target: "_blank", rel: "noopener" }),
    choice: (s) => {
      const button = Object.assign(document.createElement("button"), { className: "choice", name: "text", value: s.send, textContent: s.text });
      button.setAttribute("form", "say");
      return button;
    },
  };

  function show(message) {
    const node = clone("t-" + message.from);
    const bubble = node.querySelector(".bubble");
    if (bubble) bubble.append(...message.segments.map((s) => pieces[s.kind](s)));
    node.classList.add("new");
    const now = new Date();
    if (now - last >= silence) {
      const time = document.createElement("p");
      time.className = "system";
      time.textContent = now.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
      log.append(time);
    }
    last = +now;
    log.append(node);
    return node;
  }

  // The end of the chat; a message that doesn't fit from its beginning.
  function reveal(node) {
    if (node.offsetHeight > scroller.clientHeight - 48) node.scrollIntoView({ block: "start" });
    else scroller.scrollTop = scroller.scrollHeight;
  }

  async function post(data) {
    const typing = log.appendChild(clone("t-typing"));
    reveal(typing);
    try {
      const response = await fetch("/chat/send", { method: "POST", body: new URLSearchParams(data) });
      if (!response.ok) throw new Error(response.status);
      const { messages } = await response.json();
      typing.remove();
      messages.forEach((m) => reveal(show(m)));
    } catch {
      typing.remove();
      const notice = log.appendChild(clone("t-offline"));
      notice.querySelector("button").addEventListener("click", () => { notice.remove(); enqueue(data); });
      reveal(notice);
    }
  }

  const enqueue = (data) => { queue = queue.then(() => post(data)); };

  function say(data) {
    if (data.text) reveal(show({ from: "visitor", segments: [{ kind: "text", text: data.text }] }));
    enqueue(data);
  }

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.value = "";
    field.focus();
    if (text) say({ text });
  });

  byId("say").addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter;
    say({ [name]: value });
  });

  const newest = log.querySelector("#latest");
  if (newest) reveal(newest);
  if (matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
})();
