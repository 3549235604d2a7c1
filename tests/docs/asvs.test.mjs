// The list of what a standard for safe applications asks: every item has its row, and every row says what is true.
import test from "node:test";
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../e2e/lib.mjs";

const run = promisify(execFile);
const read = (name) => readFileSync(join(root, name), "utf8");
const page = read("docs/asvs.md");
const rows = page.split("\n").filter((line) => /^\| [\d.]+ \|/.test(line)).map((line) => {
  const [, item, level, asks, shown] = line.split("|").map((cell) => cell.trim());
  return { item, level, asks, shown, cells: line.split("|").length };
});
const headings = (file) => [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, text]) => text.toLowerCase().replace(/[^\w\- ]/g, "").replace(/ /g, "-"));

// What one part of the last column says; a text when it is not true.
function wrong(part) {
  const proof = part.match(/^`([^`]+)`: (.+)$/), link = part.match(/^\[[^\]]+\]\(([\w/-]+\.md)#([\w-]+)\)$/);
  if (proof) {
    const [, file, name] = proof;
    if (!/^tests\//.test(file) || !existsSync(join(root, file))) return `${file} is not there`;
    return read(file).includes(name) ? "" : `${file} has no "${name}"`;
  }
  if (link) {
    const file = join("docs", link[1]);
    if (!existsSync(join(root, file))) return `${file} is not there`;
    return headings(file).includes(link[2]) ? "" : `${file} has no part "${link[2]}"`;
  }
  if (/^not (applicable|met), because .{10,}$/.test(part) || /^walk: .{10,}$/.test(part)) return "";
  return `says nothing: ${part}`;
}

test("every item of both levels has one row, at its own level", () => {
  const items = read("tests/docs/asvs-items.txt").split("\n").filter((line) => /^\d/.test(line)).sort();
  assert.equal(items.length, 253);
  assert.deepEqual(rows.map((row) => `${row.item} ${row.level}`).sort(), items);
});

test("every row says what is asked and what shows it", () => {
  const found = [];
  for (const row of rows) {
    if (row.cells !== 6 || row.asks.length < 3) found.push(`${row.item}: the row is not whole`);
    for (const part of row.shown.split(" · ")) if (wrong(part)) found.push(`${row.item}: ${wrong(part)}`);
  }
  assert.deepEqual(found, []);
});

test("a row that is empty, or names what is not there, would be seen", () => {
  for (const part of ["", "walk", "walk:", "not met", "not met, because", "yes", "`tests/web/test_site.c`: no_such_test", "`tests/no.c`: x", "`src/web/reply.c`: kr_reply_write",
    "[x](security.md#no-such-part)", "[x](no.md#x)"]) assert.notEqual(wrong(part), "", part);
});

test("no SQL is put together from text", () => {
  const files = readdirSync(join(root, "src/store")).filter((name) => name.endsWith(".c")), found = [];
  for (const name of files) {
    const text = read(`src/store/${name}`);
    // A statement is a literal, or a row of the table of statements; nothing is printed or joined into one.
    if (/\bsqlite3_(v?mprintf|v?snprintf|str_)/.test(text)) found.push(`${name}: SQL is printed`);
    for (const [whole] of text.matchAll(/snprintf\([^;]*"(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|ATTACH)\b[^;]*;/g)) found.push(`${name}: ${whole.slice(0, 80)}`);
  }
  assert.ok(files.length > 30);
  assert.deepEqual(found, []);
});

test("the proxies speak TLS that is sound", () => {
  const nginx = read("service/nginx.conf");
  assert.deepEqual(nginx.match(/ssl_protocols (.+);/)[1].split(" "), ["TLSv1.2", "TLSv1.3"]);
  const ciphers = nginx.match(/ssl_ciphers (\S+);/)[1].split(":");
  assert.ok(ciphers.length >= 4);
  for (const one of ciphers) assert.match(one, /^ECDHE-(ECDSA|RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)$/, "fresh keys for each line, and nothing but sealed");
  assert.match(nginx, /listen 80;[^}]*return 301 https:/s);
  assert.ok(!/ssl_verify_client|ssl_session_tickets on|proxy_pass http:\/\/(?!127\.0\.0\.1)/.test(nginx));
  // Caddy has TLS 1.2 and 1.3 and sound ciphers by itself; nothing here changes that, or opens http
  const caddy = read("service/Caddyfile");
  assert.ok(!/\b(protocols|ciphers|curves|insecure|auto_https|http:\/\/)\b/.test(caddy));
  assert.match(caddy, /^kring\.example\.org \{$/m);
  for (const unit of ["service/kring.service", "Containerfile"]) assert.match(read(unit), /--behind-tls/);
});

test("all that is linked stands in the list of materials", { skip: existsSync("/usr/bin/dpkg-query") ? false : "no dpkg" }, async () => {
  const build = process.env.KRING_BINARY ? dirname(process.env.KRING_BINARY) : join(root, "build");
  const programs = ["kring", "kring-worker", "kring-courier"].map((name) => join(build, name));
  const folder = await mkdtemp(join(tmpdir(), "kring-materials-"));
  await run(join(root, "script/sbom"), [join(folder, "list.json"), ...programs]);
  const list = JSON.parse(readFileSync(join(folder, "list.json"), "utf8"));
  await rm(folder, { recursive: true });
  assert.equal(list.bomFormat, "CycloneDX");
  const named = list.components.map((one) => one.name);
  for (const name of ["libsodium23", "libsqlite3-0", "libmicrohttpd12", "libcurl4", "librsvg2-2", "libfido2-1", "libjose0", "libseccomp2"]) assert.ok(named.some((one) => one.startsWith(name.replace(/\d+$/, ""))), name);
  for (const one of list.components) assert.ok(one.version && /^pkg:(deb|npm)\//.test(one.purl), one.name);
});
