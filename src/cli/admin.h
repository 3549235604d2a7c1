/* `kring admin`: what its sub-commands share. None of them shows a circle or a name. */
#ifndef KR_CLI_ADMIN_H
#define KR_CLI_ADMIN_H

#include "cli/cli.h"
#include "store/operator.h"

/* The data folder: --data, else the operand at `at` when there is one, else the user's own. NULL after saying
 * what is wrong. */
const char *admin_folder(cli *c, size_t at);
/* Opens the store of that folder, which must be there. CLI_DONE, or what the shell gets. */
int admin_open(cli *c, size_t at, kr_store **out);
/* The account with the sign-in name in the operand after the sub-command. */
int admin_account(cli *c, kr_store *store, kr_id *out);
int64_t admin_now(void);
/* "2026-11-22T00:14:36.120Z"; "" for 0. */
const char *admin_moment(char out[32], int64_t at);
/* "2026-11-22", as the beginning of that day in UTC; false when it is no day. */
bool admin_day(const char *text, int64_t *out);
/* A number without meaning, as the address of a circle has it. */
void admin_hex(char out[17], kr_id id);
/* Closes, says what was wrong, and gives CLI_WRONG; CLI_DONE for KR_OK. */
int admin_end(cli *c, kr_store *store, kr_err err, const kr_error *error);

int admin_create(cli *c);
int admin_disable(cli *c);
int admin_enable(cli *c);
int admin_administrator(cli *c);
int admin_support(cli *c);
int admin_died(cli *c);
int admin_keys(cli *c);
int admin_backup(cli *c);
int admin_restore(cli *c);
int admin_verify(cli *c);
int admin_prune(cli *c);
int admin_audit(cli *c);
int admin_report(cli *c);
int admin_passwords(cli *c);

#endif
