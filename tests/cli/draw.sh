. "$(dirname "$0")/lib.sh"
# Everyone on the sheet, nothing over anything, letters that can be read: all examples, all drawings.
for one in annie henk sem; do
    file=$EXAMPLES/$one.kring
    "$KRING" list "$file" --json >out; expected=$(json 'j.filter((p) => p.only_family !== "yes").length')
    for kind in lensink wijkecogram horizons rings ecogram; do
        ends 0 "$KRING" draw "$file" --as $kind --check
        same "$(json j.persons)" "$expected" "$kind of $one"
        same "$(json j.names)" "$expected" "$kind of $one"
        same "$(json j.overlaps)" 0 "overlaps in $kind of $one"
        same "$(json 'j.smallest_pt >= 7 && j.shortened <= 0.05 * j.names')" true "letters in $kind of $one: $(cat out)"
    done
done
file=$EXAMPLES/annie.kring
ends 0 "$KRING" draw "$file" --as lensink --lang nl -o annie.svg
has annie.svg '<svg'; has annie.svg Sanne; has annie.svg 'De kring van Annie'; has annie.svg '12 november 2026'; has annie.svg 'mm"'
lacks annie.svg '<script'; lacks annie.svg 'http://127'; lacks annie.svg 'onload'
node -e 'const t = require("fs").readFileSync("annie.svg", "utf8"); if (/(?:href|src|url)\s*[=(]\s*["\x27]?(?!#)\w/.test(t.replace(/xmlns(:\w+)?="[^"]*"/g, ""))) process.exit(1)' || fail "the drawing points outside itself"
ends 1 "$KRING" draw "$file" --as lensink --lang nl -o annie.svg; has err annie.svg
# The same circle, the same bytes; - is SVG unless told otherwise.
"$KRING" draw "$file" --as lensink --lang nl -o - >again.svg || fail "draw to standard output"
cmp -s annie.svg again.svg || fail "the same circle gave another drawing"
"$KRING" draw - --as lensink --lang nl -o - <"$file" >again.svg || fail "draw from standard input"
cmp -s annie.svg again.svg || fail "standard input gave another drawing"
ends 0 "$KRING" draw "$file" --as lensink --lang en -o english.svg; ! cmp -s english.svg annie.svg || fail "English is Dutch"
# Initials only: no name, no remark, and the private tie of Henk is not there.
ends 0 "$KRING" draw "$file" --as lensink --initials -o initials.svg
for name in Sanne Corrie Yusuf "de Groot" Annie elke; do lacks initials.svg "$name"; done
ends 0 "$KRING" draw "$EXAMPLES/henk.kring" --as rings --initials --check; same "$(json j.persons)" 3
# Large type is larger, a large sheet is larger.
ends 0 "$KRING" draw "$EXAMPLES/henk.kring" --as rings --large --check; large=$(json j.smallest_pt)
ends 0 "$KRING" draw "$EXAMPLES/henk.kring" --as rings --check; plain=$(json j.smallest_pt)
node -e "process.exit($large > $plain ? 0 : 1)" || fail "large is $large, plain $plain"
ends 0 "$KRING" draw "$file" --as rings --paper a3 -o a3.svg; has a3.svg 297mm; has a3.svg 420mm
# A circle of nobody, and a very full one.
"$KRING" new leeg.kring --name Annie && ends 0 "$KRING" draw leeg.kring --as lensink -o leeg.svg
ends 0 "$KRING" draw leeg.kring --as ecogram --check; same "$(json j.persons)" 0
people 150 | "$KRING" import - --from csv -o vol.kring 2>/dev/null
ends 0 "$KRING" draw vol.kring --as rings --check; same "$(json j.persons)" 150; same "$(json j.overlaps)" 0 "150 people"
# The ecogram of a crowd: everybody, readable, on larger paper; or one area on a sheet.
people 700 | "$KRING" import - --from csv -o menigte.kring 2>/dev/null
ends 0 "$KRING" draw menigte.kring --as ecogram --check
same "$(json '[j.persons, j.overlaps, j.shortened, j.smallest_pt >= 7].join()')" 700,0,0,true "700 people"
ends 0 "$KRING" draw menigte.kring --as ecogram -o menigte.svg; has menigte.svg 'Mens 700'; lacks menigte.svg 'width="210mm"'
ends 0 "$KRING" draw "$file" --as ecogram --area familie --lang nl -o familie.svg; has familie.svg Sanne; lacks familie.svg Corrie
ends 0 "$KRING" draw "$file" --as lensink --area 1 --check; same "$(json 'j.persons < j.names && j.persons > 0')" true
ends 2 "$KRING" draw "$file" --as lensink --area nergens --lang nl --check; has err Familie
# The house in the middle opens into the family who live there, unless it is left out.
ends 0 "$KRING" draw "$file" --as ecogram --lang nl -o huis.svg; has huis.svg 'class="e-house"'; has huis.svg 'm 1969'
ends 0 "$KRING" draw "$file" --as ecogram --layers strength,tone,support --lang nl -o dicht.svg; lacks dicht.svg 'class="e-house"'; lacks dicht.svg 'm 1969'
ends 0 "$KRING" draw "$file" --as ecogram --layers family --check; same "$(json j.overlaps)" 0 "the house opened"
# A child who was never born is the owner's to tell: on paper it does not become somebody of fifty.
ends 0 "$KRING" draw "$file" --as genogram --lang nl -o boom.svg; has boom.svg '>1971<'; lacks boom.svg '>1974<'
# A family too large to be read on one sheet goes over several; fewer generations fit on one again.
node -e '
let t = "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n", f = "";
for (let i = 0; i < 511; i++) t += `0 @I${i}@ INDI\n1 NAME Voornaam${i} /Achternaam/\n1 SEX ${i % 2 ? "M" : "F"}\n` + (i ? `1 FAMC @F${(i - 1) >> 1}@\n` : "") + (i < 255 ? `1 FAMS @F${i}@\n` : "");
for (let i = 0; i < 255; i++) f += `0 @F${i}@ FAM\n1 WIFE @I${i}@\n1 CHIL @I${2 * i + 1}@\n1 CHIL @I${2 * i + 2}@\n`;
process.stdout.write(t + f + "0 TRLR\n")' >groot.ged
ends 0 "$KRING" import groot.ged --from gedcom -o groot.kring
ends 0 "$KRING" draw groot.kring --as genogram --check; same "$(json '[j.persons, j.sheets, j.overlaps].join()')" 511,1,0
ends 0 "$KRING" draw groot.kring --as genogram --sheets readable --check; same "$(json 'j.sheets > 3 && j.smallest_pt >= 7')" true "many sheets: $(cat out)"
ends 0 "$KRING" draw groot.kring --as genogram --generations 4 --sheets readable --check; same "$(json 'j.sheets === 1 && j.smallest_pt >= 7')" true "one sheet: $(cat out)"
ends 2 "$KRING" draw groot.kring --as genogram --sheets honderd --check
# On the wall nothing is asked: no question marks.
ends 0 "$KRING" draw "$EXAMPLES/sem.kring" --as wijkecogram --lang nl -o sem.svg; lacks sem.svg '>?<'; has sem.svg 'Ook in de kring'; lacks sem.svg 'Nog geen plek'
# Names that are no markup.
printf 'name\n"<script>alert(1)</script>"\n"""x"" onload=""y"\n' | "$KRING" import - --from csv -o boos.kring 2>/dev/null
ends 0 "$KRING" draw boos.kring --as rings -o boos.svg; lacks boos.svg '<script'; lacks boos.svg '" onload='
finish
