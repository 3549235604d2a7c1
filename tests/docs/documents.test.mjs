// The documents tell the truth: what they show runs, what they point at exists.
import test from "node:test";
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { freePort, root, waitFor } from "../e2e/lib.mjs";

const run = promisify(execFile);
const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
  ...readdirSync(join(root, "docs"), { recursive: true }).filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`)];
const read = (name) => readFileSync(join(root, name), "utf8");

function blocks(text) { // fenced blocks marked sh, with what follows the mark
  return [...text.matchAll(/^```sh ?(\w*)\n([^]*?)^```/gm)].map((one) => ({ mark: one[1], text: one[2] }));
}

async function inFolder(work) {
  const folder = await mkdtemp(join(tmpdir(), "kring-docs-"));
  try { await work(folder, { ...process.env, PATH: `${join(root, "build")}:${process.env.PATH}`, HOME: folder }); } finally { await rm(folder, { recursive: true, force: true }); }
}

for (const name of documents) {
  for (const [at, block] of blocks(read(name)).entries()) {
    if (block.mark === "") {
      test(`${name}: commands ${at + 1} run`, async () => inFolder(async (cwd, env) => {
        await run("bash", ["-euo", "pipefail", "-c", block.text], { cwd, env, timeout: 120000 });
      }));
    } else if (block.mark === "noexec") {
      test(`${name}: commands ${at + 1} exist`, () => {
        for (const line of block.text.split("\n").filter(Boolean)) {
          const file = join(root, line.split(/\s/)[0]);
          assert.ok(existsSync(file) && (statSync(file).mode & 0o111), line);
        }
      });
    } else {
      test(`${name}: commands ${at + 1} end in a server that answers`, { timeout: 300000 }, async () => inFolder(async (cwd, env) => {
        const port = await freePort();
        // The same lines, with another port and folder so that a server somebody runs is left alone.
        const lines = block.text.replace(/127\.0\.0\.1:8700/g, `127.0.0.1:${port}`).replace(/^script\//gm, `${root}/script/`);
        const child = spawn("bash", ["-euo", "pipefail", "-c", lines], { cwd, detached: true, stdio: ["ignore", "pipe", "pipe"],
          env: { ...env, KRING_LISTEN: `127.0.0.1:${port}`, KRING_DATA: join(cwd, "data") } });
        let said = "";
        child.stdout.on("data", (text) => { said += text; });
        child.stderr.on("data", (text) => { said += text; });
        try {
          await waitFor(async () => {
            if (child.exitCode !== null) throw new Error(said);
            return (await fetch(`http://127.0.0.1:${port}/`)).status === 200;
          }, `an answer; it said ${said}`, 280000);
          if (block.text.includes("script/server")) {
            await waitFor(() => said.includes(`http://localhost:${port}/`), "the address");
            const last = said.trim().split("\n").pop();
            assert.match(last, new RegExp(`http://localhost:${port}/`), "the last line is the address");
          }
        } finally {
          try { process.kill(-child.pid, "SIGTERM"); } catch { /* ended already */ }
        }
      }));
    }
  }

  test(`${name}: what it points at is there`, () => {
    const text = read(name).replace(/^```[^]*?^```/gm, "");
    for (const [, target] of text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
      if (/^https?:/.test(target)) continue;
      assert.ok(existsSync(resolve(root, dirname(name), target)), `${name} points at ${target}`);
    }
    for (const [, file] of text.matchAll(/`((?:src|tests|docs|web|tools|script|fuzz|bench|po)\/[\w./-]+)`/g)) {
      if (/[A-Z]{3,}/.test(file.replace(/\.(md|txt)$/, ""))) continue; // ROOM, NAME: to be filled in
      assert.ok(existsSync(join(root, file)), `${name} names ${file}`);
    }
  });
}

test("every column that is understood stands in docs/exchange.md", () => {
  const names = [...read("src/format/study_map.c").matchAll(/^ {4}\{"(\w+)", IS_\w+, /gm)].map((one) => one[1]);
  const page = read("docs/exchange.md");
  assert.ok(names.length > 40);
  for (const name of names) assert.ok(page.includes(`\`${name}\``), name);
});

test("every principle has its line", () => {
  const text = read("docs/principles.md");
  for (let number = 1; number <= 44; number += 1) assert.match(text, new RegExp(`^\\| A${number} \\| .+ \\| .+ \\|$`, "m"));
});

test("what the principles name as shown is there", () => {
  const text = read("docs/principles.md"), rules = read("tests/core/test_rules.c");
  for (const [, path] of text.matchAll(/`((?:tests|src)\/[^`]+)`/g)) assert.ok(existsSync(join(root, path)), path);
  for (const [key] of text.matchAll(/\bsee\.[a-z_]+\b/g)) {
    if (!key.endsWith(".test")) assert.ok(rules.includes(`"${key}"`), key);
  }
});

test("every command has help, and what help is given for a wrong word", async () => {
  const { stdout } = await run(join(root, "build/kring"), ["--help"]);
  for (const name of ["new", "import", "list", "draw", "check", "demo", "serve"]) {
    assert.match(stdout, new RegExp(`\\b${name}\\b`));
    const help = await run(join(root, "build/kring"), [name, "--help"]);
    assert.match(help.stdout, new RegExp(`kring ${name}`));
  }
  await assert.rejects(run(join(root, "build/kring"), ["wrong"]), (error) => error.code === 2);
});

test("the room table of ARCHITECTURE is the list of rooms", () => {
  const named = new Set([...read("ARCHITECTURE.md").matchAll(/^\| `src\/(\w+)\/`/gm)].map((one) => one[1]));
  const there = readdirSync(join(root, "src"), { withFileTypes: true }).filter((one) => one.isDirectory()).map((one) => one.name);
  assert.deepEqual([...named].sort(), there.sort());
});
