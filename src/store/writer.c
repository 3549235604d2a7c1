/* Group commit. Whoever finds nobody writing writes for all who wait: one transaction, one sync. The others
 * sleep until their part is durable or has failed. There is no thread of its own: a lone writer loses no time
 * in handing over. */
#include "store/store_int.h"

#define MOST_JOBS 64

static kr_err begin(kr_db *db, kr_error *error) {
    return kr_db_do(db, KR_SQL_BEGIN_WRITE, error);
}

static void run_alone(kr_db *db, kr_job *job) {
    job->err = begin(db, &job->error);
    if (job->err) return;
    job->err = job->run(db, job->context, &job->error);
    if (!job->err) job->err = kr_db_do(db, KR_SQL_COMMIT, &job->error);
    if (job->err) kr_db_back(db);
}

/* One job among others: a refusal of its own undoes only itself. False when the transaction as a whole is
 * lost. */
static bool run_among(kr_db *db, kr_job *job) {
    if (kr_db_do(db, KR_SQL_SAVE, NULL)) return false;
    job->err = job->run(db, job->context, &job->error);
    if (job->err == KR_OK) return kr_db_do(db, KR_SQL_SAVE_OK, NULL) == KR_OK;
    if (job->err == KR_E_FULL || job->err == KR_E_IO || job->err == KR_E_READONLY || job->err == KR_E_MEMORY)
        return false;
    if (sqlite3_get_autocommit(db->handle)) return false;
    return kr_db_do(db, KR_SQL_SAVE_BACK, NULL) == KR_OK && kr_db_do(db, KR_SQL_SAVE_OK, NULL) == KR_OK;
}

static bool run_group(kr_db *db, kr_job *first) {
    bool good = begin(db, NULL) == KR_OK;
    for (kr_job *job = first; good && job; job = job->next) good = run_among(db, job);
    if (good) good = kr_db_do(db, KR_SQL_COMMIT, NULL) == KR_OK;
    if (!good) kr_db_back(db);
    return good;
}

static void run_all(kr_db *db, kr_job *first) {
    /* when a group fails, each gets its own chance: one that is too large must not take the others along */
    if (!first->next || !run_group(db, first))
        for (kr_job *job = first; job; job = job->next) run_alone(db, job);
    bool empty_log = false;
    for (kr_job *job = first; job; job = job->next) empty_log = empty_log || (job->empty_log && !job->err);
    /* may be busy for a reader; tidying tries again */
    if (empty_log) (void)sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

/* Takes up to MOST_JOBS from the front of the queue. */
static kr_job *take(kr_writer *writer) {
    kr_job *first = writer->first, *last = first;
    for (int n = 1; n < MOST_JOBS && last->next; n++) last = last->next;
    writer->first = last->next;
    if (!writer->first) writer->last = NULL;
    last->next = NULL;
    return first;
}

static void lead(kr_writer *writer) {
    writer->busy = true;
    kr_job *first = take(writer);
    pthread_mutex_unlock(&writer->lock);
    run_all(&writer->db, first);
    pthread_mutex_lock(&writer->lock);
    writer->busy = false;
    while (first) {
        kr_job *next = first->next; /* the job may be gone as soon as it is done */
        first->done = true;
        pthread_cond_signal(&first->wake);
        first = next;
    }
    if (writer->first) pthread_cond_signal(&writer->first->wake);
}

kr_err kr_write(kr_store *store, kr_job_fn run, void *context, bool empty_log, kr_error *error) {
    kr_writer *writer = &store->writer;
    kr_job job = {.run = run, .context = context, .empty_log = empty_log};
    if (pthread_cond_init(&job.wake, NULL)) return kr_no_memory(error);
    pthread_mutex_lock(&writer->lock);
    if (writer->last)
        writer->last->next = &job;
    else
        writer->first = &job;
    writer->last = &job;
    while (!job.done) {
        if (writer->busy)
            pthread_cond_wait(&job.wake, &writer->lock);
        else
            lead(writer);
    }
    pthread_mutex_unlock(&writer->lock);
    pthread_cond_destroy(&job.wake);
    if (job.err && error) *error = job.error;
    return job.err;
}
