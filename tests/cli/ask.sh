# kring ask: what comes out of a list, in both languages and as JSON, and what is refused.
. "$(dirname "$0")/lib.sh"

# Numbers for questions: yes to 1, 2, 3, 5, 8, 9 and 13 is 7, where the makers draw their line.
awk 'BEGIN {
  printf "{\"resourceType\":\"Questionnaire\",\"url\":\"urn:csi\",\"item\":["
  for (i = 1; i <= 13; i++) printf "%s{\"linkId\":\"csi.%d\",\"type\":\"boolean\",\"text\":\"Vraag %d\"}", (i > 1 ? "," : ""), i, i
  printf "]}" }' >csi.json
answers() { # NUMBERS of the questions that get a yes
    awk -v yes=" $* " 'BEGIN {
      printf "{\"resourceType\":\"QuestionnaireResponse\",\"questionnaire\":\"urn:csi|1\",\"status\":\"completed\",\"item\":["
      for (i = 1; i <= 13; i++) printf "%s{\"linkId\":\"csi.%d\",\"answer\":[{\"valueBoolean\":%s}]}", (i > 1 ? "," : ""), i, (index(yes, " " i " ") ? "true" : "false")
      printf "]}" }'
}
answers 1 2 3 5 8 9 13 >seven.json
answers 1 2 3 5 8 13 >six.json
ends 0 "$KRING" ask csi.json seven.json --score --lang nl
has out "Er komt 7 uit."
has out "Bij 7 of meer"
has out "Robinson 1983"
has out "signaal, geen oordeel"
ends 0 "$KRING" ask csi.json six.json --score --lang en
has out "The outcome is 6."
has out "below the line"
ends 0 "$KRING" ask csi.json seven.json --score --json
has out '"value": 7'
has out '"band_from": 7'
node -e 'const s = JSON.parse(require("fs").readFileSync("out", "utf8")); if (s.scores.length !== 1 || s.scores[0].most !== 13) process.exit(1)' || fail "the JSON is read"
ends 0 "$KRING" ask csi.json seven.json --lang nl
same "$(grep -c '^    Ja$' out)" 7 "every answer in words"

# Our own lists are for talking: nothing to work out.
printf '{"resourceType":"QuestionnaireResponse","item":[]}' >none.json
ends 0 "$KRING" ask "$ROOT/questions/straatladder.json" none.json --score --lang en
has out "nothing to work out"

# What is wrong is said, with the question.
printf '{"resourceType":"QuestionnaireResponse","item":[{"linkId":"csi.4","answer":[{"valueString":"misschien"}]}]}' >wrong.json
ends 1 "$KRING" ask csi.json wrong.json --score
has err "csi.4"
ends 1 "$KRING" ask "$ROOT/questions/wheel.json" seven.json --score
has err "another list"
ends 1 "$KRING" ask none.json csi.json
ends 2 "$KRING" ask csi.json
ends 2 "$KRING" ask csi.json seven.json --json
