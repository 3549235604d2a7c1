// The Dutch words of the drawings as a C list: node words.mjs PO OUT
import { readFileSync, writeFileSync } from "node:fs";

const [po, out] = process.argv.slice(2);
const rows = [...readFileSync(po, "utf8").matchAll(/^msgid ("(?:[^"\\]|\\.)+")\nmsgstr ("(?:[^"\\]|\\.)*")/gm)];
writeFileSync(out, rows.map(([, key, text]) => `    {${key}, ${text}},\n`).join(""));
