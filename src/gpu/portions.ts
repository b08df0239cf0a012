// Divides a program into command buffers, where one would keep a GPU busy for too long: Windows ends a submit that takes
// two seconds, and until it ends no window is drawn. The first replays are submitted in small pieces and timed. From
// then on commands go together as far as the limit allows; on most GPUs that is the whole program.

/** Milliseconds of work that a submit to a GPU may hold. */
export const LONGEST = 250

/** Dispatches in a piece of unknown duration. */
const PIECE = 8

/** Replays in pieces. The first also compiles; the faster of them counts. */
const LOOKS = 2

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)

/** A command buffer, and the milliseconds that it takes: NaN if they are not known. */
export interface Portion {
  commands: GPUCommandBuffer
  ms: number
}

/** Division of a program into portions. */
export class Division {
  readonly #limit: number
  readonly #count: number
  /** Milliseconds of each piece in the fastest look. */
  #times: readonly number[] = []
  #looks = 0

  /**
   * @param count  commands of the program
   * @param limit  milliseconds that a portion may take; Infinity where nothing ends what takes long
   */
  constructor(count: number, limit: number) {
    this.#count = count
    this.#limit = limit
  }

  /** Is the duration of the program known, or of no interest? */
  get isKnown(): boolean {
    return this.#limit === Infinity || this.#looks >= LOOKS
  }

  /** Index after the last command of each portion, and its milliseconds: NaN until they are known. */
  get ends(): { end: number; ms: number }[] {
    const count = this.#count
    if (this.#limit === Infinity) return [{ end: count, ms: 0 }]
    const pieces = Array.from({ length: Math.ceil(count / PIECE) }, (_, i) => ({
      end: Math.min(count, (i + 1) * PIECE),
      ms: this.isKnown ? (this.#times[i] ?? 0) : Number.NaN,
    }))
    return this.isKnown ? together(pieces, this.#limit).map(merged) : pieces
  }

  /** @param times  milliseconds of each piece in one replay */
  learn(times: readonly number[]): void {
    if (this.isKnown) return
    if (this.#looks === 0 || sum(times) < sum(this.#times)) this.#times = times
    this.#looks++
  }
}

const merged = (pieces: readonly { end: number; ms: number }[]): { end: number; ms: number } => ({
  end: pieces.at(-1)?.end ?? 0,
  ms: sum(pieces.map(({ ms }) => ms)),
})

/** Neighbours in groups that stay below the limit; one of unknown time is alone. */
function together<T extends { readonly ms: number }>(pieces: readonly T[], limit: number): T[][] {
  const groups: T[][] = []
  let ms = 0
  for (const piece of pieces) {
    const group = groups.at(-1)
    ms += piece.ms
    if (group && ms <= limit) group.push(piece)
    else {
      groups.push([piece])
      ms = piece.ms
    }
  }
  return groups
}

/** Portions of one replay. */
export interface Taken {
  portions: readonly Portion[]
  /** Division of the program that they are of; it learns what they take until it is known. */
  division?: Division
}

/** Submits portions, in order, in as few submits as the limit allows. */
export function submitAll(queue: GPUQueue, taken: readonly Taken[], limit: number): void {
  const groups = together(
    taken.flatMap(({ portions }) => portions),
    limit,
  )
  const submits = groups.map((group) => () => queue.submit(group.map(({ commands }) => commands)))
  const learning = taken.filter(({ division }) => division?.isKnown === false)
  if (learning.length === 0) {
    for (const submit of submits) submit()
    return
  }
  const learn = (times: readonly number[]) => {
    const timeOf = (portion: Portion) =>
      times[groups.findIndex(([first]) => first === portion)] ?? 0
    for (const { portions, division } of learning) division?.learn(portions.map(timeOf))
  }
  // A device that is lost meanwhile is reported by whoever waits for it.
  timed(queue, submits).then(learn, () => {})
}

/** Milliseconds below which two fences were told at once: some browsers ask only from time to time. */
const AT_ONCE = 1

/** Milliseconds that a GPU needs for each of several submits, made one after the other. */
async function timed(queue: GPUQueue, submits: readonly (() => void)[]): Promise<number[]> {
  const done = () => queue.onSubmittedWorkDone().then(() => performance.now())
  const before = done()
  const submitted = performance.now()
  const fences = submits.map((submit) => {
    submit()
    return done()
  })
  const ends = await Promise.all(fences)
  const [first = submitted] = ends
  const earlier = await before
  let start = first - earlier < AT_ONCE ? submitted : Math.max(submitted, earlier)
  // Those that were told at once have equal shares of their time.
  const times: number[] = []
  let count = 0
  for (const [i, end] of ends.entries()) {
    count++
    const next = ends[i + 1]
    if (next !== undefined && next - end < AT_ONCE) continue
    times.push(...new Array<number>(count).fill((end - start) / count))
    start = end
    count = 0
  }
  return times
}
