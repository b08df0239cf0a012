// Lessons for the classifiers of attributes: labelled pictures, and what their labels tell.

import type { NamedSet } from '../../../data/imageSet'
import { withTenthHeldOut } from '../../../gan/judge/heldOut'
import type { Ground } from '../../../gan/latent/ground'
import { type Factor, NONE } from '../../../gan/latent/readings'
import { avatarGrounds, avatarProperties } from '../../data/avatars'
import { loadHalves } from '../../data/images'
import { Failure, Misuse } from '../../terminal/failure'
import type { LatentSpace } from './space'

/** A labelled set, and the factors of which its labels tell. */
export interface Lesson {
  set: NamedSet & { labels: Uint8Array }
  factors: Factor[]
  /** [labels][factors], the value of each. */
  values: number[][]
  /** Background, which no classifier needs to tell. */
  ground?: Ground
}

/** An attribute that is asked for, and the labelled pictures that show it, unless the run's own data do. */
export interface Asked {
  name: string
  pictures?: string | undefined
}

/** Lessons for the attributes of a run, by its own data and by other pictures. */
export async function lessonsFor(space: LatentSpace, asked: readonly Asked[]): Promise<Lesson[]> {
  const own = await lessonOf(space, space.data)
  const others = new Set(asked.flatMap(({ pictures = [] }) => pictures))
  const lessons: Lesson[] = []
  for (const path of others) {
    const lesson = await lessonOf(space, path, '--attribute')
    if (!lesson) {
      throw new Failure(
        `--attribute: ${path} has no labels. Put pictures with the attribute and without it into two folders`,
      )
    }
    for (const { name, pictures } of asked) {
      if (pictures === path) refuseUnnamed(name, path, lesson.factors)
    }
    lessons.push(lesson)
  }
  return own ? [...lessons, own] : lessons
}

async function lessonOf(
  { config }: LatentSpace,
  data: string,
  option?: string,
): Promise<Lesson | undefined> {
  const { imageSize, cell, crop, channels } = config
  const { train, whole } = await loadHalves(data, { size: imageSize, cell, crop, option })
  if (data === 'avatars') return avatarLesson(whole)
  const { labels } = train
  if (!labels) return undefined
  if (train.channels !== channels) {
    throw new Failure(
      `${data} holds ${kind(train.channels)} images, but the run draws ${kind(channels)} ones`,
    )
  }
  const found = new Set(labels).size
  const count = Math.max(...labels) + 1
  const names = Array.from({ length: count }, (_, label) => train.names?.[label] ?? `${label}`)
  if (found < 2) {
    throw new Failure(`${data} has one class only, ${names.at(-1)}. Add pictures without it`)
  }
  return {
    set: { ...train, labels },
    factors: [{ name: option ? data : 'class', values: names, isClass: !option }],
    values: names.map((_, label) => [label]),
  }
}

/** Avatars show more than their classes: a label for each combination of what they show. */
async function avatarLesson(set: NamedSet): Promise<Lesson> {
  const { names, of } = await avatarProperties()
  const values: number[][] = []
  const found = new Map<string, number>()
  const labels = Uint8Array.from(of, (row) => {
    const key = row.join()
    const label = found.get(key) ?? values.push(row) - 1
    found.set(key, label)
    return label
  })
  const { train } = withTenthHeldOut({ ...set, labels })
  return {
    set: { ...train, labels: train.labels ?? labels },
    factors: names.map((name) => ({ name, values: [NONE, name] })),
    values,
    ground: {
      factor: { name: 'background', values: avatarGrounds.map(({ name }) => name) },
      colours: avatarGrounds.map(({ colour }) => Float32Array.from(colour, (x) => x / 127.5 - 1)),
    },
  }
}

const kind = (channels: number) => (channels === 1 ? 'grey' : 'coloured')

function refuseUnnamed(name: string, path: string, factors: readonly Factor[]): void {
  const names = factors.flatMap(({ values }) => values)
  if (names.includes(name)) return
  throw new Misuse(
    `--attribute ${name}=${path}: the classes there are ${names.join(', ')}. Take one of them`,
  )
}
