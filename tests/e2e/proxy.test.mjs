// Kring behind the proxies that the guide for operators gives: their files are read by the programs they are for, and nginx is
// gone through: signing in over TLS, forms, an open page that hears of changes, and what somebody says about where they
// came from is not believed. Skipped where the programs are not there.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { execFile, execFileSync, spawn } from "node:child_process";
import { promisify } from "node:util";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import https from "node:https";
import { enter, freePort, openBrowser, root, signIns, sources, startServer, waitFor } from "./lib.mjs";

const run = promisify(execFile);
const has = (name) => ["/usr/sbin", "/usr/bin", "/usr/local/bin"].map((folder) => join(folder, name)).find(existsSync);
const nginx = has("nginx"), caddy = has("caddy"), openssl = has("openssl");
let server, browser, folder, proxy, port, open;

// The file as it is, but for names, ports and where the certificate lies.
async function settings(http, upstream) {
  const text = (await sources("service/nginx.conf"))
    .replace(/listen 443 ssl http2;/, `listen 127.0.0.1:${port} ssl http2;`).replace(/ *listen \[::\]:443 ssl http2;\n/, "")
    .replace(/listen 80;/, `listen 127.0.0.1:${http};`).replace(/ *listen \[::\]:80;\n/, "")
    .replaceAll("kring.example.org", "localhost").replaceAll("127.0.0.1:8700", `127.0.0.1:${upstream}`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${folder}/cert.pem;`).replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/key.pem;`);
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`).join(" ");
  await writeFile(join(folder, "nginx.conf"), `daemon off; master_process off; pid ${folder}/pid; error_log stderr;\nevents { worker_connections 64; }\nhttp { ${temp}\n${text}\n}\n`);
}

function ask(path, { method = "GET", headers = {} } = {}) {
  return new Promise((done, fail) => {
    const request = https.request({ host: "127.0.0.1", port, path, method, headers: { host: `localhost:${port}`, ...headers }, rejectUnauthorized: false }, (answer) => {
      let body = "";
      answer.on("data", (part) => { body += part; });
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body }));
    });
    request.on("error", fail);
    request.end();
  });
}

before(async () => {
  if (!nginx || !openssl) return;
  folder = await mkdtemp(join(tmpdir(), "kring-proxy-"));
  execFileSync(openssl, ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
    "-addext", "subjectAltName=DNS:localhost", "-keyout", join(folder, "key.pem"), "-out", join(folder, "cert.pem")], { stdio: "ignore" });
  server = await startServer({ demo: true, args: ["--behind-tls"] });
  port = await freePort();
  open = await freePort();
  await settings(open, server.port);
  await run(nginx, ["-t", "-c", join(folder, "nginx.conf")]);
  proxy = spawn(nginx, ["-c", join(folder, "nginx.conf")], { stdio: "ignore" });
  await waitFor(async () => (await ask("/hulp")).status === 200, "nginx to answer");
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  proxy?.kill("SIGTERM");
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("Caddy reads its file", { skip: caddy ? false : "no caddy here" }, async () => {
  const { stderr } = await run(caddy, ["adapt", "--adapter", "caddyfile", "--config", join(root, "service/Caddyfile"), "--validate"], { env: { ...process.env, HOME: tmpdir() } });
  assert.ok(!/error/i.test(stderr), stderr);
});

test("through nginx one signs in, writes, and hears of what changed", { skip: nginx && openssl ? false : "no nginx here" }, async () => {
  const one = signIns(server)[0], there = { ...server, url: `https://localhost:${port}` }, pages = [];
  for (let i = 0; i < 2; i += 1) {
    const page = await enter(browser, there, one, { ignoreHTTPSErrors: true });
    pages.push(page);
  }
  const cookies = await pages[0].context().cookies();
  assert.ok(cookies.some(({ name, secure, httpOnly }) => name.startsWith("__Host-") && secure && httpOnly), JSON.stringify(cookies.map(({ name }) => name)));
  await pages[0].goto("/kringen");
  const base = (await pages[0].content()).match(/\/kring\/[0-9a-f]{16}/)[0];
  await pages[0].goto(`${base}/lijst`);
  await pages[0].waitForTimeout(700); // the socket opens after the page is there
  await pages[1].goto(`${base}/namen`);
  await pages[1].fill("#naam", "Roerdomp");
  await pages[1].press("#naam", "Enter");
  await waitFor(() => pages[0].getByText("Roerdomp").count(), "the open page to hear of it");
  for (const page of pages) { assert.deepEqual(page.trouble, []); await page.context().close(); }
});

test("what somebody says of where they are is not believed, and nothing is spoken without TLS", { skip: nginx && openssl ? false : "no nginx here" }, async () => {
  const lies = { "x-forwarded-host": "elders.example", "x-forwarded-proto": "http", forwarded: "host=elders.example;proto=http", "x-forwarded-for": "203.0.113.7" };
  for (const path of ["/", "/inloggen", "/kringen", "/.well-known/security.txt", "/bestaat-niet"]) {
    const { status, headers, body } = await ask(path, { headers: lies });
    assert.ok(status < 500, path);
    assert.ok(!`${JSON.stringify(headers)}${body}`.includes("elders.example"), path);
    assert.match(headers["strict-transport-security"] ?? "", /max-age/, path);
  }
  const crossed = await ask("/inloggen", { method: "POST", headers: { origin: "https://elders.example", ...lies } });
  assert.equal(crossed.status, 403, "a form from elsewhere");
  const plain = await fetch(`http://127.0.0.1:${open}/kringen`, { redirect: "manual" });
  assert.equal(plain.status, 301);
  assert.match(plain.headers.get("location"), /^https:\/\//);
  assert.ok(!server.log.includes("203.0.113.7"), "nor kept");
});
