# Nadia El Idrissi, 41, Tilburg. Sociaal werker die een zelfhulpgroep wil beginnen en vastloopt. Verzonnen.
# Haar kring is die van haar werk. Wie naar de groep zou komen, staat er bewust niet in.
slug nadia
name Nadia

== 2026-05-11 09.00 Nadia begin
middle Nadia
circle title Oefenkring: Nadia begint een groep
circle practice nadia
== 2026-05-11 09.04 Nadia self
me birth_year 1985; age_group adult; gender woman; marital partner; work paid; schooling higher; lives Tilburg; gets_about bicycle car; strengths Ik zie snel wat er is, en blijf rustig.; comfort Collega's vragen vind ik lastiger dan cliënten helpen.
== 2026-05-11 09.08 Nadia name
+ Marieke
Marieke: role teamleider; sector colleague; domain work; gender woman; live weekly; closeness acquaintance; lensink_area society; gets advice; tone tense; energy costs; remark Vraagt naar aantallen.
+ Fleur
Fleur: role collega, ook sociaal werker; sector colleague; domain work; gender woman; live daily; closeness friend; lensink_area society; gets listening advice company; gives listening; energy gives
+ Samira
Samira: role ervaringsdeskundige; sector volunteer; gender woman; message monthly; closeness acquaintance; lensink_area society; energy gives; remark Zou de groep kunnen leiden. Ik heb het nog niet gevraagd.
+ het buurthuis (place)
het buurthuis: role zaal op donderdag; sector society; domain neighbourhood; lives_where neighbourhood; closeness service; lensink_area professionals; remark Iedereen ziet daar wie er binnenkomt.
+ de opvang (group)
de opvang: role vaste collega's daar; sector professional; domain work; phone monthly; closeness service; lensink_area professionals; gets advice
+ wijkverpleegkundige Tim
wijkverpleegkundige Tim: role kent de straat; sector professional; gender man; live monthly; closeness service; lensink_area professionals
+ de bibliotheek (place)
de bibliotheek: role stille kamer boven; sector society; domain neighbourhood; closeness service; lensink_area society; state dormant
+ Omar
Omar: role partner; sector household; gender man; live daily; closeness intimate; lensink_area family; gets listening company; gives company
+ Hanneke
Hanneke: role begon eerder een groep in Breda; sector colleague; gender woman; state dormant; message yearly; lives_where elsewhere; closeness acquaintance; lensink_area society
== 2026-05-11 09.26 Nadia know
Marieke ~ Fleur
Fleur ~ Samira, het buurthuis
de opvang ~ wijkverpleegkundige Tim, Samira
== 2026-05-11 09.32 Nadia say
Samira: ask_practical perhaps; ask_weighing yes; wish together
Hanneke: wish wake; ask_advice perhaps
Marieke: ask_practical no; ask_why Dan moet ik eerst bewijzen dat het werkt.
== 2026-05-11 09.40 Nadia wish
wish Een plek waar niemand hoeft uit te leggen waarom ze komt. | practical
wish Dat de groep van de vrouwen zelf wordt. | doing
== 2026-05-11 09.46 Nadia moment
moment Het begin van de oefening | Verzonnen mensen.
