// Real networks at two moments, as files of egor: waves.mjs MATRIX OUT makes OUT.egos.csv, OUT.alters.csv and OUT.ties.csv;
// waves.mjs --check EXPECTED FROM TO EGO JSON holds what `kring compare --json` said beside the row of that person; --pairs EXPECTED
// names those rows. Knows nothing of Kring.
import { readFileSync, writeFileSync } from "node:fs";

const rows = (file) => readFileSync(file, "utf8").trim().split(/\r?\n/).map((line) => line.split(","));

function make(file, out) {
  const m = rows(file);
  const egos = ["egoID"], alters = ["egoID;alterID;name"], ties = ["egoID;Source;Target"];
  m.forEach((row, i) => {
    if (row.every((cell) => cell === "")) return; // did not take part
    egos.push(i + 1);
    const named = row.map((cell, j) => (cell === "1" && j !== i ? j : -1)).filter((j) => j >= 0);
    for (const j of named) alters.push(`${i + 1};${j + 1};p${j + 1}`);
    for (const a of named) for (const b of named) if (a < b && (m[a][b] === "1" || m[b][a] === "1")) ties.push(`${i + 1};${a + 1};${b + 1}`);
  });
  writeFileSync(`${out}.egos.csv`, egos.join("\n") + "\n");
  writeFileSync(`${out}.alters.csv`, alters.join("\n") + "\n");
  writeFileSync(`${out}.ties.csv`, ties.join("\n") + "\n");
}

function check(expected, from, to, ego, json) {
  const [head, ...all] = rows(expected);
  const want = all.find((row) => row[0] === from && row[1] === to && row[2] === ego);
  const have = JSON.parse(readFileSync(json, "utf8")).measures;
  let wrong = 0;
  head.forEach((name, i) => {
    if (i < 3) return;
    const blank = want[i] === "", figure = have[name];
    const same = blank ? figure === null : figure !== null && Math.abs(figure - Number(want[i])) <= 1e-8;
    if (!same) console.error(`${ego} ${name}: ${figure}, not ${want[i] || "blank"}`);
    wrong += same ? 0 : 1;
  });
  process.exit(wrong ? 1 : 0);
}

const [mode, ...rest] = process.argv.slice(2);
if (mode === "--check") check(...rest);
else if (mode === "--pairs") for (const row of rows(rest[0]).slice(1)) console.log(row.slice(0, 3).join(" "));
else make(mode, rest[0]);
