// What must hold on every page that can be reached: for screen readers, on every width, in the light and in the dark, in both
// languages, with large text, with the keyboard, and without anything kept. Each page is opened once in each language and looked at
// in every way. The pages are dealt over two files (every-page, every-page-more), so that two processors share the work.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, openPage, startServer } from "./lib.mjs";
import { allPages, cookiesFor } from "./walk.mjs";
import { axeFinds, focusShown, languageKept, sideways, smallTargets, sound } from "./checks.mjs";

const widths = [320, 390, 768, 1280];
const high = (width) => ({ width, height: width < 700 ? 800 : 900 });
export const sides = ["outside", "inside"];
export let pages;
let server, browser;

before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  pages = await allPages(server);
}, { timeout: 240000 });
after(async () => { await browser?.close(); await server?.stop(); });

// A map is drawn anew when the screen becomes narrow or wide.
const drawn = (page) => page.waitForFunction(() => {
  const map = document.querySelector(".k-map[data-smal]");
  return !map || (map.dataset.smal === "1") === matchMedia("(max-width: 560px)").matches;
});

// What axe looks at costs most of the time. What does not depend on colours it sees in the light; colours in the dark too. Pages take
// turns: at the narrowest, or at the widest and in the dark; the soak has it look at everything everywhere.
const colours = { type: "rule", values: ["color-contrast", "link-in-text-block"] };
const looks = (page, scheme, width, turn) => {
  if (process.env.KRING_SOAK) return axeFinds(page);
  if (scheme === "dark") return axeFinds(page, colours);
  return width === (turn ? 1280 : 320) ? axeFinds(page) : [];
};

async function readable(page, scheme, turn) {
  const found = new Set();
  // where things stand does not depend on colours
  const at = scheme === "light" || process.env.KRING_SOAK ? widths : turn ? [390] : [];
  await page.emulateMedia({ colorScheme: scheme });
  for (const width of at) {
    await page.setViewportSize(high(width));
    await drawn(page);
    for (const one of [...await looks(page, scheme, width, turn), ...await sideways(page), ...(scheme === "light" ? await smallTargets(page) : [])]) found.add(`at ${width}: ${one}`);
  }
  return found;
}

async function largeText(page) {
  await page.evaluate(() => document.documentElement.classList.add("k-text-3"));
  const found = [];
  for (const width of [1280, 640]) {
    await page.setViewportSize({ width, height: 900 });
    for (const one of await sideways(page)) found.push(`at ${width}: ${one}`);
  }
  return found;
}

// In the order in which they are done; the last changes the page.
const checks = {
  "whole, and keeps nothing in the browser": (page) => sound(page),
  "one language at a time (nl)": (page) => languageKept(page),
  [`readable for everybody in the light, at ${widths.join(", ")}`]: (page, turn) => readable(page, "light", turn),
  "readable for everybody in the dark": (page, turn) => readable(page, "dark", turn),
  "focus shows and stays in sight": async (page) => { await page.setViewportSize(high(1280)); await drawn(page); return focusShown(page, 40); },
  "text twice as large still fits at 1280 and 640": largeText,
};
const english = { "one language at a time (en)": languageKept };

// Opens each of the pages and does the checks on it. Adds to `wrong`: what was found, by check.
async function look(which, lang, part, work, wrong) {
  const page = await openPage(browser, server, { colorScheme: "light", reducedMotion: "reduce" });
  if (which === "inside") await page.context().addCookies(cookiesFor(server, pages.annie));
  const every = Object.keys(work);
  for (const [at, one] of pages[which].filter((_, at) => at % 2 === part).entries()) {
    await page.setViewportSize(high(1280));
    await page.emulateMedia({ colorScheme: "light" });
    let answer = await page.goto(one.address, { waitUntil: "load" });
    if (await page.evaluate(() => document.documentElement.lang) !== lang) {
      await page.goto(`/taal/${lang}?terug=${encodeURIComponent(one.address.split("?")[0])}`);
      answer = await page.goto(one.address, { waitUntil: "load" });
    }
    const is = await page.evaluate(() => document.documentElement.lang);
    if (answer.status() !== 200 || is !== lang) wrong[every[0]].push(`${one.kind} answers ${answer.status()} in ${is}`);
    else for (const name of every) for (const found of await work[name](page, at % 2)) wrong[name].push(`${one.kind}: ${found}`);
  }
  wrong[every[0]].push(...page.trouble);
  await page.context().close();
}

export function everyPage(part) {
  for (const which of sides) {
    const wrong = Object.fromEntries(Object.keys({ ...checks, ...english }).map((name) => [name, []]));
    let ended = false;
    test(`${which}: every ${part ? "even" : "odd"} page can be looked at`, { timeout: 2400000 }, async () => {
      await look(which, "nl", part, checks, wrong);
      await look(which, "en", part, english, wrong);
      ended = true;
    });
    for (const name of Object.keys(wrong)) {
      test(`${which}: ${name}`, () => { assert.ok(ended, "the pages were not all looked at"); assert.deepEqual(wrong[name], []); });
    }
  }
}
