# Taking a circle along: drawings of any kind, address books, tables with the family in them.
. "$(dirname "$0")/lib.sh"

cat >boek.csv <<'END'
id,name,surname,role,what,phone,email,address,lives,born,remark
00000000000000a1,Corrie van Dam,van Dam,buurvrouw,,"030 000 00 00, 06 00000000",corrie@voorbeeld.nl,"Dorpsstraat 1, 1234 AB, Delft",Delft,1948-03-12,"belt elke avond; neemt soep mee, en \ brood"
00000000000000a2,"Zanggroep ’t Klinkt, met een heel lange naam waar op één regel van een kaartje lang geen plaats voor is",,koor,group,,,,,,
00000000000000a3,Bram,,kleinzoon,,,,,,2003,
END
ends 0 "$KRING" import boek.csv --details --name Annie -o boek.kring
for to in vcard vcard3; do
    ends 0 "$KRING" export boek.kring --to $to -o $to.vcf
    lacks $to.vcf soep; lacks $to.vcf buurvrouw; lacks $to.vcf BDAY; lacks $to.vcf Annie
    ends 0 "$KRING" export boek.kring --to $to --notes -o $to-meer.vcf
    has $to-meer.vcf BDAY
    # By a reader of its own: lines of at most 75 bytes, folded within no letter; everything there once.
    node "$ROOT/tests/cli/vcard.mjs" $to-meer.vcf || fail "$to is no sound address book"
    # And back again.
    ends 0 "$KRING" import $to-meer.vcf --details -o terug-$to.kring
    "$KRING" export boek.kring --to json -o voor.json; "$KRING" export terug-$to.kring --to json -o na.json
    node -e '
      const read = (file) => JSON.parse(require("fs").readFileSync(file, "utf8")).map((p) => [p.name, p.role, p.phone, p.email, p.address, p.lives, p.remark]);
      const [a, b] = [read("voor.json"), read("na.json")];
      if (JSON.stringify(a) !== JSON.stringify(b)) { console.log(JSON.stringify(a) + "\n" + JSON.stringify(b)); process.exit(1); }
    ' || fail "$to does not come back the same"
    rm -f voor.json na.json
done
ends 0 "$KRING" export boek.kring --to vcard --initials -o letters.vcf; lacks letters.vcf Corrie; lacks letters.vcf TEL:

# Drawings of every kind, with what draw may be asked.
ends 0 "$KRING" export boek.kring --to svg -o een.svg; has een.svg lensink
for kind in wijkecogram horizons rings ecogram functions sociogram matrix cards plain; do
    ends 0 "$KRING" export boek.kring --to svg --as $kind -o $kind.svg
    "$KRING" draw boek.kring --as $kind -o draw-$kind.svg
    cmp -s $kind.svg draw-$kind.svg || fail "export and draw differ: $kind"
done
ends 0 "$KRING" export boek.kring --to pdf --as ecogram --paper a3 --large -o eco.pdf; head -c 5 eco.pdf | grep -q '%PDF' || fail "no PDF"
ends 2 "$KRING" export boek.kring --to svg --as nergens -o x.svg
ends 2 "$KRING" export boek.kring --to csv --as ecogram -o x.csv; has err "--as"
ends 2 "$KRING" export boek.kring --to kring --paper a3 -o x.kring; has err "--paper"
ends 2 "$KRING" export boek.kring --to kring --notes -o x.kring; has err "--notes"
ends 2 "$KRING" export boek.kring --to vcard --private -o x.vcf; has err "--private"

# Who is only in the family tree stands in tables, in no address book.
printf '0 HEAD\n0 @I1@ INDI\n1 NAME Annie\n0 @I2@ INDI\n1 NAME Kees\n1 DEAT Y\n0 @F1@ FAM\n1 HUSB @I2@\n1 CHIL @I1@\n0 TRLR\n' >boom.ged
ends 0 "$KRING" import boom.ged -o boom.kring
ends 0 "$KRING" export boom.kring --to csv -o boom.csv; has boom.csv Kees
ends 0 "$KRING" export boom.kring --to vcard -o boom.vcf; lacks boom.vcf Kees
ends 0 "$KRING" export boom.kring --to svg --as genogram --root Kees --generations 3 -o boom.svg; has boom.svg Kees
finish
