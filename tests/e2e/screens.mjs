// Pictures of all pages, for people to look at: build/screens/NAME-390.png and NAME-1280.png, some also dark.
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openBrowser, openPage, root, startServer } from "./lib.mjs";
import { allPages, cookiesFor } from "./walk.mjs";

const folder = join(root, "build/screens");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const server = await startServer({ demo: true });
const browser = await openBrowser();
try {
  const pages = await allPages(server);
  const nameOf = (kind) => kind.replace(/^\//, "").replace(/ID\/?/g, "").replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "start";
  for (const [which, dark] of [["outside", false], ["inside", false], ["inside", true]]) {
    for (const width of [390, 1280]) {
      const page = await openPage(browser, server, { viewport: { width, height: width < 700 ? 844 : 900 }, colorScheme: dark ? "dark" : "light" });
      if (which === "inside") await page.context().addCookies(cookiesFor(server, pages.annie));
      for (const one of pages[which]) {
        if (dark && !/^\/kring\/ID(\/(mens\/ID|lijst|opvalt|namen))?$/.test(one.kind)) continue;
        await page.goto(one.address, { waitUntil: "load" });
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: join(folder, `${nameOf(one.kind)}-${width}${dark ? "-dark" : ""}.png`), fullPage: true });
      }
      for (const one of page.trouble) console.log(one);
      await page.context().close();
    }
  }
  if (process.argv.includes("--readme")) {
    const page = await openPage(browser, server, { viewport: { width: 1280, height: 900 } });
    await page.context().addCookies(cookiesFor(server, pages.annie));
    await page.goto(pages.annie.circle, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    mkdirSync(join(root, "docs/pictures"), { recursive: true });
    await page.screenshot({ path: join(root, "docs/pictures/kring.png") });
  }
  console.log(`build/screens: ${pages.outside.length + pages.inside.length} pages`);
} finally {
  await browser.close();
  await server.stop();
}
