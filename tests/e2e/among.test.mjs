// The people among themselves, the table, the group and the three cards: seen, changed, undone, with and without script.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, startServer } from "./lib.mjs";
import { allPages, openAs } from "./walk.mjs";

let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  annie = (await allPages(server)).annie;
});
after(async () => { await browser?.close(); await server?.stop(); });

const open = (options) => openAs(browser, server, annie, options);
const undo = (page) => page.click("form[action$='/ongedaan'] button >> visible=true");
const words = (page, heading) => page.$$eval(`section[aria-labelledby=${heading}] li, section[aria-labelledby=${heading}] p`,
  (all) => all.map((one) => one.textContent));

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";
  test(`a pair is said to know each other and taken back, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/sociogram`);
    const before = await page.locator("line.a-tie, path.a-tie").count();
    assert.ok(before > 20);
    await page.selectOption("#een", { label: "Piet" });
    await page.selectOption("#ander", { label: "Truus" });
    await page.click("form[action$='/sociogram'] button[type=submit]");
    assert.equal(await page.locator("line.a-tie, path.a-tie").count(), before + 1);
    assert.ok((await words(page, "h-zelfde")).includes("Piet kent Truus."));
    await undo(page);
    await page.goto(`${annie.circle}/sociogram`);
    assert.equal(await page.locator("line.a-tie, path.a-tie").count(), before);
    await page.context().close();
  });

  test(`the table is filled in by keyboard, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/tabel`);
    const box = page.locator(".k-tab tbody input[type=checkbox]:not(:checked)").first();
    const value = await box.getAttribute("value");
    await box.focus();
    await page.keyboard.press("Space");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    assert.ok(await page.isChecked(`input[value="${value}"]`));
    assert.equal(await page.$$eval(".k-tab thead th[scope=col]", (all) => all.length),
      await page.$$eval(".k-tab tbody th[scope=row]", (all) => all.length) + (await page.$("button[name=verder]")
        ? await page.$$eval(".k-tab thead th", (all) => all.length - 30) : 0));
    await undo(page);
    await page.goto(`${annie.circle}/tabel`);
    assert.ok(!await page.isChecked(`input[value="${value}"]`));
    await page.context().close();
  });

  test(`one person with all the others, on a phone, ${how}`, async () => {
    const page = await open({ javaScriptEnabled, viewport: { width: 390, height: 844 } });
    await page.goto(`${annie.circle}/tabel`);
    assert.ok(!await page.isVisible(".k-tab"));
    const select = page.locator(".k-among__others select").nth(2), name = await select.getAttribute("name");
    await select.selectOption("2");
    await page.click("form[action$='/tabel'] button[type=submit]");
    assert.equal(await page.inputValue(`select[name="${name}"]`), "2");
    await undo(page);
    await page.context().close();
  });

  test(`somebody chooses in a group; rather not stays off, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/groep`);
    await page.fill("#vraag", "Met wie wandelt u graag?");
    await page.locator("input[name=kiest]").nth(1).check();
    await page.click("form[action$='/groep'] button[type=submit]");
    assert.equal(await page.locator(".k-draw .a-one").count(), 1);
    assert.equal(await page.locator("input[name=niet]").count(), 0);
    await page.click("a.k-dlayer[href*='liever=1']");
    await page.locator("input[name=niet]").nth(3).check();
    await page.click("form[action$='/groep'] button[type=submit]");
    assert.equal(await page.locator(".k-draw .a-not").count(), 1);
    await page.goto(`${annie.circle}/groep`);
    assert.equal(await page.locator(".k-draw .a-not").count(), 0);
    assert.ok(!/isol|geïsoleerd/i.test(await page.textContent("main")));
    const paper = await page.request.get(`${annie.circle}/papier?vorm=group&blad=a4&soort=svg`);
    const svg = await paper.text();
    assert.ok(svg.includes("a-one") && !/class="a-not"/.test(svg));
    await undo(page);
    await page.goto(`${annie.circle}/groep`);
    await undo(page);
    await page.goto(`${annie.circle}/groep`);
    assert.ok(await page.isVisible("#vraag"));
    await page.context().close();
  });

  test(`somebody gets a place on a card, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/kaarten`);
    await page.click("section[aria-labelledby=h-wie] a >> text=Corrie");
    await page.check("#zone-possible");
    await page.click("form[action$='/kaarten'] button[type=submit]");
    assert.equal(await page.$$eval(".k-draw .m-d.f2", (all) => all.length), 1);
    await undo(page);
    await page.goto(`${annie.circle}/kaarten`);
    assert.equal(await page.$$eval(".k-draw .m-d.f2", (all) => all.length), 0);
    await page.context().close();
  });
}
