// The guides: every step of every guide is taken; one of an organisation's own joins them; choosing, walking, stopping, looking
// back, in the browser and on a phone.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { formsOf, openBrowser, openPage, signedIn, signIns, startServer } from "./lib.mjs";
import { openAs } from "./walk.mjs";

const own = {
  "kopje-koffie.yaml": `id: kopje-koffie
theme: neighbourhood
shape: visits
main: [VIS]
choose: {goals: [neighbourhood], who: [together], minutes: 30}
needs: {training: none, leader: none}
evidence: {level: experience}
licence: free
source: "own"
limits: {visits: 2}
steps:
  - {id: ask, kind: talk, present: [person, helper], optional: true}
  - {id: drink, kind: visit, tool: names, present: [person, helper], repeat: true}
`,
  "kopje-koffie.nl.yaml": `name: Kopje koffie
short: Koffie bij een buur.
aim: Een buur leren kennen.
for_whom: Voor wie dat wil.
by_whom: U en een buur.
time: Een half uur per keer.
evidence: Wij deden dit zelf al jaren.
steps:
  ask:
    title: Vragen
    purpose: Iemand is blij met een vraag.
    person: U belt aan en vraagt of het uitkomt. Nee is ook goed.
    helper: Loop mee als dat fijn is.
    questions:
      - ask: Bij wie belt u aan?
    outcome: Een afspraak, of niet.
  drink:
    title: Koffie drinken
    purpose: Aan tafel praat het makkelijk.
    person: Drink samen iets. Vertel wat u kwijt wilt.
    helper: Luister mee.
    questions:
      - ask: Waar ging het over?
    outcome: Een half uur samen.
`,
  "kapot.yaml": "id: kapot\ntheme: nergens\n",
};

let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  server.process.kill("SIGTERM");
  await server.ended;
  await mkdir(join(server.data, "guides"));
  for (const [name, text] of Object.entries(own)) await writeFile(join(server.data, "guides", name), text);
  await server.start();
  browser = await openBrowser();
  annie = await signedIn(server, signIns(server).find((one) => one.login === "annie"));
}, { timeout: 60000 });
after(async () => { await browser?.close(); await server?.stop(); });

const open = (options) => openAs(browser, server, annie, options);
const to = (answer) => answer.headers.get("location");
const guidesOf = (html) => [...new Set([...html.matchAll(/\/wegwijzers\/([a-z0-9-]+)"/g)].map((m) => m[1]))].filter((id) => id !== "kiezen");
const stepsOf = (html, run) => [...new Set([...html.matchAll(new RegExp(`href="(${run}/[a-z0-9-]+)"`, "g"))].map((m) => m[1]))];
const formTo = (html, action) => formsOf(html).find((one) => one.action === action && one.method === "post");
const keysLeft = /\b(?:way|ways|guides|choose|tool|guide|notice|title)\.[a-z_]+(?:\.[a-z_]+)*\b(?! )/;
const seen = (html) => html.replace(/<(?:script|style)[^]*?<\/(?:script|style)>/g, "").replace(/<[^>]+>/g, " ");

// Begins a walk and gives its address.
async function begin(who, id, fields = {}) {
  const page = `${who.circle}/wegwijzers/${id}`, form = formTo(await who.text(page), page);
  assert.ok(form, `${id} can be begun`);
  const answer = await who.post(page, { ...form.fields, ...fields });
  assert.equal(answer.status, 303, id);
  return to(answer).match(/^(.*\/weg\/[0-9a-f]{16})\//)[1];
}
async function write(who, step, what, words) {
  const form = formTo(await who.text(step), step);
  const fields = { ...form.fields, doe: what };
  for (const name of Object.keys(fields)) if (/^a\d$/.test(name)) fields[name] = words;
  return who.post(step, { ...fields, notitie: words });
}

test("every guide can be walked from the first step to the last, in both languages", { timeout: 600000 }, async () => {
  const ids = guidesOf(await annie.text(`${annie.circle}/wegwijzers`));
  assert.ok(ids.length >= 82, `there are ${ids.length}`);
  const tools = new Map(), wrong = [];
  const look = async (address, what) => {
    const answer = await annie.get(address), html = await answer.text();
    if (answer.status !== 200) wrong.push(`${what}: ${answer.status}`);
    const left = seen(html).match(keysLeft);
    if (left) wrong.push(`${what}: ${left[0]}`);
    return html;
  };
  for (const id of ids) {
    const run = await begin(annie, id, { helper: "Els" });
    const steps = stepsOf(await look(run, id), run);
    assert.ok(steps.length >= 1, id);
    for (const [at, step] of steps.entries()) {
      const html = await look(step, step);
      if (/name="doe" value="open"/.test(html)) {
        const tool = to(await write(annie, step, "open", `Getypt bij ${at}`));
        tools.set(tool.replace(/[?&]weg=.*/, ""), `${id}: ${tool}`);
        if (at === 0 && !(await annie.text(step)).includes(`Getypt bij ${at}`)) wrong.push(`${step}: what was typed is lost when the tool opens`);
      }
      if (!/k-opentool/.test(html) && !/<p class="k-gp">/.test(html)) wrong.push(`${step} says nothing`);
      const answer = await write(annie, step, at % 3 === 2 ? "overslaan" : "klaar", `Gezegd bij ${at}`);
      if (answer.status !== 303) { wrong.push(`${step}: ${answer.status}`); break; }
      const next = at + 1 < steps.length ? steps[at + 1] : run;
      if (to(answer) !== next) wrong.push(`after ${step} comes ${to(answer)}`);
    }
    const end = await look(run, id);
    if (!/value="af"/.test(end)) wrong.push(`${id} cannot be finished`);
    if (!end.includes("Gezegd bij 0")) wrong.push(`${id}: what was said cannot be read back`);
    await annie.post(run, { ...formTo(end, run).fields, doe: "af" });
    await look(`${annie.circle}/wegwijzers/${id}/kaarten`, `cards of ${id}`);
    await annie.get("/taal/en?terug=/");
    if (!/<html lang="en"/.test(await look(`${annie.circle}/wegwijzers/${id}`, `${id} in English`))) wrong.push(`${id}: not English`);
    for (const step of steps) await look(step, `${step} in English`);
    await annie.get("/taal/nl?terug=/");
  }
  assert.deepEqual(wrong, []);
  const lost = [];
  for (const [address, where] of tools) {
    const answer = await annie.get(where.slice(where.indexOf(": ") + 2));
    const html = await answer.text();
    if (answer.status !== 200) lost.push(`${where} answers ${answer.status}`);
    else if (!/k-wayback/.test(html)) lost.push(`${address} shows no way back`);
  }
  assert.deepEqual(lost, []);
});

test("whoever came from a step keeps the way back after a form is sent", async () => {
  const run = await begin(annie, "zeven-stappen"), step = `${run}/self`, from = step.split("/weg/")[1];
  const page = to(await write(annie, step, "open", "Ik kan goed luisteren"));
  assert.match(page, new RegExp(`/sterk\\?weg=${from}$`));
  const circle = annie.circle;
  const form = formsOf(await annie.text(`${circle}/wensen?weg=${from}`)).find((one) => one.fields["bij-stap"] && one.action === `${circle}/wensen`);
  assert.ok(form, "the form says where one came from");
  const after = to(await annie.post(form.action, { ...form.fields, [form.text ?? "words"]: "Vaker zingen" }));
  assert.match(after, new RegExp(`[?&]weg=${from}(#|$)`));
  assert.match(await annie.text(after), /k-wayback/);
  // Only a step: nothing else gets into the address.
  const odd = to(await annie.post(form.action, { ...form.fields, [form.text ?? "words"]: "Nog een wens", "bij-stap": "x\r\ny: z" }));
  assert.doesNotMatch(odd, /weg=/);
});

test("a guide of an organisation's own joins them, a bad one is left out and told", async () => {
  assert.match(server.log, /kapot\.yaml:\d+: /);
  assert.equal((await annie.get(`${annie.circle}/wegwijzers/kapot`)).status, 404);
  assert.match(await annie.text(`${annie.circle}/wegwijzers?zoek=koffie`), /Kopje koffie[^]*van uw organisatie/);
  const run = await begin(annie, "kopje-koffie", { helper: "Bep", waarover: "De nieuwe buur" });
  assert.match(await annie.text(`${run}/ask`), /Voor Bep/);
  await write(annie, `${run}/ask`, "overslaan", "");
  assert.match(await annie.text(`${run}/drink`), /hooguit 2 bezoeken/);
  await write(annie, `${run}/drink`, "klaar", "Over vroeger");
  // Once more: what was said the first time stays, and the limit is told kindly.
  await write(annie, `${run}/drink`, "nogeens", "Over vroeger");
  let html = await annie.text(`${run}/drink`);
  assert.match(html, /Dit is keer 2/);
  assert.match(html, /eerder schreef[^]*Over vroeger/);
  await write(annie, `${run}/drink`, "klaar", "Over nu");
  html = await annie.text(`${run}/drink`);
  assert.match(html, /Er zijn nu 2 bezoeken geweest/);
  assert.match(await annie.text(run), /Over vroeger[^]*Over nu/);
  // Skipped is not lost: back to it, done after all.
  await write(annie, `${run}/ask`, "terug", "Bij nummer 9");
  assert.doesNotMatch(await annie.text(run), /value="af"/);
});

test("a cycle comes round again, and earlier rounds can be read", async () => {
  const run = await begin(annie, "community-support");
  const steps = stepsOf(await annie.text(run), run);
  for (const step of steps) await write(annie, step, "klaar", "In ronde een");
  const answer = await annie.post(run, { ...formTo(await annie.text(run), run).fields, doe: "ronde" });
  assert.equal(to(answer), steps[0]);
  const first = await annie.text(steps[0]);
  assert.match(first, /Ronde 2/);
  assert.doesNotMatch(first, /<textarea[^>]*name="a1"[^>]*>In ronde een/);
  assert.match(first, /In ronde een/); // below, as what was said before
  await write(annie, steps[0], "klaar", "In ronde twee");
  assert.match(await annie.text(run), /Ronde 2[^]*In ronde twee[^]*Ronde 1[^]*In ronde een/);
});

test("a conference says who is in the room when the time is private", async () => {
  const run = await begin(annie, "eigen-kracht-conferentie");
  const pages = await Promise.all(stepsOf(await annie.text(run), run).map((step) => annie.text(step)));
  assert.equal(pages.filter((html) => /Besloten tijd. In de kamer zijn alleen/.test(html)).length, 1);
});

test("what was kept for oneself is not there when looking together", async () => {
  const html = await annie.text(`${annie.circle}/wegen`);
  const run = html.match(/\/kring\/[0-9a-f]{16}\/weg\/[0-9a-f]{16}(?=\/map)/)[0];
  assert.match(await annie.text(run), /Over Jan praten was fijn/);
  const together = await annie.text(`${run}?samen=1`);
  assert.doesNotMatch(together, /Over Jan praten was fijn/);
  assert.match(together, /Het klikte meteen/);
});

test("somebody else's walk, one in the bin and one that never was are not there", async () => {
  const henk = await signedIn(server, signIns(server).find((one) => one.login === "henk"));
  const run = await begin(annie, "groslijst");
  assert.equal((await henk.get(run)).status, 404);
  assert.equal((await henk.get(run.replace(annie.circle, henk.circle))).status, 404);
  await annie.post(run, { ...formTo(await annie.text(run), run).fields, doe: "weg" });
  assert.equal((await annie.get(run)).status, 404);
  assert.match(await annie.text(`${annie.circle}/bak`), /Groslijst/);
  assert.equal((await annie.get(`${annie.circle}/weg/0123456789abcdef/names`)).status, 404);
});

test("choosing: a few guides, each with its reason, without script; never numbers", async () => {
  const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } });
  await page.goto(`${annie.circle}/wensen`);
  await page.locator("main a", { hasText: "Waar wilt u aan werken?" }).last().click();
  await page.getByLabel("Minder alleen zijn").check();
  await page.getByLabel("Samen met iemand").check();
  await page.getByRole("button", { name: "Laat zien wat past" }).click();
  const picks = page.locator(".k-gpick");
  const count = await picks.count();
  assert.ok(count >= 2 && count <= 3);
  for (let i = 0; i < count; i++) assert.ok(await picks.nth(i).locator(".k-gwhys li").count() >= 1);
  assert.doesNotMatch(await page.locator("#past").innerText(), /%|\bscore\b|nummer 1|beste/i);
  await picks.first().getByRole("link").first().click();
  assert.match(page.url(), /\/wegwijzers\/[a-z0-9-]+$/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("Natuurlijk, een netwerkcoach in ten steps on a phone: pause, leave, resume, skip, a success, the end", { timeout: 120000 }, async () => {
  const page = await open({ viewport: { width: 390, height: 844 } });
  await page.goto(`${annie.circle}/wegwijzers/natuurlijk-een-netwerkcoach`);
  await page.getByLabel(/Wie helpt u erbij/).fill("Willemien");
  await page.getByLabel(/Wie is dat voor u/).fill("netwerkcoach");
  await page.getByRole("button", { name: "Begin deze weg" }).click();
  const titles = [];
  for (let step = 1; step <= 10; step++) {
    assert.match(await page.locator(".k-gtext .k-over-l").innerText(), new RegExp(`Stap ${step} van 10`));
    titles.push(await page.locator("h1").innerText());
    assert.match(await page.locator("#h-help").innerText(), /Willemien, netwerkcoach/);
    if (step === 6) { await page.getByRole("button", { name: "Stap overslaan" }).click(); continue; }
    await page.locator("textarea[name=a1]").fill(`Antwoord ${step}`);
    if (step === 3) {
      await page.getByRole("button", { name: /Pauze/ }).click();
      assert.match(page.url(), /\/wegen$/);
      assert.match(await page.locator("main").innerText(), /wacht op u/);
      await page.goto("/kringen");
      await page.goto(`${annie.circle}/wegen`);
      await page.locator(".k-wways > li").first().getByRole("link", { name: /Verder met/ }).click();
      assert.equal(await page.locator("textarea[name=a1]").inputValue(), "Antwoord 3");
      assert.match(await page.locator("main").innerText(), /Deze weg rust/);
    }
    if (step === 4) { // a tool and back
      await page.getByRole("button", { name: /Openen/ }).click();
      await page.getByRole("link", { name: /Terug naar:/ }).click();
      await page.locator("textarea[name=a1]").fill(`Antwoord ${step}`);
    }
    if (step === 9) {
      await page.getByLabel("Uw aantekening").fill("Zelf aangebeld bij de buren");
      await page.getByLabel("Willemien mag dit lezen").check();
      await page.getByLabel("Bewaar dit als iets dat lukte").check();
    }
    await page.getByRole("button", { name: "Klaar met deze stap" }).click();
  }
  assert.equal(new Set(titles).size, 10);
  assert.match(await page.locator("main").innerText(), /einde van deze weg/);
  await page.getByRole("button", { name: "Deze weg afronden" }).click();
  const said = await page.locator("main").innerText();
  assert.match(said, /U hebt deze weg gelopen/);
  for (const step of [1, 2, 3, 4, 5, 7, 8, 9, 10]) assert.match(said, new RegExp(`Antwoord ${step}\\b`));
  assert.match(said, /Dit lukte\s+Zelf aangebeld/);
  assert.doesNotMatch(said, /Antwoord 6/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("MantelScan by keyboard, stopped without a reason and taken up again", { timeout: 60000 }, async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${annie.circle}/wegwijzers/mantelscan`);
  await page.getByRole("button", { name: "Begin deze weg" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/weg\/[0-9a-f]{16}\/[a-z-]+$/);
  const first = page.url();
  await page.locator("textarea[name=a1]").focus();
  await page.keyboard.type("Sanne doet het meest");
  await page.getByRole("button", { name: "Klaar met deze stap" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => String(url) !== first);
  assert.match(await page.locator(".k-gtext .k-over-l").innerText(), /Stap 2 van/);
  await page.getByRole("link", { name: "Pauze nemen of stoppen" }).click();
  await page.getByRole("button", { name: "Stoppen met deze weg" }).click();
  assert.match(await page.locator("main").innerText(), /gestopt[^]*blijft van u/);
  assert.match(await page.locator("main").innerText(), /Sanne doet het meest/);
  await page.getByRole("button", { name: "Toch verder gaan" }).click();
  assert.match(await page.locator(".k-gtext .k-over-l").innerText(), /Stap 2 van/);
  await page.locator("summary", { hasText: "Afspraak" }).click();
  await page.locator("[name='run.next_date']").fill("16 november 2027");
  await page.locator("[name='run.next_words']").fill("twee uur, bij mij");
  await page.locator(".k-guide__side button[type=submit]").click();
  assert.match(await page.locator(".k-guide__side").innerText(), /16 november 2027, twee uur, bij mij/);
  await page.goto(`${annie.circle}/wegwijzers/mantelscan/kaarten`);
  const cards = await page.locator(".k-gpaper__card").count();
  assert.ok(cards >= 10 && cards % 2 === 0);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("an example can be looked at by anybody, and nothing can be changed there", async () => {
  const page = await openPage(browser, server, {});
  await page.goto("/kring/voorbeeld/wegen");
  await page.getByRole("link", { name: /Verder met/ }).click();
  assert.match(await page.locator("main").innerText(), /Corrie, Sanne en Bram/);
  assert.equal(await page.locator("main textarea, main button[type=submit]").count(), 0);
  await page.goto("/wegwijzers/mantelscan");
  assert.match(await page.locator("h1").innerText(), /MantelScan/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});
