// Puts files into the binary:  node embed.mjs OUT.c DEPFILE TEMPLATE_DIR FILE...
//   TEMPLATE_DIR  every NAME.mustache in it, as text (kr_template_text)
//   FILE...       static files, known by their last name, with a gzip variant where it pays (kr_asset_find)
// In src/web/meson.build:
//   custom_target('assets_table', output: 'assets_table.c', depfile: 'assets_table.d', input: web_static,
//     command: [node, files('../../tools/embed.mjs'), '@OUTPUT@', '@DEPFILE@', TEMPLATE_DIR, '@INPUT@'])
// The depfile names the templates and their folder, so that a new template is noticed.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { literal } from "./literal.mjs";

const types = {
  ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon", ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8", ".wasm": "application/wasm", ".webmanifest": "application/manifest+json",
};

const [out, depfile, templateDir, ...files] = process.argv.slice(2);

const hash = (bytes) => createHash("sha256").update(bytes).digest("hex").slice(0, 16);
const byName = (a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));

const slice = (bytes) => `{${literal(bytes)}, ${bytes.length}}`;

function asset(path) {
  const name = basename(path);
  const type = types[extname(name)];
  if (!type) throw new Error(`${path}: embed.mjs does not know the type of such a file`);
  const bytes = readFileSync(path);
  const gzip = gzipSync(bytes, { level: 9 });
  return { name, type, bytes, gzip: gzip.length < bytes.length * 0.95 ? gzip : Buffer.alloc(0), hash: hash(bytes) };
}

try {
  const assets = files.map(asset).sort(byName);
  const sources = readdirSync(templateDir).filter((name) => name.endsWith(".mustache")).sort();
  const templates = sources.map((file) => ({
    name: file.slice(0, -".mustache".length), text: readFileSync(join(templateDir, file)),
  })).sort(byName);
  const all = hash(assets.map((a) => `${a.name} ${a.hash}\n`).join(""));
  const text = (s) => `{"${s}", ${Buffer.byteLength(s)}}`;
  // An empty table is not C: the entry behind the last is never looked at.
  writeFileSync(out, `/* Made by tools/embed.mjs. */
#include "web/assets_table.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

const kr_asset kr_asset_table[] = {
${assets.map((a) => `{${text(a.name)}, "${a.type}", ${slice(a.bytes)}, ${slice(a.gzip)}, "${a.hash}"},\n`).join("")}{{"", 0}, "", {"", 0}, {"", 0}, ""}};
const size_t kr_asset_count = ${assets.length};
const char kr_asset_hash[] = "${all}";
const kr_template_file kr_template_table[] = {
${templates.map((t) => `{${text(t.name)}, ${slice(t.text)}},\n`).join("")}{{"", 0}, {"", 0}}};
const size_t kr_template_count = ${templates.length};
`);
  const needs = [templateDir, ...sources.map((name) => join(templateDir, name)), ...files];
  writeFileSync(depfile, `${out}: ${needs.map((name) => name.replace(/ /g, "\\ ")).join(" ")}\n`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
