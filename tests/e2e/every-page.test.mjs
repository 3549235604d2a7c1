// What must hold on every page that can be reached: for screen readers, on every width, light and dark, in both languages,
// with large text, without anything from outside.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, openPage, startServer } from "./lib.mjs";
import { allPages, cookiesFor } from "./walk.mjs";
import { axeFinds, focusShown, languageKept, sideways, smallTargets, sound } from "./checks.mjs";

const widths = [320, 390, 768, 1280];
let server, browser, pages;

before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  pages = await allPages(server);
}, { timeout: 240000 });
after(async () => { await browser?.close(); await server?.stop(); });

async function each(which, options, work) {
  const page = await openPage(browser, server, options);
  if (which === "inside") await page.context().addCookies(cookiesFor(server, pages.annie));
  const wrong = [];
  for (const [turn, one] of pages[which].entries()) {
    const answer = await page.goto(one.address, { waitUntil: "load" });
    if (answer.status() !== 200) { wrong.push(`${one.kind} answers ${answer.status()}`); continue; }
    for (const found of await work(page, one, turn)) wrong.push(`${one.kind}: ${found}`);
  }
  wrong.push(...page.trouble);
  await page.context().close();
  return wrong;
}

test("there are pages to look at", () => {
  const kinds = pages.inside.map((one) => one.kind);
  for (const kind of ["/kringen", "/kring/ID", "/kring/ID/namen", "/kring/ID/mens/ID", "/kring/ID/lijst", "/kring/ID/ecogram", "/kring/ID/opvalt", "/kring/ID/tijd"]) {
    assert.ok(kinds.includes(kind), `${kind} can be reached; there are ${kinds.join(" ")}`);
  }
  assert.ok(pages.outside.some((one) => one.kind === "/"));
});

// A map is drawn anew when the screen becomes narrow or wide.
const drawn = (page) => page.waitForFunction(() => {
  const map = document.querySelector(".k-map[data-smal]");
  return !map || (map.dataset.smal === "1") === matchMedia("(max-width: 560px)").matches;
});

// What axe looks at costs most of the time. It sees each page once in the light, the narrowest and the widest by turns, and its
// colours once in the dark; the soak has it look at everything everywhere.
const colours = ["color-contrast", "link-in-text-block"];
const looks = (page, scheme, width, turn) => {
  if (process.env.KRING_SOAK) return axeFinds(page);
  if (scheme === "light") return width === (turn % 2 ? 320 : 1280) ? axeFinds(page) : [];
  return width === (turn % 2 ? 1280 : 390) ? axeFinds(page, { type: "rule", values: colours }) : [];
};

for (const which of ["outside", "inside"]) {
  for (const scheme of ["light", "dark"]) {
    test(`${which}, ${scheme}: readable for everybody at ${widths.join(", ")}`, { timeout: 1800000 }, async () => {
      const wrong = await each(which, { colorScheme: scheme }, async (page, _, turn) => {
        const found = new Set();
        for (const width of widths) {
          await page.setViewportSize({ width, height: width < 700 ? 800 : 900 });
          await drawn(page);
          for (const one of [...await looks(page, scheme, width, turn), ...await sideways(page), ...(scheme === "light" ? await smallTargets(page) : [])]) found.add(`at ${width}: ${one}`);
        }
        return found;
      });
      assert.deepEqual(wrong, []);
    });
  }
  test(`${which}: whole, and keeps nothing in the browser`, { timeout: 600000 }, async () => {
    assert.deepEqual(await each(which, {}, sound), []);
  });
  test(`${which}: focus shows and stays in sight`, { timeout: 600000 }, async () => {
    assert.deepEqual(await each(which, {}, (page) => focusShown(page, 40)), []);
  });
  for (const lang of ["nl", "en"]) {
    test(`${which}: one language at a time (${lang})`, { timeout: 600000 }, async () => {
      const wrong = await each(which, {}, async (page, one) => {
        if (await page.evaluate(() => document.documentElement.lang) !== lang) {
          await page.goto(`/taal/${lang}?terug=${encodeURIComponent(one.address.split("?")[0])}`);
          await page.goto(one.address);
        }
        const is = await page.evaluate(() => document.documentElement.lang);
        return is === lang ? languageKept(page) : [`stays in ${is}`];
      });
      assert.deepEqual(wrong, []);
    });
  }
  test(`${which}: text twice as large still fits at 1280 and 640`, { timeout: 600000 }, async () => {
    const wrong = await each(which, {}, async (page) => {
      await page.evaluate(() => document.documentElement.classList.add("k-text-3"));
      const found = [];
      for (const width of [1280, 640]) {
        await page.setViewportSize({ width, height: 900 });
        for (const one of await sideways(page)) found.push(`at ${width}: ${one}`);
      }
      return found;
    });
    assert.deepEqual(wrong, []);
  });
}
