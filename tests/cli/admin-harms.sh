# Every harm to rows that tests/store/test_verify.c knows, also after pruning, found by the command itself: it ends
# with 1, says what kind it is and of which circle, and says no name.
. "$(dirname "$0")/lib.sh"
TMPDIR=$work "$VERIFY" write >all 2>log || { fail "no folders: $(tail -n 3 log)"; finish; }
grep "^/" all >lines || fail "no harms"
count=0
for folder in $(cut -f1 lines | sort -u); do
    ends 0 "$KRING" admin verify "$folder"; has out "All is well"
done
while IFS="$(printf '\t')" read -r folder kind sql; do
    count=$((count + 1))
    # a build that watches memory is slow: it takes every sixth
    [ -z "${ASAN_OPTIONS:-}" ] || [ $((count % 6)) -eq 0 ] || continue
    rm -rf one one.key one.heads
    cp -r "$folder" one; cp "$folder.key" one.key; cp "$folder.heads" one.heads
    sqlite3 one/kring.db "$sql" || fail "not done: $sql"
    "$KRING" admin verify one --json >out 2>err
    code=$?
    [ "$code" -eq 1 ] || fail "verify ended with $code after: $sql"
    grep -qF "\"finding\":\"$kind\"" out || fail "not found as $kind, but as $(cat out): $sql"
    for name in Annie Corrie Piet Joop Sanne annie sanne; do lacks out "$name"; lacks err "$name"; done
done <<END
$(cat lines)
END
[ "$count" -gt 60 ] || fail "$count harms"
finish
