/* What time it is, here and in Amsterdam. No time zone database: the European rule has been the same since
 * 1996. */
#include <time.h>

#include "web/engine.h"

#define HOUR_MS 3600000LL
#define DAY_MS  86400000LL

int64_t kr_clock_utc(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now) != 0) return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Days since 1970 of a day in the Gregorian calendar. */
static int64_t days_of(int64_t year, int month, int day) {
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* One o'clock UTC on the last Sunday of a month with 31 days. */
static int64_t last_sunday(int64_t year, int month) {
    int64_t last = days_of(year, month, 31);
    int64_t weekday = ((last % 7) + 11) % 7; /* 1970-01-01 was a Thursday; 0 is Sunday */
    return (last - weekday) * DAY_MS + HOUR_MS;
}

int64_t kr_clock_local(int64_t utc_ms) {
    kr_date date = kr_date_of(utc_ms);
    int64_t year = date / 10000;
    bool summer = utc_ms >= last_sunday(year, 3) && utc_ms < last_sunday(year, 10);
    return utc_ms + (summer ? 2 : 1) * HOUR_MS;
}
