// Leaving quickly: the page is emptied at once, the sign-in is ended, and the page of today takes its place, also in the list of
// pages that the back button goes through; in every window that is open here. Esc twice does the same. Without script the button is an
// ordinary form.
(function () {
  "use strict";

  const form = document.querySelector("form[data-snel-weg]");
  if (!form) return;
  const windows = "BroadcastChannel" in window ? new BroadcastChannel("kring:weg") : null;
  const go = () => location.replace("/welkom");
  let gone = false, last = -Infinity;

  function empty() {
    gone = true;
    document.dispatchEvent(new Event("kring:weg"));
    document.title = "";
    document.body.replaceChildren();
  }

  function away() {
    if (gone) return;
    const body = new URLSearchParams(new FormData(form));
    empty();
    if (windows) windows.postMessage("");
    setTimeout(go, 600);
    fetch("/snel-weg", { method: "POST", body, keepalive: true, redirect: "manual" }).then(go, go);
  }

  if (windows) windows.addEventListener("message", () => { empty(); go(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    away();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    // one press more would stop the leaving
    if (gone || event.timeStamp - last < 1500) event.preventDefault();
    if (event.timeStamp - last < 1500) away();
    last = event.timeStamp;
  });
})();
