/* The drawers of a contact: which fields each holds, in which order. */
#include "web/pages.h"

#define PERSON(name, look)                                                                                   \
    { KR_KIND_person, KR_F_person_##name, look }
#define TIE(name, look)                                                                                      \
    { KR_KIND_tie, KR_F_tie_##name, look }

static const kr_field_spec who[] = {
    PERSON(name, KR_AS_LINE),         PERSON(what, KR_AS_DUO),    PERSON(role, KR_AS_LINE),
    PERSON(sector, KR_AS_SELECT),     PERSON(remark, KR_AS_AREA), PERSON(domain, KR_AS_DUO),
    PERSON(mentioned_by, KR_AS_LINE), PERSON(carer, KR_AS_CHECK),
};
static const kr_field_spec contact[] = {
    TIE(live, KR_AS_OWN),  TIE(phone, KR_AS_OWN),   TIE(message, KR_AS_OWN), TIE(online, KR_AS_OWN),
    TIE(since, KR_AS_OWN), TIE(how_met, KR_AS_OWN), TIE(state, KR_AS_DUO),
};
static const kr_field_spec energy[] = {
    TIE(energy, KR_AS_PICK), TIE(strength, KR_AS_DUO), TIE(tone, KR_AS_DUO),
    TIE(feels, KR_AS_DUO),   TIE(quality, KR_AS_AREA), TIE(private_mark, KR_AS_CHECK),
};
static const kr_field_spec support[] = {
    TIE(gets, KR_AS_OWN),
    TIE(gives, KR_AS_OWN),
    TIE(balance, KR_AS_PICK),
    TIE(together, KR_AS_AREA),
};
static const kr_field_spec asking[] = {
    TIE(ask_practical, KR_AS_OWN), TIE(ask_listening, KR_AS_OWN), TIE(ask_advice, KR_AS_OWN),
    TIE(ask_weighing, KR_AS_OWN),  TIE(ask_company, KR_AS_OWN),   TIE(ask_why, KR_AS_AREA),
};
static const kr_field_spec wish[] = {
    TIE(wish, KR_AS_PICK),
    TIE(wish_replace, KR_AS_AREA),
    TIE(wish_words, KR_AS_AREA),
};
static const kr_field_spec told[] = {PERSON(knows, KR_AS_PICK), PERSON(knows_on, KR_AS_SHORT),
                                     PERSON(knows_how, KR_AS_LINE)};
static const kr_field_spec where[] = {
    PERSON(lives, KR_AS_LINE),    PERSON(lives_where, KR_AS_DUO), PERSON(travel_minutes, KR_AS_SHORT),
    PERSON(has_time, KR_AS_LINE), PERSON(talents, KR_AS_AREA),    PERSON(opens_door, KR_AS_AREA),
};
static const kr_field_spec more[] = {
    PERSON(importance, KR_AS_DUO), PERSON(age_group, KR_AS_SELECT), PERSON(gender, KR_AS_SELECT),
    PERSON(marital, KR_AS_SELECT), PERSON(work, KR_AS_SELECT),      PERSON(schooling, KR_AS_SELECT),
    TIE(origin, KR_AS_DUO),        TIE(capital, KR_AS_PICK),        PERSON(gets_about, KR_AS_DUO),
    PERSON(channels, KR_AS_DUO),   PERSON(phone, KR_AS_LINE),       PERSON(email, KR_AS_LINE),
    PERSON(address, KR_AS_LINE),   PERSON(culture, KR_AS_AREA),     PERSON(died, KR_AS_SHORT),
};

static const kr_field_spec family[] = {
    PERSON(surname, KR_AS_LINE),    PERSON(born, KR_AS_SHORT),       PERSON(birth_place, KR_AS_LINE),
    PERSON(occupation, KR_AS_LINE), PERSON(family_note, KR_AS_AREA),
};

/* Name, role and remark stand above the drawers already. */
static void say_nothing(const kr_page *page, kr_buf *out, const kr_alter *alter) {
    (void)page;
    (void)out;
    (void)alter;
}

static const kr_layer layers[] = {
    {"wie", "ico-pen", false, who, KR_COUNT(who), say_nothing},
    {"plek", "ring-near", false, NULL, 0, kr_say_place},
    {"contact", "ico-talk", false, contact, KR_COUNT(contact), kr_say_contact},
    {"energie", "ico-sun", true, energy, KR_COUNT(energy), kr_say_energy},
    {"steun", "ico-swap", false, support, KR_COUNT(support), kr_say_support},
    {"vragen", "ico-question", true, asking, KR_COUNT(asking), kr_say_ask},
    {"wens", "ico-wish", true, wish, KR_COUNT(wish), kr_say_wish},
    {"kennen", "ico-web", false, NULL, 0, kr_say_knows},
    {"weet", "ico-knows", false, told, KR_COUNT(told), kr_say_told},
    {"waar", "ico-home", false, where, KR_COUNT(where), kr_say_where},
    {"meer", "ico-person", false, more, KR_COUNT(more), kr_say_more},
    {"familie", "ico-up", false, family, KR_COUNT(family), kr_say_family},
};

#define ANIMAL (1u << KR_what_animal)
#define GROUP  (1u << KR_what_group)
#define PLACE  (1u << KR_what_place)

/* Questions about a person that are strange about a group, a place or an animal. */
static const struct {
    uint8_t field;
    uint8_t strange;
} strange_fields[] = {
    {KR_F_person_carer, GROUP | PLACE | ANIMAL},
    {KR_F_person_knows, GROUP | PLACE | ANIMAL},
    {KR_F_person_knows_on, GROUP | PLACE | ANIMAL},
    {KR_F_person_knows_how, GROUP | PLACE | ANIMAL},
    {KR_F_person_talents, PLACE},
    {KR_F_person_age_group, GROUP | PLACE | ANIMAL},
    {KR_F_person_gender, GROUP | PLACE},
    {KR_F_person_marital, GROUP | PLACE | ANIMAL},
    {KR_F_person_work, GROUP | PLACE | ANIMAL},
    {KR_F_person_schooling, GROUP | PLACE | ANIMAL},
    {KR_F_person_gets_about, GROUP | PLACE | ANIMAL},
    {KR_F_person_channels, PLACE | ANIMAL},
    {KR_F_person_phone, ANIMAL},
    {KR_F_person_email, ANIMAL},
    {KR_F_person_address, ANIMAL},
    {KR_F_person_culture, PLACE | ANIMAL},
    {KR_F_person_died, GROUP | PLACE},
    {KR_F_person_occupation, ANIMAL},
    {KR_F_person_surname, ANIMAL},
};
static const struct {
    const char *id;
    uint8_t strange;
} strange_layers[] = {
    {"vragen", PLACE | ANIMAL}, {"weet", GROUP | PLACE | ANIMAL}, {"familie", GROUP | PLACE}};

bool kr_field_fits(kr_field_spec spec, const kr_person *person) {
    if (spec.kind != KR_KIND_person) return true;
    for (size_t i = 0; i < KR_COUNT(strange_fields); i++)
        if (strange_fields[i].field == spec.field && (strange_fields[i].strange & (1u << person->what)))
            return kr_record_get(person, KR_KIND_person, kr_schema_field(KR_KIND_person, spec.field)).op !=
                   KR_OP_CLEAR;
    return true;
}

bool kr_layer_fits(const kr_layer *layer, const kr_person *person) {
    for (size_t i = 0; i < KR_COUNT(strange_layers); i++)
        if (strcmp(strange_layers[i].id, layer->id) == 0 &&
            (strange_layers[i].strange & (1u << person->what)))
            return false;
    return true;
}

const kr_layer *kr_layers(size_t *count) {
    *count = KR_COUNT(layers);
    return layers;
}

const kr_layer *kr_layer_named(kr_str id) {
    for (size_t i = 0; i < KR_COUNT(layers); i++)
        if (kr_str_is(id, layers[i].id)) return &layers[i];
    return NULL;
}
