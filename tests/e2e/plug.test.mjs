// The plug is pulled (kill -9) on the web, the worker, the courier, what starts these two, and all of them, while people
// write, propose, let each other in, take that back, invite by mail and print. What somebody was told that is kept,
// shared or taken away must be so afterwards, and every mail that was promised arrives: once, or twice with one Message-ID.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { codeFor, confirm, letIn, mailTo, makeShare, newcomer, openCode, withdraw } from "./let-in.mjs";
import { formsOf, freePort, kring, root, startServer, uniqueName, waitFor } from "./lib.mjs";

const works = (program) => { try { execFileSync(program, ["-c", "import aiosmtpd"], { stdio: "ignore" }); return true; } catch { return false; } };
const python = ["/usr/bin/python3", "python3"].find(works);
const rounds = Number(process.env.KRING_ROUNDS ?? 8);
const victims = ["web", "courier", "worker", "spawner", "web", "all", "worker", "web"];
const crewLasts = 14; // a person sends few mails in a day, and circles stay of a size that people have
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const noLonger = (ms) => new Promise((done) => setTimeout(done, ms).unref());
let server, base, box, mailbox;

before(async () => {
  if (!python) return;
  base = mkdtempSync(join(tmpdir(), "kring-plug-"));
  box = join(base, "box");
  const data = join(base, "data"), port = await freePort();
  mkdirSync(box);
  mkdirSync(data, { mode: 0o700 });
  writeFileSync(join(data, "mail.yaml"), `server: 127.0.0.1:${port}\nfrom: Kring <kring@example.org>\naddress: https://kring.example.org\n`);
  mailbox = spawn(python, [join(root, "tests/e2e/mailbox.py"), String(port), box, "--slow", "0.03"], { stdio: ["pipe", "pipe", "ignore"] });
  await new Promise((done, fail) => { mailbox.stdout.once("data", done); mailbox.once("exit", () => fail(new Error("no mail server"))); });
  server = await startServer({ folder: data });
});
after(async () => {
  await server?.stop();
  if (/Sanitizer/.test(server?.log)) console.log(server.log);
  mailbox?.kill("SIGKILL");
  if (base) rmSync(base, { recursive: true, force: true });
});

// -- the processes of this server --
function processes() {
  const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      if (/^State:\s+Z/m.test(status)) return [];
      return [{ pid: Number(name), name: status.match(/^Name:\s+(\S+)/m)[1], parent: Number(status.match(/^PPid:\s+(\d+)/m)[1]) }];
    } catch { return []; }
  });
  const spawner = all.find(({ name, parent }) => name === "kring-spawner" && parent === server.process.pid);
  const below = all.filter(({ parent }) => parent === spawner?.pid);
  return { spawner: spawner ? [spawner.pid] : [], courier: below.filter(({ name }) => name === "kring-courier").map(({ pid }) => pid),
    worker: below.filter(({ name }) => name === "kring-worker").map(({ pid }) => pid) };
}
const shoot = (pids) => { for (const pid of pids) try { process.kill(pid, "SIGKILL"); } catch { /* it ended */ } };

// Kills, and sees to it that there is a server again. Whether it met anybody.
async function pull(victim) {
  const there = processes();
  if (victim === "web" || victim === "all") {
    if (victim === "all") shoot([...there.spawner, ...there.courier, ...there.worker]);
    await server.kill();
    await server.start();
    return true;
  }
  if (victim === "spawner") {
    shoot(there.spawner);
    // Without it no mail would leave any more: the server ends by itself, and says so to whoever starts it anew.
    const end = await Promise.race([server.ended, noLonger(20000)]);
    assert.equal(end?.code, 1, "the server ended when what starts worker and courier was gone");
    await server.start();
    return true;
  }
  for (const until = Date.now() + 15000; Date.now() < until; await sleep(2)) {
    const found = processes()[victim];
    if (found.length) { await sleep(Math.random() * 25); shoot(found); return true; }
  }
  return false;
}

function mails() {
  return readdirSync(box).filter((name) => name.endsWith(".eml")).map((name) => {
    const raw = readFileSync(join(box, name), "utf8");
    return { to: raw.match(/^X-To: (.*)$/m)[1].trim(), id: raw.match(/^Message-ID: (.*)$/mi)[1].trim(), rest: raw.slice(raw.search(/^Message-ID/mi)) };
  });
}

// -- who does what; each step tells `crew.said` what was acknowledged --
async function writes(crew, who) {
  const path = `${crew.circle}/namen`, name = uniqueName("Naam");
  const answer = await who.post(path, { csrf: await who.csrf(path), naam: name });
  await answer.arrayBuffer();
  if (answer.status === 303) crew.said.names.push(name);
  else if (answer.status !== 409) crew.refused.push(`${who.name}: ${answer.status}`);
}

async function proposes(crew) {
  const path = `${crew.circle}/namen`, name = uniqueName("Voorstel");
  const csrf = await crew.proposer.csrf(path);
  const one = { name, state: "unsure" };
  const answer = await crew.proposer.post(path, { csrf, naam: name });
  if (answer.status === 303) crew.said.proposals.push(Object.assign(one, { state: "waits" }));
  if (crew.said.proposals.length % 2) return;
  // every other one is accepted
  const page = await crew.owner.text(`${crew.circle}/delen/voorstellen`);
  const part = page.split("<section").find((text) => text.includes(name));
  const form = part && formsOf(part)[0];
  if (!form) return;
  one.state = "unsure";
  const yes = await crew.owner.post(form.action, { ...form.fields, doe: "ja" });
  if (yes.status === 303) one.state = "accepted";
}

// Shares with nobody yet: made, worded anew, taken away.
async function shares(crew) {
  const name = uniqueName("Deel"), id = await makeShare(crew.owner, crew.circle, name);
  if (!id) return;
  const one = { id, name, word: null, state: "stands" };
  crew.said.shares.push(one);
  const what = crew.said.shares.length % 3;
  if (what === 0) return;
  if (what === 1) {
    one.state = "unsure";
    if (await withdraw(crew.owner, crew.circle, id)) one.state = "gone";
    return;
  }
  const word = uniqueName("Woord");
  const answer = await crew.owner.post(`${crew.circle}/delen/met/${id}`, { csrf: await crew.owner.csrf(`${crew.circle}/namen`), naam: name, woord: word, ziet: "map" });
  if (answer.status === 303) one.word = word;
}

// Somebody is let in and put out again, and looks all the while.
async function comesAndGoes(crew) {
  const seat = crew.seat;
  if (seat.share) { // from before: out first
    seat.state = "unsure";
    if (!await withdraw(crew.owner, crew.circle, seat.share)) return;
    seat.state = "out";
    seat.share = null;
    await knocks(crew);
  }
  seat.share = await makeShare(crew.owner, crew.circle, crew.comer.name);
  const code = seat.share && await codeFor(crew.owner, crew.circle, seat.share);
  if (!code || !await openCode(crew.comer, code)) return;
  seat.state = "unsure";
  if (!await confirm(crew.owner, crew.circle, seat.share)) return;
  seat.state = "in";
  await knocks(crew);
  await sleep(20);
}
async function knocks(crew) {
  const { state } = crew.seat;
  const answer = await crew.comer.get(`${crew.circle}/lijst`);
  await answer.arrayBuffer();
  if (state === "in" && answer.status !== 200) crew.refused.push(`let in, and then ${answer.status}`);
  if (state === "out" && answer.status !== 404) crew.refused.push(`put out, and then ${answer.status}`);
}

async function invites(crew, who, circle) {
  const share = await makeShare(who, circle, uniqueName("Post"));
  const address = `${uniqueName("a")}@example.net`;
  if (share && await mailTo(who, circle, share, address)) crew.said.mails.push(address);
}

async function prints(crew) {
  const answer = await crew.owner.get(`${crew.circle}/papier`);
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (answer.status === 200) {
    assert.ok(bytes.subarray(0, 5).toString() === "%PDF-" && bytes.subarray(-10).toString().includes("%%EOF"), "a whole sheet");
    crew.printed += 1;
  } else if (answer.status < 500) crew.refused.push(`print: ${answer.status}`);
}

async function makeCrew() {
  const [owner, editor, proposer, comer] = await Promise.all(["Olga", "Eva", "Vera", "Kees"].map((name) => newcomer(server, name)));
  const crew = { owner, editor, proposer, comer, circle: owner.circle, seat: { share: null, state: "out" }, refused: [], printed: 0, said: { names: [], proposals: [], shares: [], mails: [] } };
  await letIn(owner, crew.circle, editor, { ziet: ["map"], erbij: ["map"], anders: ["map"] });
  await letIn(owner, crew.circle, proposer, { ziet: ["map"], erbij: ["map"], hoe: ["voorstel"] });
  return crew;
}

// All at once until the plug is pulled; what breaks on the way was not acknowledged.
function begin(crew, state, victim) {
  const loop = async (step, most = Infinity, pause = 5) => {
    for (let done = 0; !state.over && done < most; done += 1) {
      try { await step(); } catch (error) {
        if (!state.gone) state.wrong.push(error); // nobody notices that a worker or a courier was killed
        await sleep(20);
      }
      await sleep(pause);
    }
  };
  return [loop(() => writes(crew, crew.owner), 12), loop(() => writes(crew, crew.editor), 12), loop(() => proposes(crew), 3), loop(() => shares(crew), 3),
    loop(() => comesAndGoes(crew)), loop(() => prints(crew)),
    (async () => { await sleep(Math.random() * 150); await loop(() => invites(crew, crew.owner, crew.circle), 1); })(), loop(() => invites(crew, crew.editor, crew.editor.circle), 1),
    ...(victim === "courier" ? [loop(() => invites(crew, crew.comer, crew.comer.circle), 8, 150)] : [])]; // so that there is one to meet
}

// Everything this crew was ever told.
async function check(crew, what) {
  const { said } = crew;
  assert.deepEqual(crew.refused, [], what);
  const list = await crew.owner.text(`${crew.circle}/lijst`), theirs = await crew.editor.text(`${crew.circle}/lijst`);
  for (const name of said.names) {
    assert.ok(list.includes(name), `${what}: ${name} is gone`);
    assert.ok(theirs.includes(name), `${what}: ${name} is gone for the guest`);
  }
  const waiting = await crew.owner.text(`${crew.circle}/delen/voorstellen`);
  for (const { name, state } of said.proposals) {
    if (state === "waits") assert.ok(waiting.includes(`${name} `), `${what}: the proposal ${name} is gone`);
    if (state === "accepted") assert.ok(list.includes(name), `${what}: the accepted ${name} is gone`);
  }
  const page = await crew.owner.text(`${crew.circle}/delen`);
  for (const { id, state, word, name } of said.shares) {
    if (state === "stands") assert.ok(page.includes(`met/${id}/`), `${what}: the share ${name} is gone`);
    if (state === "gone") assert.ok(!page.includes(`met/${id}/`), `${what}: the share ${name} was taken away, and is back`);
    if (word && state === "stands") assert.ok(page.includes(word), `${what}: ${name} was worded anew`);
  }
  await knocks(crew);
  assert.deepEqual(crew.refused, [], what);
}

async function arrived(crew) {
  await waitFor(() => { const there = new Set(mails().map(({ to }) => to)); return crew.said.mails.every((one) => there.has(one)); },
    `the mails of ${crew.said.mails.slice(-2)}`, 40000);
}

test(`the plug is pulled ${rounds} times`, { skip: python ? false : "no aiosmtpd here", timeout: 120000 + rounds * 12000 }, async (t) => {
  const crews = [], met = {};
  for (let round = 0; round < rounds; round += 1) {
    if (round % crewLasts === 0) crews.push(await makeCrew());
    const crew = crews.at(-1), state = { over: false, gone: false, wrong: [] }, victim = victims[round % victims.length];
    const told = () => Object.values(crew.said).reduce((sum, one) => sum + one.length, 0), before = told();
    const all = begin(crew, state, victim);
    try {
      // at an unlucky moment: after something was acknowledged, in the middle of the next
      await waitFor(() => told() > before, "anything to be acknowledged", 30000);
      await sleep(Math.random() * 400);
      state.gone = !["worker", "courier"].includes(victim);
      if (await pull(victim)) met[victim] = (met[victim] ?? 0) + 1;
      await sleep(100); // they go on with the new one
    } finally {
      state.over = true;
      await Promise.all(all);
    }
    assert.deepEqual(state.wrong, [], `round ${round}, ${victim}`);
    await check(crew, `round ${round}, ${victim}`);
    await arrived(crew); // so that no mail meets two kills
  }
  for (const crew of crews) await check(crew, "at the end");
  await sleep(1000); // time for what would come twice
  const found = mails(), sent = crews.flatMap(({ said }) => said.mails);
  let twice = 0;
  for (const address of new Set(found.map(({ to }) => to))) {
    const same = found.filter(({ to }) => to === address);
    assert.ok(same.length <= 2, `${address}: ${same.length} times`);
    twice += same.length - 1;
    for (const one of same) assert.equal(one.rest, same[0].rest, "the same mail, with the same Message-ID");
  }
  for (const victim of new Set(victims.slice(0, rounds))) assert.ok(met[victim], `${victim} was met`);
  const count = (what) => crews.reduce((sum, { said }) => sum + said[what].length, 0);
  t.diagnostic(`${JSON.stringify(met)}; ${count("names")} names, ${count("proposals")} proposals, ${count("shares")} shares, ${sent.length} mails (${twice} twice), ${crews.reduce((sum, one) => sum + one.printed, 0)} sheets`);
  await server.stop();
  assert.doesNotMatch(server.log, /Sanitizer/);
  const out = execFileSync(kring, ["admin", "verify", server.data, "--lang", "en"]).toString();
  assert.match(out, /All is well/, "nothing looks as if somebody had tampered with it");
});
