import type { Gpu } from '../../../gpu/device'
import { Program } from '../../../gpu/program'
import { type Effort, Stopwatch } from '../../../gpu/stopwatch'

export async function timed(gpu: Gpu, programs: readonly Program[], effort: Effort) {
  const stopwatch = await Stopwatch.open(gpu, programs[0] ?? new Program([]))
  try {
    const timings = await stopwatch.measure(
      programs.map((program) => [program]),
      effort,
    )
    return { timings, clock: stopwatch.source }
  } finally {
    stopwatch.destroy()
  }
}
