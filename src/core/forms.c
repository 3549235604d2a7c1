#include "core/network.h"

/* Circle forms as data, and the crosswalk between them (suggestions only; the person decides). */

static const kr_choice_list *list_of(uint16_t field) {
    return kr_schema_field(KR_KIND_tie, field)->list;
}

/* Areas in reading order: from the top left, clockwise. */
static const kr_form forms[] = {
    {.id = KR_FORM_LENSINK,
     .name = "lensink",
     .title_key = "form.lensink",
     .ring_field = KR_F_tie_closeness,
     .area_field = KR_F_tie_lensink_area,
     .ring_keys = {"ring.lensink.1", "ring.lensink.2", "ring.lensink.3", "ring.lensink.4"},
     .n_rings = 4,
     .areas = {{KR_lensink_area_family, "area.lensink.family", 1, 270, 360},
               {KR_lensink_area_society, "area.lensink.society", 2, 0, 90},
               {KR_lensink_area_professionals, "area.lensink.professionals", 3, 90, 180},
               {KR_lensink_area_fellows, "area.lensink.fellows", 4, 180, 270}},
     .n_areas = 4},
    {.id = KR_FORM_WARD,
     .name = "wijkecogram",
     .title_key = "form.wijkecogram",
     .ring_field = KR_F_tie_ward_ring,
     .area_field = KR_F_tie_ward_area,
     .ring_keys = {"ring.wijkecogram.1", "ring.wijkecogram.2"},
     .n_rings = 2,
     .areas = {{KR_ward_area_family, "area.wijkecogram.family", 1, 240, 360},
               {KR_ward_area_friends, "area.wijkecogram.friends", 2, 0, 120},
               {KR_ward_area_services, "area.wijkecogram.services", 3, 120, 240}},
     .n_areas = 3},
    {.id = KR_FORM_HORIZONS,
     .name = "horizons",
     .title_key = "form.horizons",
     .ring_field = KR_F_tie_horizon,
     .area_field = KR_F_tie_horizon_area,
     .ring_keys = {"ring.horizons.1", "ring.horizons.2", "ring.horizons.3"},
     .n_rings = 3,
     .areas = {{KR_horizon_area_family, "area.horizons.family", 1, 270, 360},
               {KR_horizon_area_friends, "area.horizons.friends", 2, 0, 90},
               {KR_horizon_area_professionals, "area.horizons.professionals", 3, 90, 180},
               {KR_horizon_area_colleagues, "area.horizons.colleagues", 4, 180, 270}},
     .n_areas = 4},
    {.id = KR_FORM_RINGS,
     .name = "rings",
     .title_key = "form.rings",
     .ring_field = KR_F_tie_closeness,
     .area_field = 0,
     .ring_keys = {"ring.rings.1", "ring.rings.2", "ring.rings.3", "ring.rings.4"},
     .n_rings = 4,
     .areas = {{0, "area.rings.all", 0, 0, 360}},
     .n_areas = 1},
};

const kr_choice_list *kr_form_ring_list(const kr_form *form) {
    return list_of(form->ring_field);
}

const kr_form *kr_forms(size_t *count) {
    *count = KR_COUNT(forms);
    return forms;
}

const kr_form *kr_form_of(kr_form_id id) {
    for (size_t i = 0; i < KR_COUNT(forms); i++) {
        if (forms[i].id == id) return &forms[i];
    }
    return NULL;
}

const kr_form *kr_form_named(kr_str name) {
    for (size_t i = 0; i < KR_COUNT(forms); i++) {
        if (kr_str_is(name, forms[i].name)) return &forms[i];
    }
    return NULL;
}

/* What kind of contact this is, for suggesting an area: the sector, or else what another form says. */
static uint8_t sector_of(const kr_alter *alter) {
    static const uint8_t by_lensink[] = {0, KR_sector_family, KR_sector_acquaintance, KR_sector_professional,
                                         KR_sector_fellow};
    static const uint8_t by_ward[] = {0, KR_sector_family, KR_sector_friend, KR_sector_professional};
    static const uint8_t by_horizon[] = {0, KR_sector_family, KR_sector_friend, KR_sector_colleague,
                                         KR_sector_professional};
    const kr_tie *t = alter->tie;
    if (alter->person->sector) return alter->person->sector;
    if (!t) return 0;
    if (t->lensink_area && t->lensink_area < KR_COUNT(by_lensink)) return by_lensink[t->lensink_area];
    if (t->horizon_area && t->horizon_area < KR_COUNT(by_horizon)) return by_horizon[t->horizon_area];
    if (t->ward_area && t->ward_area < KR_COUNT(by_ward)) return by_ward[t->ward_area];
    return 0;
}

/* Index = sector; 0 = ask the person. After the crosswalk of the instruments. */
static const uint8_t area_by_sector[][12] = {
    [KR_FORM_LENSINK] = {0, KR_lensink_area_family, KR_lensink_area_family, KR_lensink_area_society,
                         KR_lensink_area_society, KR_lensink_area_society, KR_lensink_area_society,
                         KR_lensink_area_fellows, KR_lensink_area_society, KR_lensink_area_professionals,
                         KR_lensink_area_professionals, KR_lensink_area_society},
    [KR_FORM_WARD] = {0, KR_ward_area_family, KR_ward_area_family, KR_ward_area_friends, KR_ward_area_friends,
                      KR_ward_area_friends, KR_ward_area_friends, KR_ward_area_friends, 0,
                      KR_ward_area_services, KR_ward_area_services, KR_ward_area_friends},
    [KR_FORM_HORIZONS] = {0, KR_horizon_area_family, KR_horizon_area_family, KR_horizon_area_friends,
                          KR_horizon_area_friends, KR_horizon_area_friends, KR_horizon_area_colleagues, 0, 0,
                          KR_horizon_area_professionals, KR_horizon_area_professionals,
                          KR_horizon_area_friends},
};

/* How near, on the scale of closeness, by whichever form says it. */
static uint8_t closeness_of(const kr_tie *t) {
    static const uint8_t by_horizon[] = {0, KR_closeness_intimate, KR_closeness_friend,
                                         KR_closeness_acquaintance};
    static const uint8_t by_ward[] = {0, KR_closeness_friend, KR_closeness_acquaintance};
    if (t->closeness) return t->closeness;
    if (t->horizon && t->horizon < KR_COUNT(by_horizon)) return by_horizon[t->horizon];
    if (t->ward_ring && t->ward_ring < KR_COUNT(by_ward)) return by_ward[t->ward_ring];
    return 0;
}

static uint8_t ring_by_closeness(kr_form_id form, uint8_t closeness) {
    static const uint8_t ward[] = {0, 1, 1, 2, 2};
    static const uint8_t horizon[] = {0, 1, 2, 3, 3};
    if (closeness > 4) return 0;
    if (form == KR_FORM_WARD) return ward[closeness];
    return form == KR_FORM_HORIZONS ? horizon[closeness] : closeness;
}

static uint8_t said_ring(const kr_form *form, const kr_tie *t) {
    switch (form->id) {
    case KR_FORM_WARD:
        return t->ward_ring;
    case KR_FORM_HORIZONS:
        return t->horizon;
    default:
        return t->closeness;
    }
}

static uint8_t said_area(const kr_form *form, const kr_tie *t) {
    switch (form->id) {
    case KR_FORM_LENSINK:
        return t->lensink_area;
    case KR_FORM_WARD:
        return t->ward_area;
    case KR_FORM_HORIZONS:
        return t->horizon_area;
    default:
        return 0;
    }
}

static uint8_t area_index(const kr_form *form, uint8_t choice) {
    for (size_t i = 0; i < form->n_areas; i++) {
        if (choice && form->areas[i].choice == choice) return (uint8_t)(i + 1);
    }
    return 0;
}

kr_place kr_place_of(const kr_form *form, const kr_alter *alter) {
    kr_place place = {0};
    const kr_tie *t = alter->tie;
    if (t) place.ring = said_ring(form, t);
    if (place.ring > form->n_rings) place.ring = 0;
    if (t && !place.ring) {
        place.ring = ring_by_closeness(form->id, closeness_of(t));
        place.ring_suggested = place.ring != 0;
    }
    if (!form->area_field) {
        place.area = 1;
        return place;
    }
    if (t) place.area = area_index(form, said_area(form, t));
    uint8_t sector = place.area ? 0 : sector_of(alter);
    if (sector && sector < KR_COUNT(area_by_sector[0])) {
        place.area = area_index(form, area_by_sector[form->id][sector]);
        place.area_suggested = place.area != 0;
    }
    return place;
}

/* -- areas of life
 * --------------------------------------------------------------------------------------------------- */

enum {
    ECO_FAMILY,
    ECO_NEIGHBOURS,
    ECO_FRIENDS,
    ECO_WORK,
    ECO_CARE,
    ECO_PART,
    ECO_FAITH,
    ECO_SHOPS,
    ECO_OTHER
};

const kr_eco_area *kr_eco_areas(void) {
    static const kr_eco_area areas[KR_ECO_AREAS] = {
        {"eco.family", 1}, {"eco.neighbours", 2}, {"eco.friends", 2}, {"eco.work", 4},  {"eco.care", 3},
        {"eco.part", 4},   {"eco.faith", 4},      {"eco.shops", 2},   {"eco.other", 0},
    };
    return areas;
}

static size_t by_domain(uint32_t domains) {
    static const struct {
        uint8_t domain, area;
    } order[] = {{KR_domain_care, ECO_CARE},      {KR_domain_faith, ECO_FAITH},
                 {KR_domain_work, ECO_WORK},      {KR_domain_school, ECO_WORK},
                 {KR_domain_shops, ECO_SHOPS},    {KR_domain_sport, ECO_PART},
                 {KR_domain_hobby, ECO_PART},     {KR_domain_culture, ECO_PART},
                 {KR_domain_shared, ECO_PART},    {KR_domain_neighbourhood, ECO_NEIGHBOURS},
                 {KR_domain_online, ECO_FRIENDS}, {KR_domain_home, ECO_FAMILY}};
    for (size_t i = 0; i < KR_COUNT(order); i++) {
        if (domains >> order[i].domain & 1) return order[i].area;
    }
    return ECO_OTHER;
}

size_t kr_eco_area_of(const kr_alter *alter) {
    static const uint8_t by_sector[] = {ECO_OTHER,   ECO_FAMILY,     ECO_FAMILY, ECO_FRIENDS,
                                        ECO_FRIENDS, ECO_NEIGHBOURS, ECO_WORK,   ECO_PART,
                                        ECO_PART,    ECO_CARE,       ECO_FAITH,  ECO_SHOPS};
    const kr_person *p = alter->person;
    bool vague = p->sector == 0 || p->sector == KR_sector_society || p->sector == KR_sector_volunteer ||
                 p->sector == KR_sector_acquaintance;
    if (vague && p->domain) return by_domain(p->domain);
    return p->sector < KR_COUNT(by_sector) ? by_sector[p->sector] : ECO_OTHER;
}
