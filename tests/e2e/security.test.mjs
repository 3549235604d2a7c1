// Doors: what every route answers to somebody else, to nobody, and to a form from elsewhere; what lies on disk.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { request } from "node:http";
import { connect } from "node:net";
import { client, root, signedIn, signIns, startServer } from "./lib.mjs";

let server, annie, henk, routes;
const own = (path, values) => path.replace(/:(\w+)/g, (_, name) => values[name]);

before(async () => {
  server = await startServer({ demo: true, args: ["--verbose"] });
  [annie, henk] = await Promise.all(signIns(server).slice(0, 2).map((one) => signedIn(server, one)));
  const source = readdirSync(join(root, "src/web")).filter((name) => name.endsWith(".c")).map((name) => readFileSync(join(root, "src/web", name), "utf8")).join("\n");
  routes = [...source.matchAll(/\{"(GET|POST)",\s*"([^"]+)",\s*(\w+),\s*(true|false)/g)]
    .map(([, method, path, who, csrf]) => ({ method, path, who, csrf: csrf === "true" }));
  assert.ok(routes.length > 30, `the routes were found (${routes.length})`);
  const list = await annie.text(`${annie.circle}/lijst`);
  annie.values = { circle: annie.circle.split("/").pop(), person: list.match(/\/mens\/([0-9a-f]{16})/)[1] };
});
after(async () => server.stop());

const values = () => ({ layer: "contact", moment: "1", a: "1", b: "2", lang: "nl", kind: "lijst", file: "x", name: "x", seq: "1", code: "nl", slug: "annie", ...annie.values });

test("each page says what a browser may do with it", async () => {
  for (const route of routes.filter((one) => one.method === "GET")) {
    const answer = await annie.get(own(route.path, values()));
    const header = (name) => answer.headers.get(name) ?? "";
    const at = `${route.path} (${answer.status})`;
    assert.ok(answer.status < 500, at);
    const policy = header("content-security-policy");
    for (const part of ["default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"]) assert.ok(policy.includes(part), `${at}: ${part}`);
    assert.ok(!/unsafe-inline|unsafe-eval(?!')/.test(policy.replace("'wasm-unsafe-eval'", "")) && !policy.includes("*"), `${at}: ${policy}`);
    assert.equal(header("x-content-type-options"), "nosniff", at);
    assert.match(header("referrer-policy"), /same-origin|no-referrer/, at);
    if (!route.path.startsWith("/s/")) assert.equal(header("cache-control"), "no-store", at);
    assert.equal(header("server"), "", `${at} does not say what serves it`);
    await answer.arrayBuffer();
  }
});

test("somebody else's circle is as if it were not there, on every route", async () => {
  const csrf = await henk.csrf(`${henk.circle}/namen`);
  const nothing = { ...values(), circle: "00000000deadbeef" };
  for (const route of routes.filter((one) => one.path.includes("/kring/:circle"))) {
    for (const about of [values(), nothing]) {
      const path = own(route.path, about);
      const answer = route.method === "GET" ? await henk.get(path) : await henk.post(path, { csrf, naam: "Inbreker", name: "Inbreker" });
      assert.equal(answer.status, 404, `${route.method} ${route.path} for somebody else`);
      const body = await answer.text();
      assert.ok(!/Sanne|Corrie|Annie de Groot/.test(body), `${route.path} says a name`);
    }
  }
  const list = await annie.text(`${annie.circle}/lijst`);
  assert.ok(!list.includes("Inbreker"));
});

test("who is not signed in is asked to, and sees nothing", async () => {
  const nobody = client(server);
  for (const route of routes.filter((one) => ["KR_OWNER", "KR_SIGNED_IN"].includes(one.who))) {
    const path = own(route.path, values());
    const answer = route.method === "GET" ? await nobody.get(path) : await nobody.post(path, { naam: "Inbreker" });
    const body = await answer.text();
    assert.ok([303, 401, 403, 404].includes(answer.status) || (answer.status === 200 && /type="password"/.test(body)), `${route.method} ${route.path}: ${answer.status}`);
    if (answer.status === 303) assert.match(answer.headers.get("location"), /\/inloggen/, route.path);
    assert.ok(!/Sanne|Corrie/.test(body), `${route.path} says a name`);
  }
});

test("a form without its token, with another's, or from elsewhere changes nothing", async () => {
  const before = await annie.text(`${annie.circle}/lijst`);
  const others = await henk.csrf(`${henk.circle}/namen`);
  for (const route of routes.filter((one) => one.method === "POST" && one.csrf)) {
    const path = own(route.path, values());
    for (const [what, fields] of [["no token", {}], ["another's token", { csrf: others }], ["nonsense", { csrf: "AAAA" }]]) {
      const answer = await annie.post(path, { naam: "Vreemd", name: "Vreemd", doe: "weg", ...fields });
      assert.equal(answer.status, 403, `${route.path} with ${what}`);
      await answer.arrayBuffer();
    }
  }
  for (const route of routes.filter((one) => one.method === "POST" && !one.csrf)) {
    const answer = await client(server).post(own(route.path, values()), { x: "y" }, { origin: "https://example.org" });
    assert.equal(answer.status, 403, `${route.path} from elsewhere, without a session`);
    await answer.arrayBuffer();
  }
  const afterwards = await annie.text(`${annie.circle}/lijst`);
  assert.ok(!afterwards.includes("Vreemd"));
  const people = (html) => [...new Set(html.match(/\/mens\/[0-9a-f]{16}/g))].sort();
  assert.deepEqual(people(afterwards), people(before));
});

test("a form with its right token is refused when another site sent it", async () => {
  const path = `${annie.circle}/namen`, csrf = await annie.csrf(path);
  // as it is on the wire: fetch would fill in what a browser says of itself
  const send = (headers, name, at = path) => new Promise((done, fail) => {
    const body = new URLSearchParams({ csrf, naam: name }).toString();
    const asked = request(server.url + at, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", "content-length": body.length,
      cookie: [...annie.cookies].map(([key, value]) => `${key}=${value}`).join("; "), ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (part) => { text += part; }).on("end", () => done({ status: answer.statusCode, headers: answer.headers, text }));
    });
    asked.on("error", fail).end(body);
  });
  const here = server.url, foreign = [
    { origin: "https://example.org" }, { origin: "null" }, { origin: `http://127.0.0.1:${server.port}1` }, { origin: `${here}.example.org` },
    { origin: here, "sec-fetch-site": "cross-site" }, { origin: here, "sec-fetch-site": "same-site" }, { "sec-fetch-site": "cross-site" },
    { origin: "https://example.org", "x-forwarded-host": "example.org", forwarded: "host=example.org" },
  ];
  for (const headers of foreign) {
    const answer = await send(headers, "Vreemdeling");
    const at = JSON.stringify(headers);
    assert.equal(answer.status, 403, at);
    assert.match(answer.headers["content-security-policy"] ?? "", /default-src 'none'/, at);
    assert.match(answer.text, /niet van een pagina van Kring/, at);
    assert.ok(!answer.text.includes("Vreemdeling"), `${at}: words of another site`);
  }
  for (const route of routes.filter((one) => one.method === "POST")) {
    const answer = await send({ origin: "https://example.org" }, "Vreemdeling", own(route.path, values()));
    assert.equal(answer.status, 403, `${route.path} from elsewhere`);
  }
  assert.ok(!(await annie.text(path)).includes("Vreemdeling"));
  // an old browser says nothing of where it came from; a new one says that it was here
  for (const [name, headers] of [["Oudje", {}], ["Nieuwerwets", { origin: here, "sec-fetch-site": "same-origin" }]]) {
    assert.equal((await send(headers, name)).status, 303, name);
    assert.ok((await annie.text(`${annie.circle}/lijst`)).includes(name));
  }
});

test("cookies are out of reach and end with the browser", async () => {
  const fresh = client(server);
  const [account] = signIns(server);
  const page = await fresh.get("/inloggen");
  await page.arrayBuffer();
  const signed = await signedIn(server, account);
  for (const [name] of signed.cookies) assert.match(name, /^__Host-/, name);
  const again = await signed.get("/kringen");
  for (const line of [...page.headers.getSetCookie(), ...again.headers.getSetCookie()]) {
    for (const part of ["HttpOnly", "Secure", "Path=/"]) assert.ok(line.includes(part), line);
    assert.match(line, /SameSite=(Lax|Strict)/, line);
    assert.ok(!/Domain=/i.test(line), line);
  }
  // signing out ends the session on the server, not only the cookie
  const kept = new Map(signed.cookies);
  const csrf = await signed.csrf("/kringen");
  const out = await signed.post("/uitloggen", { csrf });
  assert.equal(out.status, 303);
  for (const [name, value] of kept) signed.cookies.set(name, value);
  const answer = await signed.get(`${annie.circle}/lijst`);
  assert.notEqual(answer.status, 200);
  await answer.arrayBuffer();
});

test("an unknown name and a wrong password get the same answer", async () => {
  const say = async (login, secret) => {
    const who = client(server);
    const html = await who.text("/inloggen");
    const action = html.match(/<form[^>]*action="([^"]*inloggen[^"]*)"/)?.[1] ?? "/inloggen";
    const { formsOf } = await import("./lib.mjs");
    const form = formsOf(html).find((one) => one.password);
    const answer = await who.post(action, { ...form.fields, [form.text]: login, [form.password]: secret });
    return { status: answer.status, body: (await answer.text()).replace(login, "").replace(/value="[^"]*"/g, "") };
  };
  const unknown = await say("bestaat-niet", "fout wachtwoord hier");
  const wrong = await say("sem", "fout wachtwoord hier");
  assert.equal(unknown.status, wrong.status);
  assert.ok(unknown.status < 500 && unknown.status !== 303);
  assert.equal(unknown.body, wrong.body);
});

function raw(text) { // bytes as they are, the answer as it comes
  return new Promise((done) => {
    const socket = connect(server.port, "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (part) => { answer += part; });
    socket.on("close", () => done(answer));
    socket.on("error", () => done(answer));
    setTimeout(() => socket.destroy(), 1500);
  });
}

test("requests that two servers could read differently are refused", async () => {
  const host = `127.0.0.1:${server.port}`;
  const cases = {
    "length and chunks": `POST /inloggen HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    "two lengths": `POST /inloggen HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    "two hosts": `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: example.org\r\n\r\n`,
    "no host": "GET / HTTP/1.1\r\n\r\n",
    "a space in a name": `GET / HTTP/1.1\r\nHost: ${host}\r\nX Y: z\r\n\r\n`,
    "up and out": `GET /s/../../etc/passwd HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    "a NUL in the path": `GET /kring/%00 HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  };
  for (const [what, text] of Object.entries(cases)) {
    const answer = await raw(text);
    assert.ok(answer === "" || /^HTTP\/1\.[01] 4\d\d/.test(answer), `${what}: ${answer.slice(0, 60)}`);
    // (the library says "400" twice when there is no host; nothing else may be answered)
    for (const [line] of answer.matchAll(/^HTTP\/1.*/gm)) assert.match(line, / 4\d\d /, `${what} was answered: ${line}`);
  }
});

test("a body without end is refused, not read", async () => {
  const status = await new Promise((done) => {
    const asked = request(`${server.url}/inloggen`, { method: "POST", headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" } }, (answer) => { answer.resume(); done(answer.statusCode); });
    asked.on("error", () => done(0));
    const part = Buffer.alloc(65536, "a");
    let sent = 0;
    const more = () => { while (sent < 64 << 20) { sent += part.length; if (!asked.write(part)) { asked.once("drain", more); return; } } asked.end(); };
    more();
  });
  assert.ok(status === 0 || status === 413 || status === 400, `answered ${status}`);
  assert.equal((await client(server).get("/")).status, 200);
});

test("no name of a person or an account lies on disk, in a log or in an address", async () => {
  const csrf = await annie.csrf(`${annie.circle}/namen`);
  const secret = ["Zonneklaartje", "Quibusdam"];
  for (const name of secret) assert.equal((await annie.post(`${annie.circle}/namen`, { csrf, naam: name })).status, 303);
  const page = await annie.text(`${annie.circle}/lijst`);
  for (const name of secret) assert.ok(page.includes(name));
  for (const [, address] of page.matchAll(/href="([^"]*)"/g)) for (const name of secret) assert.ok(!address.includes(name), address);
  // Names as bytes, in any case, in UTF-8 or UTF-16.
  const words = [...secret, "Annie", "Corrie", "Sanne", "kring-voorbeeld"].flatMap((one) => [Buffer.from(one), Buffer.from(one, "utf16le"), Buffer.from(one.toLowerCase())]);
  const look = (folder) => readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? look(join(folder, one.name)) : one.isFile() ? [join(folder, one.name)] : []));
  const files = look(server.base);
  assert.ok(files.some((one) => one.endsWith("kring.db")), files.join());
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const word of words) assert.ok(!bytes.includes(word), `${file} holds ${word}`);
  }
  const key = files.find((one) => one.endsWith(".key"));
  assert.ok(key && !key.startsWith(`${server.data}/`), "the key lies outside the folder");
  assert.equal(statSync(key).mode & 0o077, 0, "only its owner reads the key");
  assert.ok(server.log.includes("GET"), "the log says something");
  for (const name of [...secret, "Annie", "annie", "Corrie", annie.circle.split("/").pop(), annie.values.person]) assert.ok(!server.log.includes(name), `the log holds ${name}`);
});
