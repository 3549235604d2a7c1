// The power goes out while four people write: whatever was acknowledged is there afterwards, and the file opens at once.
import test, { after, before } from "node:test";
import assert from "node:assert/strict";
import { signedIn, signIns, startServer, uniqueName } from "./lib.mjs";

const rounds = Number(process.env.KRING_ROUNDS ?? 8);
let server, people;

before(async () => {
  server = await startServer({ demo: true });
  const accounts = signIns(server);
  assert.equal(accounts.length, 3, `three sign-ins in: ${server.signIns}`);
  // Two of the four share a circle.
  people = await Promise.all([accounts[0], accounts[1], accounts[2], accounts[0]].map((one) => signedIn(server, one)));
  for (const one of people) assert.ok(one.circle, "everybody has a circle");
});
after(async () => server.stop());

// Names one after the other until the connection breaks; `said` gets those the server said were kept.
async function write(person, said, state) {
  let csrf;
  try { csrf = await person.csrf(`${person.circle}/namen`); } catch { return; } // the plug was pulled before this one began
  assert.ok(csrf, "a token to write with");
  for (let number = 0; !state.over; number += 1) {
    const name = uniqueName("Stroom");
    try {
      const answer = await person.post(`${person.circle}/namen`, { csrf, naam: name });
      if (answer.status === 303) said.push({ circle: person.circle, name });
      else if (answer.status !== 409) state.refused.push(`${answer.status} ${await answer.text()}`.slice(0, 200));
    } catch { return; }
  }
}

test(`killed ${rounds} times while four people write`, { timeout: 120000 + rounds * 4000 }, async () => {
  const said = [];
  let opened = 0;
  for (let round = 0; round < rounds; round += 1) {
    const state = { over: false, refused: [] };
    const mark = said.length;
    const writers = people.map((one) => write(one, said, state));
    // At an unlucky moment: after some writes, in the middle of others.
    const wanted = mark + 8 + Math.floor(Math.random() * 24);
    const until = Date.now() + 10000;
    while (said.length < wanted && Date.now() < until) await new Promise((done) => setTimeout(done, 1 + Math.random() * 4));
    await server.kill();
    state.over = true;
    await Promise.all(writers);
    assert.deepEqual(state.refused, [], "nothing was refused");
    assert.ok(said.length > mark, "something was written in this round");
    const began = Date.now();
    await server.start();
    opened = Math.max(opened, Date.now() - began);
    // This round's names, at the newest state of each circle.
    const fresh = said.slice(mark);
    for (const person of people) {
      const page = await person.text(`${person.circle}/lijst`);
      for (const one of fresh.filter((each) => each.circle === person.circle)) assert.ok(page.includes(one.name), `round ${round}: ${one.name} is gone`);
    }
  }
  // And all of it at the end.
  for (const person of people) {
    const page = await person.text(`${person.circle}/lijst`);
    for (const one of said.filter((each) => each.circle === person.circle)) assert.ok(page.includes(one.name), `${one.name} is gone`);
  }
});
