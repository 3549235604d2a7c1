// The measures of research: beside the C library igraph in one run on one core, and through the command on tables.
import { execFile, spawn } from "node:child_process";
import { createWriteStream, existsSync, openSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const lines = async (program, args) => (await run(program, args.map(String), { maxBuffer: 1 << 24, timeout: 3600000 })).stdout
  .split("\n").filter((one) => one.startsWith("{")).map((one) => JSON.parse(one));

export async function structural({ figure, build }) {
  const program = join(build, "bench/bench_measure");
  if (!existsSync(program)) throw new Error("libigraph-dev is not installed: nothing to compare with");
  const networks = Number(process.env.KRING_BENCH_NETWORKS ?? 100000);
  const found = Object.fromEntries((await lines(program, [networks, 30, 0.2])).map((one) => [one.name, one]));
  const beside = (one) => `igraph doing the same (${one.igraph_us.toFixed(2)} µs)`;
  figure("structural_100k", (found.all.own_us * networks) / 1e6, `s for ${networks} networks of 30 alters, all measures of structure`,
    `igraph doing the same (${((found.all.igraph_us * networks) / 1e6).toFixed(2)} s; it has no hierarchy)`, found.all.igraph_us / found.all.own_us, 50);
  figure("structural_five", found.five.own_us, "µs a network: density, components, constraint, effective size, ego betweenness", beside(found.five), found.five.igraph_us / found.five.own_us, 80);
  for (const name of ["build", "components", "constraint", "ego_betweenness", "betweenness", "triangles", "cliques", "cuts"]) {
    const one = found[name], own = Math.max(one.own_us, 0.01); // one measure less an empty run can fall below the noise
    figure(`structural_${name}`, own, "µs a network", beside(one), one.igraph_us / own);
  }
  const [few] = await lines(program, [networks, 30, 0.2, "own"]), [many] = await lines(program, [networks * 10, 30, 0.2, "own"]);
  figure("structural_million", (many.own_us * networks * 10) / 1e6, `s for ${networks * 10} networks`, `ten times the ${networks} (${few.own_us.toFixed(2)} µs each, now ${many.own_us.toFixed(2)})`, few.own_us / many.own_us, 0.8);
  for (const density of [0.05, 0.02]) {
    const one = Object.fromEntries((await lines(program, [3, 1000, density])).map((each) => [each.name, each]));
    figure(`structural_1000_alters_${density}`, one.all.own_us / 1000, `ms for one network of 1,000 alters, density ${density}`, `igraph doing the same (${(one.all.igraph_us / 1000).toFixed(1)} ms)`, one.all.igraph_us / one.all.own_us, 10);
    figure(`betweenness_1000_alters_${density}`, one.betweenness.own_us / 1000, "ms", `igraph (${(one.betweenness.igraph_us / 1000).toFixed(1)} ms)`, one.betweenness.igraph_us / one.betweenness.own_us);
  }
}

// Three tables of so many egos with 30 alters each, in order or not.
async function tables(folder, egos, mixed) {
  let at = 12345;
  const random = () => { at = (at * 1103515245 + 12345) % 2147483648; return at / 2147483648; };
  const names = ["egos", "alters", "ties"].map((name) => join(folder, `${name}-${mixed}.csv`));
  const [ego, alter, tie] = names.map((name) => createWriteStream(name));
  ego.write("ego_id\n"); alter.write("ego_id,alter_id\n"); tie.write("ego_id,from,to\n");
  for (let i = 0; i < egos; i += 1) {
    const id = mixed ? (i * 7919) % egos : i, part = ["", "", ""];
    part[0] = `${id}\n`;
    for (let a = 1; a <= 30; a += 1) {
      part[1] += `${id},${a}\n`;
      for (let b = a + 1; b <= 30; b += 1) if (random() < 0.2) part[2] += `${id},${a},${b}\n`;
    }
    ego.write(part[0]); alter.write(part[1]);
    if (!tie.write(part[2])) await once(tie, "drain");
  }
  await Promise.all([ego, alter, tie].map((stream) => { stream.end(); return once(stream, "finish"); }));
  return names;
}

async function command(build, names) {
  const child = spawn(join(build, "kring"), ["measure", "--egor", ...names, "--csv"], { stdio: ["ignore", openSync("/dev/null", "w"), "ignore"] });
  let most = 0, ticks = 0; // time of the processor, so that neighbours make no difference
  const watch = setInterval(() => {
    try {
      most = Math.max(most, Number(readFileSync(`/proc/${child.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)?.[1] ?? 0));
      const all = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1].split(" ");
      ticks = Math.max(ticks, Number(all[11]) + Number(all[12]));
    } catch { /* ended */ }
  }, 10);
  const [code] = await once(child, "exit");
  clearInterval(watch);
  if (code !== 0) throw new Error(`kring measure ended with ${code}`);
  return { seconds: ticks / 100, mb: most / 1024 };
}

export async function egor({ figure, folder, build }) {
  const place = folder(), few = 5000, many = 50000;
  const small = await command(build, await tables(place, few, false));
  const large = await command(build, await tables(place, many, false));
  const mixed = await command(build, await tables(place, many, true));
  figure("egor_tables", large.seconds, `s for ${many} networks from tables in order`, `ten times ${few} networks (${small.seconds.toFixed(2)} s)`, (small.seconds * 10) / large.seconds, 0.7);
  figure("egor_memory", large.mb, `MB at most for ${many} networks`, `what ${few} networks take (${small.mb.toFixed(1)} MB)`, small.mb / large.mb, 0.9);
  figure("egor_sorted", mixed.seconds, "s for the same in any order, sorted on the disk", `the tables in order (${large.seconds.toFixed(2)} s)`, large.seconds / mixed.seconds);
  figure("egor_sorted_memory", mixed.mb, "MB at most while sorting", "160 MB", 160 / mixed.mb, 1);
}
