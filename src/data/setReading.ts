// Reads what somebody brought, a little at a time: first what each file is, then the pictures, or the files of many.

import { type Classes, classesOf, isJunk } from './folders'
import { DataError, type NamedSet } from './imageSet'
import { classesByLabels, isLabelsFile, parseLabels } from './labelsFile'
import type { PictureHead } from './pictureFile'
import { evenly, joined, type Seen, sideFor } from './pictures'
import { readSet, type SetFiles } from './setFiles'
import { kindOf, type Source, Unreadable } from './source'

/** What was made of all that was brought. */
export interface Made {
  set: NamedSet
  /** Pictures that there were, where more than there is room for. */
  of: number
  /** What each of those pictures was, before it became small. */
  heads: readonly PictureHead[]
  /** Why files were passed over, a line each. */
  skipped: readonly string[]
}

export interface Reading {
  doing: 'looking' | 'reading'
  done: number
  total: number
}

/** One picture as small as a model takes it, or one for each cell of a sheet. */
export type Decode = (
  bytes: Uint8Array<ArrayBuffer>,
  head: PictureHead,
  size: number,
) => Promise<Seen[]>

export interface SetReadingOptions {
  /** Bytes of a set that there is room for. */
  most: number
  decode: Decode
  /** So many numbers, each below so many, in the order in which pictures shall lie. */
  order: (count: number) => Iterable<number>
  /** Pixels along a side of the model. Without it they suit the pictures. */
  size?: number | undefined
  /** Images that are enough to learn from: those of the smallest batch, where nothing is said. */
  least?: number | undefined
  /** Each picture is a sheet of squares with so many pixels along a side. */
  cell?: number | undefined
}

interface FoundPicture {
  source: Source
  head: PictureHead
}

/** The smallest batch. */
const LEAST = 8
/** Pictures that are decoded at once, and their pixels. */
const TOGETHER = { count: 4, pixels: 2 ** 24 }
/** What most files that are brought by mistake should have been. */
const WANTED =
  'Bring PNG, JPEG, WebP, GIF, BMP or AVIF files, a folder or a zip of them, or an .npy, safetensors, CIFAR or IDX file'

export class SetReading {
  readonly #sources: Source[] = []
  readonly #skipped: string[] = []
  readonly #found: FoundPicture[] = []
  readonly #files: SetFiles = { images: [], labels: [] }
  readonly #options: SetReadingOptions
  #labelsFile: Source | undefined
  #looked = 0
  #chosen: FoundPicture[] | undefined
  #side = 0
  #read = 0
  #seen: { path: string; picture: Seen }[] = []

  constructor(options: SetReadingOptions) {
    this.#options = options
  }

  add(sources: readonly Source[]): void {
    for (const source of sources) if (!isJunk(source.path)) this.#sources.push(source)
  }

  get reading(): Reading {
    return this.#chosen
      ? { doing: 'reading', done: this.#read, total: this.#chosen.length }
      : { doing: 'looking', done: this.#looked, total: this.#sources.length }
  }

  /**
   * Reads on until then; returns what became of it when all is read.
   *
   * @throws DataError with one line that says why nobody can learn from it
   */
  async advance(until: number): Promise<Made | undefined> {
    while (performance.now() < until) {
      const source = this.#sources[this.#looked]
      if (source) {
        this.#looked++
        await this.#sorting(source, () => this.#look(source))
      } else if (this.#files.images.length > 0) {
        return this.#fromFiles()
      } else if (!this.#chosen) {
        this.#choose()
      } else if (this.#read < this.#chosen.length) {
        await this.#readSome(this.#chosen)
      } else {
        return this.#fromPictures()
      }
    }
    return undefined
  }

  async #look(source: Source): Promise<void> {
    if (isLabelsFile(source.path)) {
      this.#labelsFile ??= source
      return
    }
    const kind = await kindOf(source)
    if (kind.is === 'picture') this.#found.push({ source, head: kind.head })
    else if (kind.is === 'zip') this.add((await source.unzip?.()) ?? [])
    else this.#files[kind.is].push({ source, format: kind.format })
  }

  /** Does something with a file; where that fails, says why the file is passed over. */
  async #sorting(source: Source, does: () => Promise<void>): Promise<void> {
    try {
      await does()
    } catch (error) {
      if (error instanceof DataError) this.#skipped.push(error.message)
      else {
        const why = error instanceof Unreadable ? error.message : 'cannot be read: bring it again'
        this.#skipped.push(lineOf(`${source.path} ${why}`))
      }
    }
  }

  /** Which pictures are read, and how small they become. In the order of their paths, whatever the system's is. */
  #choose(): void {
    this.#found.sort((a, b) => byPath(a.source.path, b.source.path))
    const { cell, most, size } = this.#options
    const sides = this.#found.map(({ head }) => cell ?? Math.min(head.width, head.height))
    this.#side = sideFor(sides, size)
    const cells = this.#found.reduce((sum, { head }) => sum + cellsIn(head, cell), 0)
    const room = Math.floor(most / (3 * Math.max(1, this.#side) ** 2))
    const share = Math.min(1, room / Math.max(1, cells))
    this.#chosen = evenly(this.#found, Math.max(1, Math.floor(share * this.#found.length)))
  }

  async #readSome(chosen: readonly FoundPicture[]): Promise<void> {
    const together: FoundPicture[] = []
    let pixels = 0
    for (const next of chosen.slice(this.#read, this.#read + TOGETHER.count)) {
      pixels += next.head.width * next.head.height
      if (together.length > 0 && pixels > TOGETHER.pixels) break
      together.push(next)
    }
    const pictures: Seen[][] = together.map(() => [])
    await Promise.all(
      together.map(({ source, head }, i) =>
        this.#sorting(source, async () => {
          pictures[i] = await this.#options.decode(await source.whole(), head, this.#side)
        }),
      ),
    )
    for (const [i, { source }] of together.entries()) {
      for (const picture of pictures[i] ?? []) this.#seen.push({ path: source.path, picture })
    }
    this.#read += together.length
  }

  /** In an order drawn by lot, so that the first few are of all classes. */
  async #fromPictures(): Promise<Made> {
    this.#checkCount(this.#seen.length)
    const order = [...this.#options.order(this.#seen.length)].flatMap((n) => this.#seen[n] ?? [])
    const classes = await this.#classesOf(order.map(({ path }) => path))
    const pictures = order.map(({ picture }) => picture)
    const set: NamedSet = {
      ...joined(pictures, this.#side),
      ...(classes && { labels: classes.labels, names: classes.names }),
    }
    const thinned = (this.#chosen?.length ?? 0) < this.#found.length
    const heads = this.#found.map(({ head }) => head)
    return { set, of: thinned ? this.#found.length : set.count, heads, skipped: this.#skipped }
  }

  /** By the file of labels, where there is one; else by folders. */
  async #classesOf(paths: readonly string[]): Promise<Classes | undefined> {
    const file = this.#labelsFile
    if (!file) return classesOf(paths)
    const bytes = await file.whole().catch((cause: unknown) => {
      throw new DataError(`${file.path} cannot be read: bring it again`, { cause })
    })
    return classesByLabels(paths, parseLabels(bytes, file.path), file.path)
  }

  async #fromFiles(): Promise<Made> {
    const { most, size } = this.#options
    const { set, left } = await readSet(this.#files, { most, size })
    this.#checkCount(set.count)
    const others = [...left, ...this.#found.map(({ source }) => source)]
    for (const { path } of others) {
      this.#skipped.push(lineOf(`${path} is left out: another file with images is taken`))
    }
    return { set, of: set.count, heads: [], skipped: this.#skipped }
  }

  #checkCount(count: number): void {
    const { least = LEAST } = this.#options
    if (count >= least) return
    const why = this.#skipped.slice(0, 2).join('; ')
    const more = this.#skipped.length > 2 ? `; and ${this.#skipped.length - 2} more` : ''
    if (count > 0) {
      const had = `${count} ${count === 1 ? 'image is' : 'images are'} too few: a batch takes ${least}`
      throw new DataError(`${had}${why && ` (${why}${more})`}. Bring more`)
    }
    const [labels] = this.#files.labels
    if (labels) {
      throw new DataError(`${labels.source.path} has labels only. Bring the images with it`)
    }
    if (why === '') throw new DataError(`There is no image in that. ${WANTED}`)
    throw new DataError(`${why}${more}. ${WANTED}`)
  }
}

/** Pictures that become of one. */
const cellsIn = ({ width, height }: PictureHead, cell?: number): number =>
  cell ? Math.floor(width / cell) * Math.floor(height / cell) : 1

/** One line, whatever stands in a name; the end of a long path says most. */
const lineOf = (text: string): string => new DataError(text).message

const byPath = new Intl.Collator('en', { numeric: true }).compare
