// Splits a set whose sub-folders are its parts, such as `train` and `test`: one half is read, the rest is left out.

import { isPart } from './folders'
import { isLabelsFile } from './labelsFile'

/** Sub-folders of a set: one to train on, one that is held out. */
interface Halves {
  /** Number of folders above them. */
  depth: number
  train: string
  heldOut: string
}

/** Halves of a set, where its sub-folders are all parts such as `train`, `val` and `test`, and `train` is one. */
export function halvesIn(paths: readonly string[]): Halves | undefined {
  const all = paths.map((path) => path.split('/'))
  const [first = []] = all
  const isAbove = (depth: number) =>
    depth + 1 < first.length &&
    all.every((parts) => depth + 1 < parts.length && parts[depth] === first[depth])
  let depth = 0
  while (isAbove(depth)) depth++
  const inFolders = all.filter((parts) => parts.length > depth + 1)
  const names = [...new Set(inFolders.map((parts) => parts[depth] ?? ''))].sort()
  const train = names.find((name) => /^train/i.test(name))
  const others = names.filter((name) => name !== train)
  const heldOut = others.find((name) => /^test/i.test(name)) ?? others[0]
  if (!train || !heldOut || !names.every(isPart)) return undefined
  return { depth, train, heldOut }
}

export type Half = 'train' | 'heldOut'

/** Chooses the files of one half. */
export class Splitter {
  readonly #half: Half
  #halves: Halves | undefined
  readonly #left = new Set<string>()

  constructor(half: Half = 'train') {
    this.#half = half
  }

  get splits(): boolean {
    return this.#halves !== undefined
  }

  /** Looks for halves among all paths of a set. */
  update(paths: readonly string[]): void {
    this.#halves = halvesIn(paths)
  }

  /**
   * Decides about one file. Beside the halves only a file of labels is taken.
   *
   * @returns  is it taken; if not, and nothing else of its folder was left out before, why not
   */
  choose(path: string): { takes: boolean; why?: string } {
    if (!this.#halves) return { takes: true }
    const { depth, [this.#half]: half } = this.#halves
    const parts = path.split('/')
    if (parts.length > depth + 1 ? parts[depth] === half : isLabelsFile(path))
      return { takes: true }
    const left = parts.slice(0, depth + 1).join('/')
    if (this.#left.has(left)) return { takes: false }
    this.#left.add(left)
    return { takes: false, why: `${left} is left out: ${half} is taken` }
  }
}
