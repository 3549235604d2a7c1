/* What every module for the browser has: memory for one answer, and the answer. A WebAssembly module is one
 * program with one caller, hence the only state of its own. No imports. */
#ifndef KR_WASM_MODULE_H
#define KR_WASM_MODULE_H

#include "core/arena.h"

#define EXPORT(name) __attribute__((export_name(#name))) name

/* All that a module allocates; begins to exist with the first use, and anew with each reset. */
kr_arena *kr_module_arena(void);
/* What output and output_size tell from now on: bytes in that arena. */
void kr_module_answer(kr_str bytes);
/* Bytes in that arena to come back to with a later call; empty after a reset. */
void kr_module_keep(kr_str bytes);
kr_str kr_module_kept(void);

uint32_t alloc(uint32_t size);
void reset(void);
const char *output(void);
uint32_t output_size(void);

#endif
