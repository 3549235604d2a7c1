// Shows that each rule of template_lint.mjs can fail, and that what is in order passes.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const lint = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "template_lint.mjs");
const bad = [
  ["<p>{{{name}}}</p>", "without escaping"], ["<p>{{& name}}</p>", "without escaping"], ["<p>{{{name_svg}}}</p>", "without escaping"],
  ["<p class={{name}}>a</p>", "no quotes"], ["<p class=a>a</p>", "no quotes"], ["<p {{name}}=\"a\">a</p>", "name of an attribute"],
  ["<p style=\"color:{{name}}\">a</p>", "a style attribute"], ["<iframe srcdoc=\"{{name}}\"></iframe>", "a srcdoc attribute"],
  ["<p onclick=\"go('{{name}}')\">a</p>", "a script in an attribute"], ["<script>let a = \"{{name}}\";</script>", "a text of its own"],
  ["<style>{{name}}</style>", "a <style>"], ["<a href=\"{{website}}\">a</a>", "not a known address"],
  ["<a href=\"{{#a}}{{website}}{{/a}}\">a</a>", "not a known address"], ["<form action=\"{{website}}\"></form>", "not a known address"],
  ["<img src=\"{{website}}\" alt=\"\">", "not a known address"], ["<a href=\"javascript:go()\">a</a>", "is a program"],
  ["<a href=\"data:text/html,{{name}}\">a</a>", "is a program"], ["<meta http-equiv=\"refresh\" content=\"0;{{name}}\">", "a header"],
  ["{{>nowhere}}", "there is no template"],
];
const good = ["<p class=\"a {{name}}\"{{#on}} hidden{{/on}}>{{name}}</p>", "<a href=\"{{base}}/lijst?zoek={{name}}\">a</a>", "<div>{{{picture_svg}}}</div>"];

function said(text) {
  const folder = mkdtempSync(join(tmpdir(), "kring-lint-"));
  writeFileSync(join(folder, "a.mustache"), text);
  const done = spawnSync(process.execPath, [lint, folder], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return done.status === 0 ? "" : done.stdout;
}

let wrong = 0;
for (const [text, words] of bad) if (!said(text).includes(words)) { console.log(`not found (${words}): ${text}`); wrong++; }
for (const text of good) if (said(text)) { console.log(`refused: ${text}: ${said(text)}`); wrong++; }
console.log(`${bad.length + good.length} templates, ${wrong} judged wrongly`);
process.exit(wrong ? 1 : 0);
