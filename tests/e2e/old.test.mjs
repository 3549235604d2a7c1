// Data folders of every earlier version, as their programs left them, opened by this one: somebody signs in, finds the circle,
// who looked, and can go on. Only forward: a folder of a newer program is refused. What makes them: tests/old/README.md.
import test from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { kring, root, signedIn, startServer } from "./lib.mjs";

const run = promisify(execFile);
const folder = join(root, "tests/old");
const names = readdirSync(folder).filter((name) => /^store-.+\.tar\.gz$/.test(name)).sort();
const sem = { login: "sem", password: "kring-voorbeeld-3" };
const admin = (...args) => run(kring, ["admin", ...args], { env: { ...process.env, KRING_LANG: "en" } });
const sql = async (file, text) => (await run("sqlite3", [file, text])).stdout.trim();

async function unpack(name) {
  const base = await mkdtemp(join(tmpdir(), "kring-old-"));
  await run("tar", ["-xzf", join(folder, name), "-C", base]);
  return { base, data: join(base, name.match(/^store-(.+)\.tar\.gz$/)[1]) };
}

test("every step that ever was has a folder", async () => {
  const base = await mkdtemp(join(tmpdir(), "kring-old-"));
  try {
    await run(kring, ["demo", join(base, "new")]);
    const newest = Number(await sql(join(base, "new/kring.db"), "pragma user_version"));
    const steps = new Set(names.map((name) => Number(name.match(/^store-(\d+)-/)[1])));
    for (let step = 1; step < newest; step += 1) assert.ok(steps.has(step), `no folder of storage version ${step}: tests/old/README.md tells how to make one`);
  } finally { await rm(base, { recursive: true, force: true }); }
});

for (const name of names) {
  test(`${name}: opened, signed in, all of it there`, { timeout: 120000 }, async () => {
    const { base, data } = await unpack(name);
    let server;
    try {
      server = await startServer({ folder: data });
      const me = await signedIn(server, sem);
      assert.ok(me.circle, "the circle is there");
      for (const path of ["", "/lijst", "/gekeken", "/verloop"]) assert.ok([200, 404].includes((await me.get(me.circle + path)).status), path);
      const list = await me.text(`${me.circle}/lijst`);
      assert.match(list, /Sem/);
      assert.ok((await me.text(`${me.circle}/gekeken`)).length > 0);
      await server.stop();
      server = undefined;
      // the account has a key of its own now, and everything goes on under another key of the server
      assert.match((await admin("keys", "status", data)).stdout, /of which 0/);
      await admin("keys", "rotate", data);
      await admin("keys", "finish", data);
      assert.equal(await sql(join(data, "keys.db"), "select count(*) from account_key"), "1");
      await admin("audit", data);
      await admin("backup", data, "--to", join(base, "copy"));
      await cp(`${data}.key`, join(base, "back.key"));
      await admin("restore", join(base, "copy"), join(base, "back"));
      await admin("verify", join(base, "back"));
      server = await startServer({ folder: join(base, "back") });
      assert.match(await (await signedIn(server, sem)).text((await signedIn(server, sem)).circle), /Sem/);
    } finally {
      await server?.stop();
      await rm(base, { recursive: true, force: true });
    }
  });
}

test("a folder of a newer program is refused, in plain words, and left as it is", async () => {
  const { base, data } = await unpack(names.at(-1));
  try {
    await sql(join(data, "kring.db"), "pragma user_version = 99");
    await assert.rejects(run(kring, ["serve", "--data", data, "--listen", "127.0.0.1:0"], { env: { ...process.env, KRING_LANG: "en" }, timeout: 20000 }),
      (error) => error.code === 1 && /made by a newer Kring/.test(error.stderr));
    assert.equal(await sql(join(data, "kring.db"), "pragma user_version"), "99");
  } finally { await rm(base, { recursive: true, force: true }); }
});
