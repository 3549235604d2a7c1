// Measures each promise beside its reference in the same run. One readable line and one line of JSON per figure:
// name, value, unit, reference (what it is measured against), ratio (higher is better), wanted.
import { spawn, execFile } from "node:child_process";
import { connect } from "node:net";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { get as httpGet } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ahead } from "./ahead.mjs";
import { drawings } from "./drawings.mjs";
import { family } from "./family.mjs";
import { egor, structural } from "./measures.mjs";
import { sharing } from "./sharing.mjs";

const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const build = process.env.KRING_BUILD ?? join(root, "build");
const seconds = Number(process.env.KRING_BENCH_SECONDS ?? 4);
const rounds = 3;
let broken = 0;

function figure(name, value, unit, reference, ratio, wanted) {
  const round = (number) => Number(number.toPrecision(4));
  const kept = wanted === undefined || ratio >= wanted;
  if (!kept) broken += 1;
  console.log(`${name}: ${round(value)} ${unit}, ${round(ratio)}× ${reference}${wanted === undefined ? "" : ` (wanted ${round(wanted)}×: ${kept ? "yes" : "NO"})`}`);
  console.log(JSON.stringify({ name, value: round(value), unit, reference, ratio: round(ratio), wanted: wanted === undefined ? null : round(wanted) }));
}

const temporary = [];
process.on("exit", () => { for (const folder of temporary) rmSync(folder, { recursive: true, force: true }); });
function folder() {
  const made = mkdtempSync(join(tmpdir(), "kring-bench-"));
  temporary.push(made);
  return made;
}

// The server to measure, with its account and circle.
async function serve({ page = "-", extra = 0 } = {}) {
  const child = spawn(join(build, "bench/bench_serve"), [join(folder(), "data"), page, String(extra)], { stdio: ["pipe", "pipe", "inherit"] });
  const line = await new Promise((done, fail) => {
    let text = "";
    child.stdout.on("data", (part) => { text += part; if (text.includes("\n")) done(text); });
    child.once("exit", (code) => fail(new Error(`bench_serve ended with ${code}`)));
  });
  const at = JSON.parse(line);
  child.removeAllListeners("exit");
  return { ...at, pid: child.pid, url: `http://127.0.0.1:${at.port}`, cookie: `__Host-kring=${at.token}`,
    stop: () => new Promise((done) => { child.once("exit", done); child.stdin.end(); }) };
}

function fetchRaw(url, headers = {}) { // as it goes over the line, not unpacked
  return new Promise((done, fail) => {
    httpGet(url, { headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    }).on("error", fail);
  });
}

async function wrk(url, { connections = 32, script, headers = {}, time = seconds } = {}) {
  const args = ["-t1", `-c${connections}`, `-d${time}s`, "--latency"];
  for (const [name, value] of Object.entries(headers)) args.push("-H", `${name}: ${value}`);
  if (script) args.push("-s", script);
  const { stdout } = await run("wrk", [...args, url]);
  const wrong = stdout.match(/Non-2xx or 3xx responses: (\d+)/);
  if (wrong) throw new Error(`${wrong[1]} answers were refused by ${url}`);
  if (!/Requests\/sec:/.test(stdout) || /Requests\/sec:\s+0\.00/.test(stdout)) throw new Error(`no answers: ${stdout}`);
  const ms = (text) => { const [, number, unit] = text.match(/([\d.]+)(us|ms|s)/); return number * { us: 0.001, ms: 1, s: 1000 }[unit]; };
  return { perSecond: Number(stdout.match(/Requests\/sec:\s+([\d.]+)/)[1]), p99: ms(stdout.match(/99%\s+(\S+)/)[1]) };
}

// Neighbours make noise: both are measured in turn, and the quietest round of each counts.
async function inTurn(...measures) {
  const found = measures.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, measure] of measures.entries()) found[at].push(await measure());
  }
  return found.map((all) => all.reduce((best, one) => (one.perSecond > best.perSecond ? one : best)));
}

async function map() {
  let server = await serve();
  const cookie = { Cookie: server.cookie };
  const page = await fetchRaw(`${server.url}/kring/${server.circle}`, cookie);
  if (page.status !== 200 || !page.body.includes("<svg")) throw new Error(`the map answers ${page.status}`);
  await server.stop();
  const file = join(folder(), "constant.html");
  writeFileSync(file, page.body);
  server = await serve({ page: file });
  const own = { Cookie: server.cookie };
  const constant = await fetchRaw(`${server.url}/bench`, own);
  const again = await fetchRaw(`${server.url}/kring/${server.circle}`, own);
  if (Math.abs(constant.body.length - again.body.length) > again.body.length * 0.02) throw new Error("the constant page has another size");
  await wrk(`${server.url}/kring/${server.circle}`, { headers: own, time: 1 });
  const [real, still] = await inTurn(() => wrk(`${server.url}/kring/${server.circle}`, { headers: own }), () => wrk(`${server.url}/bench`, { headers: own }));
  await server.stop();
  const size = `${Math.round(again.body.length / 1024)} KB, ${Math.round(still.perSecond)} req/s, p99 ${still.p99} ms`;
  figure("map_requests", real.perSecond, "requests/s", `a constant page of the same size from the same server (${size})`, real.perSecond / still.perSecond, 0.3);
  figure("map_p99", real.p99, "ms", `the p99 of that constant page (${still.p99} ms); at most 6 times`, still.p99 / real.p99, 1 / 6);
}

// Posts that each really change something: another word every time, in as many circles as there are clients. A round begins
// with young circles and ends after some thousands of changes, which is more than a circle sees in its life.
async function posts(clients) {
  const server = await serve({ extra: clients - 1 });
  const cookie = { Cookie: server.cookie };
  const page = async (path) => (await fetchRaw(server.url + path, cookie)).body.toString();
  const circles = [...new Set((await page("/kringen")).match(/\/kring\/[0-9a-f]{16}/g))].slice(0, clients);
  const people = [];
  for (const circle of circles) people.push((await page(`${circle}/lijst`)).match(/\/kring\/[0-9a-f]{16}\/mens\/[0-9a-f]{16}/)?.[0]);
  const csrf = (await page(`${circles[0]}/namen`)).match(/name="csrf" value="([^"]+)"/)?.[1];
  if (!csrf || people.length !== clients || people.includes(undefined)) throw new Error("no form to post");
  const script = join(folder(), "post.lua");
  writeFileSync(script, `local n = 0
local people = {${people.map((one) => `"${one}"`).join(", ")}}
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
wrk.headers["Origin"] = "${server.url}"
wrk.headers["Cookie"] = "${server.cookie}"
request = function()
  n = n + 1
  return wrk.format(nil, people[n % #people + 1] .. "/laag/wie", nil, "csrf=${encodeURIComponent(csrf)}&person.remark=woord" .. n)
end
`);
  // the number of the newest change, which every form carries
  const count = async () => {
    let sum = 0;
    for (const one of people) sum += Number((await page(one)).match(/name="base" value="(\d+)"/)?.[1] ?? 0);
    return sum;
  };
  const before = await count();
  const time = Math.min(seconds, 2);
  const found = await wrk(server.url, { connections: clients, script, time });
  const made = await count() - before;
  await server.stop();
  if (made < found.perSecond * time * 0.9) throw new Error(`posts were answered but changed nothing (${made} of ${found.perSecond * time})`);
  return found;
}

async function write() {
  const reference = async () => ({ perSecond: Number((await run(join(build, "bench/bench_bare"), [join(folder(), "bare.db"), String(Math.min(seconds, 2))])).stdout) });
  const [four, insert, one] = await inTurn(() => posts(4), reference, () => posts(1));
  const bare = `bare single-row durable inserts by one thread (${Math.round(insert.perSecond)}/s)`;
  figure("write", four.perSecond, "changes/s by form, four people in four circles", bare, four.perSecond / insert.perSecond, 0.5);
  figure("write_one", one.perSecond, "changes/s by form, one person who waits for each answer", bare, one.perSecond / insert.perSecond);
}

async function open() {
  const program = join(build, "bench/bench_store");
  const { stdout } = await run(program, ["open"], { maxBuffer: 1 << 24 });
  for (const line of stdout.split("\n").filter((one) => one.startsWith("{"))) {
    const one = JSON.parse(line);
    figure(one.name, one.value, one.unit, one.reference, one.ratio, one.wanted ?? (one.name.startsWith("open") ? 0.1 : undefined));
  }
}

async function weight() {
  const server = await serve();
  const packed = { "Accept-Encoding": "gzip", Cookie: server.cookie };
  const cost = (answer) => answer.body.length + Object.entries(answer.headers).reduce((sum, [name, value]) => sum + name.length + String(value).length + 4, 0);
  const first = await fetchRaw(`${server.url}/`, { "Accept-Encoding": "gzip" });
  const plain = (await fetchRaw(`${server.url}/`)).body.toString();
  const wanted = [...plain.matchAll(/(?:href|src)="(\/s\/[^"]+)"/g)].map((one) => one[1]);
  let sum = cost(first);
  for (const path of new Set(wanted)) {
    sum += cost(await fetchRaw(server.url + path, packed));
    if (!path.endsWith(".css")) continue;
    const css = (await fetchRaw(server.url + path)).body.toString();
    const font = css.match(/url\("?([^")]*\.woff2)"?\)/)[1]; // the first one holds the Latin letters
    sum += cost(await fetchRaw(new URL(font, server.url + path).href, packed));
  }
  figure("first_visit", sum / 1024, "KB with font", "90 KB", 90 / (sum / 1024), 1);
  const base = `/kring/${server.circle}`;
  let heaviest = { size: 0, path: "" };
  for (const path of ["/kringen", base, `${base}/namen`, `${base}/lijst`, `${base}/ecogram`, `${base}/opvalt`, `${base}/tijd`, `${base}/plaats`, "/hulp", "/privacy"]) {
    const answer = await fetchRaw(server.url + path, packed);
    if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
    if (cost(answer) > heaviest.size) heaviest = { size: cost(answer), path: path.replace(server.circle, "ID") };
  }
  await server.stop();
  figure("later_page", heaviest.size / 1024, `KB, the heaviest: ${heaviest.path} with 40 contacts`, "15 KB", 15 / (heaviest.size / 1024), 1);
}

async function memory() {
  const server = await serve({ extra: 1000 });
  await fetchRaw(`${server.url}/`);
  await new Promise((done) => setTimeout(done, 1500));
  const rss = Number(readFileSync(`/proc/${server.pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
  await server.stop();
  figure("memory", rss, "MB resident, idle with 1,001 circles stored", "40 MB", 40 / rss, 1);
}

async function start() {
  const data = join(folder(), "data");
  await run(join(build, "kring"), ["demo", data]);
  let best = Infinity;
  for (let round = 0; round < 5; round += 1) {
    const port = 20000 + Math.floor(Math.random() * 20000);
    const began = performance.now();
    const child = spawn(join(build, "kring"), ["serve", "--data", data, "--listen", `127.0.0.1:${port}`], { stdio: "ignore" });
    const ended = new Promise((done) => child.once("exit", done));
    for (;;) {
      const open = await new Promise((done) => {
        const socket = connect(port, "127.0.0.1", () => { socket.destroy(); done(true); });
        socket.once("error", () => done(false));
      });
      if (open) break;
      if (performance.now() - began > 10000) throw new Error("the server does not start");
      await new Promise((done) => setTimeout(done, 1));
    }
    best = Math.min(best, performance.now() - began);
    child.kill("SIGTERM");
    await ended;
  }
  figure("start", best / 1000, "s until it answers", "0.2 s", 0.2 / (best / 1000), 1);
}

// A family tree of 20,000 people into a file, from the command; beside Gramps when it is there, which does the same.
async function gedcom() {
  const people = 20000;
  const work = folder();
  const file = join(work, "family.ged");
  writeFileSync(file, family(people));
  const took = async (program, words) => {
    const began = performance.now();
    await run(program, words, { env: { ...process.env, HOME: work }, maxBuffer: 1 << 26, timeout: 600000 });
    return (performance.now() - began) / 1000;
  };
  const times = [];
  for (let round = 0; round < 3; round += 1) times.push(await took(join(build, "kring"), ["import", file, "-o", join(work, `family-${round}.kring`)]));
  const own = Math.min(...times);
  let other = 0;
  try { other = await took("gramps", ["-y", "-i", file, "-e", join(work, "family.gramps")]); } catch { /* not installed */ }
  const reference = other ? `Gramps by command (${other.toFixed(1)} s)` : "Gramps by command is not installed: nothing to compare with";
  figure("gedcom", own, `s to bring in a family tree of ${people} people`, reference, other ? other / own : 0, other ? 20 : undefined);
}

const all = { map, write, open, weight, memory, start, gedcom, sharing: () => sharing({ figure, serve, wrk, fetchRaw, build }), structural_100k: () => structural({ figure, build }), egor: () => egor({ figure, folder, build }), ahead: () => ahead({ figure, build }), drawings: () => drawings({ figure, folder, serve, fetchRaw, build, root }) };
const asked = process.argv.slice(2);
for (const name of asked) if (!all[name]) { console.error(`no such figure: ${name} (${Object.keys(all).join(", ")})`); process.exit(2); }
if (!existsSync(join(build, "bench/bench_serve"))) { console.error("run script/build first"); process.exit(2); }
for (const name of asked.length ? asked : Object.keys(all)) {
  try { await all[name](); } catch (error) { broken += 1; console.error(`${name}: ${error.message}`); }
}
process.exit(broken ? 1 : 0);
