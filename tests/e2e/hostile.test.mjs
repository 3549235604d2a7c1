// Names that want to be more than a name (tests/corpus/names.json): in every text of a circle, of an account and of a share, through
// every page, drawing and file. A page with them has the same elements, attributes and kinds of address as one without; a drawing is
// XML; a table gives no formula; what is read back is what was written.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { client, formsOf, kring, openBrowser, openPage, password, root, signedIn, signIns, sources, startServer } from "./lib.mjs";
import { cookiesFor, kindOf } from "./walk.mjs";

const run = promisify(execFile);
const corpus = JSON.parse(readFileSync(join(root, "tests/corpus/names.json"), "utf8"));
const names = corpus.names.map((one) => one.name);
// Words of the program, and pictures: no text of a person.
const codes = new Set(("run.guide run.step run_step.step run_answer.step sheet.form sheet_part.place sheet_part.voice filled.questions filled.version " +
  "filled_item.item filled_item.answer filled.rest answer.about person.photo wish.picture wish.pictogram success.picture sheet_part.picture " +
  "circle.practice event.tag").split(" "));
let server, browser, folder, annie, guest, hostile, page;
const kept = [];

async function limits() {
  const found = new Map();
  for (const [, kind, name, limit] of (await sources("src/core/schema.def")).matchAll(/^FIELD\((\w+), \d+, (\w+), TEXT, (\d+)/gm)) found.set(`${kind}.${name}`, Number(limit));
  return found;
}

// The same circle with a hostile name in each text of it, the names of people first.
async function poisoned(text) {
  const most = await limits(), circle = JSON.parse(text);
  let at = 0;
  const next = (limit) => { for (;;) { const name = names[at++ % names.length]; if ([...name].length <= limit) return name; } };
  for (const change of circle.changes) {
    for (const record of change.records) for (const field of record.fields) {
      const what = `${record.kind_name}.${field.name}`;
      if (field.text === undefined || codes.has(what)) continue;
      field.text = next(most.get(what));
      if (what === "person.name") kept.push(field.text);
    }
    if (change.author_name) change.author_name = next(120);
  }
  delete circle.circle;
  return JSON.stringify(circle);
}

async function bring(who, bytes, name) {
  const data = new FormData();
  data.set("csrf", await who.csrf("/kringen/bestand"));
  data.set("bestand", new Blob([bytes]), name);
  const asked = await who.ask("/kringen/bestand", { method: "POST", body: data, headers: { origin: server.url } });
  const html = await asked.text();
  assert.equal(asked.status, 200, html.replace(/<[^>]*>/g, " ").slice(-2000));
  const form = formsOf(html).find((one) => /neem/.test(one.action));
  const done = await who.post(form.action, form.fields);
  assert.equal(done.status, 303, await done.text());
  return done.headers.get("location").match(/\/kring\/[0-9a-f]{16}/)[0];
}

// Every kind of page from here on: [{address, body}], as text.
async function crawl(who, circle, most = 400) {
  const seen = new Map(), queue = [circle, "/kringen", "/account"];
  while (queue.length && seen.size < most) {
    const address = queue.shift(), kind = kindOf(address);
    if (kind === null || seen.has(kind) || (/^\/kring\//.test(address) && !address.startsWith(circle))) continue;
    const answer = await who.get(address);
    assert.ok(answer.status < 500, `${address}: ${answer.status}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const type = answer.headers.get("content-type") ?? "";
    seen.set(kind, { address, type, bytes, headers: [...answer.headers] });
    if (answer.status === 303) queue.push(answer.headers.get("location"));
    if (!type.startsWith("text/html")) continue;
    for (const [, link] of bytes.toString().matchAll(/(?:href|src)="(\/[^"#]*)/g)) {
      const to = link.replace(/&amp;/g, "&");
      if (!/^\/(s|taal|bench)\//.test(to)) queue.push(to);
    }
  }
  return [...seen.values()];
}

// What a browser makes of pages: the elements, attributes and kinds of address in them, and their text.
const parsed = (list) => page.evaluate((texts) => texts.map((text) => {
  const document = new DOMParser().parseFromString(text, "text/html"), found = new Set();
  const look = (top) => {
    for (const element of top.querySelectorAll("*")) {
      found.add(element.localName);
      for (const { name, value } of element.attributes) {
        found.add(`${element.localName} ${name}`);
        if (["href", "src", "action", "formaction", "xlink:href"].includes(name)) found.add(`${name} ${/^\s*([a-z][a-z0-9+.-]*):/i.exec(value)?.[1] ?? "here"}`);
      }
      if (element.localName === "script" && element.textContent.trim()) found.add("script with a text");
      if (element.content instanceof DocumentFragment) look(element.content);
    }
    const comments = document.createNodeIterator(top, NodeFilter.SHOW_COMMENT);
    if (comments.nextNode()) found.add("a comment");
  };
  look(document);
  return { found: [...found], text: document.documentElement.textContent };
}), list);

const unsound = (texts, type) => page.evaluate(([list, as]) => list.map((text) => new DOMParser().parseFromString(text, as).querySelector("parsererror")?.textContent ?? ""), [texts, type]);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "kring-hostile-"));
  server = await startServer({ demo: true });
  browser = await openBrowser();
  page = await openPage(browser, server);
  annie = await signedIn(server, signIns(server)[0]);
  const calm = await annie.text(`${annie.circle}/bestand.kring`);
  await writeFile(join(folder, "hostile.kring"), await poisoned(calm));
  hostile = await bring(annie, readFileSync(join(folder, "hostile.kring")), "</script><img src=x onerror=alert(1)>.kring");
  // a name on the account, and on a share that somebody else opened
  const account = formsOf(await annie.text("/account")).find((one) => one.action === "/account");
  assert.equal((await annie.post("/account", { ...account.fields, name: names[1] })).status, 303);
  guest = client(server);
  assert.equal((await guest.post("/begin", { login: "gast", name: names[2], password })).status, 200);
  const first = await annie.post(`${hostile}/delen/nieuw`, { ...formsOf(await annie.text(`${hostile}/delen/nieuw`)).find((one) => "naam" in one.fields).fields, naam: names[1], wat: "carer" });
  const form = formsOf(await first.text()).find((one) => Object.keys(one.fields).length > 4);
  const made = await annie.post(`${hostile}/delen/nieuw`, { ...form.fields, woord: names[0], waarom: names[3] });
  assert.equal(made.status, 303, (await made.text()).replace(/<[^>]*>/g, " "));
  const invite = made.headers.get("location").replace(server.url, "");
  const letter = formsOf(await annie.text(invite)).find((one) => /uitnodigen/.test(one.action) && one.method === "post");
  const shown = await (await annie.post(letter.action, { ...letter.fields, hoe: "tafel" })).text();
  const code = shown.match(/k-code__c">([^<]+)</)?.[1];
  assert.ok(code, shown.replace(/<[^>]*>/g, " ").slice(0, 800));
  const met = await guest.post("/meekijken", { csrf: await guest.csrf("/meekijken"), code });
  assert.equal(met.status, 200, await met.text());
  const yes = formsOf(await annie.text(`${hostile}/delen`)).find((one) => /bevestig/.test(one.action));
  assert.equal((await annie.post(yes.action, { ...yes.fields, klopt: "ja" })).status, 303);
}, { timeout: 120000 });
after(async () => { await browser?.close(); await server?.stop(); await rm(folder, { recursive: true, force: true }); });

test("a page with hostile names has no element, attribute or kind of address that a page without has not", { timeout: 300000 }, async () => {
  const html = (list) => list.filter((one) => one.type.startsWith("text/html"));
  const allowed = new Set();
  for (const one of await parsed(html(await crawl(annie, annie.circle)).map((each) => each.bytes.toString()))) one.found.forEach((what) => allowed.add(what));
  // what stands in a template may not have come up with the calm circle
  const made = (await Promise.all(["web/templates", "src/draw", "src/web", "src/ask"].map((where) => run("grep", ["-rhoE", "<[a-z]+|[ \"][a-z:-]+=\\\\?\"", join(root, where)], { maxBuffer: 1 << 26 })))).map((one) => one.stdout).join("\n");
  const elements = new Set([...made.matchAll(/<([a-z]+)/g)].map((one) => one[1])), attributes = new Set([...made.matchAll(/([a-z:-]+)=/g)].map((one) => one[1]));
  for (const word of ["script", "img", "iframe", "object", "style", "hx"]) if (![...allowed].includes(word)) elements.delete(word);
  let pages = 0, told = 0;
  for (const [who, circle] of [[annie, hostile], [guest, hostile]]) {
    const list = html(await crawl(who, circle));
    const seen = await parsed(list.map((one) => one.bytes.toString()));
    seen.forEach(({ found, text }, at) => {
      pages += 1;
      told += names.some((name) => text.includes(name.trim())) ? 1 : 0;
      assert.ok(!/\{\{/.test(text.replaceAll(names[7], "")) || names.some((name) => name.includes("{{") && text.includes("{{name}}")), list[at].address);
      for (const what of found) {
        if (allowed.has(what)) continue;
        const [element, attribute] = what.split(" ");
        assert.ok(!attribute || !/^on/.test(attribute), `${list[at].address}: ${what}`);
        assert.ok(elements.has(element) && attributes.has(attribute ?? "class"), `${list[at].address}: ${what}`);
      }
    });
    for (const one of list) for (const [name, value] of one.headers) assert.ok(!/[\r\n]/.test(value) && (name !== "set-cookie" || /^__Host-/.test(value)), `${one.address}: ${name}`);
  }
  assert.ok(pages > 120 && told > 60, `${pages} pages, ${told} with a hostile name`);
});

test("no page of them does anything in a browser", { timeout: 120000 }, async () => {
  const own = await openPage(browser, server);
  await own.context().addCookies(cookiesFor(server, annie));
  own.on("dialog", (dialog) => { own.trouble.push(`a dialog: ${dialog.message()}`); dialog.dismiss(); });
  for (const at of ["", "/lijst", "/ecogram", "/stamboom", "/plan", "/wensen", "/tijd", "/levenslijn", "/delen", "/sociogram", "/eenvoudig"]) {
    await own.goto(server.url + hostile + at, { waitUntil: "load" });
    await own.mouse.move(300, 300);
  }
  assert.deepEqual(own.trouble, []);
  await own.context().close();
});

test("drawings and files are what they say they are", { timeout: 180000 }, async () => {
  const take = async (path) => {
    const answer = await annie.get(hostile + path);
    assert.equal(answer.status, 200, `${path}: ${answer.status}`);
    const disposition = answer.headers.get("content-disposition") ?? "";
    assert.ok(!disposition || /^attachment; filename\*=UTF-8''[A-Za-z0-9.%-]+$/.test(disposition), `${path}: ${disposition}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  const forms = ["lensink", "wijkecogram", "horizons", "rings", "ecogram", "genogram", "functions", "domains", "sociogram", "group", "matrix", "cards", "lifeline", "over-time", "neighbourhood", "plain"];
  const file = join(folder, "hostile.kring");
  const drawn = await Promise.all(forms.map(async (as) => {
    const out = join(folder, `${as}.svg`);
    return run(kring, ["draw", file, "--as", as, "--to", "svg", "-o", out]).then(() => readFileSync(out, "utf8"), (error) => {
      assert.match(error.stderr, /nothing in the circle/, as);
      return "<none/>";
    });
  }));
  assert.ok(drawn.filter((one) => one.includes("onerror")).length > 8, "the hostile names are drawn");
  (await unsound(drawn, "image/svg+xml")).forEach((wrong, at) => assert.equal(wrong, "", `${forms[at]} is no XML`));
  const xml = [await take("/netwerk.graphml"), await take("/netwerk.gexf"), await take("/papier?vorm=lensink&soort=svg")].map(String);
  for (const as of ["graphml", "gexf"]) { // with names, which research does not get unless asked for
    await run(kring, ["export", file, "--to", as, "--names", "-o", join(folder, `named.${as}`)]);
    xml.push(readFileSync(join(folder, `named.${as}`), "utf8"));
    assert.ok(xml.at(-1).includes("onerror"), as);
  }
  (await unsound(xml, "application/xml")).forEach((wrong, at) => assert.equal(wrong, "", `file ${at} is no XML`));
  assert.equal((await take("/papier?vorm=lensink&soort=pdf")).subarray(0, 5).toString(), "%PDF-");
  for (const path of ["/onderzoek.zip", "/egor.zip", "/networkcanvas.zip"]) {
    await writeFile(join(folder, "a.zip"), await take(path));
    const { stdout } = await run("python3", ["-c", "import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print('\\n'.join(z.namelist()))", join(folder, "a.zip")]);
    for (const name of stdout.trim().split("\n")) assert.match(name, /^(?!\/)(?!.*\.\.)[\w./-]+$/, path);
  }
  for (const path of ["/bestand.csv", "/maten.csv"]) {
    const rows = (await take(path)).toString().replace(/^\ufeff/, "");
    const cells = [...rows.matchAll(/(?:^|[;,\r\n])("(?:[^"]|"")*"|[^;,\r\n"]*)/g)].map(([, cell]) => cell.replace(/^"|"$/g, ""));
    for (const cell of cells) assert.ok(!/^[=+@\t\r]/.test(cell) && (!/^-/.test(cell) || /^-[\d.]+$/.test(cell)), `${path}: ${cell}`);
  }
  for (const line of (await take("/stamboom.ged")).toString().replace(/^\ufeff/, "").split(/\r\n|\r|\n/).filter(Boolean)) assert.match(line, /^\d{1,2} (@[A-Z0-9_]+@ )?[A-Z0-9_]+( .*)?$/u);
  const cards = (await take("/adresboek.vcf")).toString().replace(/\r\n[ \t]/g, "").split("\r\n").filter(Boolean);
  for (const line of cards) assert.match(line, /^[A-Z-]+(;[^:]*)?:/);
  assert.equal(cards.filter((line) => line === "BEGIN:VCARD").length, cards.filter((line) => line === "END:VCARD").length);
});

test("what is taken along and brought back has the same names", { timeout: 120000 }, async () => {
  const inside = async (path) => JSON.parse((await run(kring, ["list", path, "--json"], { maxBuffer: 1 << 26 })).stdout);
  const called = (list) => JSON.stringify(list).length && [...JSON.stringify(list).matchAll(/"name":("(?:[^"\\]|\\.)*")/g)].map(([, text]) => JSON.parse(text)).sort();
  const before = called(await inside(join(folder, "hostile.kring")));
  assert.ok(before.length > 15 && before.some((name) => name.includes("onerror")));
  await writeFile(join(folder, "again.kring"), await annie.text(`${hostile}/bestand.kring`));
  assert.deepEqual(called(await inside(join(folder, "again.kring"))), before);
  await run(kring, ["export", join(folder, "hostile.kring"), "--to", "graphml", "--names", "-o", join(folder, "back.graphml")]);
  for (const [path, name] of [["/bestand.csv", "a.csv"], ["/adresboek.vcf", "a.vcf"], [null, "back.graphml"]]) {
    if (path) await writeFile(join(folder, name), Buffer.from(await (await annie.get(hostile + path)).arrayBuffer()));
    await run(kring, ["import", join(folder, name), "-o", join(folder, `${name}.kring`)]);
    const back = new Set(called(await inside(join(folder, `${name}.kring`))));
    // Who is in the middle is asked for; an address book has no dead people, a graph only who is there now, and XML cannot hold what
    // Unicode says is no character. Nobody comes back under another name.
    const strange = [...back].filter((each) => each !== "Ik" && !before.some((was) => was === each || was.replace(/[\ufdd0-\ufdef]/g, "\ufffd") === each));
    assert.deepEqual(strange, [], name);
    assert.ok(back.size >= 20, `${name}: ${back.size} names`);
    if (name === "a.csv") assert.ok(before.filter((each) => !back.has(each)).length <= 1, name);
  }
});

test("bytes that are no text are refused or left out, in a form and in an address", async () => {
  for (const { why, hex } of corpus.bytes) {
    const bytes = hex.match(/../g).map((two) => `%${two}`).join("");
    const csrf = await annie.csrf(`${hostile}/namen`);
    for (const [path, field] of [["/namen", "naam"], ["/wensen", "woorden"], ["/vormen", "naam"], ["/delen/nieuw", "naam"]]) {
      const answer = await annie.ask(hostile + path, { method: "POST", body: `csrf=${encodeURIComponent(csrf)}&${field}=Q${bytes}&rol=friend`,
        headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" } });
      await answer.arrayBuffer();
      assert.ok([303, 400, 422].includes(answer.status), `${why} at ${path}: ${answer.status}`);
    }
    for (const path of [`/lijst?zoek=${bytes}`, `/mens/${bytes}`]) assert.ok((await annie.get(hostile + path)).status < 500, `${why} in ${path}`);
  }
  for (const path of ["/lijst", "/wensen", "/delen", "/bestand.csv", "/bestand.kring", "/adresboek.vcf"]) {
    const bytes = Buffer.from(await (await annie.get(hostile + path)).arrayBuffer());
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    assert.ok(!/[\0\x07\x1b\x7f]/.test(text), path);
  }
});
