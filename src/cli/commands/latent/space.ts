// Shared by the `ganvas latent` commands: a trained generator, vectors by name, a judge, and the files to write. A
// command writes last: where it fails before, nothing is written.

import { prepared } from '../../../data/prepare'
import type { ReadFile } from '../../../data/readFile'
import type { Styles } from '../../../gan/draw/styles'
import type { Opinion } from '../../../gan/judge/judge'
import type { Inverse } from '../../../gan/latent/invert'
import {
  combine,
  type Latent,
  lengthOf,
  resized,
  stack,
  truncate,
  unstack,
} from '../../../gan/latent/latent'
import { joinClasses, seededNoise } from '../../../gan/model/noise'
import type { RunConfig } from '../../../gan/run/runConfig'
import { loadHalves, loadImages } from '../../data/images'
import { refuseInData } from '../../data/inside'
import { dataOfRun } from '../../data/ofRun'
import { classesOf, labelOf } from '../../folder/classes'
import { judgeOf } from '../../folder/judgeCache'
import { checkPlace } from '../../folder/outputs'
import type { ImageSize } from '../../folder/png'
import { RunFolder } from '../../folder/runFolder'
import { stylesOf } from '../../folder/stylesOf'
import type { Codes, SearchOptions } from '../../gpu/drawing'
import type { AskGpu } from '../../gpu/jobs'
import type { KnownJudge } from '../../gpu/judging'
import { openRuntime, type Runtime, type RuntimeOptions } from '../../runtime/runtime'
import { Misuse } from '../../terminal/failure'
import { Looks } from './looks'
import { Sheet, type SheetOptions } from './sheetFile'
import { type VectorName, vectorOf } from './vectors'

export interface SpaceOptions extends RuntimeOptions {
  /** The run folder. */
  checkpoint: string
  /** In Z a threshold: larger elements of a seed's noise are drawn again. In W a share of the distance from its mean. */
  truncation?: number
  /** Codes: noise, or the styles of a style-based generator. Default: noise. */
  space?: Codes
  /** Name, in an error, of what needs styles. Default: `--space w`. */
  stylesFor?: string
  /** Draw with the moving average of the generator? Default: if the run keeps one. */
  ema?: boolean
  /** Class for a conditional generator to draw. */
  class?: string | undefined
  /** Training images, if they are not where the run found them. */
  data?: string | undefined
}

export type LatentOptions = SpaceOptions & SheetOptions

export class LatentSpace {
  readonly config: RunConfig
  readonly size: ImageSize
  readonly #options: SpaceOptions
  readonly label: number | undefined
  readonly generator: ReadFile
  readonly codes: Codes
  /** Styles, where they are the codes. */
  readonly styles: Styles | undefined
  /** Opened when first needed, after the options are checked. */
  #runtime: Promise<Runtime> | undefined
  #judge: Promise<KnownJudge | undefined> | undefined

  constructor(options: SpaceOptions) {
    const folder = new RunFolder(options.checkpoint)
    this.config = folder.readConfig()
    const { imageSize, channels } = this.config
    this.size = { height: imageSize, width: imageSize, channels }
    this.generator = folder.readGenerator({ ema: options.ema })
    this.#options = options
    this.codes = options.space ?? 'z'
    this.styles =
      this.codes === 'w' ? stylesOf(this.config, this.generator, options.stylesFor) : undefined
    this.label = labelOf(options.class, this.config, folder.path)
    if (this.config.classes > 0 && this.label === undefined) {
      throw new Misuse(
        `the run in ${folder.path} knows ${classesOf(this.config)}. Add --class with one of them`,
      )
    }
  }

  /** Typical length of noise, √latent; in W the typical distance from its mean. */
  get typicalLength(): number {
    return Math.sqrt(this.config.latent) * this.spread
  }

  /** Standard deviation of a code's numbers. */
  get spread(): number {
    return this.styles?.spread(this.label) ?? 1
  }

  /** A code with a direction added; noise keeps its length. */
  moved(code: Latent, vector: Latent, amount: number): Latent {
    const sum = combine([code, vector], [1, amount])
    return this.styles ? sum : resized(sum, lengthOf(code))
  }

  /**
   * Sheet of images that a command will write. It is laid out before anything is drawn.
   *
   * @param option  option that sets the number of images
   * @throws Misuse where the sheet would be larger than any that can be written
   */
  sheet(layout: { columns: number; rows: number; option: string }, options: SheetOptions): Sheet {
    return Sheet.of(this.size, layout, options)
  }

  vector(name: VectorName): Latent {
    const vector = vectorOf(name, this.config.latent)
    return 'path' in name ? vector : this.#coded(vector, name)
  }

  vectors(names: readonly VectorName[]): Latent[] {
    return names.map((name) => this.vector(name))
  }

  /** The first vectors of a seed. */
  noise(seed: number, count: number): Latent[] {
    const { latent } = this.config
    const all = unstack(seededNoise(seed, count, latent), latent)
    return all.map((z, index) => this.#coded(z, { seed, index }))
  }

  /** Code of a seed's noise. */
  #coded(z: Latent, { seed, index }: { seed: number; index: number }): Latent {
    const { truncation: threshold } = this.#options
    if (this.styles) return this.styles.truncated(this.styles.of(z, this.label), threshold ?? 1)
    return threshold === undefined ? z : truncate(z, { threshold, seed: seed + index })
  }

  /** Images with the first style up to a size, and the second for larger ones. */
  async mixed(
    pairs: readonly (readonly [Latent, Latent])[],
    upTo: number,
  ): Promise<Float32Array[]> {
    const ask = await this.ask()
    const images = await ask('mix', this.config, this.generator, stack(pairs.flat()), upTo)
    return unstack(images, images.length / pairs.length)
  }

  /** G's images, [H, W, C] in [-1, 1] each. */
  async draw(vectors: readonly Latent[]): Promise<Float32Array[]> {
    const ask = await this.ask()
    const { latent, classes } = this.config
    const all = stack(vectors)
    const plain = classes === 0 || this.styles !== undefined
    const codes = plain ? all : joinClasses(all, { latent, classes, of: () => this.label ?? 0 })
    const images = await ask('draw', this.config, this.generator, codes, this.codes)
    return unstack(images, images.length / vectors.length)
  }

  /** Searches for images of G that are like the targets, the nearest first. */
  async invert(targets: readonly Float32Array[], options: SearchOptions): Promise<Inverse[][]> {
    const judge = options.featureWeight > 0 ? await this.judge() : undefined
    const ask = await this.ask()
    const given = { ...options, class: this.label, space: this.codes }
    return ask('search', this.config, this.generator, targets, given, judge)
  }

  /** Name or path of the run's images. */
  get data(): string {
    return dataOfRun(this.config, this.#options.checkpoint, this.#options.data)
  }

  /** Training images of the run: [H, W, C] in [-1, 1] each. */
  async training(): Promise<Float32Array[]> {
    const { imageSize, cell, crop } = this.config
    const set = await loadImages(this.data, { size: imageSize, cell, crop })
    const images = prepared(set, imageSize)
    return unstack(images, images.length / set.count)
  }

  /** Judge of the run's classes, if its images have labels. */
  judge(): Promise<KnownJudge | undefined> {
    const { imageSize, cell, crop } = this.config
    this.#judge ??= loadHalves(this.data, { size: imageSize, cell, crop }).then(
      async ({ train }) => {
        const { labels } = train
        return labels && judgeOf({ ...train, labels }, imageSize, await this.ask())
      },
    )
    return this.#judge
  }

  /** @param images  [N, H, W, C] */
  async opinion(known: KnownJudge, images: Float32Array): Promise<Opinion> {
    return (await this.ask())('look', known, images)
  }

  /** A judge's features of images, or their pixels where there is no judge. */
  async looks(images: readonly Float32Array[]): Promise<Looks> {
    const known = await this.judge()
    const all = stack(images)
    const rows = known ? (await this.opinion(known, all)).features : all
    return new Looks(rows, rows.length / images.length)
  }

  /** Index of the nearest of the others, for each query. */
  async nearest(queries: Looks, others: Looks): Promise<number[]> {
    const ask = await this.ask()
    return [...(await ask('nearest', queries.rows, others.rows, queries.size)).index]
  }

  async close(): Promise<void> {
    await (await this.#runtime)?.close()
  }

  async ask(): Promise<AskGpu> {
    this.#runtime ??= openRuntime(this.#options).then((runtime) => {
      console.error(`adapter: ${runtime.name}`)
      return runtime
    })
    return (await this.#runtime).ask
  }
}

interface Places {
  out?: string
  save?: string
}

/** Has work done in a space, unless what it brings has no place to go. */
export async function inLatentSpace(
  options: SpaceOptions & Places,
  work: (space: LatentSpace) => Promise<void>,
): Promise<void> {
  const space = new LatentSpace(options)
  const { out, save } = options
  for (const [name, file] of Object.entries({ out, save })) {
    if (file === undefined) continue
    for (const among of [space.config, { data: options.data ?? '' }]) {
      refuseInData(file, among, `--${name}`)
    }
    checkPlace(file, `--${name}`)
  }
  try {
    await work(space)
  } finally {
    await space.close()
  }
}
