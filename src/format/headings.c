/* The headings of address books and lists, in Dutch, English and some German and French. */
#include "format/headings.h"
#include "core/utf8.h"

typedef struct heading {
    const char *words; /* lower case, letters only */
    kr_meaning means;
} heading;

static const heading headings[] = {
    {"name", M_NAME},
    {"naam", M_NAME},
    {"namen", M_NAME},
    {"fullname", M_NAME},
    {"volledigenaam", M_NAME},
    {"displayname", M_NAME},
    {"weergavenaam", M_NAME},
    {"contact", M_NAME},
    {"contactpersoon", M_NAME},
    {"contactnaam", M_NAME},
    {"persoon", M_NAME},
    {"wie", M_NAME},
    {"nom", M_NAME},
    {"anzeigename", M_NAME},
    {"firstname", M_GIVEN},
    {"givenname", M_GIVEN},
    {"voornaam", M_GIVEN},
    {"roepnaam", M_GIVEN},
    {"vorname", M_GIVEN},
    {"prenom", M_GIVEN},
    {"middlename", M_MIDDLE},
    {"additionalname", M_MIDDLE},
    {"tussenvoegsel", M_MIDDLE},
    {"tussenvoegsels", M_MIDDLE},
    {"voorvoegsel", M_MIDDLE},
    {"middelstenaam", M_MIDDLE},
    {"tweedevoornaam", M_MIDDLE},
    {"lastname", M_FAMILY},
    {"familyname", M_FAMILY},
    {"surname", M_FAMILY},
    {"achternaam", M_FAMILY},
    {"familienaam", M_FAMILY},
    {"nachname", M_FAMILY},
    {"nomdefamille", M_FAMILY},
    {"nameprefix", M_PREFIX},
    {"aanhef", M_PREFIX},
    {"titel", M_PREFIX},
    {"title", M_PREFIX},
    {"nickname", M_NICK},
    {"bijnaam", M_NICK},
    {"spitzname", M_NICK},
    {"company", M_ORG},
    {"companyname", M_ORG},
    {"organization", M_ORG},
    {"organisation", M_ORG},
    {"organizationname", M_ORG},
    {"organisatie", M_ORG},
    {"organisatienaam", M_ORG},
    {"bedrijf", M_ORG},
    {"bedrijfsnaam", M_ORG},
    {"instelling", M_ORG},
    {"firma", M_ORG},
    {"jobtitle", M_TITLE},
    {"organizationtitle", M_TITLE},
    {"functie", M_TITLE},
    {"beroep", M_TITLE},
    {"position", M_TITLE},
    {"profession", M_TITLE},
    {"occupation", M_TITLE},
    {"role", M_ROLE},
    {"rol", M_ROLE},
    {"relatie", M_ROLE},
    {"relation", M_ROLE},
    {"relationship", M_ROLE},
    {"wieisdit", M_ROLE},
    {"wieisdat", M_ROLE},
    {"band", M_ROLE},
    {"verwantschap", M_ROLE},
    {"beziehung", M_ROLE},
    {"notes", M_REMARK},
    {"note", M_REMARK},
    {"notities", M_REMARK},
    {"notitie", M_REMARK},
    {"opmerking", M_REMARK},
    {"opmerkingen", M_REMARK},
    {"toelichting", M_REMARK},
    {"bijzonderheden", M_REMARK},
    {"comment", M_REMARK},
    {"comments", M_REMARK},
    {"remark", M_REMARK},
    {"remarks", M_REMARK},
    {"notizen", M_REMARK},
    {"address", M_ADDRESS},
    {"adres", M_ADDRESS},
    {"homeaddress", M_ADDRESS},
    {"otheraddress", M_ADDRESS},
    {"thuisadres", M_ADDRESS},
    {"adresthuis", M_ADDRESS},
    {"addressformatted", M_ADDRESS},
    {"street", M_STREET},
    {"straat", M_STREET},
    {"homestreet", M_STREET},
    {"huisadresstraat", M_STREET},
    {"addressstreet", M_STREET},
    {"otherstreet", M_STREET},
    {"zip", M_ZIP},
    {"zipcode", M_ZIP},
    {"postcode", M_ZIP},
    {"postalcode", M_ZIP},
    {"homezip", M_ZIP},
    {"homepostalcode", M_ZIP},
    {"addresspostalcode", M_ZIP},
    {"city", M_TOWN},
    {"town", M_TOWN},
    {"stad", M_TOWN},
    {"plaats", M_TOWN},
    {"homecity", M_TOWN},
    {"addresscity", M_TOWN},
    {"woonplaats", M_LIVES},
    {"woontin", M_LIVES},
    {"businessaddress", M_WORK_DETAIL},
    {"businessstreet", M_WORK_DETAIL},
    {"workaddress", M_WORK_DETAIL},
    {"workstreet", M_WORK_DETAIL},
    {"birthday", M_BIRTHDAY},
    {"birthdate", M_BIRTHDAY},
    {"dateofbirth", M_BIRTHDAY},
    {"geboortedatum", M_BIRTHDAY},
    {"geboortejaar", M_BIRTHDAY},
    {"birthyear", M_BIRTHDAY},
    {"verjaardag", M_BIRTHDAY},
    {"geburtstag", M_BIRTHDAY},
    {"gender", M_GENDER},
    {"sex", M_GENDER},
    {"geslacht", M_GENDER},
    {"age", M_AGE},
    {"leeftijd", M_AGE},
    {"categories", M_GROUP},
    {"category", M_GROUP},
    {"categorie", M_GROUP},
    {"categorieen", M_GROUP},
    {"groupmembership", M_GROUP},
    {"groups", M_GROUP},
    {"labels", M_GROUP},
    {"groep", M_GROUP},
    {"kring", M_GROUP},
    {"sector", M_GROUP},
    {"leefgebied", M_GROUP},
    {"spouse", M_RELATED},
    {"partner", M_RELATED},
    {"echtgenoot", M_RELATED},
    {"relationvalue", M_RELATED},
    {"soort", M_KIND},
    {"action", M_NOTHING},
    {"id", M_NOTHING},
    {"namelower", M_NOTHING},
    {"namelowerunique", M_NOTHING},
    {"contacttype", M_NOTHING},
    {"domain", M_NOTHING},
    {"apiid", M_NOTHING},
    {"externalid", M_NOTHING},
    {"sensitivity", M_NOTHING},
    {"priority", M_NOTHING},
    {"initials", M_NOTHING},
    {"initialen", M_NOTHING},
    {"shortname", M_NOTHING},
    {"namesuffix", M_NOTHING},
    {"suffix", M_NOTHING},
};

size_t kr_letters_only(kr_str text, char out[40]) {
    size_t n = 0;
    for (size_t at = 0; at < text.len && n < 39;) {
        uint32_t c = kr_utf8_fold(kr_utf8_next(text, &at));
        if (c >= 'a' && c <= 'z') out[n++] = (char)c;
    }
    out[n] = '\0';
    return n;
}

static bool contains(const char *text, const char *word) {
    return strstr(text, word) != NULL;
}

static bool ends_in(const char *text, const char *word) {
    size_t n = strlen(text), m = strlen(word);
    return n >= m && strcmp(text + n - m, word) == 0;
}

/* Telephone and mail have too many headings for a list. */
static kr_meaning by_part(const char *words) {
    if (ends_in(words, "type") || ends_in(words, "label")) return M_TYPE;
    if (contains(words, "phonetic") || contains(words, "yomi") || ends_in(words, "reltype") ||
        ends_in(words, "rel"))
        return M_NOTHING;
    if (contains(words, "fax") || contains(words, "assistant") || contains(words, "pager") ||
        contains(words, "telex"))
        return M_UNKNOWN;
    if (contains(words, "email") && !contains(words, "displayname") && !contains(words, "weergavenaam"))
        return M_EMAIL;
    if (contains(words, "phone") || contains(words, "telefo") || contains(words, "mobiel") ||
        contains(words, "mobile") || strcmp(words, "tel") == 0)
        return M_PHONE;
    return M_UNKNOWN;
}

kr_csv_column kr_csv_column_of(kr_str title, const kr_column *columns, size_t n_columns) {
    char words[40];
    title = kr_str_trim(title);
    const kr_field *own = kr_column_named(columns, n_columns, title);
    if (kr_str_is(title, "id")) return (kr_csv_column){M_ID, NULL};
    if (kr_str_is(title, "acquainted")) return (kr_csv_column){M_ACQUAINTED, NULL};
    /* Name and details are known by their headings: they need more than to be copied. */
    bool special = own && own->kind == KR_KIND_person &&
                   (own->number == KR_F_person_name || own->number == KR_F_person_phone ||
                    own->number == KR_F_person_email || own->number == KR_F_person_address);
    if (own && !special) return (kr_csv_column){M_FIELD, own};
    if (kr_letters_only(title, words) == 0) return (kr_csv_column){M_UNKNOWN, NULL};
    for (size_t i = 0; i < KR_COUNT(headings); i++) {
        if (strcmp(headings[i].words, words) == 0) return (kr_csv_column){headings[i].means, NULL};
    }
    return (kr_csv_column){by_part(words), NULL};
}
