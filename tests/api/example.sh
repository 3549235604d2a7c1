# example.sh PROGRAM LIBRARY CIRCLE
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
wrong=0
fail() { echo "FAIL: $*" >&2; wrong=1; }
"$1" "$3" "$work/annie.svg" >"$work/out" || fail "the example ended with $?"
[ "$(head -n 1 "$work/out")" ] || fail "nobody in the middle"
[ "$(grep -c '^  ' "$work/out")" -ge 5 ] || fail "hardly anybody was listed"
grep -q '^density 0' "$work/out" || fail "no density"
grep -q '</svg>' "$work/annie.svg" || fail "no drawing"
printf '{' >"$work/half.kring"
"$1" "$work/half.kring" "$work/half.svg" 2>"$work/err" && fail "half a file was opened"
[ -s "$work/err" ] && [ ! -e "$work/half.svg" ] || fail "half a file was drawn"
others=$(nm -D --defined-only "$2" | awk '$2 ~ /[TDBR]/ && $3 !~ /^kring_/ && $3 !~ /^KRING_/ {print $3}')
case ${ASAN_OPTIONS+asan} in asan) ;; *) [ -z "$others" ] || fail "also to be seen: $(echo "$others" | head -n 3)" ;; esac
exit "$wrong"
