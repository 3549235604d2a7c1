// Letting somebody in by forms, as people without script do.
import { client, formsOf, password } from "./lib.mjs";

let made = 0;
// A share with these fields, not opened yet: {share, code}. `fields` replaces lists: {ziet: ["map"], los: [id]}.
export async function invite(server, owner, base, name, wat, fields) {
  const first = `${base}/delen/nieuw`;
  const html = await (await owner.post(first, { csrf: await owner.csrf(first), eerst: "1", wie: "", naam: name, wat })).text();
  const form = formsOf(html).find(({ action, fields: has }) => action.endsWith("/delen/nieuw") && !("eerst" in has));
  const body = new URLSearchParams(form.fields);
  for (const key of ["ziet", "erbij", "anders"]) body.delete(key);
  for (const [key, values] of Object.entries(fields)) { body.delete(key); values.forEach((value) => body.append(key, value)); }
  const answer = await owner.ask(form.action, { method: "POST", body, headers: { origin: server.url } });
  const share = answer.headers.get("location").match(/met\/([0-9a-f]{16})/)[1], page = `${base}/delen/met/${share}/uitnodigen`;
  const code = (await (await owner.post(page, { csrf: await owner.csrf(page), hoe: "tafel" })).text()).match(/k-code__c[^>]*>\s*([^<\s]+)/)[1];
  return { share, code };
}

// Somebody new with an account, signed in.
export async function newcomer(server, name) {
  const guest = client(server), login = `${name.toLowerCase().replace(/\W/g, "")}-${process.pid}-${made += 1}`;
  await guest.post("/begin", { login, name, password });
  return Object.assign(guest, { login, password });
}

// Invited, opened by an account, and confirmed. `guest`: an account that is there already.
export async function letIn(server, owner, base, name, wat, fields, guest) {
  const { share, code } = await invite(server, owner, base, name, wat, fields);
  const who = guest ?? await newcomer(server, name);
  await who.post("/meekijken", { csrf: await who.csrf("/account"), code });
  await owner.post(`${base}/delen/met/${share}/bevestig`, { csrf: await owner.csrf(`${base}/namen`), klopt: "ja" });
  return Object.assign(who, { share });
}

// The form of a page with this in its address or among what one sees of it; posted with what is given. What is hidden in it
// does not count: forms in the frame of a page (a step back, leaving quickly) carry the address of the page.
export async function send(who, path, holds, fields) {
  const seen = ({ html }) => html.replace(/<input\b[^>]*type="hidden"[^>]*>/g, "");
  const form = formsOf(await who.text(path)).find((one) => seen(one).includes(holds));
  if (!form) throw new Error(`no form with ${holds} on ${path}`);
  return who.post(form.action || path, { ...form.fields, ...fields });
}
