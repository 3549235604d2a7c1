# Jeroen Postma, 34, Drachten. Zijn ouders deden steeds meer van wat zijn begeleider deed. Nu worden zij ouder. Verzonnen.
slug jeroen
name Jeroen

== 2026-04-02 14.00 Jeroen begin
middle Jeroen
circle title Oefenkring: Jeroen en zijn ouders
circle practice jeroen
== 2026-04-02 14.05 Jeroen self
me birth_year 1992; age_group adult; gender man; marital single; work volunteer; lives Drachten; living eigen appartement; gets_about bicycle companion; channels phone social; talents alle kentekens, gras maaien; comfort Een op een gaat goed. Drukte niet.
== 2026-04-02 14.10 Jeroen name
+ heit
heit: role vader, 70; sector family; gender man; carer yes; live daily; lives_where neighbourhood; closeness intimate; lensink_area family; gets practical weighing advice; gives practical; origin given
+ mem
mem: role moeder, 68; sector family; gender woman; carer yes; live daily; phone daily; lives_where neighbourhood; closeness intimate; lensink_area family; gets practical listening company advice; gives company; origin given; remark Doet de was, de post en de pillen.
+ Sietske
Sietske: role zus; sector family; gender woman; message weekly; live monthly; lives_where elsewhere; closeness friend; lensink_area family; gets company; origin given
+ Martijn
Martijn: role persoonlijk begeleider, was tot vorig jaar; sector professional; gender man; state fading; phone yearly; closeness service; lensink_area professionals
+ Klaas
Klaas: role baas op het sportveld; sector volunteer; domain work; gender man; live weekly; closeness acquaintance; lensink_area society; gets advice company; gives practical; energy gives
+ Douwe
Douwe: role maait ook; sector volunteer; domain work; gender man; live weekly; closeness acquaintance; lensink_area society; gets company; gives company; energy gives
+ buurvrouw Ria
buurvrouw Ria: role van nummer 8; sector neighbour; gender woman; live weekly; lives_where same_house; closeness acquaintance; lensink_area society; gives practical
+ de begeleiding op afstand
de begeleiding op afstand: role beeldbellen; sector professional; domain online care; online weekly; closeness service; lensink_area professionals; gets advice
== 2026-04-02 14.30 Jeroen know
heit ~ mem, Sietske, Klaas, Martijn
mem ~ Sietske, Martijn, buurvrouw Ria
Klaas ~ Douwe
== 2026-04-02 14.36 Jeroen say
mem: energy both; strength strong; tone supportive
heit: strength strong; tone supportive
Douwe: wish more; wish_words Samen naar Heerenveen kijken.; ask_company perhaps
buurvrouw Ria: ask_practical no; ask_why Mem zegt dat wij het zelf doen.
== 2026-04-02 14.44 Jeroen wish
wish Zelf mijn was kunnen doen. | practical
wish Een vriend die niet betaald wordt. | contacts
== 2026-04-02 14.50 Jeroen moment
moment Het begin van de oefening | Verzonnen mensen.
