// Two files of GEDCOM say the same: people, couples, children and events, in their order. Knows nothing of Kring.
import { readFileSync } from "node:fs";

const events = new Set(
  ("ADOP BAPM BARM BASM BIRT BLES BURI CENS CHR CHRA CONF CREM DEAT EMIG EVEN FCOM GRAD IMMI NATU ORDN PROB RETI WILL CAST DSCR EDUC " +
    "FACT NATI NCHI NMR OCCU PROP RELI RESI TITL BAPL CONL ENDL INIL SLGC ANUL DIV DIVF ENGA MARB MARC MARL MARR MARS SLGS").split(" "),
);

function text(bytes) {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}

function parse(file) {
  const records = [];
  const path = [];
  for (const line of text(readFileSync(file)).split(/\r\n|\r|\n/)) {
    const found = /^\s*(\d+)\s+(@[^@]+@\s+)?(\w+)(?: (.*))?$/.exec(line);
    if (!found) continue;
    const node = { id: (found[2] ?? "").trim(), tag: found[3], value: (found[4] ?? "").trim(), below: [] };
    path.length = Math.min(path.length, Number(found[1]));
    (path.length ? path.at(-1).below : records).push(node);
    path.push(node);
  }
  return records;
}

const all = (node, tag) => node.below.filter((one) => one.tag === tag);
const first = (node, tag) => all(node, tag)[0]?.value ?? "";
const happened = (node) =>
  node.below
    .filter((one) => events.has(one.tag))
    .map((one) => [one.tag, first(one, "DATE").toUpperCase().replace("DECEMBER", "DEC").replace(/\s+/g, " ").replace(/\b0([1-9] [A-Z])/g, "$1"), first(one, "PLAC")]);

function summary(file) {
  const records = parse(file);
  const people = records.filter((one) => one.tag === "INDI");
  const families = records.filter((one) => one.tag === "FAM");
  const known = new Set([...people, ...families].map((one) => one.id));
  // Marks are compared by the place of what they point at: a record without one gets one when it is written.
  const place = new Map([...people, ...families].map((one, index) => [one.id, index]));
  const to = (node, tag) => all(node, tag).map((one) => one.value).filter((id) => known.has(id) && id !== "").map((id) => place.get(id));
  // The bytes of old character sets are not compared, the letters in ASCII are.
  const plain = (value) => value.normalize("NFD").replace(/[^\x20-\x7e]/g, "").replaceAll("/", " ").replace(/\s+/g, " ").trim();
  // Twins: who is said to be of one birth with whom, both ways round, where both are children of one family.
  const childOf = (one) => all(one, "FAMC").map((link) => link.value).filter((id) => known.has(id));
  const byId = new Map(people.map((one) => [one.id, one]));
  const twins = new Set();
  for (const one of people) {
    for (const link of all(one, "ASSO")) {
      const said = [first(link, "RELA"), first(link, "ROLE"), ...all(link, "ROLE").map((role) => first(role, "PHRASE"))].join(" ");
      const other = byId.get(link.value);
      if (!/\b(twins?|MULTIPLE)\b/i.test(said.replaceAll("_", " ")) || !other || other === one) continue;
      if (!childOf(one).some((id) => childOf(other).includes(id))) continue;
      twins.add([place.get(one.id), place.get(other.id)].sort((a, b) => a - b).join("+"));
    }
  }
  return {
    twins,
    people: people.map((one) => ({
      name: plain(first(one, "NAME")),
      sex: /^[MF]$/i.test(first(one, "SEX")) ? first(one, "SEX") : "",
      happened: happened(one).map((event) => event.map(plain)),
      childOf: to(one, "FAMC"),
      partnerIn: to(one, "FAMS"),
      how: all(one, "FAMC").filter((link) => known.has(link.value)).map((link) => first(link, "PEDI").toLowerCase()),
    })),
    families: families.map((one) => ({
      partners: [to(one, "HUSB"), to(one, "WIFE")],
      children: to(one, "CHIL"),
      happened: happened(one).map((event) => event.map(plain)),
    })),
  };
}

const [, , one, other] = process.argv;
const before = summary(one);
const after = summary(other);
let wrong = 0;
for (const kind of ["people", "families"]) {
  if (before[kind].length !== after[kind].length) console.log(`${kind}: ${before[kind].length}, then ${after[kind].length}`), wrong++;
  before[kind].forEach((record, index) => {
    const there = after[kind][index];
    // A kind of parentage that stood elsewhere in the file (below the child, or with the adoption) may be added.
    if (there?.how) there.how = there.how.map((how, at) => (record.how[at] === "" ? "" : how));
    if (JSON.stringify(record) === JSON.stringify(there)) return;
    if (wrong++ < 3) console.log(`${kind} ${index}:\n  ${JSON.stringify(record)}\n  ${JSON.stringify(there)}`);
  });
}
for (const pair of before.twins) if (!after.twins.has(pair)) console.log(`twins lost: ${pair}`), wrong++;
process.exit(wrong ? 1 : 0);
