// Invitations by mail, with a real mail server: what stands in them and what does not, what happens when the server is
// away, when it refuses, and when the power goes out on either side in the middle of it.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { client, formsOf, freePort, kring, password, root, signedIn, signIns, startServer, uniqueName, waitFor } from "./lib.mjs";

// Debian's own, where its packages are.
const python = ["/usr/bin/python3", "python3"].find((one) => spawnWorks(one, ["-c", "import aiosmtpd"]));
const without = python ? false : "no aiosmtpd here";
const rounds = Number(process.env.KRING_ROUNDS ?? 8);
const base = mkdtempSync(join(tmpdir(), "kring-mail-"));
let server, mailbox, annie, circle, port, folder;

function spawnWorks(program, args) {
  try { execFileSync(program, args, { stdio: "ignore" }); return true; } catch { return false; }
}

async function openMailbox(...more) {
  const child = spawn(python, [join(root, "tests/e2e/mailbox.py"), String(port), folder, ...more], { stdio: ["pipe", "pipe", "ignore"] });
  await new Promise((done, fail) => { child.stdout.once("data", done); child.once("exit", () => fail(new Error("no mail server"))); });
  return { stop: () => new Promise((done) => { child.once("exit", done); child.kill("SIGKILL"); }) };
}

function mails() {
  return readdirSync(folder).filter((name) => name.endsWith(".eml")).sort().map((name) => {
    const raw = readFileSync(join(folder, name), "utf8");
    const head = raw.slice(0, raw.indexOf("\r\n\r\n"));
    const header = (what) => head.match(new RegExp(`^${what}: (.*)$`, "mi"))?.[1].trim();
    const bytes = raw.replace(/=\r\n/g, "").replace(/(=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll("=", ""), "hex").toString("utf8"));
    return { raw, head, header, text: bytes, to: header("X-To"), id: header("Message-ID") };
  });
}
const mailsTo = (address) => mails().filter((one) => one.to === address);

function writeSettings(dir, lines) { writeFileSync(join(dir, "mail.yaml"), `${lines.join("\n")}\n`); }

// Makes a share and gives the form that invites.
async function share(person, where, name) {
  const fresh = formsOf(await person.text(`${where}/delen/nieuw`)).find((form) => form.action?.endsWith("/delen/nieuw") || "naam" in form.fields);
  const first = await person.post(`${where}/delen/nieuw`, { ...fresh.fields, naam: name, wat: "friend" });
  let page = first.status === 303 ? first.headers.get("location").replace(server.url, "") : null;
  if (!page) {
    const form = formsOf(await first.text()).find((one) => "naam" in one.fields && Object.keys(one.fields).length > 4);
    const second = await person.post(form.action.replace(server.url, "") || `${where}/delen/nieuw`, form.fields);
    assert.equal(second.status, 303, "the share is made");
    page = second.headers.get("location").replace(server.url, "");
  }
  return page;
}
async function invite(person, page, address) {
  const form = formsOf(await person.text(page)).find((one) => "adres" in one.fields || /uitnodigen/.test(one.action ?? ""));
  return person.post(page, { ...form.fields, hoe: "mail", adres: address });
}

// Somebody new, with a circle of their own.
async function newcomer(name) {
  const one = client(server);
  const begin = formsOf(await one.text("/begin")).find((form) => "login" in form.fields);
  const begun = await one.post("/begin", { ...begin.fields, name, login: uniqueName("nieuw"), password });
  assert.ok(begun.status === 303 || begun.status === 200, `begun: ${begun.status}`);
  let text = await one.text("/kringen");
  if (!/\/kring\/[0-9a-f]{16}/.test(text)) {
    const form = formsOf(text).find((each) => each.method === "post" && /kring/.test(each.action ?? ""));
    if (form) await one.post(form.action.replace(server.url, ""), { ...form.fields, naam: name });
    text = await one.text("/kringen");
  }
  one.circle = text.match(/\/kring\/[0-9a-f]{16}/)[0];
  return one;
}

before(async () => {
  if (without) return;
  port = await freePort();
  folder = join(base, "box");
  execFileSync("mkdir", ["-p", folder]);
  const data = join(base, "data");
  const out = execFileSync(kring, ["demo", data]).toString();
  writeSettings(data, [`server: 127.0.0.1:${port}`, "from: Kring <kring@example.org>", "address: https://kring.example.org"]);
  server = await startServer({ folder: data });
  server.signIns = out;
  mailbox = await openMailbox();
  annie = await signedIn(server, signIns(server).find(({ login }) => login === "annie"));
  circle = annie.circle;
});
after(async () => {
  await server?.stop();
  await mailbox?.stop();
  rmSync(base, { recursive: true, force: true });
});

test("an invitation arrives, and betrays nothing", { skip: without, timeout: 60000 }, async () => {
  const page = await share(annie, circle, "Krekelien");
  const answer = await invite(annie, page, "x1@example.net");
  assert.equal(answer.status, 303, "on its way");
  const [mail] = await waitFor(() => { const found = mailsTo("x1@example.net"); return found.length && found; }, "the mail");
  assert.equal(mail.header("Subject"), "Een bericht voor u");
  assert.equal(mail.header("From"), "Kring <kring@example.org>");
  assert.equal(mail.header("X-From"), "kring@example.org");
  assert.match(mail.id, /^<[0-9a-f]{32}@example\.org>$/);
  assert.match(mail.header("Date"), /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{1,2} [A-Z][a-z]{2} 20\d\d \d\d:\d\d:\d\d \+0000$/);
  assert.ok(Math.abs(Date.parse(mail.header("Date")) - Date.now()) < 60000, "the right moment");
  assert.match(mail.text, /https:\/\/kring\.example\.org\/meekijken#[A-Z0-9-]{8,}/, "the link, with the code behind #");
  // Not one word of the circle: no name in it, no name of the guest as Annie writes it, no kind of care.
  const list = await annie.text(`${circle}/lijst`);
  const names = [...list.matchAll(/\/mens\/[0-9a-f]{16}[^>]*>\s*([^<]{3,40}?)\s*</g)].map(([, name]) => name).filter((name) => name.length > 3 && !/^(Annie|Mijn|Wat)/.test(name));
  assert.ok(names.length > 5, `names to look for: ${names}`);
  for (const hidden of [...names, "Krekelien", "zorg", "mantel", "netwerk", circle.split("/").pop()]) {
    assert.ok(!mail.raw.toLowerCase().includes(hidden.toLowerCase()) && !mail.text.toLowerCase().includes(hidden.toLowerCase()), `the mail holds "${hidden}"`);
  }
  assert.ok(!/<img|http:\/\//i.test(mail.text), "nothing that tells who read it");
  // Sent is gone: the address stands nowhere any more.
  await waitFor(() => !readdirSync(join(base, "data")).some((name) => statSync(join(base, "data", name)).isFile() && readFileSync(join(base, "data", name)).includes("x1@example.net")), "the address to be gone");
  assert.equal(mails().length, 1, "and no other mail was sent");
});

test("names and addresses cannot add a line to the mail", { skip: without, timeout: 60000 }, async () => {
  const before = mails().length;
  const page = await share(annie, circle, uniqueName("Vals"));
  for (const bad of ["a@b.nl\r\nBcc: everybody@example.net", "a@b.nl\nX: y", "a b@c.nl", "<a@b.nl>", "a@b@c.nl", "a@b.nl, c@d.nl", "@b.nl", "a@", "\"a\"@b.nl", "a@b_.nl", "a@b.nl>", `${"x".repeat(65)}@b.nl`]) {
    const answer = await invite(annie, page, bad);
    assert.notEqual(answer.status, 303, `refused: ${JSON.stringify(bad)}`);
  }
  for (const name of ["Win https://evil.example", "X www.evil.example", "a@evil.example"]) {
    const made = await newcomer(name);
    const answer = await invite(made, await share(made, made.circle, "Iemand"), "iemand@example.net");
    assert.notEqual(answer.status, 303, `no mail from "${name}"`);
  }
  await new Promise((done) => setTimeout(done, 500));
  assert.equal(mails().length, before, "nothing was sent");
});

test("a mail server that is away gets it when it is back", { skip: without, timeout: 90000 }, async () => {
  await mailbox.stop();
  const page = await share(annie, circle, uniqueName("Later"));
  assert.equal((await invite(annie, page, "later@example.net")).status, 303);
  await new Promise((done) => setTimeout(done, 1500));
  mailbox = await openMailbox();
  await waitFor(() => mailsTo("later@example.net").length === 1, "the mail after all", 60000);
  await new Promise((done) => setTimeout(done, 1000));
  assert.equal(mailsTo("later@example.net").length, 1);
});

test("an address that is refused is told to whom sent it", { skip: without, timeout: 60000 }, async () => {
  await mailbox.stop();
  mailbox = await openMailbox("--refuse", "nobody");
  const page = await share(annie, circle, uniqueName("Weg"));
  assert.equal((await invite(annie, page, "nobody@example.net")).status, 303);
  await waitFor(async () => (await annie.text(`${circle}/delen`)).includes("niet aangekomen"), "the page to say so", 20000);
  assert.equal(mailsTo("nobody@example.net").length, 0);
});

// The ids of all processes that this server started.
function couriers() {
  const found = [];
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const status = readFileSync(`/proc/${name}/status`, "utf8");
      const parent = Number(status.match(/^PPid:\s+(\d+)/m)[1]);
      if (!/^Name:\s+kring-courier/m.test(status)) continue;
      const above = Number(readFileSync(`/proc/${parent}/status`, "utf8").match(/^PPid:\s+(\d+)/m)[1]);
      if (above === server.process.pid) found.push(Number(name));
    } catch { /* gone meanwhile */ }
  }
  return found;
}

test(`the power goes out ${rounds} times, on either side`, { skip: without, timeout: 60000 + rounds * 8000 }, async () => {
  await mailbox.stop();
  mailbox = await openMailbox("--slow", "0.03");
  const sent = [];
  let person, page, today = 99;
  for (let round = 0; round < rounds; round += 1) {
    const address = `r${round}-${process.pid}@example.net`;
    if (today >= 18) { // a person sends few mails in a day
      person = await newcomer("Bob");
      page = await share(person, person.circle, uniqueName("Stroom"));
      today = 0;
    }
    let answer;
    try { answer = await invite(person, page, address); } catch { answer = { status: 0 }; }
    if (answer.status !== 303) break;
    today += 1;
    sent.push(address);
    await new Promise((done) => setTimeout(done, Math.random() * 160));
    if (round % 2) for (const pid of couriers()) { try { process.kill(pid, "SIGKILL"); } catch { /* ended */ } }
    else {
      await server.kill();
      await server.start();
    }
    // The next invitation about the same share would take the place of one that still waits.
    await waitFor(() => mailsTo(address).length > 0, `the mail of round ${round}`, 30000);
  }
  assert.ok(sent.length >= Math.min(rounds, 20), `${sent.length} mails were sent`);
  await new Promise((done) => setTimeout(done, 6500)); // time for what would come twice
  let twice = 0;
  for (const address of sent) {
    const found = mailsTo(address);
    assert.ok(found.length === 1 || found.length === 2, `${address}: ${found.length} times`);
    if (found.length === 2) { twice += 1; assert.equal(found[0].id, found[1].id, "the same mail, with the same Message-ID"); assert.equal(found[0].text.split("\r\n\r\n").slice(1).join(), found[1].text.split("\r\n\r\n").slice(1).join()); }
  }
  console.log(`# ${sent.length} mails, ${twice} of them twice`);
});

test("over TLS with a password; without TLS not at all", { skip: without || (spawnWorks("openssl", ["version"]) ? false : "no openssl"), timeout: 60000 }, async () => {
  const cert = join(base, "cert.pem"), key = join(base, "key.pem"), secret = join(base, "secret");
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], { stdio: "ignore" });
  writeFileSync(secret, "geheim woord\n");
  const restart = async (lines) => {
    await server.stop();
    writeSettings(server.data, [...lines, "from: kring@example.org"]);
    await server.start();
    annie = await signedIn(server, signIns(server).find(({ login }) => login === "henk") ?? signIns(server)[1]);
    return share(annie, annie.circle, uniqueName("Slot"));
  };
  await mailbox.stop();
  mailbox = await openMailbox("--tls", cert, key, "--auth", "kring", "geheim woord");
  let page = await restart([`server: localhost:${port}`, "security: starttls", "user: kring", `password_file: ${secret}`, `ca_file: ${cert}`]);
  assert.equal((await invite(annie, page, "veilig@example.net")).status, 303);
  const [mail] = await waitFor(() => { const found = mailsTo("veilig@example.net"); return found.length && found; }, "the mail over TLS");
  assert.equal(mail.header("X-Tls"), "yes");
  // A certificate nobody vouches for, and a server that cannot do TLS: nothing leaves.
  page = await restart([`server: localhost:${port}`, "security: starttls", "user: kring", `password_file: ${secret}`]);
  assert.equal((await invite(annie, page, "onbekend@example.net")).status, 303);
  await new Promise((done) => setTimeout(done, 2500));
  await mailbox.stop();
  mailbox = await openMailbox();
  page = await restart([`server: localhost:${port}`, "security: starttls"]);
  assert.equal((await invite(annie, page, "open@example.net")).status, 303);
  await new Promise((done) => setTimeout(done, 2500));
  assert.equal(mailsTo("onbekend@example.net").length + mailsTo("open@example.net").length, 0, "not without TLS");
  for (const name of readdirSync(server.data)) if (name !== "mail.yaml" && statSync(join(server.data, name)).isFile()) assert.ok(!readFileSync(join(server.data, name)).includes("geheim woord"));
});

test("the server is locked in while it runs", { skip: existsSync("/proc/self/status") ? false : "no /proc", timeout: 30000 }, async () => {
  const one = server ?? await startServer({});
  const status = readFileSync(`/proc/${one.process.pid}/status`, "utf8");
  assert.match(status, /^NoNewPrivs:\s+1$/m);
  assert.match(status, /^Seccomp:\s+2$/m);
  if (one !== server) await one.stop();
});
