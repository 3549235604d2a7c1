// The measures for whoever wants to know more: every figure is that of `kring measure` on the file of the same circle, in both
// languages; what cannot be worked out is said so; reachable, readable, and without script.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { kring, openBrowser, openPage, signIns, signedIn, sources, startServer } from "./lib.mjs";
import { cookiesFor } from "./walk.mjs";
import { axeFinds, focusShown, languageKept, sideways, smallTargets } from "./checks.mjs";

const run = promisify(execFile);
let server, browser;
const people = {};
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  for (const one of signIns(server)) people[one.login] = await signedIn(server, one);
});
after(async () => { await browser?.close(); await server?.stop(); });

async function open(who, options = {}) {
  const page = await openPage(browser, server, options);
  await page.context().addCookies(cookiesFor(server, people[who]));
  return page;
}
// The circle as its owner takes it along, measured by the command.
async function command(who, ...options) {
  const answer = await people[who].get(`${people[who].circle}/bestand.kring`);
  const file = join(server.base, `${who}.kring`);
  await writeFile(file, Buffer.from(await answer.arrayBuffer()));
  return (await run(kring, ["measure", file, ...options])).stdout;
}
// What the page shows: [{of, measure, category, cells: [[exact, shown, undefined?], ...]}].
const rows = (page) => page.$$eval("tr[data-of]", (all) => all.map((row) => ({
  of: row.dataset.of, measure: row.dataset.measure, category: row.dataset.category ?? "",
  cells: [...row.querySelectorAll("td")].map((cell) => ({
    text: cell.textContent.trim(), data: [...cell.querySelectorAll("data")].map((one) => ({ exact: one.value, shown: one.textContent })),
  })),
})));

const places = { alter: "alters" };
function expected(json, row) {
  const of = json[places[row.of] ?? row.of];
  const value = of?.[row.measure];
  if (row.of === "alter") return [value.min, value.max];
  return [row.category ? value?.[row.category] : value];
}
function same(shown, value, lang) {
  const text = shown.replace("−", "-").replace(lang === "nl" ? "," : ".", "#");
  assert.doesNotMatch(text, /[.,]/, `the other sign in ${shown}`);
  const number = Number(text.replace("#", "."));
  assert.ok(Math.abs(number - value) <= 0.0005 + 1e-12, `${shown} for ${value}`);
  assert.equal(number === 0, value === 0, `${shown} for ${value}`);
}

for (const who of ["annie", "henk", "sem"]) {
  for (const lang of ["nl", "en"]) {
    test(`every figure of ${who} is that of the command, in ${lang}`, async () => {
      const json = JSON.parse(await command(who, "--json"));
      const page = await open(who, { javaScriptEnabled: false });
      await page.goto(`/taal/${lang}?terug=${encodeURIComponent(`${people[who].circle}/maten?open=1`)}`);
      assert.equal(await page.getAttribute("html", "lang"), lang);
      const shown = await rows(page);
      let compared = 0;
      for (const row of shown) {
        const name = `${row.of} ${row.measure} ${row.category}`;
        assert.equal(row.cells.length, 2, name);
        for (const [side, key] of ["with_paid", "without_paid"].entries()) {
          const cell = row.cells[side];
          const elsewhere = ["weighted", "naming"].includes(row.of);
          const values = elsewhere ? [null] : expected(json[key], row);
          assert.ok(values.every((one) => one !== undefined), `the command has ${name}`);
          if (values[0] === null) {
            assert.equal(cell.text, lang === "nl" ? "niet te bepalen" : "cannot be worked out", name);
            continue;
          }
          assert.deepEqual(cell.data.map((one) => Number(one.exact)), values, name);
          cell.data.forEach((one, i) => same(one.shown, values[i], lang));
          compared += 1;
        }
      }
      assert.ok(compared > 400, `${compared} figures`);
      // Nothing the command says is missing here.
      const there = new Set(shown.map((row) => [places[row.of] ?? row.of, row.measure, row.of === "alter" ? "" : row.category].join()));
      for (const line of (await command(who, "--csv")).trim().split("\n").slice(1)) {
        const [of, measure, category] = line.split(",");
        assert.ok(there.has([of, measure, of === "alters" ? "" : category].join()), line);
      }
      assert.doesNotMatch(await page.content(), /\bNaN\b|\binf\b|undefined|null/i);
      assert.deepEqual(await languageKept(page), []);
      assert.deepEqual(page.trouble, []);
      await page.context().close();
    });
  }
}

test("every measure of the table is explained, with a formula, a range, a source and what it does not say", async () => {
  const page = await open("annie", { javaScriptEnabled: false });
  await page.goto(`${people.annie.circle}/maten?open=1`);
  const explained = await page.$$eval("[data-of]", (all) => all.filter((one) => one.querySelector("dl")).map((one) => ({
    name: `${one.dataset.of}.${one.dataset.measure}`, what: one.querySelector("p").textContent,
    said: [...one.querySelectorAll("dd")].map((dd) => dd.textContent.trim()), open: one.querySelector("details").open,
  })));
  const table = [...(await sources("src/measure/measures.def")).matchAll(/^([A-Z]+)\((\w+), "/gm)].map((m) => `${m[1].toLowerCase()}.${m[2]}`);
  const names = new Set(explained.map((one) => one.name));
  // The size of an exchange is the size above it.
  assert.deepEqual(table.filter((name) => !names.has(name)), ["exchange.size"]);
  for (const one of explained) {
    assert.ok(one.open, one.name);
    assert.ok(one.what.length > 10, one.name);
    assert.equal(one.said.length, 5, one.name);
    for (const text of one.said) assert.ok(text.length > 0 && !/measure\.|source\./.test(text), `${one.name}: ${text}`);
  }
  await page.context().close();
});

test("the table is taken along as the command writes it", async () => {
  const page = await open("annie");
  await page.goto(`${people.annie.circle}/maten`);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "De getallen als tabel (CSV)" }).click()]);
  assert.match(download.suggestedFilename(), /^kring-maten-\d{4}-\d\d-\d\d\.csv$/);
  const stream = await download.createReadStream();
  let text = "";
  for await (const part of stream) text += part;
  assert.equal(text, await command("annie", "--csv"));
  await page.context().close();
});

test("the way there is quiet: at the bottom of two pages, and with what is for research", async () => {
  const page = await open("annie", { javaScriptEnabled: false });
  for (const from of ["opvalt", "kenmerken", "meenemen"]) {
    await page.goto(`${people.annie.circle}/${from}`);
    if (from === "meenemen") await page.locator("details:has(a[href$='/maten']) > summary").click();
    await page.locator("a[href$='/maten']").click();
    await page.waitForURL(/\/maten$/);
  }
  await page.context().close();
});

test("one part at a time: together they are everything", async () => {
  const page = await open("annie", { javaScriptEnabled: false });
  const names = () => page.$$eval("main [data-of]", (all) => all.map((one) => [one.dataset.of, one.dataset.measure, one.dataset.category].join()));
  await page.goto(`${people.annie.circle}/maten?open=1`);
  const all = await names();
  await page.goto(`${people.annie.circle}/maten`);
  const links = await page.$$eval("#delen a", (found) => found.map((one) => one.getAttribute("href")));
  assert.ok(links.length > 6);
  const seen = [];
  for (const link of links) {
    await page.goto(link);
    assert.equal(await page.locator("#delen [aria-current=page]").count(), 1, link);
    seen.push(...await names());
  }
  assert.deepEqual(seen, all);
  assert.ok(await page.getByText(/Marsden/).isVisible(), "the literature is the last one");
  await page.goto(`${people.annie.circle}/maten?deel=nothing`);
  assert.ok((await names()).length > 5);
  await page.context().close();
});

for (const width of [390, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`it reads well at ${width}, ${colorScheme}`, async () => {
      const page = await open("annie", { viewport: { width, height: 900 }, colorScheme });
      await page.goto(`${people.annie.circle}/maten?open=1`);
      assert.deepEqual(await axeFinds(page), []);
      assert.deepEqual(await sideways(page), []);
      assert.deepEqual(await smallTargets(page), []);
      await page.goto(`${people.annie.circle}/maten`);
      assert.deepEqual(await focusShown(page), []);
      await page.locator("[data-measure=density] summary").first().focus();
      await page.keyboard.press("Enter");
      assert.ok(await page.getByText("2m/(n(n−1))", { exact: true }).isVisible());
      assert.deepEqual(page.trouble, []);
      await page.context().close();
    });
  }
}
