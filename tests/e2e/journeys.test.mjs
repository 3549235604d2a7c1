// Errands with a beginning and an end, as people do them.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kring, openBrowser, openPage, password, signIns, startServer, testData, uniqueName } from "./lib.mjs";
import { mouse } from "./drive.mjs";

let server, browser;
before(async () => { server = await startServer({ demo: true }); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

async function newcomer(people = []) {
  const page = await openPage(browser, server);
  const drive = mouse(page);
  const login = uniqueName("reis");
  await page.goto("/begin");
  await page.fill("input[name=name]", "Toos");
  await page.fill("input[name=login]", login);
  await page.fill("input[name=password]", password);
  await drive.press("form[action='/begin'] button[type=submit]");
  const code = await page.locator(".k-sheet__code").innerText();
  await drive.press("main a.utrecht-button--primary-action");
  const base = page.url().match(/\/kring\/[0-9a-f]{16}/)[0];
  if (people.length) await drive.enter("input[name=naam]", people.join(", "));
  return { page, drive, base, login, code };
}

async function names(page, base) {
  await page.goto(`${base}/lijst`);
  return page.locator("a[href*='/mens/']").evaluateAll((all) => [...new Set(all.map((one) => one.textContent.replace(/\s+/g, " ").trim()))].filter(Boolean));
}
const has = (list, name) => list.some((one) => one.includes(name));

async function person(page, base, name) {
  await page.goto(`${base}/lijst`);
  const link = await page.locator("a[href*='/mens/']").evaluateAll((all, wanted) => all.find((one) => one.textContent.includes(wanted))?.getAttribute("href"), name);
  assert.ok(link, `${name} stands in the list`);
  await page.goto(link);
  return link;
}

async function done(page) {
  assert.deepEqual(page.trouble, []);
  await page.context().close();
}

test("a form that is sent after the sign-in has expired survives signing in again", async () => {
  const { page, drive, base, login } = await newcomer(["Riet"]);
  await page.goto(`${base}/namen`);
  const longAgo = Date.now() - 3 * 3600 * 1000;
  execFileSync("sqlite3", [join(server.data, "kring.db"), `update session set seen = min(seen, ${longAgo})`]);
  await drive.enter("input[name=naam]", "Kees die niet verloren gaat");
  assert.equal(await page.locator("input[type=password]").count(), 1, "asks to sign in again");
  assert.doesNotMatch(page.url(), /Kees/);
  await page.fill("input[name=login]", login);
  await page.fill("input[name=password]", password);
  await drive.press("form[action='/inloggen'] button[type=submit]");
  assert.ok(has(await names(page, base), "Kees die niet verloren gaat"));
  await done(page);
});

test("a group, a place and an animal are named too, and each is asked what fits; support goes both ways", async () => {
  const { page, drive, base } = await newcomer(["Riet", "de mevrouw van de koffie"]);
  for (const [what, name] of [["group", "Het koor"], ["place", "Bibliotheek"], ["animal", "Moos"]]) {
    await page.goto(`${base}/namen`);
    await page.check(`#wat-${what}`);
    await drive.enter("input[name=naam]", name);
  }
  assert.equal((await names(page, base)).length, 5);
  await person(page, base, "Bibliotheek");
  assert.match(await page.locator("main").innerText(), /Wat als Bibliotheek er even niet is/);
  for (const not of ["[name='person.gender']", "[name='person.carer']", "#laag-familie", "#laag-weet", "#laag-vragen"])
    assert.equal(await page.locator(not).count(), 0, `${not} is not asked of a library`);
  assert.match(await page.locator("#laag-waar").textContent(), /Waar is Bibliotheek\?/);
  await person(page, base, "Het koor");
  assert.equal(await page.locator("#laag-familie").count(), 0);
  assert.equal(await page.locator("#laag-vragen").count(), 1);
  const link = await person(page, base, "Riet");
  assert.equal(await page.locator("#laag-familie, #laag-weet, [name='person.gender']").count() >= 3, true);

  await page.goto(`${base}?vorm=lensink&wie=${link.slice(-16)}`);
  await page.check("#contact [name='tie.gets'] >> nth=0");
  await page.check("#contact [name='tie.gives'] >> nth=1");
  await drive.press("#contact button[type=submit]");
  assert.match(await page.locator("#contact .k-saved").innerText(), /Bewaard om/);
  await page.goto(link);
  assert.match(await page.locator("#laag-steun .k-layer__s").innerText(), /Riet is er voor u: praktische hulp\. En u voor Riet: luisteren\./);
  await page.goto(`${base}/tijd`);
  assert.match(await page.locator("main").innerText(), /U vertelde hoe het is met Riet/);
  assert.doesNotMatch(await page.locator("main").innerText(), /U gaf Riet een plek/);
  await done(page);
});

test("undo, redo, history, and two moments side by side", async () => {
  const { page, drive, base } = await newcomer(["Riet", "Yusuf"]);
  await page.goto(`${base}/tijd`);
  await drive.enter("form[action$='/tijd'] input[name=naam]", "Eerst");
  await page.goto(`${base}/namen`);
  await drive.enter("input[name=naam]", "Corrie");
  assert.ok(has(await names(page, base), "Corrie"));
  await page.goto(base);
  assert.match(await page.locator(".k-saved").first().innerText(), /\d{1,2}[.:]\d\d/, "says when it was kept");
  await drive.press("form[action$='/ongedaan'] button");
  assert.ok(!has(await names(page, base), "Corrie"), "undone");
  await page.goto(base);
  await drive.press("form[action$='/opnieuw'] button");
  assert.ok(has(await names(page, base), "Corrie"), "done again");
  await page.goto(`${base}/namen`);
  await drive.enter("input[name=naam]", "Bram");
  await page.goto(`${base}/tijd`);
  await drive.enter("form[action$='/tijd'] input[name=naam]", "Later");
  await page.goto(`${base}/tijd`);
  const text = await page.locator("main").innerText();
  for (const word of ["Eerst", "Later", "Corrie", "Bram"]) assert.ok(text.includes(word), `${word} in the story of time`);
  await page.goto(`${base}/tijd/alles`);
  assert.match(await page.locator("main").innerText(), /U noemde[^]*U bewaarde|U bewaarde[^]*U noemde/, "history says who did what");
  await done(page);
});

test("out of the circle keeps the past; thrown away goes to the bin and comes back", async () => {
  const { page, drive, base } = await newcomer(["Riet", "Yusuf", "Corrie"]);
  await page.goto(`${base}/tijd`);
  await drive.enter("form[action$='/tijd'] input[name=naam]", "Samen");
  await person(page, base, "Riet");
  await drive.press("button[name=doe][value=uit]");
  await page.goto(base);
  const map = await page.locator("main svg").first().textContent();
  assert.ok(!map.includes("Riet"), "not on the map any more");
  const link = await person(page, base, "Yusuf");
  const more = page.locator("details:has(button[name=doe][value=weg])");
  if (!(await more.evaluate((one) => one.open))) await more.locator("summary").click();
  await drive.press("button[name=doe][value=weg]");
  assert.ok(!has(await names(page, base), "Yusuf"));
  await page.goto(`${base}/bak`);
  assert.match(await page.locator("main").innerText(), /Yusuf/);
  assert.match(await page.locator("main").innerText(), /dertig|30/, "says after how long it is gone");
  await drive.press("form[action$='/bak'] button[name=terug], form[action$='/bak']:has(input[name=terug]) button");
  assert.ok(has(await names(page, base), "Yusuf"), "back");
  assert.equal((await page.goto(link)).status(), 200);
  await done(page);
});

test("two turn out to be one, and that can be undone", async () => {
  const { page, drive, base } = await newcomer(["Riet", "Tante Riet", "Yusuf"]);
  await person(page, base, "Tante Riet");
  await page.goto(`${page.url().split("?")[0]}/samen`);
  const choice = page.locator("main input[type=radio][name=met]");
  const at = await choice.evaluateAll((all) => all.findIndex((one) => /^\s*(\w\w)?\s*Riet\b/.test(document.querySelector(`label[for="${one.id}"]`)?.textContent ?? one.closest("label")?.textContent ?? "")));
  await page.locator(`label[for="${await choice.nth(Math.max(at, 0)).getAttribute("id")}"]`).click();
  await drive.press("form[method=get][action$='/samen'] button[type=submit]");
  // first what will come together, and nothing is done yet
  assert.equal((await names(page, base)).filter((one) => one.includes("Riet")).length, 2);
  await page.goBack();
  await drive.press("form[method=post][action$='/samen'] button[type=submit]");
  const after = await names(page, base);
  assert.equal(after.filter((one) => one.includes("Riet")).length, 1, after.join());
  await page.goto(base);
  await drive.press("form[action$='/ongedaan'] button");
  const back = await names(page, base);
  assert.equal(back.filter((one) => one.includes("Riet")).length, 2, back.join());
  await done(page);
});

test("the password is forgotten, the sheet is there", async () => {
  const { page: first, base, login, code } = await newcomer(["Riet"]);
  await done(first);
  const page = await openPage(browser, server), drive = mouse(page); // elsewhere, later
  await page.goto("/vergeten");
  await page.fill("input[name=login]", login);
  await page.fill("input[name=code]", code.toLowerCase().replace(/-/g, " "));
  await page.fill("input[name=password]", "een ander lang wachtwoord");
  await drive.press("form[action='/vergeten'] button[type=submit]");
  assert.notEqual(await page.locator(".k-sheet__code").innerText(), code, "a new code");
  assert.ok(has(await names(page, base), "Riet"));
  await done(page);
});

test("deleting a circle really deletes it", async () => {
  const { page, drive, base } = await newcomer(["Riet", "Yusuf"]);
  const circle = BigInt(`0x${base.split("/").pop()}`);
  const id = BigInt.asIntN(64, circle);
  const rows = (db, table) => Number(execFileSync("sqlite3", [join(server.data, db), `select count(*) from ${table} where circle = ${id}`]).toString());
  assert.ok(rows("keys.db", "circle_key") > 0 && rows("kring.db", "change") > 0, "there before");
  await page.goto(`${base}/weg`);
  await drive.press("form[action$='/weg'] button[type=submit]");
  assert.equal((await page.goto(base)).status(), 200, "not without saying that one is sure");
  await page.goto(`${base}/weg`);
  await drive.choose("input[name=zeker]");
  await drive.press("form[action$='/weg'] button[type=submit]");
  page.trouble.length = 0;
  assert.equal((await page.goto(base)).status(), 404);
  assert.equal(rows("keys.db", "circle_key"), 0, "its key is gone");
  assert.equal(rows("kring.db", "change"), 0, "and what it sealed");
  await done(page);
});

test("readable: larger, calm and dark stay for who chose them", async () => {
  const { page, drive, base } = await newcomer(["Riet"]);
  await page.goto("/leesbaar");
  await drive.choose("input[name=text][value='2']");
  await drive.choose("input[name=dark][value='2']");
  await drive.choose("input[name=calm]");
  await drive.press("form[action='/leesbaar'] button[type=submit]");
  await page.goto(base);
  const kept = await page.evaluate(() => ({ classes: [...document.documentElement.classList], size: getComputedStyle(document.documentElement).fontSize, paper: getComputedStyle(document.body).backgroundColor }));
  for (const one of ["k-text-2", "k-dark", "k-calm"]) assert.ok(kept.classes.includes(one), `${one} in ${kept.classes}`);
  assert.equal(kept.size, "21px");
  assert.equal(kept.paper, "rgb(15, 29, 33)");
  await done(page);
});

// Files from elsewhere: what is to come is shown before, people are chosen one by one, the result is what is expected.
async function bring(page, drive, base, file) {
  await page.goto(`${base}/erbij`);
  await page.setInputFiles("input[type=file]", file);
  await drive.press("form[enctype='multipart/form-data'] button[type=submit]");
}

const rosa = join(testData, "easynwk/rosa-braunsteigl-mueller.json");
test("an easyNWK file comes in through the browser", { skip: existsSync(rosa) ? false : "no test data (KRING_TEST_DATA)" }, async () => {
  const { page, drive, base } = await newcomer();
  await bring(page, drive, base, rosa);
  const boxes = page.locator("main input[type=checkbox]");
  const offered = await boxes.count();
  assert.ok(offered > 5, `people to choose from: ${offered}`);
  await drive.press("main form:has(input[type=checkbox]) button[type=submit]");
  assert.ok((await names(page, base)).length > 5);
  await done(page);
});

test("a card and a table come in; who is not ticked stays out; a double is asked about", async () => {
  const { page, drive, base } = await newcomer(["Corrie"]);
  const card = join(server.base, "kaart.vcf");
  writeFileSync(card, ["Corrie", "Ahmet", "Wim"].map((name) => `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${name}\r\nEND:VCARD\r\n`).join(""));
  await bring(page, drive, base, card);
  const text = await page.locator("main").innerText();
  for (const name of ["Ahmet", "Wim"]) assert.ok(text.includes(name), name);
  assert.match(text, /dezelfde|Corrie/, "asks whether Corrie is the same");
  const wim = await page.locator("main input[type=checkbox]").evaluateAll((all) => all.find((one) => (one.closest("label,li,tr,fieldset,section")?.textContent ?? "").includes("Wim"))?.id);
  if (await page.locator(`#${wim}`).isChecked()) await drive.choose(`#${wim}`);
  const ahmet = await page.locator("main input[type=checkbox]").evaluateAll((all) => all.find((one) => (one.closest("label,li,tr,fieldset,section")?.textContent ?? "").includes("Ahmet"))?.id);
  if (!(await page.locator(`#${ahmet}`).isChecked())) await drive.choose(`#${ahmet}`);
  await drive.press("main form:has(input[type=checkbox]) button[type=submit]");
  const list = await names(page, base);
  assert.ok(has(list, "Ahmet") && !has(list, "Wim"), list.join());
  const table = join(server.base, "tabel.csv");
  writeFileSync(table, "name\nOom Piet\n\"Jansen, Els\"\n");
  await bring(page, drive, base, table);
  await drive.press("main form:has(input[type=checkbox]) button[type=submit]");
  const more = await names(page, base);
  assert.ok(has(more, "Oom Piet") && has(more, "Jansen, Els"), more.join());
  await done(page);
});

test("a file that is something else gets a kind word, not an error page", async () => {
  const { page, drive, base } = await newcomer();
  const wrong = join(server.base, "foto.png");
  writeFileSync(wrong, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]));
  await bring(page, drive, base, wrong);
  assert.ok(await page.locator("[role=alert], .k-note").count() > 0, "says what is the matter");
  page.trouble = page.trouble.filter((one) => !/4\d\d/.test(one));
  await done(page);
});

test("everything can be taken along and comes back the same", async () => {
  const { page, base } = await newcomer(["Riet", "Yusuf", "Corrie"]);
  await page.goto(`${base}/meenemen`);
  const link = page.locator("a[href*='kring']:has-text('.kring'), a[href$='.kring'], a[href*='soort=kring']").first();
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const file = join(server.base, "mee.kring");
  await download.saveAs(file);
  const listed = JSON.parse(execFileSync(kring, ["list", file, "--json"]).toString());
  const found = JSON.stringify(listed);
  for (const name of ["Riet", "Yusuf", "Corrie"]) assert.ok(found.includes(name));
  await done(page);
});

test("signing in with what kring demo said", async () => {
  for (const { login, password: secret } of signIns(server)) {
    const page = await openPage(browser, server);
    await page.goto("/inloggen");
    await page.fill("input[name=login]", login);
    await page.fill("input[name=password]", secret);
    await mouse(page).press("form[action='/inloggen'] button[type=submit]");
    assert.match(page.url(), /\/kring\/[0-9a-f]{16}$|\/kringen$/, login);
    await done(page);
  }
});
