#include "web/pages.h"

const kr_route kr_routes_life[] = {{0}};
