# Ilse Brandsma, 47, woont negen jaar in een instelling en wil naar huis. Verzonnen.
slug ilse
name Ilse

== 2026-02-20 13.00 Ilse begin
middle Ilse
circle title Oefenkring: Ilse wil naar huis
circle practice ilse
== 2026-02-20 13.05 Ilse self
me birth_year 1979; age_group adult; gender woman; marital divorced; work at_home; lives Assen; living woongroep van de instelling; gets_about bicycle on_foot; talents tuinieren, gitaar; comfort Eerst kijken, dan pas praten.; strengths Ik weet wat ik nodig heb als het slechter gaat.
== 2026-02-20 13.09 Ilse name
+ Roos
Roos: role dochter, 19; sector family; gender woman; message weekly; live monthly; lives_where elsewhere; closeness intimate; lensink_area family; gets company; gives listening; origin given; energy gives; strength strong
+ ma
ma: role moeder, 74; sector family; gender woman; phone weekly; lives_where town; closeness friend; lensink_area family; tone ambivalent; energy both; origin given; remark Wil dat ik hier blijf, want dan slaapt zij.
+ Erik
Erik: role ex, vader van Roos; sector family; gender man; state ended; closeness acquaintance; lensink_area family; tone tense; private_mark yes
+ Wouter
Wouter: role huisgenoot in de groep; sector household; gender man; live daily; lives_where same_house; closeness friend; lensink_area fellows; gets company; gives company; energy gives
+ Anke
Anke: role begeleider in de groep; sector professional; domain care; gender woman; live daily; closeness friend; lensink_area professionals; gets practical listening weighing advice; energy gives
+ dokter Visser
dokter Visser: role psychiater; sector professional; domain care; live monthly; closeness service; lensink_area professionals; gets advice
+ de moestuin (place)
de moestuin: role achter de kerk, ik mag meehelpen; sector society; domain neighbourhood hobby; live weekly; closeness acquaintance; lensink_area society; visit now
+ Geesje
Geesje: role van de moestuin; sector acquaintance; gender woman; live weekly; closeness acquaintance; lensink_area society; gets company advice; gives practical; energy gives
+ Nienke
Nienke: role speelde samen met mij in een band; sector friend; gender woman; state dormant; closeness friend; lensink_area society; remark Stuurde na mijn opname twee jaar kaarten.
+ de oude straat (place)
de oude straat: role waar ik woonde; sector society; domain home neighbourhood; closeness acquaintance; lensink_area society; visit avoid
== 2026-02-20 13.32 Ilse know
Roos ~ ma, Erik
Roos ~ Erik: between family
ma ~ Anke
Wouter ~ Anke, de moestuin
Geesje ~ de moestuin
Anke ~ dokter Visser
== 2026-02-20 13.38 Ilse say
Geesje: wish more; ask_company perhaps
Nienke: wish wake; ask_company perhaps; ask_why Zij weet niet hoe ik nu ben.
ma: ask_practical no; ask_why Dan wordt ze ongerust.
== 2026-02-20 13.46 Ilse wish
wish Een eigen voordeur, met iemand die ik mag bellen. | practical
wish Roos een weekend te logeren. | contacts | Roos
== 2026-02-20 13.49 Ilse wish
event 2010 | Gescheiden | | | | love | parting
event 2017-03 | Opgenomen | Assen | | | health | illness
event 2025-05 | Begonnen in de moestuin | Assen | | | people | success
== 2026-02-20 13.58 Ilse moment
moment Het begin van de oefening | Verzonnen mensen.
