// The drawings, each beside what somebody would use otherwise: the Graphviz library in its own process, rsvg-convert,
// a browser. In the process both count the time of the processor, so that neighbours make less noise.
import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { family } from "./family.mjs";

const run = promisify(execFile);
const rounds = 3;
const generous = { maxBuffer: 1 << 28, timeout: 600000 };

let figure, serve, fetchRaw, folder, build, root, work, graphviz; // what bench.mjs gives, and what is here

export async function drawings(given) {
  ({ figure, serve, fetchRaw, folder, build, root } = given);
  work = folder();
  graphviz = existsSync(join(build, "bench/bench_graph"));
  if (!graphviz) console.log("The Graphviz library is not here (libgraphviz-dev of Debian): the drawings stand without it.");
  for (const part of [maps, among, stresses, families, paper, browser]) await part();
}

const draw = async (...words) => JSON.parse((await run(join(build, "bench/bench_draw"), words, generous)).stdout);
const graph = async (...words) => JSON.parse((await run(join(build, "bench/bench_graph"), words, generous)).stdout);
const beside = (name, value, unit, found, text, wanted) =>
  found ? figure(name, value, unit, text, found / value, wanted) : figure(name, value, unit, "nothing to compare with", 0);
const file = (name, text) => { const path = join(work, name); writeFileSync(path, text); return path; };

// In turn, and the quietest round of each counts.
async function quickest(...measures) {
  const best = measures.map(() => ({ us: Infinity, layout_us: Infinity }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, measure] of measures.entries()) {
      const one = await measure();
      best[at] = { ...one, us: Math.min(one.us, best[at].us), layout_us: Math.min(one.layout_us, best[at].layout_us) };
    }
  }
  return best;
}

// Nothing in our maps touches; Graphviz is asked for the same with overlap=false. As it comes, it draws names over each other.
async function maps() {
  for (const kind of ["lensink", "ecogram"]) {
    const plain = join(work, `${kind}.dot`);
    const measures = [() => draw("map", "0.4", kind, "screen", plain), () => draw("map", "0.4", kind, "a4", plain)];
    await measures[0]();
    const apart = file(`${kind}-apart.dot`, readFileSync(plain, "utf8").replace("graph {", "graph { overlap=false;"));
    if (graphviz) measures.push(() => graph("neato", apart, "0.4"), () => graph("twopi", plain, "0.4"));
    const [own, sheet, neato, twopi] = await quickest(...measures);
    beside(`draw_${kind}`, own.us, "µs for 30 people, layout and SVG", neato?.us, `neato in the process, nothing touching (${neato?.us} µs)`, 50);
    beside(`draw_${kind}_loose`, own.us, "µs, the same", twopi?.us, `twopi, the quickest of Graphviz, names over each other (${twopi?.us} µs)`);
    beside(`draw_${kind}_a4`, sheet.us, "µs as a sheet with legend", neato?.us, `neato in the process, nothing touching (${neato?.us} µs)`);
  }
}

// -- people among themselves --
const dotOf = (n, links, settings) => `graph { ${settings}\n${Array.from({ length: n }, (_, i) => `${i} [label="Mens ${i}"];`).join("\n")}\n`
  + `${links.map(([a, b]) => `${a} -- ${b};`).join("\n")}\n}\n`;
const linesOf = (n, links) => `${n}\n${links.map((one) => one.join(" ")).join("\n")}\n`;

// Five groups of six who know each other, and some who know others.
function crowd() {
  const links = [];
  for (let a = 0; a < 30; a += 1) {
    for (let b = a + 1; b < 30; b += 1) {
      const near = Math.floor(a / 6) === Math.floor(b / 6);
      if (near ? (a * 7 + b * 3) % 4 > 0 : (a * 11 + b * 5) % 29 === 0) links.push([a, b]);
    }
  }
  return links;
}

async function among() {
  const links = crowd();
  const own = file("crowd.txt", linesOf(30, links));
  const measures = [() => draw("sociogram", "0.4", own)];
  if (graphviz) {
    const loose = file("crowd.dot", dotOf(30, links, ""));
    const apart = file("crowd-apart.dot", dotOf(30, links, "overlap=false;"));
    measures.push(() => graph("neato", loose, "0.4"), () => graph("neato", apart, "0.4"));
  }
  const [mine, loose, apart] = await quickest(...measures);
  beside("draw_sociogram", mine.us, "µs for 30 people, layout and SVG", apart?.us, `neato in the process, nothing touching (${apart?.us} µs)`, 2);
  beside("draw_sociogram_loose", mine.us, "µs, the same", loose?.us, `neato as it comes, names over each other (${loose?.us} µs)`);
}

// Real networks, their largest part in which everybody is connected.
function networks() {
  const data = process.env.KRING_TEST_DATA ?? resolve(root, "../shared/data");
  const found = [];
  for (const [name, most] of [["egonet-milan", 4], ["egonet-elders", 3], ["egonet-transnat", 2]]) {
    if (!existsSync(join(data, name, "ties.csv"))) continue;
    const egos = new Map();
    for (const line of readFileSync(join(data, name, "ties.csv"), "utf8").split("\n").slice(1)) {
      const [ego, a, b] = line.replaceAll("\"", "").split(",");
      if (!b || a === b) continue;
      if (!egos.has(ego)) egos.set(ego, []);
      egos.get(ego).push([a, b]);
    }
    const parts = [...egos].map(([ego, ties]) => ({ name: `${name} ${ego}`, ...largest(ties) }));
    found.push(...parts.filter((one) => one.n >= 10 && one.n <= 150).sort((a, b) => b.n - a.n).slice(0, most));
  }
  return found;
}

function largest(ties) {
  const known = new Map();
  for (const [a, b] of ties) for (const [x, y] of [[a, b], [b, a]]) known.set(x, (known.get(x) ?? new Set()).add(y));
  let best = [];
  const seen = new Set();
  for (const from of known.keys()) {
    if (seen.has(from)) continue;
    const part = [from];
    seen.add(from);
    for (const at of part) for (const to of known.get(at)) if (!seen.has(to)) { seen.add(to); part.push(to); }
    if (part.length > best.length) best = part;
  }
  const number = new Map(best.map((id, at) => [id, at]));
  const pairs = new Set(ties.filter(([a]) => number.has(a)).map((tie) => tie.map((id) => number.get(id)).sort((a, b) => a - b).join(" ")));
  return { n: best.length, links: [...pairs].map((one) => one.split(" ").map(Number)) };
}

// Distances on paper against steps, weighed by one over the square, at the size that suits best.
function stress({ n, links }, at) {
  const near = Array.from({ length: n }, () => []);
  for (const [a, b] of links) { near[a].push(b); near[b].push(a); }
  let square = 0;
  let cross = 0;
  let pairs = 0;
  for (let from = 0; from < n; from += 1) {
    const steps = Array(n).fill(-1);
    const row = [from];
    steps[from] = 0;
    for (const here of row) for (const to of near[here]) if (steps[to] < 0) { steps[to] = steps[here] + 1; row.push(to); }
    for (let to = 0; to < from; to += 1) {
      const far = Math.hypot(at[from][0] - at[to][0], at[from][1] - at[to][1]) / steps[to];
      square += far * far;
      cross += far;
      pairs += 1;
    }
  }
  return pairs - (cross * cross) / square;
}

async function stresses() {
  const found = graphviz ? networks() : [];
  if (!found.length) { console.log("stress of real networks: no networks (KRING_TEST_DATA) or no Graphviz, left out"); return; }
  let worst = { ratio: Infinity };
  for (const net of found) {
    const { at } = await draw("sociogram", "0", file("net.txt", linesOf(net.n, net.links)));
    const layouts = await graph("neato", file("net.dot", dotOf(net.n, net.links, "maxiter=2000; epsilon=0.00001;")), "seeds", "20");
    const best = Math.min(...layouts.map((one) => stress(net, Array.from({ length: net.n }, (_, i) => one[i]))));
    const own = stress(net, at);
    console.log(`  ${net.name}: ${net.n} people, ${net.links.length} lines: stress ${own.toFixed(3)}, the best of neato ${best.toFixed(3)}`);
    if (best / own < worst.ratio) worst = { ratio: best / own, own, best, name: net.name };
  }
  figure("stress", worst.own, `stress of the finished drawing, the worst of ${found.length} real networks (${worst.name})`,
    `the best of 20 runs of neato (${worst.best.toFixed(3)}); at most 1.02 times`, worst.ratio, 1 / 1.02);
}

// -- a family --
function treeOf(gedcom) {
  const lines = ["graph {", "node [shape=box];"];
  let person = "";
  let couple = "";
  for (const line of gedcom.split("\n")) {
    const [, id, kind] = line.match(/^0 @(\w+)@ (\w+)/) ?? [];
    if (id) {
      person = kind === "INDI" ? id : "";
      couple = kind === "FAM" ? id : "";
      if (couple) lines.push(`${couple} [shape=point];`);
    }
    const [, name] = line.match(/^1 NAME (.*)/) ?? [];
    if (name && person) lines.push(`${person} [label="${name.replaceAll("/", "")}"];`);
    const [, role, of] = line.match(/^1 (HUSB|WIFE|CHIL) @(\w+)@/) ?? [];
    if (of && couple) lines.push(role === "CHIL" ? `${couple} -- ${of};` : `${of} -- ${couple};`);
  }
  return `${lines.join("\n")}\n}\n`;
}

async function families() {
  const take = async (people) => {
    const gedcom = family(people);
    const kring = join(work, `family-${people}.kring`);
    await run(join(build, "kring"), ["import", file(`family-${people}.ged`, gedcom), "-o", kring], generous);
    return { gedcom, measure: () => draw("genogram", "1", kring) };
  };
  const three = await take(3000);
  const measures = [three.measure];
  const tree = file("tree.dot", treeOf(three.gedcom));
  if (graphviz) measures.push(() => graph("dot", tree, "0"));
  const [own, dot] = await quickest(...measures);
  if (own.persons !== 3000) throw new Error(`${own.persons} of 3000 people are drawn`);
  beside("draw_family", own.us / 1e6, "s for a family of 3,000, layout and SVG", dot && dot.us / 1e6,
    `dot in the process (${(dot?.us / 1e6).toFixed(2)} s), held to no couples and no order`, 20);
  figure("draw_family_most", own.us / 1e6, "s, the same", "2 s", 2e6 / own.us, 1);
  const curve = [];
  for (const people of [2500, 5000, 10000, 20000]) {
    const [one] = await quickest((await take(people)).measure);
    if (one.persons !== people) throw new Error(`${one.persons} of ${people} people are drawn`);
    const per = one.layout_us / (people * Math.log2(people));
    curve.push(per);
    console.log(`  ${people} people: layout ${(one.layout_us / 1000).toFixed(1)} ms, ${(per * 1000).toFixed(1)} ns per n log n`);
  }
  figure("draw_family_curve", curve.at(-1) * 1000, "ns of layout per n log n at 20,000 people",
    `the most per n log n of 2,500, 5,000 and 10,000 (${(Math.max(...curve.slice(0, -1)) * 1000).toFixed(1)} ns); at most 1.25 times`,
    Math.max(...curve.slice(0, -1)) / curve.at(-1), 0.8);
}

// -- paper --
async function paper() {
  const circle = join(build, "src/examples/annie.kring");
  const took = async (program, words, out) => {
    rmSync(out, { force: true });
    const began = performance.now();
    await run(program, words, generous);
    return { us: (performance.now() - began) * 1000, layout_us: 0 };
  };
  try { await run("rsvg-convert", ["--version"]); } catch { console.log("rsvg-convert is not here (librsvg2-bin of Debian): the PDF is left out"); return; }
  for (const kind of ["lensink", "ecogram"]) {
    const [svg, pdf, other] = ["svg", "pdf", "other.pdf"].map((end) => join(work, `${kind}.${end}`));
    await run(join(build, "kring"), ["draw", circle, "--as", kind, "-o", svg]);
    const mine = () => took(join(build, "kring"), ["draw", circle, "--as", kind, "-o", pdf], pdf);
    const theirs = () => took("rsvg-convert", ["-f", "pdf", svg, "-o", other], other);
    const [own, rsvg] = await quickest(...Array.from({ length: 2 }, (_, at) => async () => {
      let best = { us: Infinity, layout_us: 0 };
      for (let i = 0; i < 4; i += 1) { const one = await (at ? theirs : mine)(); if (one.us < best.us) best = one; }
      return best;
    }));
    figure(`pdf_${kind}`, own.us / 1000, "ms from file to PDF, a new process each time",
      `rsvg-convert on the same drawing (${(rsvg.us / 1000).toFixed(0)} ms); at most 1.5 times`, rsvg.us / own.us, 1 / 1.5);
  }
}

// -- in the browser --
async function browser() {
  const module = readFileSync(join(build, "src/wasm/kring.wasm"));
  const measures = readFileSync(join(build, "src/wasm/kring_measure.wasm"));
  for (const [name, bytes] of [["wasm_size", module], ["wasm_measure_size", measures]]) {
    const packed = gzipSync(bytes, { level: 9 }).length / 1024;
    figure(name, packed, "KB compressed", "150 KB", 150 / packed, 1);
  }
  const executablePath = process.env.KRING_CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath)) { console.log("no Chromium: the redraw is left out"); return; }
  const made = folder();
  await run(join(build, "tests/draw/wasm_circle"), [made], generous);
  const page = await circlePage();
  const { chromium } = await import("playwright-core");
  const window = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  try {
    const tab = await window.newPage({ viewport: { width: 1280, height: 900 } });
    await tab.setContent(page);
    const base64 = (bytes) => Buffer.from(bytes).toString("base64");
    const given = { module: base64(module), words: base64(readFileSync(join(made, "words.txt"))), changes: base64(readFileSync(join(made, "8.changes"))) };
    for (const [kind, name, wanted] of [[1, "lensink", 1], [5, "ecogram", 1], [4, "rings", 1], [9, "sociogram", undefined]]) {
      const one = await tab.evaluate(redraw, { ...given, kind });
      figure(`redraw_${name}`, one.update, `ms median for 150 people, drawing and page (${one.drawing.toFixed(2)} ms drawing; ${one.all.toFixed(2)} ms when the browser also lays out at once)`,
        "8 ms", 8 / one.update, wanted);
    }
  } finally { await window.close(); }
}

// The page of a circle with its styles in it, to be opened without a server.
async function circlePage() {
  const server = await serve();
  const html = (await fetchRaw(`${server.url}/kring/${server.circle}`, { Cookie: server.cookie })).body.toString();
  let styles = "";
  for (const [, path] of html.matchAll(/href="(\/s\/[^"]+\.css)"/g)) styles += (await fetchRaw(server.url + path)).body.toString();
  await server.stop();
  return html.replace(/<link[^>]*>/g, "").replace(/<script[\s\S]*?<\/script>/g, "").replace("</head>", () => `<style>${styles}</style></head>`);
}
// Runs in the page: from bytes of changes to the new drawing in the place of the old one.
function redraw({ module, words, changes, kind }) {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes(module)));
  exports._initialize();
  const [said, circle] = [bytes(words), bytes(changes)];
  const give = (part) => {
    const at = exports.alloc(part.length);
    new Uint8Array(exports.memory.buffer, at, part.length).set(part);
    return at;
  };
  let place = document.getElementById("bench");
  if (!place) {
    const map = [...document.querySelectorAll("svg")].sort((a, b) => b.outerHTML.length - a.outerHTML.length)[0];
    place = document.createElement("div");
    place.id = "bench";
    map.replaceWith(place);
  }
  const times = { drawing: [], update: [], all: [] };
  for (let i = 0; i < 120; i += 1) {
    const began = performance.now();
    exports.reset();
    exports.words(give(said), said.length);
    if (exports.draw(give(circle), circle.length, kind, kind > 5 ? 0x7fff : 255, 0, 0) !== 0) throw new Error("not drawn");
    const svg = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.output(), exports.output_size()));
    const drawn = performance.now();
    place.innerHTML = svg;
    const put = performance.now();
    place.getBoundingClientRect();
    const all = performance.now();
    if (i < 20) continue;
    times.drawing.push(drawn - began);
    times.update.push(put - began);
    times.all.push(all - began);
  }
  const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
  return { drawing: median(times.drawing), update: median(times.update), all: median(times.all) };
}
