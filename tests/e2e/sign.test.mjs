// Signing in: a code from an app after the password, reserve codes, where one is signed in. What the app shows is reckoned here
// from RFC 6238, by node's own HMAC.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { client, openBrowser, openPage, password, startServer, uniqueName } from "./lib.mjs";
import { totp } from "./sign-help.mjs";
import { looks } from "./checks.mjs";

let server, browser;
before(async () => { server = await startServer(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

// The code of the next half minute counts too, so nobody has to wait for it.
const next = (secret) => totp(secret, Date.now() + 30000);

async function begin(page, login) {
  await page.goto("/begin");
  await page.fill("#naam", "Riet de Wit");
  await page.fill("#login", login);
  await page.fill("#wachtwoord", password);
  await page.click("main form button[type=submit]");
  const sheet = await page.textContent(".k-sheet__code");
  await page.goto("/account");
  return sheet.trim();
}

async function switchOn(page) {
  await page.goto("/account/tweede");
  const secret = (await page.textContent(".k-geheim")).trim();
  await page.fill("#app-code", totp(secret));
  await page.fill("#aan-ww", password);
  await page.click("main form button[type=submit]");
  const codes = await page.$$eval(".k-codes code", (all) => all.map((one) => one.textContent));
  assert.equal(codes.length, 10);
  return { secret, codes };
}

async function signIn(page, login, secret = password) {
  await page.goto("/inloggen");
  await page.fill("#login", login);
  await page.fill("#wachtwoord", secret);
  await page.click("main form button[type=submit]");
}
const signOut = async (page) => { await page.goto("/account"); await page.click("footer form button[type=submit]"); };
const say = (page) => page.textContent("[role=alert]");

for (const javaScriptEnabled of [true, false]) {
  test(`a code from an app is asked after the password${javaScriptEnabled ? "" : ", without script"}`, async () => {
    const page = await openPage(browser, server, { javaScriptEnabled }), login = uniqueName("riet");
    const sheet = await begin(page, login);

    // Switching on needs a right code and the password; what is wrong changes nothing.
    await page.goto("/account/tweede");
    if (javaScriptEnabled) await looks(page, "tweede-aan");
    const shown = (await page.textContent(".k-geheim")).trim();
    await page.fill("#app-code", "000000");
    await page.fill("#aan-ww", password);
    await page.click("main form button[type=submit]");
    assert.match(await say(page), /code klopt niet/);
    assert.equal((await page.textContent(".k-geheim")).trim(), shown, "the same secret is shown again");
    await page.fill("#app-code", totp(shown));
    await page.fill("#aan-ww", "niet dit wachtwoord");
    await page.click("main form button[type=submit]");
    assert.match(await say(page), /niet uw wachtwoord/);
    const { secret, codes } = await switchOn(page);
    if (javaScriptEnabled) await looks(page, "reserve");
    await page.goto("/account/tweede");
    if (javaScriptEnabled) await looks(page, "tweede-is-aan");
    await signOut(page);

    // After the password: no session yet, and no page opens.
    await signIn(page, login);
    assert.match(await page.textContent("h1"), /Nog één stap/);
    if (javaScriptEnabled) await looks(page, "tweede");
    const cookies = (await page.context().cookies()).map((one) => one.name);
    assert.ok(!cookies.includes("__Host-kring"), "no session before the code");
    await page.fill("#code", "123456");
    await page.click("main form button[type=submit]");
    assert.match(await say(page), /code klopt niet/);
    const code = next(secret);
    await page.fill("#code", code);
    await page.click("main form button[type=submit]");
    assert.match(page.url(), /\/kring/);
    await signOut(page);

    // The same code does not count twice; a reserve code counts once.
    await signIn(page, login);
    await page.fill("#code", code);
    await page.click("main form button[type=submit]");
    assert.match(await say(page), /code klopt niet/);
    await page.fill("#code", codes[0].toLowerCase().replace("-", " "));
    await page.click("main form button[type=submit]");
    assert.match(page.url(), /\/kring/);
    await signOut(page);
    await signIn(page, login);
    await page.fill("#code", codes[0]);
    await page.click("main form button[type=submit]");
    assert.match(await say(page), /code klopt niet/);

    // The sheet gives another password, and keeps the second proof.
    await page.goto("/vergeten");
    await page.fill("#login", login);
    await page.fill("#code", sheet);
    await page.fill("#wachtwoord", "iets heel anders 9");
    await page.click("main form button[type=submit]");
    assert.match(await page.textContent("h1"), /Nog één stap/);
    await page.fill("#code", codes[1]);
    await page.click("main form button[type=submit]");
    assert.match(await page.textContent("h1"), /blad/i);
    await page.goto("/account/tweede");
    assert.match(await page.textContent("h1"), /staat aan/);

    // Switching off needs both.
    await page.fill("#uit-ww", "iets heel anders 9");
    await page.fill("#uit-code", "000000");
    await page.click("section[aria-labelledby=h-uit] button");
    assert.match(await say(page), /code klopt niet/);
    await page.fill("#uit-ww", "iets heel anders 9");
    await page.fill("#uit-code", codes[2]);
    await page.click("section[aria-labelledby=h-uit] button");
    assert.match(await page.textContent(".k-notice"), /staat uit/);
    await signOut(page);
    await signIn(page, login, "iets heel anders 9");
    assert.match(page.url(), /\/kring/);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("another password and leaving for good ask for the code too", async () => {
  const page = await openPage(browser, server), login = uniqueName("gerda");
  await begin(page, login);
  const { codes } = await switchOn(page);
  await page.goto("/account");
  await looks(page, "account");
  await page.fill("#oud", password);
  await page.fill("#nieuw", "een ander lang wachtwoord");
  await page.fill("#ww-code", "111111");
  await page.click("section[aria-labelledby=h-ww] button");
  assert.match(await say(page), /code klopt niet/);
  await page.fill("#oud", password);
  await page.fill("#nieuw", "een ander lang wachtwoord");
  await page.fill("#ww-code", codes[0]);
  await page.click("section[aria-labelledby=h-ww] button");
  assert.match(await page.textContent(".k-notice"), /wachtwoord/);
  await page.fill("#weg-ww", "een ander lang wachtwoord");
  await page.fill("#weg-code", "222222");
  await page.check("#zeker");
  await page.click("section[aria-labelledby=h-weg] button");
  assert.match(await say(page), /code klopt niet/);
  await page.fill("#weg-ww", "een ander lang wachtwoord");
  await page.fill("#weg-code", codes[1]);
  await page.check("#zeker");
  await page.click("section[aria-labelledby=h-weg] button");
  await signIn(page, login, "een ander lang wachtwoord");
  assert.match(await say(page), /niet bij elkaar|klopt/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("who guesses codes waits, and its owner in a known browser does not", async () => {
  const page = await openPage(browser, server), login = uniqueName("wim");
  await begin(page, login);
  const { codes } = await switchOn(page);
  await signOut(page);
  const thief = client(server);
  const step = await (await thief.post("/inloggen", { login, password })).text();
  const token = step.match(/name="token" value="([^"]+)"/)[1];
  let status;
  for (let i = 0; i < 7; i += 1) status = (await thief.post("/inloggen/code", { token, sealed: "", code: "999999" })).status;
  assert.equal(status, 429);
  assert.equal((await thief.post("/inloggen/code", { token, sealed: "", code: codes[0] })).status, 429, "a right one waits as well");
  await signIn(page, login);
  await page.fill("#code", codes[0]);
  await page.click("main form button[type=submit]");
  assert.match(page.url(), /\/kring/);
  await page.context().close();
});

test("what waits for the code is of this account, this password, and not for long", async () => {
  const page = await openPage(browser, server), login = uniqueName("truus");
  await begin(page, login);
  const { codes } = await switchOn(page);
  const one = client(server);
  const step = await (await one.post("/inloggen", { login, password })).text();
  const token = step.match(/name="token" value="([^"]+)"/)[1];
  for (const wrong of ["", "x", token.slice(1), `${token.slice(0, -4)}AAAA`, "A".repeat(5000)]) {
    const answer = await one.post("/inloggen/code", { token: wrong, sealed: "", code: codes[0] });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /duurde te lang/);
  }
  // Another password ends it.
  await page.goto("/account");
  await page.fill("#oud", password);
  await page.fill("#nieuw", "een ander lang wachtwoord");
  await page.fill("#ww-code", codes[1]);
  await page.click("section[aria-labelledby=h-ww] button");
  assert.equal((await one.post("/inloggen/code", { token, sealed: "", code: codes[2] })).status, 422);
  // From another site it is not taken at all.
  assert.equal((await one.post("/inloggen/code", { token, sealed: "", code: codes[2] }, { origin: "http://elders.example" })).status, 403);
  assert.equal((await one.get("/inloggen/code")).status, 303);
  await page.context().close();
});

test("where somebody is signed in is told, without a place; one ends, or all others", async () => {
  const phone = { viewport: { width: 390, height: 800 }, userAgent: "Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36" };
  const page = await openPage(browser, server), login = uniqueName("joke");
  await begin(page, login);
  const [second, third] = [await openPage(browser, server, phone), await openPage(browser, server)];
  await signIn(second, login);
  await signIn(third, login);
  await page.goto("/account");
  await looks(page, "account-plekken");
  const places = await page.$$eval(".k-places li", (all) => all.map((one) => one.innerText));
  assert.equal(places.length, 3);
  assert.match(places[0], /Een computer.*deze browser/s);
  assert.equal(places.filter((one) => /telefoon/.test(one)).length, 1);
  assert.ok(!/127\.0\.0|Android|Mozilla|Safari/.test(await page.content()), "no address and no browser");
  await page.click(".k-places li:has-text('telefoon') button");
  assert.match(await page.textContent(".k-notice"), /uitgelogd/);
  await second.goto("/account");
  assert.match(second.url(), /inloggen/);
  await third.goto("/account");
  assert.match(third.url(), /account/);
  await page.click("section[aria-labelledby=h-overal] form[action='/account/overal'] button");
  await third.goto("/account");
  assert.match(third.url(), /inloggen/);
  assert.equal((await page.$$(".k-places li")).length, 1);
  // Another account ends nothing here.
  const other = await openPage(browser, server);
  await begin(other, uniqueName("vreemd"));
  const csrf = await other.getAttribute("main input[name=csrf]", "value");
  await signIn(second, login);
  await page.goto("/account");
  const id = await page.getAttribute(".k-places input[name=id]", "value");
  await other.evaluate(async ([csrf, id]) => fetch("/account/overal/een", { method: "POST", body: new URLSearchParams({ csrf, id }) }), [csrf, id]);
  await second.goto("/account");
  assert.match(second.url(), /account$/);
  for (const one of [page, second, third, other]) { assert.deepEqual(one.trouble, []); await one.context().close(); }
});
