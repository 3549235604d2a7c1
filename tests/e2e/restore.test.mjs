// The drill: backups while people write, the machine is lost, the backup is put back. Who wrote before it finds what they wrote;
// what was erased before the loss, also after the backup, is not there, and no tool reads it from the backup.
import test from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { formsOf, kring, password, signedIn, signIns, startServer, uniqueName, client } from "./lib.mjs";

const run = promisify(execFile);
const admin = (...args) => run(kring, ["admin", ...args], { env: { ...process.env, KRING_LANG: "en" } });
const sql = async (file, text) => (await run("sqlite3", [file, text])).stdout.trim();

async function write(person, said, state) {
  const csrf = await person.csrf(`${person.circle}/namen`);
  while (!state.over) {
    const name = uniqueName("Kopie");
    const answer = await person.post(`${person.circle}/namen`, { csrf, naam: name });
    if (answer.status === 303) said.push({ circle: person.circle, name });
    else if (answer.status !== 409) throw new Error(`${answer.status}`);
  }
}

test("written under load, copied meanwhile, lost, put back", { timeout: 180000 }, async () => {
  const base = await mkdtemp(join(tmpdir(), "kring-drill-"));
  let server = await startServer({ demo: true, folder: join(base, "data") });
  try {
    const [annieIn, henkIn, semIn] = signIns(server);
    const annie = await signedIn(server, annieIn), henk = await signedIn(server, henkIn), sem = await signedIn(server, semIn);
    // somebody with an account of their own, who leaves later
    const login = uniqueName("vertrekt"), leaver = client(server);
    const begin = formsOf(await leaver.text("/begin")).find((one) => one.password);
    await leaver.post("/begin", { ...begin.fields, naam: "Vertrekker", login, [begin.password]: password });
    await signedIn(server, { login, password });

    // three backups while three people write
    const said = [], state = { over: false };
    const writers = [annie, henk, sem].map((one) => write(one, said, state));
    let mark = 0;
    for (let round = 0; round < 3; round += 1) {
      await new Promise((done) => setTimeout(done, 300));
      mark = said.length;
      await admin("backup", server.data, "--to", join(base, "copy"));
    }
    state.over = true;
    await Promise.all(writers);
    assert.ok(mark > 5, `little was written: ${mark}`);
    const copies = await readdir(join(base, "copy"));
    assert.equal(copies.filter((name) => name === "keys.db").length, 1);
    assert.equal(copies.filter((name) => name.startsWith("kring-")).length, 3);

    // after the backup: a circle is destroyed, an account leaves; then keys.db alone is copied once more, as every day
    const gone = formsOf(await sem.text(`${sem.circle}/weg`)).find((one) => one.method === "post" && one.action.endsWith("/weg"));
    const destroyed = await sem.post(gone.action, { ...gone.fields, zeker: "1", sure: "1", password: semIn.password });
    assert.equal(destroyed.status, 303, `destroying answers ${destroyed.status}`);
    const bye = await signedIn(server, { login, password });
    const leave = formsOf(await bye.text("/account")).find((one) => one.action.endsWith("/account/weg"));
    const left = await bye.post("/account/weg", { ...leave.fields, zeker: "1", ...(leave.password ? { [leave.password]: password } : {}) });
    assert.equal(left.status, 303, `leaving answers ${left.status}`);
    await admin("backup", server.data, "--to", join(base, "copy"));

    // the machine is lost
    await server.kill();
    await copyFile(join(base, "data.key"), join(base, "again.key"));
    await rm(join(base, "data"), { recursive: true });

    // the copy from under load, beside the newest keys.db
    const oldest = (await readdir(join(base, "copy"))).filter((name) => name.startsWith("kring-")).sort()[2];
    await admin("restore", join(base, "copy"), join(base, "again"), "--copy", oldest);
    await admin("verify", join(base, "again"));
    server = await startServer({ folder: join(base, "again") });
    for (const who of [annieIn, henkIn]) {
      const back = await signedIn(server, who);
      const list = await back.text(`${back.circle}/lijst`);
      const mine = said.slice(0, mark).filter((one) => one.circle === back.circle);
      assert.ok(mine.length > 0);
      for (const one of mine) assert.ok(list.includes(one.name), `${one.name} is gone`);
    }
    const semBack = await signedIn(server, semIn);
    assert.equal(semBack.circle, undefined, "the circle that was destroyed stays away");
    await assert.rejects(signedIn(server, { login, password }), /signing in answers/, "who left is not back");
    const id = BigInt.asIntN(64, BigInt(`0x${sem.circle.split("/").pop()}`));
    assert.equal(await sql(join(base, "again/keys.db"), `select count(*) from circle_key where circle = ${id}`), "0");
    assert.equal(await sql(join(base, "copy/keys.db"), `select count(*) from circle_key where circle = ${id}`), "0");
    // its sealed bodies are in the older copy of kring.db still, and nothing opens them
    assert.ok(Number(await sql(join(base, "copy", oldest), `select count(*) from change where circle = ${id}`)) > 0);
    assert.ok(existsSync(join(base, "again.key")));
  } finally {
    try { server.process.kill("SIGKILL"); } catch { /* ended already */ }
    await rm(base, { recursive: true, force: true });
  }
});
