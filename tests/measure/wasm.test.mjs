// The same figures, bit by bit, from the native program and from WebAssembly: example circles, and networks of any size.
import test from "node:test";
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const { KRING: kring, RAW: raw, WASM: wasm, EXAMPLES: examples } = process.env;
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(wasm)));
exports._initialize();

function inWasm(n, ties) {
  exports.reset();
  const at = exports.alloc(ties.length * 8 || 8);
  assert.notEqual(at, 0);
  new Uint32Array(exports.memory.buffer, at, ties.length * 2).set(ties.flat());
  assert.equal(exports.measure(at, ties.length, n), 0);
  return Buffer.from(new Uint8Array(exports.memory.buffer, exports.output(), exports.output_size()));
}

const native = (n, ties) => execFileSync(raw, { input: Buffer.from(new Uint32Array([n, ties.length, ...ties.flat()]).buffer), maxBuffer: 1 << 26 });

test("example circles", () => {
  const files = readdirSync(examples).filter((name) => name.endsWith(".kring"));
  let sum = 0;
  assert.ok(files.length >= 3);
  for (const file of files) {
    const people = JSON.parse(execFileSync(kring, ["list", join(examples, file), "--json"], { encoding: "utf8", maxBuffer: 1 << 26 }));
    const place = new Map(people.map((one, i) => [one.id, i]));
    const ties = people.flatMap((one, i) => (one.acquainted ?? []).map((id) => [i, place.get(id)])).filter(([, b]) => b !== undefined);
    sum += ties.length;
    assert.ok(inWasm(people.length, ties).equals(native(people.length, ties)), file);
  }
  assert.ok(sum > 30, "they have ties");
});

test("networks of any size", () => {
  let at = 7;
  const random = () => { at = (at * 1103515245 + 12345) % 2147483648; return at / 2147483648; };
  for (const n of [0, 1, 2, 3, 7, 8, 9, 24, 25, 31, 32, 33, 63, 64, 65, 67, 130, 300]) {
    for (const density of [0.03, 0.2, 0.6]) {
      const ties = [];
      for (let a = 0; a < n; a += 1) for (let b = a + 1; b < n; b += 1) if (random() < density && (n < 100 || density < 0.3)) ties.push(random() < 0.5 ? [a, b] : [b, a]);
      assert.ok(inWasm(n, ties).equals(native(n, ties)), `${n} alters, ${ties.length} ties`);
    }
  }
});
