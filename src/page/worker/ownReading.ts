// Reads what somebody brought, a little at a time: first what each file is, then the pictures or the IDX files.

import { classesOf, isJunk } from '../../data/folders'
import { DataError, type ImageSet } from '../../data/imageSet'
import type { PictureHead } from '../../data/pictureFile'
import { evenly, joined, type Seen, sideFor } from '../../data/pictures'
import { shuffled } from '../../nn/philox'
import { decoded } from './decode'
import { readIdx } from './ownIdx'
import { type Brought, kindOf, type Source, sourceOf, Unreadable } from './ownSource'

/** A set of one's own: it may know what its classes are called. */
export interface OwnSet extends ImageSet {
  /** Of labels 0, 1, … */
  names?: readonly string[]
}

/** What was made of all that was brought. */
export interface Made {
  set: OwnSet
  /** Pictures that there were, where more than there is room for. */
  of: number
  /** Why files were passed over, a line each. */
  skipped: readonly string[]
}

export interface Reading {
  doing: 'looking' | 'reading'
  done: number
  total: number
}

/** The smallest batch. */
const LEAST = 8
/** Pictures that are decoded at once, and their pixels. */
const TOGETHER = { count: 4, pixels: 2 ** 24 }
/** What most files that are brought by mistake should have been. */
const WANTED =
  'Bring PNG, JPEG, WebP, GIF, BMP or AVIF files, a folder or a zip of them, or an IDX file'

export class OwnReading {
  readonly #sources: Source[] = []
  readonly #skipped: string[] = []
  readonly #found: { source: Source; head: PictureHead }[] = []
  readonly #idx: { images: Source[]; labels: Source[] } = { images: [], labels: [] }
  readonly #most: number
  #looked = 0
  #chosen: { source: Source; head: PictureHead }[] | undefined
  #side = 0
  #read = 0
  #seen: { path: string; picture: Seen }[] = []

  /** @param most  bytes of a set that there is room for */
  constructor({ most }: { most: number }) {
    this.#most = most
  }

  add(brought: readonly Brought[]): void {
    this.#sources.push(...brought.filter(({ path }) => !isJunk(path)).map(sourceOf))
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
      } else if (this.#idx.images.length > 0) {
        return this.#fromIdx()
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
    const kind = await kindOf(source)
    if (kind.is === 'picture') this.#found.push({ source, head: kind.head })
    else if (kind.is !== 'zip') this.#idx[kind.is].push(source)
    else {
      const inside = (await source.unzip?.()) ?? []
      this.#sources.push(...inside.filter(({ path }) => !isJunk(path)))
    }
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
    this.#side = sideFor(this.#found.map(({ head }) => Math.min(head.width, head.height)))
    const room = Math.floor(this.#most / (3 * Math.max(1, this.#side) ** 2))
    this.#chosen = evenly(this.#found, room)
  }

  async #readSome(chosen: readonly { source: Source; head: PictureHead }[]): Promise<void> {
    const together: { source: Source; head: PictureHead }[] = []
    let pixels = 0
    for (const next of chosen.slice(this.#read, this.#read + TOGETHER.count)) {
      pixels += next.head.width * next.head.height
      if (together.length > 0 && pixels > TOGETHER.pixels) break
      together.push(next)
    }
    const pictures: (Seen | undefined)[] = together.map(() => undefined)
    await Promise.all(
      together.map(({ source, head }, i) =>
        this.#sorting(source, async () => {
          pictures[i] = await decoded(await source.whole(), head, this.#side)
        }),
      ),
    )
    for (const [i, picture] of pictures.entries()) {
      const path = together[i]?.source.path ?? ''
      if (picture) this.#seen.push({ path, picture })
    }
    this.#read += together.length
  }

  /** In an order drawn by lot, so that the first few are of all classes. */
  #fromPictures(): Made {
    this.#checkCount(this.#seen.length)
    const order = [...shuffled(this.#seen.length, 1)].flatMap((n) => this.#seen[n] ?? [])
    const classes = classesOf(order.map(({ path }) => path))
    const set: OwnSet = {
      ...joined(
        order.map(({ picture }) => picture),
        this.#side,
      ),
      ...(classes && { labels: classes.labels, names: classes.names }),
    }
    const thinned = (this.#chosen?.length ?? 0) < this.#found.length
    return { set, of: thinned ? this.#found.length : set.count, skipped: this.#skipped }
  }

  async #fromIdx(): Promise<Made> {
    const { set, left } = await readIdx(this.#idx, { most: this.#most })
    this.#checkCount(set.count)
    const others = [...left, ...this.#found.map(({ source }) => source)]
    for (const { path } of others) {
      this.#skipped.push(lineOf(`${path} is left out: an IDX file with images is taken`))
    }
    return { set, of: set.count, skipped: this.#skipped }
  }

  #checkCount(count: number): void {
    if (count >= LEAST) return
    const why = this.#skipped.slice(0, 2).join('; ')
    const more = this.#skipped.length > 2 ? `; and ${this.#skipped.length - 2} more` : ''
    if (count > 0) {
      const had = `${count} ${count === 1 ? 'image is' : 'images are'} too few: a batch takes ${LEAST}`
      throw new DataError(`${had}${why && ` (${why}${more})`}. Bring more`)
    }
    if (this.#idx.labels.length > 0) {
      throw new DataError(`${this.#idx.labels[0]?.path} has labels only. Bring the images with it`)
    }
    if (why === '') throw new DataError(`There is no image in that. ${WANTED}`)
    throw new DataError(`${why}${more}. ${WANTED}`)
  }
}

/** One line, whatever stands in a name; the end of a long path says most. */
const lineOf = (text: string): string => new DataError(text).message

const byPath = new Intl.Collator('en', { numeric: true }).compare
