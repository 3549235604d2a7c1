// Annie and whom she let in, at the same time, each in a browser of their own: they see each other's changes, a conflict is
// asked about, what is taken back clears from the screen, and who may only look meets calm pages.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { client, enter, formsOf, openBrowser, password, signedIn, signIns, startServer, waitFor } from "./lib.mjs";

let server, browser, annie, one, base, sanne, seeing;

// A share, opened and confirmed; by forms, as somebody without script does.
async function letIn(name, wat, fields) {
  const first = `${base}/delen/nieuw`;
  const html = await (await annie.post(first, { csrf: await annie.csrf(first), eerst: "1", wie: "", naam: name, wat })).text();
  const form = formsOf(html).find(({ action }) => action.endsWith("/delen/nieuw"));
  const body = new URLSearchParams({ ...form.fields, ziet: "map" });
  for (const [key, values] of Object.entries(fields)) { body.delete(key); values.forEach((value) => body.append(key, value)); }
  const made = await annie.ask(form.action, { method: "POST", body, headers: { origin: server.url } });
  const share = made.headers.get("location").match(/met\/([0-9a-f]{16})/)[1];
  const invite = `${base}/delen/met/${share}/uitnodigen`;
  const code = (await (await annie.post(invite, { csrf: await annie.csrf(invite), hoe: "tafel" })).text()).match(/k-code__c[^>]*>\s*([^<\s]+)/)[1];
  const guest = client(server), login = `${name.toLowerCase()}-${Math.random().toString(36).slice(2, 8)}`;
  await guest.post("/begin", { login, name, password });
  await guest.post("/meekijken", { csrf: await guest.csrf("/account"), code });
  await annie.post(`${base}/delen/met/${share}/bevestig`, { csrf: await annie.csrf(`${base}/namen`), ja: "1", klopt: "ja" });
  assert.equal((await guest.get(`${base}/lijst`)).status, 200, `${name} sees the list`);
  return Object.assign(guest, { share, login });
}

async function browse(who, path, options) {
  const page = await enter(browser, server, who, options);
  await page.goto(path);
  await page.waitForTimeout(500); // the socket opens after the page is there
  return page;
}

async function timed(t, what, check) {
  const began = Date.now();
  await waitFor(check, what);
  t.diagnostic(`${what}: ${Date.now() - began} ms`);
}

before(async () => {
  server = await startServer({ demo: true, args: ["--verbose"] });
  browser = await openBrowser();
  one = signIns(server)[0];
  annie = await signedIn(server, one);
  base = annie.circle;
  sanne = await letIn("Sanne", "carer", { ziet: ["map", "plan", "wish"], erbij: ["map"], anders: ["map", "plan"] });
});
after(async () => { await browser?.close(); await server?.stop(); });

test("each sees what the other adds", async (t) => {
  const hers = await browse(one, `${base}/lijst`), theirs = await browse(sanne, `${base}/lijst`);
  assert.match(await theirs.locator(".k-band").innerText(), /kring van Annie/);
  await theirs.goto(`${base}/namen`);
  await theirs.fill("#naam", "Wilhelmina");
  await theirs.press("#naam", "Enter");
  await timed(t, "what the guest added, on the owner's page", () => hers.getByText("Wilhelmina").count());
  await theirs.goto(`${base}/lijst`);
  await theirs.waitForTimeout(500);
  await hers.goto(`${base}/namen`);
  await hers.fill("#naam", "Ferdinand");
  await hers.press("#naam", "Enter");
  await timed(t, "what the owner added, on the guest's page", () => theirs.getByText("Ferdinand").count());
  await hers.goto(`${base}/tijd/alles`);
  assert.match(await hers.locator("main").innerText(), /Sanne[^\n]*Wilhelmina/);
  for (const page of [hers, theirs]) { assert.deepEqual(page.trouble, []); await page.context().close(); }
});

test("what stands with somebody says who wrote it", async () => {
  const list = await sanne.text(`${base}/lijst`);
  const person = list.match(/href="([^"]*\/mens\/[0-9a-f]{16})"[^>]*>Corrie/)[1];
  const html = await sanne.text(person);
  const form = formsOf(html).find(({ action }) => action.endsWith("/laag/waar"));
  const kept = await sanne.post(form.action, { ...form.fields, "person.lives": "Boven de bakker" });
  assert.equal(kept.status, 303);
  assert.match(await annie.text(person), /Sanne schreef dit op/);
  assert.doesNotMatch(await annie.text(person), /Annie schreef dit/);
});

test("who changes what the other just changed is asked", async () => {
  const list = await annie.text(`${base}/lijst`);
  const person = list.match(/href="([^"]*\/mens\/[0-9a-f]{16})"[^>]*>Corrie/)[1];
  const forms = [];
  for (const who of [annie, sanne]) forms.push(formsOf(await who.text(person)).find(({ action }) => action.endsWith("/laag/waar")));
  assert.equal((await annie.post(forms[0].action, { ...forms[0].fields, "person.lives": "Dorpsstraat" })).status, 303);
  const crossed = await sanne.post(forms[1].action, { ...forms[1].fields, "person.lives": "Kerkstraat" });
  assert.equal(crossed.status, 409);
  const page = await crossed.text();
  assert.ok(page.includes("Dorpsstraat") && page.includes("Kerkstraat"));
});

test("what changes out of a guest's sight tells them nothing", async () => {
  const theirs = await browse(sanne, `${base}/lijst`);
  const frames = [];
  theirs.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(payload)));
  await theirs.reload();
  await theirs.waitForTimeout(700);
  const event = `${base}/levenslijn/erbij`, form = formsOf(await annie.text(event)).find(({ action }) => action.endsWith("/erbij"));
  assert.equal((await annie.post(form.action, { ...form.fields, "event.what": "Verhuisd naar zee", "event.date": "1998" })).status, 303);
  await theirs.waitForTimeout(1600);
  assert.deepEqual(frames, []);
  await theirs.context().close();
});

test("a proposal waits for the owner", async () => {
  const vera = await letIn("Vera", "volunteer", { ziet: ["map"], erbij: ["map"], hoe: ["voorstel"] });
  const page = await browse(vera, `${base}/namen`);
  assert.match(await page.locator(".k-band").innerText(), /als voorstel naar Annie/);
  await page.fill("#naam", "Kobus");
  await page.press("#naam", "Enter");
  await page.goto(`${base}/lijst`);
  assert.equal(await page.getByText("Kobus").count(), 0);
  assert.ok(!(await annie.text(`${base}/lijst`)).includes("Kobus"));
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("who may only look meets calm pages, on a phone too", async () => {
  seeing = await letIn("Bas", "friend", { ziet: ["map", "family"], erbij: [], anders: [] });
  for (const options of [{}, { viewport: { width: 390, height: 844 } }]) {
    const page = await browse(seeing, base, options);
    for (const path of ["", "/lijst", "/stamboom", "/tekeningen"]) {
      await page.goto(base + path);
      assert.equal(await page.locator(`main form[method=post][action^='${base}']`).count(), 0, `${path}: a form`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} fits`);
      const tabs = await page.locator(".k-tabs a").allInnerTexts();
      assert.ok(tabs.includes("Groslijst") && !tabs.includes("Plan") && !tabs.includes("Ecogram"), tabs.join());
    }
    for (const path of ["/plan", "/ecogram", "/bak", "/meenemen", "/delen", "/namen"]) assert.equal((await page.goto(base + path)).status(), 404, path);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  }
});

test("what is taken back clears from the screen, and without script the next page is not there", async (t) => {
  const live = await browse(sanne, `${base}/lijst`), plain = await browse(sanne, `${base}/lijst`, { javaScriptEnabled: false });
  assert.match(await live.content(), /Corrie/);
  const stop = `${base}/delen/met/${sanne.share}/stop`;
  const form = formsOf(await annie.text(stop)).find(({ action }) => action.endsWith("/stop"));
  assert.equal((await annie.post(form.action, form.fields)).status, 303);
  await timed(t, "an open page to clear", () => live.url().endsWith("/gesloten"));
  assert.doesNotMatch(await live.content(), /Corrie|Annie/);
  await live.goBack().catch(() => {});
  await live.waitForTimeout(500);
  assert.doesNotMatch(await live.content(), /Corrie/);
  assert.equal((await plain.reload()).status(), 404);
  assert.equal((await sanne.get(base)).status, 404);
  for (const page of [live, plain]) await page.context().close();
});
