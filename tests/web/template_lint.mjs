// The rules for templates: node template_lint.mjs FOLDER. What the engine escapes is only safe where these hold.
//   {{{name}}} and {{&name}} only for what stands in the list of drawings below, each with who made it
//   an attribute's value stands between quotes; no style=, srcdoc= and on...= attributes; no value where a name stands
//   an address (href=, src=, action= ...) begins with our own words or with a name from the list of addresses below
//   no script with a text of its own, no <style>; no javascript: addresses; no refresh
//   every partial and parent that is named exists
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

// What may go into a page as it is: drawn by Kring itself. A new name is looked at by somebody and gets its reason here.
const scene = "src/draw writes it; every text in it is escaped by kr_scene_svg";
const icon = "an icon of the program, chosen by its name";
const drawings = {
  svg: scene, picture_svg: scene, atlas_svg: scene, seed_svg: scene, symbol_svg: scene, sign_svg: scene, line_svg: scene, wheel_svg: scene,
  qr_svg: "squares of a QR code (src/web/qr.c); no text",
  icon_svg: icon, pic_svg: icon, face_svg: icon, ask_svg: icon, back_svg: icon, forward_svg: icon, look_svg: icon, pencil_svg: icon,
  people_svg: icon, photo_svg: icon, plus_svg: icon, question_svg: icon, stop_svg: icon, yes_svg: icon,
};

// Names that an address may begin with: made by a page from its own path and numbers of records, never from what somebody typed.
// ("address" is the otpauth: address of a second factor, made by the program; "." a link or photo of the list around it.)
const addresses = new Set(`
  . act_href action add address after_href again all_href another any_href as_href ask back base before_href cancel card
  cards choose close col_area.href col_contact.href col_name.href col_near.href confirm_href contact_href deck edit export form.href go
  guide_href here href invite_href joy_href leave leave_href less_href
  letter_href lines_href link mine_href narrow_href new_href next no_href
  older on_href onward other out person.href person.photo photo photo_action photo_now photo_page photos_href picture
  previous print_href put rehearse root_href save_href self size static step step_href stop_href tap tell_href terug theirs_href
  tool_href tree_href way_href whole words_href write_href
`.trim().split(/\s+/));
const taking = new Set(["href", "src", "action", "formaction", "poster", "srcset", "data", "cite", "ping", "background", "xlink:href"]);

const folder = process.argv[2];
const files = readdirSync(folder).filter((name) => name.endsWith(".mustache"));
const names = new Set(files.map((name) => name.slice(0, -".mustache".length)));
const wrong = [];
const used = new Set();

// One element's tag from its "<" on: its attributes, and where it ends. Mustache tags may stand anywhere in it.
function readElement(text, at, complain) {
  let i = at;
  const skipTag = () => {
    const end = text.indexOf(text.startsWith("{{{", i) ? "}}}" : "}}", i);
    i = end < 0 ? text.length : end + (text.startsWith("{{{", i) ? 3 : 2);
  };
  let attribute = "";
  const attributes = [];
  while (i < text.length && text[i] !== ">") {
    if (text.startsWith("{{", i)) {
      // sections stand around attributes; {{$name}} is a place that another template fills
      if (!/^\{\{\s*[#^/>$<!]/.test(text.slice(i, i + 4))) complain(i, "a value where the name of an attribute stands");
      skipTag();
      attribute = "";
    } else if (text[i] === "=" && attribute) {
      attributes.push(attribute.toLowerCase());
      i++;
      const quote = text[i];
      if (quote === '"' || quote === "'") {
        let end = i + 1;
        while (end < text.length && text[end] !== quote) {
          if (text.startsWith("{{", end)) {
            const close = text.indexOf("}}", end);
            if (close < 0) break;
            end = close + 1;
          }
          end++;
        }
        const value = text.slice(i + 1, end);
        // "data:," is no picture at all: a page that does not say whose it is
        if (value !== "data:," && /^\s*(javascript|vbscript|data):/i.test(value)) complain(i, "an address that is a program");
        const name = attribute.toLowerCase();
        const first = /^\{\{\s*([^}]*?)\s*\}\}/.exec(value.replace(/\{\{\s*[#^/][^}]*\}\}/g, ""));
        if (taking.has(name) && first && !addresses.has(first[1])) complain(i, `${name}= begins with ${first[0]}, which is not a known address`);
        i = end + 1;
      } else {
        const value = /^[^\s>]*/.exec(text.slice(i))[0];
        if (/^[a-z]/i.test(attribute) || value.includes("{{")) complain(i, `${attribute}= has no quotes`);
        i += value.length;
      }
      attribute = "";
    } else {
      attribute = /[\s/"'<]/.test(text[i]) ? "" : attribute + text[i];
      i++;
    }
  }
  return { attributes, end: i + 1 };
}

function lint(name) {
  const text = readFileSync(join(folder, name), "utf8").replace(/\{\{![^]*?\}\}/g, (c) => c.replace(/[^\n]/g, " "));
  const complain = (at, what) => wrong.push(`${join(folder, name)}:${text.slice(0, at).split("\n").length}: ${what}`);

  for (const m of text.matchAll(/\{\{\{\s*([^}]*?)\s*\}\}\}|\{\{\s*&\s*([^}]*?)\s*\}\}/g)) {
    const name = m[1] ?? m[2];
    used.add(name);
    if (!drawings[name]) complain(m.index, `${m[0]} is written without escaping, and is not in the list of drawings`);
  }
  for (const m of text.matchAll(/\{\{\s*[><]\s*([^*\s}][^\s}]*)\s*\}\}/g)) {
    if (!names.has(m[1])) complain(m.index, `there is no template ${m[1]}`);
  }
  for (const m of text.matchAll(/<([a-z][a-z0-9-]*)\b/gi)) {
    const element = m[1].toLowerCase();
    const { attributes, end } = readElement(text, m.index + m[0].length, complain);
    for (const a of attributes) {
      if (a === "style" || a === "srcdoc") complain(m.index, `a ${a} attribute`);
      if (a === "http-equiv") complain(m.index, "a header in a page");
      if (/^on/.test(a)) complain(m.index, `a script in an attribute: ${a}`);
    }
    if (element === "style") complain(m.index, "a <style> of its own");
    if (element === "script") {
      const close = text.indexOf("</script>", end);
      if (close < 0 || text.slice(end, close).trim() !== "") complain(m.index, "a script with a text of its own");
      if (!attributes.includes("src")) complain(m.index, "a script without src");
    }
  }
}

for (const name of files) lint(name);
// A list that names what is gone is not looked at any more. (Not of a folder that a test made.)
if (files.length > 50) for (const name of Object.keys(drawings)) if (!used.has(name)) wrong.push(`${name} is in the list of drawings and nowhere else`);
for (const line of wrong) console.log(line);
console.log(`${files.length} templates, ${wrong.length} remarks`);
process.exit(wrong.length > 0 || files.length === 0 ? 1 : 0);
