# Marjan de Vos, 52, Deventer. Zorgde zes jaar voor haar ouders en raakte zo haar eigen mensen kwijt. Verzonnen.
slug marjan
name Marjan

== 2026-01-14 20.00 Marjan begin
middle Marjan
circle title Oefenkring: Marjan na de zorg
circle practice marjan
== 2026-01-14 20.04 Marjan self
me birth_year 1974; age_group adult; gender woman; marital single; work paid; schooling higher; lives Deventer; living bovenwoning; gets_about bicycle car; talents aquarel, luisteren; comfort Binnenkomen in een groep vind ik lastig.
== 2026-01-14 20.08 Marjan name
+ moeder
moeder: role mijn moeder, 84, in het verpleeghuis; sector family; gender woman; live weekly; lives_where town; closeness intimate; lensink_area family; gives practical company listening; gets company; origin given
+ Ron
Ron: role broer; sector family; gender man; phone monthly; lives_where elsewhere; closeness friend; lensink_area family; tone ambivalent; energy costs; origin given; remark Regelde de papieren, niet de nachten.
+ Esther
Esther: role collega; sector colleague; domain work; gender woman; live weekly; closeness acquaintance; lensink_area society; gets company; gives company
+ Carla
Carla: role vriendin van het schilderen; sector friend; gender woman; state dormant; message yearly; closeness friend; lensink_area society; remark Zij bleef kaartjes sturen.
+ Joke
Joke: role vriendin van school; sector friend; gender woman; state broken; closeness acquaintance; lensink_area society; remark Ik zei drie keer af. Toen vroeg zij niet meer.
+ de wandelgroep (group)
de wandelgroep: role elke zondag, vroeger; sector fellow; domain sport; state ended; closeness acquaintance; lensink_area fellows
+ zuster Bea
zuster Bea: role eerste verzorgende van moeder; sector professional; domain care; gender woman; live weekly; closeness service; lensink_area professionals; gets advice listening; energy gives
+ de buren van 14
de buren van 14: role jong stel met een baby; sector neighbour; live weekly; lives_where street; closeness acquaintance; lensink_area society
+ Minoes (animal)
Minoes: role kat; sector household; live daily; closeness intimate; lensink_area family; gets company; gives practical
== 2026-01-14 20.24 Marjan know
moeder ~ Ron, zuster Bea
Carla ~ Joke
Joke ~ de wandelgroep
== 2026-01-14 20.30 Marjan say
Carla: wish wake; wish_words Samen weer een dinsdagavond schilderen.; ask_company perhaps
Joke: wish mend; ask_listening no; ask_why Zij moet het maar willen. Ik durf niet nog een keer.
Esther: ask_company perhaps; wish more
== 2026-01-14 20.38 Marjan wish
wish Weer iets hebben op de zondag. | doing
== 2026-01-14 20.41 Marjan wish
event 2019-11 | Vader werd ziek | Deventer | | | health | care
event 2023-04 | Vader overleden | Deventer | | | health | death
event 2025-09 | Moeder naar het verpleeghuis | Deventer | | | home | move
== 2026-01-14 20.50 Marjan moment
moment Het begin van de oefening | Verzonnen mensen.
