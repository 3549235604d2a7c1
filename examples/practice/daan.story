# Daan Smeets, 16, Venlo, en zijn zus Lieke, 14. Hun moeder ligt op de intensive care. Zij willen geen hulp. Verzonnen.
slug daan
name Daan

== 2026-06-01 17.00 Daan begin
middle Daan
circle title Oefenkring: Daan en Lieke alleen thuis
circle practice daan
== 2026-06-01 17.03 Daan self
me birth_year 2010; age_group youth; gender man; work studying; schooling secondary; lives Venlo; living flat, nu alleen met Lieke; gets_about bicycle public_transport; channels social phone; strengths Ik kan koken. Nou ja, drie dingen.
== 2026-06-01 17.06 Daan name
+ Lieke
Lieke: role zusje, 14; sector household; gender woman; live daily; closeness intimate; lensink_area family; gets company listening; gives practical company; origin given; strength strong
+ mam
mam: role ligt op de IC; sector household; gender woman; live weekly; closeness intimate; lensink_area family; origin given; strength strong; remark Zij mag nu niet praten.
+ tante Mia
tante Mia: role mams zus; sector family; gender woman; phone weekly; lives_where town; closeness friend; lensink_area family; origin given; tone tense; energy costs; remark Wil dat wij bij haar komen. Lieke wil dat niet.
+ Yassin
Yassin: role beste vriend; sector friend; gender man; live daily; online daily; closeness intimate; lensink_area society; gets company listening; gives company; energy gives
+ Yassins moeder
Yassins moeder: role zet altijd een bord erbij; sector acquaintance; gender woman; live weekly; closeness acquaintance; lensink_area society; gets practical
+ meneer Hermans
meneer Hermans: role mentor op school; sector professional; domain school; gender man; live weekly; closeness service; lensink_area professionals; remark Vraagt of het gaat. Ik zeg ja.
+ mevrouw Jansen
mevrouw Jansen: role onderbuurvrouw; sector neighbour; gender woman; lives_where same_house; live weekly; closeness acquaintance; lensink_area society; tone tense; remark Klaagde over de vuilniszakken.
+ de jongens van online (group)
de jongens van online: role elke avond; sector friend; domain online; online daily; closeness acquaintance; lensink_area society; gets company; gives company
+ pap
pap: role vader, ergens in Duitsland; sector family; gender man; state broken; closeness acquaintance; lensink_area family; origin given; private_mark yes
+ de zuster van de IC
de zuster van de IC: role legt het gewoon uit; sector professional; domain care; gender woman; live weekly; closeness service; lensink_area professionals; gets advice; energy gives
== 2026-06-01 17.26 Daan know
Lieke ~ mam, tante Mia, Yassin
mam ~ tante Mia, Yassins moeder, de zuster van de IC
Yassin ~ Yassins moeder, de jongens van online
tante Mia ~ pap: between family conflict
== 2026-06-01 17.32 Daan say
tante Mia: ask_practical no; ask_listening no; ask_why Dan zit ze hier morgen de kasten te soppen.
Yassins moeder: ask_practical perhaps
meneer Hermans: ask_listening no; ask_why Straks halen ze ons uit elkaar.
== 2026-06-01 17.38 Daan wish
wish Dat wij samen in ons eigen huis blijven. | practical
== 2026-06-01 17.44 Daan moment
moment Het begin van de oefening | Verzonnen mensen.
