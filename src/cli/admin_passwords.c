/* The list of passwords that leaked somewhere, made into what Kring looks in. */
#include "cli/admin.h"
#include "store/known.h"

int admin_passwords(cli *c) {
    kr_error error = {0};
    kr_store *store = NULL;
    uint64_t count = 0;
    int code = admin_open(c, 2, &store); /* a data folder, and not just any */
    if (code != CLI_DONE) return code;
    kr_err err = kr_passwords_make(admin_folder(c, 2), c->operands[1], 1, &count, &error);
    kr_word_arg args[] = {KR_WORD_NUMBER("n", (int64_t)count)};
    if (err == KR_OK) cli_say(c, stdout, "admin.passwords", args, KR_COUNT(args));
    return admin_end(c, store, err, &error);
}
