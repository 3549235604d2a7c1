// Those who stand on a map, and whoever has to be careful: who knows, a letter and a card, initials and away for good; leaving
// quickly; a screen that somebody looks along at; and everything of an account in one file.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { axeFinds, sideways, smallTargets } from "./checks.mjs";
import { client, enter, openBrowser, signedIn, signIns, startServer, waitFor } from "./lib.mjs";
import { letIn, newcomer, send } from "./share-help.mjs";

let server, browser, page, base, sign;
const shots = process.env.KRING_SHOTS;

const come = (options) => enter(browser, server, sign, options);

const main = (from = page) => from.locator("main").innerText();

// axe, small targets, sideways scrolling at both widths; with KRING_SHOTS a picture of each.
async function fits(name, from = page) {
  for (const width of [390, 1280]) {
    await from.setViewportSize({ width, height: 900 });
    await from.reload(); // a drawing for this width
    assert.deepEqual(await axeFinds(from), [], `${name} at ${width}`);
    assert.deepEqual(await sideways(from), [], `${name} slides at ${width}`);
    assert.deepEqual(await smallTargets(from), [], `${name} has small targets at ${width}`);
    if (shots) {
      await mkdir(shots, { recursive: true });
      await from.screenshot({ path: `${shots}/${name}-${width}.png`, fullPage: true });
    }
  }
}

async function personNamed(name, from = page) {
  await from.goto(`${base}/lijst`);
  const href = await from.locator(`main a[href*="/mens/"]`, { hasText: name }).first().getAttribute("href");
  return href.match(/mens\/([0-9a-f]{16})/)[1];
}

before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  sign = signIns(server).find(({ login }) => login === "annie");
  base = (await signedIn(server, sign)).circle;
  page = await come();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("who knows, who agreed, who would rather not be here", async () => {
  const corrie = await personNamed("Corrie");
  await page.goto(`${base}/mens/${corrie}?laag=weet#laag-weet`);
  await page.check("#person\\.knows-agreed");
  await page.fill("[name='person.knows_on']", "12 november 2026");
  await page.fill("[name='person.knows_how']", "bij de koffie");
  await page.click("#laag-weet button[type=submit]");
  await page.goto(`${base}/weten`);
  assert.match(await main(), /Weet het, en vindt het goed[^]*Corrie[^]*op 12 november 2026, bij de koffie/);
  await fits("weten");
  await page.click("text=Hoe vertel ik het?");
  await page.waitForURL(/\/weten\/vertellen$/);
  await fits("vertellen");
});

test("a letter says nothing of what is kept, a card only what is open", async () => {
  const kees = await personNamed("Kees");
  await page.goto(`${base}/mens/${kees}/brief`);
  const letter = await page.locator("article").innerText();
  assert.match(letter, /Beste Kees/);
  await fits("brief");
  await page.goto(`${base}/mens/${kees}?laag=energie#laag-energie`);
  await page.fill("[name='tie.quality']", "Kolibriegevoel");
  await page.click("#laag-energie button[type=submit]");
  await page.goto(`${base}/mens/${kees}/kaart`);
  const card = await page.locator("article").innerText();
  assert.match(card, /Dit staat er over Kees/);
  assert.doesNotMatch(card, /Kolibriegevoel|Weet dat de naam/);
  await fits("kaart");
  await page.goto(`${base}/mens/${kees}/brief`);
  assert.doesNotMatch(await page.locator("article").innerText(), /Kolibriegevoel/);
});

test("only initials: texts that say the name are shown first, and nothing of it is left", async () => {
  const noJs = await come({ javaScriptEnabled: false });
  await noJs.goto(`${base}/namen`);
  await noJs.fill("#naam", "Wilhelmientje Zonderland");
  await noJs.press("#naam", "Enter");
  await noJs.locator("main", { hasText: "Wilhelmientje" }).waitFor();
  const who = await personNamed("Wilhelmientje", noJs);
  const truus = await personNamed("Truus", noJs);
  await noJs.goto(`${base}/mens/${truus}?laag=energie#laag-energie`);
  await noJs.fill("[name='tie.quality']", "Lacht met Wilhelmientje om de buren");
  await noJs.click("#laag-energie button[type=submit]");
  await noJs.goto(`${base}/mens/${who}?laag=weet#laag-weet`);
  await noJs.check("#person\\.knows-objects");
  await noJs.click("#laag-weet button[type=submit]");
  await noJs.goto(`${base}/weten`);
  assert.match(await main(noJs), /Wil er liever niet in staan[^]*Wilhelmientje/);
  await noJs.goto(`${base}/delen/nieuw`);
  assert.doesNotMatch(await main(noJs), /Wilhelmientje/, "who objects is offered nowhere");
  await noJs.goto(`${base}/mens/${who}/minder`);
  assert.match(await main(noJs), /Lacht met Wilhelmientje om de buren/);
  await page.goto(`${base}/mens/${who}/minder`);
  await fits("minder");
  await page.goto("/account"); // not on a page of somebody who goes
  await noJs.click("main form[action$='/minder'] button[type=submit]");
  assert.match(await main(noJs), /Zet eerst een vinkje/);
  await noJs.locator("main textarea[name^='tekst.']").first().fill("Lacht om de buren");
  await noJs.check("#zeker");
  await noJs.click("main form[action$='/minder'] button[type=submit]");
  await noJs.waitForURL(/\/weten$/);
  assert.match(await main(noJs), /Er staan nu alleen nog initialen/);
  for (const path of ["", "/lijst", "/tijd", "/tijd/alles", `/mens/${who}`, `/mens/${truus}`, "/bestand.kring", "/bestand.csv"]) {
    const answer = await noJs.request.get(base + path);
    assert.doesNotMatch(await answer.text(), /Wilhelmientje|Zonderland/, path);
  }
  assert.match(await (await noJs.request.get(`${base}/mens/${truus}`)).text(), /Lacht om de buren/);
  await noJs.goto(`${base}/mens/${who}/minder?hoe=weg`);
  await noJs.check("#hoe-weg");
  await noJs.check("#zeker");
  await noJs.click("main form[action$='/minder'] button[type=submit]");
  await noJs.waitForURL(/\/weten$/);
  assert.equal((await noJs.request.get(`${base}/mens/${who}`)).status(), 404);
  assert.deepEqual(noJs.trouble, []);
  await noJs.context().close();
});

test("somebody looks along: only who is here, nothing to change, and one press ends it", async () => {
  const kees = await personNamed("Kees");
  for (const javaScriptEnabled of [true, false]) {
    const own = await come({ javaScriptEnabled });
    await own.goto(base);
    await own.click("text=Iemand kijkt mee");
    await own.waitForURL((url) => url.pathname === base);
    assert.match(await main(own), /Rustig scherm/);
    if (javaScriptEnabled) await fits("rustig", own);
    for (const path of ["/opvalt", "/plan", "/bestand.kring", "/bestand.csv", "/delen", "/gekeken", "/weten", "/meenemen", "/tijd/alles", `/mens/${kees}/kaart`, "/ecogram"]) {
      const answer = await own.request.get(base + path);
      assert.equal(answer.status(), 403, path);
      assert.doesNotMatch(await answer.text(), /Kolibriegevoel/, path);
    }
    for (const path of ["", "/lijst", `/mens/${kees}`, "/stamboom", "/afdruk"])
      assert.doesNotMatch(await (await own.request.get(base + path)).text(), /Kolibriegevoel/, path);
    assert.equal((await own.request.get("/account/alles")).status(), 403);
    await own.goto(`${base}/lijst`);
    assert.equal(await own.locator("main form[action*='/mens/'], main form[action$='/doe']").count(), 0);
    await own.click("text=Ik ben weer alleen");
    await own.waitForURL(/\/lijst$/);
    assert.equal((await own.request.get(`${base}/opvalt`)).status(), 200);
    assert.deepEqual(own.trouble, []);
    await own.context().close();
  }
});

test("leaving quickly: signed out, nothing kept, a page that tells nothing, and not in the history", async () => {
  const own = await come();
  await own.goto(`${base}/lijst`);
  await own.keyboard.press("Escape");
  await own.keyboard.press("Escape");
  await own.waitForURL(/\/welkom$/);
  assert.match(await own.locator("body").innerText(), /^Welkom\s+Vandaag is het \d+ \w+ \d+$/, "the date and nothing else");
  assert.equal(await own.title(), "Welkom");
  await waitFor(async () => !(await own.context().cookies()).some((one) => one.name === "__Host-kring"), "the sign-in to end");
  await fits("welkom", own);
  await own.goBack();
  assert.doesNotMatch(own.url(), /\/lijst$/, "the page that was left is not what one comes back to");
  assert.deepEqual(own.trouble, []);
  await own.context().close();

  const plain = await come({ javaScriptEnabled: false });
  await plain.goto(base);
  await plain.click("text=Snel weg");
  await plain.waitForURL(/\/welkom$/);
  await plain.goto(base);
  assert.match(plain.url(), /\/inloggen/);
  await plain.context().close();

  const keys = await come();
  await keys.goto(base);
  for (let i = 0; i < 25 && !(await keys.evaluate(() => document.activeElement.textContent.trim() === "Snel weg")); i++) await keys.keyboard.press("Tab");
  await keys.keyboard.press("Enter");
  await keys.waitForURL(/\/welkom$/);
  await keys.context().close();

  const stranger = client(server);
  const answer = await stranger.post("/snel-weg", {});
  assert.equal(answer.status, 303, "also without a sign-in, without a question");
  assert.match(answer.headers.get("clear-site-data"), /cache/);
});

// Each has the other on their map and lets them see everything: what one feels about the other stays with who wrote it.
test("two who map each other and share everything see no feeling of the other about them", async () => {
  const annie = await signedIn(server, sign), yara = await newcomer(server, "Yara");
  await yara.post("/kringen", { csrf: await yara.csrf("/kringen"), naam: "Yara" });
  const hers = (await yara.text("/kringen")).match(/\/kring\/[0-9a-f]{16}/)[0];
  const personOf = async (who, circle, name) => (await who.text(`${circle}/lijst`)).match(new RegExp(`/mens/([0-9a-f]{16})"[^>]*>${name}`))[1];
  const sides = [[annie, base, "Yara", "Tureluur", "Wulp", yara], [yara, hers, "Annie", "Karekiet", "Snor", annie]];
  for (const [who, circle, other, about, besides, guest] of sides) {
    for (const naam of [other, "Gijsbert"]) await send(who, `${circle}/namen`, 'name="naam"', { naam });
    const them = await personOf(who, circle, other), gijs = await personOf(who, circle, "Gijsbert");
    await send(who, `${circle}/mens/${them}`, 'name="tie.quality"', { "tie.quality": `${about}gevoel` });
    await send(who, `${circle}/mens/${them}`, 'name="tie.wish_words"', { "tie.wish_words": `${about}wens` });
    await send(who, `${circle}/mens/${gijs}`, 'name="tie.quality"', { "tie.quality": `${besides}gevoel` });
    const ziet = ["map", "family", "feel", "wish", "plan", "time", "life", "ways", "sheets", "lists", "reach", "notes"];
    // chosen from the list, or typed as they are called
    await letIn(server, who, circle, other, "relative", who === annie ? { ziet, wie: [them] } : { ziet }, guest);
  }
  for (const [who, circle, other, about, besides, guest] of sides) {
    const gijs = await personOf(who, circle, "Gijsbert"), them = await personOf(who, circle, other);
    assert.match(await guest.text(`${circle}/mens/${gijs}`), new RegExp(`${besides}gevoel`), `${other} was let in, to feelings too`);
    for (const path of ["", "/lijst", "/tabel", "/ecogram", "/opvalt", "/tijd", "/tijd/alles", "/wensen", "/plan", "/kenmerken", "/tekeningen", "/bestand.kring", "/bestand.csv",
      "/afdruk", `/mens/${them}`, `/mens/${them}/kaart`, `/mens/${gijs}`]) {
      const answer = await guest.ask(circle + path);
      assert.doesNotMatch(await answer.text(), new RegExp(`${about}(gevoel|wens)`), `${other} reads ${path}`);
    }
    const own = circle === base ? hers : base;
    for (const path of ["", "/lijst", "/ecogram", "/opvalt"]) assert.doesNotMatch(await guest.text(own + path), new RegExp(`${about}|${besides}`), "nothing crosses into the other's own circle");
    assert.match(await who.text(`${circle}/mens/${them}`), new RegExp(`${about}gevoel`), "who wrote it reads it");
  }
});

test("words for who has to fear somebody, in both languages", async () => {
  await page.goto("/veilig");
  assert.match(await main(), /112[^]*0800-2000/);
  await fits("veilig");
  await page.goto("/taal/en?terug=/veilig");
  assert.match(await main(), /Leave quickly/);
  await page.goto("/taal/nl?terug=/veilig");
});

test("everything of the account in one file, after the password once more", async () => {
  await page.goto("/account/alles");
  assert.match(await main(), /gegevens van andere mensen/);
  await fits("alles");
  await page.fill("main input[type=password]", "niet het wachtwoord");
  await page.click("main form[action='/account/alles'] button[type=submit]");
  assert.equal(await page.locator("main [role=alert]").count(), 1);
  await page.fill("main input[type=password]", sign.password);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("main form[action='/account/alles'] button[type=submit]")]);
  const file = await download.path();
  const names = execFileSync("python3", ["-c", "import sys,zipfile; print('\\n'.join(zipfile.ZipFile(sys.argv[1]).namelist()))", file]).toString();
  for (const name of ["LEESMIJ.txt", "account.json", "met-mij-gedeeld.json", "kring-1/hele-kring.kring", "kring-1/mensen.csv", "kring-1/delen.json"])
    assert.ok(names.includes(name), name);
  const read = (name) => execFileSync("python3", ["-c", "import sys,zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))", file, name], { maxBuffer: 1 << 28 }).toString();
  assert.equal(JSON.parse(read("account.json")).login, "annie");
  const told = JSON.parse(read("kring-1/delen.json")).who_looked;
  assert.ok(told.some((one) => one.who === "U" && /\S/.test(one.said) && /\d{4}$/.test(one.day)), "looks are told in words");
  JSON.parse(read("kring-1/hele-kring.kring"));
});

test("nothing went wrong on the way", () => assert.deepEqual(page.trouble, []));
