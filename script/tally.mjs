// Counts test results truthfully. Reads what a runner wrote and prints one line "PASSED FAILED SKIPPED".
//   node script/tally.mjs meson BUILD/meson-logs/testlog.json
//   node script/tally.mjs tap FILE EXIT-CODE
// A program whose cases show in its output counts by its cases; one that shows none counts as one. A program that
// failed although no case did (it crashed, leaked or ran out of time) counts as one failure more.
import { readFileSync } from "node:fs";

function tap(text) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const line of text.split("\n")) {
    // Nested results: node's runner reports a file or a suite as a result over its own cases; only leaves count.
    const found = line.match(/^(\s*)(not )?ok\b(.*)$/);
    if (!found) continue;
    const [, , not, rest] = found;
    if (/#\s*SKIP/i.test(rest)) sum.skipped += 1;
    else if (not && !/#\s*TODO/i.test(rest)) sum.failed += 1;
    else sum.passed += 1;
  }
  return sum;
}

// Node's TAP: a result that follows deeper ones closes a suite; it counts only when it failed and none below it did.
function node_tap(text) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  let below = [];
  for (const line of text.split("\n")) {
    const found = line.match(/^(\s*)(not )?ok \d+(.*)$/);
    if (!found) continue;
    const depth = found[1].length;
    const children = below.filter((one) => one.depth > depth);
    below = below.filter((one) => one.depth <= depth);
    const failed = Boolean(found[2]);
    if (children.length > 0) {
      const failed_below = children.some((one) => one.failed);
      if (failed && !failed_below) sum.failed += 1;
      below.push({ depth, failed });
      continue;
    }
    below.push({ depth, failed });
    if (/#\s*SKIP/i.test(found[3])) sum.skipped += 1;
    else if (failed) sum.failed += 1;
    else sum.passed += 1;
  }
  return sum;
}

function cmocka(text) {
  const count = (what) => (text.match(new RegExp(`^\\[ *${what} *\\] [^0-9]`, "gm")) ?? []).length;
  const failed = new Set([...text.matchAll(/^\[ *FAILED *\] ([A-Za-z_]\w*)\s*$/gm)].map((one) => one[1]));
  return { passed: count("OK"), failed: failed.size, skipped: new Set([...text.matchAll(/^\[ *SKIPPED *\] ([A-Za-z_]\w*)\s*$/gm)].map((one) => one[1])).size };
}

function meson(file) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const test = JSON.parse(line);
    const text = `${test.stdout ?? ""}\n${test.stderr ?? ""}`;
    let one = tap(text);
    if (one.passed + one.failed + one.skipped === 0) one = cmocka(text);
    const bad = !["OK", "SKIP", "EXPECTEDFAIL"].includes(test.result);
    if (one.passed + one.failed + one.skipped === 0) {
      if (test.result === "SKIP") one.skipped = 1;
      else if (bad) one.failed = 1;
      else one.passed = 1;
    } else if (bad && one.failed === 0) one.failed = 1;
    for (const key of Object.keys(sum)) sum[key] += one[key];
    if (bad) console.error(`failed: ${test.name}`);
  }
  return sum;
}

const [kind, file, code] = process.argv.slice(2);
let sum;
if (kind === "meson") sum = meson(file);
else {
  sum = kind === "node" ? node_tap(readFileSync(file, "utf8")) : tap(readFileSync(file, "utf8"));
  if (code !== "0" && sum.failed === 0) sum.failed = 1;
}
console.log(`${sum.passed} ${sum.failed} ${sum.skipped}`);
