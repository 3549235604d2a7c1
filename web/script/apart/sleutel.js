"use strict";
// Passkeys, on the few pages that have a button for them. The page says what the device is asked; the answer goes along as
// fields of the form around the button.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function ask(kind, asked) {
    const publicKey = { ...asked, challenge: bytes(asked.challenge) };
    if (kind === "toon") {
      publicKey.allowCredentials = known(asked.allowCredentials);
      const { rawId, response } = await navigator.credentials.get({ publicKey });
      return { key_id: rawId, key_client: response.clientDataJSON, key_data: response.authenticatorData, key_sign: response.signature,
        key_user: response.userHandle };
    }
    publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
    publicKey.excludeCredentials = known(asked.excludeCredentials);
    const { rawId, response } = await navigator.credentials.create({ publicKey });
    return { key_id: rawId, key_client: response.clientDataJSON, key_data: response.getAuthenticatorData() };
  }

  function send(form, to, fields) {
    for (const [name, value] of Object.entries(fields)) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value ? text(value) : "";
      form.append(input);
    }
    for (const secret of form.querySelectorAll("input[type=password]")) secret.value = "";
    form.action = to;
    form.submit();
  }

  for (const button of document.querySelectorAll("button[data-sleutel]")) {
    const box = button.closest("[data-sleutel-met]"), note = box.querySelector("[data-sleutel-niet]");
    box.hidden = false;
    for (const without of button.form.querySelectorAll("[data-sleutel-zonder]")) without.hidden = true;
    button.addEventListener("click", async () => {
      button.disabled = true;
      note.hidden = true;
      try {
        send(button.form, button.dataset.naar, await ask(button.dataset.sleutel, JSON.parse(button.dataset.opties)));
      } catch {
        note.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
