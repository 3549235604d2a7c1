// What stands out, looking ahead and back, each beside drawing the same circle of 150 people; the story of two moments beside its promise.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export async function ahead({ figure, build }) {
  const rounds = [];
  for (let round = 0; round < 3; round += 1) {
    rounds.push(JSON.parse((await promisify(execFile)(join(build, "bench/bench_ahead"), ["0.4"], { timeout: 600000 })).stdout));
  }
  const least = (name) => Math.min(...rounds.map((one) => one[name]));
  const draw = least("draw_us");
  const drawn = `drawing the same 150 people (${Math.round(draw)} µs)`;
  figure("observe_150", least("observe_us"), "µs for all that stands out, in words", drawn, draw / least("observe_us"), 1);
  figure("steps_150", least("steps_us"), "µs for the characteristics and the small steps", drawn, draw / least("steps_us"), 1);
  figure("whatif_150", least("whatif_us"), "µs", drawn, draw / least("whatif_us"), 1);
  figure("intro_150", least("intro_us"), "µs", drawn, draw / least("intro_us"), 1);
  const compare = least("compare_us") / 1000;
  figure("compare_20k", compare, "ms for two moments of 20,000 changes", "the promise of 20 ms", 20 / compare, 1);
}
