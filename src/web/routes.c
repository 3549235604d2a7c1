/* All routes in one table: the tables of the page files, one after the other. */
#include "web/web.h"

size_t kr_routes(kr_route *out, size_t cap) {
    static const kr_route *const tables[] = {
        kr_routes_account,  kr_routes_files,     kr_routes_circle,   kr_routes_contact,  kr_routes_time,
        kr_routes_drawings, kr_routes_family,    kr_routes_among,    kr_routes_life,     kr_routes_web,
        kr_routes_photo,    kr_routes_whatif,    kr_routes_see,      kr_routes_research, kr_routes_measures,
        kr_routes_guides,   kr_routes_ways,      kr_routes_plan,     kr_routes_good,     kr_routes_sheets,
        kr_routes_asking,   kr_routes_questions, kr_routes_operator, kr_routes_share,    kr_routes_people,
        kr_routes_safe};
    size_t n = 0;
    for (size_t t = 0; t < KR_COUNT(tables); t++)
        for (const kr_route *route = tables[t]; route->path; route++, n++)
            if (n < cap) out[n] = *route;
    return n;
}
