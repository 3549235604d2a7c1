. "$(dirname "$0")/lib.sh"
rows() { "$KRING" list "$1" --json >out || fail "list $1"; json j.length; }

# Several persons in the middle: each a circle, or one of them.
printf 'egoID;sex;age\n1;m;63\n2;w;30\n' >egos.csv
printf 'egoID;alterID;name;alter.sex;hobby\n1;1;Bram;m;chess\n1;2;Corrie;w;\n2;1;=Piet;m;\n' >alters.csv
printf 'egoID;Source;Target;weight\n1;1;2;1\n2;1;9;1\n' >ties.csv
ends 0 "$KRING" import egos.csv alters.csv ties.csv --from egor -o map
has err "1 → map/1.kring"; has err "2 circles"; has err "hobby"; has err "not in the list of people"
same "$(rows map/1.kring)" 2; same "$(rows map/2.kring)" 1
"$KRING" list map/1.kring --csv >out; has out "hobby: chess"
ends 1 "$KRING" import egos.csv alters.csv --from egor -o map
ends 0 "$KRING" import egos.csv alters.csv ties.csv --from egor --case 2 -o twee.kring; same "$(rows twee.kring)" 1
ends 1 "$KRING" import egos.csv alters.csv --from egor --case 9 -o negen.kring; has err 9
[ ! -e negen.kring ] || fail "made a circle of nobody"
ends 2 "$KRING" import egos.csv alters.csv --from egor -o -
printf 'name\nJan\n' >jan.csv
ends 2 "$KRING" import jan.csv --case 2 -o x.kring; has err -- "--case"
# Without saying what they are: several tables, one that says to whom a row belongs, a folder; but not just anything.
ends 0 "$KRING" import egos.csv alters.csv ties.csv -o zelf; same "$(ls zelf | tr '\n' ' ')" "1.kring 2.kring "
same "$(grep -c hobby err)" 1 "what is noted of many circles is said once"
ends 0 "$KRING" import alters.csv -o alleen; same "$(ls alleen | wc -l)" 2
printf 'BEGIN:VCARD\nFN:Jan\nEND:VCARD\n' >jan.vcf
ends 2 "$KRING" import jan.vcf jan.csv -o x.kring; has err jan.csv
mkdir tabellen && cp egos.csv alters.csv ties.csv tabellen/ && echo niets >tabellen/leesmij.txt
ends 0 "$KRING" import tabellen -o uit; same "$(ls uit | tr '\n' ' ')" "1.kring 2.kring "
ends 0 "$KRING" import egos.csv alters.csv --from egor --case 1 --into twee.kring -o samen.kring; same "$(rows samen.kring)" 3

# Wrong ones: the file and the line are said.
printf 'egoID;alterID\n1;"2\n' >kapot.csv
ends 1 "$KRING" import kapot.csv --from egor -o x.kring; has err kapot.csv; has err "line 2"
printf '<graphml><graph>' >half.graphml
ends 1 "$KRING" import half.graphml -o x.kring; has err half.graphml

# Two files beside each other.
printf 'name,closeness\nSanne,friend\nBram,intimate\nCorrie,\nJan,\nJan,\n' >a.csv
printf 'name,closeness\nSANNE,intimate\nBram,intimate\nYusuf,\nJan,\n' >b.csv
"$KRING" import a.csv -o a.kring 2>err; "$KRING" import b.csv -o b.kring 2>err
ends 0 "$KRING" compare a.kring b.kring
has out "by name: 2"; has out "Came (2): Yusuf and Jan"; has out "Nearer: SANNE"; has out "jaccard"; has out "3 people have a name"
ends 0 "$KRING" compare a.kring a.kring --json
same "$(json 'j.matched.number + "," + j.came.length + "," + j.measures.jaccard + "," + j.stayed.every((p) => p.changed.length === 0)')" "5,0,1,true"
ends 0 "$KRING" compare a.kring b.kring --json
same "$(json 'j.stayed[0].changed.map((c) => c.field + ":" + c.before + ">" + c.after).join(" ")')" "name:Sanne>SANNE closeness:friend>intimate"
"$KRING" new leeg.kring --name Annie
ends 0 "$KRING" compare leeg.kring leeg.kring --json
same "$(json 'JSON.stringify([j.measures.n_from, j.measures.persisted, j.measures.jaccard, j.measures.turnover])')" "[0,0,null,null]"
# A circle that has a title and nobody in the middle: that moment was missed, which is not the same as nobody.
printf '{"format":"kring","version":1,"changes":[{"seq":1,"base":0,"at":1,"act":1,"records":[{"id":"0000000000000001","kind":1,"fields":[{"field":1,"text":"later"}]}]}]}' >gemist.kring
ends 0 "$KRING" compare gemist.kring a.kring --json; same "$(json 'j.measures.n_from + "," + j.measures.n_to')" "null,null"
ends 2 "$KRING" compare a.kring; has err "B.kring"
ends 2 "$KRING" compare a.kring b.kring c.kring

# Out, and in again: everybody but those who are only in the family tree.
"$KRING" list "$EXAMPLES/annie.kring" --json >out; around=$(json 'j.filter((p) => p.only_family !== "yes").length')
for to in egor egoweb networkcanvas graphml gexf; do
    ends 0 "$KRING" export "$EXAMPLES/annie.kring" --to $to --names -o "uit-$to"
    ends 0 "$KRING" import "uit-$to" --from $to -o "terug-$to.kring"
    same "$(rows "terug-$to.kring")" "$around" "$to"
    ! grep -rq 'Corrie' "uit-$to" && fail "no names in $to, which were asked for"
    ends 0 "$KRING" export "$EXAMPLES/annie.kring" --to $to -o "letters-$to"
    ! grep -rq 'Corrie' "letters-$to" || fail "names in $to, which nobody asked for"
done
ends 0 "$KRING" export "$EXAMPLES/annie.kring" --to egor --names -o uit.zip
ends 0 "$KRING" import uit.zip --from egor -o zip.kring; same "$(rows zip.kring)" "$around"
ends 0 "$KRING" export "$EXAMPLES/annie.kring" --to networkcanvas -o uit.graphml; grep -q 'nc:caseId' uit.graphml || fail "no GraphML of Network Canvas"
ends 1 "$KRING" export "$EXAMPLES/annie.kring" --to egor -o uit.zip
ends 2 "$KRING" export "$EXAMPLES/annie.kring" --to csv --names -o n.csv
ends 2 "$KRING" export "$EXAMPLES/annie.kring" "$EXAMPLES/sem.kring" --to egor -o n
ends 2 "$KRING" export "$EXAMPLES/annie.kring" --to egor --private -o n

# A study without names.
ends 0 "$KRING" export "$EXAMPLES"/*.kring --to research -o studie.zip; has err "3 circles"
"$KRING" list "$EXAMPLES/annie.kring" --json >out
json 'j.map((p) => p.name).filter((n) => n.length > 3).join("\n")' >namen
mkdir studie && node "$ROOT/tests/cli/unzip.mjs" studie.zip studie || fail "no zip"
! grep -rqFf namen studie || fail "a name in the study: $(grep -rohFf namen studie | head -n 1)"
[ "$(wc -l <studie/egos.csv)" -eq 4 ] || fail "not three persons in the middle"
ends 1 "$KRING" export "$EXAMPLES/annie.kring" --to research --text -o tekst.zip; has err "annie.kring"; [ ! -e tekst.zip ] || fail "text with names was written"
head -c 32 /dev/urandom >sleutel
for keer in 1 2; do ends 0 "$KRING" export "$EXAMPLES/annie.kring" --to research --key sleutel -o s$keer.zip; done
cmp -s s1.zip s2.zip || fail "the same key gave other codes"
ends 0 "$KRING" export "$EXAMPLES/annie.kring" --to research -o s3.zip; ! cmp -s s1.zip s3.zip || fail "codes without a key are the same"
echo kort >kort; ends 1 "$KRING" export "$EXAMPLES/annie.kring" --to research --key kort -o s4.zip; has err kort

# The figures of real networks.
data=${KRING_TEST_DATA:-$ROOT/../shared/data}/egonet-waves
if [ -d "$data" ]; then
    for set in dutchschool1 dutchschool4 glasgow50; do
        last=2; [ $set != glasgow50 ] || last=3
        for wave in $(seq $last); do
            node "$ROOT/tests/cli/waves.mjs" "$data/$set-wave$wave.csv" "$set$wave"
            ends 0 "$KRING" import $set$wave.egos.csv $set$wave.alters.csv $set$wave.ties.csv -o $set$wave
        done
        node "$ROOT/tests/cli/waves.mjs" --pairs "$data/expected-$set-change.csv" >pairs
        seen=0
        while read -r from to ego; do
            [ -e "$set$from/$ego.kring" ] && [ -e "$set$to/$ego.kring" ] || continue
            "$KRING" compare "$set$from/$ego.kring" "$set$to/$ego.kring" --json >out || fail "compare $ego"
            node "$ROOT/tests/cli/waves.mjs" --check "$data/expected-$set-change.csv" "$from" "$to" "$ego" out || fail "$set $from $to $ego"
            seen=$((seen + 1))
        done <pairs
        [ "$seen" -gt 25 ] || fail "only $seen of $set"
    done
else
    echo "skipped: no $data (set KRING_TEST_DATA)" >&2
fi
finish
