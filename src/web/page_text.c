/* What is known about a contact, in whole sentences: the line below each closed drawer. Every function writes
 * nothing when nothing is known; the page then shows what one could tell there. */
#include "web/pages.h"

static void space(kr_buf *out) {
    if (out->len) kr_put_c(out, ' ');
}

static const kr_choice_list *tie_list(uint16_t field) {
    return kr_list_of(KR_KIND_tie, field);
}

static void say_choice(const kr_page *page, kr_buf *out, const char *key, const kr_choice_list *list,
                       unsigned number) {
    if (!number) return;
    space(out);
    kr_say_with(page, out, key, "what", kr_page_choice_low(page, list, number));
}

/* "buurvrouw. ‘Heeft de sleutel.’" */
void kr_say_who(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    const kr_person *person = alter->person;
    if (person->role.len) {
        kr_say_with(page, out, "contact.say.role", "role", kr_page_high(page, person->role));
    } else if (person->sector) {
        kr_say_with(page, out, "contact.say.role", "role",
                    kr_page_choice(page, kr_list_of(KR_KIND_person, KR_F_person_sector), person->sector));
    }
    if (person->remark.len) {
        space(out);
        kr_say_with(page, out, "contact.say.remark", "remark", person->remark);
    }
}

void kr_say_place(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    const kr_form *form = kr_form_of(KR_FORM_LENSINK);
    kr_place place = kr_place_of(form, alter);
    bool ring = place.ring && !place.ring_suggested, area = place.area && !place.area_suggested;
    if (!ring && !area) return;
    kr_word_arg args[2] = {
        KR_WORD_TEXT("ring", ring ? kr_page_ring(page, form, place.ring) : KR_NONE),
        KR_WORD_TEXT("area", area ? kr_page_low(page, kr_page_area(page, form, place.area)) : KR_NONE)};
    const char *key = ring && area ? "contact.say.place" : ring ? "contact.say.ring" : "contact.say.area";
    kr_say(out, page->lang, key, args, 2);
}

static void say_often(const kr_page *page, kr_buf *out, const char *key, unsigned often) {
    static const char *const words[] = {"", "often.daily", "often.weekly", "often.monthly", "often.yearly"};
    if (!often || often >= KR_COUNT(words)) return;
    space(out);
    kr_say_with(page, out, key, "often", kr_word(page->lang, words[often]));
}

void kr_say_contact(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    const kr_tie *tie = alter->tie;
    if (!tie) return;
    say_often(page, out, "contact.say.live", tie->live);
    say_often(page, out, "contact.say.phone", tie->phone);
    if (!out->len) say_often(page, out, "contact.say.message", tie->message);
    if (!out->len) say_often(page, out, "contact.say.online", tie->online);
    if (tie->since) {
        kr_buf date = kr_page_buf(page);
        kr_say_date(&date, page->lang, tie->since);
        space(out);
        kr_say_with(page, out, "contact.say.since", "date", kr_page_text(&date));
    }
    if (tie->state && tie->state != KR_state_active) {
        space(out);
        kr_say_with(page, out, "contact.say.state", "what",
                    kr_page_choice(page, tie_list(KR_F_tie_state), tie->state));
    }
}

void kr_say_energy(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    static const char *const energy[] = {"", "contact.say.energy.gives", "contact.say.energy.costs",
                                         "contact.say.energy.both", "contact.say.energy.neither"};
    const kr_tie *tie = alter->tie;
    if (!tie) return;
    if (tie->energy && tie->energy < KR_COUNT(energy)) kr_put(out, kr_word(page->lang, energy[tie->energy]));
    say_choice(page, out, "contact.say.strength", tie_list(KR_F_tie_strength), tie->strength);
    say_choice(page, out, "contact.say.tone", tie_list(KR_F_tie_tone), tie->tone);
    if (!out->len) say_choice(page, out, "contact.say.feels", tie_list(KR_F_tie_feels), tie->feels);
    if (!out->len && tie->quality.len) kr_say_with(page, out, "contact.say.quote", "words", tie->quality);
    if (tie->private_mark == KR_yesno_yes) {
        space(out);
        kr_put(out, kr_word(page->lang, "contact.say.private"));
    }
}

void kr_say_support(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    const kr_tie *tie = alter->tie;
    const kr_choice_list *list = tie_list(KR_F_tie_gets);
    if (!tie) return;
    if (tie->gets) {
        kr_buf kinds = kr_page_buf(page);
        kr_page_set(page, &kinds, list, tie->gets);
        kr_word_arg args[2] = {KR_WORD_TEXT("name", alter->person->name),
                               KR_WORD_TEXT("what", kr_page_text(&kinds))};
        kr_say(out, page->lang, "contact.say.gets", args, 2);
    }
    if (tie->gives) {
        kr_buf kinds = kr_page_buf(page);
        kr_page_set(page, &kinds, list, tie->gives);
        kr_word_arg args[2] = {KR_WORD_TEXT("name", alter->person->name),
                               KR_WORD_TEXT("what", kr_page_text(&kinds))};
        space(out);
        kr_say(out, page->lang, tie->gets ? "contact.say.gives.too" : "contact.say.gives", args, 2);
    }
    if (!out->len) say_choice(page, out, "contact.say.balance", tie_list(KR_F_tie_balance), tie->balance);
}

void kr_say_ask(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    static const char *const keys[] = {"", "contact.say.ask.yes", "contact.say.ask.perhaps",
                                       "contact.say.ask.no"};
    const kr_choice_list *list = tie_list(KR_F_tie_gets);
    for (unsigned answer = 1; answer < KR_COUNT(keys); answer++) {
        uint32_t set = 0;
        for (size_t i = 0; i < list->count; i++)
            if (kr_tie_choice(alter->tie, (uint16_t)(KR_F_tie_ask_practical + i)) == answer)
                set |= 1u << list->choices[i].number;
        if (!set) continue;
        kr_buf kinds = kr_page_buf(page);
        kr_page_set(page, &kinds, list, set);
        space(out);
        kr_say_with(page, out, keys[answer], "what", kr_page_text(&kinds));
    }
}

void kr_say_wish(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    const kr_tie *tie = alter->tie;
    if (!tie) return;
    if (tie->wish_words.len) {
        kr_put(out, tie->wish_words);
    } else if (tie->wish) {
        kr_put(out, kr_page_choice(page, tie_list(KR_F_tie_wish), tie->wish));
        kr_put_c(out, '.');
    }
}

void kr_say_knows(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    const kr_network *net = &page->net;
    size_t at = kr_network_index(net, alter->person->id), count = 0;
    uint32_t *people = kr_new_n(page->request->arena, uint32_t, net->n ? net->n : 1);
    if (at == SIZE_MAX || !people) return;
    for (size_t i = 0; i < net->n_known; i++) {
        if (net->pairs[i].a == at)
            people[count++] = net->pairs[i].b;
        else if (net->pairs[i].b == at)
            people[count++] = net->pairs[i].a;
        if (count == net->n) break;
    }
    if (!count) return;
    kr_buf names = kr_page_buf(page);
    kr_page_names(page, &names, people, count, 6);
    kr_word_arg args[2] = {KR_WORD_TEXT("name", alter->person->name),
                           KR_WORD_TEXT("names", kr_page_text(&names))};
    kr_say(out, page->lang, "contact.say.knows", args, 2);
}

void kr_say_told(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    static const char *const keys[] = {"",
                                       "contact.say.told",
                                       "contact.say.told.not_yet",
                                       "contact.say.told.rather_not",
                                       "contact.say.told.agreed",
                                       "contact.say.told.objects"};
    unsigned knows = alter->person->knows;
    if (knows && knows < KR_COUNT(keys)) kr_put(out, kr_word(page->lang, keys[knows]));
}

void kr_say_where(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    const kr_person *person = alter->person;
    if (person->lives.len) kr_say_with(page, out, "contact.say.lives", "place", person->lives);
    if (person->lives_where) {
        space(out);
        kr_say_with(
            page, out, "contact.say.sentence", "what",
            kr_page_choice(page, kr_list_of(KR_KIND_person, KR_F_person_lives_where), person->lives_where));
    }
    if (person->talents.len) {
        space(out);
        kr_say_with(page, out, "contact.say.talents", "talents", person->talents);
    }
    if (person->opens_door.len) {
        space(out);
        kr_say_with(page, out, "contact.say.sentence", "what", person->opens_door);
    }
    if (!out->len && person->has_time.len)
        kr_say_with(page, out, "contact.say.has_time", "when", person->has_time);
}

void kr_say_more(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    static const uint16_t fields[] = {KR_F_person_age_group, KR_F_person_marital, KR_F_person_work};
    for (size_t i = 0; i < KR_COUNT(fields); i++) {
        kr_field_spec spec = {KR_KIND_person, (uint8_t)fields[i], KR_AS_LINE};
        kr_str words = kr_field_words(page, alter->person, spec);
        if (!words.len) continue;
        kr_put_z(out, out->len ? ", " : "");
        kr_put(out, out->len ? kr_page_low(page, words) : words);
    }
    if (out->len) kr_put_c(out, '.');
    if (alter->person->died) {
        kr_buf date = kr_page_buf(page);
        kr_say_date(&date, page->lang, alter->person->died);
        space(out);
        kr_say_with(page, out, "contact.say.died", "date", kr_page_text(&date));
    }
}
