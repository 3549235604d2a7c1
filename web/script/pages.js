// Small speed-ups of the pages of a circle. Everything works without them: each takes an ordinary form or link and saves a
// page from being loaded anew. Whatever goes wrong here, the form itself is still there.
(function () {
  "use strict";

  const $ = (selector, root) => (root || document).querySelector(selector);
  const $$ = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  let queue = Promise.resolve();

  // Sends a form and gives the page that follows. One at a time, so that answers come in order.
  function send(form, button) {
    const data = new URLSearchParams(new FormData(form));
    if (button && button.name) data.append(button.name, button.value);
    const get = form.method === "get";
    const address = new URL(form.action);
    if (get) address.search = data.toString();
    const main = $("#inhoud"), count = (step) => { main.dataset.bezig = Number(main.dataset.bezig || 0) + step; };
    count(1);
    const sent = queue.then(async () => {
      const answer = await fetch(address, get ? {} : { method: "POST", body: data })
        .catch(() => { throw Object.assign(new Error("away"), { away: true }); });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok) throw Object.assign(new Error("refused"), { page, status: answer.status });
      return page;
    });
    queue = sent.catch(() => {}).then(() => count(-1));
    return sent;
  }

  function take(page, selector) {
    const now = $(selector), next = $(selector, page);
    if (now && next) now.replaceWith(document.adoptNode(next));
    return Boolean(next);
  }

  // "Bewaard om 14.32 uur", undo, and the number that later forms are made from.
  function refresh(page) {
    const saved = $(".k-saved"), next = $(".k-saved", page);
    if (saved && next) saved.replaceChildren(...next.childNodes);
    const undo = $$(".k-undoform"), fresh = $$(".k-undoform", page);
    if (undo.length && fresh.length) {
      undo[0].replaceWith(document.adoptNode(fresh[0]));
      undo.slice(1).forEach((form) => form.remove());
    }
    const main = $("#inhoud"), shown = $("#inhoud", page);
    if (shown && shown.dataset.seq) main.dataset.seq = shown.dataset.seq;
    const base = $("input[name=base]", page);
    if (base) $$("input[name=base]").forEach((input) => { input.value = base.value; });
  }

  function plainly(form) {
    HTMLFormElement.prototype.submit.call(form);
  }

  // What is in the form now is what is kept.
  function settle(form) {
    Array.from(form.elements).forEach((field) => {
      if (field.options) Array.from(field.options).forEach((one) => { one.defaultSelected = one.selected; });
      else if (field.type === "radio" || field.type === "checkbox") field.defaultChecked = field.checked;
      else if (field.type !== "hidden" && field.type !== "file") field.defaultValue = field.value;
    });
  }

  const clear = (form) => $$("[role=alert]", form).forEach((alert) => alert.remove());

  // Nobody answered: the form says so and keeps what was filled in, with a button to try again.
  function unsaved(form) {
    const note = $("#niet-bewaard");
    clear(form);
    if (!note) return plainly(form);
    const said = note.content.firstElementChild.cloneNode(true);
    form.prepend(said);
    said.setAttribute("role", "alert");
  }

  // What cannot be kept is said in the form. Any other answer (to sign in first, two answers to the same question) has a page
  // of its own that keeps what was filled in.
  function refused(form, drawer, error) {
    if (error.away || error.status >= 429) return unsaved(form);
    const said = drawer && error.page && $(`#${drawer.id} [role=alert]`, error.page);
    if (!said) return plainly(form);
    clear(form);
    form.prepend(document.adoptNode(said));
  }

  // Naming: Enter adds, the field stays.
  function naming() {
    const form = $("form.k-say"), field = $("#naam");
    if (!form || !field) return;
    field.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text");
      if (!/[\r\n]/.test(text.trim())) return;
      event.preventDefault();
      const row = text.trim().split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean).join("; ");
      field.setRangeText(row, field.selectionStart, field.selectionEnd, "end");
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form).then((page) => {
        if (!take(page, "section[aria-labelledby=h-tot]") || !take(page, ".k-grow")) throw new Error("page");
        const start = $(".k-wishes"), deck = $("#h-kaart"), title = $("#h-kaart", page);
        if (start && !$(".k-wishes", page)) start.remove();
        if (deck && title) deck.textContent = title.textContent;
        refresh(page);
        clear(form);
        form.reset();
        field.focus();
      }).catch((error) => (error.away ? unsaved(form) : plainly(form)));
    });
  }

  // "Bewaard om 14.32 uur" below what was just chosen, where whoever chose it is looking.
  function keptHere(form, field, said) {
    const near = (field && field.closest("fieldset, .utrecht-form-field, .k-chan")) || $(".k-layer__save", form);
    $$(".k-saved", form).forEach((old) => old.remove());
    if (!near || !said) return;
    const fresh = near.appendChild(Object.assign(document.createElement("span"), { className: "k-saved" }));
    fresh.setAttribute("role", "status");
    fresh.replaceChildren(...said.childNodes);
  }

  // The drawers of a contact: what is chosen is kept at once.
  function drawers() {
    $$("form.k-layer__in").forEach((form) => {
      const drawer = form.closest("details.k-layer");
      form.addEventListener("change", (event) => {
        send(form).then((page) => {
          const same = page.getElementById(drawer.id);
          if (!same) throw new Error("page");
          $(".k-layer__s", drawer).textContent = $(".k-layer__s", same).textContent;
          keptHere(form, event.target, $(".k-layer__done", same));
          clear(form);
          settle(form);
          refresh(page);
        }).catch((error) => refused(form, drawer, error));
      });
    });
    $$(".k-look form, .k-trait form").forEach((form) => {
      form.addEventListener("change", () => {
        send(form).then((page) => {
          if (!$("[data-see]", page)) throw new Error("page");
          clear(form);
          settle(form);
          refresh(page);
        }).catch((error) => refused(form, null, error));
      });
    });
  }

  // The list: find while typing, and say who was ticked.
  function list() {
    const field = $("#zoek"), rows = $$(".k-lijst__card tbody tr");
    if (!field || !rows.length) return;
    const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
    const none = $(".k-lijst__none"), said = none && none.dataset.none;
    field.addEventListener("input", () => {
      const wanted = fold(field.value.trim());
      rows.forEach((row) => { row.hidden = wanted !== "" && !fold(row.textContent).includes(wanted); });
      if (none) none.textContent = rows.every((row) => row.hidden) ? said : "";
    });
    const names = $(".k-bulk__names"), plain = names && names.textContent;
    const tell = () => {
      const ticked = rows.filter((row) => $(".k-choose:checked", row)).map((row) => $("a.utrecht-link", row).textContent);
      if (names) names.textContent = ticked.length && ticked.length < 5 ? ticked.join(", ") : plain;
    };
    rows.forEach((row) => row.addEventListener("change", tell));
    tell();
  }

  // A tap on a spot puts the person there at once.
  function spots() {
    const form = $("form.k-spotform"), map = $(".k-map");
    if (form && map) {
      map.addEventListener("click", (event) => {
        const link = event.target.closest("a");
        const address = link && (link.getAttribute("href") || link.getAttribute("xlink:href"));
        if (!address || !address.includes("ring=")) return;
        const asked = new URL(address, location.href).searchParams;
        event.preventDefault();
        $$("[data-spot]", form).forEach((input) => { input.value = asked.get(input.dataset.spot) || ""; });
        form.submit();
      });
    }
  }

  function panelInSight() {
    const panel = $("#contact.k-panel");
    if (panel && matchMedia("(max-width: 1080px)").matches && new URL(location.href).searchParams.has("wie"))
      panel.scrollIntoView();
  }

  // A narrow screen gets a drawing of its own, in which the whole circle can be read. The page remembers which was asked.
  function narrow() {
    const screen = matchMedia("(max-width: 560px)");
    const fit = () => {
      const own = ".k-map[data-smal], .k-draw[data-smal]", map = $(own), wanted = screen.matches ? "1" : "0";
      if (!map || map.dataset.smal === wanted) return;
      const address = new URL(location.href);
      address.searchParams.set("smal", wanted);
      fetch(address).then((answer) => answer.text()).then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html"), next = $(own, page);
        if (!next || next.dataset.smal !== wanted) return;
        take(page, map.matches(".k-map") ? ".k-map" : ".k-draw");
        spots();
        fit(); // the screen may have been turned meanwhile
      }).catch(() => {});
    };
    screen.addEventListener("change", fit);
    fit();
  }

  // The main sentences of a page, as they stand on it from top to bottom.
  function sentences() {
    const said = "h1, h2, h3, main p, main dt, main dd, .k-names li, .k-rows__txt, .k-qopt, svg [role=list]";
    const aside = "nav, form fieldset, .k-vh, [hidden], details:not([open]), .k-move__hint, .k-legend";
    const words = (one) => {
      const copy = one.cloneNode(true), walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT), found = [];
      $$("[aria-hidden], .k-vh, button", copy).forEach((part) => part.remove());
      while (walk.nextNode()) found.push(walk.currentNode.data);
      return found.join(one.matches("p, h1, h2, h3") ? "" : " ");
    };
    const people = (list) => [list, ...$$("[aria-label]", list)].map((one) => one.getAttribute("aria-label").split(",")[0]).join(", ");
    return $$(said, $("main")).filter((one) => !one.closest(aside) && one.getClientRects().length)
      .map((one) => (one.matches("[role=list]") ? people(one) : words(one)).replace(/\s+/g, " ").trim())
      .filter(Boolean);
  }

  // Reads aloud with a voice that lives in this computer: the words go nowhere.
  function speak() {
    const button = $(".k-speak"), talk = window.speechSynthesis, lang = document.documentElement.lang;
    if (!button || !talk) return;
    const voice = () => talk.getVoices().find((one) => one.localService && one.lang.toLowerCase().startsWith(lang));
    const label = $("span", button), start = label.textContent;
    const show = () => { button.hidden = !voice(); };
    let reading = false;
    const stop = () => { reading = false; talk.cancel(); label.textContent = start; };
    button.addEventListener("click", () => {
      if (reading) { stop(); return; }
      reading = true;
      label.textContent = button.dataset.stop;
      const all = sentences();
      all.forEach((text, at) => {
        const part = new SpeechSynthesisUtterance(text);
        part.voice = voice();
        part.lang = part.voice ? part.voice.lang : lang;
        if (at === all.length - 1) part.onend = stop;
        talk.speak(part);
      });
    });
    talk.addEventListener("voiceschanged", show);
    addEventListener("pagehide", stop);
    show();
  }

  // Layers of the ecogram change the drawing where it stands.
  function layers() {
    const switches = $(".k-ecomap") && $(".k-switches"), form = switches && switches.closest("form");
    if (!form) return;
    form.addEventListener("change", () => {
      send(form).then((page) => { if (take(page, ".k-ecomap")) take(page, ".k-legs"); }).catch(() => plainly(form));
    });
  }

  // A family tree that is wider than the screen begins at who is in the middle.
  function middle() {
    const room = $(".k-fam__draw .k-draw"), who = room && $(".g-index", room);
    if (!who || room.scrollWidth <= room.clientWidth) return;
    const at = who.getBoundingClientRect(), box = room.getBoundingClientRect();
    room.scrollLeft += at.left + at.width / 2 - box.left - box.width / 2;
  }

  function start() {
    naming();
    drawers();
    list();
    spots();
    layers();
    narrow();
    speak();
    middle();
  }

  start();
  panelInSight();
  document.addEventListener("kring:nieuw", start); // the page was fetched anew, see levend.js
})();
