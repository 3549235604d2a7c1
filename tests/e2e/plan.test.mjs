// The plan: a wish, a small step, smaller still, done, kept as something that went well, looked back on; on a phone, without
// script, and in English. Pages of the plan are looked at as every page is.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, openPage, signIns, signedIn, startServer } from "./lib.mjs";
import { axeFinds, sideways, smallTargets } from "./checks.mjs";
import { cookiesFor } from "./walk.mjs";

let server, browser, annie, sem;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  annie = await signedIn(server, signIns(server).find((one) => one.login === "annie"));
  sem = await signedIn(server, signIns(server).find((one) => one.login === "sem"));
});
after(async () => { await browser?.close(); await server?.stop(); });

async function open(options = {}, who = annie) {
  const page = await openPage(browser, server, options);
  await page.context().addCookies(cookiesFor(server, who));
  return page;
}

const phone = { viewport: { width: 390, height: 844 } };
const save = (page, within) => page.locator(within).getByRole("button", { name: /^(Bewaar|Save)$/ }).click();
const step = (page, name) => page.locator(".k-step", { has: page.getByRole("heading", { name, exact: true }) });
// Nothing is late, counted or judged, whatever the day.
const calm = /te laat|verlopen|achterstand|nog niet gedaan|overdue|\d+ ?%/i;

async function fine(page) {
  for (const found of [await axeFinds(page), await sideways(page), await smallTargets(page)]) assert.deepEqual(found, []);
}

test("Annie's plan is there: the market, the choir, what went well, what she gives back, a day to look back", async () => {
  for (const options of [phone, {}]) {
    const page = await open(options);
    await page.goto(`${annie.circle}/plan`);
    const text = await page.locator("main").innerText();
    assert.match(text, /Vaker samen naar de markt[^]*‘Zoals vroeger[^]*U en Corrie\s+buurvrouw sinds 1998/);
    assert.match(text, /Geprobeerd\. Het regende\. Het bankje halverwege is fijn\./);
    assert.match(text, /Met de buurtbus naar de markt[^]{0,20}U en Corrie zaterdag 14 november, half elf\s+Hoe ging het\?/);
    assert.match(text, /U en Hennie een andere dinsdag\s+Een andere keer\. Ik was moe\. Hennie bewaart een stoel\./);
    assert.match(text, /Een uur gebeld met Hennie/);
    assert.match(text, /Op donderdag 10 december, met Sanne en Mark\./);
    // A wish came true, and the map shows that the tie moved since.
    assert.match(text, /Sinds ‘De zomer voorbij’: Riet staat nu dichterbij\./);
    assert.doesNotMatch(text, calm);
    assert.equal(await page.locator(".k-step--now").count(), 1);
    await fine(page);
    await page.goto(`${annie.circle}/tijd`);
    assert.match(await page.locator("main").innerText(), /Bij uw stap ‘Riet vragen of zondag haar uitkomt’: Riet staat nu dichterbij\./);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  }
});

test("somebody else filled it in: the plan says the name", async () => {
  const page = await open(phone, sem);
  await page.goto(`${sem.circle}/plan`);
  const text = await page.locator("main").innerText();
  assert.match(text, /Zelf met de trein naar Thijs/);
  assert.match(text, /Sem en Thijs/);
  assert.match(text, /Thijs als één halte goed ging/);
  await fine(page);
  await page.context().close();
});

for (const [how, options, english] of [["on a phone without script", { ...phone, javaScriptEnabled: false }, false],
  ["on a phone with script", phone, false], ["wide, in English", { locale: "en-GB" }, true]]) {
  test(`a wish, a step, smaller, done, kept, looked back on, ${how}`, async () => {
    const page = await open(options);
    const look = async () => { if (options.javaScriptEnabled !== false) await fine(page); };
    if (english) await page.goto("/taal/en");
    const nl = (dutch, other) => (english ? other : dutch);
    const name = `Naar de bieb ${how}`;
    await page.goto(`${annie.circle}/plan`);
    await page.getByRole("link", { name: nl("Wens toevoegen", "Add a wish") }).click();
    await page.fill("#wens", name);
    await page.fill("[name='wish.why']", "Tussen de boeken is het stil.");
    await page.selectOption("#over-nieuw", { label: "Loes" });
    await page.selectOption("[name='wish.domain']", "development");
    await look();
    await page.getByRole("button", { name: nl("Bewaar deze wens", "Keep this wish") }).or(page.locator("form:has(#wens) button[type=submit]")).first().click();
    await page.waitForURL(/\/plan#wens-/);
    const card = page.locator(".k-wish", { hasText: name });
    assert.match(await card.innerText(), nl(/U en Loes/, /You and Loes/));
    // a step
    await card.getByRole("link", { name: nl(/Stap toevoegen/, /Add a step/) }).click();
    await page.fill("[name='action.what']", `Een pas halen, ${how}`);
    await page.fill("[name='datum']", "2026-01-05");
    await page.fill("[name='action.when_words']", nl("na de koffie", "after coffee"));
    await look();
    await save(page, "form:has([name='action.what'])");
    await page.waitForURL(/\/plan#stap-/);
    assert.match(await step(page, `Een pas halen, ${how}`).innerText(), nl(/maandag 5 januari, na de koffie/, /Monday 5 January, after coffee/));
    assert.doesNotMatch(await page.locator("main").innerText(), calm); // that day is long gone
    // smaller
    await step(page, `Een pas halen, ${how}`).getByRole("link", { name: nl(/Maak de stap kleiner/, /Make the step smaller/) }).click();
    await page.fill("#stukje-1", `Loes vragen, ${how}`);
    await page.fill("#stukje-2", `Samen erheen, ${how}`);
    await look();
    await page.locator("form:has(#stukje-1) button[type=submit]").click();
    await page.waitForURL(/\/plan$/);
    assert.equal(await step(page, `Een pas halen, ${how}`).count(), 0);
    assert.match(await step(page, `Loes vragen, ${how}`).innerText(), nl(/Stukje van: Een pas halen/, /Piece of: Een pas halen/));
    // done, with own words
    const first = step(page, `Loes vragen, ${how}`);
    assert.match(await first.getAttribute("class"), /k-step--now/);
    await first.getByRole("radio", { name: nl("Gedaan", "Done") }).or(first.locator("input[value=did]")).first().check({ force: true });
    await first.locator("[name=woorden]").fill("Zij lachte.");
    await first.locator(".k-how button[type=submit]").click();
    await page.waitForURL(/\/plan#stap-/);
    assert.match(await first.innerText(), /Zij lachte\./);
    assert.match(await step(page, `Samen erheen, ${how}`).getAttribute("class"), /k-step--now/);
    // kept with one press
    await first.getByRole("button", { name: nl(/Bewaar bij ‘Dit ging goed’/, /Keep with ‘This went well’/) }).click();
    await page.waitForURL(/\/plan#h-joy/);
    await page.locator(".k-joy__a", { hasText: `Loes vragen, ${how}` }).click();
    await page.fill("[name='success.celebrate']", "Een koek erbij.");
    await page.selectOption("#met", { label: "Loes" });
    await look();
    await save(page, "form:has([name='success.words'])");
    // another time needs no day
    const second = step(page, `Samen erheen, ${how}`);
    await second.locator("input[value=another_time]").check({ force: true });
    await second.locator(".k-how button[type=submit]").click();
    await page.waitForURL(/\/plan#stap-/);
    assert.match(await second.innerText(), nl(/Een andere keer\./, /Another time\./));
    // a day to look back, and the page when it is there
    await page.goto(`${annie.circle}/plan/terugkijken`);
    await page.fill("[name='datum']", "2026-01-06");
    await page.fill("[name='review.with_whom']", `Loes ${how}`);
    await look();
    await save(page, "form:has([name='review.with_whom'])");
    await page.waitForURL(/\/plan#h-samen/);
    assert.match(await page.locator("[aria-labelledby=h-samen]").innerText(), nl(/U kunt terugkijken wanneer het u past\./, /You can look back when it suits you\./));
    await page.getByRole("link", { name: nl("Samen terugkijken", "Look back together"), exact: true }).click();
    const review = await page.locator("main").innerText();
    assert.match(review, /Zij lachte\./);
    assert.match(review, nl(/Waar bent u blij mee\?/, /What are you glad about\?/));
    assert.doesNotMatch(review, calm);
    await page.fill("[name='review.words']", "Wij gaan door.");
    await look();
    await page.locator("button[name=geweest]").click();
    await page.waitForURL(/\/plan#h-samen/);
    await page.goto(`${annie.circle}/plan/terugkijken`);
    assert.match(await page.locator("[aria-labelledby=h-geweest]").innerText(), /Wij gaan door\./);
    // at rest, and away with its steps; back in one press
    await page.goto(`${annie.circle}/plan`);
    await card.getByRole("button", { name: nl(/Wens even laten rusten/, /Let this wish rest/) }).click();
    await page.waitForURL(/\/plan#wens-/);
    assert.match(await page.locator("[aria-labelledby=h-rust]").innerText(), new RegExp(name));
    await page.locator("[aria-labelledby=h-rust]").getByRole("link", { name }).click();
    await look();
    await page.locator("button[name=weg]").click();
    await page.waitForURL(/\/plan$/);
    assert.doesNotMatch(await page.locator("main").innerText(), new RegExp(`Samen erheen, ${how}`));
    await page.goto(`${annie.circle}/bak`);
    assert.doesNotMatch(await page.locator("main").innerText(), new RegExp(`Samen erheen, ${how}`));
    await page.locator("li", { hasText: name }).getByRole("button").first().click();
    await page.goto(`${annie.circle}/wensen`);
    await page.locator("article", { hasText: name }).getByRole("link").last().click();
    assert.match(await page.locator("main").innerText(), new RegExp(`Samen erheen, ${how}`));
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("an idea becomes a step with one press; gifts are ticked and added; steps change places by keyboard", async () => {
  const page = await open(phone);
  await page.goto(`${annie.circle}/plan`);
  const idea = page.locator("[aria-labelledby=h-idee]");
  const what = await idea.locator(".k-look__q").innerText(), title = await idea.getByRole("heading").innerText();
  await idea.getByRole("button", { name: "Neem over als stap" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/plan#stap-/);
  assert.equal(await step(page, what).count(), 1);
  assert.notEqual(await idea.getByRole("heading").innerText(), title);
  await page.getByRole("checkbox", { name: "Bram leren breien" }).focus();
  await page.keyboard.press("Space");
  await page.fill("#gift-nieuw", "Sokken stoppen");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/plan#h-terug/);
  assert.ok(await page.getByRole("checkbox", { name: "Bram leren breien" }).isChecked());
  assert.ok(await page.getByRole("checkbox", { name: "Sokken stoppen" }).isChecked());
  const order = () => page.locator(".k-wish", { hasText: "Vaker samen naar de markt" }).locator("h3").allInnerTexts();
  const before = await order();
  await page.getByRole("link", { name: "Elke twee weken gaan" }).click();
  await page.getByRole("button", { name: "Eerder in het plan" }).click();
  await page.waitForURL(/\/plan#stap-/);
  const after = await order();
  assert.deepEqual(after.indexOf("Elke twee weken gaan"), before.indexOf("Elke twee weken gaan") - 1);
  await page.locator("form[action$='/ongedaan'] button").first().click();
  assert.deepEqual(await order(), before);
  await page.goto(`${annie.circle}/tijd/alles`);
  assert.match(await page.locator(".k-hist").innerText(), /schreef in het plan\. Over: /);
  await page.context().close();
});

test("on paper: the plan and what was agreed, with names and room for them, large if asked", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/plan`);
  await page.getByRole("link", { name: "Afdrukken" }).click();
  assert.match(await page.locator("article").innerText(), /Met de buurtbus naar de markt\s+Annie en Corrie\s+zaterdag 14 november, half elf/);
  await page.getByRole("link", { name: "Afspraken op papier" }).click();
  assert.match(await page.locator("article").innerText(), /Afspraken van Annie[^]*Namen[^]*Annie\s+Corrie/);
  assert.doesNotMatch(await page.locator("article").innerText(), /Zelf naar de bushalte lopen/);
  await page.getByRole("link", { name: "Grote letters" }).click();
  assert.equal(await page.locator(".k-paper--large").count(), 1);
  await fine(page);
  await page.context().close();
});

test("whoever leaves the circle stays in the plan by name", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/lijst`);
  const id = async (name) => (await page.getByRole("link", { name, exact: true }).first().getAttribute("href")).match(/mens\/([0-9a-f]{16})/)[1];
  const corrie = await id("Corrie");
  const csrf = await annie.csrf(`${annie.circle}/mens/${corrie}`);
  assert.equal((await annie.post(`${annie.circle}/mens/${corrie}/doe`, { csrf, doe: "uit" })).status, 303);
  await page.goto(`${annie.circle}/plan`);
  assert.match(await page.locator("main").innerText(), /U en Corrie/);
  assert.equal((await annie.post(`${annie.circle}/ongedaan`, { csrf, seq: "0" })).status, 303);
  await page.context().close();
});
