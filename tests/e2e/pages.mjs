// What the tests that look at every page share: the pages there are, and going past them one by one.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, openPage, startServer } from "./lib.mjs";
import { allPages, cookiesFor } from "./walk.mjs";
import { axeFinds, sideways, smallTargets } from "./checks.mjs";

export const sides = ["outside", "inside"];
const widths = [320, 390, 768, 1280];
let server, browser;
export let pages;

before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  pages = await allPages(server);
}, { timeout: 240000 });
after(async () => { await browser?.close(); await server?.stop(); });

export async function each(which, options, work) {
  const page = await openPage(browser, server, options);
  if (which === "inside") await page.context().addCookies(cookiesFor(server, pages.annie));
  const wrong = [];
  for (const one of pages[which]) {
    const answer = await page.goto(one.address, { waitUntil: "load" });
    if (answer.status() !== 200) { wrong.push(`${one.kind} answers ${answer.status()}`); continue; }
    for (const found of await work(page, one)) wrong.push(`${one.kind}: ${found}`);
  }
  wrong.push(...page.trouble);
  await page.context().close();
  return wrong;
}

// A map is drawn anew when the screen becomes narrow or wide.
const drawn = (page) => page.waitForFunction(() => {
  const map = document.querySelector(".k-map[data-smal]");
  return !map || (map.dataset.smal === "1") === matchMedia("(max-width: 560px)").matches;
});

// What axe looks at costs most of the time. What does not depend on colours it sees in the light, what does not depend on the
// width at the narrowest and the widest; the soak has it look at everything everywhere.
const colours = ["color-contrast", "link-in-text-block"];
const looks = (page, scheme, width) => {
  if (process.env.KRING_SOAK) return axeFinds(page);
  if (scheme === "light") return width === 320 || width === 1280 ? axeFinds(page) : [];
  return width === 390 || width === 1280 ? axeFinds(page, { type: "rule", values: colours }) : [];
};

export function readable(scheme) {
  for (const which of sides) {
    test(`${which}, ${scheme}: readable for everybody at ${widths.join(", ")}`, { timeout: 1800000 }, async () => {
      const wrong = await each(which, { colorScheme: scheme }, async (page) => {
        const found = new Set();
        for (const width of widths) {
          await page.setViewportSize({ width, height: width < 700 ? 800 : 900 });
          await drawn(page);
          for (const one of [...await looks(page, scheme, width), ...await sideways(page), ...(scheme === "light" ? await smallTargets(page) : [])]) found.add(`at ${width}: ${one}`);
        }
        return found;
      });
      assert.deepEqual(wrong, []);
    });
  }
}
