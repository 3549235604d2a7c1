// Makes the catalogue's table: node po_table.mjs OUT.c DEPFILE PO_DIR
// Every po file goes through msgfmt -c first. The depfile names the files and their folder, so that a new file is noticed.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { languages, poFiles, readCatalogue } from "./po.mjs";

const [out, depfile, dir] = process.argv.slice(2);

// As a C literal: bytes beyond ASCII in octal, which cannot swallow the character behind it.
function literal(text) {
  let c = "";
  for (const byte of Buffer.from(text, "utf8")) {
    if (byte === 0x22 || byte === 0x5c) c += "\\" + String.fromCharCode(byte);
    else if (byte >= 0x20 && byte < 0x7f && byte !== 0x3f) c += String.fromCharCode(byte);
    else c += "\\" + byte.toString(8).padStart(3, "0");
  }
  return `"${c}"`;
}

function slice(text) {
  return `{${literal(text)}, ${Buffer.byteLength(text, "utf8")}}`;
}

// A sentence that one language lacks is said in the other; a test fails on it.
function forms(entry, lang) {
  const texts = entry[lang] ?? entry[languages.find((l) => entry[l])];
  return `{${slice(texts[0])}, ${slice(texts[texts.length - 1])}}`;
}

// The same number as kr_hash in src/core/hash.h; sentences with another one are never found, and a test notices.
function hash(bytes) {
  const mask = (1n << 64n) - 1n;
  const load = (at, length) => {
    let word = 0n;
    for (let i = length - 1; i >= 0; i--) word = (word << 8n) | BigInt(bytes[at + i]);
    return word;
  };
  const short = (length) => {
    if (length >= 4) return load(0, 4) | (load(length - 4, 4) << 32n);
    return length === 0 ? 0n : load(0, 1) | (load(length >> 1, 1) << 8n) | (load(length - 1, 1) << 16n);
  };
  const length = bytes.length;
  let sum = BigInt(length);
  for (let at = 0; at + 8 < length; at += 8) {
    sum = ((sum ^ load(at, 8)) * 0x9e3779b97f4a7c15n) & mask;
    sum ^= sum >> 32n;
  }
  sum = ((sum ^ (length < 8 ? short(length) : load(length - 8, 8))) * 0x9e3779b97f4a7c15n) & mask;
  return Number(sum >> 32n);
}

// Where each sentence stands, by the hash of its key: open addressing, at most half full; 0 is nothing, else its place + 1.
function index(keys) {
  let size = 1024;
  while (size < keys.length * 2) size *= 2;
  if (keys.length >= 65535) throw new Error("too many sentences for the index");
  const table = new Array(size).fill(0);
  keys.forEach((key, place) => {
    let at = hash(Buffer.from(key, "utf8")) % size;
    while (table[at]) at = (at + 1) % size;
    table[at] = place + 1;
  });
  return table;
}

try {
  const files = poFiles(dir);
  for (const file of files) {
    // Its remarks about translators and dates in the header are of no use here; its verdict is.
    const check = spawnSync("msgfmt", ["-c", "-o", "/dev/null", file], { encoding: "utf8" });
    if (check.status !== 0) throw new Error(check.error ? `msgfmt: ${check.error.message}` : check.stderr);
  }
  const entries = [...readCatalogue(dir).values()];
  entries.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  const rows = entries.map((e) => `    {${slice(e.key)}, {${forms(e, "nl")}, ${forms(e, "en")}}, ${e.plural ? "true" : "false"}},\n`);
  const table = index(entries.map((entry) => entry.key));
  writeFileSync(out, `/* Made from po/ by tools/po_table.mjs. */
#include "words/sentence.h"

const kr_sentence kr_sentences[] = {
${rows.join("")}};
const uint16_t kr_sentence_index[] = {${table.map((place, i) => (i % 20 ? "" : "\n    ") + place).join(",")}};
const uint32_t kr_sentence_slots = ${table.length};
`);
  writeFileSync(depfile, `${out}: ${[dir, ...files].map((f) => f.replace(/ /g, "\\ ")).join(" ")}\n`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
