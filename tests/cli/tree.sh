. "$(dirname "$0")/lib.sh"
rows() { "$KRING" list "$1" --json >out || fail "list $1"; json j.length; }

# A family of four generations.
cat >familie.ged <<'END'
0 HEAD
1 GEDC
2 VERS 5.5.1
1 CHAR UTF-8
1 DATE 1 JAN 2024
0 @I1@ INDI
1 NAME Annie de /Groot/
1 SEX F
1 BIRT
2 DATE 12 MAR 1948
1 FAMC @F1@
1 FAMS @F2@
1 NOTE leeft nog
0 @I2@ INDI
1 NAME Kees /Groot/
1 SEX M
1 BIRT
2 DATE ABT 1915
1 DEAT Y
1 FAMS @F1@
1 NOTE was schipper
0 @I3@ INDI
1 NAME Piet /Bakker/
1 SEX M
1 FAMS @F2@
0 @I4@ INDI
1 NAME Els /Bakker/
1 SEX F
1 BIRT
2 DATE 1975
1 FAMC @F2@
2 PEDI adopted
1 ASSO @I6@
2 RELA twin
0 @I6@ INDI
1 NAME Bep /Bakker/
1 FAMC @F2@
0 @I5@ INDI
1 NAME Oom /Verweg/
1 BIRT
2 DATE 1950
1 SSN 123
0 @F1@ FAM
1 HUSB @I2@
1 CHIL @I1@
1 CHIL @I9@
0 @F2@ FAM
1 HUSB @I3@
1 WIFE @I1@
1 MARR
2 DATE 5 MAY 1970
2 PLAC Delft
1 CHIL @I4@
1 CHIL @I6@
0 TRLR
END
ends 0 "$KRING" import familie.ged --from gedcom -o familie.kring
has err "5 people"; has err "INDI.SSN"; has err "@I9@"
has err "a remark about somebody who may be alive"
ends 0 "$KRING" check familie.kring
same "$(rows familie.kring)" 5
"$KRING" list familie.kring >out; has out "only in the family tree"; has out "Els Bakker"
"$KRING" list familie.kring --lang nl >out; has out "alleen in de stamboom"
# On the map stand those who are near and live; not Kees, not the far uncle.
"$KRING" draw familie.kring --as lensink --check >out; same "$(json j.persons)" 3 "near and alive"
grep -q 'was schipper' familie.kring || fail "a remark about somebody who died is left"
! grep -q 'leeft nog' familie.kring || fail "a remark about the living came unasked"
ends 0 "$KRING" import familie.ged --notes -o alles.kring; grep -q 'leeft nog' alles.kring || fail "--notes"
ends 0 "$KRING" import familie.ged --ego @I4@ -o els.kring; grep -q '"ego"' els.kring
ends 0 "$KRING" import familie.ged --ego I4 -o els2.kring
ends 1 "$KRING" import familie.ged --ego @I77@ -o x.kring; has err "I77"
printf 'name\nSanne\n' >een.csv
ends 2 "$KRING" import een.csv --ego @I1@ -o x.kring
ends 1 "$KRING" import een.csv --from gedcom -o x.kring; [ ! -e x.kring ] || fail "a family of a table"
ends 1 "$KRING" import een.csv --from genopro -o x.kring

# Out again: the same people, couples, children and events.
for to in gedcom gedcom551; do
    ends 0 "$KRING" export familie.kring --to $to -o terug.ged
    node "$ROOT/tests/cli/gedcom.mjs" familie.ged terug.ged || fail "round trip by $to"
    ! grep -q 'leeft nog' terug.ged || fail "a remark about the living left"
    rm -f terug.ged
done
ends 0 "$KRING" export alles.kring --to gedcom -o - ; has out "was schipper"; lacks out "leeft nog"
ends 0 "$KRING" export alles.kring --to gedcom --notes -o - ; has out "leeft nog"
ends 2 "$KRING" export alles.kring --to csv --private -o x.csv
ends 0 "$KRING" export familie.kring --to svg -o familie.svg
# Friends are in no family tree.
ends 0 "$KRING" import een.csv --into familie.kring -o vriend.kring; same "$(rows vriend.kring)" 6
ends 0 "$KRING" export vriend.kring --to gedcom -o - ; lacks out Sanne; has out Els
grep -q '"twin"' familie.kring || fail "twins"
# Into a circle that is there: the same people are joined.
ends 0 "$KRING" import familie.ged --into vriend.kring -o twee.kring; has err "Els"
ends 0 "$KRING" check twee.kring

# GenoPro: emotional lines for the owner alone, and where people stood.
cat >gezin.xml <<'END'
<?xml version='1.0' encoding='UTF-8'?><GenoPro><Date>1 Jan 2024</Date><Individuals>
<Individual ID="i1"><Name>Piet</Name><Position>0,0</Position><Gender>M</Gender></Individual>
<Individual ID="i2"><Name>Quirine</Name><Position>-100,0</Position><Gender>F</Gender></Individual>
<Individual ID="i3"><Name>Anna</Name><Position>-60,-90</Position><Gender>F</Gender></Individual>
</Individuals><Families><Family ID="f1"><Relation>Divorce</Relation></Family></Families><PedigreeLinks>
<PedigreeLink PedigreeLink="Parent" Family="f1" Individual="i1"/><PedigreeLink PedigreeLink="Parent" Family="f1" Individual="i2"/>
<PedigreeLink PedigreeLink="Biological" Family="f1" Individual="i3"/></PedigreeLinks><EmotionalRelationships>
<EmotionalRelationship EmotionalLink="Hostile" Entity1="i1" Entity2="i2"/></EmotionalRelationships></GenoPro>
END
ends 0 "$KRING" import gezin.xml -o gezin.kring
ends 0 "$KRING" check gezin.kring
grep -q '"conflict"' gezin.kring || fail "the line between Piet and Quirine"
ends 0 "$KRING" export gezin.kring --to gedcom551 -o - ; lacks out conflict
ends 0 "$KRING" export gezin.kring --to gedcom551 --private -o - ; has out "RELA conflict"
ends 0 "$KRING" draw gezin.kring --as genogram -o gezin.svg
node -e '
  const svg = require("fs").readFileSync("gezin.svg", "utf8");
  const x = (name) => Number(/translate\(([-0-9.]+)[^]*$/.exec(svg.slice(svg.lastIndexOf("translate(", svg.indexOf(">" + name + "<")), svg.indexOf(">" + name + "<")))[1]);
  if (!(x("Quirine") < x("Anna") && x("Anna") < x("Piet"))) process.exit(1);
' || fail "people do not stand as they stood on the sheet"
ends 0 "$KRING" new een.kring --name Annie
ends 0 "$KRING" import gezin.xml --into een.kring -o erbij.kring; has err "only goes with a new circle"

# Drawing.
ends 0 "$KRING" draw familie.kring --as genogram --check
ends 0 "$KRING" draw familie.kring --as genogram --root @I4@ --generations 3 --plain --paper a1 -o boom.svg
ends 0 "$KRING" draw familie.kring --as genogram --root "els bakker" --layers years --check
ends 2 "$KRING" draw familie.kring --as genogram --root Niemand --check; has err Niemand
ends 2 "$KRING" draw familie.kring --as genogram --generations veel --check
ends 2 "$KRING" draw familie.kring --as genogram --layers bonds --check; has err years
ends 2 "$KRING" draw familie.kring --as map:Geen --check

# Every file beside the tests.
data=${KRING_TEST_DATA:-$ROOT/../shared/data}
if [ ! -d "$data/gedcom" ]; then
    echo "no test data at $data: the rest is skipped"
    finish
fi
for file in "$data"/gedcom/*.ged; do
    to=gedcom551
    case $file in */v7-*) to=gedcom ;; esac
    rm -f one.kring one.ged two.kring two.ged
    ends 0 "$KRING" import "$file" -o one.kring
    ends 0 "$KRING" check one.kring
    ends 0 "$KRING" export one.kring --to $to -o one.ged
    # The letters of ANSEL one by one are a matter of test_gedcom.
    [ "${file##*/}" = ansel.ged ] || node "$ROOT/tests/cli/gedcom.mjs" "$file" one.ged || fail "round trip of $file"
    # What we wrote comes back as it is, byte for byte.
    ends 0 "$KRING" import one.ged --notes -o two.kring
    ends 0 "$KRING" export two.kring --to $to -o two.ged
    cmp one.ged two.ged || fail "not the same twice: $file"
done
for file in "$data"/gedcom/*.gdz "$data"/genopro/*.gno; do
    rm -f one.kring
    ends 0 "$KRING" import "$file" -o one.kring
    ends 0 "$KRING" check one.kring
done
# Whoever stood somewhere on the sheet of GenoPro stands there in the drawing.
same "$(grep -o '"drawing": *"genogram"' one.kring | wc -l)" 27 "everybody of premysl.gno has a place"
finish
