// The same drawings, byte for byte, from the native program and from WebAssembly: node wasm_test.mjs WASM_CIRCLE KRING_WASM
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [tool, wasmFile] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "kring-wasm-"));
try {
  const made = spawnSync(tool, [folder], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const module = new WebAssembly.Module(readFileSync(wasmFile));
  assert.deepEqual(WebAssembly.Module.imports(module), [], "needs nothing from outside");
  const { exports } = new WebAssembly.Instance(module);
  exports._initialize();

  const give = (bytes) => {
    const at = exports.alloc(bytes.length);
    assert.notEqual(at, 0);
    new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
    return at;
  };
  const words = readFileSync(join(folder, "words.txt"));
  let compared = 0;
  const kinds = new Set();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".svg"))) {
    const [number, kind, paper, flags] = file.split(".").map(Number);
    const changes = readFileSync(join(folder, `${number}.changes`));
    exports.reset();
    const at = give(words);
    exports.words(at, words.length);
    assert.equal(exports.draw(give(changes), changes.length, kind, kind > 4 ? 0x7fff : 255, paper, flags), 0, file);
    const mine = Buffer.from(new Uint8Array(exports.memory.buffer, exports.output(), exports.output_size()));
    assert.ok(mine.equals(readFileSync(join(folder, file))), `${file} differs`);
    compared += 1;
    kinds.add(kind);
  }
  assert.ok(compared >= 300);
  // Bytes that are no changes are refused, not drawn.
  exports.reset();
  const rubbish = Buffer.from("this is no circle at all, but a sentence");
  assert.notEqual(exports.draw(give(rubbish), rubbish.length, 1, 255, 0, 0), 0);
  console.log(`${compared} drawings of ${kinds.size} kinds are the same`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
