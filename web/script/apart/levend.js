// A page of a circle stays open: it hears that something changed and fetches itself anew, or that it is over and is emptied.
// What is being typed is never touched; it lives in this page only, and is sent as soon as there is a connection again.
(function () {
  "use strict";

  const main = document.querySelector("main[data-levend]");
  if (!main || !("WebSocket" in window)) return;
  const $$ = (selector, root) => Array.from((root || main).querySelectorAll(selector));
  let socket, wait = 500, lost = false, leaving = false, waiting = null, touched = 0, sent = -Infinity;

  document.addEventListener("kring:weg", () => { leaving = true; }); // whoever leaves quickly is on the way elsewhere

  function leave() {
    if (leaving) return;
    leaving = true;
    if (socket) socket.close();
    document.title = "Kring";
    document.body.replaceChildren();
    // what was just sent has an answer of its own: whoever throws their circle away is told so
    setTimeout(() => location.replace("/gesloten"), Date.now() - sent < 4000 ? 3000 : 0);
  }

  // A sign-in that is too old: a guest's page goes, one's own stays as it is, with what is being written on it.
  function over(answer) {
    const out = new URL(answer.url).pathname === "/inloggen";
    if (answer.status === 404 || (out && "gast" in main.dataset)) leave();
    else if (out) { leaving = true; lost = false; }
    return leaving;
  }

  function changed(field) {
    if (field.tagName === "SELECT") {
      const options = Array.from(field.options), said = options.findIndex((one) => one.defaultSelected);
      return field.selectedIndex !== Math.max(said, 0);
    }
    return field.type === "radio" || field.type === "checkbox" ? field.checked !== field.defaultChecked
      : !["hidden", "submit", "button", "file"].includes(field.type) && field.value !== field.defaultValue;
  }

  const fields = () => $$("input, select, textarea");
  const writing = () => document.activeElement.matches("main input:not([type=radio]):not([type=checkbox]), main textarea, main select");

  // What was typed goes along into the new page, with the number it was made from: whoever crosses another is asked.
  function carry(page) {
    $$("form").forEach((form) => {
      const same = Array.from(page.querySelectorAll("form")).find((one) => one.getAttribute("action") === form.getAttribute("action"));
      const typed = Array.from(form.elements).filter((field) => field.name && changed(field));
      if (!same || !typed.length) return;
      typed.concat(Array.from(form.elements).filter((field) => field.name === "base")).forEach((field) => {
        Array.from(same.elements).filter((one) => one.name === field.name && (!["radio", "checkbox"].includes(one.type) || one.value === field.value))
          .slice(0, 1).forEach((one) => { one.value = field.value; one.checked = field.checked; });
      });
    });
  }

  // Where the reader is: what has the focus, and how far every part is slid. Given back when the parts are there anew.
  const kind = (one) => one.id || [one.tagName, one.getAttribute("href"), one.name, one.value, one.textContent].join();
  function place() {
    const focus = document.activeElement, key = main.contains(focus) && focus !== main && kind(focus);
    const slid = $$("*").filter((one) => one.scrollLeft || one.scrollTop).map((one) => [one.className, one.scrollLeft, one.scrollTop]);
    return () => {
      const same = key && $$("a, button, input, select, textarea, summary, [tabindex]").find((one) => kind(one) === key);
      if (same) same.focus({ preventScroll: true });
      slid.forEach(([name, left, top]) => $$("*").filter((one) => one.className === name).slice(0, 1).forEach((one) => one.scrollTo(left, top)));
    };
  }

  function take(page) {
    const next = page.getElementById("inhoud");
    if (!next || !next.dataset.levend) throw new Error("page");
    const open = $$("details[id][open]").map((one) => one.id);
    carry(next);
    const again = place();
    open.forEach((id) => { const one = page.getElementById(id); if (one) one.open = true; });
    main.replaceChildren(...Array.from(next.childNodes).map((node) => document.adoptNode(node)));
    ["seq", "beeld"].forEach((name) => { main.dataset[name] = next.dataset[name]; });
    document.title = page.title;
    document.dispatchEvent(new Event("kring:nieuw"));
    again();
  }

  function fresh() {
    const address = new URL(location.href), map = main.querySelector("[data-smal]");
    if (map) address.searchParams.set("smal", map.dataset.smal);
    return fetch(address).then(async (answer) => {
      if (!over(answer) && answer.ok) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }).catch(() => {});
  }

  function offer() {
    const said = document.getElementById("veranderd");
    if (!said || main.querySelector(".k-changed")) return;
    main.prepend(said.content.firstElementChild.cloneNode(true));
    main.querySelector(".k-changed button").addEventListener("click", fresh);
  }

  // Something changed. When this page did it itself, it knows by now.
  function heard(seq) {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (seq && seq <= Number(main.dataset.seq)) return;
      if (Number(main.dataset.bezig) > 0 || Date.now() - touched < 400) heard(seq);
      else if (writing() || fields().some(changed) || String(getSelection())) offer();
      else fresh();
    }, 150);
  }

  function back() {
    wait = 500;
    if (!lost) return;
    lost = false;
    $$("form .k-unsaved").forEach((note) => { note.closest("form").requestSubmit(); });
  }

  function open() {
    let came = false;
    socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${main.dataset.levend}?van=${main.dataset.beeld}`);
    socket.addEventListener("open", () => { came = true; back(); });
    socket.addEventListener("message", (event) => {
      const said = JSON.parse(event.data);
      if (said.gone) leave();
      else heard(said.seq);
    });
    socket.addEventListener("close", () => {
      if (leaving) return;
      lost = true;
      if (!came) fetch(location.href, { method: "HEAD" }).then(over).catch(() => {});
      wait = Math.min(wait * 2, 30000);
      setTimeout(() => { if (!leaving) open(); }, wait * (0.75 + Math.random() / 2));
    });
  }

  addEventListener("submit", (event) => { if (!event.defaultPrevented) sent = Date.now(); });
  // Without a connection a form is not sent: the browser would show a page of its own, and what was typed would be gone.
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (!lost || event.defaultPrevented || form.method !== "post" || form.enctype !== "application/x-www-form-urlencoded") return;
    event.preventDefault();
    fetch(location.href, { method: "HEAD" }).then(() => {
      if (button && button.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
      HTMLFormElement.prototype.submit.call(form);
    }, () => {
      const note = document.getElementById("niet-bewaard");
      if (!note || form.querySelector(".k-unsaved")) return;
      form.prepend(note.content.firstElementChild.cloneNode(true));
      form.firstElementChild.setAttribute("role", "alert");
    });
  });

  ["pointerdown", "pointerup", "keydown"].forEach((what) => addEventListener(what, () => { touched = Date.now(); }, { capture: true, passive: true }));
  addEventListener("pagehide", () => { leaving = true; if (socket) socket.close(); });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  open();
})();
