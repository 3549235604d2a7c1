// What all browser tests share: a server of their own on a free port with a fresh folder of invented people, a browser,
// and pages that watch for what must never happen (requests outside, errors in the console, answers of 500).
import { spawn, execFile } from "node:child_process";
import { mkdtemp, rm, readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { promisify } from "node:util";
import { tmpdir } from "node:os";
import { join, resolve, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const run = promisify(execFile);
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const kring = process.env.KRING_BINARY ?? join(root, "build/kring");
export const testData = process.env.KRING_TEST_DATA ?? resolve(root, "../shared/data");

export function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

export async function waitFor(check, what, ms = 30000) {
  const end = Date.now() + ms;
  for (;;) {
    try {
      const value = await check();
      if (value) return value;
    } catch { /* not yet */ }
    if (Date.now() > end) throw new Error(`waited too long for ${what}`);
    await new Promise((done) => setTimeout(done, 40));
  }
}

// A data folder (with the invented people when `demo`), and a server on it. `stop` takes both away.
export async function startServer({ demo = false, folder, port, env = {}, args = [] } = {}) {
  const own = folder === undefined;
  const base = own ? await mkdtemp(join(tmpdir(), "kring-test-")) : dirname(folder);
  const data = folder ?? join(base, "data");
  let signIns = "";
  if (demo) signIns = (await run(kring, ["demo", data])).stdout;
  const chosen = port ?? await freePort();
  const server = { data, base, port: chosen, url: `http://127.0.0.1:${chosen}`, signIns, log: "", process: null };
  const start = async () => {
    const child = spawn(kring, ["serve", "--data", data, "--listen", `127.0.0.1:${chosen}`, ...args],
      { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
    child.stdout.on("data", (text) => { server.log += text; });
    child.stderr.on("data", (text) => { server.log += text; });
    server.process = child;
    server.ended = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
    let gone = false;
    server.ended.then(() => { gone = true; });
    await waitFor(async () => {
      if (gone) throw new Error("ended");
      return (await fetch(`${server.url}/hulp`, { redirect: "manual" })).status > 0;
    }, `the server to answer; it said: ${server.log}`);
  };
  server.start = start;
  server.kill = async () => { server.process.kill("SIGKILL"); await server.ended; };
  server.stop = async () => {
    server.process.kill("SIGTERM");
    await Promise.race([server.ended, new Promise((done) => setTimeout(done, 8000).unref())]);
    if (server.process.exitCode === null) server.process.kill("SIGKILL");
    if (own) await rm(base, { recursive: true, force: true });
  };
  await start();
  return server;
}

export async function openBrowser() {
  return chromium.launch({ executablePath: process.env.KRING_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--force-color-profile=srgb"] });
}

// Is a page on its way to another, or waits it for an answer to what our own script sent (its `main` counts that, see pages.js)?
// The browser says it itself; what it was doing when it is asked it has told before it answers.
async function watched(page) {
  const cdp = await page.context().newCDPSession(page), { frameTree: { frame } } = await cdp.send("Page.getFrameTree");
  let moves = false;
  const hear = (event, now) => cdp.on(`Page.${event}`, ({ frameId, disposition = "currentTab" }) => { if (frameId === frame.id && disposition === "currentTab") moves = now; });
  for (const event of ["frameRequestedNavigation", "frameStartedLoading"]) hear(event, true);
  for (const event of ["frameStoppedLoading", "navigatedWithinDocument"]) hear(event, false);
  await cdp.send("Page.enable");
  const sends = async () => (await cdp.send("Runtime.evaluate", { expression: "Number(document.getElementById('inhoud')?.dataset.bezig) > 0" })).result.value;
  page.rests = async () => !await sends() && !await sends() && !moves;
  const rate = Number(process.env.KRING_SLOW ?? 1); // a browser on a machine so many times as slow: what goes well in a hurry only, shows
  if (rate > 1) await cdp.send("Emulation.setCPUThrottlingRate", { rate });
}

export async function whole(page) {
  await waitFor(() => page.isClosed() || page.rests(), `${page.url()} to be whole`);
}

// Nobody reads a page or leaves it before it is whole: a press is done for the browser when the page it leads to begins, and what a
// script sends does not count. A wait for an address does not help where a form comes back to its own.
function patient(page) {
  const frame = page.mainFrame(); // what page.click, page.locator(...).click and the rest come down to
  for (const act of ["click", "tap", "press", "check", "uncheck", "setChecked", "selectOption"]) {
    const plain = frame[act].bind(frame);
    frame[act] = async (...given) => {
      const value = await plain(...given);
      await whole(page);
      return value;
    };
  }
}

// What is done here leads to another page, maybe of the same address: it is there afterwards. For a key on the keyboard, and for
// a script that first asks something else; an ordinary press waits by itself.
export async function leads(page, work) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), work()]);
}

// A page that keeps what went wrong in page.trouble.
export async function openPage(browser, server, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "nl-NL", baseURL: server.url,
    acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30000); // nothing is measured by it
  await watched(page);
  patient(page);
  page.trouble = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !/status of 4\d\d/.test(message.text())) {
      page.trouble.push(`console: ${message.text()} (${page.url()})`);
    }
  });
  page.on("pageerror", (error) => page.trouble.push(`script: ${error.message} (${page.url()})`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(server.url) && !/^(data|blob|about):/.test(url)) page.trouble.push(`asks outside: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 500) page.trouble.push(`${response.status()} from ${response.url()}`);
  });
  return page;
}

// A page of somebody who signed in on it.
export async function enter(browser, server, { login, password: secret = password }, options) {
  const page = await openPage(browser, server, options);
  await page.goto("/inloggen");
  await page.fill("#login", login);
  await page.fill("#wachtwoord", secret);
  await page.press("#wachtwoord", "Enter");
  await page.waitForURL(/\/kring/);
  return page;
}

export const password = "een heel lang wachtwoord 7";
let made = 0;
// A plain client with a memory for cookies, for what a browser makes slow or would not do.
export function client(server) {
  const cookies = new Map();
  const remember = (response) => {
    for (const line of response.headers.getSetCookie()) {
      const [pair, ...rest] = line.split(";");
      const at = pair.indexOf("=");
      const name = pair.slice(0, at).trim();
      if (rest.some((part) => /^\s*max-age=0/i.test(part))) cookies.delete(name);
      else cookies.set(name, pair.slice(at + 1));
    }
  };
  const header = () => [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const self = {
    cookies,
    async ask(path, options = {}) {
      const headers = { ...(cookies.size ? { cookie: header() } : {}), ...(options.headers ?? {}) };
      const response = await fetch(server.url + path, { redirect: "manual", ...options, headers });
      remember(response);
      return response;
    },
    async get(path, headers) { return self.ask(path, { headers }); },
    async text(path) { return (await self.get(path)).text(); },
    async post(path, fields, headers = {}) {
      const body = new URLSearchParams(fields);
      return self.ask(path, { method: "POST", body, headers: { origin: server.url, ...headers } });
    },
    // A token from any page with a form.
    async csrf(path) {
      const html = await self.text(path);
      return html.match(/name="csrf"[^>]*value="([^"]+)"/)?.[1] ?? html.match(/value="([^"]+)"[^>]*name="csrf"/)?.[1];
    },
    // Follows one redirect answer.
    async follow(response) { return self.get(response.headers.get("location").replace(server.url, "")); },
  };
  return self;
}

const unescape = (text) => text.replace(/&quot;/g, '"').replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
  .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16))).replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
const attribute = (tag, name) => { const found = tag.match(new RegExp(`\\s${name}="([^"]*)"`)); return found ? unescape(found[1]) : undefined; };

// The forms of a page, with what a browser would send: {action, method, fields, text, password}.
export function formsOf(html) {
  return [...html.matchAll(/<form\b[^>]*>[^]*?<\/form>/g)].map(([form]) => {
    const fields = {};
    let text, secret;
    for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
      const name = attribute(tag, "name"), type = attribute(tag, "type") ?? "text";
      if (!name) continue;
      if (["radio", "checkbox"].includes(type)) { if (/\schecked\b/.test(tag)) fields[name] = attribute(tag, "value") ?? "on"; continue; }
      if (["submit", "button", "file"].includes(type)) continue;
      fields[name] = attribute(tag, "value") ?? "";
      if (type === "password") secret ??= name;
      else if (type !== "hidden") text ??= name;
    }
    for (const [, tag, inner] of form.matchAll(/<(textarea\b[^>]*)>([^]*?)<\/textarea>/g)) fields[attribute(`${tag} `, "name")] = unescape(inner);
    const open = form.match(/<form\b[^>]*>/)[0];
    return { action: attribute(open, "action"), method: (attribute(open, "method") ?? "get").toLowerCase(), fields, text, password: secret, html: form };
  });
}

// The sign-ins that `kring demo` printed: [{login, password}].
export function signIns(server) {
  const found = [];
  for (const line of server.signIns.split("\n")) {
    const secret = line.match(/kring-voorbeeld-\d+/)?.[0];
    const login = line.match(/\b(annie|henk|sem)\b/)?.[0];
    if (secret && login) found.push({ login, password: secret });
  }
  return found;
}

// A client that is signed in, with the path of its first circle.
export async function signedIn(server, { login, password: secret }) {
  const self = client(server);
  const form = formsOf(await self.text("/inloggen")).find((one) => one.password);
  if (!form) throw new Error("no form to sign in");
  const answer = await self.post(form.action || "/inloggen", { ...form.fields, [form.text]: login, [form.password]: secret });
  if (answer.status !== 303) throw new Error(`signing in answers ${answer.status}`);
  const circles = await self.text("/kringen");
  self.circle = circles.match(/\/kring\/[0-9a-f]{16}/)?.[0];
  return self;
}

// None is the beginning of another.
export function uniqueName(what = "proef") { made += 1; return `${what}-${process.pid}-${String(made).padStart(5, "0")}`; }

export const sources = async (file) => readFile(join(root, file), "utf8");

// What `kring admin audit` says of a kind: by which way, and how it ended ("password+code 0").
export async function waysIn(server, kind) {
  const { stdout } = await run(kring, ["admin", "audit", server.data]);
  const lines = stdout.trim().split("\n").map((line) => JSON.parse(line)).filter((one) => one.EventTypeCode === kind);
  return new Set(lines.map((one) => `${one.User[0].AuthenticationMethod} ${one.EventOutcomeIndicator}`));
}
