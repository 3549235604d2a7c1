/* Parts, roles and days of sharing, in words. */
#include "web/pages_share.h"

#include <stdio.h>

#include "web/engine.h"

static const char *const part_names[KR_PARTS] = {
    [KR_PART_MAP] = "map",         [KR_PART_FAMILY] = "family", [KR_PART_FEEL] = "feel",
    [KR_PART_WISH] = "wish",       [KR_PART_PLAN] = "plan",     [KR_PART_TIME] = "time",
    [KR_PART_LIFE] = "life",       [KR_PART_WAYS] = "ways",     [KR_PART_SHEETS] = "sheets",
    [KR_PART_QUESTIONS] = "lists", [KR_PART_REACH] = "reach",   [KR_PART_NOTES] = "notes"};

const char *kr_share_part_name(unsigned part) {
    return part < KR_PARTS ? part_names[part] : part_names[KR_PART_MAP];
}

const uint8_t *kr_share_parts(void) {
    static const uint8_t order[KR_PARTS] = {KR_PART_MAP,   KR_PART_PLAN,   KR_PART_WISH,      KR_PART_FAMILY,
                                            KR_PART_REACH, KR_PART_FEEL,   KR_PART_LIFE,      KR_PART_TIME,
                                            KR_PART_WAYS,  KR_PART_SHEETS, KR_PART_QUESTIONS, KR_PART_NOTES};
    return order;
}

/* What each role begins with. As little as serves: whoever wants to show more turns a switch. */
static const struct {
    const char *name;
    uint8_t rights[KR_PARTS];
    uint32_t fits; /* parts shown as a switch from the start, as bits */
    int days;      /* 0: until it is stopped */
} roles[] = {
    [KR_ROLE_CARER] = {"carer",
                       {[KR_PART_MAP] = KR_RIGHT_ADD,
                        [KR_PART_PLAN] = KR_RIGHT_ADD,
                        [KR_PART_FAMILY] = KR_RIGHT_READ,
                        [KR_PART_REACH] = KR_RIGHT_READ},
                       1u << KR_PART_WISH | 1u << KR_PART_FEEL,
                       0},
    [KR_ROLE_RELATIVE] = {"relative",
                          {[KR_PART_MAP] = KR_RIGHT_READ, [KR_PART_FAMILY] = KR_RIGHT_ADD},
                          1u << KR_PART_PLAN | 1u << KR_PART_LIFE,
                          0},
    [KR_ROLE_FRIEND] = {"friend",
                        {[KR_PART_MAP] = KR_RIGHT_READ, [KR_PART_WISH] = KR_RIGHT_READ},
                        1u << KR_PART_PLAN,
                        0},
    [KR_ROLE_VOLUNTEER] = {"volunteer",
                           {[KR_PART_MAP] = KR_RIGHT_READ, [KR_PART_PLAN] = KR_RIGHT_READ},
                           1u << KR_PART_WISH,
                           180},
    [KR_ROLE_PROFESSIONAL] = {"professional",
                              {[KR_PART_MAP] = KR_RIGHT_READ, [KR_PART_PLAN] = KR_RIGHT_READ},
                              1u << KR_PART_WISH | 1u << KR_PART_FAMILY,
                              90},
    [KR_ROLE_ALONGSIDE] = {"alongside",
                           {[KR_PART_MAP] = KR_RIGHT_READ},
                           1u << KR_PART_WISH | 1u << KR_PART_PLAN,
                           30},
    /* all that is needed to keep the circle for somebody; what is felt and noted stays theirs to open */
    [KR_ROLE_REPRESENTATIVE] = {"representative",
                                {[KR_PART_MAP] = KR_RIGHT_EDIT,
                                 [KR_PART_PLAN] = KR_RIGHT_EDIT,
                                 [KR_PART_WISH] = KR_RIGHT_EDIT,
                                 [KR_PART_FAMILY] = KR_RIGHT_EDIT,
                                 [KR_PART_REACH] = KR_RIGHT_EDIT,
                                 [KR_PART_TIME] = KR_RIGHT_READ,
                                 [KR_PART_LIFE] = KR_RIGHT_EDIT,
                                 [KR_PART_WAYS] = KR_RIGHT_EDIT,
                                 [KR_PART_SHEETS] = KR_RIGHT_EDIT,
                                 [KR_PART_QUESTIONS] = KR_RIGHT_READ},
                                0,
                                0},
};

const char *kr_share_role_name(unsigned role) {
    return role < KR_COUNT(roles) ? roles[role].name : NULL;
}

uint8_t kr_share_role_named(kr_str name) {
    for (size_t i = 1; i < KR_COUNT(roles); i++)
        if (kr_str_is(name, roles[i].name)) return (uint8_t)i;
    return 0;
}

void kr_share_begin_with(kr_share_entry *share, uint8_t role, int64_t now) {
    if (role >= KR_COUNT(roles) || !roles[role].name) return;
    share->role = role;
    memcpy(share->rules.rights, roles[role].rights, sizeof share->rules.rights);
    int days = roles[role].days;
    share->until = days ? kr_share_day_end(kr_date_of(kr_clock_local(now) + days * KR_DAY_MS)) : 0;
}

bool kr_share_fits(uint8_t role, unsigned part) {
    if (role >= KR_COUNT(roles)) return false;
    return roles[role].rights[part] || (roles[role].fits & (1u << part));
}

/* A first word that is a title, or is not written as a name is, does not stand alone. */
kr_str kr_share_call(kr_str name) {
    static const char *const titles[] = {"Mevrouw", "Meneer", "Mevr", "Dhr",   "Dokter", "Zuster",
                                         "Oom",     "Tante",  "Oma",  "Opa",   "Mrs",    "Mr",
                                         "Ms",      "Miss",   "Aunt", "Uncle", "Doctor", "Dr"};
    kr_str first;
    (void)kr_str_cut(name, ' ', &first);
    if (first.len < 2 || (unsigned char)first.ptr[0] < 'A' || first.ptr[first.len - 1] == '.') return name;
    if (first.ptr[0] >= 'a' && first.ptr[0] <= 'z') return name;
    for (size_t i = 0; i < KR_COUNT(titles); i++)
        if (kr_str_is(first, titles[i])) return name;
    return first;
}

/* -- days
 * ---------------------------------------------------------------------------------------------------- */

/* Days since 1970 of a real date; the way of counting from March makes leap days come last. */
static int64_t day_number(kr_date date) {
    int64_t y = date / 10000, m = date / 100 % 100, d = date % 100;
    y -= m <= 2;
    int64_t era = y / 400, yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int64_t kr_share_day_end(kr_date date) {
    int64_t local = (day_number(date) + 1) * KR_DAY_MS;
    return local - (kr_clock_local(local) - local);
}

kr_str kr_share_day(const kr_request *request, int64_t at) {
    kr_lang lang = request->prefs.lang;
    int64_t local = kr_clock_local(at);
    kr_date day = kr_date_of(local);
    kr_buf out, date;
    kr_str text = KR_NONE, said = KR_NONE;
    if (day == kr_date_of(request->local)) return kr_word(lang, "words.today");
    if (day == kr_date_of(request->local - KR_DAY_MS)) return kr_word(lang, "words.yesterday");
    kr_buf_init(&date, request->arena, 100);
    kr_say_date(&date, lang, day);
    if (kr_buf_end(&date, &text) != KR_OK) return KR_NONE;
    kr_word_arg arg = KR_WORD_TEXT("date", text);
    kr_buf_init(&out, request->arena, 200);
    kr_say(&out, lang, "share.on_day", &arg, 1);
    return kr_buf_end(&out, &said) == KR_OK ? said : KR_NONE;
}

kr_str kr_share_until(const kr_page *page, int64_t until) {
    if (!until) return KR_NONE;
    kr_buf date = kr_page_buf(page), out = kr_page_buf(page);
    kr_say_date(&date, page->lang, kr_date_of(kr_clock_local(until - 1)));
    kr_say_with(page, &out, "share.until.date", "date", kr_page_text(&date));
    return kr_page_text(&out);
}

/* -- what is open, what is not
 * ------------------------------------------------------------------------------- */

kr_str kr_share_say_parts(const kr_page *page, const kr_share *rules, bool closed, size_t people,
                          const kr_str *first, size_t n_first) {
    kr_str names[KR_PARTS + 24];
    size_t n = 0;
    const uint8_t *order = kr_share_parts();
    while (n < n_first && n < 24) {
        names[n] = first[n];
        n++;
    }
    for (size_t i = 0; i < KR_PARTS; i++) {
        unsigned part = order[i];
        char key[48];
        if ((rules->rights[part] == KR_RIGHT_NONE) != closed) continue;
        snprintf(key, sizeof key, "share.%s.%s", closed ? "closed" : "part", part_names[part]);
        if (part == KR_PART_MAP && !closed) {
            kr_buf say = kr_page_buf(page);
            kr_word_arg arg = KR_WORD_NUMBER("n", (int64_t)people);
            kr_say(&say, page->lang, key, &arg, 1);
            names[n++] = kr_page_text(&say);
        } else {
            names[n++] = kr_word_s(page->lang, kr_str_z(kr_page_z(page, kr_str_z(key))));
        }
    }
    kr_buf out = kr_page_buf(page);
    kr_say_names(&out, page->lang, names, n, n);
    return kr_page_text(&out);
}
