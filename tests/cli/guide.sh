# kring guide: what is built in, and an 82nd guide that only lies in a folder.
. "$(dirname "$0")/lib.sh"

# Every guide in guides/ is sound, is listed and can be read in both languages.
ends 0 "$KRING" guide check
count=$(find "$ROOT/guides" -name '*.nl.yaml' | wc -l)
ends 0 "$KRING" guide list
same "$(wc -l <out)" "$count" "as many in the list as in guides/"
cut -c6- out | cut -d' ' -f1 >ids
while IFS= read -r id; do
    for lang in nl en; do
        ends 0 "$KRING" guide show "$id" --lang "$lang"
        name=$(sed -n 's/^name: *//p' "$ROOT/guides/$id.$lang.yaml" | sed 's/^"\(.*\)"$/\1/')
        head -n 1 out | grep -qF -- "$name" || fail "$id in $lang does not begin with its name"
        steps=$(awk '/^steps:/ {on = 1; next} /^[^ #]/ {on = 0} on && /^  [a-z0-9-]+:/ {n++} END {print n}' "$ROOT/guides/$id.$lang.yaml")
        same "$(grep -cE '^[0-9]+\. ' out)" "$steps" "every step of $id in $lang is shown"
    done
done <ids

# A guide of one's own: three files in a folder, and no C.
mkdir own
for lang in nl en; do cp "$ROOT/guides/groslijst.$lang.yaml" "own/buurtgenoten.$lang.yaml"; done
sed -e 's/^id: .*/id: buurtgenoten/' -e '/^nr:/d' "$ROOT/guides/groslijst.yaml" >own/buurtgenoten.yaml
sed -i 's/^name: .*/name: Vierde straat links/' own/buurtgenoten.nl.yaml
ends 1 "$KRING" guide show buurtgenoten
has err "no guide ‘buurtgenoten’"
ends 0 "$KRING" guide list --guides own --lang nl
same "$(wc -l <out)" "$((count + 1))"
has out "Vierde straat links"
ends 0 "$KRING" guide show buurtgenoten --guides own --lang nl
has out "Vierde straat links"
ends 0 "$KRING" guide check --guides own
ends 0 "$KRING" guide check own/buurtgenoten.en.yaml own/buurtgenoten.yaml
has out "One guide is sound."
ends 0 "$KRING" guide coverage --guides own
lacks out "Vierde straat links" # no number: it is nobody else's method

# Only Dutch is enough for one's own.
rm own/buurtgenoten.en.yaml
ends 0 "$KRING" guide show buurtgenoten --guides own --lang en
has out "Vierde straat links"

# What is wrong is told with file and line, and the rest stays.
sed -i 's/kind: list/kind: lists/' own/buurtgenoten.yaml
line=$(grep -n 'kind: lists' own/buurtgenoten.yaml | head -n 1 | cut -d: -f1)
ends 1 "$KRING" guide check own/buurtgenoten.nl.yaml
has err "own/buurtgenoten.yaml:$line: ‘lists’ is not a word for ‘kind’."
ends 1 "$KRING" guide check --guides own
ends 0 "$KRING" guide list --guides own
same "$(wc -l <out)" "$count"
has err "own/buurtgenoten.yaml:$line:"
ends 1 "$KRING" guide check own/buurtgenoten.yaml --lang nl
has err "geen woord voor"
cp "$ROOT/guides/groslijst.yaml" "$ROOT/guides/groslijst.nl.yaml" "$ROOT/guides/groslijst.en.yaml" own
ends 1 "$KRING" guide check --guides own
has err "there is a guide ‘groslijst’ already"

# Used wrongly.
ends 2 "$KRING" guide
ends 2 "$KRING" guide tell
ends 2 "$KRING" guide show
ends 2 "$KRING" guide show a b
ends 2 "$KRING" guide list a
ends 1 "$KRING" guide check nothing.yaml
ends 1 "$KRING" guide check README.md
ends 1 "$KRING" guide list --guides nowhere
finish
