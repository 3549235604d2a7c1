// Every expected value in the folders of networks, through the command: within 1e-8, and blank where it is blank.
import test from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csv, folder, root, sets, table, there, tiesOf } from "./data.mjs";

const kring = process.env.KRING ?? join(root, "build/kring");
const work = mkdtempSync(join(tmpdir(), "kring-measure-"));
process.on("exit", () => rmSync(work, { recursive: true, force: true }));

export function measure(args, input) {
  const done = spawnSync(kring, ["measure", ...args, "--lang", "en"], { input, maxBuffer: 1 << 28, encoding: "utf8" });
  assert.equal(done.status, 0, `${args.join(" ")}: ${done.stderr}`);
  return done;
}

const same = (a, b) => {
  if (a === b) return true;
  if (a === "" || b === "" || Number.isNaN(Number(a)) || Number.isNaN(Number(b))) return false;
  return Math.abs(Number(a) - Number(b)) <= 1e-8 * Math.max(1, Math.abs(Number(b)));
};

// By the first `keys` columns; `known`: columns that are compared, all those of the expected file that there are.
export function compare(found, expected, keys, at) {
  const [head, ...rows] = found, [wanted, ...right] = expected;
  for (const name of wanted) assert.ok(head.includes(name), `${at}: no column ${name}`);
  const mark = (row, names) => wanted.slice(0, keys).map((name) => row[names.indexOf(name)]).join("|");
  const byMark = new Map(rows.map((row) => [mark(row, head), row]));
  assert.equal(byMark.size, right.length, `${at}: so many rows`);
  let count = 0;
  for (const row of right) {
    const own = byMark.get(mark(row, wanted));
    assert.ok(own, `${at}: no row ${mark(row, wanted)}`);
    for (const [i, name] of wanted.entries()) {
      assert.ok(same(own[head.indexOf(name)], row[i]), `${at}: ${mark(row, wanted)} ${name} is ${own[head.indexOf(name)]}, not ${row[i]}`);
      count += 1;
    }
  }
  return count;
}

function files(name) {
  const ties = join(work, `${name}-ties.csv`), map = join(work, `${name}.yaml`);
  writeFileSync(ties, tiesOf(name));
  const text = typeof sets[name].map === "function" ? sets[name].map() : sets[name].map;
  writeFileSync(map, text);
  return { tables: [existsSync(join(folder(name), "egos.csv")) ? join(folder(name), "egos.csv") : "", join(folder(name), "alters.csv"), ties], map };
}

for (const name of Object.keys(sets)) {
  const options = { skip: there ? false : "the folder of networks is not there" };
  test(`${name}: structure`, options, () => {
    const { tables, map } = files(name);
    const { stdout } = measure(["--egor", ...tables, ...sets[name].options, "--columns", map, "--csv"]);
    const expected = table(join(folder(name), "expected-structure.csv"));
    assert.ok(compare(csv(stdout), expected, 1, name) > 50);
    const head = csv(stdout)[0].filter((one) => expected[0].includes(one));
    assert.deepEqual(head, expected[0], "the columns stand in the same order");
    const plain = measure(["--egor", ...tables, ...sets[name].options, "--csv"]).stdout;
    assert.deepEqual(csv(plain)[0].slice(0, 26), csv(stdout)[0].slice(0, 26));
    assert.deepEqual(csv(plain).map((row) => row.slice(0, 26)), csv(stdout).map((row) => row.slice(0, 26)), "the same without a map");
  });
  test(`${name}: each alter`, options, () => {
    const { tables, map } = files(name);
    const { stdout } = measure(["--egor", ...tables, ...sets[name].options, "--columns", map, "--alters", "--csv"]);
    const expected = table(join(folder(name), "expected-alters.csv"));
    compare(csv(stdout), expected, 2, name);
    assert.deepEqual(csv(stdout)[0], expected[0]);
  });
  if (!there || !existsSync(join(folder(name), "expected-composition.csv"))) continue;
  test(`${name}: composition`, options, () => {
    const { tables, map } = files(name);
    const { stdout } = measure(["--egor", ...tables, ...sets[name].options, "--columns", map, "--composition", "--csv"]);
    const expected = table(join(folder(name), "expected-composition.csv"));
    compare(csv(stdout), expected, 4, name);
    assert.deepEqual(csv(stdout).map((row) => row.slice(0, 4).join("|")), expected.map((row) => row.slice(0, 4).join("|")), "in the same order");
  });
}

test("transnat: support", { skip: !there }, () => {
  const { tables, map } = files("transnat");
  const { stdout } = measure(["--egor", ...tables, ...sets.transnat.options, "--columns", map, "--support", "--csv"]);
  const expected = table(join(folder("transnat"), "expected-support.csv"));
  compare(csv(stdout), expected, 1, "support");
  assert.deepEqual(csv(stdout)[0], expected[0]);
});

test("elders: what is left out is told", { skip: !there }, () => {
  const { tables } = files("elders");
  const sum = [0, 0, 0];
  for (const row of table(join(folder("elders"), "expected-cleaning.csv")).slice(1)) row.slice(1).forEach((one, i) => { sum[i] += Number(one); });
  const { stderr } = measure(["--egor", ...tables, "--csv"]);
  for (const count of sum.filter((one) => one > 0)) assert.match(stderr, new RegExp(`^${count} `, "m"));
});

// Rows in any order, by pipe or by file: the same bytes.
const shuffled = (text, seed) => {
  const [head, ...rows] = text.trimEnd().split("\n");
  let at = seed;
  const random = () => { at = (at * 1103515245 + 12345) % 2147483648; return at / 2147483648; };
  for (let i = rows.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [rows[i], rows[j]] = [rows[j], rows[i]];
  }
  return `${[head, ...rows].join("\n")}\n`;
};
for (const name of ["edgecases", "elders", "milan"]) {
  test(`${name}: the order of rows does not matter`, { skip: !there }, () => {
    const { tables, map } = files(name);
    for (const layout of [[], ["--alters"], ["--composition"]]) {
      const args = [...sets[name].options, "--columns", map, ...layout, "--csv"];
      const want = measure(["--egor", ...tables, ...args]).stdout;
      const mixed = tables.map((file, i) => {
        const out = join(work, `mixed-${name}-${i}.csv`);
        writeFileSync(out, shuffled(readFileSync(file, "utf8"), i + 7));
        return out;
      });
      const have = measure(["--egor", ...mixed, ...args]);
      assert.equal(have.stdout, want);
      assert.match(have.stderr, /sorted first/);
      const piped = measure(["--egor", mixed[0], mixed[1], "-", ...args], readFileSync(mixed[2]));
      assert.equal(piped.stdout, want);
    }
  });
}

test("easyNWK: its own table from a circle", { skip: !there }, () => {
  const map = join(work, "rosa.kring");
  execFileSync(kring, ["import", join(folder("x"), "../easynwk/rosa-braunsteigl-mueller.json"), "-o", map], { stdio: "pipe" });
  const expected = table(join(folder("x"), "../easynwk/expected.csv"));
  const found = csv(measure([map, "--as", "easynwk", "--csv"]).stdout);
  compare(found, expected, 2, "easyNWK");
  assert.deepEqual(found[0], expected[0]);
});
