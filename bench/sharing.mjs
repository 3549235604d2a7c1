// What sharing costs: a guest's page beside the owner's, the question whether somebody may look, how soon open pages hear of a
// change, and what fifty people who sign in at once do to those who read.
import { connect } from "node:net";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const middle = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const cookie = (token) => ({ Cookie: `__Host-kring=${token}` });

// Both in turn; the median of the ratios of neighbouring rounds, which noise that lasts longer than a round does not touch.
async function ratioOf(rounds, one, other) {
  const ratios = [];
  let last;
  for (let round = 0; round < rounds; round += 1) {
    const [first, second] = [await one(), await other()];
    last = first;
    ratios.push(first.perSecond / second.perSecond);
  }
  return { ratio: middle(ratios), last };
}

async function view({ figure, serve, wrk, fetchRaw }) {
  const server = await serve();
  const path = `${server.url}/kring/${server.circle}`;
  const pages = await Promise.all([server.token, server.guests[0]].map(async (token) => (await fetchRaw(path, cookie(token))).body.length));
  const look = (token) => () => wrk(path, { headers: cookie(token), time: 2 });
  const { ratio, last } = await ratioOf(7, look(server.guests[0]), look(server.token));
  await server.stop();
  figure("share_view", last.perSecond, "requests/s by a guest who may do everything",
    `the owner's page (${pages[1]} and ${pages[0]} bytes); may cost 1.15 times as much`, ratio, 1 / 1.15);
}

// The same reading of the database for the owner and for a guest, beside what a request of the map page takes.
async function check({ figure, serve, wrk, build }) {
  const server = await serve();
  const spent = () => { const at = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" "); return (Number(at[11]) + Number(at[12])) * 10000; };
  const before = spent(), time = 3;
  const found = await wrk(`${server.url}/kring/${server.circle}`, { headers: cookie(server.token), time });
  const request = (spent() - before) / (found.perSecond * time);
  await server.stop();
  const { stdout } = await run(join(build, "bench/bench_store"), ["share"]);
  const one = JSON.parse(stdout.trim().split("\n").at(-1));
  const more = Math.max(one.value, 0.01);
  figure("share_check", more, "µs more for a guest than for the owner", `2 % of a request of the map page (${request.toFixed(1)} µs)`, (request * 0.02) / more, 1);
}

function listen(server, token) {
  const socket = connect(server.port, "127.0.0.1");
  const waiting = [];
  let opened;
  const ready = new Promise((done) => { opened = done; });
  socket.on("data", (bytes) => {
    if (bytes.includes("101 Switching")) opened();
    if (bytes.includes('{"seq"')) waiting.splice(0).forEach((done) => done(performance.now()));
  });
  socket.on("error", () => {});
  socket.write(`GET /kring/${server.circle}/levend HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nOrigin: ${server.url}\r\n`
    + `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: __Host-kring=${token}\r\n\r\n`);
  return { socket, ready, next: () => new Promise((done) => waiting.push(done)) };
}

async function live({ figure, serve, fetchRaw }) {
  const server = await serve();
  const tokens = Array.from({ length: 100 }, (_, i) => server.guests[i % server.guests.length]);
  const open = tokens.map((token) => listen(server, token));
  await Promise.race([Promise.all(open.map((one) => one.ready)), new Promise((_, fail) => setTimeout(() => fail(new Error("not all pages were let in")), 5000))]);
  const page = async (path) => (await fetchRaw(server.url + path, cookie(server.token))).body.toString();
  const person = (await page(`/kring/${server.circle}/lijst`)).match(/\/kring\/[0-9a-f]{16}\/mens\/[0-9a-f]{16}/)[0];
  const csrf = (await page(`/kring/${server.circle}/namen`)).match(/name="csrf" value="([^"]+)"/)[1];
  const all = [];
  for (let round = 0; round < 12; round += 1) {
    const heard = open.map((one) => one.next());
    const began = performance.now();
    const sent = fetch(`${server.url}${person}/laag/wie`, { method: "POST", redirect: "manual", headers: { ...cookie(server.token), Origin: server.url, "Content-Type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrf, "person.role": `buurvrouw ${round}` }) });
    all.push(...(await Promise.all(heard)).map((at) => at - began));
    await (await sent).arrayBuffer();
    await new Promise((done) => setTimeout(done, 100));
  }
  for (const one of open) one.socket.destroy();
  await server.stop();
  const found = middle(all);
  figure("live", found, "ms from sending a form until an open page hears of it, median of 100 pages", "50 ms", 50 / found, 1);
}

async function signing({ figure, serve, wrk }) {
  const server = await serve();
  const read = () => wrk(`${server.url}/kring/${server.circle}`, { headers: cookie(server.token), connections: 4, time: 3 });
  let going = true, tried = 0;
  const knock = async (number) => {
    while (going) {
      const answer = await fetch(`${server.url}/inloggen`, { method: "POST", redirect: "manual", headers: { Origin: server.url, "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ login: `iemand${number}-${tried}`, naam: `iemand${number}-${tried}`, password: "niet het wachtwoord", wachtwoord: "niet het wachtwoord" }) });
      await answer.arrayBuffer();
      tried += 1;
    }
  };
  const quiet = await read();
  const crowd = Array.from({ length: 50 }, (_, i) => knock(i));
  const busy = await read();
  going = false;
  await Promise.all(crowd);
  await server.stop();
  figure("sign_in_readers", busy.perSecond, `requests/s by readers while fifty sign in (${tried} tries)`, "the same readers alone; may be 1.5 times as slow", busy.perSecond / quiet.perSecond, 1 / 1.5);
}

export async function sharing(tools) {
  for (const one of [view, check, live, signing]) await one(tools);
}
