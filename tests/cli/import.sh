. "$(dirname "$0")/lib.sh"
rows() { "$KRING" list "$1" --json >out || fail "list $1"; json j.length; }
ego() { "$KRING" export "$1" --to kring -o - >out; grep -o "\"$2\"" out | head -n 1; }

printf 'name\nSanne\n' >een.csv
ends 0 "$KRING" import een.csv --from csv -o een.kring; has err "one person"
same "$(rows een.kring)" 1
ego een.kring Ik | grep -q Ik || fail "the person in the middle is called Ik"
ends 0 "$KRING" import een.csv --from csv --name Annie -o annie.kring
ego annie.kring Annie | grep -q Annie || fail "the person in the middle has the given name"
ends 1 "$KRING" import een.csv --from csv -o annie.kring; has err annie.kring
ends 0 "$KRING" import een.csv -o guessed.kring; same "$(rows guessed.kring)" 1
printf '\000\001\002' >noise; ends 1 "$KRING" import noise -o noise.kring
ends 1 "$KRING" import een.csv --from easynwk -o wrong.kring; [ ! -e wrong.kring ] || fail "made a circle of nothing"
ends 1 "$KRING" import een.csv --from kring -o wrong.kring
people 150 >veel.csv; ends 0 "$KRING" import - --from csv -o veel.kring <veel.csv; same "$(rows veel.kring)" 150

# A card without a name is kept; phones only on request.
printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:030 000 00 00\r\nEND:VCARD\r\n' >zonder.vcf
ends 0 "$KRING" import zonder.vcf --from vcard -o zonder.kring; same "$(rows zonder.kring)" 1
has err "‘a card without a name’"; lacks err "kaartje"; ! grep -q '030 000' zonder.kring || fail "a phone number became a name"
printf 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Corrie\r\nTEL:030 111 22 33\r\nEND:VCARD\r\n' >corrie.vcf
ends 0 "$KRING" import corrie.vcf -o corrie.kring
! grep -q '111 22 33' corrie.kring || fail "a phone number came along unasked"
ends 0 "$KRING" import corrie.vcf --details -o details.kring
grep -q '111 22 33' details.kring || fail "a phone number that was asked for stayed behind"

# Into a circle that is there.
printf 'name,remark\nSanne,belt elke avond\nYusuf,boven\n' >twee.csv
ends 0 "$KRING" import twee.csv --from csv --into annie.kring -o joined.kring; has err Sanne
same "$(rows joined.kring)" 2; "$KRING" list joined.kring --csv >out; has out "belt elke avond"
ends 0 "$KRING" import twee.csv --from csv --into annie.kring --same separate -o apart.kring; same "$(rows apart.kring)" 3
ends 0 "$KRING" import twee.csv --from csv --into annie.kring --same leave -o left.kring; same "$(rows left.kring)" 2
"$KRING" list left.kring --csv >out; lacks out "belt elke avond"
cp annie.kring before
ends 1 "$KRING" import twee.csv --from csv --into annie.kring -o annie.kring
cmp -s annie.kring before || fail "the circle it went into was touched"
ends 2 "$KRING" import - --from csv --into - -o x.kring </dev/null
ends 0 "$KRING" import annie.kring --from kring --into joined.kring -o again.kring; same "$(rows again.kring)" 2

# A whole circle keeps its history.
ends 0 "$KRING" import "$EXAMPLES/annie.kring" --from kring -o copy.kring
"$KRING" list copy.kring --csv >copy.csv; "$KRING" list "$EXAMPLES/annie.kring" --csv >annie.csv
cmp -s copy.csv annie.csv || fail "a copy of a circle is not the circle"
ends 0 "$KRING" check copy.kring
"$KRING" export copy.kring --to kring -o - | cmp -s - "$EXAMPLES/annie.kring" || fail "a copy of a circle is not the same bytes"
finish
