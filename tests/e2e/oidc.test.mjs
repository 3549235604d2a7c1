// Signing in by an organisation: with a real provider (oidc-provider, from npm), and with one that lies in every way it can.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { createHash, createHmac, generateKeyPairSync, sign as signWith, constants } from "node:crypto";
import { mkdtemp, mkdir, writeFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { client, freePort, openBrowser, openPage, password, startServer, uniqueName, waysIn } from "./lib.mjs";
import { looks } from "./checks.mjs";

let base, server, browser, real, ports, evil;
const secret = "geheim van de proef, met tekens: &%+";

// Answers what each test tells it to.
function evilProvider(port, issuer = `http://localhost:${port}`) {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }), ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const weak = generateKeyPairSync("rsa", { modulusLength: 1024 }), other = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = (pair, more) => ({ ...pair.publicKey.export({ format: "jwk" }), ...more });
  const self = { rsa, ec, weak, other, issuer, asked: [], keysAsked: 0, answer: null, settings: null,
    keys: [jwk(rsa, { kid: "een", use: "sig" }), jwk(ec, { kid: "twee" }), jwk(weak, { kid: "zwak" }), jwk(rsa, { kid: "versleutelen", use: "enc" }), jwk(generateKeyPairSync("rsa", { modulusLength: 2048 }), { kid: "drie" })] };
  self.server = createServer((request, response) => {
    const send = (value, status = 200) => { response.writeHead(status, { "content-type": "application/json" }); response.end(typeof value === "string" ? value : JSON.stringify(value)); };
    if (request.url === "/.well-known/openid-configuration") {
      return send({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, ...self.settings });
    }
    if (request.url === "/jwks") { self.keysAsked += 1; return send({ keys: self.keys }); }
    if (request.url !== "/token") return send({}, 404);
    let body = "";
    request.on("data", (text) => { body += text; });
    request.on("end", () => {
      const form = Object.fromEntries(new URLSearchParams(body));
      self.asked.push({ form, authorization: request.headers.authorization });
      const { status = 200, ...rest } = self.answer(form);
      send(rest.raw ?? rest, status);
    });
  });
  self.listen = () => new Promise((done) => self.server.listen(port, "localhost", done));
  return self;
}

const b64 = (value) => Buffer.from(typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString("base64url");
const signers = {
  RS256: (pair, text) => signWith("sha256", text, pair.privateKey),
  PS256: (pair, text) => signWith("sha256", text, { key: pair.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  ES256: (pair, text) => signWith("sha256", text, { key: pair.privateKey, dsaEncoding: "ieee-p1363" }),
  RS512: (pair, text) => signWith("sha512", text, pair.privateKey),
};
function jwt(header, claims, signature) {
  const text = `${b64(header)}.${b64(claims)}`;
  return `${text}.${b64(signature(Buffer.from(text)))}`;
}

before(async () => {
  base = await mkdtemp(join(tmpdir(), "kring-oidc-"));
  ports = { real: await freePort(), evil: await freePort(), second: await freePort(), kring: await freePort() };
  await mkdir(join(base, "data"));
  await writeFile(join(base, "data", "geheim"), `${secret}\n`);
  await writeFile(join(base, "data", "oidc.yaml"), `providers:
  - name: echt
    title: Stichting Echt
    issuer: http://localhost:${ports.real}
    client: kring
    secret_file: geheim
  - name: boos
    title: Stichting Boos
    issuer: http://localhost:${ports.evil}
    client: kring
    secret_file: geheim
  - name: tweede
    title: Stichting Twee
    issuer: http://localhost:${ports.second}
    client: kring
`);
  server = await startServer({ folder: join(base, "data"), port: ports.kring });
  evil = [evilProvider(ports.evil), evilProvider(ports.second)];
  await Promise.all(evil.map((one) => one.listen()));
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  for (const one of evil ?? []) { one.server.closeAllConnections(); one.server.close(); }
  if (real) { real.closeAllConnections(); real.close(); }
  await rm(base, { recursive: true, force: true });
});

// -- a real one --
async function startReal() {
  const { Provider } = await import("oidc-provider");
  const provider = new Provider(`http://localhost:${ports.real}`, {
    clients: [{ client_id: "kring", client_secret: secret, redirect_uris: [`${server.url}/inloggen/terug/echt`], response_types: ["code"], grant_types: ["authorization_code"] }],
    pkce: { required: () => true },
    cookies: { keys: ["alleen voor deze proef"] },
    claims: { openid: ["sub"], profile: ["name"] },
    conformIdTokenClaims: false,
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Zuster ${id}` }) }),
  });
  return new Promise((done) => { const self = provider.listen(ports.real, "localhost", () => done(self)); });
}
async function there(page, who) {
  await page.fill("input[name=login]", who);
  await page.fill("input[name=password]", "wat dan ook");
  await page.click("button[type=submit]");
  await page.waitForLoadState();
  if (page.url().startsWith(`http://localhost:${ports.real}`)) await page.click("button[type=submit]"); // "yes, Kring may know"
  await page.waitForURL(new RegExp(`127.0.0.1:${ports.kring}`));
}
// Its pages for trying out want a font from elsewhere; they do not get it.
const own = (page) => page.trouble.filter((one) => !/fonts[.]googleapis|ERR_FAILED/.test(one) && !one.includes(`localhost:${ports.real}`));
async function visit(options) {
  const page = await openPage(browser, server, options);
  await page.route(/fonts[.]googleapis/, (route) => route.abort());
  return page;
}

test("somebody begins, comes back, links and unlinks, with a real provider", { timeout: 120000 }, async (t) => {
  try { real = await startReal(); } catch (error) { if (error.code === "ERR_MODULE_NOT_FOUND") return t.skip("oidc-provider is not installed"); throw error; }
  let page = await visit();
  await page.goto("/inloggen");
  await looks(page, "inloggen-via");
  await page.click("text=Stichting Echt");
  await there(page, "jolanda");
  assert.match(await page.textContent("h1"), /nieuw/);
  assert.equal(await page.inputValue("#naam"), "Zuster jolanda");
  assert.ok(!(await page.context().cookies()).some((one) => one.name === "__Host-kring"), "nobody is signed in yet");
  await looks(page, "via-nieuw");
  await page.click("main form button[type=submit]");
  const sheet = await page.textContent(".k-sheet__code");
  assert.match(sheet, /^[0-9A-Z-]{29}$/);
  await page.goto("/account");
  assert.equal(await page.$("#oud"), null, "no password, so none to change");
  await page.goto("/account/via");
  assert.match(await page.textContent("main"), /Gekoppeld[^]*Stichting Echt/);
  await looks(page, "via");
  assert.deepEqual(own(page), []);
  await page.context().close();

  // Again, from another browser: straight in, where they wanted to be.
  page = await visit();
  await page.goto("/account/sleutels");
  await page.click("text=Stichting Echt");
  await there(page, "jolanda");
  assert.match(page.url(), /\/account\/sleutels$/);
  await page.context().close();

  // Somebody who has an account links it, after their password.
  page = await visit();
  const login = uniqueName("ria");
  await page.goto("/begin");
  await page.fill("#naam", "Ria");
  await page.fill("#login", login);
  await page.fill("#wachtwoord", password);
  await page.click("main form button[type=submit]");
  await page.goto("/account/via");
  await page.fill("#via-ww", "niet dit wachtwoord");
  await page.click("button[name=koppel][value=echt]");
  assert.match(await page.textContent("[role=alert]"), /niet uw wachtwoord/);
  await page.fill("#via-ww", password);
  await page.click("button[name=koppel][value=echt]");
  await looks(page, "via-koppel");
  await page.click("text=Naar Stichting Echt");
  await there(page, "ria");
  assert.match(await page.textContent(".k-notice"), /gekoppeld/);
  await page.context().close();
  page = await visit();
  await page.goto("/inloggen");
  await page.click("text=Stichting Echt");
  await there(page, "ria");
  await page.goto("/account");
  assert.match(await page.textContent("main"), new RegExp(login));
  // One account there belongs to one account here.
  await page.goto("/account/via");
  await page.fill("#via-ww", password);
  await page.click("button[name=los]");
  assert.match(await page.textContent(".k-notice"), /losgemaakt/);
  await page.context().close();
});

// -- one that lies --
async function go(name = "boos", path = "") {
  const one = client(server);
  const answer = await one.get(`/inloggen/via/${name}${path}`);
  assert.equal(answer.status, 303, await answer.text());
  const url = new URL(answer.headers.get("location"));
  return { one, url, asked: Object.fromEntries(url.searchParams) };
}
const back = (one, name, query) => one.get(`/inloggen/terug/${name}?${new URLSearchParams(query)}`);
const now = () => Math.floor(Date.now() / 1000);

async function told(make, { query = {}, which = 0, name = "boos", access = "een toegang" } = {}) {
  const provider = evil[which];
  const { one, asked } = await go(name);
  const claims = { iss: provider.issuer, aud: "kring", sub: "iemand", nonce: asked.nonce, iat: now(), exp: now() + 300 };
  provider.answer = () => ({ access_token: access, token_type: "Bearer", id_token: make({ claims, provider, asked }) });
  const answer = await back(one, name, { code: "een code", state: asked.state, ...query });
  const text = await answer.text();
  return { one, answer, text, asked, came: answer.status === 200 && /U bent hier nieuw/.test(text) };
}
const right = ({ claims, provider }) => jwt({ alg: "RS256", kid: "een" }, claims, (text) => signers.RS256(provider.rsa, text));
const withClaims = (more) => ({ claims, provider }) => right({ claims: { ...claims, ...more }, provider });

test("what is asked has a state, a nonce and a proof of its own, each time another", async () => {
  const [first, second] = [await go(), await go()];
  assert.equal(`${first.url.origin}${first.url.pathname}`, `http://localhost:${ports.evil}/auth`);
  assert.equal(first.asked.response_type, "code");
  assert.equal(first.asked.client_id, "kring");
  assert.equal(first.asked.redirect_uri, `${server.url}/inloggen/terug/boos`);
  assert.equal(first.asked.code_challenge_method, "S256");
  assert.match(first.asked.scope, /^openid\b/);
  for (const name of ["state", "nonce", "code_challenge"]) {
    assert.match(first.asked[name], /^[\w-]{43}$/);
    assert.notEqual(first.asked[name], second.asked[name]);
  }
  assert.ok(!JSON.stringify([...first.one.cookies]).includes(first.asked.nonce), "sealed in the browser");
});

test("right tokens of the three kinds come in, with the right proof and the right secret", async () => {
  const kinds = { RS256: ["een", "rsa"], PS256: ["een", "rsa"], ES256: ["twee", "ec"] };
  for (const [alg, [kid, key]] of Object.entries(kinds)) {
    const { came, asked, text } = await told(({ claims, provider }) => jwt({ alg, kid }, claims, (t) => signers[alg](provider[key], t)));
    assert.ok(came, `${alg}: ${text.match(/role="alert"[^]*?<\/p>/)?.[0]}`);
    const { form, authorization } = evil[0].asked.at(-1);
    assert.equal(createHash("sha256").update(form.code_verifier).digest("base64url"), asked.code_challenge);
    assert.equal(form.redirect_uri, `${server.url}/inloggen/terug/boos`);
    assert.equal(authorization, `Basic ${Buffer.from(`kring:${encodeURIComponent(secret)}`).toString("base64")}`);
    assert.equal(form.client_secret, undefined);
  }
  const hash = createHash("sha256").update("een toegang").digest().subarray(0, 16).toString("base64url");
  assert.ok((await told(withClaims({ at_hash: hash }))).came);
  assert.ok((await told(withClaims({ aud: ["kring"] }))).came);
  assert.ok((await told(withClaims({ aud: ["kring", "ander"], azp: "kring" }))).came);
  assert.ok((await told(withClaims({ exp: now() - 30 }))).came, "clocks may differ a little");
});

test("every token that is not right is refused, and nobody is signed in", async () => {
  const pem = evil[0].rsa.publicKey.export({ type: "spki", format: "pem" });
  const hmac = (key) => (text) => createHmac("sha256", key).update(text).digest();
  const lies = {
    "alg none": ({ claims }) => `${b64({ alg: "none" })}.${b64(claims)}.`,
    "alg None, with a signature": ({ claims }) => `${b64({ alg: "None", kid: "een" })}.${b64(claims)}.AAAA`,
    "HS256 with the public key": ({ claims }) => jwt({ alg: "HS256", kid: "een" }, claims, hmac(pem)),
    "HS256 with the client's secret": ({ claims }) => jwt({ alg: "HS256" }, claims, hmac(secret)),
    "HS256 with nothing": ({ claims }) => jwt({ alg: "HS256", kid: "een" }, claims, hmac("")),
    "RS512": ({ claims, provider }) => jwt({ alg: "RS512", kid: "een" }, claims, (t) => signers.RS512(provider.rsa, t)),
    "a foreign key": ({ claims, provider }) => jwt({ alg: "RS256", kid: "een" }, claims, (t) => signers.RS256(provider.other, t)),
    "its own key in the header": ({ claims, provider }) => jwt({ alg: "RS256", jwk: provider.other.publicKey.export({ format: "jwk" }) }, claims, (t) => signers.RS256(provider.other, t)),
    "an unknown key": ({ claims, provider }) => jwt({ alg: "RS256", kid: "niemand" }, claims, (t) => signers.RS256(provider.rsa, t)),
    "no name for the key, of several": ({ claims, provider }) => jwt({ alg: "RS256" }, claims, (t) => signers.RS256(provider.rsa, t)),
    "a key for something else": ({ claims, provider }) => jwt({ alg: "RS256", kid: "versleutelen" }, claims, (t) => signers.RS256(provider.rsa, t)),
    "a key that is too short": ({ claims, provider }) => jwt({ alg: "RS256", kid: "zwak" }, claims, (t) => signers.RS256(provider.weak, t)),
    "the kind of another key": ({ claims, provider }) => jwt({ alg: "ES256", kid: "een" }, claims, (t) => signers.ES256(provider.ec, t)),
    "what is critical": ({ claims, provider }) => jwt({ alg: "RS256", kid: "een", crit: ["exp"], exp: 1 }, claims, (t) => signers.RS256(provider.rsa, t)),
    "another issuer": withClaims({ iss: "http://localhost:1" }),
    "an issuer with a slash": ({ claims, provider }) => right({ claims: { ...claims, iss: `${provider.issuer}/` }, provider }),
    "no issuer": withClaims({ iss: undefined }),
    "for somebody else": withClaims({ aud: "ander" }),
    "for nobody": withClaims({ aud: [] }),
    "for several, without azp": withClaims({ aud: ["kring", "ander"] }),
    "handed to somebody else": withClaims({ aud: ["kring", "ander"], azp: "ander" }),
    "azp of another": withClaims({ azp: "ander" }),
    "another nonce": withClaims({ nonce: "x".repeat(43) }),
    "no nonce": withClaims({ nonce: undefined }),
    "expired": withClaims({ exp: now() - 3600 }),
    "without an end": withClaims({ exp: undefined }),
    "an end in words": withClaims({ exp: "morgen" }),
    "made later": withClaims({ iat: now() + 3600 }),
    "made long ago": withClaims({ iat: now() - 7 * 86400 }),
    "without a beginning": withClaims({ iat: undefined }),
    "not yet": withClaims({ nbf: now() + 3600 }),
    "nobody": withClaims({ sub: undefined }),
    "an empty somebody": withClaims({ sub: "" }),
    "a somebody without end": withClaims({ sub: "x".repeat(300) }),
    "another access token": withClaims({ at_hash: "AAAAAAAAAAAAAAAAAAAAAA" }),
    "changed behind the signature": (all) => { const [head, , end] = right(all).split("."); return `${head}.${b64({ ...all.claims, sub: "ander" })}.${end}`; },
    "four parts": (all) => `${right(all)}.AAAA`,
    "no token": () => undefined,
    "a number": () => 7,
    "garbage": () => "a.b.c",
    "much garbage": () => "a".repeat(200000),
    "a claim twice": ({ claims, provider }) => jwt({ alg: "RS256", kid: "een" }, JSON.stringify(claims).replace("{", '{"sub":"ander",'), (t) => signers.RS256(provider.rsa, t)),
    "a list for claims": ({ provider }) => jwt({ alg: "RS256", kid: "een" }, [1, 2], (t) => signers.RS256(provider.rsa, t)),
  };
  assert.ok(Object.keys(lies).length >= 40);
  for (const [what, make] of Object.entries(lies)) {
    const { one, answer, came } = await told(make);
    assert.ok(!came && [422, 503].includes(answer.status), `${what}: ${answer.status}`);
    assert.ok(!one.cookies.has("__Host-kring"), `${what}: no session`);
  }
  assert.ok((await told(right)).came, "and a right one still comes in");
});

test("a state or a code that was used, or is another's, is refused", async () => {
  const used = await told(right);
  assert.ok(used.came);
  assert.equal((await back(used.one, "boos", { code: "een code", state: used.asked.state })).status, 422, "the cookie is gone");
  const first = await go();
  const cookies = new Map(first.one.cookies);
  evil[0].answer = () => ({ access_token: "x", id_token: right({ claims: { iss: evil[0].issuer, aud: "kring", sub: "iemand", nonce: first.asked.nonce, iat: now(), exp: now() + 300 }, provider: evil[0] }) });
  assert.equal((await back(first.one, "boos", { code: "c", state: first.asked.state })).status, 200);
  for (const [name, value] of cookies) first.one.cookies.set(name, value); // a browser that brings it back all the same
  assert.equal((await back(first.one, "boos", { code: "c", state: first.asked.state })).status, 422);
  const [victim, thief] = [await go(), await go()];
  assert.equal((await back(victim.one, "boos", { code: "c", state: thief.asked.state })).status, 422, "the state of another browser");
  assert.equal((await back(client(server), "boos", { code: "c", state: thief.asked.state })).status, 422, "no cookie");
  const none = await go();
  assert.equal((await back(none.one, "boos", { code: "c" })).status, 422, "no state");
  const no = await go();
  assert.equal((await back(no.one, "boos", { error: "access_denied", state: no.asked.state })).status, 422);
  evil[0].answer = () => ({ status: 400, error: "invalid_grant" });
  const bad = await go();
  assert.equal((await back(bad.one, "boos", { code: "al gebruikt", state: bad.asked.state })).status, 422, "a code that the provider does not take");
  for (const raw of ["", "geen JSON", "[]", "null", "{", "[".repeat(100000)]) {
    evil[0].answer = () => ({ raw });
    const one = await go();
    assert.equal((await back(one.one, "boos", { code: "c", state: one.asked.state })).status, 422, raw.slice(0, 20));
  }
});

test("one organisation cannot speak for another", async () => {
  // The answer of one, sent to the door of the other; and a token of one given out by the other.
  const mixed = await go("boos");
  assert.equal((await back(mixed.one, "tweede", { code: "c", state: mixed.asked.state })).status, 422);
  const borrowed = await told(({ claims }) => right({ claims: { ...claims, iss: evil[0].issuer }, provider: evil[0] }), { which: 1, name: "tweede" });
  assert.ok(!borrowed.came);
  const lent = await told(({ claims }) => right({ claims: { ...claims, iss: evil[0].issuer }, provider: evil[1] }), { which: 1, name: "tweede" });
  assert.ok(!lent.came);
  assert.ok(!(await told(right, { query: { iss: "http://localhost:1" } })).came, "another's name beside the code");
  assert.ok((await told(right, { query: { iss: evil[0].issuer } })).came);
  // The same person of two organisations are two people.
  assert.ok((await told(right, { which: 1, name: "tweede" })).came);
});

test("keys that are changed are fetched again, but not for every lie", async () => {
  const fresh = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const before = evil[1].keysAsked;
  for (let i = 0; i < 5; i += 1) assert.ok(!(await told(({ claims }) => jwt({ alg: "RS256", kid: "nieuw" }, claims, (t) => signers.RS256(fresh, t)), { which: 1, name: "tweede" })).came);
  assert.ok(evil[1].keysAsked - before <= 2, `asked ${evil[1].keysAsked - before} times`);
});

test("a provider whose settings are not right is not gone to", async () => {
  const port = await freePort();
  for (const settings of [{ issuer: "http://localhost:1" }, { authorization_endpoint: "http://elders.example/auth" }, { token_endpoint: "javascript:alert(1)" }, { jwks_uri: undefined }, { authorization_endpoint: "https://a@b/" }]) {
    const folder = join(base, `data-${Math.random()}`);
    await mkdir(folder);
    await writeFile(join(folder, "oidc.yaml"), `providers:\n  - {name: vals, issuer: "http://localhost:${port}", client: kring}\n`);
    const liar = evilProvider(port);
    liar.settings = settings;
    await liar.listen();
    const its = await startServer({ folder });
    const answer = await client(its).get("/inloggen/via/vals");
    assert.ok([422, 503].includes(answer.status), `${JSON.stringify(settings)}: ${answer.status}`);
    assert.equal(answer.headers.get("location"), null);
    await its.stop();
    liar.server.closeAllConnections();
    await new Promise((done) => liar.server.close(done));
  }
});

test("what came back is no account yet, and not for ever", async () => {
  const { text } = await told(withClaims({ sub: "eenmalig", name: '"><b>Piet' }));
  assert.ok(!text.includes("<b>Piet"));
  const token = text.match(/name="token" value="([^"]+)"/)[1];
  const one = client(server);
  assert.equal((await one.post("/inloggen/via", { token: token.slice(2), name: "Piet" })).status, 422);
  assert.equal((await one.post("/inloggen/via", { token, name: "Piet" }, { origin: "http://elders.example" })).status, 403);
  assert.equal((await one.post("/inloggen/via", { token, name: "Piet" })).status, 200);
  assert.ok(one.cookies.has("__Host-kring"));
  const again = client(server);
  assert.equal((await again.post("/inloggen/via", { token, name: "Piet" })).status, 422, "once");
  // The second proof that somebody switched on is asked here too: tests/e2e/sign.test.mjs has the rest of it.
  const { totp } = await import("./sign-help.mjs");
  const html = await one.text("/account/tweede");
  const on = await one.post("/account/tweede", { csrf: html.match(/name="csrf" value="([^"]+)"/)[1], secret: html.match(/name="secret" value="([^"]+)"/)[1], app_code: totp(html.match(/k-geheim">([^<]+)</)[1]) });
  assert.equal(on.status, 200);
  const later = await told(withClaims({ sub: "eenmalig" }));
  assert.match(later.text, /Nog één stap/);
  assert.ok(!later.one.cookies.has("__Host-kring"));
});

test("that it was by an organisation stands in the audit, refused ones too", async () => {
  assert.ok((await waysIn(server, "signed-in")).has("organisation 0"));
  assert.ok((await waysIn(server, "sign-in-refused")).has("organisation 4"));
});
