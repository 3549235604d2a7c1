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
  for (const route of routes.filter((one) => ["KR_OWNER", "KR_SHARED", "KR_SIGNED_IN"].includes(one.who))) {
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

function raw(text, pieces = []) { // bytes as they are, the answer as it comes
  return new Promise((done) => {
    const socket = connect(server.port, "127.0.0.1", async () => {
      socket.setNoDelay(true);
      socket.write(text);
      for (const piece of pieces) {
        if (socket.destroyed) return;
        socket.write(piece);
        await new Promise((sent) => setTimeout(sent, 1));
      }
    });
    let answer = "";
    socket.on("data", (part) => { answer += part; });
    socket.on("close", () => done(answer));
    socket.on("error", () => done(answer));
    setTimeout(() => socket.destroy(), 3000);
  });
}

test("requests that two servers could read differently are refused", async () => {
  const host = `Host: 127.0.0.1:${server.port}\r\n`, get = "GET /hulp HTTP/1.1\r\n", post = "POST /inloggen HTTP/1.1\r\n";
  const hidden = "GET /geheim HTTP/1.1\r\nHost: x\r\n\r\n";
  const ours = {
    "length and chunks": `${post}${host}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    "two lengths": `${post}${host}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    "chunks in an older version": `POST /inloggen HTTP/1.0\r\n${host}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    "two hosts": `${get}${host}Host: example.org\r\n\r\n`,
    "no host": `${get}\r\n`,
    "no host, and a line": `${get}Accept: text/html\r\n\r\n`,
    "an empty host": `${get}Host:\r\n\r\n`,
    "a space in a name": `${get}${host}X Y: z\r\n\r\n`,
    "a space before the colon": `${get}${host}X : z\r\n\r\n`,
    "a folded line": `${get}${host}X-A: b\r\n c\r\n\r\n`,
    "a folded line with a tab": `${get}${host}X-A: b\r\n\tc\r\nX-B: c\r\n\r\n`,
    "a folded length": `${post}${host}Content-Length:\r\n ${hidden.length}\r\n\r\n${hidden}`,
    "folded chunks": `${post}${host}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${hidden}`,
    "a first line folded": `${get} X: b\r\n${host}\r\n`,
    "a line that ends in LF alone": `${get}${host}X-A: b\nX-B: c\r\n\r\n`,
    "a length behind LF alone": `${post}${host}X-A: b\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    "all lines end in LF alone": `GET /hulp HTTP/1.1\nHost: x\n\n`,
    "the first line ends in LF alone": `GET /hulp HTTP/1.1\n${host}\r\n`,
    "CR alone": `${get}${host}X-A: b\rX-B: c\r\n\r\n`,
    "a NUL in a line": `${get}${host}X-A: b\0c\r\nX-B: c\r\n\r\n`,
    "no name": `${get}: x\r\n${host}\r\n`,
    "two spaces in the first line": `GET  /hulp  HTTP/1.1\r\n${host}\r\n`,
    "a whole address": `GET http://example.org/ HTTP/1.1\r\n${host}\r\n`,
    "a version that is none": `GET /hulp HTTP/1.2\r\n${host}\r\n`,
  };
  // These the library answers by itself, some twice, always closing: a short text of its own, without our headers.
  const library = {
    "a length that is none": `${post}${host}Content-Length: 5x\r\n\r\nhello`,
    "a length below nothing": `${post}${host}Content-Length: -5\r\n\r\nhello`,
    "a length beyond all": `${post}${host}Content-Length: 99999999999999999999999\r\n\r\nhello`,
    "a line without a colon": `${get}${host}nonsense\r\n\r\n`,
    "no version": `GET /hulp\r\n\r\n`,
    "a version to come": `GET /hulp HTTP/2.0\r\n${host}\r\n`,
    "lines without end": `${get}${host}X: ${"a".repeat(40000)}\r\n\r\n`,
    "an address without end": `GET /${"a".repeat(40000)} HTTP/1.1\r\n${host}\r\n`,
  };
  const ask = async ([what, text]) => {
    const answer = await raw(text + hidden);
    const lines = answer.match(/^HTTP\/1.*/gm) ?? [];
    for (const line of lines) assert.match(line, / (4\d\d|505) /, `${what} was answered: ${line}`);
    assert.ok(!/ 404 /.test(answer), `${what}: what came behind it was taken for a request`);
    return { what, answer, lines };
  };
  for (const { what, answer, lines } of await Promise.all(Object.entries(ours).map(ask))) {
    assert.match(answer, /^content-security-policy: default-src 'none'/im, `${what}: ${answer.slice(0, 80)}`);
    assert.equal(lines.length, 1, `${what}: ${lines.length} answers`);
  }
  for (const { what, answer, lines } of await Promise.all(Object.entries(library).map(ask))) {
    assert.ok(answer === "" || lines.length > 0, `${what}: ${answer.slice(0, 80)}`);
    assert.ok(!/set-cookie|<script|<form/i.test(answer), what);
  }
  for (const path of ["/s/../../etc/passwd", "/kring/%00", "/%2e%2e/%2e%2e/etc/passwd"]) assert.match(await raw(`GET ${path} HTTP/1.1\r\n${host}Connection: close\r\n\r\n`), /^HTTP\/1.1 (303|400|404) /, path);
});

test("header lines that are in order are taken, however they arrive", async () => {
  const host = `Host: 127.0.0.1:${server.port}`;
  const asked = (...lines) => ["GET /hulp HTTP/1.1", host, ...lines, "Connection: close", "", ""].join("\r\n");
  const cases = {
    "no space after the colon": asked("Accept:text/html", "X-A:"),
    "spaces around a value": asked("Accept:   text/html  ", "X-A:  \t", "X-B: c \t "),
    "many lines": asked(...Array.from({ length: 90 }, (_, i) => `X-${i}: ${"y".repeat(i)}`)),
    "a long cookie": asked(`Cookie: a=${"b".repeat(7000)}; c=d; e`, `X-A: ${"z".repeat(9000)}`),
    "an old version": "GET /hulp HTTP/1.0\r\n\r\n",
    "empty lines before": `\r\n\r\n${asked()}`,
  };
  for (const [what, text] of Object.entries(cases)) assert.match(await raw(text), /^HTTP\/1\.[01] 200 /, what);
  // in pieces, and two after one another
  const text = asked("Cookie: a=b", "X-A: b").replace("Connection: close\r\n", "") + asked(`Accept: ${"x".repeat(300)}`, "Cookie: c=d; e=f");
  const long = asked(`Cookie: a=${"b".repeat(9000)}`, ...Array.from({ length: 25 }, (_, i) => `X-${i}: ${"y".repeat(200)}`));
  const slowly = await raw("", Array.from({ length: Math.ceil(long.length / 900) }, (_, i) => long.slice(i * 900, i * 900 + 900)));
  assert.match(slowly, /^HTTP\/1\.1 200 /, `${long.length} bytes in pieces`);
  for (const size of [1, 7, 64, 200]) {
    const answer = await raw("", Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, i * size + size)));
    assert.equal(answer.match(/HTTP\/1\.1 200 /g)?.length, 2, `in pieces of ${size}`);
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
