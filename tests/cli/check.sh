. "$(dirname "$0")/lib.sh"
people 3 | "$KRING" import - --from csv --name Annie -o annie.kring 2>/dev/null || fail "no circle to check"
ends 0 "$KRING" check annie.kring; has out "3"
for one in annie henk sem; do ends 0 "$KRING" check "$EXAMPLES/$one.kring"; done
printf 'x' >x.kring; ends 1 "$KRING" check x.kring; has err x.kring
printf '{}' >x.kring; ends 1 "$KRING" check x.kring
printf '[]' >x.kring; ends 1 "$KRING" check x.kring
: >x.kring; ends 1 "$KRING" check x.kring
head -c 200 annie.kring >x.kring; ends 1 "$KRING" check x.kring
# A line in the message for a file that breaks off in the middle.
head -c $(($(wc -c <annie.kring) / 2)) annie.kring >x.kring
ends 1 "$KRING" check x.kring; lacks err "error."
finish
