// What stands out: answered, noted, put aside, taken back, made a wish; the characteristics; the wish beside what is. With and
// without script, and by keyboard.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, openPage, password, signedIn, signIns, startServer, uniqueName } from "./lib.mjs";
import { openAs } from "./walk.mjs";
import { axeFinds, focusShown, languageKept, sideways, smallTargets } from "./checks.mjs";

let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  annie = await signedIn(server, signIns(server).find((one) => one.login === "annie"));
});
after(async () => { await browser?.close(); await server?.stop(); });

const open = (options) => openAs(browser, server, annie, options);
const titles = (page) => page.$$eval(".k-look h2", (all) => all.map((one) => one.textContent.trim()));
const card = (page, title) => page.locator(".k-look", { has: page.getByRole("heading", { name: title }) });
// A form that leads back to the same address: the page that comes after it.
async function sent(page, act) {
  const next = page.waitForEvent("load");
  await act();
  await next;
}
const undo = (page) => page.locator("form[action$='/ongedaan'] button").first().click();

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`a card is answered with a note, lies aside, is laid back, and that is undone, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/opvalt`);
    const [first] = await titles(page);
    const one = card(page, first);
    const kept = javaScriptEnabled ? page.waitForResponse((answer) => answer.url().endsWith("/opvalt") && answer.request().method() === "GET") : null;
    await one.getByRole("radio", { name: "Past bij mij" }).check();
    await kept;
    await one.getByRole("textbox").fill("Dat klopt, en dat is fijn.");
    await sent(page, () => one.getByRole("button", { name: "Bewaar" }).click());
    await page.goto(`${annie.circle}/opvalt`);
    const now = await titles(page);
    assert.equal(now.length, 3, "another card takes its place");
    assert.ok(!now.includes(first), "what was answered lies aside");
    await page.goto(`${annie.circle}/opvalt?keek=1`);
    const aside = page.locator(".k-asides li", { hasText: first });
    assert.match(await aside.innerText(), /Past bij mij/);
    assert.match(await aside.innerText(), /Dat klopt, en dat is fijn\./);
    await aside.getByRole("button", { name: "Leg terug" }).click();
    assert.match(page.url(), /keek=1$/);
    assert.equal(await page.locator(".k-asides li", { hasText: first }).count(), 0);
    await page.goto(`${annie.circle}/opvalt`);
    assert.ok((await titles(page)).includes(first));
    assert.equal(await card(page, first).locator("textarea").inputValue(), "Dat klopt, en dat is fijn.");
    await undo(page);
    await page.goto(`${annie.circle}/opvalt`);
    assert.ok(!(await titles(page)).includes(first), "undone: it lies aside again");
    await page.goto(`${annie.circle}/opvalt?keek=1`);
    await page.locator(".k-asides li", { hasText: first }).getByRole("button", { name: "Leg terug" }).click();
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });

  test(`a card becomes a wish about somebody, with a goal, and the wish is undone, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/opvalt?thema=wishes`);
    await card(page, "Weer wakker maken").getByRole("button", { name: "Maak er een wens van" }).click();
    await page.waitForURL(/\/wensen\?bij=see\.wish_wake/);
    assert.match(await page.locator("form .k-look__q").innerText(), /een kaart, een belletje, een bezoek/);
    await page.fill("#wens", `Kees een kaart sturen, ${how}.`);
    await page.getByRole("radio", { name: "Mensen om mij heen" }).check();
    await page.selectOption("#over-nieuw", { label: "Kees" });
    await page.getByRole("button", { name: "Bewaar deze wens" }).click();
    await page.waitForURL(/\/wensen$/);
    const wish = page.locator("article", { hasText: `Kees een kaart sturen, ${how}.` });
    assert.match(await wish.innerText(), /Mensen om mij heen/);
    assert.match(await wish.innerText(), /Over Kees/);
    await page.goto(`${annie.circle}/opvalt`);
    await undo(page);
    await page.goto(`${annie.circle}/wensen`);
    assert.equal(await wish.count(), 0);
    await page.context().close();
  });

  test(`a wish for a kind of support stands beside what is; a suggestion is not made twice, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/naast`);
    const row = page.locator("tr", { has: page.getByRole("rowheader", { name: /^Luisteren/ }) });
    await row.getByRole("link", { name: /Schrijf een wens/ }).click();
    assert.ok(await page.isChecked("#steun-nieuw-listening"));
    await page.fill("#wens", `Iemand die luistert, ${how}.`);
    await page.getByRole("button", { name: "Bewaar deze wens" }).click();
    await page.goto(`${annie.circle}/naast`);
    assert.match(await row.innerText(), new RegExp(`Iemand die luistert, ${how}`));
    const [title] = await titles2(page);
    await page.locator(".k-idea", { has: page.getByRole("heading", { name: title }) }).getByRole("button", { name: "Niet nu" }).click();
    await page.waitForURL(/\/naast/);
    for (let from = 0; from < 40; from += 3) {
      await page.goto(`${annie.circle}/naast?vanaf=${from}`);
      assert.ok(!(await titles2(page)).includes(title), "asked once");
    }
    await page.goto(`${annie.circle}/naast`);
    const [second] = await titles2(page);
    await page.locator(".k-idea", { has: page.getByRole("heading", { name: second }) }).getByRole("button", { name: "Maak er een wens van" }).click();
    assert.ok((await page.inputValue("#wens")).length > 5, "the words are begun");
    await page.getByRole("button", { name: "Bewaar deze wens" }).click();
    await page.goto(`${annie.circle}/naast`);
    assert.ok(!(await titles2(page)).includes(second), "what became a wish is not suggested again");
    await page.context().close();
  });

  test(`a characteristic is answered, with and without those who do it as work, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await page.goto(`${annie.circle}/kenmerken`);
    const size = page.locator("#k-size");
    assert.match(await size.innerText(), /Doen dit als werk/);
    await page.getByRole("link", { name: "Zonder wie het als werk doet" }).click();
    assert.doesNotMatch(await size.innerText(), /Doen dit als werk/);
    await page.getByRole("link", { name: "Wat mensen voor elkaar doen" }).click();
    assert.doesNotMatch(await page.locator("#k-gets").innerText(), /Noor/);
    await page.getByRole("link", { name: "De bekende kenmerken" }).click();
    if (!await size.locator("details").evaluate((one) => one.open)) await size.locator("summary").click();
    await size.getByRole("textbox").fill(`Zo is het goed, ${how}.`);
    await size.getByRole("button", { name: "Bewaar" }).click();
    await page.waitForURL(/zonder=1#k-size$/);
    assert.equal(await size.locator("textarea").inputValue(), `Zo is het goed, ${how}.`);
    await page.context().close();
  });
}

const titles2 = (page) => page.$$eval(".k-idea h3", (all) => all.map((one) => one.textContent.trim()));

test("a card is answered by keyboard alone, and its rule is read", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${annie.circle}/opvalt`);
  const [first] = await titles(page);
  const one = card(page, first);
  await one.getByRole("radio", { name: "Past bij mij" }).focus();
  await page.keyboard.press("ArrowRight");
  assert.ok(await one.getByRole("radio", { name: "Past niet" }).isChecked());
  await page.keyboard.press("Tab");
  await page.keyboard.type("Liever niet.");
  await page.keyboard.press("Tab");
  await sent(page, () => page.keyboard.press("Enter"));
  assert.ok(!(await titles(page)).includes(first));
  const how = page.locator(".k-look summary").first();
  await how.focus();
  await page.keyboard.press("Enter");
  const told = await page.locator(".k-look .k-how").first().innerText();
  for (const part of [/Waar Kring naar kijkt/, /Wanneer Kring het zegt/, /Geteld: /, /Kring zegt niet /]) assert.match(told, part);
  await page.context().close();
});

test("never more than three at a time, and every theme leads to all of its cards once", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/opvalt`);
  assert.equal((await titles(page)).length, 3);
  const themes = await page.$$eval(".k-see__themes a[href*='thema=']", (all) => all.map((one) => one.getAttribute("href")));
  assert.ok(themes.length >= 10, `${themes.length} themes`);
  let cards = 0;
  for (const theme of themes) {
    const seen = new Set();
    let next = theme;
    for (let at = 0; next && at < 10; at += 1) {
      await page.goto(next);
      const abouts = await page.$$eval(".k-look [name=about]", (all) => all.map((one) => one.value));
      assert.ok(abouts.length >= 1 && abouts.length <= 3, `${next}: ${abouts.length}`);
      for (const about of abouts) { assert.ok(!seen.has(about), about); seen.add(about); }
      const on = page.getByRole("link", { name: "De volgende drie" });
      next = await on.count() ? await on.getAttribute("href") : null;
    }
    cards += seen.size;
  }
  assert.ok(cards >= 30, `${cards} cards`);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("the people of a card stand in a drawing by name, and lead to their own page", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/opvalt?thema=wishes`);
  await card(page, "Meer samen").getByRole("link", { name: /Toon ze in de tekening/ }).click();
  await page.waitForURL(/tekening\?bij=see\.wish_more/);
  assert.match(await page.locator(".k-atlas").innerHTML(), /Corrie/);
  await page.locator("main").getByRole("link", { name: "Corrie" }).click();
  await page.waitForURL(/\/mens\//);
  await page.goto(`${annie.circle}/opvalt/tekening?bij=see.nothing`);
  assert.match(page.url(), /\/opvalt$/);
  await page.context().close();
});

test("the groups of characteristics together are all of them, and what was not told takes a few lines", async () => {
  const page = await open({ javaScriptEnabled: false });
  const names = () => page.$$eval("main [id^=k-]", (all) => all.map((one) => one.id));
  await page.goto(`${annie.circle}/kenmerken?groep=alles&zonder=1`);
  const all = await names(), seen = [];
  assert.ok(all.length > 14);
  const groups = await page.$$eval("nav a[href*='/kenmerken']", (found) => found.map((one) => one.getAttribute("href")).filter((href) => /zonder=1/.test(href) && !/alles/.test(href)));
  for (const group of groups) {
    await page.goto(group);
    seen.push(...await names());
  }
  assert.deepEqual(seen, all);
  await page.context().close();
  const bare = await openPage(browser, server);
  await bare.goto("/begin");
  await bare.fill("[name=name]", "Mina");
  await bare.fill("[name=login]", uniqueName("mina"));
  await bare.fill("[name=password]", password);
  await bare.click("form[action='/begin'] button[type=submit]");
  const circle = (await bare.getAttribute("main a[href*='/kring/']", "href")).replace(/\/namen.*/, "");
  await bare.goto(`${circle}/kenmerken?groep=alles`);
  assert.equal(await bare.locator(".k-trait form").count(), 0);
  assert.equal(await bare.locator(".k-trait--quiet dt").count(), all.length);
  await bare.context().close();
});

test("on paper the characteristics stand without questions", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/kenmerken`);
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#k-size dl").isVisible());
  assert.equal(await page.locator(".k-trait details >> visible=true").count(), 0);
  assert.equal(await page.locator("form >> visible=true").count(), 0);
  await page.context().close();
});

const paths = ["opvalt", "opvalt?thema=support", "opvalt?keek=1", "opvalt/tekening?bij=see.quiet", "kenmerken", "kenmerken?groep=steun&zonder=1", "naast",
  "wensen?bij=see.quiet"];
for (const lang of ["nl", "en"]) {
  test(`readable for everybody, in one language (${lang})`, { timeout: 240000 }, async () => {
    for (const [width, colorScheme] of [[390, "light"], [1280, "dark"]]) {
      const page = await open({ viewport: { width, height: 844 }, colorScheme });
      await page.goto(`/taal/${lang}?terug=/kringen`);
      for (const path of paths) {
        await page.goto(`${annie.circle}/${path}`);
        const opened = await page.$$eval("main details:not([open]) summary", (all) => all.slice(0, 2).map((one) => one.click()).length);
        assert.ok(opened >= 0);
        assert.deepEqual(await axeFinds(page), [], `${path} ${width}`);
        assert.deepEqual(await sideways(page), [], `${path} ${width}`);
        assert.deepEqual(await languageKept(page), [], `${path} ${width}`);
        if (colorScheme === "light") assert.deepEqual(await smallTargets(page), [], `${path} ${width}`);
      }
      await page.goto(`${annie.circle}/opvalt`);
      assert.deepEqual(await focusShown(page, 40), []);
      assert.deepEqual(page.trouble, []);
      await page.goto("/taal/nl?terug=/kringen");
      await page.context().close();
    }
  });
}
