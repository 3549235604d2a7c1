/* The style of a drawing that leaves the page. Colours are those of web/style/tokens.css; every area keeps a
 * light ground, and what matters is said by form too, so that nothing is lost on a black-and-white printer.
 */
#include "draw/scene.h"

#define TINT(n, fill, ink, a, b, c, d)                                                                       \
    ".w.q" n ".r1{fill:" a "}.w.q" n ".r2{fill:" b "}.w.q" n ".r3{fill:" c "}.w.q" n ".r4{fill:" d "}"       \
    ".q" n " .n,.e-node.q" n "{fill:" fill ";stroke:" fill "}.q" n " .f1 .n,.q" n " .f2 .n,.q" n             \
    " .f3 .n{fill:#fff}"                                                                                     \
    ".q" n " .r1 .l,.q" n " .r1 .t,.q" n " .r1 .m-role{stroke:" a "}.q" n " .r2 .l,.q" n " .r2 .t,.q" n      \
    " .r2 .m-role{stroke:" b "}"                                                                             \
    ".q" n " .r3 .l,.q" n " .r3 .t,.q" n " .r3 .m-role{stroke:" c "}.q" n " .r4 .l,.q" n " .r4 .t,.q" n      \
    " .r4 .m-role{stroke:" d "}"                                                                             \
    ".q" n " .m-i,.q" n " .m-di,.q" n " .m-num{fill:" ink "}.q" n " .heartp{fill:" ink "}"                   \
    ".m-quad.q" n ",.e-domt.q" n "{fill:" ink "}"                                                            \
    ".a-d.q" n ",.a-p.q" n " .a-n{fill:" fill "}"

const char *const kr_paper_style[] = {
    "text{font-family:'Atkinson Hyperlegible Next','Noto Sans',sans-serif;fill:#17282D}",
    ".l,.t,.m-role{paint-order:stroke;stroke-width:3;stroke-linejoin:round}.paper{fill:#fff}.w,.e-dom{"
    "stroke:",
    "none}.m-cut{stroke:#3C5057;stroke-width:1.2;stroke-dasharray:7 6}",
    TINT("0", "#14535F", "#0C3B45", "#DCE9EB", "#E6F0F1", "#EFF5F6", "#F6FAFA"),
    TINT("1", "#A34C38", "#7E3526", "#F3D9CF", "#F7E5DE", "#FAEEE9", "#FCF5F2"),
    TINT("2", "#3B7350", "#285139", "#CFE5D5", "#DEEEE2", "#EAF4ED", "#F3F9F5"),
    TINT("3", "#48669B", "#314A77", "#D2DDF0", "#E0E8F5", "#ECF1F9", "#F5F8FC"),
    TINT("4", "#85650F", "#5F470A", "#F0E0B4", "#F5EACB", "#F9F2DF", "#FCF9EF"),
    ".n{stroke-width:2}.f1 .n{stroke-width:2.5}.f2 .n{stroke-dasharray:3.5 4.2}.f3 ",
    ".n{stroke-width:1.2}",
    ".m-s .n{stroke-width:1.5}.m-s.f2 .n{stroke-dasharray:2 2}",
    ".m-in{fill:none;stroke:#fff;stroke-width:1.5}.f1 .m-in,.f2 .m-in,.f3 ",
    ".m-in{stroke:#718990}",
    ".m-i.f0,.m-di.f0{fill:#fff}.f0 .m-num{fill:#fff}",
    ".sel,.m-cell{fill:none;stroke:none}[data-current] .sel{stroke:#17282D;stroke-width:3}",
    ".m-ring{fill:none;stroke:#fff;stroke-width:3}.m-edge{stroke:#B7C4C7;stroke-width:1}",
    ".m-axis{stroke:#fff;stroke-width:7}",
    ".m-tie{fill:none;stroke:#17282D;stroke-width:1;opacity:.28}.m-mine{stroke-width:1.",
    "9;opacity:.8}",
    ".m-pill{fill:#fff;stroke:#C9D4D6}.m-ringlabel,.m-quadn,.m-date,.m-role,.m-key,.m-nr{",
    "fill:#3C5057}",
    ".m-ego circle{fill:#14535F}.m-ego text{fill:#fff}",
    ".heart,.m-b{fill:#fff;stroke:#3C5057;stroke-width:1.4}",
    ".m-x path,.m-lock path{fill:none;stroke:#17282D;stroke-width:1.4}",
    ".is-past .n,.is-past .t,.is-past ",
    ".l{opacity:.55}.m-near{fill:none;stroke:#17282D;stroke-width:1.2}",
    ".m-also{fill:#F1F5F5}.m-waitbox{fill:#F7F9F9;stroke:#B7C4C7;stroke-dasharray:4 4}",
    ".g-fill{fill:#3C5057;stroke:none}.g-open,.g-dash,.g-line,.g-thin,.g-w1,.g-w2,.g-w3,.",
    "g-dots,.g-zig{fill:none;stroke:#3C5057;",
    "stroke-width:2;stroke-linejoin:round}",
    ".g-dash{stroke-dasharray:2.6 ",
    "3}.g-thin{stroke-width:1.2}.g-w1{stroke-width:2}.g-w2{stroke-width:4.5}.g-w3{stroke-",
    "width:8}",
    ".g-dots{stroke-width:4.5;stroke-linecap:round;stroke-dasharray:0 ",
    "9}.g-letter{fill:#3C5057}",
    ".e-dom.q0{fill:#F1F5F5}.e-dom.q1{fill:#FAEEE9}.e-dom.q2{fill:#EAF4ED}.e-dom.q3{fill:#",
    "ECF1F9}.e-dom.q4{fill:#F9F2DF}",
    ".e-line{fill:none;stroke:#17282D;stroke-linejoin:round}.e-head{fill:#17282D}",
    ".w1 .e-line{stroke-width:2}.w2 .e-line{stroke-width:4.5}.w3 .e-line{stroke-width:8}",
    ".t-n .e-line{stroke-linecap:round}.t-n.w1 .e-line{stroke-width:3;stroke-dasharray:0 ",
    "7}",
    ".t-n.w2 .e-line{stroke-width:5;stroke-dasharray:0 10}.t-n.w3 ",
    ".e-line{stroke-width:8;stroke-dasharray:0 15}",
    ".w1 .e-zig{stroke-width:1.75}.w2 .e-zig{stroke-width:2.75}.w3 ",
    ".e-zig{stroke-width:2.5}.t-a.w3 .e-str{stroke-width:6}",
    ".e-thin .e-line{stroke-width:1}.e-thin.w2 .e-line{stroke-width:1.9}.e-thin.w3 ",
    ".e-line{stroke-width:3}",
    ".e-home__c{fill:#fff;stroke:#14535F;stroke-width:2.5}.e-chip{fill:#fff;stroke:#",
    "17282D;stroke-width:1.5}",
    ".e-box{fill:#fff}.m-me2,.m-me3{fill:#fff}.e-me{fill:#14535F}.e-met{fill:#fff}",
    ".d-card.q1{fill:#FAEEE9}.d-card.q2{fill:#EAF4ED}.d-card.q3{fill:#ECF1F9}.d-card.q4{fill:#F9F2DF}",
    ".d-card.d-open{fill:#fff;stroke:#C9D4D6;stroke-width:1.2}.d-head.q1{fill:#7E3526}.d-head.q2{fill:#",
    "285139}.d-head.q3{fill:#314A77}.d-head.q4{fill:#5F470A}.d-rule{stroke:#fff;stroke-width:2}",
    /* The life line, the circle over time, plain mode. */
    ".l-lane{fill:#F1F5F5}.l-lane.q1{fill:#FCF5F2}.l-lane.q2{fill:#F3F9F5}.l-lane.q3{fill:#F5F8FC}.l-lane.",
    "q4{fill:#FCF9EF}.l-strand,.l-year,.o-day{fill:#3C5057}.l-now{fill:#14535F}.l-rule{stroke:#DBE4E5}",
    ".l-today{stroke:#14535F;stroke-width:1.5;stroke-dasharray:2 "
    "4;stroke-linecap:round}.l-axis,.l-lead{stroke:",
    "#718990}.l-mark{fill:#fff;stroke:#3C5057;stroke-width:2.5}.l-turn{fill:#3C5057;stroke:#fff;stroke-"
    "width:",
    "1.5}.l-bar{fill:#3C5057}.l-mark.q1{stroke:#A34C38}.l-mark.q2{stroke:#3B7350}.l-mark.q3{stroke:#48669B}",
    ".l-mark.q4{stroke:#85650F}.l-turn.q1,.l-bar.q1,.o-dot.q1{fill:#A34C38}.l-turn.q2,.l-bar.q2,.o-dot.q2{",
    "fill:#3B7350}.l-turn.q3,.l-bar.q3,.o-dot.q3{fill:#48669B}.l-turn.q4,.l-bar.q4,.o-dot.q4{fill:#85650F}",
    ".l-hit{fill:none}.l-life{stroke:#14535F;stroke-width:2;stroke-linecap:round;opacity:.7}.l-fade{",
    "stroke-dasharray:6 5}.l-start,.o-me,.o-dot.q0,.p-ego{fill:#14535F}.l-there{fill:#fff;stroke:#14535F;",
    "stroke-width:2}.l-helped,.l-came{fill:#14535F;stroke:#fff}.l-left{fill:none;stroke:#17282D;stroke-width:"
    "2}",
    ".l-tray{fill:none;stroke:#718990;stroke-dasharray:4 "
    "4}.o-ring{stroke-width:1.5}.o-new{fill:none;stroke:#",
    "17282D;stroke-width:2}.o-gone{fill:#fff;stroke:#3C5057;stroke-width:1.5;stroke-dasharray:2 "
    "2.4}.o-was{fill:",
    "none;stroke:#3C5057;stroke-dasharray:2 2}.o-move{fill:none;stroke:#17282D;stroke-width:1.5}",
    ".p-line{fill:none;stroke:#17282D;stroke-width:3;stroke-linecap:round;stroke-linejoin:round}.p-line.p-"
    "fine{",
    "stroke:#3B7350;stroke-width:9}.p-line.p-hard{stroke:#A34C38}.p-back{fill:#fff}.p-face,.p-icon,.p-small{",
    "fill:none;stroke:#17282D;stroke-width:2.6;stroke-linecap:round;stroke-linejoin:round}.p-who{fill:#fff;",
    "stroke:#14535F;stroke-width:3}.p-icon{stroke:#14535F;stroke-width:4}.p-icon.p-mine{stroke:#fff}",
    ".p-face.p-tiny{stroke-width:1.2}.p-letters{fill:#14535F}.p-letters.p-mine{fill:#fff}.p-frame{fill:#fff;"
    "fill-rule:evenodd}",
    ".g-s{fill:#fff;stroke:#17282D;stroke-width:2;stroke-linejoin:round}.g-x{fill:none;stroke:#17282D;",
    "stroke-width:1.75}.g-xu{fill:none;stroke:#fff;stroke-width:4.5}.g-u,.g-c,.g-slash{fill:none;stroke:#"
    "17282D;stroke-width:2;stroke-linecap:round;",
    "stroke-linejoin:round}.g-u--lt,.g-u--lat{stroke-dasharray:9 6;stroke-linecap:butt}",
    ".g-u--eng{stroke-dasharray:9 5 2 5;stroke-linecap:butt}.g-u--affair{stroke-dasharray:0 "
    "5.5;stroke-width:2.75}",
    ".g-u--secret{stroke-dasharray:0 9;stroke-width:2.75}.g-u--kin{stroke-dasharray:5 4;stroke-linecap:butt}",
    ".g-c--adopt{stroke-dasharray:4 4;stroke-linecap:butt}.g-c--foster{stroke-dasharray:0 "
    "5.5;stroke-width:2.75}",
    ".g-c--step{stroke-dasharray:12 5;stroke-linecap:butt}.g-c--donor{stroke-dasharray:0 "
    "9;stroke-width:2.75}",
    ".g-c--unknown{stroke-dasharray:2 7}.g-c--back{stroke-dasharray:6 4 1 4;stroke-width:1.5}",
    ".g-h{fill:#FCF9EF;stroke:#85650F;stroke-width:1.5}.g-h--part{fill-opacity:.4;stroke-dasharray:7 5}",
    ".g-ut,.g-years{fill:#3C5057}.g-ut{paint-order:stroke;stroke:#fff;stroke-width:3;stroke-linejoin:round}",
    ".g-hit{fill:none}.g-index .g-s{stroke:#14535F;stroke-width:2.5}.g-index .g-s+.g-s{fill:#DCE9EB}",
    ".g-dead .g-name{fill:#3C5057}.g-half{fill:#17282D;fill-opacity:.28}.g-halfm,.g-halfo{fill:none;",
    "stroke:#17282D;stroke-width:1.75}.g-halfo{stroke-dasharray:3 3}.g-plus{fill:none;stroke:#14535F;",
    "stroke-width:3}.g-f{fill:none;stroke:#14535F;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}",
    ".g-f--dots{stroke-dasharray:0 6;stroke-width:3}.g-f--dash{stroke-dasharray:9 6;stroke-linecap:butt}",
    ".g-ff{fill:#14535F}.g-fo{fill:#fff}.g-markt{fill:#17282D;text-anchor:middle}",
    /* The people among themselves, the group, the table. */
    ".a-ground{fill:#F1F5F5;stroke:#B7C4C7}.a-ground.q1{fill:#FAEEE9;stroke:#E0B9AB}.a-ground.q2{fill:#"
    "EAF4ED;",
    "stroke:#A9CDB4}.a-ground.q3{fill:#ECF1F9;stroke:#AFC0DF}.a-ground.q4{fill:#F9F2DF;stroke:#DCC685}",
    ".a-trail{stroke:#F1F5F5;stroke-width:48;stroke-linecap:round}.a-trail.a-slim{stroke-width:38}",
    ".a-trail.q1{stroke:#FAEEE9}.a-trail.q2{stroke:#EAF4ED}.a-trail.q3{stroke:#ECF1F9}.a-trail.q4{stroke:#"
    "F9F2DF}",
    ".a-tie{stroke:#3C5057;stroke-width:1.3;opacity:.6}.a-tie.a-many{stroke-width:.9;opacity:.4}",
    ".a-mine{stroke:#718990;stroke-width:1;stroke-dasharray:2.6 3}",
    ".a-one{stroke:#17282D;stroke-width:1.6}.a-both{stroke:#17282D;stroke-width:3}.a-head{fill:#17282D}",
    ".a-not{stroke:#3C5057;stroke-width:1.6;stroke-dasharray:5 4}.a-bar{stroke:#3C5057;stroke-width:2.4}",
    ".a-grid{stroke:#DBE4E5;stroke-width:1}.a-five{stroke:#B7C4C7}.a-self{fill:#E6F0F1}.a-yes{fill:#14535F}",
    ".a-no{stroke:#718990;stroke-width:2;stroke-linecap:round}",
    NULL,
};
