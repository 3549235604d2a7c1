// Puts questions/*.json into the binary:  node embed_questions.mjs OUT.c DEPFILE QUESTION_DIR
// The depfile names the files and their folder, so that a new set is noticed.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { literal } from "./literal.mjs";

const [out, depfile, folder] = process.argv.slice(2);

try {
  const names = readdirSync(folder).filter((name) => /^[a-z0-9][a-z0-9-]*\.json$/.test(name)).sort();
  const one = (name) => {
    const bytes = readFileSync(join(folder, name));
    return `{{"${name}", ${name.length}}, {${literal(bytes)}, ${bytes.length}}},\n`;
  };
  // An empty table is not C: the entry behind the last is never looked at.
  writeFileSync(out, `/* Made by tools/embed_questions.mjs. */
#include "ask/inside.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

const kr_ask_file kr_ask_table[] = {
${names.map(one).join("")}{{"", 0}, {"", 0}}};
const size_t kr_ask_table_count = ${names.length};
`);
  const needs = [folder, ...names.map((name) => join(folder, name))];
  writeFileSync(depfile, `${out}: ${needs.map((name) => name.replace(/ /g, "\\ ")).join(" ")}\n`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
