. "$(dirname "$0")/lib.sh"
ends 2 "$KRING" measure; has err FILE
ends 2 "$KRING" measure --egor a.csv b.csv; has err "EGOS.csv"
ends 2 "$KRING" measure a.kring --alters; has err "--egor"
ends 2 "$KRING" measure a.kring b.kring; has err b.kring
ends 2 "$KRING" measure --egor a b c --json
ends 2 "$KRING" measure --egor a b c --alters --support
ends 2 "$KRING" measure --egor a b c --where near
ends 2 "$KRING" measure --egor - - c --csv
ends 2 "$KRING" measure --egor a b c --as easynwk
ends 1 "$KRING" measure --egor missing.csv b c --csv; has err missing.csv

printf 'ego_id\n1\n2\n' >egos.csv
printf 'ego_id,alter_id,sex,age\n1,a,woman,30\n1,b,man,\n1,c,woman,NA\n' >alters.csv
printf 'ego_id,from,to\n1,a,b\n1,b,a\n1,a,a\n1,a,z\n' >ties.csv
ends 0 "$KRING" measure --egor egos.csv alters.csv ties.csv --csv
same "$(sed -n 2p out | cut -d, -f1-5)" "1,3,1,0.3333333333,2"
same "$(sed -n 3p out)" "2,0,0,,0,0,0,0,0,,,,,,,0,0,0,0,0,,,,,," "nobody: blank, not 0"
has err "1 tie of somebody with themselves"; has err "1 pair stood"; has err "1 tie with somebody who is not among"
! grep -qiE 'nan|inf' out || fail "something undefined was printed"
cp out want
tr ',' ';' <alters.csv >semicolons.csv
printf '\357\273\277"ego_id"\t"from"\t"to"\r\n1\ta\tb\r\n' >tabs.csv
ends 0 "$KRING" measure --egor egos.csv semicolons.csv tabs.csv --csv; cmp -s out want || fail "another separator, other figures"
printf 'ego_id,from,to\n2,x,y\n1,b,a\n' >mixed.csv
ends 0 "$KRING" measure --egor egos.csv alters.csv mixed.csv --csv; has err "sorted first"; cmp -s out want || fail "another order, other figures"
ends 0 "$KRING" measure --egor egos.csv alters.csv - --csv <ties.csv; cmp -s out want || fail "from standard input, other figures"
printf 'ego_id,from,to\n1,a,b\n7,a,b\n' >stray.csv
ends 0 "$KRING" measure --egor egos.csv alters.csv stray.csv --csv; has err "1 row of an ego"

# A cell is never a formula; a number is a number.
printf 'ego_id\n=1+1\n-5\n@x\n' >sums.csv
printf 'ego_id,alter_id\n=1+1,+cmd\n-5,1\n' >people.csv
printf 'ego_id,from,to\n' >none.csv
ends 0 "$KRING" measure --egor sums.csv people.csv none.csv --alters --csv
has out "'=1+1,'+cmd,"; has out "-5,1,0"; ! grep -qE '(^|,)[=@+]' out || fail "a cell begins like a formula"

# Wrong tables and maps: refused with file, line and column, in the reader's language.
refuse() { # WORDS EGOS ALTERS TIES
    ends 1 "$KRING" measure --egor "$2" "$3" "$4" --csv
    has err "$1"
    ! grep -q 'format\.' err || fail "no sentence for it: $(cat err)"
}
printf 'ego_id,alter_id\n1,a\n1,a\n' >twice.csv; refuse "Line 3, column 2" egos.csv twice.csv ties.csv; has err twice.csv
printf 'ego_id\n1\n1\n' >egos2.csv; refuse "Line 3, column 1" egos2.csv alters.csv ties.csv; has err egos2.csv
printf 'ego_id,from\n1,a\n' >column.csv; refuse "'to'" egos.csv alters.csv column.csv
printf 'ego_id,from,to\n1,a\n' >short.csv; refuse "Line 2 has 2 cells" egos.csv alters.csv short.csv
printf 'ego_id,from,to\n1,"a,b\n' >quote.csv; refuse "line 2" egos.csv alters.csv quote.csv
printf 'ego_id,from,to\n1,"a"x,b\n' >after.csv; refuse "Line 2, column 2" egos.csv alters.csv after.csv
printf 'ego_id,from,to\n,a,b\n' >empty.csv; refuse "Line 2, column 1" egos.csv alters.csv empty.csv
printf 'ego_id,from,to\n1,a,\000\n' >nul.csv; refuse "nul.csv" egos.csv alters.csv nul.csv
: >nothing.csv; refuse "empty" egos.csv alters.csv nothing.csv
printf 'ego_id,from,from,to\n' >heads.csv; refuse "column 3" egos.csv alters.csv heads.csv
ends 1 "$KRING" measure --egor egos.csv alters.csv short.csv --csv --lang nl; has err "Regel 2"
map() { # WORDS, the map on standard input
    cat >map.yaml
    ends 1 "$KRING" measure --egor egos.csv alters.csv ties.csv --columns map.yaml --composition --csv
    has err "$1"
    ! grep -q 'format\.' err || fail "no sentence for it: $(cat err)"
}
echo 'colums: {}' | map "Line 1, column 9: 'colums'"
echo 'attributes: {sex: {categories: [woman], type: numeric}}' | map "'sex'"
echo 'attributes: {sex: {}}' | map "Line 2, column 3: 'woman' is not a number"
echo 'attributes: {a: &x {}}' | map "anchors"
echo 'attributes: {a: {}, a: {}}' | map "already"
echo 'attributes: {sexe: {categories: [x]}}' | map "'sexe'"
echo 'attributes: {sex: [' | map "not YAML"
echo 'scores: {weight: {a: b}}' | map "'b' is not a number"
printf 'attributes:\n  sex: {categories: [woman, man], ties: yes}\n  age: {type: numeric}\n' >map.yaml
ends 0 "$KRING" measure --egor egos.csv alters.csv ties.csv --columns map.yaml --composition --csv
has out "1,sex,count,woman,2"; has out "1,sex,ties_between,,1"; has out "1,age,n_missing,,2"; has out "1,age,sd_sample,,"
same "$(grep -c '^1,age,sd_sample,,$' out)" 1

# One circle.
ends 0 "$KRING" measure "$EXAMPLES/annie.kring"; has out "structure density"
ends 0 "$KRING" measure "$EXAMPLES/annie.kring" --csv; has out "attribute,measure,category,with_paid,without_paid"
ends 0 "$KRING" measure "$EXAMPLES/annie.kring" --json; same "$(json 'j.with_paid.structure.size > j.without_paid.structure.size')" true
same "$(json 'j.with_paid.sector.count.professional > 0 && j.without_paid.sector.count.professional === 0')" true
"$KRING" new empty.kring --name Annie
ends 0 "$KRING" measure empty.kring --json; same "$(json 'j.with_paid.structure.size === 0 && j.with_paid.structure.density === null')" true
ends 0 "$KRING" measure "$EXAMPLES/annie.kring" --as easynwk; has out "map,category,size_connected"

# Larger than what is kept in memory: sorted on the disk, and nothing stays there.
mkdir tmp
awk 'BEGIN {print "ego_id,alter_id" > "many.csv"; print "ego_id,from,to" > "lines.csv"; print "ego_id" > "all.csv"
    for (i = 1; i <= 40000; i++) {e = (i * 7919) % 40009; print e > "all.csv"
        for (a = 1; a <= 12; a++) print e "," a > "many.csv"
        for (a = 1; a <= 12; a++) print e "," a "," a % 12 + 1 > "lines.csv"}}'
ends 0 env TMPDIR="$PWD/tmp" "$KRING" measure --egor all.csv many.csv lines.csv --csv
same "$(wc -l <out | tr -d ' ')" 40001
same "$(cut -d, -f2,3,17 out | sort -u | grep -vc size)" 1 "all alike"
same "$(sed -n 2p out | cut -d, -f1)" "$(sort -n all.csv | sed -n 2p)"
same "$(ls -A tmp)" ""
ends 1 env TMPDIR="$PWD/nowhere" "$KRING" measure --egor all.csv many.csv lines.csv --csv
finish
