// Passkeys, with the authenticator that the browser itself offers for tests (CDP WebAuthn): made, used, refused.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign as signWith } from "node:crypto";
import { client, leads, openBrowser, openPage, password, startServer, uniqueName, waysIn } from "./lib.mjs";
import { looks } from "./checks.mjs";

let server, browser;
before(async () => {
  server = await startServer();
  server = { ...server, url: `http://localhost:${server.port}` }; // a passkey is bound to a name, not to an address of numbers
  browser = await openBrowser();
});
after(async () => { await browser?.close(); await server?.stop(); });

async function device(page, options = {}) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal",
    hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true, ...options } });
  return { cdp, authenticatorId, keys: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials };
}

async function begin(page, login) {
  await page.goto("/begin");
  await page.fill("#naam", "Riet de Wit");
  await page.fill("#login", login);
  await page.fill("#wachtwoord", password);
  await page.click("main form button[type=submit]");
}
// The page that asks for the device and the list that comes after it have the same address: what is waited for is the list.
const shows = (page) => leads(page, () => page.click("button[data-sleutel]"));
async function make(page, name) {
  await page.goto("/account/sleutels");
  await page.fill("#sleutel-naam", name);
  await page.fill("#nieuw-ww", password);
  await page.click("main form button[type=submit]");
  await shows(page);
}
const signOut = async (page) => { await page.goto("/account"); await page.click("footer form button[type=submit]"); };
const say = (page) => page.textContent("main [role=alert]:not([hidden])");

test("a passkey is made, signs in by itself, and is taken away", async () => {
  const page = await openPage(browser, server), login = uniqueName("riet");
  const own = await device(page);
  await begin(page, login);
  await page.goto("/account/sleutels");
  await looks(page, "sleutels-leeg");
  await page.fill("#sleutel-naam", "Mijn telefoon");
  await page.fill("#nieuw-ww", "niet dit wachtwoord");
  await page.click("main form button[type=submit]");
  assert.match(await say(page), /niet uw wachtwoord/);
  assert.equal((await own.keys()).length, 0, "no device keeps what was refused here");
  await page.fill("#nieuw-ww", password);
  await page.click("main form button[type=submit]");
  await looks(page, "sleutel-nieuw");
  await shows(page);
  assert.match(await page.textContent("main"), /Mijn telefoon/);
  await looks(page, "sleutels");
  const [key] = await own.keys();
  assert.equal(key.rpId, "localhost");
  assert.ok(key.isResidentCredential);
  assert.ok(!Buffer.from(key.userHandle, "base64").toString().includes(login), "the device is not told who it is");
  await signOut(page);

  await page.goto("/inloggen");
  await looks(page, "inloggen");
  await shows(page);
  assert.match(page.url(), /\/kring/);
  const [after] = await own.keys();
  assert.ok(after.signCount > key.signCount);

  // The same device is not added twice.
  await page.goto("/account/sleutels");
  await page.fill("#nieuw-ww", password);
  await page.click("main form button[type=submit]");
  await page.click("button[data-sleutel]");
  await page.waitForSelector("[data-sleutel-niet]:not([hidden])");

  await page.goto("/account/sleutels");
  await page.click("a:has-text('Weghalen')");
  await page.waitForURL(/\/weg$/);
  await looks(page, "sleutel-weg");
  await page.fill("#weg-ww", password);
  await page.click("main form button[type=submit]");
  assert.ok(!/Mijn telefoon/.test(await page.textContent("main")));
  await signOut(page);
  await page.goto("/inloggen");
  await shows(page);
  assert.match(await say(page), /toegangssleutel lukte niet/);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("what was asked is kept: somebody who wanted a page comes there", async () => {
  const page = await openPage(browser, server), login = uniqueName("cor");
  await device(page);
  await begin(page, login);
  await make(page, "laptop");
  await signOut(page);
  await page.goto("/account/sleutels");
  assert.match(page.url(), /inloggen\?verder/);
  await shows(page);
  assert.match(page.url(), /\/account\/sleutels$/);
  await page.context().close();
});

test("a device that does not verify its user, or stops, gives nothing", async () => {
  const page = await openPage(browser, server), login = uniqueName("bea");
  const own = await device(page);
  await begin(page, login);
  await make(page, "laptop");
  await signOut(page);
  await own.cdp.send("WebAuthn.setUserVerified", { authenticatorId: own.authenticatorId, isUserVerified: false });
  await page.goto("/inloggen");
  await page.click("button[data-sleutel]");
  await page.waitForSelector("[data-sleutel-niet]:not([hidden])");
  assert.match(page.url(), /inloggen/);
  await page.context().close();
});

test("a copy of a passkey, whose counter stands still, is refused", async () => {
  const page = await openPage(browser, server), login = uniqueName("dirk");
  const own = await device(page);
  await begin(page, login);
  await make(page, "laptop");
  const [old] = await own.keys();
  for (let i = 0; i < 2; i += 1) {
    await signOut(page);
    await page.goto("/inloggen");
    await shows(page);
    assert.match(page.url(), /\/kring/);
  }
  await signOut(page);
  await own.cdp.send("WebAuthn.removeCredential", { authenticatorId: own.authenticatorId, credentialId: old.credentialId });
  await own.cdp.send("WebAuthn.addCredential", { authenticatorId: own.authenticatorId, credential: { ...old, signCount: 0 } });
  await page.goto("/inloggen");
  await shows(page);
  assert.match(await say(page), /lukte niet/);
  await page.context().close();
});

test("a new password takes the keys away when it is asked to, and only then", async () => {
  const page = await openPage(browser, server), login = uniqueName("greet");
  await device(page);
  await begin(page, login);
  await make(page, "laptop");
  const change = async (old, next, alone) => {
    await page.goto("/account");
    await page.fill("#oud", old);
    await page.fill("#nieuw", next);
    if (alone) await page.check("#alleen");
    await page.click("form[action='/account/wachtwoord'] button[type=submit]");
    await page.waitForSelector("[role=status]");
  };
  const next = "een ander lang wachtwoord 8", last = "nog een lang wachtwoord 9";
  await change(password, next, false);
  await looks(page, "account-sleutels");
  await page.goto("/account/sleutels");
  assert.match(await page.textContent("main"), /laptop/);
  await change(next, last, true);
  await page.goto("/account/sleutels");
  assert.doesNotMatch(await page.textContent("main"), /laptop/);
  await signOut(page);
  await page.goto("/inloggen");
  await page.click("button[data-sleutel]");
  await page.waitForSelector("main [role=alert]:not([hidden])");
  assert.match(await say(page), /toegangssleutel lukte niet/);
  await page.context().close();
});

// A device made here, with keys of every kind and lies of every kind.
const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const cbor = {
  int: (n) => { const [major, v] = n < 0 ? [0x20, -1 - n] : [0, n]; return v < 24 ? Buffer.from([major | v]) : v < 256 ? Buffer.from([major | 24, v]) : Buffer.from([major | 25, v >> 8, v & 255]); },
  bytes: (b) => Buffer.concat([b.length < 24 ? Buffer.from([0x40 | b.length]) : b.length < 256 ? Buffer.from([0x58, b.length]) : Buffer.from([0x59, b.length >> 8, b.length & 255]), b]),
  map: (rows) => Buffer.concat([Buffer.from([0xa0 | rows.length]), ...rows.flat()]),
};
const kinds = {
  ES256: () => { const pair = generateKeyPairSync("ec", { namedCurve: "P-256" }); const jwk = pair.publicKey.export({ format: "jwk" });
    return { ...pair, alg: -7, cose: cbor.map([[cbor.int(1), cbor.int(2)], [cbor.int(3), cbor.int(-7)], [cbor.int(-1), cbor.int(1)], [cbor.int(-2), cbor.bytes(Buffer.from(jwk.x, "base64url"))], [cbor.int(-3), cbor.bytes(Buffer.from(jwk.y, "base64url"))]]) }; },
  EdDSA: () => { const pair = generateKeyPairSync("ed25519"); const jwk = pair.publicKey.export({ format: "jwk" });
    return { ...pair, alg: -8, cose: cbor.map([[cbor.int(1), cbor.int(1)], [cbor.int(3), cbor.int(-8)], [cbor.int(-1), cbor.int(6)], [cbor.int(-2), cbor.bytes(Buffer.from(jwk.x, "base64url"))]]) }; },
  RS256: () => { const pair = generateKeyPairSync("rsa", { modulusLength: 2048 }); const jwk = pair.publicKey.export({ format: "jwk" });
    return { ...pair, alg: -257, cose: cbor.map([[cbor.int(1), cbor.int(3)], [cbor.int(3), cbor.int(-257)], [cbor.int(-1), cbor.bytes(Buffer.from(jwk.n, "base64url"))], [cbor.int(-2), cbor.bytes(Buffer.from(jwk.e, "base64url"))]]) }; },
};
const sha = (bytes) => createHash("sha256").update(bytes).digest();
function authdata({ rp = "localhost", flags, counter = 0, credential, cose }) {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  const parts = [sha(rp), Buffer.from([flags]), count];
  if (cose) parts.push(Buffer.alloc(16), Buffer.from([credential.length >> 8, credential.length & 255]), credential, cose);
  return Buffer.concat(parts);
}
const clientData = (type, challenge, more = {}) => Buffer.from(JSON.stringify({ type, challenge, origin: server.url, crossOrigin: false, ...more }));
const unescape = (text) => text.replace(/&quot;/g, '"').replace(/&#34;/g, '"').replace(/&amp;/g, "&");
const asked = (html) => ({ token: html.match(/name="key_token" value="([^"]+)"/)[1], options: JSON.parse(unescape(html.match(/data-opties="([^"]+)"/)[1])) });

async function account() {
  const one = client(server), login = uniqueName("kees");
  await one.post("/begin", { naam: "Kees", name: "Kees", login, password });
  return { one, login };
}
async function made(one, kind, lie = {}) {
  const csrf = await one.csrf("/account");
  const html = await (await one.post("/account/sleutels", { csrf, key_name: "zelf gemaakt", password })).text();
  const { token, options } = asked(html);
  const credential = lie.credential ?? Buffer.from(sha(Math.random().toString()));
  const answer = await one.post("/account/sleutels/nieuw", { csrf: html.match(/name="csrf" value="([^"]+)"/)[1], key_token: lie.token ?? token, key_id: b64(credential),
    key_client: b64(lie.client?.(options) ?? clientData(lie.type ?? "webauthn.create", lie.challenge ?? options.challenge, lie.more)),
    key_data: b64(lie.data?.(credential, kind) ?? authdata({ flags: lie.flags ?? 0x45, rp: lie.rp, credential, cose: kind.cose })) });
  return { answer, credential, options };
}
async function shown(key, lie = {}) {
  const one = client(server);
  const { token, options } = asked(await one.text("/inloggen"));
  const client_ = lie.client?.(options) ?? clientData(lie.type ?? "webauthn.get", lie.challenge ?? options.challenge, lie.more);
  const data = lie.data ?? authdata({ flags: lie.flags ?? 0x05, rp: lie.rp, counter: lie.counter ?? 0 });
  const signature = lie.signature?.(data, client_) ?? signWith(key.alg === -8 ? null : "sha256", Buffer.concat([data, sha(lie.signedClient ?? client_)]), lie.key ?? key.privateKey);
  const fields = { verder: "", sealed: "", key_token: lie.token ?? token, key_id: b64(lie.credential ?? key.credential), key_client: b64(client_), key_data: b64(data), key_sign: b64(signature), key_user: lie.user ?? "" };
  const answer = await one.post("/inloggen/sleutel", fields, lie.headers);
  return { one, answer, fields, again: () => client(server).post("/inloggen/sleutel", fields) };
}

for (const name of Object.keys(kinds)) {
  test(`a key of kind ${name} is taken, and its lies are not`, async () => {
    const { one } = await account();
    const key = kinds[name]();
    const { answer, credential, options } = await made(one, key);
    assert.equal(answer.status, 303, await answer.text());
    assert.equal(options.attestation, "none");
    assert.deepEqual(options.pubKeyCredParams.map((kind) => kind.alg), [-7, -8, -257]);
    key.credential = credential;
    const right = await shown(key);
    assert.equal(right.answer.status, 303, "a right one comes in");
    assert.equal((await right.again()).status, 422, "the same answer a second time does not");
    const other = kinds[name]();
    const lies = {
      "another challenge": { challenge: b64(Buffer.alloc(32)) },
      "no challenge": { challenge: "" },
      "another page": { more: { origin: "http://localhost.example" } },
      "another port": { more: { origin: "http://localhost:1" } },
      "in a frame": { more: { crossOrigin: true } },
      "below another page": { more: { topOrigin: "http://elders.example" } },
      "made instead of shown": { type: "webauthn.create" },
      "for another place": { rp: "elders.example" },
      "without the person": { flags: 0x04 },
      "not verified": { flags: 0x01 },
      "signed by another": { key: other.privateKey },
      "signed for something else": { signedClient: Buffer.from("{}") },
      "no signature": { signature: () => Buffer.alloc(0) },
      "garbage for a signature": { signature: () => Buffer.alloc(70, 7) },
      "unknown": { credential: Buffer.alloc(32, 9) },
      "for another account": { user: b64(Buffer.alloc(32, 5)) },
      "cut short": { data: authdata({ flags: 5 }).subarray(0, 30) },
      "too long": { data: Buffer.concat([authdata({ flags: 5 }), Buffer.alloc(400)]) },
      "not JSON": { client: () => Buffer.from("webauthn.get") },
      "JSON twice": { client: (o) => Buffer.from(`{"type":"webauthn.get","challenge":"x","challenge":"${o.challenge}","origin":"${server.url}"}`) },
      "a list": { client: () => Buffer.from("[]") },
      "too deep": { client: () => Buffer.from("[".repeat(4000)) },
      "another token": { token: "AAAA" },
    };
    for (const [what, lie] of Object.entries(lies)) {
      const { answer: refused, one: liar } = await shown(key, lie);
      assert.equal(refused.status, 422, `${what}: ${refused.status}`);
      assert.ok(![...liar.cookies.keys()].includes("__Host-kring"), `${what}: no session`);
    }
    assert.equal((await shown(key)).answer.status, 303, "a right one still comes in");
  });
}

test("what is not right when a passkey is made is not kept", async () => {
  const { one } = await account();
  const key = kinds.ES256();
  const lies = {
    "another challenge": { challenge: b64(Buffer.alloc(32)) },
    "shown instead of made": { type: "webauthn.get" },
    "another page": { more: { origin: "http://localhost.example" } },
    "in a frame": { more: { crossOrigin: true } },
    "for another place": { rp: "elders.example" },
    "not verified": { flags: 0x41 },
    "without the person": { flags: 0x44 },
    "no key in it": { flags: 0x05 },
    "a key cut short": { data: (credential, kind) => authdata({ flags: 0x45, credential, cose: kind.cose.subarray(0, 40) }) },
    "an unknown kind of key": { data: (credential) => authdata({ flags: 0x45, credential, cose: cbor.map([[cbor.int(1), cbor.int(2)], [cbor.int(3), cbor.int(-36)]]) }) },
    "no point of the curve": { data: (credential) => authdata({ flags: 0x45, credential, cose: cbor.map([[cbor.int(1), cbor.int(2)], [cbor.int(3), cbor.int(-7)], [cbor.int(-1), cbor.int(1)], [cbor.int(-2), cbor.bytes(Buffer.alloc(32, 255))], [cbor.int(-3), cbor.bytes(Buffer.alloc(32, 255))]]) }), late: true },
    "a very long number": { credential: Buffer.alloc(1100, 3) },
    "nothing": { data: () => Buffer.alloc(0) },
    "another's question": { token: asked(await client(server).text("/inloggen")).token },
  };
  for (const [what, lie] of Object.entries(lies)) {
    const { answer, credential } = await made(one, key, lie);
    if (!lie.late) assert.equal(answer.status, 422, what);
    // A point outside the curve may be kept, but nothing is ever signed by it.
    else if (answer.status === 303) assert.equal((await shown({ ...key, credential })).answer.status, 422, what);
  }
});

test("as a second proof it takes the place of the code, and only that of this account", async () => {
  const { totp } = await import("./sign-help.mjs");
  const { one, login } = await account();
  const key = kinds.ES256();
  key.credential = (await made(one, key)).credential;
  const html = await one.text("/account/tweede");
  const secret = html.match(/k-geheim">([^<]+)</)[1];
  const on = await one.post("/account/tweede", { csrf: html.match(/name="csrf" value="([^"]+)"/)[1], secret: html.match(/name="secret" value="([^"]+)"/)[1], app_code: totp(secret), password });
  assert.equal(on.status, 200);
  const stranger = await account();
  const theirs = kinds.ES256();
  theirs.credential = (await made(stranger.one, theirs)).credential;
  const answerWith = async (whose) => {
    const self = client(server);
    const step = await (await self.post("/inloggen", { login, password })).text();
    const { token, options } = asked(step);
    assert.deepEqual(options.allowCredentials.map((c) => c.id), [b64(key.credential)]);
    const said = clientData("webauthn.get", options.challenge), data = authdata({ flags: 5 });
    return self.post("/inloggen/code", { token: step.match(/name="token" value="([^"]+)"/)[1], sealed: "", code: "", key_token: token, key_id: b64(whose.credential), key_client: b64(said),
      key_data: b64(data), key_sign: b64(signWith("sha256", Buffer.concat([data, sha(said)]), whose.privateKey)), key_user: "" });
  };
  assert.equal((await answerWith(theirs)).status, 422);
  assert.equal((await answerWith(key)).status, 303);
});

test("on an address of numbers no button is shown", async () => {
  const page = await openPage(browser, { ...server, url: `http://127.0.0.1:${server.port}` });
  await page.goto("/inloggen");
  assert.equal(await page.$("button[data-sleutel]"), null);
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("that it was a passkey, alone or as the second proof, stands in the audit, refused ones too", async () => {
  const came = await waysIn(server, "signed-in"), refused = await waysIn(server, "sign-in-refused");
  for (const way of ["registration 0", "passkey 0", "password+passkey 0", "new-password 0"]) assert.ok(came.has(way), `${way}: ${[...came]}`);
  for (const way of ["passkey 4", "password+passkey 4"]) assert.ok(refused.has(way), `${way}: ${[...refused]}`);
});
