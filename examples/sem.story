# Sem Hendriks, 23, Amersfoort. Woont begeleid met drie huisgenoten, werkt op de kinderboerderij, keept bij het G-team.
# Zijn moeder Anja vult in, Sem zit ernaast en zegt wat er moet staan.
slug sem
name Sem

== 2026-04-11 14.00 Anja begin
middle Sem
circle title De kring van Sem Hendriks
== 2026-04-11 14.03 Anja self
circle filled_by Anja, de moeder van Sem
circle filled_on 2026-04-11
circle filled_agreed yes
circle own_word bewoner
me birth_year 2003; age_group young_adult; gender man; marital single; work volunteer; lives Amersfoort, De Koppel; living begeleid wonen, met drie huisgenoten; gets_about bicycle on_foot companion; channels video social; talents keepen, dieren, alles weten van treinen; strengths Ik vergeet nooit een gezicht.; comfort Met dieren gaat het makkelijk. Veel mensen door elkaar is lastig.
== 2026-04-11 14.08 Anja name
+ mama
mama: role Anja, moeder; sector family; remark Belt op zondag.; carer yes; gender woman
== 2026-04-11 14.10 Anja name
+ Thijs
Thijs: role broer; sector family; remark Samen FIFA.; gender man
== 2026-04-11 14.12 Sem name
+ Bo (animal)
Bo: role hond van mama; sector family; remark De liefste.
== 2026-04-11 14.15 Anja name
+ Kevin
+ Naomi
+ Dylan
Kevin: role huisgenoot; sector household; domain home; gender man; remark Maakt altijd grapjes.
Naomi: role huisgenoot; sector household; domain home; gender woman; remark Bakt taart.
Dylan: role huisgenoot; sector household; domain home; gender man; remark Muziek te hard.
== 2026-04-11 14.21 Anja name
+ Fatima
Fatima: role persoonlijk begeleider; sector professional; domain care; gender woman; remark Legt dingen twee keer uit.
== 2026-04-11 14.26 Anja name
+ de Keistad Leeuwen (group)
+ Rob
de Keistad Leeuwen: role G-voetbal; sector fellow; domain sport; remark Ik ben keeper.
Rob: role trainer; sector volunteer; domain sport; gender man; remark High five als ik een bal stop.
== 2026-04-11 14.30 Anja name
+ oma Riek
+ papa
oma Riek: role oma; sector family; gender woman; remark Appeltaart.
papa: role vader, Peter; sector family; gender man; remark Woont in Spanje.
== 2026-04-11 14.38 Sem place
mama: closeness intimate; lensink_area family; horizon close; horizon_area family
Thijs: closeness intimate; lensink_area family; horizon close; horizon_area family
Bo: closeness intimate; lensink_area family; horizon close; horizon_area family
oma Riek: closeness friend; lensink_area family; horizon middle; horizon_area family
papa: closeness acquaintance; lensink_area family; horizon loose; horizon_area family
== 2026-04-11 14.44 Sem place
Kevin: closeness friend; lensink_area fellows; horizon close; horizon_area friends
Naomi: closeness acquaintance; lensink_area fellows; horizon middle; horizon_area friends
Dylan: closeness acquaintance; lensink_area fellows; horizon loose; horizon_area friends
de Keistad Leeuwen: closeness friend; lensink_area fellows; horizon middle; horizon_area friends
Rob: closeness acquaintance; lensink_area society; horizon middle; horizon_area friends
Fatima: closeness friend; lensink_area professionals; horizon close; horizon_area professionals
== 2026-04-11 14.52 Anja say
mama: live weekly; phone weekly; message daily; since 2003; gets practical listening weighing; gives company practical; knows told; lives Leusden; lives_where elsewhere; travel_minutes 20; origin given
Thijs: live monthly; online weekly; since 2003; gets company advice; gives company; knows told; lives Utrecht; lives_where elsewhere; travel_minutes 35; origin given
Bo: live weekly; since 2019; gets company; gives practical; together Lange rondjes door het bos.
oma Riek: live monthly; since 2003; gets company; gives practical; lives Hoevelaken; lives_where elsewhere; travel_minutes 25; knows told; origin given; together Haar boodschappen dragen.
papa: message monthly; live yearly; since 2003; state fading; lives Alicante; lives_where abroad; origin given
== 2026-04-11 14.58 Anja know
mama ~ Thijs, Bo, oma Riek: between family
Thijs ~ Bo, oma Riek, papa: between family
mama ~ papa: between family conflict
mama ~ Fatima, Kevin
Kevin ~ Naomi, Dylan, Fatima
Naomi ~ Dylan, Fatima
Dylan ~ Fatima
Rob ~ de Keistad Leeuwen, mama
== 2026-04-11 15.02 Anja moment
moment Samen begonnen | Sem wees aan, ik typte.

== 2026-06-20 16.30 Sem say
mama: energy gives; strength strong; tone supportive; feels good
Thijs: energy gives; strength strong; tone supportive; feels good
Bo: energy gives; strength strong; tone supportive; feels good
Kevin: energy gives; strength ordinary; tone supportive; feels good
Dylan: energy costs; strength light; tone tense; feels hard; quality Ik word boos van de bas. Dan zegt hij sorry.
papa: energy costs; strength light; tone ambivalent; feels so_so
Fatima: energy gives; strength ordinary; tone supportive; feels good
== 2026-06-20 16.41 Anja say
Kevin: live daily; since 2024; gets company; gives company; lives_where same_house; knows told; origin given
Naomi: live daily; since 2024; gets company; gives practical; lives_where same_house; knows told; feels good; origin given; strength ordinary; energy gives
Dylan: live daily; since 2025; state active; lives_where same_house; knows rather_not; origin given
Fatima: live weekly; since 2024-03; gets practical advice weighing; knows told; origin given
Rob: live weekly; since 2021; gets advice company; gives practical; knows told; energy gives; strength ordinary; tone supportive; capital bridging; origin chosen
de Keistad Leeuwen: live weekly; since 2021; gets company; gives company; energy gives; strength strong; origin chosen
== 2026-08-15 11.10 Sem name
+ ShadowFox
+ Lars
ShadowFox: role online vriend; sector friend; domain online; remark Weet alles van Minecraft.; closeness friend; lensink_area society; horizon middle; horizon_area friends; online daily; live never; since 2023; gets company advice; gives company advice; energy gives; strength ordinary; origin chosen
Lars: role treinen-app; sector friend; domain online hobby; remark Stuurt foto's van locs.; closeness acquaintance; lensink_area society; horizon loose; horizon_area friends; online weekly; message weekly; since 2025; gets company; gives company; energy gives; strength light; wish together; wish_words Een keer samen naar het Spoorwegmuseum.; lives Zwolle; lives_where elsewhere; travel_minutes 60; origin chosen
== 2026-10-17 15.00 Sem name
+ Lisanne
Lisanne: role collega kinderboerderij; sector colleague; domain work; gender woman; remark Wij doen de geiten.; closeness friend; lensink_area society; horizon middle; horizon_area colleagues; live weekly; since 2026-09; gets practical company; gives practical company; energy gives; strength ordinary; tone supportive; feels good; wish more; wish_words Ook eens buiten het werk.; ask_company perhaps; origin chosen
== 2026-10-17 15.09 Sem place
Kevin: closeness intimate
== 2026-10-17 15.13 Sem say
Kevin: wish keep; ask_company yes; ask_listening yes
Dylan: wish distance; wish_words Koptelefoon. Voor hem of voor mij.
papa: wish more; wish_words Bellen met beeld, op een vaste dag.
== 2026-10-17 15.20 Sem wish
wish Zelf met de trein naar Thijs. | doing | Thijs
== 2026-10-17 15.22 Sem plan
plan wish Zelf met de trein naar Thijs. | why Dan ben ik net zo groot als hij.; domain own_say; form wish; pictogram train; gains Thijs. En mama stiekem ook.
plan action Met Kevin naar het station fietsen | wish Zelf met de trein naar Thijs.; person Kevin; outcome did; outcome_on 2026-10-10; outcome_words Het bord las ik zelf.
plan action Een keer met mama mee in de trein | wish Zelf met de trein naar Thijs.; person mama; outcome did; outcome_on 2026-10-16; outcome_words Ik wist waar we over moesten stappen.
plan action Alleen één halte | wish Zelf met de trein naar Thijs.; when_words een zaterdag zonder wedstrijd; radio activate; direction reachable; layer own_strength
plan action Thijs staat op het perron | wish Zelf met de trein naar Thijs.; who_does Thijs; when_words als één halte goed ging
plan success Zelf het bord gelezen op het station | date 2026-10-10; action Met Kevin naar het station fietsen; celebrate Patat met Kevin.; person Kevin
plan gift Thijs winnen laten met FIFA | person Thijs
plan gift De boodschappen van oma dragen | person oma Riek; ready yes
plan review mama en Fatima | date 2026-12-05; form look_back
plan talent Ballen stoppen | form can; seen_by Rob; share yes
plan talent Alles weten van treinen | form know; seen_by Lars; share yes
plan talent Geiten rustig maken | form can; seen_by Lisanne; share yes
plan talent Met Bo lopen | form like
plan role Keeper van de Leeuwen | state have; since 2021; goods relations respect confidence; talent Ballen stoppen; group yes; recognised_by Rob
plan role Geitenman | state have; place Kinderboerderij; since 2026-09; goods experience chances; talent Geiten rustig maken; recognised_by Lisanne
plan role Treinengids | state idea; talent Alles weten van treinen; wish Zelf met de trein naar Thijs.; small_step Aan Lars vertellen dat mij dit wat lijkt.; needed_by Mensen die de weg niet weten
plan asking Een keer naar het Spoorwegmuseum | person Lars; words Ga je mee naar de locs kijken? Nee mag ook.; way message; give_back Ik betaal de patat.; if_no Dan vraag ik Thijs.
# Anja koos een paar kaarten, voor zichzelf. Sem koos ook.
== 2026-10-17 15.23 Anja sheet
sheet carer-talk | Voor mij zelf | 2026-10-17 | Anja
part begin | Toen hij drie was en niet ging praten. Of eigenlijk al in de wieg. | | | yes
part good | Zijn grapjes over voetbal. En dat hij mij alles laat zien. | | | yes
part share | De formulieren. Daar is Rob misschien beter in. | | | yes
part night | | | | no
part you-two | Moeder en zoon, en samen fan. | | | yes
part later | Ik wil wel blijven bellen op zondag. De rest mag langzaam aan. | | | yes
sheet quez | Wat telt voor mij | 2026-10-17 | met Anja
part choose | Zelf mijn geld voor de kantine. | | | yes
part belong | De Keistad Leeuwen. Ik ben de keeper. | | | yes
part grow | De trein. Alleen. | | | yes
part body | | | | no
== 2026-10-17 15.24 Anja moment
moment Een half jaar later | Sem typte zelf de meeste namen.
