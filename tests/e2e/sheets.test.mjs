// Sheets: every form is filled in and keeps what was written; a poster and a life book with a photo, cards, and three voices,
// in the browser and without script; and what is printed.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { formsOf, openBrowser, root, signedIn, signIns, startServer } from "./lib.mjs";
import { openAs } from "./walk.mjs";
import { axeFinds, sideways } from "./checks.mjs";

let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  annie = await signedIn(server, signIns(server).find((one) => one.login === "annie"));
});
after(async () => { await browser?.close(); await server?.stop(); });

const open = (options) => openAs(browser, server, annie, options);
const place = (response) => response.headers.get("location").replace(server.url, "");
async function begin(form, title = "") {
  const html = await annie.text(`${annie.circle}/bladen/${form}`);
  const start = formsOf(html).find((one) => one.action?.endsWith(`/bladen/${form}`));
  const answer = await annie.post(start.action, { ...start.fields, titel: title });
  assert.equal(answer.status, 303, form);
  return place(answer).match(/^\/kring\/[0-9a-f]{16}\/bladen\/blad\/[0-9a-f]{16}/)[0];
}

test("every form begins, keeps what is written in every place, and is printed full and empty", async () => {
  const forms = (await readdir(join(root, "sheets"))).filter((name) => /^[a-z-]+\.yaml$/.test(name)).map((name) => name.slice(0, -5));
  assert.ok(forms.length >= 20);
  for (const form of forms) {
    const sheet = await begin(form, `Proef ${form}`);
    const voice = form === "triad" ? "&stem=carer" : "";
    const html = await annie.text(`${sheet}/schrijf?deel=alles${voice}`);
    const write = formsOf(html).find((one) => one.action?.endsWith("/schrijf"));
    assert.ok(write, form);
    const fields = { ...write.fields };
    const texts = Object.keys(fields).filter((name) => name.startsWith("w."));
    assert.ok(texts.length >= 4, `${form}: ${texts}`);
    texts.forEach((name, nr) => { fields[name] = `woord ${nr} <van> ${form}`; });
    const answer = await annie.post(write.action, fields);
    assert.equal(answer.status, 303, form);
    if (voice) await annie.post(sheet, { csrf: fields.csrf, doe: "open", stem: "carer" });
    for (const page of [sheet, `${sheet}/druk`]) {
      const shown = await annie.text(page);
      for (let nr = 0; nr < texts.length; nr++) {
        if (form === "life-book" && page.endsWith("druk") && nr === 0) continue; // on the cover it is a picture
        const note = page.endsWith("druk") || !/cards/.test(form);
        if (note) assert.match(shown, new RegExp(`woord ${nr} &lt;van&gt; ${form}`), `${form} ${texts[nr]} on ${page}`);
      }
    }
    const again = formsOf(await annie.text(`${sheet}/schrijf?deel=alles${voice}`)).find((one) => one.action?.endsWith("/schrijf"));
    assert.ok(Object.values(again.fields).includes(`woord 0 <van> ${form}`), form);
    const empty = await annie.get(`${annie.circle}/bladen/${form}/leeg`);
    assert.equal(empty.status, 200);
    assert.doesNotMatch(await empty.text(), /woord 0/);
  }
  const all = await annie.text(`${annie.circle}/bladen`);
  for (const form of forms) assert.match(all, new RegExp(`Proef ${form}`));
});

async function photo(page) {
  return Buffer.from(await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = 1500; canvas.height = 900;
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#2c6b45"; pen.fillRect(0, 0, 1500, 900);
    pen.fillStyle = "#ffd166"; pen.fillRect(300, 200, 500, 500);
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
  }), "base64");
}

test("a poster without script: a dream with a photo in its own shape, another with a picture, taken away again", async () => {
  const helper = await open();
  await helper.goto("/hulp");
  const file = await photo(helper);
  await helper.context().close();
  const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto(`${annie.circle}/bladen`);
  await page.click("a:has-text('Poster van wensen')");
  await page.fill("#titel", "Zomer");
  await page.click("form:has(#titel) button[type=submit]");
  assert.match(page.url(), /deel=dreams$/);
  await page.fill("[name='w.dream.n1']", "Naar Texel met de boot");
  await page.selectOption("[name='p.dream.n1']", { label: "Sanne" });
  await page.locator("details:has([name='f.dream.n1']) summary").click();
  await page.setInputFiles("[name='f.dream.n1']", { name: "boot.jpg", mimeType: "image/jpeg", buffer: file });
  await page.click("button[value='meer.dream']");
  assert.equal(await page.inputValue("input[name^='w.dream.']:not([name$='.n1'])"), "Naar Texel met de boot");
  await page.fill("[name='w.dream.n1']", "Een bootje van papier");
  await page.locator("details:has([name='i.dream.n1']) summary").click();
  await page.selectOption("[name='i.dream.n1']", "sun");
  await page.click("button[value=blad]");
  assert.deepEqual(await sideways(page), []);
  const tile = page.locator(".k-poster__i", { hasText: "Texel" });
  assert.match(await tile.innerText(), /Sanne/);
  const image = await page.request.get(new URL(await tile.locator("img.k-leaf__photo").getAttribute("src"), server.url).href);
  const bytes = await image.body();
  assert.equal(image.headers()["content-type"], "image/jpeg");
  assert.equal(image.headers()["cache-control"].includes("no-store"), true);
  const at = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  assert.deepEqual([bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)], [720, 432]); // 1500 by 900, made smaller
  assert.ok(bytes.length < 48000);
  assert.equal(await page.locator(".k-poster__i", { hasText: "papier" }).locator("svg").count(), 1);
  await page.goto(`${page.url()}/schrijf?deel=dreams`);
  await page.locator("[name^='x.dream.']").first().check();
  await page.click("button[value=blad]");
  assert.equal(await tile.locator("img").count(), 0);
  await page.goto(`${page.url()}/druk?papier=a3`);
  assert.match(await page.innerText(".k-sheetp--a3"), /Naar Texel/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("a poster on A3 and an empty front page are one sheet of paper", async () => {
  const page = await open();
  const leaves = async (address) => {
    await page.goto(address);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    return pdf.toString("latin1").match(/\/Type \/Page\b/g).length;
  };
  const poster = (await annie.text(`${annie.circle}/bladen/poster`)).match(/href="([^"]+\/bladen\/blad\/[0-9a-f]{16})"[^>]*>Waar ik zin in heb/)[1];
  assert.equal(await leaves(`${poster}/druk?papier=a3`), 1);
  assert.equal(await leaves(`${poster}/druk?papier=a4`), 1);
  assert.equal(await leaves(`${annie.circle}/bladen/mantelscan-front/leeg`), 1);
  await page.context().close();
});

test("a file that is no photo: the words are kept and it is told why", async () => {
  const sheet = await begin("poster");
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${sheet}/schrijf?deel=dreams`);
  await page.fill("[name='w.dream.n1']", "Een plaatje dat niet lukt");
  await page.locator("details:has([name='f.dream.n1']) summary").click();
  await page.setInputFiles("[name='f.dream.n1']", { name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("geen foto") });
  await page.click("button[value=blad]");
  assert.match(await page.innerText(".k-poster"), /niet lukt/);
  assert.match(await page.innerText(".k-notice [role=status]"), /JPEG|foto/i);
  await page.context().close();
});

test("a life book begins from the life line, goes on later, is thrown away and comes back whole", async () => {
  const page = await open();
  const sheet = await begin("life-book", "Mijn tweede boek");
  await page.goto(sheet);
  await page.click("button[value=levenslijn]");
  const build = page.locator("section", { has: page.locator("#h-build") });
  assert.match(await build.innerText(), /23 mei 1969: Getrouwd met Jan, Utrecht/); // she was born in 1947
  const later = await page.locator("section", { has: page.locator("#h-later") }).innerText();
  assert.match(later, /24 oktober 2018: Afscheid van Jan/);
  const before = await page.locator(".k-leaf__item").count();
  await page.click("button[value=levenslijn]"); // a second time brings nothing twice
  assert.equal(await page.locator(".k-leaf__item").count(), before);
  await build.getByRole("link", { name: /Schrijven/ }).click();
  await page.fill("[name='w.build-text']", "Wij begonnen met een bed en een naaimachine.");
  await page.click("button[value=verder]");
  assert.match(page.url(), /deel=middle/); // stops here, and goes on another day
  await page.goto(sheet);
  assert.match(await build.innerText(), /een naaimachine/);
  const pdf = await (await page.goto(`${sheet}/druk`), page.pdf({ preferCSSPageSize: true, printBackground: true }));
  assert.ok(pdf.length > 5000);
  await page.goto(sheet);
  await page.locator("details:has(button[value=weg]) summary").click();
  await page.click("button[value=weg]");
  assert.equal((await annie.get(sheet)).status, 404);
  await page.goto(`${annie.circle}/bak`);
  await page.locator("li", { hasText: "Mijn tweede boek" }).locator("button[name=terug]").click();
  await page.goto(sheet);
  assert.match(await build.innerText(), /een naaimachine/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("cards by keyboard: choose with a note, lay one aside, make a note a wish", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/bladen/friendship`);
  await page.focus("form:has(#titel) button[type=submit]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/kaart=first/);
  await page.fill("[name='w.first']", "Truus, van de kleuterschool.");
  await page.focus("button[value=kies]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/kaart=what/);
  await page.focus("button[value=opzij]");
  await page.keyboard.press("Enter");
  await page.waitForURL(/kaart=kinds/);
  await page.fill("[name='w.kinds']", "Weer eens kaarten met Riet");
  await page.click("button[value=wens]");
  await page.waitForURL(/kaart=alone/);
  assert.deepEqual(await axeFinds(page), []);
  await page.click("a:has-text('Stoppen')");
  const groups = page.locator("section.k-stack");
  assert.match(await groups.nth(0).innerText(), /Gekozen[^]*kleuterschool[^]*kaarten met Riet/);
  assert.match(await page.locator("section", { has: page.locator("#h-opzij") }).innerText(), /Wanneer noemt u iemand een vriend/);
  assert.match(await annie.text(`${annie.circle}/wensen`), /Weer eens kaarten met Riet/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("three voices: nothing shows until its writer opens it, and differences become questions", async () => {
  const page = await open({ javaScriptEnabled: false });
  const sheet = await begin("triad");
  const say = async (voice, choice, words) => {
    await page.goto(`${sheet}/schrijf?deel=money&stem=${voice}`);
    await page.check(`[name='c.money-choice'][value=${choice}]`);
    await page.fill("[name='w.money-words']", words);
    await page.click("button[value=blad]");
  };
  await say("person", "good", "Ik doe het zelf, met de envelop.");
  await say("carer", "talk", "Ik vul elke maand bij.");
  assert.doesNotMatch(await page.innerText("main"), /envelop|elke maand/);
  await page.locator("form:has(input[name=stem][value=person]) button[value=open]").click();
  assert.match(await page.innerText("main"), /envelop/);
  assert.doesNotMatch(await page.innerText("main"), /elke maand/);
  assert.equal(await page.locator(".k-differ").count(), 0);
  await page.locator("form:has(input[name=stem][value=carer]) button[value=open]").click();
  assert.match(await page.innerText("main"), /elke maand/);
  assert.match(await page.innerText(".k-differ"), /Geld en post\s*Wat geeft ieder rust/);
  await page.goto(`${sheet}/schrijf?deel=agenda`);
  await page.fill("[name='w.agenda-topic.n1']", "De envelop");
  await page.click("button[value=blad]");
  assert.match(await page.innerText("main"), /De envelop/);
  await page.context().close();
});

test("what nobody may do: another's picture, a form or card that is not there, a sheet of an example", async () => {
  assert.equal((await annie.get(`${annie.circle}/bladen/nergens`)).status, 404);
  assert.equal((await annie.get(`${annie.circle}/bladen/blad/0123456789abcdef`)).status, 404);
  const sheet = await begin("quez");
  assert.equal((await annie.get(`${sheet}/plaatje/0123456789abcdef`)).status, 404);
  const csrf = await annie.csrf(sheet);
  assert.equal((await annie.post(`${sheet}/schrijf`, { csrf, kaart: "geen", doe: "kies" })).status, 404);
  const example = await annie.text("/kring/voorbeeld/bladen");
  const one = example.match(/\/kring\/voorbeeld\/bladen\/blad\/[0-9a-f]{16}/)[0];
  assert.doesNotMatch(await annie.text(one), /<form[^>]*bladen/);
  assert.equal((await annie.post(one, { csrf, doe: "weg" })).status >= 400, true);
});
