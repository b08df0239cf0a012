// Reads the user's files a little at a time: first the kind of each file, then the pictures, or files of many images.

import { byName, isJunk } from './folders'
import { type Half, Splitter } from './halves'
import { DataError, type NamedSet } from './imageSet'
import { classesBy, isLabelsFile } from './labelsFile'
import { type Leave, LeftFolders } from './leftFolders'
import type { PictureHead } from './pictureFile'
import { evenly, joined, type Square, sideFor } from './pictures'
import { type Crop, middleSquare } from './resize'
import { noneIn, readSet, type SetFiles } from './setFiles'
import { cellsIn, checkCell, type Decode, leftOfSheet } from './sheet'
import { kindOf, type Source, Unreadable } from './source'

export interface LoadedSet {
  set: NamedSet
  /** Number of pictures found, which may be more than there is room for. */
  of: number
  /** Heads of those pictures: kind and original size. */
  heads: readonly PictureHead[]
  /** Path of each image, and its place by path; empty where the images come from one file. */
  paths: readonly string[]
  places: readonly number[]
  /** Reasons for skipped files, a line each. */
  skipped: readonly string[]
  /** Other facts that the user should know, a line each: parts of pictures that were cut off, an option without use. */
  notes: readonly string[]
  /** Was a half left out, which `half` takes instead? */
  halved: boolean
}

export interface Reading {
  doing: 'looking' | 'reading'
  done: number
  total: number
}

export interface SetReadingOptions {
  /** Name of what is read, for errors. */
  name?: string
  /** Bytes of a set that there is room for. */
  most: number
  decode: Decode
  /** Permutation of 0 … count - 1: the order of the images in the set. `paths`: of the files that they come from. */
  order: (count: number, paths: readonly string[]) => Iterable<number>
  /** Pixels along a side of the model. Default: a size that suits the pictures. */
  size?: number | undefined
  /** Pixels along a side of a cell, if each picture is a sheet of squares. */
  cell?: number | undefined
  /** Fit of pictures into squares. Default: centre. */
  crop?: Crop | undefined
  /** Folders among paths whose files are left out, and why. */
  leave?: Leave | undefined
  /** Half to take where folders such as `train` and `test` hold the parts of the set. */
  half?: Half | undefined
}

interface FoundPicture {
  source: Source
  head: PictureHead
}

/** Most pictures decoded at once, and most pixels of them. */
const TOGETHER = { count: 4, pixels: 2 ** 24 }

export class SetReading {
  readonly #sources: Source[] = []
  readonly #skipped: string[] = []
  readonly #notes: string[] = []
  readonly #found: FoundPicture[] = []
  readonly #files: SetFiles = { images: [], labels: [] }
  readonly #options: SetReadingOptions
  /** Zips whose entries are among the sources. */
  readonly #opened = new Set<Source>()
  readonly #splitter: Splitter
  readonly #left: LeftFolders
  #labelsFile: Source | undefined
  #looked = 0
  #chosen: FoundPicture[] | undefined
  #side = 0
  #read = 0
  #seen: { path: string; picture: Square }[] = []

  constructor(options: SetReadingOptions) {
    this.#options = options
    this.#splitter = new Splitter(options.half)
    this.#left = new LeftFolders(options.leave, (line) => this.#skipped.push(lineOf(line)))
  }

  add(sources: readonly Source[]): void {
    for (const source of sources) if (!isJunk(source.path)) this.#sources.push(source)
    const open = this.#sources.filter((source) => !this.#opened.has(source))
    const paths = open.map(({ path }) => path)
    this.#splitter.update(paths)
    this.#left.update(paths)
  }

  /** Reasons for files skipped so far, a line each. */
  get skipped(): readonly string[] {
    return this.#skipped
  }

  get reading(): Reading {
    return this.#chosen
      ? { doing: 'reading', done: this.#read, total: this.#chosen.length }
      : { doing: 'looking', done: this.#looked, total: this.#sources.length }
  }

  /**
   * Continues reading until a time; returns the set when all is read.
   *
   * @throws DataError with one line that says why the files cannot be used for training
   */
  async advance(until: number): Promise<LoadedSet | undefined> {
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
    if (this.#left.holds(source.path)) return
    const { takes, why } = this.#splitter.choose(source.path)
    if (why !== undefined) this.#skipped.push(lineOf(why))
    if (!takes) return
    if (isLabelsFile(source.path)) {
      this.#labelsFile ??= source
      return
    }
    const kind = await kindOf(source)
    if (kind.is === 'picture') {
      checkCell(kind.head, this.#options.cell)
      this.#found.push({ source, head: kind.head })
    } else if (kind.is === 'zip') {
      const entries = await source.unzip?.()
      this.#opened.add(source)
      this.add(entries ?? [])
    } else this.#files[kind.is].push({ source, format: kind.format })
  }

  /** Handles a file; where that fails, notes why the file is skipped. */
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

  /** Chooses the pictures to read, and their size. Sorted by path, independent of the system's order. */
  #choose(): void {
    this.#found.sort((a, b) => byName(a.source.path, b.source.path))
    const { cell, most, size, crop } = this.#options
    const sides = this.#found.map(
      ({ head }) => cell ?? middleSquare(head.width, head.height, crop).side,
    )
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
    const pictures: Square[][] = together.map(() => [])
    await Promise.all(
      together.map(({ source, head }, i) =>
        this.#sorting(source, async () => {
          const bytes = await source.whole()
          const { squares, grid } = await this.#options.decode(bytes, head, this.#side)
          pictures[i] = squares
          const left = leftOfSheet(head, grid, squares.length)
          for (const line of left) this.#notes.push(lineOf(`${source.path} ${line}`))
        }),
      ),
    )
    for (const [i, { source }] of together.entries()) {
      for (const picture of pictures[i] ?? []) this.#seen.push({ path: source.path, picture })
    }
    this.#read += together.length
  }

  /** Makes the set in random order, so that the first few images are of all classes. */
  async #fromPictures(): Promise<LoadedSet> {
    this.#checkCount(this.#seen.length)
    const paths = this.#seen.map(({ path }) => path)
    const places = [...this.#options.order(paths.length, paths)]
    const order = places.flatMap((n) => this.#seen[n] ?? [])
    const ordered = order.map(({ path }) => path)
    const classes = await classesBy(this.#labelsFile, ordered)
    const pictures = order.map(({ picture }) => picture)
    const set: NamedSet = {
      ...joined(pictures, this.#side),
      ...(classes && { labels: classes.labels, names: classes.names }),
    }
    const thinned = (this.#chosen?.length ?? 0) < this.#found.length
    const of = thinned ? this.#found.length : set.count
    const [skipped, notes, halved] = [this.#skipped, this.#notes, this.#splitter.splits]
    return {
      ...{ set, of, heads: this.#found.map(({ head }) => head), halved, skipped, notes },
      ...{ paths: ordered, places },
    }
  }

  async #fromFiles(): Promise<LoadedSet> {
    const { most, size, cell } = this.#options
    const { set, left } = await readSet(this.#files, { most, size })
    this.#checkCount(set.count)
    const others = [...left, ...this.#found.map(({ source }) => source)]
    for (const { path } of others) {
      this.#skipped.push(lineOf(`${path} is left out: another file with images is taken`))
    }
    if (cell !== undefined) {
      this.#notes.push(`the cell size ${cell} has no effect: only pictures are cut into cells`)
    }
    const [skipped, notes, halved] = [this.#skipped, this.#notes, this.#splitter.splits]
    return { set, of: set.count, heads: [], paths: [], places: [], skipped, notes, halved }
  }

  #checkCount(count: number): void {
    if (count === 0) throw noneIn(this.#files, this.#skipped, this.#options.name)
  }
}

/** Text as one line, whatever a name contains. */
const lineOf = (text: string): string => new DataError(text).message
