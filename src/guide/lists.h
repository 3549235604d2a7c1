/* The words a guide may use, list by list. A word stands here once: reading, checking, labels in the
 * catalogue
 * ("guide.LIST.WORD") and docs/guide-format.md follow. New words go to the end of their list. */
#ifndef KR_GUIDE_LISTS_H
#define KR_GUIDE_LISTS_H

#define KR_GUIDE_THEMES(ITEM)                                                                                \
    ITEM(theme, map_simple, "map-simple")                                                                    \
    ITEM(theme, map_further, "map-further")                                                                  \
    ITEM(theme, carers, "carers")                                                                            \
    ITEM(theme, loneliness, "loneliness")                                                                    \
    ITEM(theme, neighbourhood, "neighbourhood")                                                              \
    ITEM(theme, own_strength, "own-strength")                                                                \
    ITEM(theme, living_together, "living-together")                                                          \
    ITEM(theme, online, "online")                                                                            \
    ITEM(theme, tools_map, "tools-map")                                                                      \
    ITEM(theme, tools_plan, "tools-plan")                                                                    \
    ITEM(theme, tools_carers, "tools-carers")                                                                \
    ITEM(theme, tools_story, "tools-story")                                                                  \
    ITEM(theme, tools_neighbourhood, "tools-neighbourhood")                                                  \
    ITEM(theme, tools_peers, "tools-peers")                                                                  \
    ITEM(theme, tools_learning, "tools-learning")                                                            \
    ITEM(theme, practice, "practice")

#define KR_GUIDE_SHAPES(ITEM)                                                                                \
    ITEM(shape, steps, "steps")                                                                              \
    ITEM(shape, phases, "phases")                                                                            \
    ITEM(shape, cycle, "cycle")                                                                              \
    ITEM(shape, sessions, "sessions")                                                                        \
    ITEM(shape, conference, "conference")                                                                    \
    ITEM(shape, visits, "visits")

/* In the order of the columns of the coverage table. */
#define KR_GUIDE_CAPABILITIES(ITEM)                                                                          \
    ITEM(capability, map, "MAP")                                                                             \
    ITEM(capability, ask, "ASK")                                                                             \
    ITEM(capability, tra, "TRA")                                                                             \
    ITEM(capability, mee, "MEE")                                                                             \
    ITEM(capability, pla, "PLA")                                                                             \
    ITEM(capability, mat, "MAT")                                                                             \
    ITEM(capability, grp, "GRP")                                                                             \
    ITEM(capability, vis, "VIS")                                                                             \
    ITEM(capability, brd, "BRD")                                                                             \
    ITEM(capability, pag, "PAG")                                                                             \
    ITEM(capability, ros, "ROS")                                                                             \
    ITEM(capability, dir, "DIR")                                                                             \
    ITEM(capability, lrn, "LRN")                                                                             \
    ITEM(capability, are, "ARE")                                                                             \
    ITEM(capability, tal, "TAL")                                                                             \
    ITEM(capability, sto, "STO")

#define KR_GUIDE_GOALS(ITEM)                                                                                 \
    ITEM(goal, see_network, "see-network")                                                                   \
    ITEM(goal, stronger_ties, "stronger-ties")                                                               \
    ITEM(goal, new_people, "new-people")                                                                     \
    ITEM(goal, ask_help, "ask-help")                                                                         \
    ITEM(goal, relieve_carer, "relieve-carer")                                                               \
    ITEM(goal, loneliness, "loneliness")                                                                     \
    ITEM(goal, dream_plan, "dream-plan")                                                                     \
    ITEM(goal, decide_together, "decide-together")                                                           \
    ITEM(goal, talents, "talents")                                                                           \
    ITEM(goal, tell_story, "tell-story")                                                                     \
    ITEM(goal, neighbourhood, "neighbourhood")                                                               \
    ITEM(goal, get_through, "get-through")                                                                   \
    ITEM(goal, online, "online")                                                                             \
    ITEM(goal, learn, "learn")

#define KR_GUIDE_WHOS(ITEM)                                                                                  \
    ITEM(who, alone, "alone")                                                                                \
    ITEM(who, together, "together")                                                                          \
    ITEM(who, family, "family")                                                                              \
    ITEM(who, group, "group")

#define KR_GUIDE_TRAININGS(ITEM)                                                                             \
    ITEM(training, none, "none")                                                                             \
    ITEM(training, read_first, "read-first")                                                                 \
    ITEM(training, short_course, "short")                                                                    \
    ITEM(training, course, "course")

/* An exercise, to learn with. */
#define KR_GUIDE_EXERCISES(ITEM)                                                                             \
    ITEM(exercise, solo, "solo")                                                                             \
    ITEM(exercise, pair, "pair")                                                                             \
    ITEM(exercise, group, "group")                                                                           \
    ITEM(exercise, role_play, "role-play")                                                                   \
    ITEM(exercise, talk, "talk")                                                                             \
    ITEM(exercise, field, "field")

#define KR_GUIDE_LEADERS(ITEM)                                                                               \
    ITEM(leader, none, "none")                                                                               \
    ITEM(leader, volunteer, "volunteer")                                                                     \
    ITEM(leader, professional, "professional")                                                               \
    ITEM(leader, independent, "independent")

#define KR_GUIDE_EVIDENCES(ITEM)                                                                             \
    ITEM(evidence, none, "none")                                                                             \
    ITEM(evidence, experience, "experience")                                                                 \
    ITEM(evidence, described, "described")                                                                   \
    ITEM(evidence, databank, "databank")                                                                     \
    ITEM(evidence, study, "study")

#define KR_GUIDE_LICENCES(ITEM)                                                                              \
    ITEM(licence, free, "free")                                                                              \
    ITEM(licence, concept, "concept")                                                                        \
    ITEM(licence, permission, "permission")

#define KR_GUIDE_KINDS(ITEM)                                                                                 \
    ITEM(kind, talk, "talk")                                                                                 \
    ITEM(kind, list, "list")                                                                                 \
    ITEM(kind, place, "place")                                                                               \
    ITEM(kind, draw, "draw")                                                                                 \
    ITEM(kind, ask, "ask")                                                                                   \
    ITEM(kind, look, "look")                                                                                 \
    ITEM(kind, wish, "wish")                                                                                 \
    ITEM(kind, plan, "plan")                                                                                 \
    ITEM(kind, meet, "meet")                                                                                 \
    ITEM(kind, match, "match")                                                                               \
    ITEM(kind, visit, "visit")                                                                               \
    ITEM(kind, lesson, "lesson")                                                                             \
    ITEM(kind, celebrate, "celebrate")                                                                       \
    ITEM(kind, look_back, "look-back")

#define KR_GUIDE_PRESENCES(ITEM)                                                                             \
    ITEM(present, person, "person")                                                                          \
    ITEM(present, helper, "helper")                                                                          \
    ITEM(present, carer, "carer")                                                                            \
    ITEM(present, family, "family")                                                                          \
    ITEM(present, friends, "friends")                                                                        \
    ITEM(present, network, "network")                                                                        \
    ITEM(present, professional, "professional")                                                              \
    ITEM(present, facilitator, "facilitator")                                                                \
    ITEM(present, coordinator, "coordinator")                                                                \
    ITEM(present, volunteer, "volunteer")                                                                    \
    ITEM(present, group, "group")

/* Tools: the first is only talk; from "conference" on they come later (KR_GUIDE_FIRST_LATER). */
#define KR_GUIDE_TOOLS(ITEM)                                                                                 \
    ITEM(tool, none, "none")                                                                                 \
    ITEM(tool, names, "names")                                                                               \
    ITEM(tool, circle, "circle")                                                                             \
    ITEM(tool, list, "list")                                                                                 \
    ITEM(tool, ecogram, "ecogram")                                                                           \
    ITEM(tool, genogram, "genogram")                                                                         \
    ITEM(tool, functions, "functions")                                                                       \
    ITEM(tool, domains, "domains")                                                                           \
    ITEM(tool, sociogram, "sociogram")                                                                       \
    ITEM(tool, group, "group")                                                                               \
    ITEM(tool, table, "table")                                                                               \
    ITEM(tool, cards, "cards")                                                                               \
    ITEM(tool, lifeline, "lifeline")                                                                         \
    ITEM(tool, over_time, "over-time")                                                                       \
    ITEM(tool, neighbourhood, "neighbourhood")                                                               \
    ITEM(tool, own_form, "own-form")                                                                         \
    ITEM(tool, plain, "plain")                                                                               \
    ITEM(tool, self, "self")                                                                                 \
    ITEM(tool, pairs, "pairs")                                                                               \
    ITEM(tool, person, "person")                                                                             \
    ITEM(tool, look, "look")                                                                                 \
    ITEM(tool, characteristics, "characteristics")                                                           \
    ITEM(tool, what_if, "what-if")                                                                           \
    ITEM(tool, load, "load")                                                                                 \
    ITEM(tool, introductions, "introductions")                                                               \
    ITEM(tool, story, "story")                                                                               \
    ITEM(tool, two_maps, "two-maps")                                                                         \
    ITEM(tool, wishes, "wishes")                                                                             \
    ITEM(tool, plan, "plan")                                                                                 \
    ITEM(tool, talents, "talents")                                                                           \
    ITEM(tool, roles, "roles")                                                                               \
    ITEM(tool, strengths, "strengths")                                                                       \
    ITEM(tool, asking, "asking")                                                                             \
    ITEM(tool, poster, "poster")                                                                             \
    ITEM(tool, life_book, "life-book")                                                                       \
    ITEM(tool, if_no_longer, "if-no-longer")                                                                 \
    ITEM(tool, compass, "compass")                                                                           \
    ITEM(tool, issue, "issue")                                                                               \
    ITEM(tool, triad, "triad")                                                                               \
    ITEM(tool, support_cycle, "support-cycle")                                                               \
    ITEM(tool, questions, "questions")                                                                       \
    ITEM(tool, deck, "deck")                                                                                 \
    ITEM(tool, print, "print")                                                                               \
    ITEM(tool, history, "history")                                                                           \
    ITEM(tool, moment, "moment")                                                                             \
    ITEM(tool, sheet, "sheet")                                                                               \
    ITEM(tool, conference, "conference")                                                                     \
    ITEM(tool, matching, "matching")                                                                         \
    ITEM(tool, groups, "groups")                                                                             \
    ITEM(tool, visits, "visits")                                                                             \
    ITEM(tool, board, "board")                                                                               \
    ITEM(tool, page, "page")                                                                                 \
    ITEM(tool, agenda, "agenda")                                                                             \
    ITEM(tool, directory, "directory")                                                                       \
    ITEM(tool, area, "area")

#define KR_GUIDE_FORMS(ITEM)                                                                                 \
    ITEM(form, lensink, "lensink")                                                                           \
    ITEM(form, wijkecogram, "wijkecogram")                                                                   \
    ITEM(form, horizons, "horizons")                                                                         \
    ITEM(form, rings, "rings")

/* Of sheets (sheet.h). How one looks. */
#define KR_GUIDE_LOOKS(ITEM)                                                                                 \
    ITEM(look, cards, "cards")                                                                               \
    ITEM(look, form, "form")                                                                                 \
    ITEM(look, voices, "voices")                                                                             \
    ITEM(look, book, "book")                                                                                 \
    ITEM(look, poster, "poster")

#define KR_GUIDE_PURPOSES(ITEM)                                                                              \
    ITEM(purpose, talk, "talk")                                                                              \
    ITEM(purpose, dream, "dream")                                                                            \
    ITEM(purpose, story, "story")                                                                            \
    ITEM(purpose, together, "together")                                                                      \
    ITEM(purpose, later, "later")

/* What stands in one place of a sheet. */
#define KR_GUIDE_PLACES(ITEM)                                                                                \
    ITEM(place, line, "line")                                                                                \
    ITEM(place, text, "text")                                                                                \
    ITEM(place, choice, "choice")                                                                            \
    ITEM(place, person, "person")                                                                            \
    ITEM(place, picture, "picture")

/* Values begin at 1; 0 is not said. KR_GUIDE_theme_carers, KR_GUIDE_tool_two_maps. */
#define KR_GUIDE_ENUM(list, name, word) KR_GUIDE_##list##_##name,
typedef enum kr_guide_theme { KR_GUIDE_theme, KR_GUIDE_THEMES(KR_GUIDE_ENUM) } kr_guide_theme;
typedef enum kr_guide_shape { KR_GUIDE_shape, KR_GUIDE_SHAPES(KR_GUIDE_ENUM) } kr_guide_shape;
typedef enum kr_guide_capability {
    KR_GUIDE_capability,
    KR_GUIDE_CAPABILITIES(KR_GUIDE_ENUM)
} kr_guide_capability;
typedef enum kr_guide_goal { KR_GUIDE_goal, KR_GUIDE_GOALS(KR_GUIDE_ENUM) } kr_guide_goal;
typedef enum kr_guide_who { KR_GUIDE_who, KR_GUIDE_WHOS(KR_GUIDE_ENUM) } kr_guide_who;
typedef enum kr_guide_training { KR_GUIDE_training, KR_GUIDE_TRAININGS(KR_GUIDE_ENUM) } kr_guide_training;
typedef enum kr_guide_leader { KR_GUIDE_leader, KR_GUIDE_LEADERS(KR_GUIDE_ENUM) } kr_guide_leader;
typedef enum kr_guide_evidence { KR_GUIDE_evidence, KR_GUIDE_EVIDENCES(KR_GUIDE_ENUM) } kr_guide_evidence;
typedef enum kr_guide_licence { KR_GUIDE_licence, KR_GUIDE_LICENCES(KR_GUIDE_ENUM) } kr_guide_licence;
typedef enum kr_guide_kind { KR_GUIDE_kind, KR_GUIDE_KINDS(KR_GUIDE_ENUM) } kr_guide_kind;
typedef enum kr_guide_present { KR_GUIDE_present, KR_GUIDE_PRESENCES(KR_GUIDE_ENUM) } kr_guide_present;
typedef enum kr_guide_tool { KR_GUIDE_tool, KR_GUIDE_TOOLS(KR_GUIDE_ENUM) KR_GUIDE_tools_end } kr_guide_tool;
typedef enum kr_guide_exercise { KR_GUIDE_exercise, KR_GUIDE_EXERCISES(KR_GUIDE_ENUM) } kr_guide_exercise;
typedef enum kr_guide_form { KR_GUIDE_form, KR_GUIDE_FORMS(KR_GUIDE_ENUM) } kr_guide_form;
typedef enum kr_guide_look { KR_GUIDE_look, KR_GUIDE_LOOKS(KR_GUIDE_ENUM) } kr_guide_look;
typedef enum kr_guide_purpose { KR_GUIDE_purpose, KR_GUIDE_PURPOSES(KR_GUIDE_ENUM) } kr_guide_purpose;
typedef enum kr_guide_place { KR_GUIDE_place, KR_GUIDE_PLACES(KR_GUIDE_ENUM) } kr_guide_place;
#undef KR_GUIDE_ENUM

#define KR_GUIDE_FIRST_LATER KR_GUIDE_tool_conference

#endif
