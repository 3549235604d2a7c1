// A stranger gets hold of the disk as it is (databases, the log beside them, the witness), of last week's backup, and of all the
// server ever said; not of the key. Names were planted (mail, links for once and proposals: share.test.mjs and mail.test.mjs). None of them is there, in no way of writing it down.
import test from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { client, formsOf, kring, password, signedIn, signIns, startServer } from "./lib.mjs";

const run = promisify(execFile);
const mark = `q${process.pid}x`;
const planted = {
  "somebody on the map": `Wiebrechtje ${mark}a`, "a remark": `Zwaluwstaart ${mark}b`, "a name to sign in with": `kwikstaart-${mark}c`, "what somebody is called": `Ottoline ${mark}d`, "a password": `ganzenveer ${mark} e`,
  "a guest": `Fenneke ${mark}f`, "why they are let in": `grutto ${mark}g`, "a password that was wrong": `jan-van-gent ${mark}j`,
  "the operator's reason": `lepelaar ${mark}l`, "an own word": `meerkoet ${mark}m`, "somebody erased": `nachtegaal ${mark}n`, "a name tried at the door": `ooievaar-${mark}o`,
};

// As bytes, and as they look in what programs make of them.
function ways(word) {
  const utf8 = Buffer.from(word), out = [utf8, Buffer.from(word, "utf16le"), Buffer.from(word.toLowerCase()), Buffer.from(word.toUpperCase()), Buffer.from(utf8.toString("hex")), Buffer.from(utf8.toString("hex").toUpperCase()), Buffer.from(encodeURIComponent(word)),
    Buffer.from(encodeURIComponent(word).replace(/%20/g, "+")), Buffer.from([...utf8].reverse())];
  for (let shift = 0; shift < 3; shift += 1) { // wherever it stands within groups of three
    const text = Buffer.concat([Buffer.alloc(shift), utf8]).toString("base64");
    out.push(Buffer.from(text.slice(shift ? shift + 1 : 0, -4)));
  }
  return out;
}
const everyFile = (folder) => readdirSync(folder).flatMap((name) => { const path = join(folder, name); return statSync(path).isDirectory() ? everyFile(path) : [path]; });

test("a stranger with the disk, the log and last week's backup learns no name", { timeout: 120000 }, async () => {
  let server = await startServer({ demo: true, args: ["--verbose"] });
  try {
    // somebody of their own
    const owner = client(server), login = planted["a name to sign in with"], secret = planted["a password"];
    assert.ok([200, 303].includes((await owner.post("/begin", { name: planted["what somebody is called"], login, password: secret })).status));
    const me = await signedIn(server, { login, password: secret });
    if (!me.circle) {
      await me.post("/kringen", { csrf: await me.csrf("/kringen") });
      me.circle = (await me.text("/kringen")).match(/\/kring\/[0-9a-f]{16}/)[0];
    }
    const base = me.circle;
    const put = async (path, fields) => { const answer = await me.post(path, { csrf: await me.csrf(`${base}/namen`), ...fields }); const text = await answer.text(); assert.ok(answer.status < 400, `${path}: ${answer.status} ${text.slice(0, 300)}`); return answer; };
    await put("/account", { name: planted["what somebody is called"], word: planted["an own word"] });
    await put(`${base}/namen`, { naam: planted["somebody on the map"] });
    await put(`${base}/namen`, { naam: planted["somebody erased"] });
    const people = [...(await me.text(`${base}/lijst`)).matchAll(/\/mens\/([0-9a-f]{16})/g)].map(([, id]) => id);
    const withNote = formsOf(await me.text(`${base}/mens/${people[0]}`)).map((form) => [form, Object.keys(form.fields).find((name) => /note|opmerking|remark/i.test(name))]).find(([, name]) => name);
    assert.ok(withNote, "a field for remarks");
    await me.post(withNote[0].action || `${base}/mens/${people[0]}`, { ...withNote[0].fields, [withNote[1]]: planted["a remark"] });
    // a guest, a question, tries at the door, the operator's reason
    const fresh = formsOf(await me.text(`${base}/delen/nieuw`)).find((form) => "naam" in form.fields);
    const first = await me.post(`${base}/delen/nieuw`, { ...fresh.fields, naam: planted["a guest"], wat: "friend" });
    const second = formsOf(await first.text()).find((form) => "naam" in form.fields && Object.keys(form.fields).length > 4);
    assert.ok("waarom" in second.fields, Object.keys(second.fields).join());
    assert.equal((await me.post(second.action.replace(server.url, "") || `${base}/delen/nieuw`, { ...second.fields, waarom: planted["why they are let in"] })).status, 303);
    await client(server).post("/inloggen", { login: planted["a name tried at the door"], password: planted["a password"] });
    await client(server).post("/inloggen", { login, password: `${planted["a password that was wrong"]}` });
    await run(kring, ["admin", "support", login, "--reason", planted["the operator's reason"], "--data", server.data]);
    for (const [, path] of (await me.text(base)).matchAll(/href="([^"#]+)"/g)) if (path.startsWith(base)) await (await me.get(path.replace(/&amp;/g, "&"))).arrayBuffer();
    // what is known is on the pages: it was planted
    const list = await me.text(`${base}/lijst`);
    assert.ok(list.includes(planted["somebody on the map"]) && list.includes(planted["somebody erased"]));
    assert.ok((await me.text("/account")).includes(planted["an own word"]));
    assert.ok((await me.text(`${base}/mens/${people[0]}`)).includes(planted["a remark"]));
    assert.ok((await me.text(`${base}/delen`)).includes(planted["a guest"]));
    assert.ok((await me.text(`${base}/gekeken`)).includes(planted["the operator's reason"]));
    // last week's backup; then life goes on, while the log beside the database is full
    await run(kring, ["admin", "backup", server.data, "--to", join(server.base, "backup")]);
    for (let i = 0; i < 5; i += 1) await put(`${base}/namen`, { naam: `${planted["somebody on the map"]} ${i}` });
    const annie = await signedIn(server, signIns(server)[0]);
    assert.equal((await annie.get(`${base}/lijst`)).status, 404);
    assert.ok(statSync(join(server.data, "kring.db-wal")).size > 0, "a log beside the database");
    await run(kring, ["admin", "audit", server.data]).then(({ stdout }) => writeFileSync(join(server.base, "audit.jsonl"), stdout.replaceAll(planted["the operator's reason"], "")));
    await run(kring, ["admin", "report", server.data, "--json"]).then(({ stdout }) => writeFileSync(join(server.base, "report.json"), stdout));
    await run(kring, ["admin", "verify", server.data]).then(({ stdout }) => writeFileSync(join(server.base, "verify.txt"), stdout));
    writeFileSync(join(server.base, "said.txt"), server.log);
    const look = (when) => {
      const files = everyFile(server.base).filter((path) => !path.endsWith(".key"));
      assert.ok(files.length >= 9, files.join());
      for (const path of files) {
        const bytes = readFileSync(path);
        for (const [what, word] of Object.entries(planted)) for (const [i, way] of ways(word).entries()) assert.ok(!bytes.includes(way), `${when}: ${path} tells ${what} (${i})`);
      }
      return files;
    };
    const files = look("while it runs");
    for (const name of ["kring.db", "kring.db-wal", "keys.db", "data.heads", "said.txt", "audit.jsonl"]) assert.ok(files.some((path) => path.endsWith(name)), name);
    assert.ok(files.some((path) => /backup\/kring-/.test(path)) && files.some((path) => /backup\/keys\.db/.test(path)));
    // pulled out while it runs, and stopped in order
    await server.kill();
    look("after the plug was pulled");
    await server.start();
    server.process.kill("SIGTERM");
    await server.ended;
    look("at rest");
    // the trial can fail: one file that was taken along lies beside it, as it is not sealed
    await server.start();
    writeFileSync(join(server.base, "meegenomen.kring"), Buffer.from(await (await me.get(`${base}/bestand.kring`)).arrayBuffer()));
    assert.throws(() => look("with a file that was taken along"), /meegenomen\.kring tells/);
  } finally { await server.stop(); }
});
