// Pages that stay open: what changes elsewhere shows at once, what ends clears at once, and what was typed stays.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { connect } from "node:net";
import { enter, openBrowser, signedIn, signIns, startServer, waitFor } from "./lib.mjs";

let server, browser, annie, one;
before(async () => {
  server = await startServer({ demo: true });
  browser = await openBrowser();
  one = signIns(server)[0];
  annie = await signedIn(server, one);
});
after(async () => { await browser.close(); await server.stop(); });

async function open(path = "/lijst") {
  const page = await enter(browser, server, one);
  await page.goto(server.url + annie.circle + path);
  return page;
}

const add = async (name) => {
  const path = `${annie.circle}/namen`;
  const answer = await annie.post(path, { csrf: await annie.csrf(path), naam: name });
  assert.equal(answer.status, 303);
};

const within = async (check, what) => {
  const began = Date.now();
  await waitFor(check, what);
  return Date.now() - began;
};

test("a name that was added elsewhere stands on the open page", async () => {
  const page = await open();
  await page.waitForTimeout(600);
  await add("Wilma van hiernaast");
  await within(() => page.getByText("Wilma van hiernaast").count(), "the name");
  assert.deepEqual(page.trouble, []);
  await page.context().close();
});

test("whoever walks with the keys keeps their place", async () => {
  const page = await open();
  await page.waitForTimeout(600);
  const link = page.locator("main a[href*='/mens/']").nth(3), href = await link.getAttribute("href");
  await link.focus();
  await add("Jantine van de hoek");
  await within(() => page.getByText("Jantine van de hoek").count(), "the name");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), href);
  await page.context().close();
});

test("what is being typed is not touched, and goes along", async () => {
  const page = await open("/namen");
  await page.waitForTimeout(600);
  await page.fill("#naam", "Half geschreven");
  await add("Karel van boven");
  await page.locator(".k-changed").waitFor();
  assert.equal(await page.inputValue("#naam"), "Half geschreven");
  assert.equal(await page.getByText("Karel van boven").count(), 0);
  await page.click(".k-changed button");
  await page.getByText("Karel van boven").first().waitFor();
  assert.equal(await page.inputValue("#naam"), "Half geschreven");
  await page.context().close();
});

test("signing out everywhere clears what is open", async () => {
  const page = await open();
  await page.waitForTimeout(600);
  const other = await signedIn(server, one);
  await other.post("/account/overal", { csrf: await other.csrf("/account") });
  await page.waitForURL(/\/gesloten$/);
  assert.ok(!(await page.content()).includes("Corrie"));
  await page.context().close();
  annie = await signedIn(server, one);
});

test("what was typed survives a lost connection, and is sent when there is one again", async () => {
  const page = await open("/namen");
  await page.waitForTimeout(600);
  await server.kill();
  await page.fill("#naam", "Door het oog van de naald");
  await page.press("#naam", "Enter");
  await page.locator(".k-unsaved").waitFor();
  assert.equal(await page.inputValue("#naam"), "Door het oog van de naald");
  await server.start();
  await waitFor(async () => (await annie.text(`${annie.circle}/lijst`)).includes("Door het oog van de naald"), "the name to be kept", 40000);
  await page.context().close();
});

test("what another process on the same folder changes shows as well", async () => {
  const page = await open();
  await page.waitForTimeout(600);
  const second = await startServer({ folder: server.data });
  const there = await signedIn(second, one), path = `${annie.circle}/namen`;
  assert.equal((await there.post(path, { csrf: await there.csrf(path), naam: "Van de andere kant" })).status, 303);
  await waitFor(() => page.getByText("Van de andere kant").count(), "the name");
  await second.stop();
  await page.context().close();
});

// -- the socket itself --

function knock(path, headers = {}) {
  return new Promise((done) => {
    const socket = connect(server.port, "127.0.0.1"), parts = [];
    const lines = { host: `127.0.0.1:${server.port}`, connection: "Upgrade", upgrade: "websocket", origin: server.url,
      "sec-websocket-version": "13", "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==", cookie: [...annie.cookies].map(([key, value]) => `${key}=${value}`).join("; "), ...headers };
    socket.on("error", () => {});
    socket.on("data", (bytes) => { parts.push(bytes); if (Buffer.concat(parts).includes("\r\n\r\n")) done({ socket, text: Buffer.concat(parts).toString("latin1") }); });
    socket.write(`GET ${path} HTTP/1.1\r\n${Object.entries(lines).filter(([, value]) => value !== null).map(([key, value]) => `${key}: ${value}\r\n`).join("")}\r\n`);
  });
}

const status = (answer) => Number(answer.text.split(" ")[1]);
const frame = (opcode, payload = Buffer.alloc(0), mask = Buffer.from([1, 2, 3, 4])) => Buffer.concat([
  Buffer.from([0x80 | opcode, 0x80 | payload.length]), mask, Buffer.from(payload.map((byte, i) => byte ^ mask[i % 4]))]);
const ended = (socket) => new Promise((done) => { socket.once("close", () => done(true)); setTimeout(() => done(false), 3000); });

test("the handshake answers as the standard says, and only to our own pages", async () => {
  const path = `${annie.circle}/levend`;
  const good = await knock(path);
  assert.equal(status(good), 101);
  assert.match(good.text, /Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=\r\n/i);
  good.socket.destroy();
  for (const [what, headers, expected] of [["another site", { origin: "https://example.org" }, 403], ["no origin", { origin: null }, 403],
    ["nobody", { cookie: null }, 303], ["no key", { "sec-websocket-key": "x" }, 422], ["another version", { "sec-websocket-version": "8" }, 422], ["no upgrade", { upgrade: null }, 422]]) {
    const answer = await knock(path, headers);
    assert.equal(status(answer), expected, `${what}: ${answer.text.slice(0, 60)}`);
    answer.socket.destroy();
  }
  const away = await knock("/kring/00000000deadbeef/levend");
  assert.equal(status(away), 404);
  away.socket.destroy();
});

test("a ping is answered, a goodbye too, and anything else is hung up on", async () => {
  const path = `${annie.circle}/levend`;
  const ping = await knock(path);
  const heard = new Promise((done) => ping.socket.once("data", done));
  ping.socket.write(frame(9, Buffer.from("hallo")));
  assert.deepEqual(await heard, Buffer.concat([Buffer.from([0x8a, 5]), Buffer.from("hallo")]));
  ping.socket.write(frame(8, Buffer.from([3, 232])));
  assert.ok(await ended(ping.socket), "goodbye");
  for (const [what, bytes] of [["words", frame(1, Buffer.from("x"))], ["unmasked", Buffer.from([0x89, 0])], ["too long", Buffer.from([0x89, 0xfe, 1, 0])], ["a part", Buffer.from([0x09, 0x80])]]) {
    const line = await knock(path);
    line.socket.write(bytes);
    assert.ok(await ended(line.socket), what);
  }
});

test("nobody holds more than twenty pages open, and those who hold them keep nobody out", async () => {
  const path = `${annie.circle}/levend`, lines = [];
  for (let i = 0; i < 20; i++) lines.push(await knock(path));
  assert.ok(lines.every((line) => status(line) === 101));
  const more = await knock(path);
  assert.equal(status(more), 503);
  assert.ok((await annie.text(`${annie.circle}/lijst`)).length > 1000);
  for (const line of [...lines, more]) line.socket.destroy();
  await waitFor(async () => { const again = await knock(path); again.socket.destroy(); return status(again) === 101; }, "room again");
});
