// Points of a chart, few enough to draw ten times a second however long training runs: when there are too many,
// every second one is dropped, and from then on half as many are taken.

const MOST = 2000

/** A history as it is kept. */
export interface Curves {
  columns: (number | null)[][]
  /** One point in this many is kept. */
  every: number
}

export class History {
  /** Steps, then a column per series; null where a value is unknown. */
  readonly columns: (number | null)[][]
  #every = 1
  #offered = 0

  /** Begins with step 0, whose values are unknown. */
  constructor(series: number) {
    this.columns = [[0], ...Array.from({ length: series }, () => [null])]
  }

  /** Continues a kept history. */
  static from({ columns, every }: Curves): History {
    const history = new History(0)
    history.columns.splice(0, 1, ...columns.map((column) => [...column]))
    history.#every = every
    return history
  }

  get kept(): Curves {
    return { columns: this.columns.map((column) => [...column]), every: this.#every }
  }

  add(step: number, values: readonly number[]): void {
    if (++this.#offered % this.#every !== 0) return
    for (const [i, value] of [step, ...values].entries()) this.columns[i]?.push(value)
    if ((this.columns[0]?.length ?? 0) <= MOST) return
    for (const [i, column] of this.columns.entries()) {
      this.columns[i] = column.filter((_, at) => at % 2 === 0)
    }
    this.#every *= 2
  }

  /** Forgets what followed a step: the run went back to it. */
  rewind(step: number): void {
    const [steps = []] = this.columns
    const after = steps.findIndex((each) => Number(each) > step)
    if (after < 0) return
    for (const column of this.columns) column.length = after
  }
}
