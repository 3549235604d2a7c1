. "$(dirname "$0")/lib.sh"
trap 'kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
server=
ends 0 "$KRING" demo proef; for one in annie henk sem kring-voorbeeld-1; do has out $one; done
ends 1 "$KRING" demo proef; has err proef
mkdir vol && echo iets >vol/iets; ends 1 "$KRING" demo vol; same "$(ls vol)" iets "a full folder stays as it was"
mkdir leeg && ends 0 "$KRING" demo leeg
! grep -rqa -e 'Sanne' -e 'Corrie' -e 'Yusuf' proef || fail "a name stands in the data folder"

start() { # ARGUMENTS...: begins the server, waits for its address
    : >said # what the one before said must not be taken for an answer
    "$KRING" serve "$@" >said 2>err &
    server=$!
    # a busy machine may take long; how long says nothing about the command
    waited=0
    while [ "$waited" -lt 300 ]; do
        waited=$((waited + 1))
        grep -q 'http://' said && break
        kill -0 $server 2>/dev/null || break
        sleep 0.2
    done
    address=$(tail -n 1 said | grep -o 'http://[^ ]*') || fail "no address on the last line: $(cat said err)"
}
stop() { # SIGNAL: ends well
    kill -s "$1" $server
    wait $server
    same $? 0 "after $1"
}
get() { node -e 'fetch(process.argv[1]).then((r) => { console.log(r.status); return r.text(); }).then(() => process.exit(0), (e) => { console.log(e.message); process.exit(1); })' "$1"; }
hsts() { node -e 'fetch(process.argv[1]).then((r) => { console.log(r.headers.get("strict-transport-security")); process.exit(0); })' "$1"; }
start --data proef --listen 127.0.0.1:0
same "$(get "$address")" 200 "the start page"
timeout 60 "$KRING" serve --data leeg --listen "$(echo "${address#http://}" | tr -d /)" >/dev/null 2>err
same $? 1 "a second server on one port"
stop TERM
start --data proef --listen 127.0.0.1:0
same "$(get "$address")" 200 "the start page, again"
same "$(hsts "$address")" null "without TLS in front"
stop INT
start --data proef --listen 127.0.0.1:0 --behind-tls
hsts "$address" | grep -q max-age || fail "browsers are not told to come back by https"
stop TERM
# Without --data: a folder of one's own, made with all that is above it.
export HOME="$work/home" XDG_DATA_HOME=
mkdir home; start --listen 127.0.0.1:0; [ -d home/.local/share/kring ] || fail "no folder below the home folder"; stop TERM
export XDG_DATA_HOME="$work/xdg"
start --listen 127.0.0.1:0; [ -d xdg/kring ] || fail "no folder in XDG_DATA_HOME"; stop TERM
for address in nonsense 127.0.0.1 127.0.0.1: :8700 127.0.0.1:99999 127.0.0.1:-1 127.0.0.1:x; do
    ends 2 timeout 60 "$KRING" serve --data proef --listen "$address"
done
for most in 0 -1 257 x ""; do
    ends 2 timeout 60 "$KRING" serve --data proef --listen 127.0.0.1:0 --per-address "$most"
done
server=
finish
