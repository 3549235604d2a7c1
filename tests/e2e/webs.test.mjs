// The function web, the domains of life, the neighbourhood and circles of one's own, as people fill them in: without script,
// by keyboard, and on a phone.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBrowser, openPage, password, startServer, uniqueName } from "./lib.mjs";
import { axeFinds, sideways } from "./checks.mjs";

let server, browser;
before(async () => { server = await startServer(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

async function newcomer(people, options = {}) {
  const page = await openPage(browser, server, options);
  await page.goto("/begin");
  await page.fill("input[name=name]", "Toos");
  await page.fill("input[name=login]", uniqueName("web"));
  await page.fill("input[name=password]", password);
  await page.click("form[action='/begin'] button[type=submit]");
  await page.click("main a.utrecht-button--primary-action");
  const base = page.url().match(/\/kring\/[0-9a-f]{16}/)[0];
  await page.fill("input[name=naam]", people.join(", "));
  await page.press("input[name=naam]", "Enter");
  await page.locator("main").getByText(people.at(-1)).first().waitFor({ state: "attached" });
  return { page, base };
}
const drawn = (page) => page.locator(".k-draw svg [role=listitem] a").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")));
const fine = async (page) => {
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(await sideways(page), []);
  assert.deepEqual(page.trouble, []);
};

test("the function web: somebody in, to another ring, and out again, without script", async () => {
  const { page, base } = await newcomer(["Sanne", "Corrie"], { javaScriptEnabled: false });
  await page.goto(`${base}/functies`);
  assert.equal((await drawn(page)).length, 0);
  const area = page.locator("section:has(#h-vak-4)");
  assert.match(await area.locator(".k-web__ask").innerText(), /\?$/);
  await area.locator("summary").click();
  await area.locator("select[name=erbij]").selectOption({ label: "Sanne" });
  await area.locator("select[name=erbij-ring]").selectOption("2");
  await area.locator("button[type=submit]").click();
  assert.match(await area.innerText(), /Soms: Sanne\./);
  assert.deepEqual(await drawn(page), ["Sanne, soms"]);
  assert.match(await page.locator("table tbody").innerText(), /Sanne[^]*soms/);
  await area.locator("summary").click();
  await area.locator("select[name^=ring-]").selectOption("1");
  await area.locator("button[type=submit]").click();
  assert.match(await area.innerText(), /Nu: Sanne\./);
  // The other side is another set.
  await page.goto(`${base}/functies?kant=geven`);
  assert.equal((await drawn(page)).length, 0);
  await page.goto(`${base}/functies`);
  await area.locator("summary").click();
  await area.locator("select[name^=ring-]").selectOption("0");
  await area.locator("button[type=submit]").click();
  assert.equal((await drawn(page)).length, 0);
  await page.context().close();
});

test("advice and weighing move together and nothing else changes", async () => {
  const { page, base } = await newcomer(["Sanne"]);
  await page.goto(`${base}/functies`);
  for (const [area, ring] of [[1, "1"], [2, "3"], [4, "2"]]) {
    const section = page.locator(`section:has(#h-vak-${area})`);
    await section.locator("summary").click();
    await section.locator("select[name=erbij]").selectOption({ label: "Sanne" });
    await section.locator("select[name=erbij-ring]").selectOption(ring);
    await Promise.all([page.waitForEvent("load"), section.locator("button[type=submit]").click()]);
  }
  assert.deepEqual((await drawn(page)).sort(), ["Sanne, nu", "Sanne, soms", "Sanne, zou kunnen"]);
  await fine(page);
  await page.context().close();
});

test("domains of life: a person, a new place, and out again", async () => {
  const { page, base } = await newcomer(["Hennie"]);
  await page.goto(`${base}/levensgebieden`);
  assert.equal(await page.locator(".k-draw svg").count(), 0);
  const culture = page.locator("section:has(> #h-culture)");
  await culture.locator("summary").click();
  await culture.locator("select[name=erbij]").selectOption({ label: "Hennie" });
  await culture.locator("input[name=plek]").fill("Bibliotheek");
  await culture.locator("button[type=submit]").click();
  await page.waitForURL(/#h-culture/);
  assert.match(await culture.innerText(), /Hennie\. Plekken: Bibliotheek\./);
  assert.deepEqual(await drawn(page), ["Hennie", "Bibliotheek, plek"]);
  await fine(page);
  await culture.locator("summary").click();
  await culture.locator("label:has-text('Hennie') input[type=checkbox]").uncheck();
  await Promise.all([page.waitForEvent("load"), culture.locator("button[type=submit]").click()]);
  assert.deepEqual(await drawn(page), ["Bibliotheek, plek"]);
  await page.context().close();
});

test("the neighbourhood: a place by keyboard, changed afterwards, on a phone", async () => {
  const { page, base } = await newcomer(["Loes", "Ruud"], { viewport: { width: 390, height: 844 } });
  await page.goto(`${base}/buurt`);
  await page.focus("#naam");
  await page.keyboard.type("Bibliotheek");
  await page.focus("input[name='person.reach'][value=on_foot]");
  await page.keyboard.press("Space");
  await page.fill("input[name='person.travel_minutes']", "9");
  await page.focus("input[name='tie.visit'][value=want]");
  await page.keyboard.press("Space");
  await page.focus("label:has-text('Loes') input[name=kent]");
  await page.keyboard.press("Space");
  await page.focus("section:has(#h-plek) button[type=submit]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/#h-drawing/);
  await page.waitForSelector(".k-draw[data-smal='1']");
  const [told] = await drawn(page);
  assert.match(told, /^Bibliotheek, plek, te voet, ik wil er heen, 9 min, Loes$/);
  assert.match(await page.locator("table tbody").innerText(), /Te voet, 9 minuten[^]*Ik wil er heen[^]*Loes/);
  await fine(page);
  await page.click("a.k-web__edit");
  assert.equal(await page.inputValue("#naam"), "Bibliotheek");
  await page.fill("input[name='person.travel_minutes']", "heel lang");
  await page.click("section:has(#h-plek) button[type=submit]");
  await page.waitForSelector("[role=alert]");
  await page.fill("input[name='person.travel_minutes']", "20");
  await page.locator("label:has-text('Loes') input[name=kent]").uncheck();
  await page.locator("label:has-text('Ruud') input[name=kent]").check();
  await page.click("section:has(#h-plek) button[type=submit]");
  await page.waitForURL(/#h-drawing/);
  assert.match((await drawn(page))[0], /20 min, Ruud$/);
  await page.context().close();
});

test("a form of one's own: from an example, people placed by tap and by choice, taken along and brought back", async () => {
  const { page, base } = await newcomer(["Sanne", "Corrie"]);
  await page.goto(`${base}/vormen`);
  await fine(page);
  await page.click("button[name=voorbeeld][value=vier]");
  await page.waitForURL(/\/vormen\/[0-9a-f]{16}$/);
  const form = page.url();
  await page.click(".k-chips a:has-text('Sanne')");
  await fine(page);
  await page.locator(".m-spot[aria-label='Vrienden en kennissen, Verder weg']").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/ring=2&area=2/);
  assert.ok(await page.isChecked("#ring-2") && await page.isChecked("#vak-2"));
  await page.click("section:has(#h-zet) button[type=submit]");
  await page.waitForURL(/#h-drawing/);
  assert.deepEqual(await drawn(page), ["Sanne, verder weg"]);
  await page.click(".k-chips a:has-text('Corrie')");
  await page.check("#ring-1");
  await page.check("#vak-3");
  await page.click("section:has(#h-zet) button[type=submit]");
  await page.waitForURL(/#h-drawing/);
  assert.equal((await drawn(page)).length, 2);
  assert.match(await page.locator("table tbody").innerText(), /Corrie[^]*Dichtbij[^]*Buren en collega's/);
  await page.locator("section:has(#h-vorm) summary").click();
  await page.fill("#naam", "Voor ons");
  await page.fill("#vakken", "Familie\nVrienden\nBuren\nWerk\nSchool\nZorg\nKerk\nSport\nTe veel");
  await Promise.all([page.waitForEvent("load"), page.click("section:has(#h-vorm) button[type=submit] >> nth=0")]);
  assert.equal(await page.locator("h1").innerText(), "Voor ons");
  assert.equal((await drawn(page)).length, 2);
  await fine(page);
  const answer = await page.request.get(`${form}?als=json`);
  const file = JSON.parse(await answer.text());
  assert.deepEqual(file, { kring_form: 1, name: "Voor ons", rings: ["Dichtbij", "Verder weg"],
    areas: ["Familie", "Vrienden", "Buren", "Werk", "School", "Zorg", "Kerk", "Sport"], note: "" });
  const path = join(server.base, "vorm.json");
  writeFileSync(path, JSON.stringify(file));
  await page.goto(`${base}/vormen`);
  await page.setInputFiles("#bestand", path);
  await page.click("section:has(#h-ander) button[type=submit]");
  await page.waitForURL(/\/vormen\/[0-9a-f]{16}$/);
  assert.notEqual(page.url(), form);
  assert.equal(await page.locator("h1").innerText(), "Voor ons");
  writeFileSync(path, "{\"kring_form\": 2}");
  await page.goto(`${base}/vormen`);
  await page.setInputFiles("#bestand", path);
  await page.click("section:has(#h-ander) button[type=submit]");
  await page.waitForSelector("[role=alert]");
  // It stands among the forms of the circle.
  await page.goto(base);
  assert.equal(await page.locator(".k-forms a[href*='/vormen/']").count(), 2);
  await page.context().close();
});

test("the example shows all of it, and nothing there can be changed", async () => {
  const page = await openPage(browser, server);
  for (const path of ["functies", "functies?kant=geven", "levensgebieden", "buurt", "vormen"]) {
    const answer = await page.goto(`/kring/voorbeeld/${path}`);
    assert.equal(answer.status(), 200, path);
    if (path !== "vormen") assert.ok(await page.locator(".k-draw svg [role=listitem]").count() > 4, path);
    assert.equal(await page.locator("main form[method=post]").count(), 0, path);
    await fine(page);
  }
  await page.context().close();
});
