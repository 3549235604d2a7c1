// Puts guides/*.yaml or sheets/*.yaml into the binary:  node embed_guides.mjs OUT.c DEPFILE FOLDER [TABLE]
// TABLE is the name of the table, kr_guide_table when it is not said.
// The depfile names the files and their folder, so that a new guide is noticed.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { literal } from "./literal.mjs";

const [out, depfile, folder, table = "kr_guide_table"] = process.argv.slice(2);

try {
  const names = readdirSync(folder).filter((name) => /^[a-z0-9][a-z0-9-]*(\.[a-z]+)?\.yaml$/.test(name)).sort();
  const one = (name) => {
    const bytes = readFileSync(join(folder, name));
    const shown = `${basename(folder)}/${name}`;
    return `{{"${shown}", ${shown.length}}, {${literal(bytes)}, ${bytes.length}}},\n`;
  };
  // An empty table is not C: the entry behind the last is never looked at.
  writeFileSync(out, `/* Made by tools/embed_guides.mjs. */
#include "guide/builtin.h"

#pragma GCC diagnostic ignored "-Woverlength-strings"

const kr_guide_file ${table}[] = {
${names.map(one).join("")}{{"", 0}, {"", 0}}};
const size_t ${table}_count = ${names.length};
`);
  const needs = [folder, ...names.map((name) => join(folder, name))];
  writeFileSync(depfile, `${out}: ${needs.map((name) => name.replace(/ /g, "\\ ")).join(" ")}\n`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
