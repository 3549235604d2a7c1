// The rules for templates: node template_lint.mjs FOLDER. What the engine escapes is only safe where these hold.
//   {{{name}}} and {{&name}} only for our own drawings: names that end in "svg"
//   an attribute with a tag in it stands between quotes; no style= and no on...= attributes
//   no script with a text of its own, no <style>; no javascript: addresses
//   every partial and parent that is named exists
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => name.endsWith(".mustache"));
const names = new Set(files.map((name) => name.slice(0, -".mustache".length)));
const wrong = [];

// One element's tag from its "<" on: its attributes, and where it ends. Mustache tags may stand anywhere in it.
function readElement(text, at, complain) {
  let i = at;
  const skipTag = () => {
    const end = text.indexOf(text.startsWith("{{{", i) ? "}}}" : "}}", i);
    i = end < 0 ? text.length : end + (text.startsWith("{{{", i) ? 3 : 2);
  };
  let attribute = "";
  const attributes = [];
  while (i < text.length && text[i] !== ">") {
    if (text.startsWith("{{", i)) {
      skipTag();
      attribute = "";
    } else if (text[i] === "=" && attribute) {
      attributes.push(attribute.toLowerCase());
      i++;
      const quote = text[i];
      if (quote === '"' || quote === "'") {
        let end = i + 1;
        while (end < text.length && text[end] !== quote) {
          if (text.startsWith("{{", end)) {
            const close = text.indexOf("}}", end);
            if (close < 0) break;
            end = close + 1;
          }
          end++;
        }
        const value = text.slice(i + 1, end);
        if (/^\s*javascript:/i.test(value)) complain(i, "a javascript: address");
        i = end + 1;
      } else {
        const value = /^[^\s>]*/.exec(text.slice(i))[0];
        if (value.includes("{{")) complain(i, `${attribute}= has a tag in it and no quotes`);
        i += value.length;
      }
      attribute = "";
    } else {
      attribute = /[\s/"'<]/.test(text[i]) ? "" : attribute + text[i];
      i++;
    }
  }
  return { attributes, end: i + 1 };
}

function lint(name) {
  const text = readFileSync(join(folder, name), "utf8").replace(/\{\{![^]*?\}\}/g, (c) => c.replace(/[^\n]/g, " "));
  const complain = (at, what) => wrong.push(`${join(folder, name)}:${text.slice(0, at).split("\n").length}: ${what}`);

  for (const m of text.matchAll(/\{\{\{\s*([^}]*?)\s*\}\}\}|\{\{\s*&\s*([^}]*?)\s*\}\}/g)) {
    if (!/svg$/.test(m[1] ?? m[2])) complain(m.index, `${m[0]} is written without escaping; only names that end in svg may be`);
  }
  for (const m of text.matchAll(/\{\{\s*[><]\s*([^*\s}][^\s}]*)\s*\}\}/g)) {
    if (!names.has(m[1])) complain(m.index, `there is no template ${m[1]}`);
  }
  for (const m of text.matchAll(/<([a-z][a-z0-9-]*)\b/gi)) {
    const element = m[1].toLowerCase();
    const { attributes, end } = readElement(text, m.index + m[0].length, complain);
    for (const a of attributes) {
      if (a === "style") complain(m.index, "a style attribute");
      if (/^on/.test(a)) complain(m.index, `a script in an attribute: ${a}`);
    }
    if (element === "style") complain(m.index, "a <style> of its own");
    if (element === "script") {
      const close = text.indexOf("</script>", end);
      if (close < 0 || text.slice(end, close).trim() !== "") complain(m.index, "a script with a text of its own");
      if (!attributes.includes("src")) complain(m.index, "a script without src");
    }
  }
}

for (const name of files) lint(name);
for (const line of wrong) console.log(line);
console.log(`${files.length} templates, ${wrong.length} remarks`);
process.exit(wrong.length > 0 || files.length === 0 ? 1 : 0);
