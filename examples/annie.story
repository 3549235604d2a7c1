# Annie de Groot, 79, Utrecht. Weduwe van Jan. Naait nog steeds alles zelf, zingt alt, houdt van de markt op zaterdag.
# In mei brak zij haar heup. Sanne, haar dochter, werd mantelzorger; daar zijn zij allebei nog aan het wennen.
slug annie
name Annie

== 2026-03-06 10.05 Annie begin
middle Annie
circle title De kring van Annie de Groot

== 2026-03-06 10.07 Annie self
me birth_year 1947; age_group retired; gender woman; marital widowed; work retired; schooling vocational; lives Utrecht, Zuilen; living alleen, in een portiekflat op de tweede verdieping; gets_about on_foot public_transport; channels phone social; talents naaien, zingen, voorlezen, luisteren; strengths Ik ben niet gauw van mijn stuk. Ik onthoud verjaardagen.

== 2026-03-06 10.09 Annie name
+ Sanne
== 2026-03-06 10.10 Annie name
+ Bram
== 2026-03-06 10.11 Annie name
+ Corrie
== 2026-03-06 10.12 Annie name
+ Riet
+ Hennie
+ Yusuf
== 2026-03-06 10.15 Annie name
+ Joost
+ Lotte
+ Kees
== 2026-03-06 10.19 Annie say
Sanne: role dochter; remark Belt elke avond.
Bram: role kleinzoon; remark Leert mij appen.
Corrie: role buurvrouw; remark Heeft de sleutel.
Riet: role vriendin van De Linde; remark Belt op zondag.
Hennie: role vriendin van het koor; remark Samen in het koor.
Yusuf: role bovenbuurman; remark Zet de vuilnis buiten.
Joost: role zoon; remark Komt met de trein.
Lotte: role schoondochter; remark Doet de papieren.
Kees: role halfbroer; remark Woont in Assen.
== 2026-03-06 10.26 Annie name
+ Ineke
+ Wim
+ Tineke
Ineke: role schoonzus; remark Stuurt kaarten.
Wim: role neef
Tineke: role nicht
== 2026-03-06 10.31 Annie card
circle laid_aside faith
== 2026-03-06 10.33 Annie name
+ Ahmet
+ Piet
+ Ruud
+ Truus
+ Greet
Ahmet: role bakker; remark Weet wat ik wil.
Piet: role rijdt de buurtbus; remark Wacht altijd even.
Ruud: role diaken; remark Komt als ik bel.
Truus: role zingt in het koor; remark Verhuisd naar Soest.
Greet: role buurvrouw van beneden; remark Al dertig jaar goedemorgen.
== 2026-03-06 10.40 Annie name
+ Els
+ Gerrit
+ Mieke
+ Dr. Bakker
Els: role begeleider De Linde; remark Van de dagbesteding.
Gerrit: role De Linde; remark Daar lees ik aan voor.
Mieke: role De Linde
Dr. Bakker: role huisarts
== 2026-03-06 10.44 Annie name
+ Moos (animal)
Moos: role kat; sector household; domain home; remark Slaapt op Jans stoel.
== 2026-03-06 10.52 Annie place
Sanne: sector family; closeness intimate; lensink_area family
Bram: sector family; closeness intimate; lensink_area family
Corrie: sector neighbour; closeness intimate; lensink_area society
Moos: closeness intimate; lensink_area family
== 2026-03-06 10.55 Annie place
Joost: sector family; closeness friend; lensink_area family
Lotte: sector family; closeness friend; lensink_area family
Kees: sector family; closeness friend; lensink_area family
Hennie: sector friend; closeness friend; lensink_area society
Ineke: sector family; closeness acquaintance; lensink_area family
Wim: sector family; closeness acquaintance; lensink_area family
Tineke: sector family; closeness acquaintance; lensink_area family
== 2026-03-06 10.58 Annie place
Yusuf: sector neighbour; closeness acquaintance; lensink_area society
Greet: sector neighbour; closeness acquaintance; lensink_area society
Truus: sector acquaintance; closeness acquaintance; lensink_area society
Ahmet: sector society; closeness acquaintance; lensink_area society
Ruud: sector spiritual; closeness acquaintance; lensink_area society
Piet: sector society; closeness service; lensink_area society
== 2026-03-06 11.02 Annie place
Riet: sector fellow; closeness acquaintance; lensink_area fellows
Gerrit: sector fellow; closeness acquaintance; lensink_area fellows
Mieke: sector fellow; closeness acquaintance; lensink_area fellows
Els: sector professional; closeness service; lensink_area professionals
Dr. Bakker: sector professional; closeness service; lensink_area professionals
== 2026-03-06 11.06 Annie moment
moment De eerste namen | Aan de keukentafel, met Els.

== 2026-03-12 19.40 Annie say
Sanne: live weekly; phone daily; message daily; since 1971; age_group adult; gender woman; lives Nieuwegein; lives_where elsewhere; travel_minutes 20; origin given
Bram: live weekly; message daily; since 2003; age_group young_adult; gender man; lives Utrecht, Lombok; lives_where town; travel_minutes 15; talents telefoons, gitaar; origin given
Corrie: live daily; phone weekly; since 1998; how_met Zij kwam hier wonen in de week dat onze Joost trouwde. Ze stond met soep aan de deur.; age_group retired; gender woman; lives hiernaast; lives_where street; travel_minutes 0; talents koken, planten, koopjes vinden; origin given
== 2026-03-12 19.48 Annie say
Joost: live monthly; phone weekly; since 1976; age_group adult; gender man; lives Breda; lives_where elsewhere; travel_minutes 95; has_time in het weekend, als het werk het toelaat; origin given
Lotte: live monthly; message weekly; since 2003; age_group adult; gender woman; lives Breda; lives_where elsewhere; travel_minutes 95; talents papieren, formulieren, bakken; origin given
Kees: phone yearly; since 1956; state fading; age_group retired; gender man; lives Assen; lives_where elsewhere; travel_minutes 150; origin given
Ineke: phone monthly; message monthly; since 1981; age_group retired; gender woman; lives Amersfoort; lives_where elsewhere; travel_minutes 50; origin given
Wim: live yearly; since 1965; state dormant; age_group retired; gender man; lives Hoorn; lives_where elsewhere; origin given
Tineke: message yearly; since 1968; state dormant; age_group retired; gender woman; lives Ottawa, Canada; lives_where abroad; origin given
== 2026-03-12 19.55 Annie know
Sanne ~ Bram, Joost, Lotte, Kees, Ineke: between family
Joost ~ Lotte, Bram, Kees, Ineke, Wim: between family
Bram ~ Lotte: between family
Kees ~ Wim, Tineke: between family
Wim ~ Tineke: between family
== 2026-03-20 16.10 Annie know
Corrie ~ Sanne, Yusuf, Hennie, Greet
Yusuf ~ Greet, Ahmet
Hennie ~ Truus, Riet
Riet ~ Gerrit, Mieke, Els
Gerrit ~ Mieke, Els
Mieke ~ Els
Sanne ~ Yusuf, Moos
Corrie ~ Moos
== 2026-03-29 15.00 Annie say
Hennie: live weekly; phone weekly; since 2006; how_met Op mijn eerste koorrepetitie deelden wij een muziekmap.; domain culture; age_group retired; gender woman; lives Utrecht, Ondiep; lives_where neighbourhood; travel_minutes 10; talents zingen, lachen, weet alle data; origin chosen
Truus: live yearly; since 2008; state fading; domain culture; age_group retired; gender woman; lives Soest; lives_where elsewhere; travel_minutes 45; origin chosen
Greet: live weekly; since 1996; age_group eighty_plus; gender woman; lives_where street; travel_minutes 2; origin given
Yusuf: live weekly; message weekly; since 2015; age_group adult; gender man; lives hierboven; lives_where street; travel_minutes 1; talents alles met een schroevendraaier; origin given
Ahmet: live weekly; since 2009; domain shops; gender man; age_group adult; lives_where neighbourhood; travel_minutes 8; origin chosen
Piet: live weekly; since 2019; domain shops; gender man; age_group retired; lives_where town; travel_minutes 5; origin chosen
Ruud: live monthly; since 2001; domain faith; gender man; age_group older; lives_where neighbourhood; travel_minutes 12; origin chosen
== 2026-03-29 15.12 Annie say
Riet: live weekly; phone weekly; since 2024; how_met Wij zaten naast elkaar met dezelfde breinaald.; domain shared; age_group retired; gender woman; lives Utrecht, Overvecht; lives_where town; travel_minutes 25; talents breien, moppen; origin chosen
Gerrit: live weekly; since 2024; domain shared; age_group eighty_plus; gender man; lives_where town; remark Daar lees ik aan voor. Hij ziet het niet meer zo goed.; origin chosen
Mieke: live weekly; since 2025; domain shared; age_group retired; gender woman; lives_where town; origin chosen
Els: live weekly; since 2024-09; domain care; age_group adult; gender woman; has_time op maandag en donderdag; origin given
Dr. Bakker: live monthly; since 2011; domain care; age_group adult; gender man; lives_where neighbourhood; travel_minutes 10; origin given
Bram ~ Moos
== 2026-04-07 20.05 Annie say
Sanne: gets practical listening weighing; gives listening
Corrie: gets practical listening company; gives practical company; balance fine
Joost: gets practical weighing; gives company
Lotte: gets advice; gives listening advice
Bram: gives practical advice; together Pannenkoeken bakken, en hij legt mijn telefoon uit.
== 2026-04-07 20.16 Annie self
event 1947-08-02 | Geboren, vier jaar na Dirkje | Utrecht, Wijk C | | | love | birth
event 1969-05-23 | Getrouwd met Jan | Utrecht | Jan | | love | union
event 1971-03 | Sanne geboren | Utrecht | | | love | birth
event 1976-11 | Joost geboren | Utrecht | | | love | birth
event 2012 | Gestopt op het naaiatelier | Utrecht | de dames van het atelier | pension
event 2018-10-18 | Jan overleden, 74 jaar | Utrecht | Jan | loss

== 2026-05-21 11.20 Sanne self
event 2026-05-04 | Gevallen op de trap, heup gebroken | Utrecht | Corrie vond haar | other | health | illness
== 2026-05-21 11.26 Sanne name
+ Noor
Noor: role wijkverpleegkundige; sector professional; domain care; remark Vroeg op pad.; live daily; since 2026-05; gender woman; age_group adult; closeness acquaintance; lensink_area professionals; gets practical advice
== 2026-05-21 11.31 Sanne name
+ Ilse
Ilse: role fysiotherapeut; sector professional; domain care; live weekly; since 2026-05; gender woman; closeness service; lensink_area professionals; gets practical
== 2026-05-21 11.38 Sanne say
Sanne: carer yes; role dochter, mantelzorger
== 2026-06-09 14.15 Mark name
+ Mark
Mark: role sociaal werker; sector professional; domain care; live monthly; phone monthly; since 2026-06; gender man; age_group adult; closeness service; lensink_area professionals; gets advice weighing
== 2026-06-14 15.02 Annie say
Yusuf: gets practical company; gives practical company; remark Zet de vuilnis buiten. Sinds mijn heup ook de boodschappen naar boven.
Piet: gets practical
Noor: feels good
Dr. Bakker: gets advice weighing
Ilse: feels so_so; quality Streng, maar ze heeft gelijk.
== 2026-06-14 15.10 Annie know
Noor ~ Sanne, Dr. Bakker, Corrie, Ilse
Sanne ~ Dr. Bakker, Mark
Yusuf ~ Noor
== 2026-06-14 15.17 Annie moment
moment Na mijn heup | Ineens kwam er veel hulp.

== 2026-07-02 21.10 Annie say
Sanne: energy both; tone ambivalent; strength strong; importance large; feels good; balance get_much; quality Sanne doet veel. Ik wil ook gewoon weer moeder zijn.
Bram: energy gives; tone supportive; strength strong; importance large; feels good
Corrie: energy gives; tone supportive; strength strong; importance large; feels good; quality Bij Corrie hoef ik niets uit te leggen.
== 2026-07-02 21.19 Annie say
Kees: energy costs; tone tense; strength light; quality Na de begrafenis van moeder is het nooit meer als vroeger geworden.
Joost: energy neither; tone neutral; strength ordinary; importance large
Lotte: energy gives; tone supportive; strength ordinary
Ineke: energy gives; tone supportive; strength light; gets listening; gives company
Moos: energy gives; strength strong; tone supportive; gives practical; gets company
== 2026-07-02 21.30 Annie place
Kees: closeness acquaintance
== 2026-07-02 21.31 Annie undo
undo
== 2026-07-19 10.25 Annie say
Yusuf: energy gives; tone supportive; strength ordinary; balance fine; together Hij legt de kabels, ik zoom zijn broeken.
Hennie: energy gives; tone supportive; strength ordinary; gets listening company; gives weighing company
Riet: energy both; tone supportive; strength ordinary; gets listening company; gives listening company
Gerrit: energy gives; tone supportive; strength ordinary; gives listening company; together Voorlezen uit de krant, en uit Kees de jongen.
Mieke: energy gives; tone neutral; strength light; gets company
Ahmet: energy gives; tone neutral; strength light
Ruud: energy neither; tone neutral; strength light; gets listening
Piet: energy neither; tone neutral; strength light
== 2026-07-19 10.34 Annie say
Noor: energy gives; tone supportive; strength strong
Els: energy gives; tone supportive; strength ordinary; gets listening company
Mark: energy gives; tone supportive; strength ordinary
Dr. Bakker: energy neither; tone neutral; strength light
== 2026-09-03 13.40 Mark place
Sanne: ward_ring near; ward_area family
Bram: ward_ring near; ward_area family
Joost: ward_ring further; ward_area family
Lotte: ward_ring further; ward_area family
Kees: ward_ring further; ward_area family
Corrie: ward_ring near; ward_area friends
Hennie: ward_ring near; ward_area friends
Yusuf: ward_ring further; ward_area friends
Riet: ward_ring further; ward_area friends
Noor: ward_ring near; ward_area services
Dr. Bakker: ward_ring further; ward_area services
Els: ward_ring further; ward_area services
Mark: ward_ring further; ward_area services
== 2026-09-03 13.46 Mark place
Moos: ward_ring near; ward_area family
Ineke: ward_ring further; ward_area family
Wim: ward_ring further; ward_area family
Greet: ward_ring further; ward_area friends
Ahmet: ward_ring further; ward_area friends
Gerrit: ward_ring further; ward_area friends
Mieke: ward_ring further; ward_area friends
Truus: ward_ring further; ward_area friends
Ruud: ward_ring further; ward_area friends
Piet: ward_ring further; ward_area services
== 2026-09-03 13.53 Annie place
Sanne: horizon close; horizon_area family
Bram: horizon close; horizon_area family
Moos: horizon close; horizon_area family
Joost: horizon middle; horizon_area family
Lotte: horizon middle; horizon_area family
Kees: horizon middle; horizon_area family
Ineke: horizon loose; horizon_area family
Wim: horizon loose; horizon_area family
Tineke: horizon loose; horizon_area family
Corrie: horizon close; horizon_area friends
Hennie: horizon middle; horizon_area friends
Yusuf: horizon middle; horizon_area friends
Riet: horizon middle; horizon_area friends
Greet: horizon loose; horizon_area friends
Truus: horizon loose; horizon_area friends
Noor: horizon middle; horizon_area professionals
Els: horizon middle; horizon_area professionals
Mark: horizon loose; horizon_area professionals
Dr. Bakker: horizon loose; horizon_area professionals
== 2026-09-03 13.58 Annie wish
wish Weer mee met het koor naar Amersfoort in december. | doing | Hennie
== 2026-09-03 14.04 Annie say
Corrie: ask_practical yes; ask_company yes; ask_advice perhaps; ask_listening yes
Yusuf: ask_practical yes; ask_company perhaps; ask_why Hij heeft drie kinderen. Ik wil niet steeds aan de deur staan.
Sanne: ask_practical perhaps; ask_listening yes; ask_why Zij doet al zoveel.
Joost: ask_practical perhaps; ask_weighing yes
Noor: ask_practical yes; ask_advice yes
Kees: ask_listening no
== 2026-09-18 16.00 Annie leave
- Ilse
== 2026-09-20 11.08 Annie say
Hennie: live weekly; wish together; wish_words Samen de tweede stem instuderen.; remark Samen in het koor. Haalt mij weer op.
Truus: wish wake; wish_words Een keer op de koffie in Soest.
Hennie !~ Ineke
== 2026-09-20 11.15 Annie moment
moment De zomer voorbij | Weer zingen bij het koor.

== 2026-10-14 12.20 Annie name
+ Abdel
Abdel: role De Linde; sector fellow; domain shared; live monthly; since 2026-10; gender man; age_group retired; closeness acquaintance; lensink_area fellows; strength light; tone neutral; energy gives; origin chosen
Abdel ~ Gerrit, Mieke, Riet, Els
== 2026-10-16 10.20 Annie plan
plan wish Iemand om op zondag mee te bellen. | goal contacts; about Riet; why Zondag is de langste dag.; domain relations; form wish
plan action Riet vragen of zondag haar uitkomt | wish Iemand om op zondag mee te bellen.; date 2026-10-18; layer own_strength; radio deepen
== 2026-10-18 19.30 Annie outcome
plan action Riet vragen of zondag haar uitkomt | outcome did; outcome_on 2026-10-18; outcome_words Zij zei: dan bel ik jou ook.
== 2026-10-22 20.35 Annie place
Riet: closeness friend; ward_ring near
== 2026-10-22 20.40 Annie say
Riet: wish keep; state active; capital bonding
Gerrit: wish keep
== 2026-10-25 19.40 Annie plan
plan wish Iemand om op zondag mee te bellen. | state fulfilled
== 2026-10-26 10.05 Annie plan
plan wish Vaker samen naar de markt | rank 1; goal doing; about Corrie; why Zoals vroeger. Even kijken, een visje eten en dan koffie.; domain inclusion; form wish; gains Corrie ook, denk ik.; holds_back De stoep bij de brug.
plan action Zelf naar de bushalte lopen | wish Vaker samen naar de markt; date 2026-10-31; layer own_strength
plan action Corrie vragen of zij meegaat | wish Vaker samen naar de markt; date 2026-11-05; radio activate; layer own_strength
plan action Met de buurtbus naar de markt | wish Vaker samen naar de markt; person Corrie; date 2026-11-14; when_words half elf; radio activate; direction denser; layer provision
plan action Elke twee weken gaan | wish Vaker samen naar de markt; person Corrie; when_words vanaf december, als het bevalt
== 2026-10-27 16.10 Annie success
plan success Alleen naar de brievenbus gelopen | date 2026-10-27
== 2026-10-31 15.30 Annie outcome
plan action Zelf naar de bushalte lopen | outcome tried; outcome_on 2026-10-31; outcome_words Het regende. Het bankje halverwege is fijn.
== 2026-11-03 10.40 Annie say
Corrie: knows told; wish more; wish_words Vaker samen naar de markt, zoals vroeger.
== 2026-11-03 10.46 Annie say
Sanne: knows told; wish different; wish_words Een middag in de week die niet over mijn heup gaat.
Bram: knows told; wish keep
Joost: knows told
Lotte: knows told
Hennie: knows told
Riet: knows told
Noor: knows told
Mark: knows told
Dr. Bakker: knows told
Els: knows told
Kees: knows not_yet; wish mend; wish_words Met kerst een kaart.
Wim: knows not_yet
Tineke: knows not_yet; wish wake; wish_words Weten of zij de foto's van oma nog heeft.
Gerrit: knows not_yet
Ahmet: knows not_yet
== 2026-11-03 11.02 Annie answer
answer see.both | fits | Met Corrie gaat dat vanzelf.
answer see.quiet | later | Kees misschien. Met kerst een kaart.
== 2026-11-04 10.20 Annie plan
plan talent Naaien, van gordijn tot galajurk | form can; seen_by Sanne; share yes
plan talent De tweede stem zingen | form can; seen_by Hennie; share yes
plan talent Hoe het vroeger was in de wijk | form know; share yes
plan talent Voorlezen aan kleine kinderen | form like; seen_by Noor; share yes
plan talent Verjaardagen onthouden | form can
plan talent Rustig blijven als het druk is | form can; seen_by Corrie; share yes
plan talent Koopjes vinden op de markt | form can; person Corrie; seen_by mij; share yes
plan talent Alles maken met een schroevendraaier | form can; person Yusuf; share yes
plan talent Formulieren lezen | form know; person Lotte
plan role Buurvrouw | state have; place De flat; since 1998-04; goods relations respect; recognised_by Corrie en Yusuf
plan role Zangeres in het koor | state have; since 2006-09; goods relations experience confidence; talent De tweede stem zingen; wish Weer mee met het koor naar Amersfoort in december.; group yes; recognised_by Hennie
plan role Coupeuse op het naaiatelier | state had; place Utrecht; goods status experience things; talent Naaien, van gordijn tot galajurk
plan role Voorleesoma in De Linde | state idea; place De Linde; talent Voorlezen aan kleine kinderen; small_step Een keer gaan kijken.; needed_by De kinderen van de woensdagmiddag; recognised_by Mieke
== 2026-11-04 19.45 Annie plan
plan asking Een keer meegaan naar de markt | person Corrie; threshold Zij heeft het al druk.; words Corrie, ik zou graag weer eens naar de markt. Ga je een keer mee? Nee zeggen mag.; give_back Een kop koffie of thee.; if_no Ik vraag het later nog een keer.; way visit; rehearsed Hardop ging het beter dan in mijn hoofd.; wish Vaker samen naar de markt
plan asking Een lamp ophangen | person Yusuf; threshold Dan moet ik ook iets terugdoen.; words Yusuf, heb je een keer een kwartier voor een lamp?; give_back Iets bakken of koken.
plan asking Een middag over iets anders praten dan mijn heup | person Sanne; words Sanne, zullen we het een middag nergens over hebben?; answer not_asked
== 2026-11-05 16.55 Annie plan
plan asking Een keer meegaan naar de markt | answer yes; action Met de buurtbus naar de markt
== 2026-11-05 17.02 Annie outcome
plan action Corrie vragen of zij meegaat | outcome did; outcome_on 2026-11-05; outcome_words Corrie zei meteen ja.
plan success Corrie gaat mee naar de markt | date 2026-11-05; action Corrie vragen of zij meegaat; person Corrie
== 2026-11-06 10.15 Annie plan
plan wish Weer mee met het koor naar Amersfoort in december. | rank 2; why Ik mis het samen zingen. En het kletsen erna.; domain inclusion; form wish
plan action Hennie bellen over het kerstconcert | wish Weer mee met het koor naar Amersfoort in december.; date 2026-11-09; radio revive
plan action Een keer komen luisteren | wish Weer mee met het koor naar Amersfoort in december.; person Hennie; when_words de repetitie van 10 november
plan gift Op de kat van Corrie passen | person Corrie; ready yes
plan gift Appeltaart bakken voor Yusuf | person Yusuf; ready yes
plan gift Op zondag met Riet bellen | person Riet; ready yes
plan gift Bram leren breien | person Bram
plan review Sanne en Mark | date 2026-12-10; form look_back
plan wish Een hele dag naar zee, met iedereen. | form dream; goal doing; domain emotional; pictogram sun; state resting
== 2026-11-09 16.00 Annie outcome
plan action Hennie bellen over het kerstconcert | outcome did; outcome_on 2026-11-09; outcome_words We hebben een uur gepraat.
plan success Een uur gebeld met Hennie | date 2026-11-09; action Hennie bellen over het kerstconcert; person Hennie
== 2026-11-09 19.10 Annie leave
Greet: remark Verhuisd naar haar zoon in Zwolle.; lives Zwolle; lives_where elsewhere
- Greet
== 2026-11-10 21.05 Annie outcome
plan action Een keer komen luisteren | outcome another_time; outcome_words Ik was moe. Hennie bewaart een stoel.; when_words een andere dinsdag
== 2026-11-12 13.55 Annie name
+ Jan
+ de mevrouw van 14
Jan: role kaasboer op de markt; sector society; domain shops; gender man; remark Geeft een stukje te proeven.; live weekly
de mevrouw van 14: role woont in het portiek; sector neighbour; gender woman; lives_where street; remark Zwaait altijd.; live weekly
== 2026-11-12 14.05 Sanne name
+ Loes
Loes: role bibliotheek; sector society; domain culture; remark Legt boeken klaar.; gender woman; age_group older; live monthly; since 2017; lives_where neighbourhood; travel_minutes 9; closeness service; lensink_area society; gets advice; strength light; tone supportive; energy gives; capital bridging; knows not_yet; origin chosen
== 2026-11-12 14.20 Mark name
+ Fenna
Fenna: role hulp in huis; sector professional; domain care; remark Komt op dinsdag.; gender woman; age_group young_adult; live weekly; since 2026-10; closeness acquaintance; lensink_area professionals; gets practical; knows told; origin given
== 2026-11-12 14.26 Annie know
Fenna ~ Corrie, Sanne, Noor, Moos
Mark ~ Noor, Els, Fenna
Corrie ~ Ahmet
Sanne !~ Ahmet
== 2026-11-12 14.29 Annie say
Fenna: energy costs; tone tense; strength ordinary; feels so_so; quality Ze bedoelt het goed. Maar alles staat daarna ergens anders.
== 2026-11-12 14.32 Annie place
Yusuf: closeness friend; ward_ring near; knows told
== 2026-11-12 14.38 Annie self
circle story Ik kom minder buiten dan vroeger. Maar er komt meer binnen.
== 2026-11-12 14.40 Annie self
me born 1947-08-02; surname de Groot
Sanne: surname Mulder; born 1971-03
Joost: surname Mulder; born 1976-11
Lotte: born 1978
Bram: born 2003
Kees: surname Smit; born 1956
Ineke: born 1958
Wim: surname Prins; born 1965; gender man
Tineke: surname Prins; born 1968; gender woman
kin Hendrik | surname de Groot; gender man; born 1915; died 1951
kin Geertje | surname Visser; gender woman; born 1919; died 2004
kin Willem | surname Smit; gender man; born 1916; died 1988
kin Gerard | surname Prins; gender man; born 1940; died 2015
kin Dirkje | surname de Groot; gender woman; born 1943; died 2019
kin Jan Mulder as Jan | surname Mulder; gender man; born 1944; died 2018-10-18
kin Marga | gender woman; born 1960
kin Erik | gender man; born 1969
kin 1974 as - | arrival miscarriage; born 1974
kin Robin | gender non_binary; born 1999
kin Fleur | gender woman; born 2006
kin Roos | gender woman; born 2006
kin Mei | gender woman; born 2011
kin Sem | gender man; born 2016
union Hendrik & Geertje | type married; since 1941; end widowed; until 1951
union Geertje & Willem | type married; since 1954; end widowed; until 1988
union Gerard & Dirkje | type married; since 1963; end widowed; until 2015
union Jan Mulder & Annie | type married; since 1969-05-23; end widowed; until 2018-10-18
union Kees & Ineke | type married; since 1981; end divorced; until 1999
union Kees & Marga | type lat; since 2004
union Erik & Sanne | type married; since 1997; end divorced; until 2008
union Joost & Lotte | type living_together; since 2003
child Dirkje | Hendrik & Geertje | type birth
child Annie | Hendrik & Geertje | type birth
child Kees | Geertje & Willem | type birth
child Wim | Gerard & Dirkje | type birth
child Tineke | Gerard & Dirkje | type birth
child Sanne | Jan Mulder & Annie | type birth
child 1974 | Jan Mulder & Annie | type birth
child Joost | Jan Mulder & Annie | type birth
child Robin | Erik & Sanne | type birth
child Bram | Erik & Sanne | type birth
child Fleur | Joost & Lotte | type birth; twin 1; twin_type identical
child Roos | Joost & Lotte | type birth; twin 1; twin_type identical
child Mei | Joost & Lotte | type adopted; since 2013
child Sem | Joost & Lotte | type foster; since 2022
household Bij Annie | Annie, Moos
household Bij Sanne | Sanne, Bram
household Bij Joost | Joost, Lotte, Fleur, Roos, Mei, Sem
bond Sanne & Bram | type close; told_by Annie; told_on 2026-11-12
bond Erik & Sanne | type conflict; told_by Sanne; told_on 2026-11-12
bond Annie & Kees | type cutoff; since 2019; told_by Annie; told_on 2026-09-03
# Plekken, en wie wat doet.
== 2026-11-12 14.42 Annie name
+ De Linde (place)
+ Bibliotheek (place)
+ Kerk (place)
+ Markt (place)
+ Zwembad (place)
+ Station (place)
De Linde: role buurthuis; closeness acquaintance; lensink_area fellows; ward_ring further; ward_area services; domain shared neighbourhood; reach companion public_transport; travel_minutes 20; visit now; feels_there Daar zitten ze op mij te wachten.; live weekly
Bibliotheek: role op de hoek van het plein; closeness service; lensink_area society; domain culture; reach on_foot; travel_minutes 9; visit now; live monthly
Kerk: role wijkkerk; closeness service; lensink_area society; domain faith; reach on_foot; travel_minutes 12; visit now; live monthly
Markt: role op zaterdag; closeness service; lensink_area society; domain shops neighbourhood; reach on_foot; travel_minutes 8; visit now; live weekly
Zwembad: closeness service; lensink_area society; domain sport; reach bicycle; travel_minutes 25; visit want; feels_there Sinds mijn heup niet meer geweest. In het water kan ik alles.
Station: closeness service; lensink_area society; reach public_transport; travel_minutes 30; visit avoid; feels_there Die trappen.
De Linde ~ Gerrit, Mieke, Riet, Els, Abdel
Bibliotheek ~ Loes
Kerk ~ Ruud
Markt ~ Jan, Corrie, Ahmet
Zwembad ~ Riet
== 2026-11-12 14.43 Annie say
Sanne: domains home; gets_sometimes company; gets_could advice
Bram: domains home online; gets_sometimes company
Joost: domains online; gets_sometimes company
Corrie: domains neighbourhood home; gets_sometimes advice; gives_sometimes listening
Yusuf: domains neighbourhood; gets_sometimes listening
Hennie: gets_could practical; domains culture; gives_sometimes listening
Riet: gets_could advice; domains hobby
Loes: gets_could company
Truus: gets_could company; gives_could company
Lotte: gets_sometimes practical; domains online
de mevrouw van 14: gets_could practical company; domains neighbourhood
Tineke: gets_could listening; domains online
Gerrit: gives_sometimes advice
Ahmet: domains neighbourhood
== 2026-11-12 14.44 Annie self
event 1961 | Op het naaiatelier | Utrecht | | | work | work | 2012
event 1966 | Jan leren kennen op een dansavond | Utrecht | | | love | union
came Jan Mulder
event 1998-04 | In de flat komen wonen | Utrecht, Zuilen | | move | home | move
helped Joost
came Corrie
event 2003 | Bram geboren | Utrecht | | | love | birth
there Sanne
event 2006-09 | Bij het koor gekomen | Utrecht | | | people | success
came Hennie
event 2018-10-24 | Afscheid van Jan | Utrecht | | | love | burial
there Sanne, Joost, Lotte, Kees
helped Corrie
left Jan Mulder
event 2026-05-15 | Thuis met een nieuwe heup | Utrecht | | | health | recovery
helped Sanne, Corrie, Yusuf
came Noor
event | Een zomer aan zee, met de kinderen nog klein | Egmond | | | people
there Joost, Sanne
# Op weg met een netwerkcoach: de tweede stap is begonnen.
== 2026-11-12 14.45 Annie way
way natuurlijk-een-netwerkcoach | 2026-11-02 | Willemien | vrijwilliger | 2026-11-16 | twee uur, bij u thuis
way-step meet | done | 2026-11-02 | Het klikte meteen. We lachten om hetzelfde. | helper
way-said 1 | Dat ik graag zelf kies. En dat ik slecht hoor met rechts.
way-said 2 | Dat de week weer een beetje vol is, zoals toen ik nog bij het koor zat.
way-step map | busy | | Ik wist meer namen dan ik dacht. Over Jan praten was fijn. | me
way-said 1 | Corrie, Sanne en Bram. En Riet, en Lotte, al zie ik die weinig.
way-success Zelf Willemien gebeld om een afspraak te maken | 2026-11-02
way-at map
# Een poster met Bram, en het begin van een levensboek met Sanne.
sheet poster | Waar ik zin in heb | 2026-11-08 | met Bram
part dream | Weer zingen, al is het de tweede rij | Hennie | music
part dream | Op zaterdag naar de markt | Corrie | shop
part dream | Een dag naar zee, met een ijsje | Sanne | sun
part dream | Alle kleinkinderen om de tafel | | family
part joy | Een draad door de naald in één keer | | happy
part joy | De zon op het balkon | | flower
part joy | Kaarten van Ineke | Ineke | letter
part gift | Broeken korter maken voor de hele trap | | heart
part gift | Voorlezen, met stemmetjes | | book
part ally | Duwt de rolstoel en maakt grapjes | Bram
part ally | Weet de bus en de kraam | Corrie
part ally | Houdt een stoel vrij | Hennie
part step | Tot het bankje lopen, elke dag | Yusuf
part step | Hennie bellen over het kerstconcert | Hennie
sheet life-book | Het boek van Annie | 2026-11-01 | met Sanne
part front-photo | Met speld en draad, 1968 | | flower
part front-words | Voor Sanne, Joost en de kleinkinderen. En voor mij, om nog eens te lezen.
part child-text | Wij woonden boven de kruidenier. De trap rook naar koffie en groene zeep. Mijn vader floot als hij thuiskwam, twee tonen, dan wisten we dat het goed was. Op maandag hing de was door de hele keuken en mochten wij eronder een huis maken.
part child-moments | 1953: op de stoep met de melkboer, ik mocht het paard een korst geven
part child-people | Leerde mij fluiten, maar niet binnen | Kees
part young-text | Op mijn veertiende ging ik naar het atelier. Zes meisjes aan een lange tafel, en juffrouw Bos die alles zag. Daar heb ik leren naaien en leren zwijgen. Zingen deden we als zij koffie haalde.
part young-moments | 1964: mijn eerste loon, een tientje voor thuis en een lapje rode stof voor mij
part young-photos | De rode jurk. Jan zei later dat hij eerst de jurk zag en toen pas mij. | | heart
part build-text | Jan danste slecht en bleef toch staan. Dat vond ik dapper. We kregen Sanne en Joost, en een flat met een balkon op het zuiden. Hij zat op de bus, ik naaide voor de halve buurt.
part build-people | Leerde lopen tussen de lapjes | Sanne
part build-people | Wilde altijd weten hoe iets werkt | Joost
part later-text | Toen Jan er niet meer was, zette Corrie een pan soep voor de deur. Ze belde niet aan. De volgende dag weer. Daarna heb ik de deur opengedaan.
part later-moments | 2006: bij het koor, naast Hennie | Hennie
part later-people | Heeft de sleutel, en nog veel meer | Corrie
part wise-text | Wie een steek laat vallen, haalt hem op. Dat is alles.
part wise-proud | Dat ik alleen naar het koor durfde
part wise-proud | Dat mijn kinderen elkaar bellen
part reader | Als eerste, op een zondag | Sanne
part reader | Met Kerst, voorgelezen | Joost
part reader | | Bram
== 2026-11-12 14.46 Annie sheet
filled wheel | self | | Het wiel: hoe gaat het met u? | | Het meeste gaat best. Alleen de trap, die zit mij dwars.
answer-to wheel.body | 5
answer-to wheel.body.important | yes
answer-to wheel.body.wish | Weer zelf de trap op, naar het koor.
answer-to wheel.feelings | 7
answer-to wheel.choices | 8
answer-to wheel.relations | 9
answer-to wheel.relations.important | yes
answer-to wheel.belonging | 6
not-known wheel.rights
== 2026-11-12 14.47 Sanne sheet
filled carer-conversation | other | Sanne | Zorgen voor een ander, en u dan?
answer-to whom | Voor mama.
answer-to what | Boodschappen, de was, mee naar het ziekenhuis. En altijd mijn telefoon aan.
answer-to alone | partly
answer-to who | Joost zou op zondag kunnen bellen. Corrie doet al veel.
answer-to gives | Wij lachen meer dan vroeger.
answer-to costs | Ik slaap niet zo goed als de telefoon naast mij ligt.
answer-to last | year
answer-to own | Weer eens een weekend weg met Mark.
== 2026-11-12 14.48 Annie moment
moment Samen bijgewerkt | Met Sanne en Mark erbij.
