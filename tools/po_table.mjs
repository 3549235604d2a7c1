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
  writeFileSync(out, `/* Made from po/ by tools/po_table.mjs. */
#include "words/sentence.h"

const kr_sentence kr_sentences[] = {
${rows.join("")}};
const size_t kr_sentence_count = sizeof kr_sentences / sizeof kr_sentences[0];
`);
  writeFileSync(depfile, `${out}: ${[dir, ...files].map((f) => f.replace(/ /g, "\\ ")).join(" ")}\n`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
