// The life line, the circle over time and plain mode: told, shown, changed and taken back, also without script.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, signedIn, signIns, startServer } from "./lib.mjs";
import { openAs } from "./walk.mjs";

let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  annie = await signedIn(server, signIns(server).find((one) => one.login === "annie"));
});
after(async () => { await browser?.close(); await server?.stop(); });

const open = (options) => openAs(browser, server, annie, options);

test("an event is told with who was there, stands on the line and in the list, and goes away again", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${annie.circle}/levenslijn/erbij`);
  await page.fill("[name='event.what']", "Met de trein naar Parijs");
  await page.fill("[name='event.date']", "juni 1988");
  await page.getByRole("checkbox", { name: "Corrie" }).first().check();
  await page.selectOption("[name='event.turning']", "other");
  await page.click("form:has([name='event.what']) button[type=submit]");
  assert.match(page.url(), /\/levenslijn$/);
  const item = page.locator(".k-lifelist li", { hasText: "Parijs" });
  assert.match(await item.innerText(), /juni 1988/);
  assert.match(await item.innerText(), /Erbij: Corrie/);
  assert.equal(await page.locator("a.l-event[aria-label*='Parijs'][aria-label*='Corrie']").count(), 2); // wide and small
  // Somebody else was there after all.
  await item.getByRole("link").click();
  assert.equal(await page.inputValue("[name='event.date']"), "juni 1988");
  await page.getByRole("checkbox", { name: "Corrie" }).first().uncheck();
  await page.getByRole("checkbox", { name: "Hennie" }).first().check();
  await page.click("form:has([name='event.what']) button[type=submit]");
  assert.match(await item.innerText(), /Erbij: Hennie/);
  // One step back brings Corrie back.
  await page.locator("form[action$='/ongedaan'] button").first().click();
  await page.goto(`${annie.circle}/levenslijn`);
  assert.match(await item.innerText(), /Erbij: Corrie/);
  await page.goto(`${annie.circle}/ik`);
  assert.match(await page.locator("#h-leven").innerText(), /Met de trein naar Parijs/);
  await page.goto(`${annie.circle}/levenslijn`);
  await item.getByRole("link").click();
  await page.click("button[name=weg]");
  await page.goto(`${annie.circle}/levenslijn`);
  assert.equal(await item.count(), 0);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("what cannot be a date is asked again, and nothing typed is lost", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/levenslijn/erbij`);
  await page.fill("[name='event.what']", "Iets moois");
  await page.fill("[name='event.date']", "31-2-1970");
  await page.getByRole("checkbox", { name: "Riet" }).first().check();
  await page.click("form:has([name='event.what']) button[type=submit]");
  assert.equal(await page.locator("[role=alert]").count(), 1);
  assert.equal(await page.inputValue("[name='event.what']"), "Iets moois");
  assert.ok(await page.getByRole("checkbox", { name: "Riet" }).first().isChecked());
  await page.context().close();
});

test("over time: a picture for each moment, the steps in sentences with names", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/door-de-tijd`);
  assert.ok(await page.locator(".o-svg:not(.l-small) .o-pic").count() >= 4);
  const steps = await page.locator("#h-stap + ol").innerText();
  assert.match(steps, /Noor, Ilse en Mark kwamen erbij/);
  assert.doesNotMatch(steps, /Hendrik/); // only in the family tree
  await page.locator("#h-stap + ol a").first().click();
  assert.match(page.url(), /\/tijd\?van=/);
  await page.context().close();
});

test("plain: somebody new, a picture, one question at a time, stop, and every drawing knows", async () => {
  const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto(`${annie.circle}/eenvoudig`);
  await page.getByRole("link", { name: "Wie erbij?" }).click();
  await page.fill("[name=naam]", "Bep");
  await page.click("main form button.k-big");
  await page.getByRole("button", { name: "Bloem" }).click();
  const asked = [];
  for (const answer of ["Een vriend", "Fijn", "Geeft energie", "Weet ik niet", "Dichtbij"]) {
    asked.push(await page.locator("h1").innerText());
    assert.ok(await page.locator("main button.k-big").count() <= 4);
    await page.getByRole("button", { name: answer, exact: true }).click();
  }
  assert.equal(new Set(asked).size, 5);
  assert.match(await page.locator("h1").innerText(), /Klaar met Bep/);
  await page.getByRole("link", { name: "Stoppen" }).click();
  assert.match(await page.locator("main").innerText(), /Alles is bewaard/);
  await page.goto(`${annie.circle}/eenvoudig/kijken?deel=2`);
  assert.ok(await page.locator("a.p-link[aria-label='Bep, Fijn']").count() >= 1 || await page.getByRole("link", { name: "Bep" }).count() >= 1);
  await page.goto(`${annie.circle}/ecogram`);
  assert.match(await page.locator("tr", { hasText: "Bep" }).innerText(), /steunend[^]*geeft energie/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("what was said more finely elsewhere stays when somebody taps the same, or does not know", async () => {
  const client = annie;
  const html = await client.text(`${client.circle}/eenvoudig/kijken?deel=1`);
  const sanne = html.match(/mensen\/([0-9a-f]{16})" aria-label="Sanne, Lastig"/)[1];
  const csrf = await client.csrf(`${client.circle}/eenvoudig/hoe?wie=${sanne}&vraag=2`);
  await client.post(`${client.circle}/eenvoudig/hoe`, { csrf, wie: sanne, vraag: "2", antwoord: "3" });
  await client.post(`${client.circle}/eenvoudig/hoe`, { csrf, wie: sanne, vraag: "3", antwoord: "0" });
  const eco = await client.text(`${client.circle}/ecogram`);
  const row = eco.slice(eco.indexOf("<tbody")).split("<tr").find((one) => one.includes(">Sanne<"));
  assert.match(row, /steunend en gespannen/);
  assert.match(row, /allebei/);
});

test("the life line and the moments go on paper, in two languages", async () => {
  for (const form of ["lifeline", "over-time", "plain"]) {
    const answer = await annie.get(`${annie.circle}/papier?vorm=${form}&blad=a4&soort=svg`);
    assert.equal(answer.status, 200, form);
    const svg = await answer.text();
    assert.match(svg, { lifeline: /Getrouwd met Jan/, "over-time": /Na mijn heup/, plain: /Corrie/ }[form]);
    assert.doesNotMatch(svg, /(life|over|plain)\.[a-z]+\.?[a-z]*</);
  }
  const letters = await (await annie.get(`${annie.circle}/papier?vorm=over-time&blad=a4&soort=svg&namen=letters`)).text();
  assert.doesNotMatch(letters, /heup|Corrie/);
});
