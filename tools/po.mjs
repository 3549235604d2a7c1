// Reads the catalogue: po/AREA.nl.po and po/AREA.en.po, the part of gettext's format that they use.
// Gives a map key -> { key, plural, nl: [text, text], en: [...], where: { nl: "file:line" } }, and throws on what cannot be.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export const languages = ["nl", "en"];

export function poFiles(dir) {
  return readdirSync(dir).filter((name) => /^[a-z_]+\.(nl|en)\.po$/.test(name)).sort().map((name) => join(dir, name));
}

function unquote(text, place) {
  const match = /^"(.*)"\s*$/.exec(text);
  if (!match) throw new Error(`${place}: a text stands between double quotes`);
  return match[1].replace(/\\(.)/g, (_, c) => ({ n: "\n", t: "\t", '"': '"', "\\": "\\" })[c] ?? c);
}

// The entries of one file, the header (empty msgid) left out.
export function readPo(path) {
  const entries = [];
  let entry = null;
  let part = null;
  readFileSync(path, "utf8").split("\n").forEach((line, i) => {
    const place = `${path}:${i + 1}`;
    const match = /^(msgid|msgid_plural|msgstr|msgstr\[[01]\])\s+(".*)$/.exec(line);
    if (match) {
      part = match[1];
      if (part === "msgid") entries.push((entry = { place }));
      if (!entry) throw new Error(`${place}: ${part} before the first msgid`);
      entry[part] = unquote(match[2], place);
    } else if (line.startsWith('"')) {
      if (!part) throw new Error(`${place}: text that belongs to nothing`);
      entry[part] += unquote(line, place);
    } else if (line.trim() === "" || line.startsWith("#")) {
      part = null;
    } else {
      throw new Error(`${place}: cannot read "${line.slice(0, 40)}"`);
    }
  });
  return entries.filter((e) => e.msgid !== "");
}

export function readCatalogue(dir) {
  const catalogue = new Map();
  for (const path of poFiles(dir)) {
    const lang = /\.(nl|en)\.po$/.exec(path)[1];
    for (const e of readPo(path)) {
      const plural = "msgid_plural" in e;
      const texts = plural ? [e["msgstr[0]"], e["msgstr[1]"]] : [e.msgstr];
      if (texts.some((t) => t === undefined)) throw new Error(`${e.place}: ${e.msgid} has no text`);
      const known = catalogue.get(e.msgid) ?? { key: e.msgid, plural, where: {} };
      if (known[lang]) throw new Error(`${e.place}: ${e.msgid} stands in ${known.where[lang]} already`);
      known[lang] = texts;
      known.where[lang] = e.place;
      if (known.plural !== plural) known.plural = true;
      catalogue.set(e.msgid, known);
    }
  }
  return catalogue;
}
