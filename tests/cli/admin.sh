# What the operator does, with the command alone.
. "$(dirname "$0")/lib.sh"
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
server=
ends 0 "$KRING" demo data
for one in create disable enable administrator support died keys backup restore audit prune report; do
    ends 0 "$KRING" admin --help; has out "$one"
done
ends 2 "$KRING" admin; ends 2 "$KRING" admin vliegen; ends 2 "$KRING" admin create --data data
ends 2 "$KRING" admin keys draaien --data data
ends 2 "$KRING" admin report data --keep 3; ends 2 "$KRING" admin report data --data data
ends 1 "$KRING" admin report nergens; has err "no data folder"; [ ! -e nergens ] || fail "a folder was made"

# accounts
ends 0 "$KRING" admin create Mien --data data --name "Mien Bakker"; has out "Recovery code"
tail -n 1 out | grep -qE '^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$' || fail "no recovery code"
ends 1 "$KRING" admin create mien --data data; has err "already uses"
ends 0 "$KRING" admin disable annie --data data --reason "op verzoek"; lacks out annie; lacks out Groot
ends 1 "$KRING" admin disable niemand --data data; has err "Nobody has"
ends 0 "$KRING" admin enable annie --data data
ends 0 "$KRING" admin administrator henk --data data; ends 0 "$KRING" admin administrator henk --off --data data
ends 2 "$KRING" admin support annie --data data; ends 0 "$KRING" admin support annie --reason "kring opende niet" --data data

# numbers and the ledger: no names
ends 0 "$KRING" admin report data; has out "Accounts: 4"; has out "No backup"; lacks out Annie
ends 0 "$KRING" admin report data --json; same "$(json j.accounts)" 4; same "$(json j.circles)" 3
ends 0 "$KRING" admin audit data
for one in account-created account-disabled account-enabled administrator support-access "kring opende niet"; do has out "$one"; done
for one in annie Annie mien Bakker henk; do lacks out "$one"; done
node -e '
  const lines = require("fs").readFileSync("out", "utf8").trim().split("\n").map((one) => JSON.parse(one));
  for (const l of lines) {
    for (const k of ["EventID", "EventTypeCode", "EventActionCode", "EventDateTime", "EventOutcomeIndicator", "User", "Object", "Source"])
      if (!(k in l)) { console.log(k, JSON.stringify(l)); process.exit(1); }
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(l.EventDateTime) || !"CRUDE".includes(l.EventActionCode)) process.exit(1);
  }
  process.exit(lines.length === 6 ? 0 : 1);' || fail "the lines are not whole: $(wc -l <out)"
ends 0 "$KRING" admin audit data --since 2999-01-01; same "$(wc -c <out | tr -d ' ')" 0
ends 2 "$KRING" admin audit data --since gisteren
sqlite3 data/kring.db "update look set outcome = 4 where circle = 0 and n = 2"
ends 1 "$KRING" admin audit data; has err "does not fit"
sqlite3 data/kring.db "update look set outcome = 0 where circle = 0 and n = 2"
ends 0 "$KRING" admin audit data

# the key, in a file
cp data.key oud.key
ends 0 "$KRING" admin keys status --data data; has out "version 1"
ends 0 "$KRING" admin keys rotate --data data; has out "key 2"
cmp -s data.key oud.key && fail "the same key"
cmp -s data.key.before-1 oud.key || fail "the key before is not kept"
ends 0 "$KRING" admin keys status --data data; has out "version 2"; has out "known still"
ends 0 "$KRING" admin keys finish --data data
ends 0 "$KRING" admin keys status --data data; lacks out "known still"; has out "of which 0"
cp data.key nieuw.key; cp oud.key data.key
ends 1 "$KRING" admin report data; has err "does not belong"
cp nieuw.key data.key

# the key, from the environment: into a file, into a command
KRING_KEY=kort ends 1 "$KRING" admin report data; has err "not a server key"
mv data.key weg.key
KRING_KEY=$(od -An -tx1 -v weg.key | tr -d ' \n') ends 0 "$KRING" admin report data
printf '#!/bin/sh\nbase64 "$1"\n' >sleutel; chmod +x sleutel
ends 0 "$KRING" admin report data --key-command "$PWD/sleutel weg.key"
ends 1 "$KRING" admin report data --key-command "$PWD/sleutel nergens"; has err "did not give"
ends 1 "$KRING" admin keys rotate --data data --key-command "$PWD/sleutel weg.key"; has err "KRING_NEW_KEY"
KRING_NEW_KEY=$(od -An -tx1 -v oud.key | tr -d ' \n') ends 0 "$KRING" admin keys rotate --data data --key-command "$PWD/sleutel weg.key"
ends 0 "$KRING" admin keys status --data data --key-command "$PWD/sleutel weg.key"; has out "Set the new one"
ends 1 "$KRING" admin keys finish --data data --key-command "$PWD/sleutel weg.key"
ends 0 "$KRING" admin keys finish --data data --key-command "$PWD/sleutel oud.key"
mv oud.key data.key

# backup, one keys.db, a limit on copies; and back
for one in 1 2 3; do ends 0 "$KRING" admin backup data --to kopie --keep 2; sleep 0.01; done
same "$(ls kopie | grep -c '^kring-')" 2 "copies of kring.db"; same "$(ls kopie | grep -c '^keys')" 1
has out "checked"; same "$(ls -l kopie | grep -c '^-rw-------')" 3 "private"
ends 0 "$KRING" admin report data; has out "Last backup"
ends 1 "$KRING" admin restore kopie data; has err "holds data"
cp data.key terug.key
ends 0 "$KRING" admin restore kopie terug
ends 0 "$KRING" admin report terug --json; same "$(json j.accounts)" 4
ends 1 "$KRING" admin restore nergens elders; ends 1 "$KRING" admin restore kopie zonder; has err "key of this data folder"; [ ! -e zonder/kring.db ] || fail "half a folder stays"
ends 0 "$KRING" admin verify terug; has out "All is well"
# damage: says where, goes on, and ends with 1
circle=$(sqlite3 terug/kring.db "select id from circle order by id limit 1")
sqlite3 terug/kring.db "update change set body = zeroblob(90) where circle = $circle and seq = 2"
ends 1 "$KRING" admin verify terug; has out "change 2"; has out "Found: "; lacks out Annie
ends 1 "$KRING" admin verify terug --json; has out '"finding":"body"'
ends 0 "$KRING" admin report terug; has out "found: "
echo stuk >"kopie/$(ls kopie | grep '^kring-' | tail -n 1)"
cp data.key nogmaals.key; ends 1 "$KRING" admin restore kopie nogmaals; has err "damaged"
ends 2 "$KRING" admin backup data --to kopie --keep 0
# somebody died: never without a reason; who chose nothing keeps everything, but nobody signs in any more
ends 2 "$KRING" admin died henk --data data; ends 1 "$KRING" admin died niemand --reason "bewijs gezien" --data data
ends 0 "$KRING" admin died henk --reason "bewijs gezien" --data data; has out "erased: 0"; lacks out henk
ends 0 "$KRING" admin report data --json; same "$(json j.circles)" 3; same "$(json j.disabled)" 1
# as root beside a server that is somebody else's: what is made there is theirs, so that it starts again
if [ "$(id -u)" -eq 0 ]; then
    # where somebody else can come, whatever the folder for tests is
    apart=$(mktemp -d /tmp/kring.XXXXXX); chmod 711 "$apart"; cd "$apart" || exit 1
    cp "$KRING" kring; chmod 755 kring
    mkdir theirs; ends 0 "$KRING" demo theirs/data; chown -R 65534:65534 theirs
    ends 0 "$KRING" admin keys rotate --data theirs/data; ends 0 "$KRING" admin backup theirs/data --to theirs/backup
    cp theirs/data.key theirs/again.key; ends 0 "$KRING" admin restore theirs/backup theirs/again/
    echo geheim1234 >leaked; ends 0 "$KRING" admin passwords leaked --data theirs/data
    rm theirs/data.heads; ends 0 "$KRING" admin enable annie --data theirs/data
    same "$(find theirs ! -user 65534 -o ! -group 65534)" theirs/again.key "what is not theirs"
    same "$(find theirs -perm /077 ! -path theirs)" "" "who else may look"
    ends 1 setpriv --reuid 65533 --regid 65533 --clear-groups ./kring admin report theirs/data; has err "may not look"
    as_them() { setpriv --reuid 65534 --regid 65534 --clear-groups "$@"; }
    : >theirs/data/mail.yaml; chmod 600 theirs/data/mail.yaml
    ends 1 as_them timeout 20 ./kring serve --data theirs/data --listen 127.0.0.1:0; has err "mail.yaml may not be read"
    chown 0 theirs/data.key
    ends 1 as_them ./kring admin report theirs/data; has err "may not be read"
    cd "$work" || exit 1; rm -rf "$apart"
fi
LANG=nl; ends 0 "$KRING" admin --help --lang nl; has out "Geen van deze opdrachten toont een kring of een naam"
server=
finish
