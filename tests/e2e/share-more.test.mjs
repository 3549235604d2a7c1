// What else happens when a circle is shared: a name that tells of somebody hidden, a proposal that came too late, an answer
// that becomes a wish, one sheet and nothing else, the plain view, and what the operator did.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { axeFinds, sideways, smallTargets } from "./checks.mjs";
import { client, enter, kring, openBrowser, signedIn, signIns, startServer } from "./lib.mjs";
import { letIn, send } from "./share-help.mjs";

const run = promisify(execFile);
let server, browser, annie, one, base, sanne;
const main = (html) => html.slice(html.indexOf("<main"), html.indexOf("</main>"));
const has = async (who, path, text, what = path) => assert.ok((await who.text(path)).includes(text), `${what}: ${text}`);
const personOf = async (who, name) => (await who.text(`${base}/lijst`)).match(new RegExp(`href="([^"]*/mens/[0-9a-f]{16})"[^>]*>${name}`))[1];
const say = async (person, field, value) => assert.equal((await send(annie, person, `name="${field}"`, { [field]: value })).status, 303, field);

before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  one = signIns(server)[0];
  annie = await signedIn(server, one);
  base = annie.circle;
  await send(annie, `${base}/namen`, 'name="naam"', { naam: "Wolfert Kievit" });
  sanne = await letIn(server, annie, base, "Sanne", "carer", { ziet: ["map"] });
});
after(async () => { await browser?.close(); await server?.stop(); });

test("a page about sharing offers no step back in the circle", async () => {
  assert.ok((await annie.text(base)).includes('/ongedaan"'), "a page of the circle does");
  for (const path of ["/delen", "/delen/nieuw", `/delen/met/${sanne.share}/uitnodigen`, `/delen/met/${sanne.share}/stop`,
    "/delen/vraag-iemand", "/delen/antwoorden", "/delen/voorstellen", "/gekeken", "/weg"]) {
    const html = main(await annie.text(base + path));
    assert.ok(html.length > 500 && !/\/ongedaan"|\/opnieuw"|Bewaard om/.test(html), path);
  }
});

test("whoever is marked private is not proposed; a name that tells of them is not shown, and she reads so", async () => {
  for (const name of ["Moeder van Wolfert", "Jan Wolfert Specht"]) await send(annie, `${base}/namen`, 'name="naam"', { naam: name });
  const wolfert = await personOf(annie, "Wolfert Kievit");
  assert.ok(/<option[^>]*>Wolfert Kievit/.test(await annie.text(`${base}/delen/nieuw`)));
  await say(wolfert, "tie.private_mark", "yes");
  const html = await annie.text(`${base}/delen/nieuw`);
  assert.ok(!/<option[^>]*>Wolfert Kievit/.test(html) && /<option[^>]*>Jan Wolfert Specht/.test(html));
  const told = main(await annie.text(`${base}/delen?zo=${sanne.share}`));
  assert.ok(/nog één mens is, maar niet hoe die heet: Moeder van Wolfert/.test(told), "she reads who has no name");
  assert.ok(!/maar niet hoe[^<]*Jan Wolfert/.test(told));
  const list = await sanne.text(`${base}/lijst`);
  assert.ok(list.includes("Jan Wolfert Specht"), "his own name is his own");
  assert.ok(!/Kievit|Moeder van/.test(list));
});

test("who may see the map looks at the plain view too, and asks and changes nothing there", async () => {
  const page = await enter(browser, server, sanne);
  const corrie = (await personOf(sanne, "Corrie")).replace("/mens/", "/eenvoudig/mensen/");
  for (const path of [`${base}/eenvoudig`, `${base}/eenvoudig/kijken`, `${base}/eenvoudig/mensen`, corrie]) {
    assert.equal((await page.goto(path)).status(), 200, path);
    assert.equal(await page.locator("main form[method=post]").count(), 0, path);
    assert.equal(await page.locator("main a[href*='/hoe'], main a[href*='/erbij'], main a[href*='/plaatje']").count(), 0, path);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual([...await axeFinds(page), ...await sideways(page), ...await smallTargets(page)], [], `${path} at ${width}`);
    }
    assert.ok(!(await page.content()).includes("Kievit"));
  }
  for (const path of ["/eenvoudig/hoe", "/eenvoudig/erbij", corrie.replace(base, "").replace("/mensen/", "/plaatje/"), "/wegwijzers/kiezen"])
    assert.equal((await sanne.get(base + path)).status, 404, path);
  const csrf = await sanne.csrf("/account");
  assert.equal((await sanne.post(`${base}/eenvoudig/erbij`, { csrf, naam: "Indringer" })).status, 404);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
  const bas = await letIn(server, annie, base, "Bas", "friend", { ziet: ["plan"] });
  assert.equal((await bas.get(`${base}/plan`)).status, 200);
  assert.equal((await bas.get(`${base}/eenvoudig`)).status, 404, "not without the map");
});

test("a proposal about something that changed meanwhile says so, and is taken only when she says: still", async () => {
  const vera = await letIn(server, annie, base, "Vera", "volunteer", { ziet: ["map", "reach"], anders: ["map", "reach"], hoe: ["voorstel"] });
  const corrie = await personOf(annie, "Corrie");
  const proposed = await send(vera, corrie, 'name="person.lives"', { "person.lives": "Boven de bakker" });
  assert.equal(proposed.status, 303);
  const page = `${base}/delen/voorstellen`;
  const fresh = main(await annie.text(page));
  assert.ok(fresh.includes("Boven de bakker") && fresh.includes('value="ja"'));
  await say(corrie, "person.lives", "Aan de haven");
  const html = main(await annie.text(page));
  assert.ok(/value="toch"/.test(html) && !/value="ja"/.test(html), "the page asks whether still");
  assert.ok(html.includes("Aan de haven") && html.includes("Boven de bakker"), "both stand there");
  const crossed = await send(annie, page, "/voorstellen/", { doe: "ja" });
  assert.equal(crossed.status, 409, "who pressed yes on an older page is asked");
  assert.ok(main(await crossed.text()).includes('role="alert"'));
  await has(annie, corrie, "Aan de haven", "nothing was overwritten");
  assert.equal((await send(annie, page, "/voorstellen/", { doe: "toch" })).status, 303);
  await has(annie, corrie, "Boven de bakker");
  assert.ok(!(await annie.text(page)).includes("Boven de bakker"), "and it waits no longer");
});

// Somebody without an account answers once.
async function answered(soort, vraag, antwoord) {
  const made = await (await send(annie, `${base}/delen/vraag-iemand`, 'name="vraag"', { wie: "Merel", soort, vraag })).text();
  const code = made.match(/eenmaal#([^"<\s]+)/)[1], merel = client(server);
  await send(merel, "/eenmaal", 'name="code"', { code });
  const open = await (await send(merel, "/eenmaal", 'name="code"', { code })).text();
  assert.ok(open.includes(vraag) && !open.includes("Corrie"), "only the question");
  const csrf = open.match(/name="csrf"[^>]*value="([^"]+)"/)?.[1] ?? "";
  assert.ok((await (await merel.post("/eenmaal/antwoord", { csrf, code, antwoord })).text()).includes("Dank u wel"));
}

test("an answer by a link becomes a wish, or a step, once", async () => {
  for (const [doe, words, where] of [["wens", "Samen naar de zeehondjes", "/wensen"], ["stap", "De fietsband plakken", "/plan"]]) {
    await answered("suggest", "Wat lijkt je leuk?", words);
    assert.ok(!(await annie.text(base + where)).includes(words), "nothing goes in by itself");
    const page = `${base}/delen/antwoorden`;
    await has(annie, page, words);
    assert.equal((await send(annie, page, `value="${doe}"`, { doe })).status, 303);
    await has(annie, base + where, words);
    assert.ok(!main(await annie.text(page)).includes(words), "and it is done with");
  }
});

test("one sheet is opened, and nothing else", async () => {
  const form = (await annie.text(`${base}/bladen`)).match(new RegExp(`${base}/bladen/(?!blad/)([a-z0-9-]+)`))[1], sheets = [];
  for (let i = 0; i < 2; i += 1) {
    const answer = await send(annie, `${base}/bladen/${form}`, 'name="titel"', {});
    assert.equal(answer.status, 303);
    sheets.push(answer.headers.get("location").match(/blad\/([0-9a-f]{16})/)[1]);
  }
  const mark = await letIn(server, annie, base, "Mark", "professional", { ziet: [], los: [sheets[0]] });
  assert.equal((await mark.get(`${base}/bladen/blad/${sheets[0]}`)).status, 200);
  const list = await mark.text(`${base}/bladen`);
  assert.ok(!list.includes(sheets[1]));
  for (const path of [`/bladen/blad/${sheets[1]}`, "/lijst", "/plan", "/wensen", "/eenvoudig", `/bladen/blad/${sheets[0]}/schrijf`])
    assert.equal((await mark.get(base + path)).status, 404, path);
  assert.ok((await mark.text("/kringen")).includes(base), "they find it back");
});

test("who looked tells what the operator did", async () => {
  assert.ok(!/reservekopie/.test(await annie.text(`${base}/gekeken?dagen=0`)));
  await run(kring, ["admin", "backup", "--data", server.data, "--lang", "nl"]);
  await run(kring, ["admin", "verify", "--data", server.data, "--lang", "nl"]);
  const said = main(await annie.text(`${base}/gekeken?dagen=0`)).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
  assert.match(said, /De beheerder maakte een reservekopie/);
  assert.match(said, /De beheerder keek na of de lijst klopt/);
  assert.equal((await sanne.get(`${base}/gekeken`)).status, 404);
});
