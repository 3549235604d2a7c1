// What must hold on every page, whatever it is about. Each check returns a list of what is wrong, in words.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib.mjs";

const axe = readFileSync(join(root, "node_modules/axe-core/axe.min.js"), "utf8");

export async function axeFinds(page, only) {
  // Evaluated from outside, so the page's own content policy stays as it is.
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(`${axe};undefined`);
  return page.evaluate(async (only) => {
    const result = await window.axe.run(document, { resultTypes: ["violations"],
      runOnly: only ?? ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    // A name on two lines is read by axe as one word ("mevrouwvan"); with the space between the lines it must be in the label.
    // A number that only leads the eye to the name in the list is hidden from readers: there it is the name that must be in it.
    const broken = (node) => {
      const link = document.querySelector(node.target[0]);
      const lines = [...(link?.querySelectorAll("tspan, .m-li") ?? [])].map((line) => line.textContent).join(" ");
      return !lines || !(link.getAttribute("aria-label") ?? "").includes(lines);
    };
    for (const one of result.violations) if (one.id === "label-content-name-mismatch") one.nodes = one.nodes.filter(broken);
    return result.violations.filter((one) => one.nodes.length).map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
  }, only);
}

export async function sideways(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return [];
    const edge = document.documentElement.clientWidth;
    // What sticks out, leaving aside what lies in an area that scrolls by itself.
    const inPan = (element) => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(at).overflowX) && at !== document.body && at !== document.documentElement) return true;
      }
      return false;
    };
    const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > edge + 1 && !inPan(one))
      .slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`);
    return [`scrolls ${wide} px sideways: ${out.join(", ")}`];
  });
}

// WCAG 2.5.8: 24 by 24, or far enough from the next, or in a line of text.
export async function smallTargets(page) {
  return page.evaluate(() => {
    const shown = (element) => {
      const style = getComputedStyle(element);
      const box = element.getBoundingClientRect();
      return style.visibility !== "hidden" && style.display !== "none" && box.width > 0 && box.height > 0 && !element.closest("[inert]");
    };
    const box = (element) => {
      let found = element.getBoundingClientRect();
      const label = element.labels?.[0];
      if (label && ["radio", "checkbox", "file"].includes(element.type) && shown(label)) {
        const other = label.getBoundingClientRect();
        if (other.width * other.height > found.width * found.height) found = other;
      }
      return found;
    };
    const inText = (element) => {
      if (element.tagName !== "A" || element.closest("svg")) return false;
      if (getComputedStyle(element).display !== "inline") return false;
      const around = element.closest("p,li,dd,td,th,figcaption,summary,label,span,div");
      return around && around.textContent.trim().length > element.textContent.trim().length;
    };
    const targets = [...document.querySelectorAll("a[href],button,input:not([type=hidden]),select,textarea,summary")].filter(shown);
    const boxes = targets.map(box);
    const hidden = (rect) => rect.width <= 1 && rect.height <= 1;
    const wrong = [];
    // Who stands close to others in a drawing may be chosen in the list beside it as well (2.5.8, equivalent).
    const to = (href) => new URL(href, document.baseURI).href.split("#")[0];
    const listed = new Set(targets.filter((one) => one.tagName === "A" && !one.closest("svg")).map((one) => to(one.href)));
    targets.forEach((element, index) => {
      const one = boxes[index];
      if ((one.width >= 23.5 && one.height >= 23.5) || hidden(one) || inText(element)) return;
      if (element.closest("svg") && listed.has(to(element.getAttribute("href")))) return;
      const cx = one.left + one.width / 2, cy = one.top + one.height / 2;
      const near = boxes.some((other, at) => {
        if (at === index || hidden(other)) return false;
        const dx = Math.max(other.left - cx, 0, cx - other.right), dy = Math.max(other.top - cy, 0, cy - other.bottom);
        return Math.hypot(dx, dy) < 12;
      });
      if (near) wrong.push(`target ${Math.round(one.width)}×${Math.round(one.height)}: ${element.outerHTML.slice(0, 120)}`);
    });
    return wrong.slice(0, 5);
  });
}

// Walks with Tab over the page: every stop is seen, none is left out of view. The page notes each stop itself, when Tab is let go;
// asking after every press would cost more than all the rest.
export async function focusShown(page, most = 60) {
  await page.evaluate(() => {
    document.activeElement?.blur?.();
    window.scrollTo(0, 0);
    const stops = [], seen = new Set();
    const mark = (one) => {
      const style = getComputedStyle(one);
      return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
    };
    const shows = (element) => mark(element) || [...element.labels ?? []].some(mark) ||
      (element.nextElementSibling && mark(element.nextElementSibling)) || (element.matches("input") && mark(element.parentElement)) ||
      (element.closest("svg") && [...element.querySelectorAll("*")].some((one) => {
        const style = getComputedStyle(one);
        return (style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2) || mark(one);
      }));
    const note = () => {
      const element = document.activeElement;
      if (!element || element === document.body || seen.has(element)) { removeEventListener("keyup", note, true); return; } // once round
      seen.add(element);
      const box = element.getBoundingClientRect();
      const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      if (!shows(element)) stops.push(`focus does not show: ${element.outerHTML.slice(0, 100)}`);
      if (!inside && box.width > 1) stops.push(`focus outside the screen: ${element.outerHTML.slice(0, 100)}`);
    };
    addEventListener("keyup", note, true);
    window.kringStops = { stops, seen, note };
  });
  const keys = await page.context().newCDPSession(page);
  const tab = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  const presses = [];
  for (let step = 0; step < most; step += 1) for (const type of ["rawKeyDown", "keyUp"]) presses.push(keys.send("Input.dispatchKeyEvent", { type, ...tab }));
  await Promise.all(presses);
  await keys.detach();
  const { count, wrong } = await page.evaluate(() => {
    removeEventListener("keyup", window.kringStops.note, true);
    return { count: window.kringStops.seen.size, wrong: window.kringStops.stops };
  });
  if (!count) wrong.push("Tab leads nowhere");
  return wrong.slice(0, 5);
}

export async function sound(page) {
  return page.evaluate(() => {
    const wrong = [];
    if (document.querySelectorAll("h1").length !== 1) wrong.push(`${document.querySelectorAll("h1").length} headings of level 1`);
    if (!/^(nl|en)$/.test(document.documentElement.lang)) wrong.push("no language");
    if (localStorage.length || sessionStorage.length) wrong.push("something is kept in the browser");
    if (document.querySelector("[style]")) wrong.push("a style in an attribute");
    const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    if (twice.length) wrong.push(`the same id twice: ${[...new Set(twice)].slice(0, 3)}`);
    for (const image of document.images) if (image.complete && image.naturalWidth === 0 && !image.src.startsWith("data:")) wrong.push(`picture missing: ${image.src}`);
    return wrong;
  });
}

// The catalogue, as written in po/*.LANG.po: key -> sentences.
export function catalogue(lang) {
  const words = new Map();
  for (const name of readdirSync(join(root, "po")).filter((one) => one.endsWith(`.${lang}.po`))) {
    const text = readFileSync(join(root, "po", name), "utf8").replace(/"\s*\n\s*"/g, "");
    for (const entry of text.split(/\n\s*\n/)) {
      const key = entry.match(/^msgid "(.+)"$/m)?.[1];
      if (!key) continue;
      words.set(key, [...entry.matchAll(/^msgstr(?:\[\d\])? "(.*)"$/gm)].map((one) => one[1].replace(/\\"/g, '"').replace(/\\n/g, "\n")));
    }
  }
  return words;
}

// The keys, and of each language the sentences that cannot be of the other.
function sentences() {
  const said = { nl: catalogue("nl"), en: catalogue("en") };
  const foreign = (lang, own) => {
    const known = new Set([...said[own].values()].flat());
    return new Set([...said[lang].values()].flat().filter((one) => one.length >= 12 && !one.includes("{") && !known.has(one)));
  };
  return { keys: new Set(said.nl.keys()), foreign: { nl: foreign("nl", "en"), en: foreign("en", "nl") } };
}

let both, told; // told: the words of the invented people, who speak their own language
// No sentence of the other language on this page, and no bare key.
export async function languageKept(page) {
  told ??= readdirSync(join(root, "examples")).filter((one) => one.endsWith(".story")).map((one) => readFileSync(join(root, "examples", one), "utf8")).join("\n");
  both ??= sentences();
  const lang = await page.evaluate(() => document.documentElement.lang);
  const other = lang === "nl" ? "en" : "nl";
  const text = await page.evaluate(() => {
    const parts = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const element = walk.currentNode.parentElement;
      if (!element.closest("[lang]:not(html)") && !element.closest("script,style,[data-own]")) parts.push(walk.currentNode.data.trim());
    }
    for (const element of document.querySelectorAll("[aria-label],[placeholder],[title],[alt]")) {
      for (const name of ["aria-label", "placeholder", "title", "alt"]) if (element.hasAttribute(name)) parts.push(element.getAttribute(name));
    }
    parts.push(document.title);
    return parts.filter(Boolean);
  });
  const { keys, foreign } = both;
  const wrong = [];
  for (const part of text) {
    if (foreign[other].has(part) && !told.includes(part)) wrong.push(`in ${other}, on a page in ${lang}: ${part}`);
    if (keys.has(part) && part.includes(".")) wrong.push(`a bare key: ${part}`);
    const key = part.match(/(?<![\w./@-])[a-z_]+(?:\.[a-z_0-9]+)+(?![\w.])/)?.[0];
    if (key && keys.has(key)) wrong.push(`a bare key: ${key}`);
    if (/\{[a-z_]+(:[A-Za-z]+)?\}/.test(part)) wrong.push(`a hole that was not filled: ${part}`);
  }
  return [...new Set(wrong)].slice(0, 8);
}

// A page on a phone and on a wide screen: readable for everybody, nothing that slides, nothing too small to press. With
// KRING_SHOTS=FOLDER a picture of both.
export async function looks(page, name) {
  const wrong = [];
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    for (const found of [...await axeFinds(page), ...await sideways(page), ...await smallTargets(page)]) wrong.push(`${name} at ${width}: ${found}`);
    if (process.env.KRING_SHOTS) {
      mkdirSync(process.env.KRING_SHOTS, { recursive: true });
      await page.screenshot({ path: `${process.env.KRING_SHOTS}/${name}-${width}.png`, fullPage: true });
    }
  }
  assert.deepEqual(wrong, []);
}
