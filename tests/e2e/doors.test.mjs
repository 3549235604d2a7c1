// More doors, each as a browser, a proxy or a thief would try it (docs/asvs.md says which item of the standard each is about).
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { client, formsOf, kring, password, root, signedIn, signIns, startServer, uniqueName } from "./lib.mjs";

const run = promisify(execFile);
let server, annie, routes;
const own = (path) => path.replace(/:(\w+)/g, (_, name) => ({ layer: "contact", moment: "1", a: "1", b: "2", lang: "nl", kind: "lijst", file: "x", name: "x", seq: "1", code: "nl", slug: "annie", ...annie.values })[name]);

before(async () => {
  server = await startServer({ demo: true, args: ["--verbose"] });
  annie = await signedIn(server, signIns(server)[0]);
  const source = readdirSync(join(root, "src/web")).filter((name) => name.endsWith(".c")).map((name) => readFileSync(join(root, "src/web", name), "utf8")).join("\n");
  routes = [...source.matchAll(/\{"(GET|POST)",\s*"([^"]+)",\s*(\w+),\s*(true|false)/g)].map(([, method, path, who]) => ({ method, path, who }));
  assert.ok(routes.length > 100, `${routes.length} routes`);
  annie.values = { circle: annie.circle.split("/").pop(), person: (await annie.text(`${annie.circle}/lijst`)).match(/\/mens\/([0-9a-f]{16})/)[1] };
});
after(async () => server?.stop());

// Bytes as they are; the answer as it comes.
const raw = (text) => new Promise((done) => {
  const socket = connect(server.port, "127.0.0.1", () => socket.write(text, "latin1"));
  let answer = "";
  socket.setEncoding("latin1").on("data", (part) => { answer += part; }).on("close", () => done(answer)).on("error", () => done(answer));
  setTimeout(() => socket.destroy(), 3000).unref();
});
const host = () => `Host: 127.0.0.1:${server.port}\r\nConnection: close\r\n`;

async function begin(secret = password) {
  const login = uniqueName("deur"), one = client(server);
  const answer = await one.post("/begin", { naam: "Wie dan ook", name: "Wie dan ook", login, password: secret });
  assert.ok([200, 303].includes(answer.status), `beginning answers ${answer.status}`);
  return { one, login };
}

test("every answer says what it is", async () => {
  for (const route of routes.filter((one) => one.method === "GET")) {
    const answer = await annie.get(own(route.path)), kind = answer.headers.get("content-type") ?? "", at = `${route.path} (${answer.status}): ${kind}`;
    const body = Buffer.from(await answer.arrayBuffer());
    for (const name of ["access-control-allow-origin", "access-control-allow-credentials"]) assert.equal(answer.headers.get(name), null, at);
    if (body.length === 0) continue;
    assert.match(kind, /^[a-z]+\/[a-z0-9.+-]+(; ?[a-z]+=[^;]+)*$/, at);
    if (/^text\/|[+/]xml/.test(kind)) assert.match(kind, /charset=utf-8/i, at);
    if (/^text\/html/.test(kind)) assert.match(body.subarray(0, 200).toString(), /^<!doctype html>/i, at);
    if (/svg/.test(kind)) assert.match(body.subarray(0, 200).toString(), /^(<\?xml[^>]*>\s*)?<svg/, at);
    if (/^application\/pdf/.test(kind)) assert.equal(body.subarray(0, 5).toString(), "%PDF-", at);
  }
  // another site asks as a script would: nothing of it is opened
  for (const path of ["/kringen", `${annie.circle}/lijst`, "/nergens", "/inloggen"]) {
    const answer = await annie.get(path, { origin: "https://example.org" });
    assert.equal(answer.headers.get("access-control-allow-origin"), null, path);
    await answer.arrayBuffer();
    const asked = await annie.ask(path, { method: "OPTIONS", headers: { origin: "https://example.org", "access-control-request-method": "POST" } });
    assert.equal(asked.headers.get("access-control-allow-origin"), null, path);
    assert.ok(asked.status >= 400);
    await asked.arrayBuffer();
  }
});

test("nobody is sent elsewhere", async () => {
  const elsewhere = ["//example.org/", "https://example.org/", "http:example.org", "/\\example.org/", "\\\\example.org", "/%0d%0aLocation:%20https://example.org/", "javascript:alert(1)", "data:text/html,x",
    "/\texample.org", "///example.org", "/taal/en/../..//example.org", `//${"a".repeat(500)}`, "/kringen\r\nSet-Cookie: a=b", "https:/example.org", "%2f%2fexample.org"];
  const [account] = signIns(server);
  const home = (answer, at) => {
    const location = answer.headers.get("location");
    if (location !== null) assert.match(location, /^\/(?![/\\])[^\r\n\\]*$/, `${at} leads to ${location}`);
    assert.ok(!(answer.headers.get("set-cookie") ?? "").includes("a=b"), at);
    assert.equal(answer.headers.get("refresh"), null, at);
  };
  for (const to of elsewhere) {
    for (const path of ["/taal/en?terug=", "/taal/nl?verder=", "/inloggen?verder=", "/begin?verder=", `${annie.circle}/lijst?terug=`, `${annie.circle}/namen?terug=`]) {
      for (const who of [annie, client(server)]) {
        const answer = await who.get(path + encodeURIComponent(to)), text = await answer.text();
        home(answer, `${path}${to}`);
        for (const [, address] of text.matchAll(/(?:href|action|src|formaction)="([^"]*)"/g)) assert.ok(!/example\.org|^(javascript|data:text)/.test(address), `${path}${to}: ${address}`);
      }
    }
    const fields = { login: account.login, password: account.password, verder: to, terug: to };
    for (const path of ["/inloggen", "/leesbaar"]) {
      const answer = await client(server).post(path, fields);
      home(answer, `${path} with ${to}`);
      await answer.arrayBuffer();
    }
    const csrf = await annie.csrf(`${annie.circle}/namen`);
    for (const path of [`${annie.circle}/namen`, `${annie.circle}/mens/${annie.values.person}`, `${annie.circle}/opvalt`, "/account"]) {
      const answer = await annie.post(path, { csrf, terug: to, verder: to, name: "Annie de Groot", word: "kring" });
      home(answer, `${path} with ${to}`);
      await answer.arrayBuffer();
    }
  }
});

test("methods that no page has are refused", async () => {
  for (const method of ["TRACE", "TRACK", "OPTIONS", "PUT", "DELETE", "PATCH", "CONNECT", "PROPFIND", "get"]) {
    const answer = await raw(`${method} /hulp HTTP/1.1\r\n${host()}X-Kenmerk: terug-te-zien\r\n\r\n`);
    assert.match(answer, /^HTTP\/1\.1 (400|405|501) /, method);
    assert.ok(!answer.includes("terug-te-zien"), `${method} says back what was sent`);
  }
});

test("looking changes nothing", async () => {
  const say = async () => (await run("sqlite3", [join(server.data, "kring.db"), "select id, seq, hex(chain) from circle order by id; select count(*) from account; select count(*) from share; select count(*) from invite; select count(*) from once"])).stdout;
  const was = await say();
  // also where a form would go, and as an image on another site would ask
  for (const route of routes.filter((one) => !/uitloggen/.test(one.path))) {
    const answer = await annie.get(`${own(route.path)}?naam=Van+elders&zeker=1&doe=weg&csrf=x`, { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" });
    assert.ok(answer.status < 500, `${route.path}: ${answer.status}`);
    await answer.arrayBuffer();
  }
  assert.equal(await say(), was);
});

test("there is no list of files, and no file that is not ours", async () => {
  const css = (await client(server).text("/")).match(/\/s\/[^/"]+/)[0];
  for (const path of ["/s/", css, `${css}/`, "/.git/config", "/.git/HEAD", "/.svn/entries", "/.env", "/kring.db", "/data/kring.db", "/keys.db", "/data.key", "/static/", "/templates/", "/web/", "/docs/", "/debug", "/metrics",
    "/status", "/server-status", "/health", "/actuator", "/swagger.json", "/openapi.json", "/api", "/bench", "/phpinfo.php", "/wp-login.php", "/backup", "/.well-known/", "/robots.txt.bak", `${css}/../../etc/passwd`,
    `${css}/%2e%2e/kring.db`, `${css}/kring.css~`, `${css}/kring.css.map`, `${css}/layout.mustache`, `${css}/.kring.css`, `${css}/kring.css%00.html`]) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\n${host()}\r\n`);
    assert.match(answer, /^HTTP\/1\.1 (400|404|405) /, path);
    assert.ok(!/Index of|root:x:|\[core\]|SQLite format/.test(answer), path);
  }
});

test("what is taken along is an attachment with a name of ours", async () => {
  const csrf = await annie.csrf(`${annie.circle}/namen`);
  assert.equal((await annie.post(`${annie.circle}/namen`, { csrf, naam: 'Zus "x"; filename=../../evil.html\\' })).status, 303);
  let found = 0;
  const pages = ["", "/meenemen", "/delen/meer", "/cijfers", "/lijst", "/afdruk", "/papier"];
  const links = new Set();
  for (const page of pages) for (const [, to] of (await annie.text(annie.circle + page)).matchAll(/href="([^"]+)"/g)) if (to.startsWith(annie.circle)) links.add(to.replace(/&amp;/g, "&"));
  for (const route of routes.filter((one) => one.method === "GET" && one.path.startsWith("/kring/:circle/"))) links.add(own(route.path));
  for (const to of links) {
    const answer = await annie.get(to), said = answer.headers.get("content-disposition"), kind = answer.headers.get("content-type") ?? "";
    await answer.arrayBuffer();
    if (said === null) { // what a browser shows by itself: pages, drawings of ours, photos made anew, and answers to our script
      assert.match(kind, /^(text\/html|image\/svg\+xml|image\/jpeg|image\/png|application\/json|application\/pdf|text\/plain|$)/, to);
      continue;
    }
    found += 1;
    assert.match(said, /^attachment; filename\*=UTF-8''[A-Za-z0-9.%-]+$/, `${to}: ${said}`);
    assert.ok(!/evil|\.\.|%2F|%5C/i.test(said), `${to}: ${said}`);
  }
  assert.ok(found >= 4, `${found} files`);
});

test("a password is taken as it is typed", async () => {
  for (const secret of [` ${"Lange zin met spaties. ".repeat(6)} `, "alleen kleine letters hier", "Ünïcode → 中文 ❤ en meer", "7".repeat(3) + " paarden 19 88 wolken"]) {
    const { login } = await begin(secret);
    const say = async (typed) => (await client(server).post("/inloggen", { login, password: typed })).status;
    assert.equal(await say(secret), 303, secret);
    for (const other of [secret.slice(0, 64), secret.trim(), secret.toUpperCase(), secret.toLowerCase(), `${secret} `]) if (other !== secret) assert.notEqual(await say(other), 303, `${secret} by ${other}`);
  }
});

test("password fields hide what is typed and help who keeps passwords", async () => {
  let found = 0;
  for (const [who, path] of [[client(server), "/inloggen"], [client(server), "/begin"], [client(server), "/vergeten"], [annie, "/account"], [annie, "/account/tweede"], [annie, "/account/sleutels"]]) {
    const html = await who.text(path);
    for (const [field] of html.matchAll(/<input\b[^>]*name="[a-z_]*password[a-z_]*"[^>]*>/g)) {
      found += 1;
      assert.match(field, /type="password"/, path);
      assert.match(field, /autocomplete="(current|new)-password"/, path);
      assert.ok(!/maxlength|pattern=|onpaste|readonly/.test(field), field);
    }
  }
  assert.ok(found >= 6, `${found} fields`);
  // the only script that looks at pasting is of the field for names
  const pasting = readFileSync(join(root, "web/script/pages.js"), "utf8").split("\n").filter((line) => /["']paste["']/.test(line));
  assert.deepEqual(pasting.map((line) => line.trim().slice(0, 5)), ["field"]);
});

test("no account comes with Kring", async () => {
  const fresh = await startServer();
  try {
    for (const [login, secret] of [["admin", "admin"], ["root", "root"], ["annie", "kring-voorbeeld-1"], ["kring", "kring"], ["beheer", "beheer"], ["", ""]]) {
      const answer = await client(fresh).post("/inloggen", { login, password: secret });
      assert.notEqual(answer.status, 303, login);
      await answer.arrayBuffer();
    }
    assert.equal(JSON.parse((await run(kring, ["admin", "report", fresh.data, "--json"])).stdout).accounts, 0);
  } finally { await fresh.stop(); }
});

test("signing in and a new password give a fresh session and end the one before", async () => {
  const { one, login } = await begin();
  const name = "__Host-kring", first = one.cookies.get(name);
  assert.ok(first);
  const opens = async (token) => {
    const it = client(server);
    it.cookies.set(name, token);
    const answer = await it.get("/account");
    await answer.arrayBuffer();
    return answer.status === 200;
  };
  assert.ok(await opens(first));
  // one that a thief put there counts for nobody, and is not taken over
  const planted = client(server);
  planted.cookies.set(name, "A".repeat(43));
  await planted.post("/inloggen", { login, password });
  const second = planted.cookies.get(name);
  assert.ok(second && second !== "A".repeat(43) && second !== first);
  assert.ok(!(await opens("A".repeat(43))));
  // signing in once more in the same browser ends what was there
  const again = await planted.post("/inloggen", { login, password });
  assert.equal(again.status, 303);
  const third = planted.cookies.get(name);
  assert.notEqual(third, second);
  assert.ok(!(await opens(second)) && await opens(third) && await opens(first));
  // another password: a fresh one here, and everywhere else it is over
  const form = formsOf(await planted.text("/account")).find((it) => it.action.endsWith("/account/wachtwoord"));
  assert.equal((await planted.post("/account/wachtwoord", { ...form.fields, old_password: password, password: "een ander lang wachtwoord" })).status, 303);
  const fourth = planted.cookies.get(name);
  assert.ok(fourth !== third && await opens(fourth));
  for (const old of [first, second, third]) assert.ok(!(await opens(old)));
});

test("how one signs in is changed only with the password", async () => {
  const { one, login } = await begin();
  const csrf = await one.csrf("/account");
  const page = await one.text("/account/tweede");
  const secret = page.match(/name="secret" value="([^"]+)"/)[1];
  const tries = [["/account/wachtwoord", { password: "heel iets anders hier" }], ["/account/tweede", { secret, app_code: "123456" }], ["/account/weg", { zeker: "1" }], ["/account/sleutels", {}],
    ["/account/tweede/reserve", {}], ["/account/tweede/uit", {}]];
  for (const [path, fields] of tries) {
    for (const proof of [{}, { old_password: "fout wachtwoord", password: fields.password ?? "fout wachtwoord" }]) {
      const answer = await one.post(path, { csrf, ...fields, ...proof }), text = await answer.text();
      assert.ok(answer.status >= 400 || /^\/account/.test(answer.headers.get("location") ?? ""), `${path} answers ${answer.status}`);
      assert.ok(!/k-codes|"challenge"/.test(text), path);
    }
  }
  assert.equal((await client(server).post("/inloggen", { login, password })).status, 303, "all is as it was");
});

test("signing out is on every page of who is signed in", async () => {
  let pages = 0;
  for (const route of routes.filter((one) => one.method === "GET" && ["KR_OWNER", "KR_SHARED", "KR_SIGNED_IN"].includes(one.who))) {
    const answer = await annie.get(own(route.path)), text = await answer.text();
    if (!/^text\/html/.test(answer.headers.get("content-type") ?? "") || answer.status !== 200) continue;
    // what is made to print has no buttons, and a part of a page that our own script asks is no page
    if (!/<html/.test(text) || /<body[^>]*class="[^"]*(print|paper|afdruk)/.test(text)) continue;
    pages += 1;
    assert.ok(/<form action="\/uitloggen" method="post">/.test(text) || /\/(afdruk|druk|papier|poster|brief|scherm|geen)/.test(route.path), `${route.path} lacks it`);
  }
  assert.ok(pages > 60, `${pages} pages`);
});

test("a failure says nothing of the machine", async () => {
  const telling = /\/(tmp|usr|home|var|root|src)\/|\.(c|h|db|mustache)\b[^a-z]|sqlite|libmicrohttpd|libsodium|0x[0-9a-f]{6,}|Segmentation|errno|stack|panic|\bline \d+/i;
  const clean = (text) => text.replace(/<[^>]*>/g, " "); // what is in the tags is the same on every page
  const answers = [["GET", "/nergens", {}], ["GET", "/kring/zzz", {}], ["GET", `${annie.circle}/mens/ffffffffffffffff`, {}], ["PUT", "/hulp", {}], ["POST", `${annie.circle}/namen`, { body: "naam=x", headers: { "content-type": "text/xml" } }],
    ["POST", `${annie.circle}/namen`, { body: "naam=%00%ff", headers: { "content-type": "application/x-www-form-urlencoded" } }], ["POST", "/inloggen", { body: "a".repeat(2e6), headers: { "content-type": "application/x-www-form-urlencoded", origin: server.url } }]];
  for (const [method, path, options] of answers) {
    const answer = await annie.ask(path, { method, ...options }), text = await answer.text();
    assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`);
    assert.ok(!telling.test(clean(text)), `${path}: ${clean(text).match(telling)}`);
    assert.equal(answer.headers.get("server"), null);
    assert.equal(answer.headers.get("x-powered-by"), null);
  }
  // the worst: a circle whose bytes are damaged, beneath a running server
  const henk = await signedIn(server, signIns(server)[1]);
  const id = BigInt.asIntN(64, BigInt(`0x${henk.circle.split("/").pop()}`));
  await server.kill();
  await run("sqlite3", [join(server.data, "kring.db"), `update change set body = zeroblob(length(body)) where circle = ${id} and seq = 2`]);
  await server.start();
  for (const path of ["/lijst", "", "/namen", "/gekeken"]) {
    const answer = await henk.get(henk.circle + path), text = await answer.text();
    assert.ok(answer.status === 500 || path === "/gekeken", `${path}: ${answer.status}`);
    assert.ok(!telling.test(clean(text)), `${path}: ${clean(text).match(telling)}`);
    assert.match(answer.headers.get("content-security-policy") ?? "", /default-src 'none'/);
    assert.match(text, /<\/html>/);
  }
  assert.equal((await annie.get(`${annie.circle}/lijst`)).status, 200, "the others are unharmed");
  const answer = await annie.ask("/kringen", { headers: { accept: "application/json" } });
  assert.ok(!telling.test(await answer.text()));
});

test("what is sent cannot write in the log", async () => {
  const from = server.log.length, mark = "GEVALSTE-REGEL";
  for (const text of [`GET /hulp%0a${mark}%20200 HTTP/1.1\r\n${host()}\r\n`, `GET /${mark} HTTP/1.1\r\n${host()}\r\n`, `${mark} /hulp HTTP/1.1\r\n${host()}\r\n`, `GE\x1b[31mT /hulp HTTP/1.1\r\n${host()}\r\n`,
    `GET /hulp?x=${mark} HTTP/1.1\r\n${host()}User-Agent: ${mark}\r\nReferer: ${mark}\r\nCookie: ${mark}=${mark}\r\n\r\n`, `GET /\x1b]0;${mark}\x07 HTTP/1.1\r\n${host()}\r\n`, `POST /inloggen HTTP/1.1\r\n${host()}Content-Type: text/plain\r\nContent-Length: 14\r\n\r\n${mark}`,
    `${"A".repeat(3000)} / HTTP/1.1\r\n${host()}\r\n`]) await raw(text);
  await client(server).post("/inloggen", { login: `${mark}\n${mark}`, password: mark });
  await client(server).get("/hulp");
  const said = server.log.slice(from);
  assert.ok(said.includes("/hulp"));
  assert.ok(!said.includes(mark), said);
  assert.ok(!/[^\n -~]/.test(said.replace(/[\u00c0-\u024f\u2010-\u2026]/g, "")), "no signs that steer a terminal");
  for (const line of said.split("\n").filter(Boolean)) assert.match(line, /^(GET|HEAD|POST|OTHER|\?) (\/|\()[^ ]*( [a-z]+\))? \d{3} \d+ ms/, line);
});

test("a field counts once and from its own place", async () => {
  const path = `${annie.circle}/namen`, csrf = await annie.csrf(path);
  const has = async (name) => (await annie.text(`${annie.circle}/lijst`)).includes(name);
  // what stands in the address is no field of the form, nor is a cookie
  assert.equal((await annie.post(`${path}?csrf=${encodeURIComponent(csrf)}`, { naam: "Uit het adres" })).status, 403);
  const answer = await annie.ask(path, { method: "POST", body: new URLSearchParams({ naam: "Uit een koekje" }), headers: { origin: server.url, cookie: `${[...annie.cookies].map(([k, v]) => `${k}=${v}`).join("; ")}; csrf=${csrf}` } });
  assert.equal(answer.status, 403);
  await annie.post(`${path}?naam=Andersnaam`, { csrf, naam: "Hiernaam" });
  assert.ok(await has("Hiernaam") && !(await has("Andersnaam")));
  // twice: one of them, not both, and never the second token
  const twice = await annie.ask(path, { method: "POST", body: `csrf=x&csrf=${encodeURIComponent(csrf)}&naam=Tweemaal`, headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" } });
  const other = await annie.ask(path, { method: "POST", body: `csrf=${encodeURIComponent(csrf)}&csrf=x&naam=Eenmaal`, headers: { origin: server.url, "content-type": "application/x-www-form-urlencoded" } });
  assert.deepEqual([twice.status === 303, other.status === 303].sort(), [false, true], "one place counts, always the same");
});

test("fields that a form does not have change nothing", async () => {
  const csrf = await annie.csrf("/account");
  const { one } = await begin();
  const mine = await one.csrf("/account");
  for (const [who, token] of [[annie, csrf], [one, mine]]) {
    const answer = await who.post("/account", { csrf: token, name: "Zoals het was", word: "kring", login: "overgenomen", password: "zonder te vragen", administrator: "1", admin: "true", id: "1", account: "1", role: "owner" });
    assert.ok([303, 422].includes(answer.status));
  }
  assert.equal((await one.get("/beheer")).status, 404, "nobody appoints themselves");
  assert.notEqual((await client(server).post("/inloggen", { login: "overgenomen", password: "zonder te vragen" })).status, 303);
  const path = `${annie.circle}/namen`;
  const was = (await annie.text(`${annie.circle}/lijst`)).match(/\/mens\/[0-9a-f]{16}/g).length;
  const csrf2 = await annie.csrf(path);
  await annie.post(path, { csrf: csrf2, naam: "Nieuw Gezicht", id: annie.values.person, person: annie.values.person, died: "2020", private: "1", circle: "0000000000000001", seq: "0", who: "0000000000000001" });
  const list = await annie.text(`${annie.circle}/lijst`);
  assert.ok(list.includes("Nieuw Gezicht") && list.match(/\/mens\/[0-9a-f]{16}/g).length >= was, "somebody new, nobody written over");
});
