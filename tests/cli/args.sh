. "$(dirname "$0")/lib.sh"
ends 2 "$KRING"; has err "kring --help"
ends 2 "$KRING" frobnicate; has err frobnicate
ends 2 "$KRING" --frobnicate
ends 0 "$KRING" --help; for one in new import list draw check compare measure export demo serve; do has out "kring $one"; done
ends 0 "$KRING" --version; grep -qE '^kring [0-9]+\.[0-9]+\.[0-9]+$' out || fail "version: $(cat out)"
for one in new import list draw check compare measure export demo serve; do
    ends 0 "$KRING" $one --help; has out "kring $one"; cp out en
    ends 0 "$KRING" $one --help --lang nl; has out "kring $one"
    ! cmp -s out en || fail "$one --help is the same in two languages"
    lacks out "cli."
done
ends 0 env KRING_LANG=nl_NL.UTF-8 "$KRING" --help; has out "Begin een nieuwe kring"
ends 0 env -u KRING_LANG LC_ALL=nl_NL.UTF-8 "$KRING" list --help; has out "Laat iedereen"
ends 0 env -u KRING_LANG -u LC_ALL LANG=en_GB.UTF-8 "$KRING" list --help; has out "Show everybody"
ends 2 "$KRING" new; has err "FILE.kring"
ends 2 "$KRING" new a.kring; has err "--name"
ends 2 "$KRING" new a.kring --name; has err "--name"
ends 2 "$KRING" new a.kring b.kring --name A; has err b.kring
ends 2 "$KRING" new a.kring --name A --name B
ends 2 "$KRING" new a.kring --name A --json; has err "--json"
ends 2 "$KRING" draw a.kring --as star -o a.svg; has err star; has err lensink
ends 2 "$KRING" draw a.kring -o a.svg; has err "--as"
ends 2 "$KRING" draw a.kring --as rings; has err "-o"
ends 2 "$KRING" draw a.kring --as rings -o drawing; has err drawing
ends 2 "$KRING" list a.kring --json --csv
ends 2 "$KRING" list a.kring --lang de; has err de
ends 2 "$KRING" import a.csv --from xls -o a.kring
ends 2 "$KRING" export a.kring --to xls -o a.xls
ends 2 "$KRING" list a.kring --json=yes
ends 1 "$KRING" list missing.kring; has err missing.kring
ends 1 "$KRING" list .
"$KRING" new ./-strange.kring --name A || fail "a name that begins with a dash"
ends 0 "$KRING" list -- -strange.kring
ends 0 "$KRING" new equals.kring --name=Annie
if "$KRING" --help >/dev/full 2>err; then fail "a full output went unnoticed"; fi
finish
