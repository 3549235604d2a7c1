// A circle that is handed over to somebody who acts for its owner, and comes back; and somebody who leaves Kring for good.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { axeFinds, sideways, smallTargets } from "./checks.mjs";
import { client, enter, formsOf, kring, openBrowser, password, signedIn, signIns, startServer, waitFor } from "./lib.mjs";
import { invite, letIn, newcomer, send } from "./share-help.mjs";

const run = promisify(execFile);
let server, browser, annie, one, base;
const main = (html) => html.slice(html.indexOf("<main"), html.indexOf("</main>"));
const plain = (html) => main(html).replace(/<svg[^]*?<\/svg>/g, "").replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
const code_of = (html) => html.match(/k-code__c[^>]*>\s*([^<\s]+)/)[1];

async function browse(who, path) {
  const page = await enter(browser, server, who);
  await page.goto(path);
  await page.waitForTimeout(500); // the socket opens after the page is there
  return page;
}

before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  one = signIns(server)[0];
  annie = await signedIn(server, one);
  base = annie.circle;
});
after(async () => { await browser?.close(); await server?.stop(); });

let ria, over;
test("what stays hers and what the other can do is told before; it asks for a ground, a day and her password", async () => {
  const path = `${base}/overdragen`, good = { naam: "Ria Mentink", grond: "mentor", sinds: "2026-05-03", "tot-dag": "2099-12-31", zeker: "1", password: one.password };
  const said = plain(await annie.text(path));
  for (const words of ["U blijft de eigenaar", "U kunt het altijd terugnemen", "De kring weggooien", "Nog iemand laten meekijken", "slotje"])
    assert.ok(said.includes(words), words);
  for (const [wrong, words] of [[{ naam: "" }, "Schrijf op hoe"], [{ grond: "" }, "Kies waardoor"], [{ sinds: "" }, "Kies de dag"], [{ sinds: "2099-01-01" }, "Kies de dag"],
    [{ "tot-dag": "2020-01-01" }, "laatste dag"], [{ zeker: undefined }, "vinkje"], [{ password: "iets heel anders" }, "wachtwoord"]]) {
    const fields = { ...good, ...wrong };
    for (const key of Object.keys(fields)) if (fields[key] === undefined) delete fields[key];
    const answer = await send(annie, path, 'name="grond"', fields);
    assert.ok([403, 422].includes(answer.status), `${JSON.stringify(wrong)}: ${answer.status}`);
    assert.ok(plain(await answer.text()).includes(words), words);
  }
  assert.ok(!(await annie.text(`${base}/delen`)).includes("Ria Mentink"), "nothing was made of it");
  const made = await send(annie, path, 'name="grond"', good);
  assert.equal(made.status, 303);
  over = made.headers.get("location").match(/met\/([0-9a-f]{16})\/uitnodigen/)[1];
});

test("the other reads what they take on, and only then says yes; she says yes last", async () => {
  const page = `${base}/delen/met/${over}/uitnodigen`;
  const code = code_of(await (await annie.post(page, { csrf: await annie.csrf(page), hoe: "tafel" })).text());
  ria = await newcomer(server, "Ria Mentink");
  const terms = await (await ria.post("/meekijken", { csrf: await ria.csrf("/account"), code })).text(), said = plain(terms);
  for (const words of ["Annie wil dat u deze kring bijhoudt", "Mentor sinds 3 mei 2026", "31 december 2099", "De kring blijft van Annie"]) assert.ok(said.includes(words), `${words} in ${said.slice(0, 900)}`);
  assert.ok(!said.includes("Corrie"));
  assert.ok(plain(await annie.text(`${base}/overdragen`)).includes("Gaf nog geen antwoord"), "reading binds nobody");
  assert.equal((await ria.get(`${base}/lijst`)).status, 404);
  const form = formsOf(terms).find(({ html }) => html.includes("neemaan"));
  assert.equal((await ria.post(form.action, { ...form.fields, neemaan: "1" })).status, 200);
  assert.equal((await ria.get(`${base}/lijst`)).status, 404, "not before she said yes");
  assert.ok(plain(await annie.text(`${base}/overdragen`)).includes("Het wacht op uw ja"));
  assert.equal((await annie.post(`${base}/delen/met/${over}/bevestig`, { csrf: await annie.csrf(`${base}/namen`), klopt: "ja" })).status, 303);
  assert.equal((await ria.get(`${base}/lijst`)).status, 200);
});

test("whoever acts for her keeps the circle, with their name; the rest is hers", async () => {
  assert.equal((await send(ria, `${base}/namen`, 'name="naam"', { naam: "Zwaantje" })).status, 303);
  assert.ok((await annie.text(`${base}/lijst`)).includes("Zwaantje"));
  assert.ok(/Ria Mentink/.test(await annie.text(`${base}/tijd/alles`)), "her name stands with it");
  for (const path of ["/delen", "/overdragen", "/gekeken", "/weg", "/meenemen", "/bak", "/ecogram"]) assert.equal((await ria.get(base + path)).status, 404, path);
  assert.equal((await ria.post(`${base}/overdragen`, { csrf: await ria.csrf("/account"), naam: "Nog iemand", grond: "proxy", sinds: "2026-01-01", zeker: "1", password })).status, 404);
  const own = plain(await annie.text(base));
  assert.ok(own.length > 200, "she sees her circle as before");
  assert.equal((await send(annie, `${base}/namen`, 'name="naam"', { naam: "Pelikaan" })).status, 303);
  const looked = plain(await annie.text(`${base}/gekeken?dagen=0`));
  assert.ok(looked.includes("gaf de kring over aan Ria"), looked.slice(0, 600));
  assert.ok(/Ria Mentink (keek|veranderde)[^.]*/.test(looked));
  const cards = plain(await annie.text(`${base}/delen`));
  assert.ok(cards.includes("Mentor sinds 3 mei 2026"));
});

test("who was let in as something else does not become somebody who acts for her by a form", async () => {
  const bas = await letIn(server, annie, base, "Bas", "friend", { ziet: ["map"] });
  const form = formsOf(await annie.text(`${base}/delen`)).find(({ action }) => action.endsWith(bas.share));
  assert.equal((await annie.post(form.action, { ...form.fields, ziet: "map", wat: "representative", grond: "curator", sinds: "2026-01-01" })).status, 303);
  assert.ok(!plain(await annie.text(`${base}/overdragen`)).includes("Bas"));
});

test("she takes it back, and an open page closes", async () => {
  const open = await browse(ria, `${base}/lijst`);
  assert.ok((await open.content()).includes("Corrie"));
  const back = (await annie.text(`${base}/overdragen`)).match(/href="([^"]*\/stop)"/)[1];
  assert.equal((await send(annie, back, "/stop", {})).status, 303);
  await waitFor(async () => !(await open.locator("body").innerText()).includes("Corrie"), "the open page to close");
  assert.equal((await ria.get(`${base}/lijst`)).status, 404);
  assert.ok(!plain(await annie.text(`${base}/overdragen`)).includes("Ria Mentink"));
  await open.context().close();
});

test("the pages of handing over are readable for everybody, in both languages", async () => {
  const page = await browse(one, `${base}/overdragen`), wrong = [];
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const found of [...await axeFinds(page), ...await sideways(page), ...await smallTargets(page)]) wrong.push(`${width}: ${found}`);
    if (process.env.KRING_SHOTS) await page.screenshot({ path: `${process.env.KRING_SHOTS}/overdragen-${width}.png`, fullPage: true });
  }
  await page.goto(`/taal/en?terug=${base}/overdragen`);
  const said = await page.locator("main").innerText();
  assert.ok(!/\{\w+\}|\bhand\.|\b(niet|wordt|deze|uw|het)\b/i.test(said), said);
  await page.goto(`/taal/nl?terug=${base}/overdragen`);
  assert.deepEqual([...wrong, ...page.trouble], []);
  await page.context().close();
});

test("who leaves for good takes all of it along: what they opened, what was open to them, and every way in", async () => {
  const bas = await newcomer(server, "Bas Boterbloem"), vera = await newcomer(server, "Vera Vlier"), elsewhere = client(server);
  const begin = formsOf(await bas.text("/kringen")).find(({ action }) => /\/kringen/.test(action));
  const made = await bas.post(begin.action, { ...begin.fields, [begin.text ?? "naam"]: "Bas Boterbloem", naam: "Bas Boterbloem", voor: "mij" });
  assert.equal(made.status, 303);
  const his = made.headers.get("location").match(/\/kring\/[0-9a-f]{16}/)[0];
  await send(bas, `${his}/namen`, 'name="naam"', { naam: "Goudvink" });
  await letIn(server, bas, his, "Vera", "friend", { ziet: ["map"] }, vera);
  const invited = await invite(server, bas, his, "Iemand", "friend", { ziet: ["map"] });
  const asked = await (await send(bas, `${his}/delen/vraag-iemand`, 'name="vraag"', { wie: "Wim", soort: "answer", vraag: "Kom je eten?" })).text();
  const once = asked.match(/eenmaal#([^"<\s]+)/)[1];
  await letIn(server, annie, base, "Bas", "carer", { ziet: ["map"], erbij: ["map"] }, bas);
  await send(bas, `${base}/namen`, 'name="naam"', { naam: "Kneu" });
  const form = formsOf(await elsewhere.text("/inloggen")).find(({ password: secret }) => secret);
  await elsewhere.post(form.action || "/inloggen", { ...form.fields, [form.text]: bas.login, [form.password]: password });
  assert.equal((await elsewhere.get(`${his}/lijst`)).status, 200);
  const open = await browse(vera, `${his}/lijst`), hers = await browse(one, `${base}/lijst`);
  assert.ok((await open.content()).includes("Goudvink"));

  assert.ok(plain(await bas.text("/account")).includes("Wie met u meekijkt"), "what happens is told before");
  assert.equal((await send(bas, "/account", "/account/weg", { zeker: "1", password: "niet dit wachtwoord" })).status, 422);
  assert.equal((await send(bas, "/account", "/account/weg", { zeker: "1", password })).status, 303);

  await waitFor(async () => !(await open.locator("body").innerText()).includes("Goudvink"), "the guest's open page to clear");
  assert.equal((await vera.get(`${his}/lijst`)).status, 404);
  assert.ok(!(await vera.text("/kringen")).includes(his));
  for (const who of [bas, elsewhere]) assert.equal((await who.get(`${his}/lijst`)).status, 303, "signed out everywhere");
  assert.equal((await vera.post("/meekijken", { csrf: await vera.csrf("/account"), code: invited.code })).status, 422, "the invitation");
  assert.ok(!(await (await send(client(server), "/eenmaal", 'name="code"', { code: once })).text()).includes("Kom je eten"), "the link");
  const again = formsOf(await client(server).text("/inloggen")).find(({ password: secret }) => secret), late = client(server);
  assert.notEqual((await late.post(again.action || "/inloggen", { ...again.fields, [again.text]: bas.login, [again.password]: password })).status, 303);

  const kept = await annie.text(`${base}/tijd/alles`);
  assert.ok(kept.includes("Bas Boterbloem") && kept.includes("Kneu"), "what he did for her stays, with his name");
  const told = plain(await annie.text(`${base}/delen`));
  assert.ok(/Gestopt.*\bBas\b.*Gestopt: vandaag/.test(told), "she reads that it ended");
  // unless she makes initials of him: then also where it says who did what
  await send(annie, `${base}/namen`, 'name="naam"', { naam: "Bas Boterbloem" });
  const whom = (await annie.text(`${base}/lijst`)).match(/mens\/([0-9a-f]{16})"[^>]*>Bas Boterbloem/)[1];
  assert.equal((await send(annie, `${base}/mens/${whom}/minder`, 'value="letters"', { hoe: "letters", zeker: "1" })).status, 303);
  const less = await annie.text(`${base}/tijd/alles`);
  assert.ok(!less.includes("Boterbloem") && less.includes("Kneu"), "his name is gone, what he did is not");
  const fresh = client(server);
  await fresh.post("/begin", { login: bas.login, name: "Een ander", password });
  assert.ok(!(await fresh.text("/kringen")).match(new RegExp(`${his}|${base}`)), "the name to sign in with is free, and opens nothing");
  assert.match((await run(kring, ["admin", "verify", "--data", server.data, "--lang", "nl"])).stdout, /./);
  for (const page of [open, hers]) { assert.deepEqual(page.trouble, []); await page.context().close(); }
});
