// The courier by itself: what it asks and what it does not, whatever it is told to do. The settings come on line 3, requests
// on standard input, answers on standard output, as src/apart/wire.h says.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { kring, waitFor } from "./lib.mjs";

const tags = { result: 1, code: 2, to: 3, message: 4, url: 5, type: 6, body: 7, user: 8, secret: 9, bearer: 10, host: 15 };
const kinds = { settings: 1, mail: 2, fetch: 6, fetched: 7, mailed: 5 };
const done = 1, later = 2, refused = 3;

function pack(kind, fields) {
  const parts = [Buffer.from([kind])];
  for (const [tag, text] of fields) {
    const bytes = Buffer.from(text), head = Buffer.alloc(5);
    head[0] = tags[tag];
    head.writeUInt32LE(bytes.length, 1);
    parts.push(head, bytes);
  }
  const body = Buffer.concat(parts), length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  return Buffer.concat([length, body]);
}

function parse(bytes) {
  const out = { kind: bytes[0] };
  for (let at = 1; at < bytes.length;) {
    const tag = Object.keys(tags).find((name) => tags[name] === bytes[at]), size = bytes.readUInt32LE(at + 1);
    out[tag] = bytes.subarray(at + 5, at + 5 + size).toString();
    at += 5 + size;
  }
  if (out.result) out.result = out.result.charCodeAt(0);
  return out;
}

function open(settings) {
  const child = spawn(join(dirname(kring), "kring-courier"), [], { stdio: ["pipe", "pipe", "inherit", "pipe"], env: { PATH: "/usr/bin" } });
  let heard = Buffer.alloc(0);
  const waiting = [];
  const ended = new Promise((over) => child.once("exit", (code, signal) => over({ code, signal })));
  child.stdin.on("error", () => {});
  child.stdio[3].on("error", () => {});
  child.stdout.on("data", (part) => {
    heard = Buffer.concat([heard, part]);
    while (heard.length >= 4 && heard.length >= 4 + heard.readUInt32LE()) {
      const end = 4 + heard.readUInt32LE();
      waiting.shift()?.(parse(heard.subarray(4, end)));
      heard = heard.subarray(end);
    }
  });
  child.stdio[3].write(pack(kinds.settings, settings));
  return {
    child, ended,
    ask(kind, fields) { child.stdin.write(pack(kinds[kind], fields)); return new Promise((answer) => { waiting.push(answer); }); },
    async stop() { child.stdin.end(); return ended; },
  };
}

let web, base, asked, courier;
before(async () => {
  asked = [];
  web = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => { body += part; });
    request.on("end", () => {
      asked.push({ path: request.url, method: request.method, headers: request.headers, body });
      if (request.url === "/elders") response.writeHead(302, { location: "/ergens" }).end();
      else if (request.url === "/groot") response.end("x".repeat(600 * 1024));
      else if (request.url === "/mis") response.writeHead(404, { "content-type": "application/json" }).end("{}");
      else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ here: request.url }));
    });
  });
  await new Promise((ready) => web.listen(0, "127.0.0.1", ready));
  base = `http://127.0.0.1:${web.address().port}`;
  courier = open([["host", base]]);
});
after(async () => {
  await courier?.stop();
  web?.close();
});

test("it asks a host it was told, and gives the answer as it is", { timeout: 20000 }, async () => {
  assert.deepEqual(await courier.ask("fetch", [["url", `${base}/een`]]), { kind: kinds.fetched, result: done, code: "200", type: "application/json", body: '{"here":"/een"}' });
  const missing = await courier.ask("fetch", [["url", `${base}/mis`]]);
  assert.deepEqual([missing.result, missing.code], [done, "404"]);
  const posted = await courier.ask("fetch", [["url", `${base}/post`], ["body", "a=1&b=2"], ["type", "application/x-www-form-urlencoded"], ["user", "wie"], ["secret", "ge:heim"]]);
  assert.equal(posted.code, "200");
  const last = asked.at(-1);
  assert.deepEqual([last.method, last.body, last.headers["content-type"], last.headers.authorization],
    ["POST", "a=1&b=2", "application/x-www-form-urlencoded", `Basic ${Buffer.from("wie:ge:heim").toString("base64")}`]);
  await courier.ask("fetch", [["url", `${base}/token`], ["bearer", "abc"]]);
  assert.equal(asked.at(-1).headers.authorization, "Bearer abc");
  await courier.ask("fetch", [["url", `${base}/weer`]]);
  assert.equal(asked.at(-1).headers.authorization, undefined, "nothing is left of the question before");
});

test("it goes nowhere else", { timeout: 40000 }, async () => {
  const before = asked.length;
  const port = web.address().port;
  for (const url of [`http://localhost:${port}/`, `http://127.0.0.1:${port + 1}/`, `http://wie@127.0.0.1:${port}/`, `https://127.0.0.1:${port}/`, "http://example.org/",
    "https://example.org/", "file:///etc/passwd", `ftp://127.0.0.1:${port}/`, `gopher://127.0.0.1:${port}/x`, `//127.0.0.1:${port}/`, "", `http://127.0.0.1:${port}.example.org/`,
    `http://127.0.0.1%00:${port}/`, `smtp://127.0.0.1:${port}/`]) {
    assert.equal((await courier.ask("fetch", [["url", url]])).result, refused, url);
  }
  assert.equal(asked.length, before, "nothing was asked");
  const moved = await courier.ask("fetch", [["url", `${base}/elders`]]);
  assert.equal(moved.code, "302", "what leads elsewhere is not followed");
  assert.equal(asked.length, before + 1);
  assert.equal((await courier.ask("fetch", [["url", `${base}/groot`]])).result, later, "too much is no answer");
  assert.equal((await courier.ask("fetch", [["url", `${base}/x`], ["body", "a"], ["type", "text/plain\r\nX-Evil: yes"]])).result, later, "no line of a header can be added");
  assert.ok(!asked.some((one) => "x-evil" in one.headers));
});

test("without a mail server it sends nothing", { timeout: 20000 }, async () => {
  const answer = await courier.ask("mail", [["to", "a@example.net"], ["message", "Subject: x\r\n\r\nx\r\n"]]);
  assert.deepEqual([answer.kind, answer.result], [kinds.mailed, refused]);
});

test("it is locked in, and ends when it does not understand", { timeout: 20000 }, async () => {
  const status = readFileSync(`/proc/${courier.child.pid}/status`, "utf8");
  assert.match(status, /^NoNewPrivs:\s+1$/m);
  assert.match(status, /^Seccomp:\s+2$/m);
  for (const bytes of [Buffer.from([255, 255, 255, 255, 1]), Buffer.from([0, 0, 0, 0]), Buffer.from([5, 0, 0, 0, 2, 3, 255, 255, 255]), pack(99, [])]) {
    const one = open([["host", base]]);
    one.child.stdin.write(bytes);
    assert.deepEqual(await one.ended, { code: 0, signal: null });
  }
  const silent = spawn(join(dirname(kring), "kring-courier"), [], { stdio: ["pipe", "pipe", "ignore", "pipe"] });
  silent.stdio[3].end();
  assert.equal((await new Promise((over) => silent.once("exit", (code) => over(code)))), 3, "told nothing it does nothing");
  await waitFor(() => courier.child.exitCode === null, "the other one to be there still");
});
