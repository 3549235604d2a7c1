// A family tree of as many people as one likes, as GEDCOM: the same text for the same number.
export function family(people) {
  let seed = 12345;
  const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const persons = [];
  const couples = [];
  const add = (sex, born, child) => persons.push({ sex, born, child, partner: [] });
  let row = [];
  for (let i = 0; i < 40; i += 1) row.push([add("M", 1700 + (i % 20)), add("F", 1702 + (i % 20))]);
  while (persons.length < people) {
    const next = [];
    for (const [man, woman] of row) {
      const couple = { man, woman, children: [], year: persons[man - 1].born + 25 };
      const id = couples.push(couple);
      persons[man - 1].partner.push(id);
      persons[woman - 1].partner.push(id);
      for (let k = 1 + Math.floor(random() * 4); k > 0 && persons.length < people; k -= 1) {
        const sex = random() < 0.5 ? "M" : "F";
        const child = add(sex, couple.year + 2 * k, id);
        couple.children.push(child);
        if (random() > 0.8 || persons.length >= people) continue;
        const partner = add(sex === "M" ? "F" : "M", couple.year + 2 * k + 1, 0);
        next.push(sex === "M" ? [child, partner] : [partner, child]);
      }
    }
    row = next.length ? next : [[add("M", 1700, 0), add("F", 1700, 0)]];
  }
  const lines = ["0 HEAD", "1 SOUR X", "1 GEDC", "2 VERS 5.5.1", "2 FORM LINEAGE-LINKED", "1 CHAR UTF-8"];
  persons.forEach((one, at) => {
    const i = at + 1;
    lines.push(`0 @I${i}@ INDI`, `1 NAME Name${i} /Sur${i % 500}/`, `1 SEX ${one.sex}`, "1 BIRT", `2 DATE ${1 + (i % 28)} MAR ${one.born}`, `2 PLAC Town ${i % 100}`);
    if (one.born < 1940) lines.push("1 DEAT", `2 DATE ${i % 5 ? "" : "ABT "}${one.born + 60 + (i % 20)}`);
    if (i % 3 === 0) lines.push("1 OCCU baker", "1 RESI", `2 DATE FROM ${one.born + 20} TO ${one.born + 30}`, "2 PLAC Somewhere");
    if (one.child) lines.push(`1 FAMC @F${one.child}@`);
    for (const id of one.partner) lines.push(`1 FAMS @F${id}@`);
  });
  couples.forEach((one, at) => {
    lines.push(`0 @F${at + 1}@ FAM`, `1 HUSB @I${one.man}@`, `1 WIFE @I${one.woman}@`, "1 MARR", `2 DATE ${one.year}`);
    for (const child of one.children) lines.push(`1 CHIL @I${child}@`);
  });
  return `${lines.join("\n")}\n0 TRLR\n`;
}
