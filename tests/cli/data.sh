. "$(dirname "$0")/lib.sh"
data=${KRING_TEST_DATA:-$ROOT/../shared/data}
if [ ! -d "$data" ]; then
    echo "no test data at $data: skipped"
    exit 77
fi
rows() { "$KRING" list "$1" --json >out || fail "list $1"; json j.length; }

# easyNWK: the names that the tool itself has, without the one in the middle; pairs without those of the person.
file=$data/easynwk/rosa-braunsteigl-mueller.json
ends 0 "$KRING" import "$file" --from easynwk -o rosa.kring
expected=$(node -e 'const t = require("fs").readFileSync(process.argv[1], "utf8").replace(/^\ufeff/, ""); console.log(JSON.parse(t).versions[0].nwk.alteri.length)' "$file")
same "$(rows rosa.kring)" "$expected" "people in the easyNWK map"
"$KRING" list rosa.kring --csv >out; for name in Ewald Josefine Strolchi Maria "Dr. Maier"; do has out "$name"; done
grep -q 'Rosa Braunsteigl' rosa.kring || fail "the person in the middle keeps her name"
for kind in lensink wijkecogram horizons rings ecogram; do
    ends 0 "$KRING" draw rosa.kring --as $kind --check
    same "$(json j.overlaps)" 0 "$kind of Rosa"
    same "$(json j.persons)" "$expected" "$kind of Rosa"
done

# Tables: as many people as there are rows.
tail -n +2 "$data/contacts-csv/expected-files.csv" | tr -d '\r' >tables
while IFS=, read -r table bom delimiter columns count emails; do
    ends 0 "$KRING" import "$data/contacts-csv/$table" --from csv -o "$table.kring"
    same "$(rows "$table.kring")" "$count" "$table"
done <tables

# Cards: as many people as another reader found in each file.
tail -n +2 "$data/vcard/expected-cards.csv" | cut -d, -f1 | grep '\.vcf$' | sort | uniq -c >cards
while read -r count card; do
    ends 0 "$KRING" import "$data/vcard/$card" --from vcard -o card.kring
    same "$(rows card.kring)" "$count" "$card"
    ends 0 "$KRING" check card.kring
    rm -f card.kring
done <cards
finish
