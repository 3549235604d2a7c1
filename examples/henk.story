# Henk Wolters, 71, Enschede. Vrachtwagenchauffeur geweest, gescheiden, zegt niet veel. Wilma van de thuiszorg liet hem
# de kring zien. Vier namen, en dat is een begin.
slug henk
name Henk

== 2026-10-06 15.10 Henk begin
middle Henk
circle title De kring van Henk Wolters
== 2026-10-06 15.12 Henk self
me birth_year 1955; gender man; marital divorced; work retired; lives Enschede; living alleen, begane grond; gets_about car on_foot
== 2026-10-06 15.16 Henk name
+ Wilma
Wilma: role thuiszorg; sector professional; domain care; remark Komt voor de steunkousen. Blijft even zitten.
== 2026-10-06 15.24 Henk name
+ Theo
Theo: role maat van de weg; remark Twintig jaar samen naar Milaan gereden.
== 2026-10-06 15.29 Henk card
circle laid_aside faith work
== 2026-10-06 15.33 Henk name
+ de jongen van de snackbar
de jongen van de snackbar: sector society; domain shops; remark Weet dat ik geen ui hoef.
== 2026-10-06 15.41 Henk place
Wilma: closeness service; lensink_area professionals; live daily; since 2025-02; gets practical listening; knows told; feels good
Theo: sector friend; closeness friend; lensink_area society; state dormant; since 1983; how_met Op de kade in Rotterdam. Hij had koffie, ik had sigaretten.; live never; phone never; lives Hengelo, denk ik; lives_where elsewhere; travel_minutes 20; origin chosen
de jongen van de snackbar: closeness acquaintance; lensink_area society; live weekly; lives_where neighbourhood; travel_minutes 5; energy gives
== 2026-10-20 15.20 Henk name
+ Chantal
Chantal: role dochter; sector family; state rather_not; private_mark yes
== 2026-10-20 15.31 Henk say
Theo: wish wake; wish_words Eens bellen. Of hij nog leeft, om te beginnen.; ask_company perhaps; ask_why Het is zo lang geleden. Hij zal wel denken.
== 2026-10-20 15.36 Henk wish
wish Nog één keer naar de oude trucks kijken, met iemand die weet wat hij ziet. | doing | Theo
== 2026-10-20 15.40 Henk moment
moment Het begin | Met Wilma, aan tafel.
