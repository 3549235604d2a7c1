// Is every key that the program uses in the catalogue? node used_keys.mjs SOURCE_ROOT
//   sources: every literal that looks like a key and stands in a call that takes one, or begins as keys do ("error.")
//   templates: {{t.KEY}}
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readCatalogue } from "../../tools/po.mjs";

const root = process.argv[2];
const catalogue = readCatalogue(join(root, "po"));
const wrong = [];
let seen = 0;

// Areas are the first parts of keys. A key is known, or begins longer ones that the program completes ("see.size").
const areas = new Set([...catalogue.keys()].filter((k) => k.includes(".")).map((k) => k.split(".")[0]));
const beginnings = new Set();
for (const key of catalogue.keys()) for (let i = key.indexOf("."); i >= 0; i = key.indexOf(".", i + 1)) beginnings.add(key.slice(0, i));

const keyLike = /^[A-Za-z][a-z_0-9]*(\.[a-z_0-9]+)+$/;
const fileLike = /\.(db|css|js|json|svg|txt|woff2|pdf|png|csv|vcf|kring|html|mustache|wasm|c|h|ttf|conf|sock|tmp|lock|key|yaml)$/;
const takesKey = /\bkr_(word|say|say_with|put_word|put_say|fail|fail_at|go|page_flow|sentence_find)\s*\(/;

function check(key, place) {
  seen++;
  if (!catalogue.has(key) && !beginnings.has(key)) wrong.push(`${place}: ${key}`);
}

function sourceFiles(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? sourceFiles(join(dir, e.name)) : /\.[ch]$/.test(e.name) ? [join(dir, e.name)] : []);
}

for (const path of sourceFiles(join(root, "src"))) {
  const text = readFileSync(path, "utf8").replace(/\/\*[^]*?\*\//g, (c) => c.replace(/[^\n]/g, " "));
  // Statement by statement, so that a call that runs over lines is seen whole.
  let line = 1;
  for (const statement of text.split(/(?<=[;{}])/)) {
    const calls = takesKey.test(statement);
    for (const m of statement.matchAll(/"([^"\\\n]*)"/g)) {
      if (!keyLike.test(m[1]) || fileLike.test(m[1])) continue;
      if (/\bkr_posted(_has)?\([^()"]*$/.test(statement.slice(0, m.index))) continue; // the name of a field of a form
      const place = `${path}:${line + statement.slice(0, m.index).split("\n").length - 1}`;
      if (calls || areas.has(m[1].split(".")[0])) check(m[1], place);
    }
    line += statement.split("\n").length - 1;
  }
}

const templates = join(root, "web/templates");
for (const name of existsSync(templates) ? readdirSync(templates) : []) {
  if (!name.endsWith(".mustache")) continue;
  readFileSync(join(templates, name), "utf8").replace(/\{\{![^]*?\}\}/g, (c) => c.replace(/[^\n]/g, " ")).split("\n").forEach((text, i) => {
    for (const m of text.matchAll(/\{\{\s*t\.([^\s}]+)\s*\}\}/g)) {
      seen++;
      if (!catalogue.has(m[1])) wrong.push(`${join(templates, name)}:${i + 1}: ${m[1]}`);
    }
  });
}

for (const line of wrong) console.log(`not in the catalogue: ${line}`);
console.log(`${seen} uses of keys, ${wrong.length} unknown`);
process.exit(wrong.length > 0 || seen === 0 ? 1 : 0);
