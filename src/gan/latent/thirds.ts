// An amount as a factor, such as ink: an image is thick where it has more of it than the median of its class.

import { CERTAIN, type Factor, NONE, type Reading } from './readings'

export const STROKE: Factor = { name: 'stroke', values: [NONE, 'thick'] }

/** Amounts in the images of a class: the ends of its lowest and of its highest third, and the median between. */
interface Quantiles {
  low: number
  median: number
  high: number
}

/** Quantiles of each class that has images enough, and of all images. */
export class Thirds {
  readonly #all: Quantiles
  readonly #classes: ReadonlyMap<number, Quantiles>

  /** @param labels  [images], the class of each */
  constructor(amounts: readonly number[], labels: ArrayLike<number>) {
    this.#all = quantilesOf(amounts)
    const found = new Set(Array.from(labels))
    this.#classes = new Map(
      [...found].flatMap((label): [number, Quantiles][] => {
        const own = amounts.filter((_, i) => labels[i] === label)
        return own.length < LEAST ? [] : [[label, quantilesOf(own)]]
      }),
    )
  }

  of(label: number): Quantiles {
    return this.#classes.get(label) ?? this.#all
  }

  /** Amount of a share, in images of a class. */
  amountOf(share: number, label: number): number {
    const { low, median, high } = this.of(label)
    const end = share > 0.5 ? high - median : median - low
    return median + ((share - 0.5) / (CERTAIN - 0.5)) * end
  }

  /** Mean distance of the certain from the median. */
  get spread(): number {
    return (this.#all.high - this.#all.low) / 2
  }

  /** Shares from 0 to 1: certain for the lowest and the highest third of a class, a half at the median. */
  read(
    amounts: readonly number[],
    { labels, factor = STROKE }: { labels: ArrayLike<number>; factor?: Factor },
  ): Reading {
    const shares = new Float32Array(2 * amounts.length)
    for (const [i, value] of amounts.entries()) {
      const { low, median, high } = this.of(labels[i] ?? 0)
      const end = value > median ? high - median : median - low
      const share = 0.5 + ((CERTAIN - 0.5) * (value - median)) / (end || 1)
      shares.set([1 - share, share], 2 * i)
    }
    return { factor, shares }
  }
}

/** Images of a class for quantiles of its own. */
const LEAST = 60

function quantilesOf(amounts: readonly number[]): Quantiles {
  const inOrder = [...amounts].sort((a, b) => a - b)
  const at = (share: number) => inOrder[Math.floor(share * (inOrder.length - 1))] ?? 0
  return { low: at(1 / 3), median: at(1 / 2), high: at(2 / 3) }
}
