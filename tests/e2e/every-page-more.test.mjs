// What must hold on every page that can be reached: in the dark, in both languages, with large text, with the keyboard, without
// anything from outside. See every-page.test.mjs.
import test from "node:test";
import assert from "node:assert/strict";
import { focusShown, languageKept, sideways, sound } from "./checks.mjs";
import { each, readable, sides } from "./pages.mjs";

readable("dark");

for (const which of sides) {
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
