. "$(dirname "$0")/lib.sh"
file=$EXAMPLES/annie.kring
for tool in pdffonts pdftotext pdfinfo; do
    command -v $tool >/dev/null || { echo "no $tool: skipped"; exit 77; }
done
ends 0 "$KRING" draw "$file" --as lensink --lang nl -o annie.pdf
pdfinfo annie.pdf >info || fail "not a PDF"
grep -q 'A4' info || fail "not A4: $(grep size info)"
grep -q '^Pages: *1$' info || fail "more than one page"
pdftotext annie.pdf text; for name in Sanne Bram Corrie Yusuf "Dr. Bakker" "De kring van Annie"; do has text "$name"; done
pdffonts annie.pdf >fonts
if [ -n "$(find "$(dirname "$KRING")/fonts" -name '*.ttf' 2>/dev/null)" ]; then
    grep -q 'AtkinsonHyperlegibleNext-Regular' fonts || fail "the font is not in the PDF: $(cat fonts)"
    grep -q 'AtkinsonHyperlegibleNext-Bold' fonts || fail "the bold font is not in the PDF: $(cat fonts)"
fi
same "$(tail -n +3 fonts | grep -vc ' yes ')" 0 "fonts that are not embedded"
# installed as the guide for operators says, the font comes along; so it does in the container
place=$(dirname "$KRING")
if [ -n "$(find "$place/fonts" -name '*.ttf' 2>/dev/null)" ]; then
    mkdir -p usr/bin
    grep '^install .*/usr/local/' "$ROOT/docs/beheer.md" | sort -u | sed "s| /usr/local/| $PWD/usr/|; s| build/| $place/|g" >install.sh
    same "$(wc -l <install.sh | tr -d ' ')" 2 "commands that install"; ends 0 sh -e install.sh
    ends 0 usr/bin/kring draw "$file" --as lensink --lang nl -o installed.pdf
    pdffonts installed.pdf | grep -q 'AtkinsonHyperlegibleNext-Bold' || fail "the guide does not install the font"
    grep -qE '^COPY .*/fonts/\*\.ttf /usr/local/share/kring/fonts/$' "$ROOT/Containerfile" || fail "the container has no font"
fi
ends 0 "$KRING" draw "$file" --as ecogram --paper a3 -o a3.pdf; pdfinfo a3.pdf | grep -q A3 || fail "not A3"
ends 0 "$KRING" draw "$file" --as lensink --initials -o initials.pdf; pdftotext initials.pdf text; lacks text Sanne
"$KRING" draw "$file" --as rings --to pdf -o - >piped.pdf; head -c 5 piped.pdf | grep -q '%PDF-' || fail "no PDF on standard output"
ends 0 "$KRING" draw "$file" --as rings -o annie.png
node -e 'const b = require("fs").readFileSync("annie.png"); console.log(b.readUInt32BE(16), b.readUInt32BE(20))' >size
read -r wide high <size
[ "$wide" -ge 2400 ] && [ "$high" -ge 2400 ] || fail "too few dots for paper: $wide x $high"
ends 1 "$KRING" draw "$file" --as rings -o annie.png

# The list: one file, a page for each 35 names, everybody on it, no name cut.
people 80 | "$KRING" import - --from csv -o tachtig.kring 2>/dev/null
ends 0 "$KRING" list tachtig.kring --lang nl -o lijst.pdf
pdfinfo lijst.pdf >info; grep -q '^Pages: *3$' info || fail "not three pages: $(grep Pages info)"
grep -q A4 info || fail "the list is not A4"
pdftotext -layout lijst.pdf text; has text "blad 3 van 3"; has text "Mens 1"; has text "Mens 36"; has text "Mens 80"
pdftotext -f 2 -l 2 lijst.pdf text; has text "Mens 36"; has text "Mens 70"; lacks text "Mens 35"; lacks text "Mens 71"
pdffonts lijst.pdf >fonts; same "$(tail -n +3 fonts | grep -vc ' yes ')" 0 "fonts in the list that are not embedded"
ends 0 "$KRING" list "$file" --initials -o letters.pdf; pdftotext letters.pdf text; lacks text Sanne; lacks text buurvrouw
"$KRING" list "$file" -o - >piped.pdf; head -c 5 piped.pdf | grep -q '%PDF-' || fail "no list on standard output"
ends 1 "$KRING" list "$file" -o lijst.pdf; ends 2 "$KRING" list "$file" -o lijst.txt; ends 2 "$KRING" list "$file" --csv -o nieuw.pdf

# A family too large for one sheet that can be read: several, on the paper asked for, everybody on them.
node -e '
let t = "0 HEAD\n1 GEDC\n2 VERS 5.5.1\n1 CHAR UTF-8\n", f = "";
for (let i = 0; i < 511; i++) t += `0 @I${i}@ INDI\n1 NAME Voornaam${i} /Achternaam/\n` + (i ? `1 FAMC @F${(i - 1) >> 1}@\n` : "") + (i < 255 ? `1 FAMS @F${i}@\n` : "");
for (let i = 0; i < 255; i++) f += `0 @F${i}@ FAM\n1 WIFE @I${i}@\n1 CHIL @I${2 * i + 1}@\n1 CHIL @I${2 * i + 2}@\n`;
process.stdout.write(t + f + "0 TRLR\n")' >groot.ged
"$KRING" import groot.ged --from gedcom -o groot.kring 2>/dev/null
ends 0 "$KRING" draw groot.kring --as genogram --lang nl -o groot.pdf; has err vellen
pdfinfo groot.pdf >info; pages=$(sed -n 's/^Pages: *//p' info); [ "$pages" -gt 3 ] || fail "on $pages pages"
pdftotext groot.pdf text; has text "($pages van $pages)"; lacks err "niet gevonden"
node -e 'const t = require("fs").readFileSync("text", "utf8"); for (let i = 0; i < 511; i++) if (!new RegExp(`Voornaam${i}\\b`).test(t)) { console.log(i); process.exit(1); }' || fail "somebody is on no sheet"

# The worker alone: what it refuses.
worker=$(dirname "$KRING")/kring-worker
svg='<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
ends 2 "$worker"; ends 2 "$worker" jpg; ends 2 "$worker" png 5; ends 2 "$worker" png 100x; ends 2 "$worker" pdf 100
"$worker" pdf </dev/null >out 2>err; same $? 1 "nothing"
echo 'no drawing' | "$worker" pdf >out 2>err; same $? 1 "no drawing"; same "$(cat err)" worker.input
echo "$svg width=\"9000mm\" height=\"10mm\"/>" | "$worker" pdf >out 2>err; same $? 1 "nine metres"
echo "$svg width=\"1000mm\" height=\"1000mm\"/>" | "$worker" png 20000 >out 2>err; same $? 1 "too many dots"
head -c 17000000 /dev/zero | "$worker" pdf >out 2>err; same $? 1 "17 MB"; same "$(cat err)" worker.too_large
echo "$svg width=\"10mm\" height=\"10mm\"><rect width=\"9\" height=\"9\"/></svg>" | "$worker" png 64 >small.png 2>err
same "$(node -e 'console.log(require("fs").readFileSync("small.png").readUInt32BE(16))')" 64 "dots asked for"
# Several drawings make several pages, each of its own size; not without end, and none of them wrong.
one="$svg width=\"10mm\" height=\"10mm\"/>" two="$svg width=\"20mm\" height=\"30mm\"/>"
printf '%s\f%s' "$one" "$two" | "$worker" pdf >two.pdf 2>err || fail "two pages: $(cat err)"
pdfinfo -l 9 two.pdf >info; grep -q '^Pages: *2$' info || fail "two drawings are not two pages"
grep -q '2 size: *56.69.* x 85.0' info || fail "the second page has another size: $(grep size info)"
printf '%s\fno drawing' "$one" | "$worker" pdf >out 2>err; same $? 1 "a wrong second page"; same "$(cat err)" worker.input
node -e 'process.stdout.write(Array(201).fill(process.argv[1]).join("\f"))' "$one" | "$worker" pdf >out 2>err
same $? 1 "201 pages"; same "$(cat err)" worker.too_large
# What a drawing points at is not read: the same bytes with and without the picture beside it.
cp small.png picture.png
echo "$svg width=\"10mm\" height=\"10mm\"><image xlink:href=\"file://$work/picture.png\" width=\"30\" height=\"30\"/></svg>" | "$worker" png 64 >with.png 2>err
rm picture.png
echo "$svg width=\"10mm\" height=\"10mm\"><image xlink:href=\"file://$work/picture.png\" width=\"30\" height=\"30\"/></svg>" | "$worker" png 64 >without.png 2>err
cmp -s with.png without.png || fail "the worker read a file that a drawing named"
# A drawing that never ends is ended.
node -e 'let d = `<g id="a0"><rect width="9" height="9"/></g>`; for (let i = 1; i < 30; i++) d += `<g id="a${i}">` + `<use xlink:href="#a${i - 1}"/>`.repeat(10) + "</g>"; console.log(process.argv[1] + ` width="10mm" height="10mm"><defs>${d}</defs><use xlink:href="#a29"/></svg>`)' "$svg" >bomb.svg
"$worker" pdf <bomb.svg >out 2>err && fail "a drawing without end was drawn"
finish
