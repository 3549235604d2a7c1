. "$(dirname "$0")/lib.sh"
# Every file that Kring ever wrote opens, has everybody, and says the same when it is written again.
opened=0
while read -r file count; do
    old=$ROOT/tests/old/$file
    ends 0 "$KRING" check "$old"
    ends 0 "$KRING" list "$old" --json; same "$(json 'j.length')" "$count" "$file"
    cp out before
    ends 0 "$KRING" import "$old" --from kring -o "again-$file"
    ends 0 "$KRING" list "again-$file" --json
    cmp -s before out || fail "$file does not come back the same"
    opened=$((opened + 1))
done <<'FILES'
1-annie.kring 28
1-henk.kring 4
1-sem.kring 14
FILES
same "$opened" "$(ls "$ROOT"/tests/old/*.kring | wc -l)" "files that are opened"
finish
