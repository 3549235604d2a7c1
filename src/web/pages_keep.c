/* How long a circle is kept, and what happens with it when its owner died: their choice. */
#include "web/engine.h"
#include "web/pages_people.h"

static const kr_field_spec chosen[] = {{KR_KIND_circle, KR_F_circle_keep_for, KR_AS_PICK},
                                       {KR_KIND_circle, KR_F_circle_after_death, KR_AS_PICK}};

kr_err kr_page_keep(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_page page;
    int64_t until = 0;
    kr_err err = kr_page_open(&page, request, reply, "keep.title", error);
    if (!err && !request->example)
        err =
            kr_circle_kept_until(request->web->store, request->account.id, request->circle_id, &until, error);
    if (err) return err;
    kr_page_flow(request, page.model, "/meenemen", "gone.back");
    kr_model *fields = kr_put_array(page.model, "fields");
    for (size_t i = 0; i < KR_COUNT(chosen); i++)
        kr_put_field(&page, fields, &request->view.circle->self, chosen[i], KR_NONE, false);
    kr_buf day = kr_page_buf(&page);
    if (until) kr_say_date(&day, page.lang, kr_date_of(kr_clock_local(until)));
    kr_put_text(page.model, "until", until ? kr_page_text(&day) : KR_NONE);
    return KR_OK;
}

static void fill(kr_draft *draft, void *context) {
    const kr_request *request = context;
    for (size_t i = 0; i < KR_COUNT(chosen); i++)
        kr_draft_posted(draft, request, KR_CIRCLE_RECORD, chosen[i]);
}

kr_err kr_page_keep_save(kr_request *request, kr_reply *reply, kr_error *error) {
    kr_err err = kr_page_change(request, KR_ACT_SELF, fill, request, error);
    if (err) return err;
    kr_go(request, reply, "/bewaren", "notice.saved");
    return KR_OK;
}
