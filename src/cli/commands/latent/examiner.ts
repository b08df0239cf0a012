// Examiner of a run's images: what it knows of them, from classifiers taught on labelled pictures and from their ink.

import { judgeRecipe } from '../../../gan/judge/judge'
import { inkOf } from '../../../gan/latent/analogies'
import { type Ground, readGround } from '../../../gan/latent/ground'
import type { Handfuls } from '../../../gan/latent/handfuls'
import { stack } from '../../../gan/latent/latent'
import { type Attribute, type Factor, likeliest, type Reading } from '../../../gan/latent/readings'
import { STROKE, Thirds } from '../../../gan/latent/thirds'
import { judgeOf } from '../../folder/judgeCache'
import type { KnownJudge } from '../../gpu/judging'
import type { Lesson } from './lessons'
import type { LatentSpace } from './space'

interface Teacher extends Pick<Lesson, 'factors' | 'values' | 'ground'> {
  /** Judges of one lesson, whose opinions are averaged. */
  judges: readonly KnownJudge[]
}

/**
 * Seeds of the judges that measure: they have no part in an edit. Several, since each alone reads 3 to 6 % of generated images
 * otherwise than the others do.
 */
export const WITNESSES = [2, 6, 7] as const

/** Seeds of the judges that guide: several, so that an edit does not follow the errors of one. */
export const GUIDES = [judgeRecipe.seed, 3, 4, 5] as const

/** Factors that lessons, ink and examples tell of. */
export function factorsOf(
  { config }: LatentSpace,
  lessons: readonly Pick<Lesson, 'factors' | 'ground'>[],
  handfuls?: Handfuls,
): Factor[] {
  // The user's own attribute comes first: the data may have another of the same name.
  return [
    ...(handfuls ? [handfuls.factor] : []),
    ...lessons.flatMap(({ factors, ground }) => (ground ? [...factors, ground.factor] : factors)),
    // A stroke has no colours.
    ...(config.channels === 1 ? [STROKE] : []),
  ]
}

interface ExaminerOptions {
  /** Seeds of the judges: others give others, whose errors are their own. */
  seeds?: readonly number[]
  /** Examples of an attribute that no label tells. */
  handfuls?: Handfuls | undefined
}

export class Examiner {
  readonly factors: readonly Factor[]
  readonly teachers: readonly Teacher[]
  readonly #space: LatentSpace
  readonly #handfuls: Handfuls | undefined
  #ink: Thirds | undefined

  private constructor(
    space: LatentSpace,
    teachers: readonly Teacher[],
    handfuls: Handfuls | undefined,
  ) {
    this.#space = space
    this.teachers = teachers
    this.#handfuls = handfuls
    this.factors = factorsOf(space, teachers, handfuls)
  }

  static async open(
    space: LatentSpace,
    lessons: readonly Lesson[],
    { seeds = [judgeRecipe.seed], handfuls }: ExaminerOptions = {},
  ): Promise<Examiner> {
    const teachers: Teacher[] = []
    for (const { set, ...rest } of lessons) {
      const { imageSize } = space.config
      const judges: KnownJudge[] = []
      for (const seed of seeds) {
        const recipe = { ...judgeRecipe, seed }
        judges.push(await judgeOf(set, imageSize, await space.ask(), { recipe }))
      }
      teachers.push({ judges, ...rest })
    }
    return new Examiner(space, teachers, handfuls)
  }

  /** Do judges or ink tell of an attribute, so that a gradient leads to it? */
  canGuide({ factor }: Attribute): boolean {
    return this.factors[factor] !== this.#handfuls?.factor
  }

  get ground(): Ground | undefined {
    return this.teachers.find(({ ground }) => ground)?.ground
  }

  /** Scale of ink by the first images that it reads. */
  get ink(): Thirds | undefined {
    return this.#ink
  }

  async read(images: readonly Float32Array[]): Promise<Reading[]> {
    const readings: Reading[] = []
    if (this.#handfuls) readings.push(this.#handfuls.read((await this.#space.looks(images)).each))
    for (const teacher of this.teachers) {
      readings.push(...(await this.#told(teacher, images)))
      const { ground } = teacher
      if (ground) readings.push(readGround(ground, images, this.#space.config.channels))
    }
    if (this.factors.includes(STROKE)) readings.push(this.#strokes(images, readings))
    return readings
  }

  #strokes(images: readonly Float32Array[], readings: readonly Reading[]): Reading {
    const ink = images.map(inkOf)
    const named = readings.find(({ factor }) => factor.isClass)
    const labels = images.map((_, i) => (named ? likeliest(named, i) : 0))
    this.#ink ??= new Thirds(ink, labels)
    return this.#ink.read(ink, { labels })
  }

  async #told(
    { judges, factors, values }: Teacher,
    images: readonly Float32Array[],
  ): Promise<Reading[]> {
    const readings = factors.map((factor) => {
      return { factor, shares: new Float32Array(images.length * factor.values.length) }
    })
    const all = stack(images)
    for (const judge of judges) {
      const { probabilities } = await this.#space.opinion(judge, all)
      const { classes } = judge.shape
      for (const [f, { factor, shares }] of readings.entries()) {
        for (const [at, p] of probabilities.entries()) {
          const value = values[at % classes]?.[f] ?? 0
          const place = Math.floor(at / classes) * factor.values.length + value
          shares[place] = (shares[place] ?? 0) + p / judges.length
        }
      }
    }
    return readings
  }
}
