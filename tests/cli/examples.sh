. "$(dirname "$0")/lib.sh"
# The invented people, held against what their stories say in plain sight.
cat >look.js <<'J'
const fs = require("fs");
const [, , kring, story] = process.argv;
const j = JSON.parse(fs.readFileSync(kring, "utf8")), lines = fs.readFileSync(story, "utf8").split("\n");
const named = lines.filter((l) => l.startsWith("+ ") || l.startsWith("kin ")).length, left = lines.filter((l) => l.startsWith("- ")).length;
const steps = lines.filter((l) => l.startsWith("== ")), told = lines.filter((l) => l.startsWith("moment ")).map((l) => l.slice(7).split(" | ")[0]);
const moments = j.changes.flatMap((c) => c.records).filter((r) => r.kind_name === "moment").map((r) => r.fields.find((f) => f.name === "name").text);
const check = (what, a, b) => { if (JSON.stringify(a) !== JSON.stringify(b)) { console.log(`${what}: ${JSON.stringify(a)} is not ${JSON.stringify(b)}`); process.exitCode = 1; } };
check("people", j.circle.people.length - 1, named);
check("taken out", j.circle.people.filter((p) => p.left).length, left);
check("moments", moments, told);
check("steps", j.changes.length, steps.length);
check("authors", j.changes.map((c) => c.author_name), steps.map((s) => s.split(" ")[3]));
const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam", dateStyle: "short", timeStyle: "short" });
check("times", j.changes.map((c) => clock.format(new Date(c.at)).replace(":", ".")), steps.map((s) => s.split(" ").slice(1, 3).join(" ")));
check("ids", new Set(j.circle.people.map((p) => p.id)).size, named + 1);
J
for one in annie henk sem; do
    node look.js "$EXAMPLES/$one.kring" "$ROOT/examples/$one.story" >said || fail "$one: $(cat said)"
    ends 0 "$KRING" check "$EXAMPLES/$one.kring"
done
# Made again, they are the same to the byte.
maker=$(dirname "$KRING")/src/examples/make-examples
mkdir again && ends 0 "$maker" again "$ROOT"/examples/annie.story "$ROOT"/examples/henk.story "$ROOT"/examples/sem.story
for one in annie henk sem; do cmp -s again/$one.kring "$EXAMPLES/$one.kring" || fail "$one is another circle each time"; done
# A story with a slip in it is refused, with the line.
sed 's/closeness intimate/closeness intimat/' "$ROOT/examples/annie.story" >wrong.story
ends 1 "$maker" again wrong.story; grep -q '^wrong.story:[0-9]' err || fail "no line: $(cat err)"
for line in 'Nobody: role x' '+ Sanne' 'Sanne ~ Nobody' '== 2020-01-01 10.00 Annie say' '== 2027-02-30 10.00 Annie say' 'wish x | doing | Nobody' 'circle nothing x' 'Sanne: nothing x' 'kin Sanne' 'union Sanne & Nobody' 'child Bram | Sanne & Kees' 'bond Sanne | type close' 'household x | Nobody'; do
    { cat "$ROOT/examples/annie.story"; echo '== 2027-01-01 10.00 Annie say'; echo "$line"; } >wrong.story
    ends 1 "$maker" again wrong.story
done
finish
