// Looking ahead: what if somebody is away, who could introduce me, who carries what, and two maps beside each other; the story
// between two moments. With and without script, on a phone and on a wide screen.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { kring, openBrowser, openPage, password, signIns, startServer, uniqueName } from "./lib.mjs";
import { axeFinds, sideways } from "./checks.mjs";

let server, browser;
before(async () => { server = await startServer({ demo: true }); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

async function annie(options = {}) {
  const page = await openPage(browser, server, options);
  const [who] = signIns(server);
  await page.goto("/inloggen");
  await page.fill("input[autocomplete=username]", who.login);
  await page.fill("input[type=password]", who.password);
  await page.press("input[type=password]", "Enter");
  await page.waitForURL(/\/kring\//);
  return { page, base: page.url().match(/\/kring\/[0-9a-f]{16}/)[0] };
}
const fine = async (page) => {
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(await sideways(page), []);
  assert.deepEqual(page.trouble, []);
};
const widths = [{ viewport: { width: 1280, height: 900 } }, { viewport: { width: 390, height: 844 } }];
const read = async (page) => (await page.locator("main").innerText()).replace(/\s+/g, " ");
// Nothing of what is said here may hurt, lecture or rank.
const unkind = /\b(zwak|tekort|geïsoleerd|eenzaam|te weinig|onvoldoende|score|ranglijst|het meest|slechtste|beste)\b/i;

for (const javaScriptEnabled of [true, false]) {
  test(`what if Sanne is away, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const { page, base } = await annie({ javaScriptEnabled });
    await page.goto(`${base}/tekeningen`);
    await page.click("a[href$='/als']");
    const before = await page.locator(".k-chip").count();
    await page.check("label.k-chip:has-text('Sanne') input");
    await page.click("form[action*='/als'] button[type=submit]");
    await page.waitForURL(/wie=[0-9a-f]{16}/);
    const text = await read(page);
    assert.match(text, /Als Sanne er even niet is/);
    // From examples/annie.story: Sanne and Joost think along, and Dr. Bakker and Mark as their work.
    assert.match(text, /Meedenken Dit krijgt u nu van Sanne\. Dan is Joost daar nog voor\. En Dr\. Bakker en Mark, als werk\./);
    assert.match(text, /Praktische hulp Dit krijgt u nu van Sanne\. Ook Corrie, Yusuf, Joost en Piet doen dit voor u\./);
    assert.match(text, /U doet zelf ook iets voor Sanne: luisteren/);
    assert.doesNotMatch(text, unkind);
    assert.equal(await page.locator(".k-chip:has(input:checked)").count(), 1);
    assert.equal(await page.locator(".k-atlas .is-ghost").count(), 1);
    // Nothing is kept until somebody asks.
    const url = page.url();
    await page.goto(`${base}/tijd`);
    const history = await page.locator(".k-hist__i").count();
    await page.goto(url);
    await page.fill("#woorden", "Met Joost bellen.");
    await page.click("button[value=notitie]");
    await page.waitForLoadState();
    assert.equal(await page.inputValue("#woorden"), "Met Joost bellen.");
    assert.equal(page.url().replace(/#.*/, ""), url.replace(/#.*/, ""));
    await page.fill("#woorden", "");
    await page.click("button[value=notitie]");
    await page.fill("#woorden", "Een middag met Joost.");
    await page.click("button[value=wens]");
    await page.goto(`${base}/wensen`);
    assert.match(await read(page), /Een middag met Joost\./);
    assert.ok(before > 20 && history > 0);
    if (javaScriptEnabled) { await page.goto(url); await fine(page); }
    await page.context().close();
  });
}

test("what if: two at once, on a phone, by keyboard", async () => {
  const { page, base } = await annie(widths[1]);
  await page.goto(`${base}/als`);
  await page.focus("label.k-chip:has-text('Sanne') input");
  await page.keyboard.press("Space");
  await page.focus("label.k-chip:has-text('Joost') input");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL(/wie=.*wie=/);
  const text = await read(page);
  assert.match(text, /Als Sanne en Joost er even niet zijn/);
  assert.match(text, /Meedenken Dit krijgt u nu van Sanne en Joost\. Dan doen alleen Dr\. Bakker en Mark dit nog, als werk\./);
  await fine(page);
  await page.context().close();
});

for (const options of widths) {
  test(`who could introduce me, at ${options.viewport.width}`, async () => {
    const { page, base } = await annie(options);
    await page.goto(`${base}/wie-kent`);
    await page.selectOption("#naar", { label: "Zwembad" });
    await page.click("form[action*='/wie-kent'] button[type=submit]");
    await page.waitForURL(/naar=/);
    assert.match(await read(page), /Via Riet[^]*Riet komt bij Zwembad\./);
    assert.equal(await page.locator(".k-atlas .a-way").count(), 2);
    await page.click(".k-more summary");
    assert.equal(await page.inputValue("#wens-1"), "Ik wil Riet vragen of we een keer samen naar Zwembad gaan.");
    await fine(page);
    await page.click("form[action$='/wensen'] button[type=submit]");
    await page.waitForURL(/\/wensen/);
    assert.match(await read(page), /samen naar Zwembad/);
    await page.goto(`${base}/wie-kent?iets=ZING`);
    assert.match(await read(page), /Hennie staat hier zelf bij\./);
    await page.goto(`${base}/wie-kent?naar=d:faith`);
    assert.match(await read(page), /geloof/);
    for (const odd of ["naar=t:", "naar=d:niets", "naar=0000000000000001", "iets=%3Cb%3E", "naar=x"]) {
      const answer = await page.goto(`${base}/wie-kent?${odd}`);
      assert.equal(answer.status(), 200, odd);
      assert.equal(await page.locator("main b").count(), 0);
    }
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });

  test(`who carries what, at ${options.viewport.width}`, async () => {
    const { page, base } = await annie(options);
    await page.goto(`${base}/schouders`);
    const text = await read(page);
    assert.match(text, /Sanne doet dit voor u: praktische hulp, luisteren en meedenken\. U hebt contact: bijna elke dag\. U noemt Sanne uw mantelzorger\. U schreef dat u veel van Sanne krijgt\./);
    assert.match(text, /Voor Riet: luisteren en gezelschap\./);
    assert.doesNotMatch(text, unkind);
    await page.click(".k-aheads .k-more summary");
    const letter = await page.locator(".k-ahead__letter").innerText();
    assert.match(letter, /^Sanne, Annie vertelde wat u doet: praktische hulp, luisteren en meedenken\./);
    assert.doesNotMatch(letter, /energie|veel van|Corrie|Joost/);
    await fine(page);
    await page.context().close();
  });
}

test("the story of two moments: what grew first", async () => {
  const { page, base } = await annie();
  await page.goto(`${base}/tijd`);
  await page.selectOption("#van", { label: "De eerste namen" });
  await page.selectOption("#tot", { label: "Samen bijgewerkt" });
  await page.click("form[action*='/tijd'] button:has-text('Toon')");
  await page.waitForURL(/van=/);
  const story = (await page.locator(".k-story__txt").innerText()).replace(/\s+/g, " ");
  assert.match(story, /kwamen erbij\. Riet en Yusuf staan nu dichterbij\./);
  assert.match(story, /Greet staat er niet meer bij\./);
  assert.ok(story.indexOf("kwamen erbij") < story.indexOf("niet meer bij"));
  await page.context().close();
});

// Somebody with two circles: their own, and one that their daughter filled in for them.
async function two(options) {
  const page = await openPage(browser, server, options);
  const circle = async (people) => {
    const base = page.url().match(/\/kring\/[0-9a-f]{16}/)[0];
    await page.goto(`${base}/namen`);
    await page.fill("input[name=naam]", people.join(", "));
    await page.press("input[name=naam]", "Enter");
    await page.waitForLoadState();
    return base;
  };
  const put = async (base, name, ring) => {
    await page.goto(`${base}/lijst`);
    await page.goto(await page.locator("a[href*='/mens/']", { hasText: name }).first().getAttribute("href"));
    await page.locator("#laag-plek > summary").click();
    await page.locator(`#laag-plek input[name='ring.lensink'][value='${ring}']`).first().check();
    await page.locator("#laag-plek input[name='vak.lensink'][value='2']").first().check();
    await page.locator("#laag-plek button[type=submit]").first().click();
    await page.waitForLoadState();
  };
  await page.goto("/begin");
  await page.fill("input[name=name]", "Toos");
  await page.fill("input[name=login]", uniqueName("twee"));
  await page.fill("input[name=password]", password);
  await page.click("form[action='/begin'] button[type=submit]");
  await page.click("main a.utrecht-button--primary-action");
  const own = await circle(["Corrie", "Sanne de Wit", "Bram"]);
  await page.goto("/kringen");
  await page.fill("#voor", "Toos");
  await page.check("#ander");
  await page.locator("details:has(#door) > summary").click();
  await page.fill("#door", "Els");
  await page.check("#akkoord");
  await page.click("form[action='/kringen'] button[type=submit]");
  await page.waitForURL(/\/kring\//);
  const hers = await circle(["corrie", "Sanne", "Loes"]);
  await put(own, "Corrie", 1);
  await put(hers, "corrie", 3);
  return { page, own, hers };
}

test("who opens the door of a place is written at the place, and read where one looks for a way there", async () => {
  const { page, base } = await annie({ javaScriptEnabled: false });
  await page.goto(`${base}/buurt`);
  await page.goto(await page.locator("tr", { hasText: "Zwembad" }).locator("a[href*='wie=']").getAttribute("href"));
  await page.getByLabel("Wie doet hier de deur voor u open").fill("Riet kent de badmeester en gaat mee.");
  await page.click("form[action$='/buurt'] button[type=submit]");
  await page.waitForLoadState();
  assert.match(await read(page), /Riet kent de badmeester/);
  await page.goto(`${base}/wie-kent`);
  await page.selectOption("#naar", { label: "Zwembad" });
  await page.click("form[action*='wie-kent'] button[type=submit]");
  await page.waitForURL(/naar=/);
  assert.match(await read(page), /schreef u op: Riet kent de badmeester en gaat mee\./);
  for (const [name, doors] of [["Zwembad", 1], ["Corrie", 0]]) {
    await page.goto(`${base}/lijst`);
    await page.goto(await page.locator("main a[href*='/mens/']", { hasText: name }).first().getAttribute("href"));
    assert.equal(await page.locator("[name='person.opens_door']").count(), doors, name);
  }
  await page.context().close();
});

for (const options of [widths[0], { ...widths[1], javaScriptEnabled: false }]) {
  test(`two maps, one talk, at ${options.viewport.width}${options.javaScriptEnabled === false ? ", without script" : ""}`, async () => {
    const { page, own, hers } = await two(options);
    await page.goto(`${own}/samen`);
    await page.click("form[method=get] button[type=submit]");
    await page.waitForURL(/met=/);
    let text = await read(page);
    assert.match(text, /Uw kaart en de kaart van Els/);
    assert.match(text, /Corrie staat bij u bij heel dichtbij, en op de kaart van Els bij bekenden\./);
    assert.match(text, /Eén naam staat op beide kaarten\. Corrie/);
    assert.match(text, /Alleen op uw kaart Bram/);
    assert.match(text, /Alleen op de kaart van Els Loes/);
    assert.match(text, /Sanne de Wit op uw kaart, Sanne op de kaart van Els/);
    assert.doesNotMatch(text.replace("een vraag, geen fout", ""), /\b(fout|onjuist|klopt niet|verkeerd)\b/i);
    if (options.javaScriptEnabled !== false) await fine(page);
    await page.click("button[name=zelfde]");
    await page.waitForURL(/zelfde=/);
    text = await read(page);
    assert.match(text, /Twee namen staan op beide kaarten\. Corrie en Sanne de Wit/);
    assert.equal(await page.locator("button[name=zelfde]").count(), 0);
    // Two with the same name who are not the same can be parted, and joined again.
    await page.locator("details:has(button[name=anders]) > summary").click();
    await page.locator(".k-rows > li", { hasText: "Corrie op uw kaart" }).locator("button[name=anders]").click();
    await page.waitForURL(/anders=/);
    text = await read(page);
    assert.match(text, /Eén naam staat op beide kaarten\. Sanne de Wit/);
    assert.match(text, /Alleen op uw kaart Corrie en Bram/);
    assert.doesNotMatch(text, /Corrie staat bij u bij/);
    await page.locator("button[name=zelfde]").click();
    await page.waitForLoadState();
    text = await read(page);
    assert.match(text, /Twee namen staan op beide kaarten\. Corrie en Sanne de Wit/);
    // The same from a file, and nothing of it is kept.
    const file = await (await page.request.get(`${hers}/bestand.kring`)).body();
    const path = join(server.base, "els.kring");
    writeFileSync(path, file);
    await page.goto(`${own}/samen`);
    await page.setInputFiles("#bestand", path);
    await page.click("form[method=post][enctype] button[type=submit]");
    await page.waitForLoadState();
    assert.match(await read(page), /Uw kaart en de kaart van Els/);
    await page.click("button[name=anders]");
    await page.waitForLoadState();
    text = await read(page);
    assert.match(text, /Alleen op uw kaart Sanne de Wit en Bram/);
    assert.match(text, /Alleen op de kaart van Els Sanne en Loes/);
    await page.goto(`${own}/lijst`);
    assert.doesNotMatch(await read(page), /Loes/);
    writeFileSync(path, "BEGIN:VCARD\nVERSION:3.0\nFN:Jan\nEND:VCARD\n");
    await page.goto(`${own}/samen`);
    await page.setInputFiles("#bestand", path);
    await page.click("form[method=post][enctype] button[type=submit]");
    await page.waitForLoadState();
    assert.match(await page.locator("[role=alert]").innerText(), /\.kring/);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("who made the other map stands on both: nobody is said to be missing from their own map", async () => {
  const { page, own } = await two(widths[0]);
  const table = join(server.base, "sanne.csv"), path = join(server.base, "sanne.kring");
  writeFileSync(table, "name\nToos\nLoes\n");
  execFileSync(kring, ["import", table, "--name", "Sanne de Wit", "-o", path], { stdio: "pipe" });
  await page.goto(`${own}/samen`);
  await page.setInputFiles("#bestand", path);
  await page.click("form[method=post][enctype] button[type=submit]");
  await page.waitForLoadState();
  const text = await read(page);
  assert.match(text, /Alleen op uw kaart Corrie en Bram/);
  assert.match(text, /Alleen op de kaart van Sanne de Wit Loes/);
  await page.context().close();
});

test("somebody else's circle cannot be laid beside one's own", async () => {
  const { page, base } = await annie();
  const { page: other, own } = await two(widths[0]);
  const answer = await page.goto(`${base}/samen?met=${own.slice(-16)}`);
  assert.equal(answer.status(), 404);
  await page.context().close();
  await other.context().close();
});
