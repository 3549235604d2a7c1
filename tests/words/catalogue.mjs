// Is the catalogue whole and well said? node catalogue.mjs SOURCE_ROOT. Prints what is wrong, ends with 1 when something is.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { languages, readCatalogue } from "../../tools/po.mjs";

const root = process.argv[2];
const catalogue = readCatalogue(join(root, "po"));
const wrong = [];
const say = (entry, lang, what) => wrong.push(`${entry.where[lang] ?? entry.where.nl ?? entry.where.en}: ${entry.key}: ${what}`);

// Words that no Dutch sentence of ours has: English ones that were left standing, and the language of offices and tests.
const english = /\b(the|your|please|with|and|from|you|are|this|that)\b/i;
// What is for guides only (who is told what) stands in the same list.
const plain = [...readFileSync(join(root, "src/guide/plain_words.def"), "utf8").matchAll(/^PLAIN\(nl, (?:everywhere|page), "([^"]+)"\)/gm)].map((m) => m[1]);
const jargon = new RegExp(`(?<![\\p{L}_])(?:${plain.join("|")})(?![\\p{L}_])`, "iu");
const mostWords = 25;

function argumentsOf(texts) {
  const found = new Set();
  for (const text of texts) for (const m of text.matchAll(/\{([a-z_.]+)(?::[Ww]ord)?\}/g)) found.add(m[1]);
  return [...found].sort().join(" ");
}

function bracesRight(text) {
  return !/[{}]/.test(text.replace(/\{[a-z_.]+(:[Ww]ord)?\}/g, ""));
}

function dutch(entry, text) {
  // Names of columns and buttons elsewhere are quoted; options and names of files are what they are.
  const own = text.replace(/‘[^’]*’/g, "").replace(/(^|\s)--?[a-z-]+|\b[A-Z]{2,}\b|\S*\.kring\b/g, " ");
  const left = english.exec(own);
  if (left) say(entry, "nl", `English is left in it: "${left[0]}"`);
  const office = jargon.exec(own);
  if (office) say(entry, "nl", `not a word for this reader: "${office[0]}"`);
  if (text.includes("!")) say(entry, "nl", "no exclamation marks");
  if (/\b(je|jij|jouw|jullie)\b/i.test(own)) say(entry, "nl", "people are addressed with u");
  for (const sentence of text.split(/[.?:;](?=\s)|\n/)) {
    const words = sentence.split(/\s+/).filter(Boolean).length;
    if (words > mostWords) say(entry, "nl", `a sentence of ${words} words; at most ${mostWords}`);
  }
}

for (const entry of catalogue.values()) {
  for (const lang of languages) {
    if (!entry[lang]) {
      say(entry, lang, `is not there in ${lang}`);
      continue;
    }
    for (const text of entry[lang]) {
      if (text.trim() === "") say(entry, lang, `is empty in ${lang}`);
      if (!bracesRight(text)) say(entry, lang, `a brace that is no {argument}: ${text}`);
    }
  }
  if (entry.nl && entry.en) {
    const [nl, en] = languages.map((l) => argumentsOf(entry[l]));
    if (nl !== en) say(entry, "en", `the arguments differ: nl {${nl}}, en {${en}}`);
    if (entry.nl.length !== entry.en.length) say(entry, "en", "has plural forms in one language only");
  }
  for (const text of entry.nl ?? []) dutch(entry, text);
}

// Everything the schema and the history can show has a word.
const wanted = [];
const schema = readFileSync(join(root, "src/core/schema.def"), "utf8");
for (const m of schema.matchAll(/^KIND\(\d+, (\w+)\)/gm)) wanted.push(`kind.${m[1]}`);
for (const m of schema.matchAll(/^FIELD\((\w+), \d+, (\w+),/gm)) wanted.push(`field.${m[1]}.${m[2]}`);
for (const m of schema.matchAll(/^CHOICE\((\w+), \d+, (\w+)\)/gm)) wanted.push(`${m[1]}.${m[2]}`);
const change = readFileSync(join(root, "src/core/change.h"), "utf8");
for (const m of change.matchAll(/\bKR_ACT_(\w+) = \d+/g)) wanted.push(`act.${m[1].toLowerCase()}`);
// Every rule of what stands out has its sentence, its question, and what it does not say.
for (const name of readdirSync(join(root, "src/core")).filter((one) => /^see_\w+\.c$/.test(one))) {
  const rules = readFileSync(join(root, "src/core", name), "utf8");
  for (const m of rules.matchAll(/\{"(see\.\w+)"/g)) wanted.push(`${m[1]}.title`, `${m[1]}.say`, `${m[1]}.ask`, `${m[1]}.not`);
}
// Every measure has its name, its meaning, what it does not say, and its source.
const measures = readFileSync(join(root, "src/measure/measures.def"), "utf8");
for (const m of measures.matchAll(/^([A-Z]+)\((\w+), "[^"]*", (\w+),/gm)) {
  const group = `measure.${m[1].toLowerCase()}`;
  wanted.push(`${group}.not`, `${group}.${m[2]}`, `${group}.${m[2]}.what`, `source.${m[3]}`, `source.${m[3]}.work`);
}
for (const key of wanted) if (!catalogue.has(key)) wrong.push(`${key}: is not in the catalogue`);

if (plain.length < 20 || wanted.length < 300 || catalogue.size < wanted.length) wrong.push("the schema, the catalogue or the list of plain words could not be read");
for (const line of wrong) console.log(line);
console.log(`${catalogue.size} keys, ${wrong.length} remarks`);
process.exit(wrong.length > 0 ? 1 : 0);
