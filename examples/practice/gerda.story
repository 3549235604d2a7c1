# Gerda Verhagen, 71, Helmond. Woont in een flat voor mensen boven de 55. De lift hapert, de bus rijdt minder. Verzonnen.
slug gerda
name Gerda

== 2026-02-03 10.00 Gerda begin
middle Gerda
circle title Oefenkring: Gerda en de flat
circle practice gerda
== 2026-02-03 10.04 Gerda self
me birth_year 1955; age_group retired; gender woman; marital widowed; work retired; lives Helmond; living flat voor 55-plussers, derde verdieping; gets_about on_foot public_transport; talents soep voor een heel trappenhuis, breien; comfort Een ander helpen gaat vanzelf. Zelf vragen niet.
== 2026-02-03 10.08 Gerda name
+ Petra
Petra: role dochter; sector family; gender woman; live monthly; phone weekly; lives Groningen; lives_where elsewhere; travel_minutes 170; closeness intimate; lensink_area family; gets listening advice; gives listening; origin given
+ Toos
Toos: role buurvrouw van hiernaast; sector neighbour; gender woman; live daily; lives_where same_house; closeness friend; lensink_area society; gets company practical; gives company practical
+ Harrie
Harrie: role buurman van beneden; sector neighbour; gender man; live weekly; lives_where same_house; closeness acquaintance; lensink_area society; gives practical; remark Heeft een auto en rijdt bijna niet.
+ mevrouw Çelik
mevrouw Çelik: role buurvrouw van de vijfde; sector neighbour; gender woman; live weekly; lives_where same_house; closeness acquaintance; lensink_area society; remark Komt niet meer buiten als de lift stuk is.
+ Jos
Jos: role huismeester; sector professional; gender man; live weekly; closeness service; lensink_area professionals; gets practical
+ de kaartmiddag (group)
de kaartmiddag: role elke dinsdag beneden; sector fellow; domain hobby; live weekly; closeness acquaintance; lensink_area fellows; gets company; gives company
+ An
An: role vriendin van de fabriek; sector friend; gender woman; state dormant; live yearly; lives_where town; closeness friend; lensink_area society; remark Sinds zij verhuisde, is de bus te ver.
+ Rutger
Rutger: role van de woonvereniging; sector professional; gender man; closeness service; lensink_area professionals; message yearly
+ de praktijkondersteuner
de praktijkondersteuner: role van de huisarts; sector professional; live yearly; closeness service; lensink_area professionals; gets advice
== 2026-02-03 10.31 Gerda know
Toos ~ Harrie, mevrouw Çelik, de kaartmiddag, Jos
Harrie ~ Jos, de kaartmiddag
mevrouw Çelik ~ Jos
Petra ~ Toos
== 2026-02-03 10.36 Gerda say
Toos: energy gives; strength strong; tone supportive; ask_practical yes; ask_listening perhaps
Harrie: ask_practical no; ask_why Straks denkt hij dat ik er elke week om vraag.
Rutger: tone tense; energy costs
== 2026-02-03 10.44 Gerda wish
wish Dat wij elkaar de straat op helpen. | doing
wish Weer eens naar An. | contacts | An
== 2026-02-03 10.50 Gerda moment
moment Het begin van de oefening | Verzonnen mensen.
