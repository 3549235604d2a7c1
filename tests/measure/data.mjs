// What the folders of networks with expected values hold, and the map for each.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const data = process.env.KRING_TEST_DATA ?? join(root, "../shared/data");
export const there = existsSync(join(data, "egonet-edgecases"));
export const folder = (name) => join(data, `egonet-${name}`);

// A small reader of RFC 4180, so that what is compared is not read by what is tested.
export function csv(text) {
  const rows = [];
  let row = [], cell = "", quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') { cell += '"'; i += 1; } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") { row.push(cell); cell = ""; } else if (c === "\n") { rows.push([...row, cell]); row = []; cell = ""; } else if (c !== "\r") cell += c;
  }
  if (cell || row.length) rows.push([...row, cell]);
  return rows;
}
export const table = (file) => csv(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));

const word = (text) => JSON.stringify(text);

// The code book and the reference shares of a folder as the part `attributes` of a map.
function attributes(name, more) {
  const file = join(folder(name), "reference-shares.csv");
  const shares = existsSync(file) ? table(file).slice(1) : [];
  const lines = ["attributes:"];
  for (const [attribute, type, categories, ego] of table(join(folder(name), "codebook.csv")).slice(1)) {
    const parts = [];
    if (type === "categorical") parts.push(`categories: [${categories.split("|").map(word).join(", ")}]`);
    if (ego) parts.push(`ego: ${word(ego)}`);
    const own = shares.filter((one) => one[0] === attribute);
    if (own.length) parts.push(`reference: {${own.map((one) => `${word(one[1])}: ${one[2]}`).join(", ")}}`);
    if (more[attribute]) parts.push(more[attribute]);
    if (!parts.length) parts.push("type: numeric");
    lines.push(`  ${word(attribute)}: {${parts.join(", ")}}`);
  }
  return lines.join("\n");
}

const ties = "ties: yes";
export const sets = {
  edgecases: { options: [], map: "" },
  elders: {
    options: [],
    map: () => attributes("elders", { "alter.sex": ties, "role.rec": ties, intgen: ties,
      contacts_per_year: "column: freq.rec, scores: {daily: 365, weekly: 52, monthly: 12, yearly: 1}" }),
  },
  facebook: { options: [], map: () => attributes("facebook", { gender: ties }) },
  milan: {
    options: [],
    map: () => `scores:
  weight: {1: 0.5, 2: 1}
shares:
  prop_strong: {column: alter.clo, values: [4, 5], count: strong_ties}
${attributes("milan", { "alter.sex": ties, "alter.rel": ties, "alter.nat": ties, "alter.res": ties })}`,
  },
  transnat: {
    options: ["--where", "selected=1", "--no-tie", "not at all"],
    map: () => `columns: {weight: weight, strength: intensity}
scores:
  weight: {not at all: 0, loose contact: 1/3, less than good: 2/3, good: 1}
  intensity: {not close at all: 1/5, less close: 2/5, neither: 3/5, close: 4/5, very close: 1}
shares:
  prop_same_city: {column: distance, values: [in the same household, part of the city I live, same city]}
  prop_abroad: {column: distance, values: [in another country other than Germany, in Germany]}
  prop_strong: {column: intensity, values: [close, very close]}
support:
  functions: {affective: [talk, rely], material: [help, money], informative: [advice], connecting: [hobby]}
  conflict: [conflict]
${attributes("transnat", { sex: ties, citizenship: ties, livinguk: ties,
    closeness: "column: intensity, scores: {not close at all: 1, less close: 2, neither: 3, close: 4, very close: 5}" })}`,
  },
};

// The ties of a folder as a table; facebook has one file for each ego.
export function tiesOf(name) {
  if (name !== "facebook") return readFileSync(join(folder(name), "ties.csv"), "utf8");
  const lines = ["ego_id,from,to"];
  for (const [ego] of table(join(folder(name), "egos.csv")).slice(1)) {
    for (const line of readFileSync(join(folder(name), `${ego}.edges`), "utf8").split("\n")) {
      if (line) lines.push(`${ego},${line.replace(" ", ",")}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
