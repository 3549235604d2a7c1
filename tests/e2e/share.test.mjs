// Annie lets three people look along: her daughter, a volunteer and a professional, each with an account and a browser of
// their own. Each sees what she opened and nothing else; she sees who looked; what she takes back is gone at once. And a
// stranger with a copy of everything on the disk reads no name.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { axeFinds, sideways, smallTargets } from "./checks.mjs";
import { enter, formsOf, openBrowser, openPage, password, signedIn, signIns, startServer, waitFor } from "./lib.mjs";

// Words that stand nowhere else: what a stranger would look for.
const secret = { word: "Zwaluwstaart", why: "Regenboogdinsdag", whom: "Krekelien", asked: "Wie snoeit de vlinderstruik?", said: "Nachtegaaltje" };
let server, browser, annie, base;
const everything = [];
const guests = {};

const text = (page) => page.locator("main").innerText();
async function opened(page, path) {
  const answer = await page.goto(path);
  return { status: answer.status(), html: await page.content() };
}

before(async () => {
  server = await startServer({ demo: true, args: ["--verbose"] });
  browser = await openBrowser();
  const one = signIns(server).find(({ login }) => login === "annie");
  annie = await enter(browser, server, one);
  base = (await signedIn(server, one)).circle;
  everything.push(annie);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// Annie makes a share; the page after it asks how to invite.
async function letIn({ person, name, role, more }) {
  await annie.goto(`${base}/delen/nieuw`);
  if (person) {
    const label = (await annie.locator("#wie option").allTextContents()).find((one) => one.startsWith(person));
    await annie.selectOption("#wie", { label });
  } else await annie.fill("#naam", name);
  await annie.check(`#wat-${role}`);
  await annie.click("main form:not(.k-undoform) button[type=submit]");
  await annie.waitForSelector("form.k-share--new");
  if (more) await more(annie);
  await annie.click("form.k-share--new .k-share__f button[type=submit]");
  await annie.waitForURL(/\/uitnodigen$/);
  return annie.url().match(/met\/([0-9a-f]{16})/)[1];
}

// Makes the code, in one of the three ways; it is the only place where the code stands.
async function codeOf(share, way) {
  await annie.goto(`${base}/delen/met/${share}/uitnodigen`);
  await annie.click(`button[name=hoe][value=${way}]`);
  await annie.waitForSelector(".k-code__c");
  assert.equal(await annie.locator("svg.k-qr").count(), 1, "and a square for the camera");
  return (await annie.locator(".k-code__c").innerText()).trim();
}

// Somebody new opens the address of the letter, makes an account on the way, and has the code filled in.
async function comes(login, called, code, { script = true } = {}) {
  const page = await openPage(browser, server, { javaScriptEnabled: script });
  everything.push(page);
  await page.goto(`/meekijken#${code}`);
  await page.click("a[href^='/begin']");
  await page.fill("#naam", called);
  await page.fill("#login", login);
  await page.fill("#wachtwoord", password);
  await page.press("#wachtwoord", "Enter");
  await page.waitForSelector("a[href^='/meekijken']");
  await page.click("a[href^='/meekijken']");
  if (script) assert.equal(await page.inputValue("#code"), code, "the code came along behind the #");
  else await page.fill("#code", code.toLowerCase());
  assert.ok(!page.url().includes(code) || !script, "and is not in the address any longer");
  await page.click("form[data-code] button[type=submit]");
  await page.waitForSelector("a.k-abtn[href='/kringen']");
  assert.match(await text(page), /kring van Annie/);
  await page.click("a.k-abtn[href='/kringen']");
  await page.waitForURL(/\/kringen$/);
  return page;
}

async function confirm(call) {
  await annie.goto(`${base}/delen`);
  await annie.click(`.k-share__ask button:has-text("Ja, dat is ${call}")`);
  await annie.waitForURL(/\/delen\?zo=/);
}

test("she chooses what each sees, looks through their eyes first, and invites in three ways", async () => {
  guests.sanne = { share: await letIn({ person: "Sanne", role: "carer", more: async (page) => {
    await page.locator(".k-share__more summary").first().click();
    await page.fill("[name=woord]", secret.word);
    await page.fill("[name=waarom]", secret.why);
  } }) };
  guests.vera = { share: await letIn({ name: "Vera", role: "volunteer" }) };
  guests.mark = { share: await letIn({ name: "Mark de Wit", role: "professional" }) };

  await annie.goto(`${base}/delen?zo=${guests.mark.share}`);
  assert.equal(await annie.locator("section.k-share").count(), 3, "each of them once");
  assert.match(await text(annie), /Zo ziet Mark uw kring/);
  assert.match(await text(annie), /Ziet Mark niet/);
  assert.equal(await annie.locator("svg.k-prev").count(), 1);
  const seen = await opened(annie, `${base}~${guests.mark.share}/lijst`);
  assert.equal(seen.status, 200, "the preview");
  assert.match(seen.html, /Corrie/);
  assert.equal((await opened(annie, `${base}~${guests.mark.share}/stamboom`)).status, 404);

  guests.sanne.code = await codeOf(guests.sanne.share, "brief");
  guests.vera.code = await codeOf(guests.vera.share, "tafel");
  await annie.goto(`${base}/delen/met/${guests.mark.share}/uitnodigen`);
  await annie.fill("#adres", "mark@example.org");
  await annie.click("button[name=hoe][value=mail]");
  await annie.waitForSelector(".k-code__c", { timeout: 8000 }); // no mail here: the letter instead
  guests.mark.code = (await annie.locator(".k-code__c").innerText()).trim();
});

test("each opens the invitation with an account of their own, and sees nothing until she says yes", async () => {
  guests.sanne.page = await comes("sanne.proef", "Sanne de Groot", guests.sanne.code);
  guests.vera.page = await comes("vera.proef", "Vera Vogel", guests.vera.code);
  guests.mark.page = await comes("mark.proef", "Mark de Wit", guests.mark.code, { script: false });
  for (const { page } of Object.values(guests)) {
    assert.equal((await opened(page, base)).status, 404, "nothing yet");
    assert.ok(!(await opened(page, "/kringen")).html.includes(base), "and not in the list");
    assert.match(await text(page), /Annie zegt nog of u mag meekijken/, "but it says that she still answers");
  }
  await annie.goto(`${base}/delen`);
  assert.match(await text(annie), /Sanne de Groot[^]*sanne\.proef/);
  await confirm("Sanne");
  await confirm("Vera");
  await confirm("Mark");
  assert.match(await text(annie), /Drie mensen kijken met u mee/);
});

test("a code works once", async () => {
  const page = await openPage(browser, server);
  everything.push(page);
  await page.goto("/begin?verder=/meekijken");
  await page.fill("#naam", "Laat");
  await page.fill("#login", "laat.proef");
  await page.fill("#wachtwoord", password);
  await page.press("#wachtwoord", "Enter");
  await page.waitForSelector("a[href='/meekijken']");
  for (const code of [guests.sanne.code, "AAAAA-AAAAA-AAAAA-AAAAA"]) {
    await page.goto("/meekijken");
    await page.fill("#code", code);
    await page.press("#code", "Enter");
    await page.waitForSelector("[role=alert]");
    assert.match(await text(page), /Deze code werkt niet, of niet meer/);
  }
});

test("each sees what she opened and nothing else", async () => {
  const reach = async (who, path) => (await opened(guests[who].page, base + path)).status;
  for (const who of ["sanne", "vera", "mark"]) {
    const list = await opened(guests[who].page, "/kringen");
    assert.match(list.html, /Met mij gedeeld/);
    assert.ok(!/zegt nog of u mag meekijken/.test(list.html), "she answered");
    assert.ok(list.html.includes(base));
    assert.equal(await reach(who, "/lijst"), 200, who);
    assert.equal(await reach(who, "/plan"), 200, who);
    for (const path of ["/delen", "/delen/nieuw", "/gekeken", "/delen/antwoorden", "/delen/voorstellen", "/weg", "/bestand.kring"]) {
      assert.equal(await reach(who, path), 404, `${who} ${path}`);
    }
  }
  assert.equal(await reach("sanne", "/stamboom"), 200);
  assert.equal(await reach("vera", "/stamboom"), 404);
  assert.equal(await reach("mark", "/stamboom"), 404);
  assert.equal(await reach("mark", "/wensen"), 404);
  for (const who of ["vera", "mark"]) {
    const html = (await opened(guests[who].page, `${base}/lijst`)).html;
    assert.match(html, /Corrie/);
    assert.ok(!html.includes(secret.word) && !html.includes(secret.why), "nobody reads about another guest");
    assert.ok(!html.includes("Vera") || who === "vera");
  }
});

test("she turns a switch, and it counts at once", async () => {
  await annie.goto(`${base}/delen`);
  const card = annie.locator("section.k-share", { has: annie.locator(`form[action$="${guests.vera.share}"]`) });
  await card.locator("input[name=ziet][value=plan]").uncheck();
  await card.locator("input[name=ziet][value=wish]").check();
  await card.locator("button[type=submit]").first().click();
  await annie.waitForURL(new RegExp(`zo=${guests.vera.share}`));
  assert.equal((await opened(guests.vera.page, `${base}/plan`)).status, 404);
  assert.equal((await opened(guests.vera.page, `${base}/wensen`)).status, 200);
  assert.equal(await card.locator("input[name=ziet][value=plan]").isChecked(), false);
});

test("she reads who looked, when, and why; a guest does not", async () => {
  await annie.goto(`${base}/gekeken`);
  const said = await text(annie);
  assert.match(said, /Sanne keek naar uw kring/);
  assert.match(said, new RegExp(`Waarom: ${secret.why}`));
  assert.match(said, /Mark de Wit keek naar/);
  assert.match(said, /U gaf Vera toegang/);
  assert.match(said, /U veranderde wat Vera mag/);
  const lines = await annie.locator(".k-log__r").filter({ hasText: "Sanne keek naar" }).count();
  assert.equal(lines, 1, "one line a day");
  assert.equal((await opened(guests.sanne.page, `${base}/gekeken`)).status, 404);
  await annie.goto(`${base}/delen`);
  assert.match(await text(annie), /Keek het laatst vandaag/);
});

test("somebody is asked once, without an account, and she decides what becomes of the answer", async () => {
  await annie.goto(`${base}/delen/vraag-iemand`);
  await annie.fill("#wie", secret.whom);
  await annie.fill("#vraag", secret.asked);
  await annie.click("main form:not(.k-undoform) button[type=submit]");
  const address = await annie.inputValue("#adres");
  const page = await openPage(browser, server);
  everything.push(page);
  await page.goto(address);
  assert.ok(!page.url().includes("#"));
  await page.click("form[data-code] button[type=submit]");
  await page.waitForSelector("#antwoord");
  const asked = await page.content();
  assert.ok(asked.includes("vlinderstruik") && !/Sanne|Corrie|Annie de Groot/.test(asked), "only the question");
  await page.fill("#antwoord", secret.said);
  await page.click("main form:not(.k-undoform) button[type=submit]");
  await page.waitForSelector("h1:has-text('Dank u wel')");
  await page.goto(address);
  await page.reload();
  await page.fill("#code", address.split("#")[1]);
  await page.press("#code", "Enter");
  await page.waitForSelector("[role=alert]");

  await annie.goto(`${base}/delen/antwoorden`);
  assert.match(await text(annie), new RegExp(`${secret.whom} antwoordde[^]*${secret.said}`));
  await annie.click("button[value=persoon]");
  await annie.waitForSelector("[role=status]");
  assert.match((await opened(annie, `${base}/lijst`)).html, new RegExp(secret.said));
  await annie.goto(`${base}/delen/antwoorden`);
  assert.match(await text(annie), /Er zijn nu geen antwoorden/);
});

test("what a guest changes may first be a proposal, and she says yes or no", async () => {
  await annie.goto(`${base}/delen`);
  const card = annie.locator("section.k-share", { has: annie.locator(`form[action$="${guests.mark.share}"]`) });
  await card.locator(".k-share__more summary").first().click();
  await card.locator("input[name=erbij][value=map]").check();
  await card.locator("input[name=hoe][value=voorstel]").check();
  await card.locator("button[type=submit]").first().click();
  await annie.waitForURL(new RegExp(`zo=${guests.mark.share}`));

  const page = guests.mark.page; // without script
  for (const name of ["Wouter Winterkoning", "Zita Zilvermeeuw"]) {
    await page.goto(`${base}/namen`);
    await page.fill("#naam", name);
    await page.click("form.k-say button[type=submit]");
    assert.ok(!(await opened(annie, `${base}/lijst`)).html.includes(name), "it waits");
  }
  await annie.goto(`${base}/delen`);
  assert.match(await text(annie), /Er zijn 2 voorstellen/);
  await annie.goto(`${base}/delen/voorstellen`);
  assert.match(await text(annie), /Mark wil Wouter Winterkoning toevoegen/);
  const of = (name) => annie.locator("section.k-card", { hasText: name });
  await of("Zilvermeeuw").locator("button[value=nee]").click();
  await annie.waitForSelector("[role=status]");
  await of("Winterkoning").locator("button[value=ja]").click();
  await annie.waitForSelector("[role=status]");
  assert.match(await text(annie), /Er zijn nu geen voorstellen/);
  const list = (await opened(annie, `${base}/lijst`)).html;
  assert.match(list, /Wouter Winterkoning/);
  assert.ok(!list.includes("Zilvermeeuw"));
  assert.match((await opened(annie, `${base}/tijd/alles`)).html, /Mark de Wit/, "with the name of who did it");
});

test("whoever is not the right one sees nothing, and the code is spent", async () => {
  const share = await letIn({ name: "Noor", role: "friend" });
  const page = await comes("vreemd.proef", "Vreemde", await codeOf(share, "brief"));
  await annie.goto(`${base}/plan`);
  assert.match(await annie.locator("body").innerText(), /Iemand wil meekijken met deze kring/, "a quiet line on every page");
  await annie.goto(`${base}/delen`);
  await annie.click(".k-share__ask button[value=nee]");
  await annie.waitForSelector("[role=status]");
  assert.equal((await opened(page, base)).status, 404);
  assert.ok(!/wil meekijken/.test(await annie.locator("body").innerText()));
});

test("every page of sharing is readable for everybody, in both languages", { timeout: 300000 }, async () => {
  const wrong = [];
  const look = async (page, path) => {
    const answer = await page.goto(path);
    if (answer.status() !== 200) wrong.push(`${path}: ${answer.status()}`);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      for (const found of [...await axeFinds(page), ...await sideways(page), ...await smallTargets(page)]) wrong.push(`${path} at ${width}: ${found}`);
    }
  };
  const share = `${base}/delen/met/${guests.vera.share}`;
  const own = [`${base}/delen`, `${base}/delen/nieuw`, `${share}/stop`, `${share}/uitnodigen`,
    `${base}/delen/vraag-iemand`, `${base}/delen/antwoorden`, `${base}/delen/voorstellen`, `${base}/gekeken?dagen=0`];
  for (const path of own) await look(annie, path);
  await annie.goto(`${base}/delen`);
  await annie.locator(".k-share__more summary").first().click();
  for (const found of await axeFinds(annie)) wrong.push(`an open card: ${found}`);
  await annie.goto(`${base}/delen/nieuw`);
  await annie.fill("#naam", "Bep");
  await annie.check("#wat-carer");
  await annie.click("main form:not(.k-undoform) button[type=submit]");
  await annie.waitForSelector("form.k-share--new");
  assert.ok(!annie.url().includes("Bep"), "no name in an address");
  for (const found of [...await axeFinds(annie), ...await sideways(annie)]) wrong.push(`a new one: ${found}`);
  for (const path of ["/meekijken", "/kringen"]) await look(guests.vera.page, path);
  const nobody = await openPage(browser, server, { colorScheme: "dark" });
  for (const path of ["/meekijken", "/eenmaal"]) await look(nobody, path);
  await annie.goto("/taal/en?terug=/kringen");
  for (const path of own) {
    await annie.goto(path);
    const said = (await annie.locator("main").locator("h1, h2, h3, legend, summary, button, label.k-switch, p.k-lead, dt").allInnerTexts()).join("\n");
    assert.ok(!/\{\w+\}|\bshare\.|\blooked\./.test(await text(annie)), path);
    assert.ok(!/\b(ziet|wordt|deze|het|een|niet|mag|kijkt|wie|van)\b/i.test(said), `${path}: a Dutch word in ${said}`);
  }
  await annie.goto("/taal/nl?terug=/kringen");
  await annie.setViewportSize({ width: 1280, height: 900 });
  assert.deepEqual(wrong, []);
});

test("what she stops is over at once", async () => {
  const page = guests.sanne.page;
  assert.equal((await opened(page, `${base}/lijst`)).status, 200);
  await annie.goto(`${base}/delen/met/${guests.sanne.share}/stop`);
  await annie.click("main form:not(.k-undoform) button[type=submit]");
  await annie.waitForSelector("[role=status]");
  await waitFor(async () => !/Corrie/.test(await page.locator("body").innerText()), "the open page to close", 5000);
  assert.equal((await opened(page, `${base}/lijst`)).status, 404);
  assert.ok(!(await opened(page, "/kringen")).html.includes(base));
  assert.match(await (await annie.goto(`${base}/delen`), text(annie)), /Twee mensen kijken met u mee/);
});

test("a guest steps out", async () => {
  const page = guests.mark.page;
  await page.goto("/kringen");
  await page.click("a[href$='/weg']");
  await page.click("main form:not(.k-undoform) button[type=submit]");
  await page.waitForURL(/\/kringen$/);
  assert.equal((await opened(page, `${base}/lijst`)).status, 404);
});

test("every page of sharing works without script", async () => {
  const plain = await signedIn(server, signIns(server).find(({ login }) => login === "annie"));
  const form = formsOf(await plain.text(`${base}/delen`)).find((one) => one.action.endsWith(guests.vera.share));
  const answer = await plain.post(form.action, { ...form.fields, ziet: "map", tot: "30" });
  assert.equal(answer.status, 303);
  assert.match(await plain.text(`${base}/delen`), /Tot en met/);
  const stop = await plain.text(`${base}/delen/met/${guests.vera.share}/stop`);
  const go = formsOf(stop).find((one) => one.action.endsWith("/stop"));
  assert.equal((await plain.post(go.action, go.fields)).status, 303);
  assert.equal((await opened(guests.vera.page, `${base}/lijst`)).status, 404);
});

test("somebody else's shares cannot be reached", async () => {
  const henk = await signedIn(server, signIns(server).find(({ login }) => login === "henk"));
  const csrf = await henk.csrf(`${henk.circle}/namen`);
  for (const path of [`/delen/met/${guests.vera.share}`, `/delen/met/${guests.vera.share}/bevestig`, `/delen/met/${guests.vera.share}/stop`]) {
    for (const circle of [base, henk.circle]) assert.equal((await henk.post(circle + path, { csrf, klopt: "ja" })).status, 404, circle + path);
  }
  assert.equal((await henk.post(`/kringen/gedeeld/${guests.vera.share}/weg`, { csrf })).status, 404);
});

test("who has the disk, the log and a backup reads no name", async () => {
  const copy = join(server.base, "kopie");
  cpSync(server.data, copy, { recursive: true });
  const words = [...Object.values(secret), "Sanne de Groot", "sanne.proef", "Mark de Wit", "Vera Vogel", "Corrie", "mantelzorger", "mark@example.org"];
  const forms = words.flatMap((word) => [Buffer.from(word, "utf8"), Buffer.from(word, "utf16le")]);
  const files = (folder) => readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
  const all = files(server.base);
  assert.ok(all.length >= 4 && existsSync(copy));
  for (const path of all) {
    const bytes = readFileSync(path);
    for (const [i, form] of forms.entries()) assert.ok(!bytes.includes(form), `${path} says ${words[i >> 1]}`);
  }
  for (const word of words) assert.ok(!server.log.includes(word), `the log says ${word}`);
  for (const { code } of Object.values(guests)) assert.ok(!server.log.includes(code), "the log holds no code");
});

test("nothing went wrong on the way", () => {
  for (const page of everything) assert.deepEqual(page.trouble, []);
});
