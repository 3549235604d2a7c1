// Letting somebody in by forms, as a browser without script does, one step at a time. Each step gives what was
// acknowledged, or null when the answer was another than the one that says so.
import { client, formsOf, password, uniqueName } from "./lib.mjs";

// Somebody new; `circle` is set when they also begin one of their own.
export async function newcomer(server, name) {
  const one = client(server), login = uniqueName(name.toLowerCase().replaceAll(" ", "-"));
  const form = formsOf(await one.text("/begin")).find(({ fields }) => "login" in fields);
  const begun = await one.post("/begin", { ...form.fields, name, login, password });
  if (begun.status !== 303 && begun.status !== 200) throw new Error(`beginning answers ${begun.status}`);
  const find = async () => (await one.text("/kringen")).match(/\/kring\/[0-9a-f]{16}/)?.[0];
  one.circle = await find();
  if (!one.circle) {
    await one.post("/kringen", { csrf: await one.csrf("/kringen"), naam: name });
    one.circle = await find();
  }
  return Object.assign(one, { login, name });
}

// `fields` by name, each a list: ziet (sees), erbij (may add), anders (may edit), hoe.
export async function makeShare(owner, circle, name, fields = {}, wat = "carer") {
  const first = `${circle}/delen/nieuw`;
  const answer = await owner.post(first, { csrf: await owner.csrf(first), eerst: "1", wie: "", naam: name, wat });
  const form = formsOf(await answer.text()).find(({ action, fields: has }) => action?.endsWith("/delen/nieuw") && !("eerst" in has));
  if (!form) return null;
  const body = new URLSearchParams({ ...form.fields, ziet: "map" });
  for (const [key, values] of Object.entries(fields)) { body.delete(key); values.forEach((value) => body.append(key, value)); }
  const made = await owner.post(form.action, body);
  return made.status === 303 ? made.headers.get("location").match(/met\/([0-9a-f]{16})/)[1] : null;
}

export async function codeFor(owner, circle, share) {
  const path = `${circle}/delen/met/${share}/uitnodigen`;
  const answer = await owner.post(path, { csrf: await owner.csrf(path), hoe: "tafel" });
  return (await answer.text()).match(/k-code__c[^>]*>\s*([^<\s]+)/)?.[1] ?? null;
}

export async function mailTo(owner, circle, share, address) {
  const path = `${circle}/delen/met/${share}/uitnodigen`;
  const answer = await owner.post(path, { csrf: await owner.csrf(path), hoe: "mail", adres: address });
  await answer.arrayBuffer();
  return answer.status === 303;
}

export async function openCode(guest, code) {
  const answer = await guest.post("/meekijken", { csrf: await guest.csrf("/account"), code });
  const text = await answer.text();
  return answer.status === 200 && !/role="alert"/.test(text);
}

export async function confirm(owner, circle, share) {
  const answer = await owner.post(`${circle}/delen/met/${share}/bevestig`, { csrf: await owner.csrf(`${circle}/namen`), klopt: "ja" });
  return answer.status === 303;
}

export async function withdraw(owner, circle, share) {
  const answer = await owner.post(`${circle}/delen/met/${share}/stop`, { csrf: await owner.csrf(`${circle}/namen`) });
  return answer.status === 303;
}

export async function letIn(owner, circle, guest, fields, wat) {
  const share = await makeShare(owner, circle, guest.name, fields, wat);
  const code = share && await codeFor(owner, circle, share);
  if (!code || !await openCode(guest, code) || !await confirm(owner, circle, share)) throw new Error(`${guest.name} is not let in`);
  return share;
}
