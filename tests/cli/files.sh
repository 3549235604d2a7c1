. "$(dirname "$0")/lib.sh"
umask 022
ends 0 "$KRING" new annie.kring --name "Annie de Groot"
same "$(stat -c %a annie.kring)" 600 "only the owner reads a circle"
cp annie.kring before
ends 1 "$KRING" new annie.kring --name Piet; has err annie.kring
cmp -s annie.kring before || fail "an existing file was touched"
ln -s nowhere.kring dangling.kring
ends 1 "$KRING" new dangling.kring --name Piet
[ ! -e nowhere.kring ] || fail "wrote through a link"
ends 0 "$KRING" list annie.kring; same "$(wc -l <out)" 1 "only the heads"
ends 0 "$KRING" list annie.kring --json; same "$(json j.length)" 0
ends 1 "$KRING" new nowhere/annie.kring --name A; has err nowhere
ends 1 "$KRING" new leeg.kring --name "   "; [ ! -e leeg.kring ] || fail "a circle of nobody"
# Standard input and output.
"$KRING" new - --name Annie >piped.kring || fail "new -"
ends 0 "$KRING" check piped.kring
"$KRING" list - --json <annie.kring >out || fail "list -"
ends 1 "$KRING" check - </dev/null
# From another folder, and a folder that may not be written.
mkdir -p deep/er
(cd deep/er && "$KRING" list ../../annie.kring >/dev/null) || fail "from another folder"
if [ "$(id -u)" -ne 0 ]; then
    mkdir shut && chmod 500 shut
    ends 1 "$KRING" new shut/a.kring --name A
fi
"$KRING" new - --name Annie >/dev/full 2>err && fail "a full disk went unnoticed"
has err full
# Two at once: one wins, the other is told, nothing is torn.
for try in 1 2 3 4 5; do
    "$KRING" new race$try.kring --name Een 2>/dev/null & first=$!
    "$KRING" new race$try.kring --name Twee 2>/dev/null & second=$!
    wins=0
    wait $first && wins=$((wins + 1))
    wait $second && wins=$((wins + 1))
    same $wins 1 "writers of one file"
    ends 0 "$KRING" check race$try.kring
done
finish
