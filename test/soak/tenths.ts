// Report on a long run: its tenths side by side, and whether it gets slower or leaks memory.

import { median, quantile } from '../../src/gpu/statistics'

/** One observation of the process. */
export interface Seen {
  step: number
  /** MiB that the process has in memory. */
  memory: number
  /** MiB that JavaScript's last full collection left. */
  held: number
  /** Number of open files, pipes and sockets. */
  handles: number
}

export interface Tenth {
  /** Its last step. */
  to: number
  /** Images per second: the median, and the fastest twentieth. */
  speed: number
  fastest: number
  /** MiB in memory: the mean, and the most. */
  mean: number
  most: number
  /** MiB after a full collection. */
  held: number
  handles: number
}

export interface Drift {
  /** Slowdown of the last tenth's fastest iterations compared with the first's. */
  slower: number
  /** More open handles than in the first. */
  opened: number
  /** Growth since the second tenth, since the first fills caches and heaps. */
  mean: number
  most: number
  held: number
}

const TENTHS = 10

/** Other work on the machine only slows a run down, so the fastest iterations are the measure. */
const FASTEST = 0.95

export function tenthsOf(
  steps: number,
  seen: readonly Seen[],
  speeds: readonly { step: number; speed: number }[],
): Tenth[] {
  return Array.from({ length: TENTHS }, (_, i) => {
    const within = ({ step }: { step: number }) => Math.ceil((TENTHS * step) / steps) === i + 1
    const looks = seen.filter(within)
    const memory = looks.map((look) => look.memory)
    const reached = speeds.filter(within).map(({ speed }) => speed)
    return {
      to: ((i + 1) * steps) / TENTHS,
      speed: median(reached),
      fastest: quantile(reached, FASTEST),
      // Memory is a sawtooth: what Dawn's waits leave (src/gpu/pace.ts) piles up until a full collection. A median
      // jumps from one side of a tooth to the other; a mean does not, nor do the tips.
      mean: memory.reduce((sum, value) => sum + value, 0) / memory.length,
      most: Math.max(...memory),
      // A collection may begin while a file is being written, and count what that needs: the least says most.
      held: Math.min(...looks.map(({ held }) => held)),
      // A file that is being written is open for a moment only.
      handles: Math.min(...looks.map(({ handles }) => handles)),
    }
  })
}

export function driftOf(tenths: readonly Tenth[]): Drift {
  const [first, second, last] = [tenths[0], tenths[1], tenths.at(-1)]
  if (!first || !second || !last) throw new Error('nothing was seen')
  return {
    slower: first.fastest / last.fastest - 1,
    opened: last.handles - first.handles,
    mean: last.mean / second.mean - 1,
    most: last.most / second.most - 1,
    held: last.held / second.held - 1,
  }
}
