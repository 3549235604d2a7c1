#!/usr/bin/env bash
# Shows that each rule of script/lint can fail: a small tree that breaks one rule at a time.
set -uo pipefail
lint=$(cd "$(dirname "$0")/../../script" && pwd)/lint
count=0 broken=0

# breaks RULE-WORDS FILE CONTENT: a tree with only this file breaks the rule whose name holds these words
breaks() {
    local tree found
    tree=$(mktemp -d)
    mkdir -p "$tree/$(dirname "$2")"
    printf '%b' "$3" >"$tree/$2"
    cp "$(dirname "$lint")/../.clang-format" "$tree/"
    git -C "$tree" init -q && git -C "$tree" add -A
    found=$(KRING_ROOT="$tree" "$lint" | grep '^not ok' | grep -cF -- "$1")
    rm -rf "$tree"
    count=$((count + 1))
    if [ "$found" -eq 1 ]; then echo "ok $count - finds: $1 ($2)"; else
        echo "not ok $count - does not find: $1 ($2)"
        broken=$((broken + 1))
    fi
}

# allows RULE-WORDS FILE CONTENT HOME: a tree with only this file does not break that rule
allows() {
    local tree found
    tree=$(mktemp -d)
    mkdir -p "$tree/$(dirname "$2")"
    printf '%b' "$3" >"$tree/$2"
    cp "$(dirname "$lint")/../.clang-format" "$tree/"
    git -C "$tree" init -q && git -C "$tree" add -A
    found=$(HOME=$4 KRING_ROOT="$tree" "$lint" | grep '^ok' | grep -cF -- "$1")
    rm -rf "$tree"
    count=$((count + 1))
    if [ "$found" -eq 1 ]; then echo "ok $count - allows: $1 ($2)"; else
        echo "not ok $count - does not allow: $1 ($2)"
        broken=$((broken + 1))
    fi
}

many=$(printf 'int x;\\n%.0s' $(seq 900))
body=$(printf '    x++;\\n%.0s' $(seq 80))
breaks "formatted" src/core/a.c 'int   f( void );\n'
breaks "rooms include" src/core/a.c '#include "web/web.h"\n'
breaks "rooms include" src/draw/a.c '#include "../store/store.h"\n'
breaks "rooms include" src/format/a.c '#include "words/words.h"\n'
breaks "rooms include" src/guide/a.c '#include "words/words.h"\n'
breaks "pure" src/core/a.c '#include <time.h>\n'
breaks "pure" src/draw/a.c 'double f(double x) {\n    return sin(x);\n}\n'
breaks "banned" src/web/a.c 'void f(char *a) {\n    strcpy(a, "b");\n}\n'
breaks "fit a screen" src/web/a.c "int f(int x) {\n${body}    return x;\n}\n"
breaks "one idea" src/web/a.c "$many"
breaks "one machine" docs/a.md "see /home/$(printf somebody)/kring\n"
allows "one machine" docs/a.md "see /tmp/kring and https://example.org/\n" /
breaks "registries" package-lock.json "{ \"$(printf resolved)\": \"https://example.org/a.tgz\" }\n"
breaks "compile alone" src/web/a.h 'size_t f(void);\n'
# shellcheck disable=SC2016 # it is the text of a script
breaks "shellcheck" script/a '#!/bin/sh\necho $1\n'
breaks "templates" web/templates/a.mustache '<p>{{{name}}}</p>\n'
breaks "templates" web/templates/a.mustache '<p class={{name}}>a</p>\n'
breaks "templates" web/templates/a.mustache '<p style="color:red">a</p>\n'
breaks "templates" web/templates/a.mustache '<img src="https://example.org/a.png">\n'
breaks "browser scripts" web/script/a.js 'var a = 1;\n'
breaks "browser scripts" web/script/a.js '"use strict"; document.body.innerHTML = "a";\n'
breaks "read easily" tests/words/catalogue.mjs 'console.log("a long sentence"); process.exit(1);\n'
echo "1..$count"
[ "$broken" -eq 0 ]
