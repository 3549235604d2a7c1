// Asking for help, talents, roles and strengths: prepared, rehearsed, answered and carried into the plan; without script too.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, signedIn, signIns, startServer } from "./lib.mjs";
import { openAs } from "./walk.mjs";
import { sideways } from "./checks.mjs";

let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  annie = await signedIn(server, signIns(server).find((one) => one.login === "annie"));
});
after(async () => { await browser?.close(); await server?.stop(); });

const open = (options) => openAs(browser, server, annie, options);
const next = (page) => page.locator("button[name=verder]").click();
const main = (page) => page.locator("main").innerText();

async function askCorrie(page) {
  // From the contact itself.
  await page.goto(`${annie.circle}/lijst`);
  await page.getByRole("link", { name: "Corrie", exact: true }).first().click();
  await page.getByRole("link", { name: "Hulp vragen", exact: true }).click();
  assert.ok(await page.getByRole("radio", { name: /^Corrie/ }).isChecked());
  // Annie's own words about asking stand beside the names; the cat and the dead are not asked.
  assert.match(await main(page), /Hier zou u iets aan vragen[^]*Corrie[^]*Ja: praktische hulp/);
  assert.equal(await page.getByRole("radio", { name: /^Moos/ }).count(), 0);
  await page.fill("#wat", "Mee naar de markt op zaterdag");
  await page.locator("main form button[type=submit]").last().click();
  assert.match(await page.locator("h1").innerText(), /lastig/);
  await page.getByRole("checkbox", { name: "De ander heeft het al druk." }).check();
  await page.fill("#eigen", "Zij loopt zo snel.");
  await next(page);
  // A sentence is taken, and changed.
  await page.locator("li", { hasText: "Zullen we een keer samen gaan?" }).getByRole("button").click();
  assert.equal(await page.inputValue("#eigen"), "Zullen we een keer samen gaan?");
  await page.fill("#eigen", "Corrie, zou je een keer mee willen naar de markt?");
  await next(page);
  await page.getByRole("checkbox", { name: "Een kop koffie of thee." }).check();
  await next(page);
  await page.getByRole("checkbox", { name: "Ik vraag iets kleiners." }).check();
  await page.locator("button[name=klaar]").click();
  const said = await main(page);
  for (const words of ["Hulp vragen aan Corrie", "De ander heeft het al druk.", "Zij loopt zo snel.", "een keer mee willen naar de markt?", "Een kop koffie of thee.", "Ik vraag iets kleiners."]) {
    assert.ok(said.includes(words), words);
  }
}

for (const [name, options] of [["without script", { javaScriptEnabled: false }], ["on a phone", { viewport: { width: 390, height: 844 } }]]) {
  test(`Corrie is asked, rehearsed, and a yes becomes a step in the plan, ${name}`, async () => {
    const page = await open(options);
    await askCorrie(page);
    const address = page.url().split("#")[0];
    assert.deepEqual(await sideways(page), []);
    // Three answers, and what one may say then; and the other way round.
    await page.getByRole("link", { name: "Oefen het gesprek" }).click();
    for (const [answer, then] of [["Nee", /Ik vraag iets kleiners/], ["Misschien", /Neem rustig de tijd/], ["Ja", /Een kop koffie of thee/]]) {
      await page.getByRole("link", { name: answer, exact: true }).click();
      assert.match(await main(page), /Corrie zegt/);
      assert.match(await main(page), then);
    }
    const one = await page.locator(".k-own__reply").innerText();
    await page.getByRole("link", { name: "Hoor een ander antwoord" }).click();
    assert.notEqual(await page.locator(".k-own__reply").innerText(), one);
    await page.getByRole("link", { name: "Ik ben Corrie" }).click();
    assert.match(await main(page), /U antwoordt als Corrie/);
    assert.deepEqual(await sideways(page), []);
    await page.fill("#gemerkt", "Het viel mee.");
    await page.locator("main form button[type=submit]").last().click();
    assert.match(await main(page), /Het viel mee\./);
    // On paper: one's own words.
    await page.getByRole("link", { name: "Maak een kaartje" }).click();
    assert.match(await page.locator("article").innerText(), /een keer mee willen naar de markt/);
    await page.goto(address);
    await page.getByRole("radio", { name: "Ja", exact: true }).check();
    await page.locator("#h-liep ~ form:has([name=antwoord]) button").click();
    await page.getByRole("button", { name: "Zet het in mijn plan" }).click();
    assert.match(await main(page), /In uw plan staat: Mee naar de markt op zaterdag/);
    assert.equal(await page.getByRole("button", { name: "Zet het in mijn plan" }).count(), 0);
    // It is said in the history, and goes to the bin and comes back.
    await page.goto(`${annie.circle}/tijd/alles`);
    assert.match(await main(page), /schreef in het plan\. Over: [^.]*mee naar de markt op zaterdag/i);
    await page.goto(address);
    await page.locator("button[value=weg]").click();
    await page.goto(`${annie.circle}/bak`);
    const gone = page.locator("li", { hasText: "Mee naar de markt op zaterdag" }).filter({ hasText: "Hulp vragen" });
    await gone.locator("button[name=terug]").last().click();
    assert.equal((await page.goto(address)).status(), 200);
    assert.deepEqual(page.trouble, []);
    await page.locator("button[value=weg]").click();
    await page.context().close();
  });
}

test("no, not this person and not now are whole answers; the same words may go to somebody else", async () => {
  const page = await open({ javaScriptEnabled: false });
  await askCorrie(page);
  await page.getByRole("button", { name: "Niet deze persoon" }).click();
  assert.match(await main(page), /Er staat nu niemand bij deze vraag/);
  assert.equal(await page.locator("h1").innerText(), "Hulp vragen");
  assert.match(await main(page), /een keer mee willen naar de markt/);
  await page.getByRole("button", { name: "Nu niet" }).click();
  assert.match(await main(page), /blijft rustig liggen/);
  assert.ok(await page.getByRole("radio", { name: "Ik heb het niet gevraagd" }).isChecked());
  await page.getByRole("radio", { name: "Nee", exact: true }).check();
  await page.locator("form:has([name=antwoord]) button").click();
  assert.match(await main(page), /Dat is een heel antwoord/);
  await page.getByRole("link", { name: "Vraag het iemand anders" }).click();
  await page.getByRole("radio", { name: /^Yusuf/ }).check();
  await page.locator("main form button[type=submit]").last().click();
  assert.match(await main(page), /Hulp vragen aan Yusuf[^]*een keer mee willen naar de markt/);
  // Nobody and nothing at all: asked once more, kindly.
  await page.goto(`${annie.circle}/hulp-vragen/nieuw`);
  await page.locator("main form button[type=submit]").last().click();
  assert.equal(await page.locator("[role=alert]").count(), 1);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("a talent is told, seen by somebody, laid beside a wish, and put on a card only when others may know", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(`${annie.circle}/talenten`);
  const add = async (words, form, seen, share, whose) => {
    await page.locator("#erbij > summary").click();
    await page.fill("[name='talent.words']", words);
    await page.getByRole("radio", { name: form }).check();
    await page.fill("[name='talent.seen_by']", seen);
    if (share) await page.getByRole("checkbox", { name: "Een ander mag dit weten" }).check();
    if (whose) await page.selectOption("#wie", { label: whose });
    await page.locator("#erbij button[type=submit]").click();
  };
  await add("Marionetten naaien", "Dit kan ik", "Lotte", true);
  await add("Stilletjes fluiten", "Dit doe ik graag", "", false);
  await add("Banden plakken", "Dit kan ik", "", true, "Yusuf");
  assert.match(await page.locator("section:has(#h-mijn)").innerText(), /Marionetten naaien\s+Gezien door Lotte\s+Een ander mag dit weten/);
  assert.match(await page.locator("section:has(#h-anderen)").innerText(), /Yusuf[^]*Banden plakken/);
  await page.goto(`${annie.circle}/talenten/kaart`);
  assert.match(await page.locator("article").innerText(), /Marionetten naaien/);
  assert.doesNotMatch(await page.locator("article").innerText(), /Stilletjes fluiten/);
  await page.getByRole("link", { name: "Zet alles op de kaart" }).click();
  assert.match(await page.locator("article").innerText(), /Stilletjes fluiten/);
  // Beside a wish.
  await page.goto(`${annie.circle}/talenten`);
  await page.getByRole("link", { name: "Marionetten naaien" }).click();
  await page.locator("li", { hasText: "Vaker samen naar de markt" }).first().getByRole("button").click();
  assert.match(await main(page), /Het staat als kleine stap in uw plan/);
  // What others see stands on the page of strengths; somebody else's talent does not.
  await page.goto(`${annie.circle}/sterk`);
  assert.match(await page.locator("#h-ander").innerText(), /Marionetten naaien\s+Lotte/);
  assert.match(await main(page), /Stilletjes fluiten/);
  assert.doesNotMatch(await main(page), /Banden plakken/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("a role is made in small steps, says in words what it brings, and never counts", async () => {
  const page = await open({ viewport: { width: 390, height: 844 } });
  await page.goto(`${annie.circle}/rollen`);
  await page.fill("[name='role.words']", "De groeter van de flat");
  await page.getByRole("radio", { name: "Dat lijkt me wat" }).check();
  await page.locator("section:has(#h-erbij) button[type=submit]").click();
  await page.getByRole("link", { name: "Sla over" }).click(); // talent
  await page.getByRole("radio", { name: /koor naar Amersfoort/ }).check();
  await next(page);
  await page.locator("li", { hasText: "vanaf het balkon" }).getByRole("button").click();
  await next(page);
  await page.fill("[name='role.needed_by']", "Wie alleen thuiskomt");
  await next(page);
  await page.fill("[name='role.recognised_by']", "Corrie");
  await next(page);
  await page.getByRole("checkbox", { name: "Ja, dit doen we samen" }).check();
  await next(page);
  await next(page);
  await page.fill("[name='role.since']", "31-2-2020"); // no such day: asked again, and what was typed stays
  await next(page);
  assert.equal(await page.locator("[role=alert]").count(), 1);
  assert.equal(await page.inputValue("[name='role.since']"), "31-2-2020");
  await page.fill("[name='role.since']", "mei 2025");
  await next(page);
  await page.getByRole("checkbox", { name: "Contact met mensen" }).check();
  await page.getByRole("checkbox", { name: "Dat ik meepraat" }).check();
  assert.deepEqual(await sideways(page), []);
  await next(page);
  const said = await main(page);
  assert.match(said, /Dit brengt het: contact met mensen en dat ik meepraat\./);
  for (const words of ["De buren groeten vanaf het balkon.", "Wie alleen thuiskomt", "Corrie", "Amersfoort"]) assert.ok(said.includes(words), words);
  assert.doesNotMatch(said, /\d+ ?(van de|\/) ?10|%/);
  await page.getByRole("button", { name: "Zet de kleine stap in mijn plan" }).click();
  assert.match(await main(page), /Het staat als kleine stap in uw plan/);
  assert.deepEqual(await sideways(page), []);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("all of it in English, with no Dutch left", async () => {
  const page = await open();
  await page.goto(`/taal/en?terug=${annie.circle}/hulp-vragen`);
  for (const [path, words] of [["/hulp-vragen", /Asking is hard/], ["/hulp-vragen/nieuw", /Whom would you ask/], ["/talenten", /Your talents/], ["/rollen", /A role is being somebody/], ["/sterk", /What others see in me/]]) {
    await page.goto(annie.circle + path);
    const said = await main(page);
    assert.match(said, words);
    assert.doesNotMatch(said, /\b(Sla over|Verder|Vul in|Nog niemand|Talenten|Rollen|Hulp vragen)\b/);
  }
  await page.goto(`/taal/nl?terug=${annie.circle}`);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});
