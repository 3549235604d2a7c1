// A code that came along behind the # of an address: it is put in the field, and taken out of the address. It stays in this
// page alone; on the way past signing in it goes along behind the # again. Without script it is typed.
(function () {
  "use strict";

  const code = location.hash.slice(1);
  if (!/^[0-9A-Za-z-]{8,40}$/.test(code)) return;
  const hash = `#${code}`;
  const field = document.querySelector("form[data-code] input[name=code]");
  if (field) {
    if (!field.value) field.value = code;
    history.replaceState(null, "", location.pathname + location.search);
    return;
  }
  document.querySelectorAll("a[data-keep], a[href^='/meekijken'], a[href='/begin?verder=/meekijken'], a[href='/inloggen?verder=/meekijken']")
    .forEach((link) => link.setAttribute("href", link.getAttribute("href") + hash));
  document.querySelectorAll("form").forEach((form) => {
    const next = form.querySelector("input[name=verder]");
    if (next && next.value === "/meekijken") form.action += hash;
  });
})();
