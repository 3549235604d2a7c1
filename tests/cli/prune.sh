# Old rows of who looked go by the operator's word. (Each harm after pruning: admin-harms.sh.)
. "$(dirname "$0")/lib.sh"
ends 0 "$KRING" demo data
# how many years: said, from 1 on, and below what NEN 7513 asks only with a reason
ends 2 "$KRING" admin prune data; has err "--keep"
for one in 0 -3 101 twee 1.5; do ends 2 "$KRING" admin prune data --keep "$one"; done
ends 2 "$KRING" admin prune data --keep 4; has err "NEN 7513"
ends 2 "$KRING" admin prune data --keep 4 --reason ""
ends 1 "$KRING" admin prune nergens --keep 5; has err "no data folder"
# what is young stays, and nothing is written about nothing
ends 0 "$KRING" admin support annie --reason "kring opende niet" --data data
ends 0 "$KRING" admin audit data; cp out before
ends 0 "$KRING" admin prune data --keep 5; has out "Nothing was taken away"
ends 0 "$KRING" admin prune data --keep 1 --reason "afgesproken met de cliëntenraad"
ends 0 "$KRING" admin audit data; cmp -s before out || fail "the audit changed"
ends 0 "$KRING" admin verify data; has out "All is well"
finish
