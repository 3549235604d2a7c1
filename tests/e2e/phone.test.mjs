// On a phone: the whole circle in one look, the menu at the foot, and a page that reads itself aloud.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, openPage, password, signIns, startServer, uniqueName } from "./lib.mjs";
import { mouse } from "./drive.mjs";
import { axeFinds, sideways } from "./checks.mjs";

let server, browser;
before(async () => { server = await startServer({ demo: true }); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

const phone = { viewport: { width: 390, height: 800 }, hasTouch: true };
const sectors = ["family", "neighbour", "professional", "fellow"], near = ["intimate", "friend", "acquaintance", "service"];

async function begin(page) {
  await page.goto("/begin");
  await page.fill("input[name=name]", "Toos");
  await page.fill("input[name=login]", uniqueName("telefoon"));
  await page.fill("input[name=password]", password);
  await mouse(page).press("form[action='/begin'] button[type=submit]");
}

async function circleOf(page, count) {
  await begin(page);
  await mouse(page).press("main a.utrecht-button--primary-action");
  const base = page.url().match(/\/kring\/[0-9a-f]{16}/)[0];
  const rows = Array.from({ length: count }, (_, at) => `Naam ${at + 1},${near[(at * 5 + Math.floor(at / 7)) % 4]},${sectors[(at * 3 + Math.floor(at / 9)) % 4]}`);
  await page.goto(`${base}/erbij`);
  await page.setInputFiles("input[type=file]", { name: "namen.csv", mimeType: "text/csv", buffer: Buffer.from(["name,closeness,sector", ...rows].join("\n")) });
  await mouse(page).press("form[enctype='multipart/form-data'] button[type=submit]");
  await mouse(page).press("main form:has(input[type=checkbox]) button[type=submit]");
  await page.goto(base);
  await mouse(page).press("button[name=alles]");
  return base;
}

async function signIn(page, login = "annie") {
  const who = signIns(server).find((one) => one.login === login);
  await page.goto("/inloggen");
  await page.fill("input[name=login]", who.login);
  await page.fill("input[name=password]", who.password);
  await mouse(page).press("form[action='/inloggen'] button[type=submit]");
  await page.goto("/kringen");
  return (await page.content()).match(/\/kring\/[0-9a-f]{16}/)[0];
}

const drawing = (page) => page.evaluate(() => {
  const svg = document.querySelector(".k-map svg"), scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const seen = [...svg.querySelectorAll("text")].filter((one) => one.getBoundingClientRect().width > 0 && getComputedStyle(one).display !== "none");
  const named = seen.filter((one) => !one.getAttribute("aria-hidden") && !one.closest(".m-ego, .m-ringlabels"));
  return { smal: document.querySelector(".k-map").dataset.smal, smallest: Math.min(...named.map((one) => parseFloat(getComputedStyle(one).fontSize) * scale)),
    cut: seen.filter((one) => { const box = one.getBoundingClientRect(); return box.left < -0.5 || box.right > innerWidth + 0.5; }).map((one) => one.textContent),
    people: svg.querySelectorAll("[role=listitem]").length, pans: document.querySelector(".k-map").scrollWidth > document.querySelector(".k-map").clientWidth + 1 };
});
const fitted = (page, wanted) => page.waitForSelector(`.k-map[data-smal="${wanted}"]`);

for (const count of [12, 40, 90]) {
  test(`a circle of ${count} is seen whole on a phone, in letters that can be read`, async () => {
    const page = await openPage(browser, server, phone);
    const base = await circleOf(page, count);
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(base);
      await fitted(page, "1");
      const seen = await drawing(page);
      assert.equal(seen.people, count);
      assert.deepEqual(seen.cut, [], `at ${width}`);
      assert.ok(!seen.pans, `at ${width} nothing slides`);
      assert.ok(seen.smallest >= 11, `at ${width} the smallest name is ${seen.smallest} px`);
      assert.deepEqual([...await axeFinds(page), ...await sideways(page)], []);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await fitted(page, "0");
    assert.equal((await drawing(page)).people, count);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("without script a link shows the whole circle", async () => {
  const page = await openPage(browser, server, { ...phone, javaScriptEnabled: false });
  const base = await signIn(page);
  await page.goto(base);
  assert.equal(await page.locator(".k-map").getAttribute("data-smal"), "0");
  await page.locator(".k-move__hint a").click();
  assert.equal(await page.locator(".k-map").getAttribute("data-smal"), "1");
  await page.goto(base); // and it stays so
  assert.equal(await page.locator(".k-map").getAttribute("data-smal"), "1");
  await page.context().close();
});

test("the sign of the menu leads to a menu that says so, and back up", async () => {
  const page = await openPage(browser, server, phone);
  await page.goto(await signIn(page));
  await page.locator(".k-top a[href='#menu']").tap();
  const heading = page.locator("#menu h2");
  assert.ok(await heading.isVisible());
  await page.locator("#menu a[href='#boven']").tap();
  await page.waitForFunction(() => scrollY === 0);
  await page.context().close();
});

test("the recovery sheet leads nowhere but on", async () => {
  const page = await openPage(browser, server, phone);
  await begin(page);
  assert.ok(await page.locator(".k-sheet__code").isVisible());
  assert.equal(await page.locator("a[href^='/taal/']:visible, a[href^='/leesbaar']:visible").count(), 0);
  await page.context().close();
});

test("the plan is one of the pages of a circle, and wishes belong to it", async () => {
  const page = await openPage(browser, server, phone);
  const base = await signIn(page);
  await page.goto(base);
  const current = async () => page.locator(".k-tabs a[aria-current=page]").getAttribute("href");
  await page.locator(`.k-tabs a[href='${base}/plan']`).tap();
  assert.equal(await current(), `${base}/plan`);
  await page.getByRole("link", { name: "Al uw wensen en dromen" }).tap();
  await page.waitForURL(/\/wensen$/);
  assert.equal(await current(), `${base}/plan`);
  await page.context().close();
});

test("two answers to one question fit on a phone", async () => {
  const [one, other] = [await openPage(browser, server, phone), await openPage(browser, server, phone)];
  await other.addInitScript(() => { delete window.WebSocket; }); // a page that does not hear what the other did
  const base = await signIn(one);
  await signIn(other);
  await one.goto(`${base}/lijst`);
  const href = await one.locator("a[href*='/mens/']").first().getAttribute("href");
  const role = async (page, text) => {
    await page.locator("#laag-wie > summary").tap();
    await page.fill("#laag-wie [name='person.role']", text);
    await mouse(page).press("#laag-wie button[type=submit]");
  };
  for (const page of [one, other]) await page.goto(href);
  await one.evaluate(() => document.querySelectorAll("form").forEach((form) => form.replaceWith(form.cloneNode(true)))); // an ordinary form
  await role(one, "de ene rol");
  await other.evaluate(() => document.querySelectorAll("form").forEach((form) => form.replaceWith(form.cloneNode(true))));
  await role(other, `de andere rol ${"lang".repeat(20)}`);
  assert.ok(await other.locator(".k-two").isVisible());
  assert.deepEqual([...await axeFinds(other), ...await sideways(other)], []);
  for (const page of [one, other]) await page.context().close();
});

// A browser in a test has no voice: this one only remembers what it was asked to say.
const voice = (local) => {
  window.said = [];
  window.SpeechSynthesisUtterance = function Utterance(text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: { getVoices: () => [{ lang: "nl-NL", localService: local }], speak: (part) => window.said.push(part), cancel() {}, addEventListener() {} } });
};

test("a page reads its sentences aloud, with a voice of this computer only", async () => {
  const page = await openPage(browser, server, phone);
  await page.addInitScript(voice, true);
  const base = await signIn(page);
  for (const [path, wanted] of [["", "Corrie"], ["/namen", "Corrie"], ["/opvalt", "Wie denkt er met u mee"]]) {
    await page.goto(base + path);
    await page.locator(".k-speak").tap();
    const said = await page.evaluate(() => window.said.map((part) => ({ text: part.text, lang: part.lang })));
    assert.ok(said.some((part) => part.text.includes(wanted)), `${path} says ${wanted}`);
    assert.ok(said.every((part) => part.lang === "nl-NL"));
    assert.match(await page.locator(".k-speak").innerText(), /Stop/);
    await page.locator(".k-speak").tap();
    assert.match(await page.locator(".k-speak").innerText(), /Lees voor/);
  }
  await page.context().close();
  const far = await openPage(browser, server, phone);
  await far.addInitScript(voice, false);
  await far.goto(await signIn(far));
  assert.equal(await far.locator(".k-speak").isVisible(), false, "a voice elsewhere is not asked");
  await far.context().close();
});
