// Finds every page that can be reached, one of each kind, by following links.
import { client, openPage, signedIn, signIns } from "./lib.mjs";

// "/kring/0123456789abcdef/mens/fedc...?wie=..." -> "/kring/ID/mens/ID?wie". Null: one of many that look alike, left out.
export function kindOf(address) {
  const url = new URL(address, "http://x");
  let path = url.pathname.replace(/[0-9a-f]{16}/g, "ID").replace(/\/\d+(?=\/|$)/g, "/N");
  // Each guide and each step of a walk looks like the others. So do the decks, the sets of questions and the small questions, but
  // the soak looks at them all.
  path = path.replace(/\/wegwijzers\/(?!kiezen)[a-z0-9-]+/, "/wegwijzers/ID").replace(/\/weg\/ID\/[a-z0-9-]+/, "/weg/ID/STAP");
  if (!process.env.KRING_SOAK)
    path = path.replace(/\/bladen\/(?!blad\/|poster|triad|life-book|if-no-longer|mantelscan-front)[a-z0-9-]+/, "/bladen/FORM")
      .replace(/\/vragenlijsten\/(?!wheel|network-cards)[a-z0-9-]+/, "/vragenlijsten/SET")
      .replace(/\/(rollen|hulp-vragen)\/ID\/stap\/(?!wie$|woorden$)[a-z-]+/, "/$1/ID/stap/VRAAG");
  // the examples are the same pages with other people
  if (/^\/kring\/voorbeeld[^/]*\/(?!mens|lijst)/.test(path) || /^\/kring\/voorbeeld-\d\/./.test(path) || (/^\/kring\/voorbeeld/.test(path) && url.search)) return null;
  // the same page, further on or with another drawer open
  if (["voor", "meer", "sorteer", "laag", "vanaf"].some((key) => url.searchParams.has(key))) return null;
  const asked = [...new Set([...url.searchParams.keys()])].filter((key) => !["terug", "verder", "erbij", "weg"].includes(key)).sort();
  const drawing = url.searchParams.get("vorm") ?? url.searchParams.get("als");
  if (asked.length > 1 && (drawing !== "lensink" || asked.length > 2)) return null;
  if (drawing && drawing !== "lensink" && /\/(plaats|leeg)$/.test(path)) return null;
  // which drawing it is makes another page; which person does not
  return path + (asked.length ? `?${asked.map((key) => (["vorm", "als"].includes(key) ? `${key}=${drawing}` : key)).join("&")}` : "");
}

async function crawl(who, starts, most) {
  const seen = new Map(), queue = [...starts];
  while (queue.length && seen.size < most) {
    const address = queue.shift();
    const kind = kindOf(address);
    if (kind === null || seen.has(kind)) continue;
    const answer = await who.get(address);
    if (answer.status === 303) {
      await answer.arrayBuffer();
      seen.set(kind, null);
      const next = answer.headers.get("location");
      if (next?.startsWith("/")) queue.push(next);
      continue;
    }
    const html = /text\/html/.test(answer.headers.get("content-type") ?? "");
    const body = await answer.text();
    seen.set(kind, html ? { address, status: answer.status } : null);
    if (!html) continue;
    for (const [, link] of body.matchAll(/href="(\/[^"#]*)/g)) {
      const to = link.replace(/&amp;/g, "&");
      if (/^\/(s|taal|bench)\//.test(to)) continue;
      if (!seen.has(kindOf(to))) queue.push(to);
    }
  }
  return [...seen].filter(([, page]) => page).map(([kind, page]) => ({ kind, ...page }));
}

// {kind, address, status, cookies}: pages of somebody with a full circle, and of a stranger.
export async function allPages(server, most = 400) {
  const annie = await signedIn(server, signIns(server)[0]);
  const inside = await crawl(annie, ["/kringen", annie.circle], most);
  const outside = await crawl(client(server), ["/", "/begin", "/inloggen", "/leesbaar"], 30);
  const known = new Set(inside.map((one) => one.kind));
  return { inside, outside: outside.filter((one) => !known.has(one.kind) || ["/", "/leesbaar"].includes(one.kind)), annie };
}

export function cookiesFor(server, who) {
  return [...who.cookies].map(([name, value]) => ({ name, value, domain: "127.0.0.1", path: "/", secure: true, httpOnly: true, sameSite: "Lax" }));
}

// A page on which somebody is signed in already.
export async function openAs(browser, server, who, options = {}) {
  const page = await openPage(browser, server, options);
  await page.context().addCookies(cookiesFor(server, who));
  return page;
}
