// Question sets: chosen, answered one question at a time, stopped and gone on with, read, kept, carried out and in again. With
// and without script; by somebody else; with a list that the organisation loaded; in both languages.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { mkdir, writeFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { openBrowser, signedIn, signIns, startServer } from "./lib.mjs";
import { openAs } from "./walk.mjs";
import { axeFinds, sideways, smallTargets } from "./checks.mjs";

// Numbers for questions: the items of this list are not ours.
const csi = {
  resourceType: "Questionnaire", url: "urn:test:csi", version: "1", title: "CSI", language: "nl", status: "active",
  item: Array.from({ length: 13 }, (_, i) => ({ linkId: `csi.${i + 1}`, type: "boolean", text: `Vraag ${i + 1}` })),
};
let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  await mkdir(join(server.data, "questions"));
  await writeFile(join(server.data, "questions", "csi.json"), JSON.stringify(csi));
  await writeFile(join(server.data, "questions", "stuk.json"), "{");
  await server.kill();
  await server.start();
  browser = await openBrowser();
  annie = await signedIn(server, signIns(server).find((one) => one.login === "annie"));
});
after(async () => { await browser?.close(); await server?.stop(); });

const open = (options) => openAs(browser, server, annie, options);
const press = async (page, name) => {
  const next = page.waitForEvent("load");
  await page.getByRole("button", { name, exact: true }).click();
  await next;
};
const question = (page) => page.locator("h1").innerText();
async function begin(page, set) {
  await page.goto(`${annie.circle}/vragenlijsten/${set}`);
  const button = page.getByRole("button", { name: /^(Begin|Opnieuw beginnen)$/ });
  const next = page.waitForEvent("load");
  await button.click();
  await next;
}

test("the lists that are there, and what to do about those that are not", async () => {
  assert.match(server.log, /stuk\.json: This is not JSON/, "a file that is wrong is told, and stops nothing");
  const page = await open();
  await page.goto(`${annie.circle}/wensen`);
  await page.getByRole("link", { name: "Vragen die u zichzelf kunt stellen" }).click();
  for (const name of ["De straatladder", "Als u zich alleen voelt", "Drie kaarten: wie is er om u heen?", "Het wiel: hoe gaat het met u?"])
    assert.equal(await page.getByRole("link", { name }).count(), 1, name);
  assert.equal(await page.locator("section[aria-labelledby=h-erbij] a").count(), 1, "the list of the organisation");
  const others = page.locator("section[aria-labelledby=h-anderen]");
  assert.equal(await others.getByRole("link", { name: /CSI/ }).count(), 0, "what is here is not named as absent");
  await others.getByRole("link", { name: /CRA/ }).click();
  assert.match(await page.locator("main").innerText(), /cra\.json/);
  assert.equal(await page.getByRole("button", { name: "Begin" }).count(), 0);
  await page.getByRole("link", { name: "Praat verder met onze gesprekskaarten" }).click();
  assert.match(page.url(), /bladen\/carer-talk$/);
  assert.equal((await page.goto(`${annie.circle}/vragenlijsten/niets`)).status(), 404);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`answered, not known, skipped, stopped, gone on with, changed, kept and thrown away, ${how}`, async () => {
    const page = await open({ javaScriptEnabled });
    await begin(page, "straatladder");
    assert.equal(await question(page), "Welke trede past nu bij uw straat?");
    await page.getByRole("radio", { name: /^4\. / }).check();
    await press(page, "Verder");
    assert.equal(await question(page), "Op welke trede zou u willen wonen?");
    await press(page, "Weet ik niet");
    await page.fill("#antwoord", "Een bankje bij de bakker");
    await press(page, "Stop, later verder");
    assert.match(page.url(), /vragenlijsten\/straatladder$/);
    await page.getByRole("link", { name: /^Ga verder/ }).first().click();
    assert.equal(await question(page), "Wilt u daar zelf aan meedoen?", "on from where it stopped");
    await page.getByRole("link", { name: "Terug", exact: true }).click();
    assert.equal(await page.locator("#antwoord").inputValue(), "Een bankje bij de bakker");
    await press(page, "Verder");
    await press(page, "Verder"); // without an answer
    assert.match(page.url(), /uitkomst$/);
    const said = await page.locator("main").innerText();
    assert.match(said, /4\. Wij maken een praatje/);
    assert.match(said, /Weet ik niet/);
    assert.match(said, /Een bankje bij de bakker/);
    assert.ok(!/Wilt u daar zelf aan meedoen/.test(said), "what was not answered is not shown as missing");
    assert.match(said, /U kiest met wie u dit deelt/);
    await page.getByRole("link", { name: /^Verander ?: Op welke/ }).click();
    await page.getByRole("radio", { name: /^6\. / }).check();
    await press(page, "Verder");
    await press(page, "Verder");
    await press(page, "Verder");
    assert.match(await page.locator("main").innerText(), /6\. Wij doen kleine dingen/);
    await page.fill("#woorden", "Zo is het wel.");
    await press(page, "Bewaar");
    assert.equal(await page.locator("#woorden").inputValue(), "Zo is het wel.");
    await press(page, "Gooi weg");
    assert.match(page.url(), /vragenlijsten\/straatladder$/);
    assert.equal(await page.locator(".k-qrow").count(), 0);
    assert.deepEqual(page.trouble, []);
    await page.context().close();
  });
}

test("questions open and close with what was answered before, and the closing words fit", async () => {
  const page = await open();
  await begin(page, "loneliness");
  await page.getByRole("radio", { name: "Ja, soms" }).check();
  await press(page, "Verder");
  await page.getByRole("checkbox", { name: "Iemand die heel dichtbij is" }).check();
  await press(page, "Verder");
  assert.match(await question(page), /komt en gaat/);
  await page.goto(page.url().replace(/\?.*/, "?vraag=1&keer=1"));
  await page.getByRole("radio", { name: "Nee, nu niet" }).check();
  await press(page, "Verder");
  assert.match(await question(page), /met uw eigen woorden/, "the questions between are not asked");
  await page.goto(page.url().replace(/\?.*/, "?vraag=1&keer=1"));
  await page.getByRole("radio", { name: "Ja, soms" }).check();
  await press(page, "Verder");
  assert.ok(await page.getByRole("checkbox", { name: "Iemand die heel dichtbij is" }).isChecked(), "the answer is still there");
  await page.goto(page.url().replace(/\?.*/, "/uitkomst"));
  const said = await page.locator("main").innerText();
  assert.match(said, /U mist iemand heel dichtbij/);
  assert.ok(!/U mist mensen om u heen/.test(said));
  await page.context().close();
});

test("three cards: somebody, somebody else, and on to the next card", async () => {
  const page = await open();
  await begin(page, "network-cards");
  assert.match(await page.locator(".k-qtop").innerText(), /Kaart 1: familie/);
  await page.fill("#antwoord", "Sanne");
  await press(page, "Verder");
  await page.getByRole("radio", { name: /^Misschien/ }).check();
  await press(page, "Verder");
  assert.match(await page.locator(".k-qtop").innerText(), /Sanne/, "the page says about whom it is");
  await press(page, "Verder"); // how often
  await press(page, "Verder"); // who begins and how it feels are not asked outside the near zone
  assert.match(await question(page), /Wat zou u willen/);
  await press(page, "Verder");
  assert.equal(await question(page), "Nog iemand?");
  await press(page, "Ja, nog iemand");
  await page.fill("#antwoord", "Joost");
  await press(page, "Verder");
  for (let i = 0; i < 4; i++) await press(page, "Verder");
  assert.equal(await question(page), "Nog iemand?");
  await press(page, "Nee, verder");
  assert.match(await page.locator(".k-qtop").innerText(), /Kaart 2/);
  await page.goto(page.url().replace(/\?.*/, "/uitkomst"));
  assert.deepEqual((await page.locator(".k-qpart h3").allInnerTexts()).filter((one) => /Sanne|Joost/.test(one)), ["Sanne", "Joost"]);
  await page.context().close();
});

test("a list of the organisation: by another, first for them, with rule and source, on a line when wanted, out and in", async () => {
  const page = await open();
  for (const yes of [6, 9]) {
    await page.goto(`${annie.circle}/vragenlijsten/csi`);
    await page.getByRole("radio", { name: /^Iemand anders/ }).check();
    await page.fill("#naam", "Sanne");
    await press(page, yes === 6 ? "Begin" : "Opnieuw beginnen");
    for (let i = 1; i <= 13; i++) {
      await page.getByRole("radio", { name: i <= yes ? "Ja" : "Nee", exact: true }).check();
      await press(page, "Verder");
    }
    assert.equal(await question(page), "Wat Sanne antwoordde");
    assert.ok(!await page.getByText(`Er komt ${yes} uit.`).isVisible(), "first for Sanne");
    await page.locator("summary", { hasText: "Laat zien wat eruit komt" }).click();
    assert.ok(await page.getByText(`Er komt ${yes} uit. Het kan tussen 0 en 13 liggen.`).isVisible());
    const said = await page.locator("main").innerText();
    assert.match(said, /signaal, geen oordeel/);
    assert.match(said, yes === 6 ? /onder de lijn/ : /Bij 7 of meer/);
    await page.locator("summary", { hasText: "Hoe is dit uitgerekend?" }).click();
    assert.match(await page.locator("main").innerText(), /Robinson 1983/);
    assert.equal(await page.locator("svg.k-qdraw").count(), 0, "no line unasked");
    await page.getByRole("checkbox", { name: /lijn door de tijd/ }).check();
    await press(page, "Bewaar");
  }
  await page.locator("summary", { hasText: "Laat zien wat eruit komt" }).click();
  assert.deepEqual(await page.locator(".k-qtable tbody td:last-child").allInnerTexts(), ["6", "9"]);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Neem mee/ }).click()]);
  const response = JSON.parse(await readFile(await file.path(), "utf8"));
  assert.equal(response.resourceType, "QuestionnaireResponse");
  assert.equal(response.questionnaire, "urn:test:csi|1");
  assert.equal(response.source.display, "Sanne");
  assert.equal(response.item.filter((one) => one.answer[0].valueBoolean).length, 9);
  response.extension = [{ url: "urn:test:extra", valueString: "blijft" }];
  response.item[0].answer[0].valueBoolean = false;
  await page.goto(`${annie.circle}/vragenlijsten/csi`);
  await page.locator("summary", { hasText: "Antwoorden uit een bestand" }).click();
  await page.setInputFiles("#bestand", { name: "x.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await press(page, "Haal binnen");
  assert.match(await page.locator("[role=alert]").innerText(), /geen FHIR QuestionnaireResponse/);
  await page.locator("summary", { hasText: "Antwoorden uit een bestand" }).click();
  await page.setInputFiles("#bestand", { name: "x.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(response)) });
  await press(page, "Haal binnen");
  await page.locator("summary", { hasText: "Laat zien wat eruit komt" }).click();
  assert.ok(await page.getByText("Er komt 8 uit.").isVisible());
  const [again] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Neem mee/ }).click()]);
  const back = JSON.parse(await readFile(await again.path(), "utf8"));
  assert.deepEqual(back.extension, response.extension, "what Kring does not know stays");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("the wheel takes a number and says kindly when it is none; English; phone; nothing too small or too wide", async () => {
  const page = await open({ viewport: { width: 390, height: 844 } });
  await begin(page, "wheel");
  await page.getByRole("radio", { name: "7", exact: true }).check();
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(await sideways(page), []);
  assert.deepEqual(await smallTargets(page), []);
  await press(page, "Verder");
  await page.goto(page.url().replace(/\?.*/, "/uitkomst"));
  assert.ok(await page.getByText("Er komt 7 uit.").isVisible());
  assert.equal(await page.locator("svg.k-qdraw").count(), 1);
  assert.deepEqual(await axeFinds(page), []);
  assert.deepEqual(await sideways(page), []);
  for (const path of ["/vragenlijsten", "/vragenlijsten/cra", "/vragenlijsten/wheel"]) {
    await page.goto(`${annie.circle}${path}`);
    assert.deepEqual(await axeFinds(page), [], path);
    assert.deepEqual(await sideways(page), [], path);
  }
  await page.context().close();
});

test("in English", async () => {
  const page = await open();
  await page.goto(`${annie.circle}/vragenlijsten/straatladder`);
  await page.getByRole("link", { name: "English" }).first().click();
  await page.waitForURL(/straatladder/);
  assert.equal(await question(page), "The street ladder");
  await press(page, "Begin");
  assert.equal(await question(page), "Which rung fits your street now?");
  assert.ok(await page.getByRole("radio", { name: /^4\. We have a chat/ }).isVisible());
  await page.context().close();
});

test("by keyboard alone", async () => {
  const page = await open();
  await begin(page, "carer-conversation");
  await page.focus("#antwoord");
  await page.keyboard.type("Mijn moeder");
  const next = page.waitForEvent("load");
  await page.keyboard.press("Enter");
  await next;
  assert.match(await question(page), /Wat doet u allemaal/);
  await page.context().close();
});
