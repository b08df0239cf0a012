// `ganvas latent edit`: images before and after attributes are put on or taken off.

import { join } from 'node:path'
import type { Latent } from '../../../gan/latent/latent'
import { attributeOf, type Factor, namesOf } from '../../../gan/latent/readings'
import { exists } from '../../folder/files'
import { warn } from '../../folder/outputs'
import { Failure, Misuse } from '../../terminal/failure'
import { movedEnough } from './adding'
import { DIRECTIONS, digestOf, readDirections } from './directionsFile'
import { Examiner, factorsOf, GUIDES } from './examiner'
import { guide } from './guiding'
import { type Asked, lessonsFor } from './lessons'
import { inLatentSpace, type LatentOptions, type LatentSpace } from './space'
import type { VectorName } from './vectors'
import type { Change } from './wishes'

/** Attribute to add, and its strength: 1 puts it on, -1 takes it off. Without one, as far as each image needs. */
export interface Addition {
  name: string
  amount?: number
}

export interface EditOptions extends LatentOptions {
  seeds: VectorName[]
  add: Addition[]
  /** File that `latent directions` wrote. */
  directions?: string
  guided: boolean
  /** Attributes of other labelled pictures. */
  attribute: Asked[]
}

/** Images that the ink and the classes of a guided edit are compared with. */
const POOL = 2000

export function edit(options: EditOptions): Promise<void> {
  const { seeds, add, out, guided } = options
  return inLatentSpace(options, async (space) => {
    if (guided && options.directions !== undefined) {
      throw new Misuse('--guided uses classifiers, not --directions. Leave out one of them')
    }
    const size = { columns: seeds.length, rows: 2, option: '--seeds' }
    const sheet = space.sheet(size, options)
    const before = space.vectors(seeds)
    const after = await (guided ? led : added)(space, before, options)
    const images = await space.draw([...before, ...after])
    sheet.write([images.slice(0, before.length), images.slice(before.length)], after)
    const said = add.map(({ name, amount }) => [name, amount ?? []].flat().join(':')).join(', ')
    console.log(`before above, after ${said} below, in ${out}`)
  })
}

/** Adds directions of a file, one after the other. */
async function added(
  space: LatentSpace,
  codes: readonly Latent[],
  { add, checkpoint, attribute, directions: path = join(checkpoint, DIRECTIONS) }: EditOptions,
): Promise<Latent[]> {
  if (!exists(path)) {
    throw new Failure(`${path} does not exist. Write it with ganvas latent directions`)
  }
  const { directions, generator: fitted } = readDirections(path, {
    latent: space.config.latent,
    codes: space.codes,
  })
  if (fitted !== digestOf(space.generator.bytes)) {
    warn(`${path}: fitted to other weights of this run: edits may miss. Fit them again`)
  }
  const vectors = add.map(({ name }) => {
    const found = directions.find((each) => each.name === name)
    if (found) return found.vector
    const names = directions.map((each) => each.name).join(', ')
    throw new Misuse(`--add ${name}: ${path} holds ${names}. Take one of them`)
  })
  const known = add.every(({ amount }) => amount !== undefined)
    ? undefined
    : await examined(space, attribute, ({ factors }) =>
        add.forEach(({ name, amount }) => {
          if (amount !== undefined || attributeOf(name, factors)) return
          throw new Misuse(
            `--add ${name}: no classifier tells how far it needs. Add a strength: ${name}:1`,
          )
        }),
      )
  let now = [...codes]
  for (const [n, { name, amount }] of add.entries()) {
    const vector = vectors[n]
    if (!vector) continue
    if (amount !== undefined) {
      now = now.map((code) => space.moved(code, vector, amount))
      continue
    }
    const found = known && attributeOf(name, known.factors)
    if (!known || !found) continue
    const edits = now.map((code) => ({ code, to: found.value }))
    now = await movedEnough(space, known, edits, { attribute: found, vector })
  }
  return now
}

/** Follows the gradient of classifiers. */
async function led(
  space: LatentSpace,
  codes: readonly Latent[],
  { add, attribute }: EditOptions,
): Promise<Latent[]> {
  const refuse = ({ factors }: { factors: readonly Factor[] }) => {
    for (const each of add) changeOf(each, factors)
  }
  const examiner = await examined(space, attribute, refuse, GUIDES)
  const changes = add.map((each) => changeOf(each, examiner.factors))
  return guide(
    space,
    examiner,
    codes,
    codes.map(() => changes),
  )
}

/** Examiner that has seen images of the run. `refuse`: a check before classifiers are taught. */
async function examined(
  space: LatentSpace,
  asked: readonly Asked[],
  refuse: (known: { factors: readonly Factor[] }) => void,
  seeds?: readonly number[],
): Promise<Examiner> {
  const lessons = await lessonsFor(space, asked)
  refuse({ factors: factorsOf(space, lessons) })
  const examiner = await Examiner.open(space, lessons, seeds ? { seeds } : {})
  await examiner.read(await space.draw(space.noise(1, POOL)))
  return examiner
}

function changeOf({ name, amount = 1 }: Addition, factors: readonly Factor[]): Change {
  const attribute = attributeOf(name, factors)
  if (!attribute) {
    throw new Misuse(
      `--add ${name}: a guided edit knows ${namesOf(factors).join(', ')}. For another, add --attribute ${name}=PATH of labelled pictures`,
    )
  }
  const { factor, value } = attribute
  if (amount < 0 && factors[factor]?.values.length !== 2) {
    throw new Misuse(`--add ${name}:${amount}: without ${name} it may be several others. Add one`)
  }
  return { factor, to: amount < 0 ? 1 - value : value, amount: Math.abs(amount) }
}
