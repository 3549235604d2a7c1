// Who runs the server: their page, the doors they close, and what everybody may read about safety.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { client, kring, openBrowser, openPage, password, signedIn, signIns, startServer, uniqueName, waysIn } from "./lib.mjs";
import { totp } from "./sign-help.mjs";
import { looks } from "./checks.mjs";

const run = promisify(execFile);
let server, browser;
before(async () => { server = await startServer({ demo: true, args: ["--contact", "mailto:veilig@example.org"] }); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

const admin = async (...args) => (await run(kring, ["admin", ...args, "--data", server.data, "--lang", "nl"])).stdout;

async function begin(page, login) {
  await page.goto("/begin");
  await page.fill("#naam", "Bea Beheer");
  await page.fill("#login", login);
  await page.fill("#wachtwoord", password);
  await page.click("main form button[type=submit]");
  await page.goto("/account");
}

async function switchOn(page) {
  await page.goto("/account/tweede");
  const secret = (await page.textContent(".k-geheim")).trim();
  await page.fill("#app-code", totp(secret));
  await page.fill("#aan-ww", password);
  await page.click("main form button[type=submit]");
  await page.waitForSelector(".k-codes");
}

test("the page is there for an administrator with two steps, and for nobody else", async () => {
  const page = await openPage(browser, server), login = uniqueName("bea");
  await begin(page, login);
  const annie = await signedIn(server, signIns(server)[0]);
  assert.equal((await annie.get("/beheer")).status, 404);
  assert.equal((await annie.post("/beheer/sluiten", { csrf: await annie.csrf("/account"), login: "henk", do: "close" })).status, 404);
  assert.equal((await page.goto("/beheer")).status(), 404);
  assert.match(await admin("administrator", login), /beheer/);
  await page.goto("/beheer");
  assert.match(await page.textContent("main"), /twee stappen/);
  assert.equal(await page.locator("main form").count(), 0, "nothing can be done with a password alone");
  await looks(page, "beheer-zonder");
  await switchOn(page);
  await page.goto("/beheer");
  const text = await page.textContent("main");
  assert.match(text, /Kringen\s*4/);
  for (const name of ["Annie", "annie", "Henk", "Wolters"]) assert.ok(!text.includes(name), `${name} stands there`);
  assert.match(text, /nog geen reservekopie/);
  await looks(page, "beheer");

  // closing: a name that is typed in; signed out everywhere; the owner reads who and why
  await page.fill("#dicht-login", "niemand");
  await page.click("button[value=close]");
  assert.match(await page.textContent("[role=alert]"), /Niemand heeft/);
  await page.fill("#dicht-login", login);
  await page.click("button[value=close]");
  assert.match(await page.textContent("[role=alert]"), /eigen account/);
  await page.fill("#dicht-login", "Annie");
  await page.fill("#dicht-reden", "op eigen verzoek");
  await page.click("button[value=close]");
  assert.match(await page.textContent("body"), /account is gesloten/);
  assert.notEqual((await annie.get("/kringen")).status, 200, "signed out");
  const again = client(server);
  const refused = await again.post("/inloggen", { login: "annie", password: signIns(server)[0].password });
  assert.notEqual(refused.status, 303);
  assert.match(await refused.text(), /gesloten door het beheer/);
  await page.fill("#dicht-login", "annie");
  await page.click("button[value=open]");
  assert.match(await page.textContent("body"), /weer open/);
  const back = await signedIn(server, signIns(server)[0]);
  const ledger = await back.text(`${back.circle}/gekeken`);
  assert.match(ledger, /op eigen verzoek/);

  // making: a code, and who has it chooses a password
  const fresh = uniqueName("nieuw");
  await page.goto("/beheer");
  await page.fill("#nieuw-login", fresh);
  await page.click("form[action='/beheer/account'] button[type=submit]");
  const code = (await page.textContent("main strong")).trim();
  assert.match(code, /^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
  await looks(page, "beheer-code");
  const made = client(server);
  assert.ok([200, 303].includes((await made.post("/vergeten", { login: fresh, code, password })).status));
  await signedIn(server, { login: fresh, password });

  // backups and the report
  await admin("backup");
  await page.goto("/beheer");
  assert.match(await page.textContent("main"), /Laatste reservekopie: vandaag/);
  // taken away: the page is gone at once
  await admin("administrator", login, "--off");
  assert.equal((await page.goto("/beheer")).status(), 404);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("signing in and being refused stand in the audit, without a name", async () => {
  const who = client(server);
  await who.post("/inloggen", { login: "henk", password: "niet dit wachtwoord" });
  await who.post("/inloggen", { login: "iemand-die-er-niet-is", password: "niet dit wachtwoord" });
  await signedIn(server, signIns(server)[1]);
  const lines = (await admin("audit")).trim().split("\n").map((line) => JSON.parse(line));
  const kinds = new Set(lines.map((one) => one.EventTypeCode));
  for (const kind of ["signed-in", "sign-in-refused", "password-renewed", "account-disabled", "backup"]) assert.ok(kinds.has(kind), kind);
  assert.ok(lines.some((one) => one.EventTypeCode === "sign-in-refused" && one.User[0].UserID === "unknown" && one.EventOutcomeIndicator === 4));
  const text = JSON.stringify(lines);
  for (const name of ["henk", "Henk", "iemand-die", "Annie"]) assert.ok(!text.includes(name), name);
});

test("by which way somebody came in, or tried to, stands in the audit", async () => {
  const page = await openPage(browser, server), login = uniqueName("weg");
  await begin(page, login);
  await page.goto("/account/tweede");
  const secret = (await page.textContent(".k-geheim")).trim();
  await page.fill("#app-code", totp(secret));
  await page.fill("#aan-ww", password);
  await page.click("main form button[type=submit]");
  const spare = (await page.locator(".k-codes li").allTextContents()).map((one) => one.trim());
  await page.context().close();
  const comes = async (code) => {
    const who = client(server);
    const step = await (await who.post("/inloggen", { login, password })).text();
    return (await who.post("/inloggen/code", { token: step.match(/name="token" value="([^"]+)"/)[1], sealed: "", code })).status;
  };
  assert.equal(await comes("00000-00000"), 422);
  assert.equal(await comes(spare[0]), 303);
  assert.equal((await client(server).post("/vergeten", { login, code: "00000-00000-00000-00000-00000", password })).status, 422);
  const came = await waysIn(server, "signed-in"), refused = await waysIn(server, "sign-in-refused");
  for (const way of ["password 0", "password+code 0", "registration 0", "recovery 0"]) assert.ok(came.has(way), `${way}: ${[...came]}`);
  for (const way of ["password 4", "code 4", "recovery 4"]) assert.ok(refused.has(way), `${way}: ${[...refused]}`);
});

test("so many may begin in an hour; the operator makes accounts all the same", async () => {
  const small = await startServer({ args: ["--new-accounts", "2"] });
  try {
    const begins = async () => client(small).post("/begin", { login: uniqueName("klas"), name: "Leerling", password });
    for (let i = 0; i < 2; i += 1) assert.equal((await begins()).status, 200);
    const third = await begins();
    assert.equal(third.status, 429);
    assert.ok(Number(third.headers.get("retry-after")) > 0);
    assert.match(await third.text(), /Probeer het over een uur weer, of vraag de beheerder om een account/);
    const { stdout } = await run(kring, ["admin", "create", "laatkomer", "--data", small.data]);
    const late = await client(small).post("/vergeten", { login: "laatkomer", code: stdout.trim().split("\n").pop(), password });
    assert.ok([200, 303].includes(late.status), "by the way out");
  } finally { await small.stop(); }
});

test("who asks what is not theirs, sends a forged form, or goes, stands in the audit, once and without a name", async () => {
  const begun = (await admin("audit")).trim().split("\n").length;
  const henk = await signedIn(server, signIns(server)[1]), annie = await signedIn(server, signIns(server)[0]);
  const csrf = await henk.csrf("/account");
  for (let i = 0; i < 20; i += 1) {
    assert.equal((await henk.get(`${annie.circle}/lijst`)).status, 404);
    assert.equal((await henk.get(`/kring/00000000deadbe${10 + i}/lijst`)).status, 404);
    assert.equal((await henk.post(`${annie.circle}/namen`, { csrf, naam: "Inbreker" })).status, 404);
    assert.equal((await henk.post("/account", { name: "x" }, { origin: "https://elders.example" })).status, 403);
    assert.equal((await henk.post("/account", { csrf: "x", name: "x" })).status, 403);
  }
  await henk.get(`${henk.circle}/lijst`);
  assert.equal((await henk.post("/uitloggen", { csrf })).status, 303);
  const lines = (await admin("audit")).trim().split("\n").slice(begun).map((line) => JSON.parse(line));
  const refused = lines.filter((one) => one.EventTypeCode === "refused");
  // one row of a kind for a quarter of an hour (two when it strikes meanwhile), whatever is asked, and however often
  assert.deepEqual([...new Set(refused.map((one) => one.EventActionCode))].sort(), ["E", "R", "U"]);
  assert.ok(refused.length <= 6, `${refused.length} rows`);
  const who = lines.find((one) => one.EventTypeCode === "signed-in").User[0].UserID;
  for (const one of refused) assert.ok(one.EventOutcomeIndicator === 4 && one.User[0].UserID === who && one.User[0].NetworkAccessPointID);
  assert.ok(lines.some((one) => one.EventTypeCode === "signed-out" && one.User[0].UserID === who));
  const text = JSON.stringify(lines);
  for (const word of ["Inbreker", "Henk", "henk", "Annie", annie.circle.split("/").pop(), "deadbe"]) assert.ok(!text.includes(word), word);
});

test("what we can and cannot see, in both languages", async () => {
  const page = await openPage(browser, server);
  await page.goto("/veiligheid");
  assert.match(await page.textContent("h1"), /Veiligheid/);
  await looks(page, "veiligheid");
  await page.goto("/taal/en?terug=/veiligheid");
  assert.match(await page.textContent("main"), /What the administrator sees/);
  await page.context().close();
});

test("security.txt says where to report and until when; without an address there is none", async () => {
  const answer = await fetch(`${server.url}/.well-known/security.txt`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /^text\/plain/);
  const text = await answer.text();
  assert.match(text, /^Contact: mailto:veilig@example\.org$/m);
  const expires = new Date(text.match(/^Expires: (.+)$/m)[1]);
  assert.ok(expires > Date.now() + 30 * 864e5 && expires < Date.now() + 365 * 864e5);
  const bare = await startServer();
  try { assert.equal((await fetch(`${bare.url}/.well-known/security.txt`)).status, 404); } finally { await bare.stop(); }
});
