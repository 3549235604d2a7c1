// Photos of people: chosen, turned upright, shown where the initials stood, removed, undone; and nobody else ever gets one.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { client, openBrowser, openPage, password, startServer, uniqueName } from "./lib.mjs";
import { mouse } from "./drive.mjs";
import { axeFinds, sideways } from "./checks.mjs";

let server, browser;
before(async () => { server = await startServer(); browser = await openBrowser(); });
after(async () => { await browser?.close(); await server?.stop(); });

const secret = "Wilhelminastraat 12, Zutphen";
// A JPEG of four colours, stored as a phone on its side does it (EXIF orientation 6: turn it a quarter to the right), with a
// place in it that must not come along. Upright: red and green above, blue and white below.
async function photo(page) {
  const plain = Buffer.from(await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 600;
    const pen = canvas.getContext("2d");
    const put = (colour, x, y) => { pen.fillStyle = colour; pen.fillRect(x, y, 300, 300); };
    // stored: column 0 is what is seen above, row 0 is what is seen at the right
    put("#14c814", 0, 0); put("#fafafa", 300, 0); put("#e61414", 0, 300); put("#1414e6", 300, 300);
    return canvas.toDataURL("image/jpeg", 0.95).split(",")[1];
  }), "base64");
  const tiff = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]);
  const exif = Buffer.concat([Buffer.from("Exif\0\0"), tiff, Buffer.from(secret)]);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return Buffer.concat([plain.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, exif, plain.subarray(2)]);
}

async function begin(page, name) {
  await page.goto("/begin");
  await page.fill("input[name=name]", name);
  await page.fill("input[name=login]", uniqueName("foto"));
  await page.fill("input[name=password]", password);
  await mouse(page).press("form[action='/begin'] button[type=submit]");
  await mouse(page).press("main a.utrecht-button--primary-action");
  return page.url().match(/\/kring\/[0-9a-f]{16}/)[0];
}

async function personIn(page, base) {
  await page.goto(`${base}/namen`);
  await page.fill("#naam", "Corrie");
  await page.press("#naam", "Enter");
  await page.waitForSelector(".k-names li");
  await page.goto(`${base}/lijst`);
  return page.getAttribute("td a[href*='/mens/'], th a[href*='/mens/']", "href");
}

// The colours in the middle of the four areas of an image on the page, as a person would name them.
const colours = (page, selector) => page.evaluate((wanted) => {
  const image = document.querySelector(wanted), canvas = document.createElement("canvas");
  canvas.width = canvas.height = 100;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0, 100, 100);
  return [[25, 25], [75, 25], [25, 75], [75, 75]].map(([x, y]) => {
    const [r, g, b] = pen.getImageData(x, y, 1, 1).data;
    return r > 180 && g > 180 && b > 180 ? "white" : r > g && r > b ? "red" : g > b ? "green" : "blue";
  });
}, selector);

async function choose(page, href, name, mimeType, buffer) {
  await page.goto(`${href}#foto`);
  await page.setInputFiles("#foto-kies", { name, mimeType, buffer });
}

test("a photo is turned upright, shown, removed and brought back", async () => {
  const page = await openPage(browser, server);
  const base = await begin(page, "Toos"), href = await personIn(page, base), bytes = await photo(page);
  await choose(page, href, "IMG_0012.jpg", "image/jpeg", bytes);
  await page.waitForSelector(".k-photo__see img"); // seen before it is sent
  await mouse(page).press("form.k-photo button[type=submit]");
  assert.match(await page.content(), /De foto is bewaard/);
  assert.deepEqual(await colours(page, ".k-panel__head img"), ["red", "green", "blue", "white"]);
  assert.equal(await page.getAttribute(".k-panel__head img", "alt"), "Foto van Corrie");
  assert.deepEqual((await axeFinds(page)), []);
  // in the list the face stands where the initials were
  await page.goto(`${base}/lijst`);
  assert.equal(await page.locator("th .k-face img").count(), 1);
  const answer = await page.request.get(`${href}/foto`);
  const sent = await answer.body();
  assert.equal(answer.headers()["content-type"], "image/jpeg");
  assert.equal(answer.headers()["cache-control"], "no-store");
  assert.equal(answer.headers()["x-content-type-options"], "nosniff");
  assert.ok(sent.length <= 24 * 1024 && !sent.includes("Exif") && !sent.includes(secret));
  // removed, and undone
  await page.goto(`${href}#foto`);
  await mouse(page).press("button[name=doe][value=weg]:has-text('foto')");
  assert.equal(await page.locator(".k-panel__head img").count(), 0);
  assert.equal((await page.request.get(`${href}/foto`)).status(), 404);
  await mouse(page).press(".k-undoform button");
  assert.equal((await page.request.get(`${href}/foto`)).status(), 200);
  // the history says that it was about the photo, in words
  await page.goto(`${base}/tijd/alles`);
  const told = await page.textContent("main");
  assert.match(told, /foto/);
  assert.doesNotMatch(told, /\/9j\//);
  // the list as a file has no photos; the whole circle as a file has
  assert.ok(!(await (await page.request.get(`${base}/bestand.csv`)).text()).includes("/9j/"));
  assert.ok((await (await page.request.get(`${base}/bestand.kring`)).text()).includes("/9j/"));
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("nobody else gets the photo, and on the disk it cannot be read", async () => {
  const page = await openPage(browser, server);
  const base = await begin(page, "Mies"), href = await personIn(page, base);
  await choose(page, href, "a.jpg", "image/jpeg", await photo(page));
  await mouse(page).press("form.k-photo button[type=submit]");
  const own = await page.request.get(`${href}/foto`);
  assert.equal(own.status(), 200);
  const stranger = await client(server).get(`${href}/foto`);
  assert.equal(stranger.status, 303);
  assert.match(stranger.headers.get("location"), /^\/inloggen/);
  const other = await openPage(browser, server);
  await begin(other, "Kees");
  assert.equal((await other.request.get(`${href}/foto`)).status(), 404);
  const kept = (await own.body()).toString("base64");
  for (const file of await readdir(server.data)) {
    const bytes = await readFile(join(server.data, file)).catch(() => Buffer.alloc(0));
    assert.ok(!bytes.includes(kept.slice(40, 120)) && !bytes.includes((await own.body()).subarray(40, 120)), file);
  }
  assert.deepEqual([...page.trouble, ...other.trouble], []);
  await page.context().close();
  await other.context().close();
});

test("in the circle when asked for, on paper, and in the file that is taken along", async () => {
  const page = await openPage(browser, server);
  const base = await begin(page, "Jo"), href = await personIn(page, base), id = href.match(/mens\/([0-9a-f]{16})/)[1];
  await page.goto(base);
  assert.equal(await page.locator(".k-map__photos").count(), 0); // offered only when there is a photo
  await choose(page, href, "a.jpg", "image/jpeg", await photo(page));
  await mouse(page).press("form.k-photo button[type=submit]");
  await page.goto(`${base}/plaats?wie=${id}`);
  await page.locator("input[name='ring.lensink']").first().check();
  await page.locator("input[name='vak.lensink']").first().check();
  await mouse(page).press("main form:has(input[name='ring.lensink']) button[type=submit]");
  await page.goto(base);
  assert.equal(await page.locator(".k-map image").count(), 0);
  await mouse(page).press(".k-map__photos");
  assert.equal(await page.locator(".k-map image").getAttribute("href"), `${href}/foto`);
  const seen = await page.locator(".k-map image").boundingBox();
  assert.ok(seen.width > 20 && Math.abs(seen.width - seen.height) < 1);
  assert.deepEqual(await axeFinds(page), []);
  // a page of paper with the photo in it is larger than one without, and one with initials is not
  const paper = async (more) => (await (await page.request.get(`${base}/papier?vorm=lensink&blad=a4&soort=${more}`)).body());
  const svg = String(await paper("svg&fotos=1"));
  assert.match(svg, /<image[^>]* href="data:image\/jpeg;base64,\/9j\//);
  assert.doesNotMatch(String(await paper("svg")), /<image/);
  assert.doesNotMatch(String(await paper("svg&fotos=1&namen=letters")), /<image/);
  const pdf = await paper("pdf&fotos=1");
  assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  assert.ok(pdf.includes("/Subtype /Image"), "the locked process can read the photo");
  assert.ok(!(await paper("pdf")).includes("/Subtype /Image"));
  // as a file, and from the file a circle again, with the same photo
  const file = await (await page.request.get(`${base}/bestand.kring`)).body();
  const own = await (await page.request.get(`${href}/foto`)).body();
  await page.goto("/kringen/bestand");
  await page.setInputFiles("#bestand", { name: "a.kring", mimeType: "application/json", buffer: file });
  await mouse(page).press("form[enctype='multipart/form-data'] button[type=submit]");
  assert.doesNotMatch(await page.textContent("main"), /9j/);
  await mouse(page).press("main form:has(input[name=sealed]) button[type=submit]");
  await page.goto("/kringen");
  const bases = [...new Set((await page.content()).match(/\/kring\/[0-9a-f]{16}/g))].filter((one) => one !== base);
  assert.equal(bases.length, 1);
  await page.goto(`${bases[0]}/lijst`);
  const copy = await page.getAttribute("th a[href*='/mens/']", "href");
  assert.ok((await (await page.request.get(`${copy}/foto`)).body()).equals(own));
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("what is not a photo is refused in words, with room to choose another; also without script", async () => {
  const page = await openPage(browser, server, { javaScriptEnabled: false });
  const base = await begin(page, "Bep"), href = await personIn(page, base);
  const heic = Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1");
  const bomb = await readFile(new URL("../../fuzz/corpus/image/bomb.png", import.meta.url));
  for (const [name, bytes, why] of [["a.heic", heic, /HEIC/], ["b.png", bomb, /64 miljoen/], ["c.gif", Buffer.from("GIF89a\x01\0"), /bewegend/],
    ["d.pdf", Buffer.from("%PDF-1.7"), /geen foto/]]) {
    await page.goto(href);
    await page.click("#foto summary");
    await page.setInputFiles("#foto-kies", { name, mimeType: "application/octet-stream", buffer: bytes });
    await page.click("form.k-photo button[type=submit]");
    assert.match(await page.textContent("[role=alert]"), why, name);
    assert.equal(await page.locator("#foto-kies").count(), 1);
  }
  assert.equal((await page.request.get(`${href}/foto`)).status(), 404);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("on a phone the fold and the photo fit", async () => {
  const page = await openPage(browser, server, { viewport: { width: 390, height: 800 }, hasTouch: true });
  const base = await begin(page, "Ria"), href = await personIn(page, base);
  await choose(page, href, "a.jpg", "image/jpeg", await photo(page));
  await mouse(page).press("form.k-photo button[type=submit]");
  await page.goto(`${href}#foto`);
  assert.ok(await page.isVisible(".k-photo__now img"));
  assert.deepEqual(await sideways(page), []);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});
