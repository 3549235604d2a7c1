/* The start page and the pages that only tell something. */
#include "web/pages_own.h"

kr_err kr_page_start(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    kr_model *model = kr_page_model(request, reply, "start.title");
    kr_model *examples = kr_put_array(model, "examples");
    for (size_t i = 0; i < request->web->n_examples; i++) {
        const kr_example_circle *example = &request->web->examples[i];
        const kr_person *ego = kr_circle_ego(&example->circle);
        kr_model *one = kr_add_object(examples);
        kr_put_text(one, "slug", kr_str_z(example->slug));
        kr_put_text(one, "name", ego ? ego->name : example->name);
        kr_put_bool(one, "first", i == 0);
    }
    return KR_OK;
}

/* Help, privacy, accessibility, working together: the words are all in the template. */
kr_err kr_page_prose(kr_request *request, kr_reply *reply, kr_error *error) {
    (void)error;
    static const struct {
        const char *path, *title;
    } pages[] = {
        {"/hulp", "help.title"},      {"/privacy", "privacy.title"}, {"/toegankelijkheid", "access.title"},
        {"/samen", "together.title"}, {"/veilig", "safe.title"},     {"/gesloten", "title.closed"}};
    for (size_t i = 0; i < KR_COUNT(pages); i++)
        if (kr_str_is(request->path, pages[i].path)) kr_page_model(request, reply, pages[i].title);
    return KR_OK;
}
