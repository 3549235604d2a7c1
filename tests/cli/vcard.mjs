// A reader of address books of its own: RFC 6350 and RFC 2426, as far as Kring writes them. Knows nothing of Kring.
import { readFileSync } from "node:fs";
import assert from "node:assert/strict";

const bytes = readFileSync(process.argv[2]);
const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
assert.ok(text.endsWith("\r\n"));
for (const line of text.split("\r\n")) {
  assert.ok(Buffer.byteLength(line) <= 75, `too long: ${line}`);
  assert.ok(!/[\n\r]/.test(line), "a bare line end");
  assert.ok(!line.includes("\ufffd"));
}
const plain = (value) => value.replace(/\\(.)/g, (_, c) => (c === "n" || c === "N" ? "\n" : c));
const parts = (value) => value.match(/(?:\\.|[^;\\])*/g).map(plain);
const cards = [];
for (const line of text.replace(/\r\n[ \t]/g, "").split("\r\n")) {
  const found = /^([A-Z]+)((?:;[^:]*)?):(.*)$/.exec(line);
  if (!found) {
    assert.equal(line, "");
    continue;
  }
  const [, name, , value] = found;
  if (name === "BEGIN") cards.push([]);
  cards.at(-1).push([name, value]);
}
const one = (card, name) => card.filter(([n]) => n === name).map(([, value]) => value);
assert.equal(cards.length, 3);
for (const card of cards) {
  assert.deepEqual([card[0][0], card[1][0], card.at(-1)[0]], ["BEGIN", "VERSION", "END"]);
  for (const name of ["FN", "N", "UID", "VERSION"]) assert.equal(one(card, name).length, 1, name);
}
const [corrie, koor, bram] = cards;
assert.equal(plain(one(corrie, "FN")[0]), "Corrie van Dam");
assert.equal(one(corrie, "N")[0], "van Dam;Corrie;;;");
assert.deepEqual(one(corrie, "TEL"), ["030 000 00 00", "06 00000000"]);
assert.deepEqual(one(corrie, "EMAIL"), ["corrie@voorbeeld.nl"]);
assert.deepEqual(parts(one(corrie, "ADR")[0]).filter(Boolean), ["Dorpsstraat 1, 1234 AB", "Delft"]);
assert.match(one(corrie, "BDAY")[0], one(corrie, "VERSION")[0] === "4.0" ? /^19480312$/ : /^1948-03-12$/);
assert.equal(plain(one(corrie, "ROLE")[0]), "buurvrouw");
assert.equal(plain(one(corrie, "NOTE")[0]), "belt elke avond; neemt soep mee, en \\ brood");
assert.match(plain(one(koor, "FN")[0]), /^Zanggroep ’t Klinkt, met een .* plaats voor is$/);
assert.deepEqual(one(bram, "BDAY"), []);
assert.equal(one(koor, "KIND")[0], one(koor, "VERSION")[0] === "4.0" ? "org" : undefined);
