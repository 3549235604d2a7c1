// Practising with invented people: marked on every page, apart from real circles, and as often again as one likes.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { openBrowser, startServer } from "./lib.mjs";
import { allPages, openAs } from "./walk.mjs";

let server, browser, annie;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  annie = (await allPages(server)).annie;
});
after(async () => { await browser?.close(); await server?.stop(); });

for (const javaScriptEnabled of [true, false])
  test(`a practice circle is begun, changed, and begun again, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const page = await openAs(browser, server, annie, { javaScriptEnabled });
    await page.goto(`${server.url}/leren`);
    const offered = await page.locator("form[action='/leren/kring']").count();
    assert.equal(offered, 7);
    await page.click("form[action='/leren/kring'] >> nth=1 >> button");
    const first = page.url();
    assert.match(first, /\/kring\/[0-9a-f]{16}$/);
    for (const path of ["", "/lijst", "/opvalt", "/wensen", "/meenemen", "/ecogram", "/namen"]) {
      await page.goto(first + path);
      assert.match(await page.locator(".k-practice").innerText(), /verzonnen/, path);
    }
    await page.fill("#naam, [name=naam]", "Iemand van mij");
    await page.keyboard.press("Enter");
    await page.locator("main >> text=Iemand van mij").first().waitFor();
    await page.goto(`${first}/lijst`);
    assert.match(await page.locator("main").innerText(), /Iemand van mij/);
    assert.equal((await page.goto(`${first}/erbij`)).status(), 403, "no file comes into it");
    await page.goto(`${server.url}/kringen`);
    assert.equal(await page.locator(`a[href='${new URL(first).pathname}']`).count(), 0, "it is not among one's own circles");
    assert.equal(await page.locator(".k-circles li").count(), 1);
    await page.goto(`${server.url}/leren`);
    await page.click("details summary >> nth=0");
    await page.click("form[action$='/opnieuw-oefenen'] button");
    assert.notEqual(page.url(), first);
    assert.match(await page.locator(".k-practice").innerText(), /verzonnen/);
    await page.goto(`${page.url()}/lijst`);
    assert.doesNotMatch(await page.locator("main").innerText(), /Iemand van mij/);
    assert.equal((await page.goto(first)).status(), 404);
    await page.goto(`${server.url}/leren`);
    assert.equal(await page.locator("form[action$='/opnieuw-oefenen']").count(), 1, "the same circle, not one more");
    await page.context().close();
    await tidy();
  });

// What the test made goes, so that the next one finds the same.
async function tidy() {
  const page = await openAs(browser, server, annie);
  await page.goto(`${server.url}/leren`);
  const address = await page.locator("section[aria-labelledby=h-mijn] a.utrecht-button").first().getAttribute("href");
  await page.goto(`${server.url}${address}/weg`);
  await page.check("[name=zeker]");
  await page.click("form[action$='/weg'] button");
  await page.context().close();
}

test("an exercise is begun in a practice circle and written down there", async () => {
  const page = await openAs(browser, server, annie);
  await page.goto(`${server.url}/leren`);
  await page.click("a[href='/wegwijzers/oefen-ecogram']");
  await page.click("form[action='/leren/oefening'] button");
  assert.match(page.url(), /\/kring\/[0-9a-f]{16}\/wegwijzers\/oefen-ecogram$/);
  assert.match(await page.locator(".k-practice").innerText(), /verzonnen/);
  await page.click("form[action$='/wegwijzers/oefen-ecogram'] button[type=submit]");
  assert.match(page.url(), /\/weg\/[0-9a-f]{16}\/parts$/);
  await page.fill("main textarea >> nth=0", "Ik speel Marjan.");
  await page.click("main button[value=klaar]");
  await page.goto(`${server.url}/leren`);
  await page.click("section[aria-labelledby=h-mijn] a[href$='/wegen']");
  await page.click("main a[href*='/weg/'] >> nth=0");
  await page.goto(page.url().replace(/(\/weg\/[0-9a-f]{16}).*/, "$1"));
  assert.match(await page.locator("main").innerText(), /Ik speel Marjan/);
  for (const list of ["/wegwijzers", `${annie.circle.replace(server.url, "")}/wegwijzers`]) {
    await page.goto(server.url + list);
    assert.equal(await page.locator("a[href$='/oefen-ecogram']").count(), 0, "it is not among the methods");
  }
  await page.context().close();
  await tidy();
});

test("real circles carry no mark", async () => {
  const page = await openAs(browser, server, annie);
  await page.goto(annie.circle);
  assert.equal(await page.locator(".k-practice").count(), 0);
  const answer = await page.request.post(`${annie.circle}/opnieuw-oefenen`, { form: { csrf: "x" }, headers: { origin: server.url } });
  assert.ok([403, 404].includes(answer.status()), "and cannot be begun again");
  await page.context().close();
});
