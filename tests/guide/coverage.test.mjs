// The table of what the guides cover is made from the guides: docs/coverage.md is that table, and it says what the table of
// the field says. What is not there yet is counted and said, not passed over in silence.
import test from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../e2e/lib.mjs";

const kring = process.env.KRING ?? join(root, "build/kring");
const data = process.env.KRING_TEST_DATA ?? join(root, "../shared/data");
const catalogue = join(data, "../requirements.md");
const numbers = [...Array(44).keys()].map((i) => `C${i + 1}`).concat([...Array(37).keys()].map((i) => `D${i + 1}`));
const coverage = execFileSync(kring, ["guide", "coverage", "--lang", "en"], { encoding: "utf8" });

// "|C1|List of names|●||..." as { C1: ["●", "", ...] }, with the capabilities in the order of the heading.
function rowsOf(text, numbered) {
  const rows = new Map();
  let names = [];
  for (const line of text.split("\n")) {
    const cells = line.split("|").slice(1, -1);
    if (cells[2] === "MAP") names = cells.slice(2, 18);
    if (names.length && cells.length >= 18 && numbered.test(cells[0])) rows.set(cells[0].match(/^\d/) ? `C${cells[0]}` : cells[0], cells.slice(2, 18));
  }
  return { names, rows };
}

const ours = rowsOf(coverage, /^[CD]\d+$/);
const missing = numbers.filter((nr) => !ours.rows.has(nr));

test("one row for each guide, in order", () => {
  const there = [...ours.rows.keys()];
  assert.deepEqual(there, numbers.filter((nr) => ours.rows.has(nr)));
  assert.equal(ours.names.length, 16);
  assert.match(coverage, new RegExp(`Guides: ${there.length} of 81\\.`));
});

test("every method and tool has its guide", { todo: missing.length ? `${missing.length} are not there yet: ${missing.join(" ")}` : false }, () => {
  assert.deepEqual(missing, []);
});

test("the table says what the field says", { skip: existsSync(catalogue) ? false : `no ${catalogue}` }, (t) => {
  const section = readFileSync(catalogue, "utf8").split(/^## /m).find((one) => one.startsWith("F. Coverage"));
  const theirs = rowsOf(section.split("Per capability:")[0], /^(\d+|D\d+)$/);
  assert.equal(theirs.rows.size, 81);
  assert.deepEqual(ours.names, theirs.names);
  const wrong = [];
  for (const [nr, cells] of ours.rows) {
    const want = theirs.rows.get(nr);
    cells.forEach((cell, i) => { if (cell !== want[i]) wrong.push(`${nr} ${ours.names[i]}: "${cell}", not "${want[i]}"`); });
  }
  assert.deepEqual(wrong, []);
  if (missing.length) t.diagnostic(`${ours.rows.size} of 81 compared; not there: ${missing.join(" ")}`);
});

test("names and ids are those of the list of methods", { skip: existsSync(join(data, "../methods.csv")) ? false : "no list of methods" }, () => {
  const ids = readFileSync(join(data, "../methods.csv"), "utf8").split("\n").slice(1).filter(Boolean).map((line) => line.split(",")[0]);
  assert.equal(ids.length, 81);
  const listed = execFileSync(kring, ["guide", "list"], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/).slice(0, 2));
  const numbered = listed.filter(([nr]) => /^[CD]\d+$/.test(nr)); // exercises and guides of one's own have none
  assert.equal(numbered.length, 81 - missing.length);
  for (const [nr, id] of numbered) assert.equal(id, ids[numbers.indexOf(nr)], nr);
});

test("docs/coverage.md is this table", { skip: missing.length ? `written when all 81 are there; ${missing.length} are not` : false }, () => {
  assert.equal(readFileSync(join(root, "docs/coverage.md"), "utf8"), coverage, "kring guide coverage --lang en > docs/coverage.md");
});

test("steps that wait for a later tool say so on their page", () => {
  const files = readdirSync(join(root, "guides")).filter((name) => /^[a-z0-9-]+\.yaml$/.test(name));
  const later = ["conference", "matching", "groups", "visits", "board", "page", "agenda", "directory", "area"];
  for (const name of files) {
    const text = readFileSync(join(root, "guides", name), "utf8");
    const waits = later.filter((tool) => new RegExp(`\\btool: *${tool}\\b`).test(text));
    const shown = execFileSync(kring, ["guide", "show", name.replace(".yaml", ""), "--lang", "en"], { encoding: "utf8" });
    assert.equal(/Later in Kring, now on paper/.test(shown), waits.length > 0, name);
  }
});

test("docs/guide-format.md and docs/sheet-format.md name every word that may be used", () => {
  const page = ["guide-format", "sheet-format"].map((name) => readFileSync(join(root, `docs/${name}.md`), "utf8")).join("\n");
  const words = [...readFileSync(join(root, "src/guide/lists.h"), "utf8").matchAll(/ITEM\((\w+), \w+, "([\w-]+)"\)/g)];
  assert.ok(words.length > 150);
  for (const [, list, word] of words) assert.match(page, new RegExp(`(^|[\\s|\`(])${word}($|[\\s|\`)])`, "m"), `${list} ${word}`);
});
