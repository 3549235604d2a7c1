# Every harm to rows that tests/store/test_verify.c knows, also after pruning, found by the command itself: it ends
# with 1, says what kind it is and of which circle, and says no name.
. "$(dirname "$0")/lib.sh"
TMPDIR=$work "$VERIFY" write >all 2>log || { fail "no folders: $(tail -n 3 log)"; finish; }
grep "^/" all >lines || fail "no harms"
# the second folder is pruned by the command first: its harms are those of after
old=$(sed -n 's/^old\t\([^\t]*\)\t.*/\1/p' all); rows=$(sed -n 's/^old\t[^\t]*\t//p' all)
[ -d "$old" ] || fail "no folder with old rows"
# while the server runs; said in the ledger, with the day and the reason
"$KRING" serve --data "$old" --listen 127.0.0.1:0 >said 2>log &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
until grep -q "http://" said || ! kill -0 $server 2>/dev/null; do sleep 0.2; done
ends 0 "$KRING" admin prune "$old" --keep 20 --reason "afgesproken"; has out "$rows rows"
kill -TERM $server; wait $server; same $? 0 "the server"
ends 0 "$KRING" admin audit "$old"
grep -qE '"ledger-pruned".*"Reason":"[0-9]{4}-[0-9]{2}-[0-9]{2}: afgesproken"' out || fail "not in the audit: $(cat out)"
ends 0 "$KRING" admin prune "$old" --keep 20; has out "Nothing was taken away"
[ "$(sqlite3 "$old/kring.db" "select count(*) from look_anchor")" -eq 2 ] || fail "not two anchors"
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
    if [ "$kind" = ledger ]; then # and its traces are not pruned
        was=$(sqlite3 one/kring.db "select count(*) from look")
        ends 1 "$KRING" admin prune one --keep 1 --reason sporen; has err "kring admin verify"
        # (verifying writes a row of its own)
        same "$(sqlite3 one/kring.db "select count(*) from look")" "$was" "rows after: $sql"
    fi
    for name in Annie Corrie Piet Joop Sanne annie sanne; do lacks out "$name"; lacks err "$name"; done
done <<END
$(cat lines)
END
[ "$count" -gt 70 ] || fail "$count harms"
finish
