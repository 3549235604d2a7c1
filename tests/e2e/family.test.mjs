// The family tree as people make it: by two taps, without script, with what families are really like.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, openPage, password, signedIn, signIns, startServer, uniqueName } from "./lib.mjs";
import { axeFinds, languageKept, sideways, smallTargets } from "./checks.mjs";
import { openAs } from "./walk.mjs";

let server, browser;
before(async () => { server = await startServer({ demo: true }); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

// Somebody with an empty circle, in a browser that runs no script.
async function newcomer(options = { javaScriptEnabled: false }) {
  const page = await openPage(browser, server, options);
  await page.goto("/begin");
  await page.fill("input[name=name]", "Toos");
  await page.fill("input[name=login]", uniqueName("fam"));
  await page.fill("input[name=password]", password);
  await page.locator("form[action='/begin'] button[type=submit]").click();
  await page.locator("main a.utrecht-button--primary-action").click();
  const base = page.url().match(/\/kring\/[0-9a-f]{16}/)[0];
  return { page, base };
}

// {"Toos": "dat bent u", ...} from the list, and the links by name.
async function family(page, base, query = "") {
  await page.goto(`${base}/stamboom${query}`);
  return page.locator(".k-tree__row").evaluateAll((rows) => Object.fromEntries(rows.map((row) => [
    row.querySelector("a").textContent.trim(),
    { kin: row.querySelector(".k-tree__rel")?.textContent ?? "", story: row.querySelector(".k-tree__tie")?.textContent ?? "", href: row.querySelector("a").getAttribute("href") },
  ])));
}
const kin = (all) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, one.kin]));

// On the page of a person: one of the four buttons, the form, saved.
async function add(page, href, what, fill) {
  await page.goto(href);
  await page.locator(`a[href$="/erbij/${what}"]`).click();
  for (const [name, value] of Object.entries(fill)) {
    const field = page.locator(`[name="${name}"]`).first();
    const hidden = page.locator("details", { has: field });
    for (let i = 0; i < await hidden.count(); i += 1) if (!(await hidden.nth(i).evaluate((one) => one.open))) await hidden.nth(i).locator("summary").first().click();
    const kind = await field.evaluate((one) => (one.tagName === "SELECT" ? "select" : one.type));
    if (kind === "select") await field.selectOption(value);
    else if (kind === "radio") await page.locator(`[name="${name}"][value="${value}"]`).check({ force: true });
    else if (kind === "checkbox") await field.check({ force: true });
    else await field.fill(value);
  }
  await page.locator("main form button[type=submit].utrecht-button--primary-action").click();
}

async function me(page, base) {
  await page.goto(`${base}/stamboom`);
  return page.locator("a[href*='/stamboom/mens/']").first().getAttribute("href").then((href) => href.match(/.*\/mens\/[0-9a-f]{16}/)[0]);
}
const done = async (page) => { assert.deepEqual(page.trouble, []); await page.context().close(); };

test("a family in a few taps, without script: parents, half-brother, two marriages, adoption, and undo", { timeout: 180000 }, async () => {
  const { page, base } = await newcomer();
  const self = await me(page, base);
  await add(page, self, "ouders", { naam1: "Anton", wat1: "man", naam2: "Betje", wat2: "woman" });
  assert.match(page.url(), /\/stamboom\?om=/);
  await add(page, self, "broerzus", { naam1: "Cor", wat1: "man", "person.born": "1950" });
  assert.deepEqual(kin(await family(page, base)), { Toos: "dat bent u", Anton: "vader", Betje: "moeder", Cor: "broer" });
  // remarriage of the mother and a half-sister
  let all = await family(page, base);
  await add(page, all.Betje.href, "partner", { naam1: "Dirk", wat1: "man", "union.type": "married", "union.since": "1960" });
  all = await family(page, base);
  assert.equal(all.Dirk.kin, "stiefvader");
  await add(page, all.Betje.href, "kind", { naam1: "Elly", wat1: "woman" });
  all = await family(page, base);
  assert.equal(all.Elly.kin, "halfzus");
  assert.match(all.Elly.story, /Dochter van Betje en Dirk/);
  // own partner, over; an adopted child; a second partner who becomes a stepfather of nobody
  await add(page, self, "partner", { naam1: "Frits", wat1: "man", "union.type": "married", "union.since": "1970", "union.end": "divorced", "union.until": "1980" });
  await add(page, self, "kind", { naam1: "Greetje", wat1: "woman", "parentage.type": "adopted", "parentage.since": "1975" });
  await add(page, self, "partner", { naam1: "Henk", wat1: "man", "union.type": "living_together", "union.since": "1985" });
  all = await family(page, base);
  assert.equal(all.Greetje.kin, "dochter, adoptie");
  assert.match(all.Greetje.story, /Geadopteerd in 1975/);
  assert.equal(all.Frits.kin, "uw vroegere man");
  assert.equal(all.Henk.kin, "uw partner");
  assert.match(all.Toos.story, /Getrouwd met Frits in 1970, gescheiden in 1980\. Woont sinds 1985 samen met Henk\./);
  assert.equal((await page.locator(".k-draw svg").count()) > 0, true, "the drawing is there");
  // new people are contacts too; undo takes the last one back, everywhere
  await page.goto(`${base}/lijst`);
  assert.equal(await page.locator("a[href*='/mens/']", { hasText: "Henk" }).count() > 0, true);
  await page.goto(`${base}/stamboom`);
  await page.locator("form.k-undoform button").first().click();
  all = await family(page, base);
  assert.ok(!all.Henk && all.Frits, "undone");
  await done(page);
});

test("twins, a name that is known, the dead, and a brother before there are parents", { timeout: 180000 }, async () => {
  const { page, base } = await newcomer();
  const self = await me(page, base);
  await add(page, self, "broerzus", { naam1: "Iris", wat1: "woman" });
  let all = await family(page, base);
  assert.equal(all.Iris.kin, "zus");
  // the nameless parents get their names, and nobody is there twice
  await add(page, self, "ouders", { naam1: "Jo", wat1: "woman", naam2: "Koos", wat2: "man" });
  all = await family(page, base);
  assert.deepEqual(kin(all), { Toos: "dat bent u", Iris: "zus", Jo: "moeder", Koos: "vader" });
  await add(page, self, "kind", { naam1: "Lies", wat1: "woman" });
  all = await family(page, base);
  await add(page, self, "kind", { naam1: "Mies", wat1: "woman", tweeling: all.Lies.href.match(/[0-9a-f]{16}$/)[0], "parentage.twin_type": "identical" });
  all = await family(page, base);
  assert.match(all.Mies.story, /Eeneiige tweeling met Lies/);
  // a name that is known: the same person?
  await add(page, all.Iris.href, "partner", { naam1: "Lies" });
  assert.match(await page.locator("main").innerText(), /dezelfde persoon/);
  assert.equal(await page.locator("input[name=wie1]:checked").count(), 1);
  // who has died stands in the tree alone
  await add(page, all.Jo.href, "ouders", { naam1: "Nel", stamboom: "1" });
  await page.goto(`${base}/lijst`);
  assert.equal(await page.locator("main table a[href*='/mens/']", { hasText: "Nel" }).count(), 0);
  all = await family(page, base);
  assert.equal(all.Nel.kin, "grootouder");
  await done(page);
});

test("a couple, a child, a home, what happened, how it is between two, and out of the tree: by form", { timeout: 180000 }, async () => {
  const { page, base } = await newcomer();
  const self = await me(page, base);
  await add(page, self, "partner", { naam1: "Otto", wat1: "man", "union.type": "married" });
  let all = await family(page, base);
  await page.goto(all.Otto.href);
  await page.locator("a[href*='/stamboom/paar/']").first().click();
  await page.selectOption("[name='union.end']", "divorced");
  await page.fill("[name='union.until']", "maart 1999");
  await page.locator("main form button.utrecht-button--primary-action").click();
  all = await family(page, base);
  assert.match(all.Otto.story, /gescheiden in 1999/);
  // a date that is none comes back with what was typed
  await page.goto(all.Otto.href);
  await page.fill("[name='person.born']", "ooit");
  await page.locator("#h-weten button[type=submit]").click();
  assert.equal(await page.locator("[role=alert]").count(), 1);
  assert.equal(await page.inputValue("[name='person.born']"), "ooit");
  await page.goto(`${base}/stamboom/gevoel/nieuw?van=${self.slice(-16)}`);
  await page.selectOption("[name=naar]", all.Otto.href.slice(-16));
  await page.locator("#b-close").check({ force: true });
  await page.fill("[name='bond.told_by']", "Otto");
  await page.locator("main form button.utrecht-button--primary-action").click();
  assert.match(await page.locator(".k-felt").innerText(), /U en Otto: hecht[^]*Volgens Otto/);
  await page.goto(`${base}/stamboom/huis`);
  await page.locator("form:last-of-type [name=naam]").last().fill("Bij ons");
  for (const box of await page.locator("main form").last().locator("[name=woont]").all()) await box.check({ force: true });
  await page.locator("main form").last().locator("button.utrecht-button--primary-action").click();
  all = await family(page, base);
  assert.match(all.Toos.story, /Woont met Otto/);
  await page.goto(`${base}/stamboom/gebeurtenis`);
  await page.selectOption("[name='event.kind']", "move");
  await page.fill("[name='event.date']", "2001");
  await page.fill("[name='event.what']", "Naar Delft");
  await page.locator("main form").last().locator("button.utrecht-button--primary-action").click();
  all = await family(page, base);
  assert.match(Object.values(all).map((one) => one.story).join(" "), /Naar Delft, 2001/);
  // what happened can be told better
  await page.goto(`${base}/stamboom/gebeurtenis`);
  await page.locator("li", { hasText: "Naar Delft" }).locator("a[href*='/gebeurtenis/']").click();
  await page.fill("[name='event.what']", "Naar Rotterdam");
  await page.fill("[name='event.date']", "mei 2003");
  await page.locator("main form button[type=submit].utrecht-button--primary-action").click();
  assert.match(await page.locator(".k-hist").innerText(), /mei 2003 Naar Rotterdam/);
  all = await family(page, base);
  assert.match(Object.values(all).map((one) => one.story).join(" "), /Naar Rotterdam, .*2003/);
  // out of the tree: still in the circle
  await page.goto(all.Otto.href);
  await page.locator("button[value=weg]").click();
  all = await family(page, base);
  assert.ok(!all.Otto || !/partner|man/.test(all.Otto.kin));
  await page.goto(`${base}/lijst`);
  assert.equal(await page.locator("a[href*='/mens/']", { hasText: "Otto" }).count() > 0, true);
  await done(page);
});

test("emotional lines stay off paper, and come with a warning first", { timeout: 120000 }, async () => {
  const annie = await signedIn(server, signIns(server)[0]);
  const plain = await annie.text(`${annie.circle}/stamboom`);
  assert.doesNotMatch(plain, /class="[^"]*g-f\b/, "off until asked for");
  assert.match(await annie.text(`${annie.circle}/stamboom?gevoel=1`), /class="[^"]*g-f/);
  const svg = await annie.text(`${annie.circle}/papier?vorm=genogram&soort=svg&blad=a4&gevoel=1`);
  assert.doesNotMatch(svg.replace(/<style>[^]*?<\/style>/, ""), /class="[^"]*g-f\b/);
  assert.match(await annie.text(`${annie.circle}/stamboom/afdruk`), /zeker=1/);
  const pdf = await annie.get(`${annie.circle}/stamboom/afdruk?zeker=1`);
  assert.equal(pdf.headers.get("content-type"), "application/pdf");
  assert.equal(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString(), "%PDF-");
});

test("two who write at once: the tree, a home, what happened; both values are shown, and nothing is lost", { timeout: 120000 }, async () => {
  const here = await signedIn(server, signIns(server)[0]), there = await signedIn(server, signIns(server)[0]);
  const field = (html, name) => html.match(new RegExp(`name="${name}" value="([^"]*)"`))[1];
  const both = async (path, fields, mine, theirs) => {
    const html = await here.text(path), csrf = field(html, "csrf"), base = field(html, "base");
    const other = field(await there.text(path), "csrf");
    assert.equal((await there.post(path, { csrf: other, base, ...fields, ...theirs })).status, 303, path);
    const answer = await here.post(path, { csrf, base, ...fields, ...mine });
    assert.equal(answer.status, 409, path);
    const page = await answer.text();
    for (const value of [...Object.values(mine), ...Object.values(theirs)]) assert.ok(page.includes(value), `${path}: ${value}`);
    // the form goes along; sent again it is carried out
    const again = await here.post(path, { csrf: field(page, "csrf"), base: field(page, "base"), ...fields, ...mine });
    assert.equal(again.status, 303, path);
    const after = await here.text(path);
    for (const value of Object.values(mine)) assert.ok(after.includes(value), `${path}: ${value} afterwards`);
  };
  const tree = await here.text(`${here.circle}/stamboom`), kees = tree.match(/href="([^"]*\/stamboom\/mens\/[0-9a-f]{16})">Kees/)[1];
  await both(kees, {}, { "person.surname": "Smits" }, { "person.surname": "Schmitt" });
  const pair = (await here.text(kees)).match(/href="([^"]*\/stamboom\/paar\/[0-9a-f]{16})"/)[1];
  await both(pair, {}, { "union.place": "Assen" }, { "union.place": "Zwolle" });
  const home = (await here.text(`${here.circle}/stamboom/huis`)).match(/name="huis" value="([0-9a-f]{16})"/)[1];
  await both(`${here.circle}/stamboom/huis`, { huis: home }, { naam: "Bij ons" }, { naam: "Bij hen" });
  await here.post(`${here.circle}/stamboom/gebeurtenis`, { csrf: await here.csrf(`${here.circle}/stamboom/gebeurtenis`), mens: kees.slice(-16), "event.kind": "move", "event.what": "Verhuisd" });
  const event = (await here.text(`${here.circle}/stamboom/gebeurtenis`)).match(/href="([^"]*\/stamboom\/gebeurtenis\/[0-9a-f]{16})"/)[1];
  await both(event, {}, { "event.what": "Verhuisd naar Assen" }, { "event.what": "Verhuisd naar Zwolle" });
});

test("the house in the middle of the ecogram opens into its family tree, and closes", { timeout: 120000 }, async () => {
  const annie = await signedIn(server, signIns(server)[0]);
  const open = await annie.text(`${annie.circle}/ecogram`);
  assert.match(open, /class="e-house"/);
  assert.match(open, /aria-label="Jan Mulder, 1944–2018, 74 jaar geworden"/);
  assert.match(open, /In het midden, thuis: Annie, Moos en Jan \(overleden\)\./);
  assert.match(open, /Om wie het gaat/, "the legend says what the symbols are");
  const switched = "kies=1&laag=sterk&laag=gevoel&laag=energie&laag=steun&laag=zorg&laag=gebieden";
  const closed = await annie.text(`${annie.circle}/ecogram?${switched}`);
  assert.doesNotMatch(closed, /class="e-house"|thuis: Annie|Om wie het gaat/);
  assert.match(await annie.text(`${annie.circle}/papier?vorm=ecogram&soort=svg&blad=a4`), /class="e-house"/);
  assert.doesNotMatch(await annie.text(`${annie.circle}/papier?vorm=ecogram&soort=svg&blad=a4&thuis=0`), /class="e-house"/);
});

// The other pages of the family are met in every-page.test.mjs.
test("the tree is readable for everybody, whatever is shown", { timeout: 300000 }, async () => {
  const annie = await signedIn(server, signIns(server)[0]);
  const page = await openAs(browser, server, annie);
  const pages = ["", "?gevoel=1&tekens=1&gen=alles", "?hoe=eenvoudig&maat=groot"].map((tail) => `${annie.circle}/stamboom${tail}`);
  const wrong = [];
  for (const one of pages) for (const lang of ["nl", "en"]) {
    await page.goto(`/taal/${lang}?terug=${encodeURIComponent(one.split("?")[0])}`);
    await page.goto(one);
    for (const found of await languageKept(page)) wrong.push(`${one} ${lang}: ${found}`);
    for (const width of lang === "nl" ? [390, 1280] : []) {
      await page.setViewportSize({ width, height: 900 });
      for (const found of [...await axeFinds(page), ...await sideways(page), ...await smallTargets(page)]) wrong.push(`${one} at ${width}: ${found}`);
    }
  }
  await page.goto(`/taal/nl?terug=/`);
  assert.deepEqual(wrong, []);
  await done(page);
});
