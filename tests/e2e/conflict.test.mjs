// Two devices, one question: whoever saves last sees both answers and chooses; nothing is swallowed.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { formsOf, signedIn, signIns, startServer } from "./lib.mjs";

let server, who, other, base, people;
before(async () => {
  server = await startServer({ demo: true });
  who = await signedIn(server, signIns(server)[0]);
  other = await signedIn(server, signIns(server)[0]);
  base = who.circle;
  people = [...new Set([...(await who.text(`${base}/lijst`)).matchAll(/\/mens\/([0-9a-f]{16})/g)].map((m) => m[1]))];
});
after(async () => { await server?.stop(); });

const words = (html) => html.replace(/^[^]*<main/, "<main").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

// The form of this page is opened on two devices; the first answer is kept, the second is asked about, and can be kept all the
// same.
async function clash(path, pick, first, second, { now, mine, says }) {
  const find = async (client) => formsOf(await client.text(path)).find((one) => one.method === "post" && one.fields.base !== undefined && pick(one));
  const form = await find(who), theirs = await find(other);
  assert.ok(form, `a form at ${path} that says what it was made from`);
  assert.equal((await other.post(theirs.action, { ...theirs.fields, ...first })).status, 303);
  const answer = await who.post(form.action, { ...form.fields, ...second });
  const html = await answer.text();
  assert.equal(answer.status, 409, `both answered at ${path}`);
  assert.match(words(html), now);
  assert.match(words(html), mine);
  assert.doesNotMatch(words(html), /undefined|NaN|field\.|conflict\./);
  const again = formsOf(html).find((one) => one.fields.base !== undefined);
  for (const [name, value] of Object.entries(second)) assert.equal(again.fields[name], value, `${name} comes along`);
  const back = html.match(/href="([^"]+)"[^>]*>(?:(?!<\/a>)[^])*<\/a><\/div><\/form>/)?.[1];
  assert.equal((await who.get(back.replaceAll("&amp;", "&"))).status, 200, "the page to go back to is there");
  assert.equal((await who.post(again.action, again.fields)).status, 303);
  assert.match(await who.text(says?.path ?? path), says?.match ?? mine);
}

test("a form of one's own: its name", async () => {
  const form = formsOf(await who.text(`${base}/vormen`)).find((one) => "ringen" in one.fields || /name="ringen"/.test(one.html));
  const made = await who.post(form.action, { csrf: form.fields.csrf, naam: "Mijn vorm", ringen: "dichtbij\nver", vakken: "een\ntwee" });
  const path = made.headers.get("location").replace(server.url, "").split("#")[0];
  await clash(path, (one) => "naam" in one.fields, { naam: "Onze kring" }, { naam: "Ons web" }, { now: /Onze kring/, mine: /Ons web/ });
  // the place of somebody in it
  await clash(`${path}?wie=${people[0]}`, (one) => one.fields.wie === people[0], { ring: "1", vak: "1" }, { ring: "2", vak: "1" },
    { now: / 1 /, mine: / 2 /, says: { match: /name="ring" value="2"[^>]*checked/ } });
});

test("the table who knows whom", async () => {
  const pair = `kent-${people[5]}`;
  await clash(`${base}/tabel?wie=${people[20]}`, (one) => one.fields.wie === people[20], { [pair]: "1" }, { [pair]: "2" },
    { now: /\bJa\b/, mine: /\bNee\b/, says: { match: new RegExp(`name="${pair}"[^]*?value="2" selected`) } });
});

test("the three cards", async () => {
  await clash(`${base}/kaarten?wie=${people[3]}`, (one) => one.fields.wie === people[3], { zone: "personal", kaart: "2" },
    { zone: "possible", kaart: "2" }, { now: /Contact dat nu telt/, mine: /Ken ik, zou kunnen/, says: { match: /value="possible"[^>]*checked/ } });
});

test("plain mode: an answer, and a picture", async () => {
  await clash(`${base}/eenvoudig/plaatje/${people[2]}`, () => true, { plaatje: "friend" }, { plaatje: "doctor" },
    { now: /vriend/i, mine: /dokter|arts/i, says: { match: /value="doctor"[^>]*(checked|aria-pressed="true"|aria-current)/ } });
  const near = `${base}/eenvoudig/hoe?wie=${people[2]}&vraag=1`;
  await clash(near, (one) => one.fields.vraag === "1", { antwoord: "2" }, { antwoord: "3" }, { now: /Bram: .+/, mine: /Bram: .+/,
    says: { match: /is-on" name="antwoord" value="3"/ } });
});
