// Who only holds a connection open keeps nobody else out.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { startServer, waitFor } from "./lib.mjs";

let server, strict;
before(async () => {
  [server, strict] = await Promise.all([startServer(), startServer({ args: ["--per-address", "20"] })]);
});
after(async () => { await Promise.all([server.stop(), strict.stop()]); });

function hold(port, text) { // a connection that says this and then nothing
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => { if (text) socket.write(text); done(socket); });
    socket.gone = false;
    socket.on("close", () => { socket.gone = true; });
    socket.on("error", () => { socket.gone = true; done(socket); });
    socket.resume();
  });
}
// On a connection of its own: one kept from before may have had to give way.
function status(where, path, agent = false) {
  return new Promise((done, fail) => {
    const asked = request(where.url + path, { agent }, (answer) => { answer.resume().on("end", () => done(answer.statusCode)); });
    asked.on("error", fail).end();
  });
}
async function holdMany(port, count, text) {
  const sockets = [];
  for (let i = 0; i < count; i++) sockets.push(await hold(port, text));
  return sockets;
}
const letGo = (sockets) => { for (const socket of sockets) socket.destroy(); };

const kinds = {
  "say nothing": "",
  "begin a line": "GET /hulp HTTP/1.1\r\nHost: 127.0",
  "promise a form": "POST /inloggen HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nlogin=",
  "asked once": "GET /hulp HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
};
for (const [what, text] of Object.entries(kinds)) {
  test(`400 connections that ${what}`, async () => {
    const sockets = await holdMany(server.port, 400, text);
    for (let i = 0; i < 3; i++) {
      assert.equal(await status(server, "/hulp"), 200);
    }
    // the last ones were let be, the first ones gave way
    await waitFor(() => sockets.filter((one) => one.gone).length >= 400 - 320, "the first to give way");
    assert.ok(sockets[0].gone);
    assert.ok(!sockets[399].gone);
    letGo(sockets);
    await waitFor(async () => (await status(server, "/")) === 200, "an answer afterwards");
  });
}

test("who is being served is not cut off", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const sockets = await holdMany(server.port, 250, "");
  const [statuses, more] = await Promise.all([
    (async () => { const all = []; for (let i = 0; i < 40; i++) all.push(await status(server, "/hulp", agent)); return all; })(),
    holdMany(server.port, 150, "GET /hulp HTTP/1.1\r\n"),
  ]);
  assert.deepEqual([...new Set(statuses)], [200]);
  letGo([...sockets, ...more]);
  agent.destroy();
});

test("without a proxy one address may have so many and no more", async () => {
  const sockets = await holdMany(strict.port, 30, "");
  await waitFor(() => sockets.filter((one) => one.gone).length >= 10, "those that are too many");
  const stay = sockets.filter((one) => !one.gone).length;
  assert.ok(stay <= 20 && stay > 10, `${stay} stay`); // one or two may still be those that saw the server begin
  letGo(sockets);
  await waitFor(async () => (await status(strict, "/")) === 200, "an answer afterwards");
});
