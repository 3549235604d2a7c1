# What the tests of the command share. KRING is the command; each test works in a folder of its own.
set -u
: "${ROOT:=$(cd "$(dirname "$0")/../.." && pwd)}" "${KRING:=$ROOT/build/kring}" "${EXAMPLES:=$ROOT/build/src/examples}"
export LC_ALL=C KRING_LANG=en
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
wrong=0

fail() {
    echo "FAIL: $*" >&2
    wrong=1
}

# ends CODE COMMAND...: what it said is in out and err.
ends() {
    want=$1
    shift
    "$@" >out 2>err
    code=$?
    [ "$code" -eq "$want" ] && return 0
    fail "ended with $code, not $want: $*"
    head -n 5 out err >&2
}
has() { grep -qF -- "$2" "$1" || { fail "$1 lacks: $2"; head -n 8 "$1" >&2; }; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 has: $2"; }
same() { [ "$1" = "$2" ] || fail "'$1' is not '$2'${3:+ ($3)}"; }
# json EXPRESSION: of `out` as `j`.
json() { node -e 'let j; try { j = JSON.parse(require("fs").readFileSync("out", "utf8")); } catch { console.log("no JSON"); process.exit(); } const v = eval(process.argv[1]); console.log(typeof v === "object" ? JSON.stringify(v) : v)' "$1"; }
people() { # a table with that many names
    echo name
    i=0
    while [ "$i" -lt "$1" ]; do
        i=$((i + 1))
        echo "Mens $i"
    done
}
no_leftovers() { # no temporary file stays
    for left in .kring-*; do [ ! -e "$left" ] || fail "left behind: $left"; done
}
finish() {
    no_leftovers
    exit "$wrong"
}
