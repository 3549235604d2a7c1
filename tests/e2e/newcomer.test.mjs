// A newcomer makes a circle of ten people, from the start page to the poster: by mouse, with a finger on a phone, with the
// keys alone, and without script.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { openBrowser, openPage, password, startServer, uniqueName } from "./lib.mjs";
import { finger, keys, mouse } from "./drive.mjs";

const ways = {
  "by mouse": { drive: mouse, options: {} },
  "with a finger on a phone": { drive: finger, options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
  "with the keys alone": { drive: keys, options: {} },
  "without script": { drive: mouse, options: { javaScriptEnabled: false } },
};
let server, browser;
before(async () => { server = await startServer({ demo: true }); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

const names = ["Sanne", "Corrie", "Bram", "Riet", "Yusuf", "Fenna", "Joost", "Koor De Linde", "de mevrouw van de koffie", "Moos"];
async function names_on(page, base) {
  await page.goto(`${base}/lijst`);
  return page.locator("th a[href*='/mens/']").allInnerTexts();
}

async function begin(page, drive) {
  await page.goto("/");
  await drive.press("main a[href='/begin']");
  await drive.type("input[name=name]", "Toos");
  await drive.type("input[name=login]", uniqueName("toos"));
  await drive.type("input[name=password]", password);
  await drive.press("form[action='/begin'] button[type=submit]");
  // the sheet to come back with, then on
  assert.match(await page.locator(".k-sheet__code").innerText(), /^[A-Z0-9-]{10,}$/i);
  await drive.press("main a.utrecht-button--primary-action");
  const base = page.url().match(/\/kring\/[0-9a-f]{16}/)[0];
  assert.equal(new URL(page.url()).pathname, `${base}/namen`);
  return base;
}

for (const [how, { drive: make, options }] of Object.entries(ways)) {
  test(`ten people, ${how}`, { timeout: 300000 }, async () => {
    const page = await openPage(browser, server, options);
    const drive = make(page);
    const base = await begin(page, drive);

    // an empty circle asks; it does not say that something is missing
    assert.doesNotMatch(await page.locator("main").innerText(), /geen gegevens|no data|leeg/i);
    for (const name of names.slice(0, 7)) await drive.enter("input[name=naam]", name);
    await drive.enter("input[name=naam]", names.slice(7).join(", "));
    const there = await names_on(page, base);
    for (const name of names) assert.ok(there.includes(name), `${name} was kept: ${there.join(" | ")}`);
    assert.equal(there.length, names.length);

    // a place for everybody, at the person's own page
    for (const [at, name] of names.entries()) {
      await page.goto(`${base}/lijst`);
      const link = await page.locator(`a[href*='/mens/']`).evaluateAll((all, wanted) => all.find((one) => one.textContent.includes(wanted))?.getAttribute("href"), name);
      assert.ok(link, `${name} stands in the list`);
      await page.goto(link);
      const layer = "#laag-plek";
      if (!(await page.locator(layer).evaluate((one) => one.open))) await drive.press(`${layer} > summary`);
      const ring = `${layer} input[name='ring.lensink'][value='${1 + (at % 4)}']`;
      const area = `${layer} input[name='vak.lensink'][value='${1 + (at % 4)}']`;
      await drive.choose(ring);
      await drive.choose(area);
      await drive.press(`${layer} button[type=submit]`);
    }

    // the map holds all ten, as links with their names
    await page.goto(base);
    const map = await page.locator("main svg a").evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? one.textContent));
    for (const name of names) assert.ok(map.some((one) => one.includes(name.split(" ")[0])), `${name} is on the map: ${map.join(" | ")}`);

    // how it is, with one of them
    await page.goto(`${base}/lijst`);
    await drive.press(`a[href*='/mens/']`);
    const often = "#laag-contact";
    if (!(await page.locator(often).evaluate((one) => one.open))) await drive.press(`${often} > summary`);
    await page.locator(`${often} select`).first().focus();
    await page.locator(`${often} select`).first().selectOption({ index: 2 });
    await drive.press(`${often} button[type=submit]`);
    assert.notEqual((await page.locator(`${often} .k-layer__s`).innerText()).trim(), "");

    // a moment with a name
    await page.goto(`${base}/tijd`);
    await drive.enter("form[action$='/tijd'] input[name=naam]", "Voor de verhuizing");
    assert.match(await page.locator("main").innerText(), /Voor de verhuizing/);

    // on paper
    await page.goto(`${base}/meenemen`);
    await drive.choose("input[name=blad][value=a3]");
    const [poster] = await Promise.all([page.waitForEvent("download"), page.locator("form[action$='/papier'] button[type=submit]").first().click()]);
    const file = join(server.base, `${uniqueName("poster")}.pdf`);
    await poster.saveAs(file);
    const says = execFileSync("pdfinfo", [file]).toString();
    assert.match(says, /Page size: +(1190|1191|841|842)\.?\d* x (841|842|1190|1191)/, says);
    const text = execFileSync("pdftotext", [file, "-"]).toString();
    for (const name of ["Sanne", "Corrie", "Bram", "Toos"]) assert.ok(text.includes(name), `${name} on the poster: ${text}`);

    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("the example can be looked at by anybody, and nothing in it changes", async () => {
  const page = await openPage(browser, server);
  const drive = mouse(page);
  await page.goto("/");
  await drive.press("main a.k-door[href^='/kring/']");
  const base = new URL(page.url()).pathname;
  assert.ok(await page.locator("main svg a").count() > 5, "people on the map");
  await drive.press("main svg a");
  for (const path of ["/lijst", "/ecogram", "/opvalt", "/tijd"]) {
    const answer = await page.goto(base + path);
    assert.equal(answer.status(), 200, path);
    assert.equal(await page.locator("main form[method=post] [type=submit]").count(), 0, `no form that changes at ${path}`);
  }
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});
