#include "web/pages.h"

const kr_route kr_routes_among[] = {{0}};
