// On paper: large or small, with names or only letters; never a telephone number, a remark or a private mark.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { client, openBrowser, signedIn, signIns, startServer } from "./lib.mjs";
import { openAs } from "./walk.mjs";

let server, annie, browser;
const secret = { phone: "06-24681357", remark: "Praatgraagje", email: "corrie-privee@example.org" };
before(async () => {
  server = await startServer({ demo: true });
  annie = await signedIn(server, signIns(server)[0]);
  browser = await openBrowser();
  const page = await annie.text(`${annie.circle}/lijst`);
  const corrie = page.match(/\/mens\/([0-9a-f]{16})[^>]*>Corrie</)[1];
  const csrf = await annie.csrf(`${annie.circle}/mens/${corrie}`);
  const html = await annie.text(`${annie.circle}/mens/${corrie}`);
  // each word where the page has a place for it
  for (const [name, value] of [["person.phone", secret.phone], ["person.email", secret.email], ["person.remark", secret.remark]]) {
    const layer = [...html.matchAll(/<form[^>]*action="([^"]*\/laag\/\w+)"[^]*?<\/form>/g)].find(([form]) => form.includes(`name="${name}"`))?.[1];
    if (layer) assert.equal((await annie.post(layer, { csrf, [name]: value })).status, 303, name);
    else assert.notEqual(name, "person.remark", "there is a place for a remark");
  }
});
after(async () => { await browser?.close(); await server?.stop(); });

async function paper(query) {
  const answer = await annie.get(`${annie.circle}/papier?${new URLSearchParams(query)}`);
  assert.equal(answer.status, 200, JSON.stringify(query));
  const bytes = Buffer.from(await answer.arrayBuffer());
  const file = join(server.base, `papier-${Object.values(query).join("-")}`);
  writeFileSync(file, bytes);
  return { file, bytes, type: answer.headers.get("content-type") };
}
const text = (file) => execFileSync("pdftotext", ["-layout", file, "-"]).toString();
const size = (file) => execFileSync("pdfinfo", [file]).toString().match(/Page size: +([\d.]+) x ([\d.]+)/).slice(1).map(Number).sort((a, b) => a - b);
const near = (found, wanted) => found.every((one, at) => Math.abs(one - wanted[at]) < 2);

for (const form of ["lensink", "wijkecogram", "horizons", "rings", "ecogram"]) {
  for (const [sheet, points] of [["a4", [595, 842]], ["a3", [842, 1191]]]) {
    test(`${form} on ${sheet}`, async () => {
      const { file, type } = await paper({ vorm: form, blad: sheet, namen: "namen", soort: "pdf" });
      assert.equal(type, "application/pdf");
      assert.ok(near(size(file), points), `${size(file)}`);
      const says = text(file);
      for (const name of ["Annie", "Sanne", "Corrie", "Dr. Bakker"]) assert.ok(says.includes(name), `${name} in ${says}`);
      assert.match(says, /20\d\d/, "the date stands on it");
      for (const word of Object.values(secret)) assert.ok(!says.includes(word), word);
      // its letters travel along
      const fonts = execFileSync("pdffonts", [file]).toString();
      assert.match(fonts, /Atkinson/, fonts);
    });
  }
  test(`${form} with letters only`, async () => {
    const { file } = await paper({ vorm: form, blad: "a4", namen: "letters", soort: "pdf" });
    const says = text(file);
    for (const name of ["Sanne", "Corrie", "Yusuf", "Bakker"]) assert.ok(!says.includes(name), `${name} in ${says}`);
    assert.match(says, /\bSa\b|\bS\b/, "letters instead");
  });
}

test("the list, and the whole in large type", async () => {
  const { file } = await paper({ blad: "lijst", namen: "namen", soort: "pdf", groot: "1" });
  const says = text(file);
  for (const name of ["Sanne", "Corrie"]) assert.ok(says.includes(name));
  for (const word of Object.values(secret)) assert.ok(!says.includes(word), word);
  const letters = text((await paper({ blad: "lijst", namen: "letters", soort: "pdf" })).file);
  for (const name of ["Sanne", "Corrie", "Yusuf"]) assert.ok(!letters.includes(name), `${name} in ${letters}`);
});

test("as a picture, and as a drawing", async () => {
  const png = await paper({ vorm: "lensink", blad: "a4", namen: "namen", soort: "png" });
  assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
  const svg = await paper({ vorm: "lensink", blad: "a4", namen: "namen", soort: "svg" });
  const says = svg.bytes.toString();
  assert.match(says, /^(<\?xml[^>]*>\s*)?<svg/);
  assert.doesNotMatch(says, /<script|href="http|url\(http/);
  for (const word of Object.values(secret)) assert.ok(!says.includes(word), word);
});

test("the page to print holds the map and the list, and no telephone numbers", async () => {
  const page = await openAs(browser, server, annie);
  await page.goto(`${annie.circle}/afdruk`);
  await page.emulateMedia({ media: "print" });
  const says = await page.locator("main").innerText();
  for (const name of ["Sanne", "Corrie"]) assert.ok(says.includes(name));
  for (const word of Object.values(secret)) assert.ok(!says.includes(word), word);
  for (const gone of [".k-top", ".k-foot", "main button"]) {
    for (const one of await page.locator(gone).all()) assert.equal(await one.isVisible(), false, `${gone} stays off paper`);
  }
  const file = join(server.base, "afdruk.pdf");
  await page.pdf({ path: file, format: "A4" });
  const pages = Number(execFileSync("pdfinfo", [file]).toString().match(/Pages: +(\d+)/)[1]);
  assert.ok(pages >= 2 && pages <= 4, `${pages} sheets`);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("an empty circle to write on, for anybody", async () => {
  const answer = await client(server).get("/leeg.pdf?vorm=lensink");
  assert.equal(answer.status, 200);
  const file = join(server.base, "leeg.pdf");
  writeFileSync(file, Buffer.from(await answer.arrayBuffer()));
  assert.ok(near(size(file), [595, 842]));
});

// last: it makes the circle larger
test("a long list is one file of several pages", async () => {
  const csrf = await annie.csrf(`${annie.circle}/namen`);
  const names = Array.from({ length: 50 }, (_, i) => `Koorlid ${i + 1}`).join("\n");
  assert.equal((await annie.post(`${annie.circle}/namen`, { csrf, rij: names })).status, 303);
  const { file } = await paper({ blad: "lijst", namen: "namen", soort: "pdf" });
  assert.match(execFileSync("pdfinfo", [file]).toString(), /Pages: +3\n/);
  const says = text(file);
  for (const name of ["Sanne", "Koorlid 1", "Koorlid 50"]) assert.ok(says.includes(name), name);
  const one = (await paper({ blad: "lijst", pagina: "2", soort: "pdf" })).file;
  assert.match(execFileSync("pdfinfo", [one]).toString(), /Pages: +1\n/, "one sheet when one is asked for");
});
