# Wilma Kuipers, 54, Zwolle. Haar zoon Rico heeft een licht verstandelijke beperking en kreeg nieuwe vrienden. Verzonnen.
slug wilma
name Wilma

== 2026-03-10 19.00 Wilma begin
middle Wilma
circle title Oefenkring: Wilma en haar zoon
circle practice wilma
== 2026-03-10 19.03 Wilma self
me birth_year 1972; age_group adult; gender woman; marital divorced; work paid; schooling vocational; lives Zwolle; living rijtjeshuis, samen met Rico; gets_about bicycle public_transport; strengths Ik geef niet op.
== 2026-03-10 19.06 Wilma name
+ Rico
Rico: role zoon, 22; sector household; domain home; gender man; carer no; live daily; closeness intimate; lensink_area family; gets company; gives practical listening advice company; origin given; energy both; strength strong; tone ambivalent
+ de jongens van het plein (group)
de jongens van het plein: role nieuwe vrienden van Rico; sector acquaintance; closeness acquaintance; lensink_area society; tone tense; energy costs; remark Hij betaalt altijd de patat. En laatst de telefoon van een ander.
+ Demi
Demi: role Rico's zus, 26; sector family; gender woman; live monthly; phone weekly; lives_where elsewhere; closeness intimate; lensink_area family; gets listening; gives company; origin given
+ Gert
Gert: role vader van Rico; sector family; gender man; state fading; phone yearly; closeness acquaintance; lensink_area family; tone tense; origin given
+ Anita
Anita: role collega in de kantine; sector colleague; domain work; gender woman; live daily; closeness friend; lensink_area society; gets listening company; gives company; energy gives
+ Stefan
Stefan: role begeleider van Rico; sector professional; domain care; gender man; live weekly; closeness service; lensink_area professionals; gets advice; remark Sinds januari. Daarvoor waren er drie anderen.
+ de fietsenmaker
de fietsenmaker: role op de hoek; sector acquaintance; gender man; live weekly; lives_where neighbourhood; closeness acquaintance; lensink_area society; remark Rico mag daar soms vegen.
+ opa Kuipers
opa Kuipers: role mijn vader, 81; sector family; gender man; live weekly; lives_where town; closeness friend; lensink_area family; gives practical; gets weighing; origin given; remark Rico en hij kijken samen schaatsen.
+ Lia
Lia: role vriendin van vroeger; sector friend; gender woman; state dormant; message yearly; closeness friend; lensink_area society
+ de wijkagent
de wijkagent: role kwam één keer langs; sector professional; closeness service; lensink_area professionals
== 2026-03-10 19.30 Wilma know
Rico ~ de jongens van het plein, Demi, Gert, Stefan, de fietsenmaker, opa Kuipers
Demi ~ Gert, opa Kuipers
Demi ~ Gert: between family conflict
Stefan ~ de wijkagent
== 2026-03-10 19.36 Wilma say
Anita: ask_listening yes; ask_practical perhaps; ask_advice yes
Gert: ask_practical no; ask_listening no; ask_why Dan krijg ik te horen dat het mijn schuld is.
Lia: ask_listening perhaps; wish wake; wish_words Haar kinderen waren ook niet makkelijk. Zij zou het snappen.
== 2026-03-10 19.42 Wilma wish
wish Dat Rico vrienden heeft die hém leuk vinden. | contacts | Rico
wish Een avond in de week niet opletten. | practical
== 2026-03-10 19.48 Wilma moment
moment Het begin van de oefening | Verzonnen mensen.
