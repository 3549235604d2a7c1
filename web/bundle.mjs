// Joins the styles and the scripts into one file each. The order of the styles matters: the packages of the NL Design System
// first and untouched (but for white space and remarks; their licence headers stay), then our tokens, then our components.
import { readFileSync, writeFileSync, readdirSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";

const packages = ["document", "body", "skip-link", "nav-bar", "breadcrumb-nav", "link", "button", "button-group", "heading-1",
  "heading-2", "heading-3", "paragraph", "form-field", "form-label", "form-field-description", "form-fieldset", "textbox",
  "textarea", "select", "radio-button", "custom-checkbox", "table"];
const ours = ["tokens", "dark", "kring", "kring-more", "drawing", "drawings", "genogram", "webs", "photo", "life", "family", "among", "ahead", "see", "own", "plan", "maten", "learn", "band", "guides", "ask", "sheets", "sign", "share", "kring-pages", "kring-forms", "prefs", "print"];

// Takes out remarks (not licence headers) and needless white space; looks at strings and url(...) as whole things.
function tidy(css) {
  return css
    .replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|\/\*[^]*?\*\//g, (all, text) => text ?? (/@license/i.test(all) ? all.replace(/\s*\n\s*/g, "\n") : ""))
    .replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[^]*?\*\/)|\s*\n\s*/g, (all, text) => text ?? "\n")
    .replace(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\*[^]*?\*\/)|\s*([{};,])\s*/g, (all, text, sign) => text ?? sign)
    .replace(/;}/g, "}")
    .trim();
}

// The dark tokens stand once in the source and twice in the result.
function dark(css) {
  const on_device = css.replace(/^\.kring-dark/m, ".kring-theme:not(.k-light)");
  const chosen = css.replace(/^\.kring-dark/m, ".kring-theme.k-dark");
  return `@media screen and (prefers-color-scheme:dark){${on_device}}\n@media screen{${chosen}}`;
}

function refuse_outside(name, css) {
  const found = css.match(/@import|url\(["']?(?:https?:)?\/\/[^)]*/i);
  if (found) throw new Error(`${name} asks for something outside: ${found[0]}`);
}

function styles(root, sources) {
  const parts = [];
  for (const name of packages) {
    const file = join(root, "node_modules/@utrecht", `${name}-css`, "dist/index.css");
    sources.push(file);
    const css = readFileSync(file, "utf8");
    refuse_outside(file, css);
    parts.push(tidy(css));
  }
  for (const name of ours) {
    const file = join(root, "web/style", `${name}.css`);
    if (!existsSync(file)) continue;
    sources.push(file);
    const css = readFileSync(file, "utf8");
    refuse_outside(file, css);
    parts.push(tidy(name === "dark" ? dark(css) : css));
  }
  return parts.join("\n") + "\n";
}

// Every script is a function of its own that runs at once; a script that forgets "use strict" is refused.
function scripts(root, sources) {
  const folder = join(root, "web/script");
  if (!existsSync(folder)) return "\"use strict\";\n";
  return readdirSync(folder).filter((name) => name.endsWith(".js")).sort().map((name) => {
    const file = join(folder, name);
    sources.push(file);
    const text = readFileSync(file, "utf8").trim();
    if (!/["']use strict["']/.test(text)) throw new Error(`${file}: "use strict" is missing`);
    return text.replace(/^[ \t]*\/\/.*\n/gm, "").replace(/\/\*[^]*?\*\/\n?/g, (all) => (/@license/i.test(all) ? all : ""))
      .replace(/^[ \t]+/gm, "");
  }).join("\n") + "\n";
}

const [kind, root, out, depfile] = process.argv.slice(2);
const sources = [];
const text = kind === "css" ? styles(resolve(root), sources) : scripts(resolve(root), sources);
sources.push(resolve(root, "web/style"));
if (existsSync(resolve(root, "web/script"))) sources.push(resolve(root, "web/script"));
writeFileSync(out, text);
writeFileSync(depfile, `${out}: ${sources.map((name) => name.replace(/ /g, "\\ ")).join(" ")}\n`);
