// Worker jobs of the lesson: digits of both domains, the classifier's view of them, and some steps of an adaptation.

import { parseUci } from '../../../data/mnist'
import uci from '../../../data/uci/uci.bin.gz?url'
import type { Gpu } from '../../../gpu/device'
import { remembered } from '../../core/remembered'
import { fetched } from '../../lab/fetched'
import type { Lab } from '../../lab/lab'
import { type AttemptName, attempts } from './attempts'
import { type Domains, domainsOf, type Frame, type Seen, SHOWN, World } from './world'

const target = remembered(async () => parseUci(await fetched(uci, 'the digits of UCI')))

const made = new WeakMap<Lab, Promise<Domains>>()

function domainsFor(lab: Lab): Promise<Domains> {
  const known = made.get(lab)
  if (known) return known
  const domains = Promise.all([lab.digits(), target.get()]).then((both) => domainsOf(...both))
  made.set(lab, domains)
  domains.catch(() => made.delete(lab))
  return domains
}

/** Test images of a domain. */
export interface Shown {
  side: number
  /** Grey values from 0 to 255, [SHOWN, side, side]. */
  pixels: Uint8Array
  labels: Uint8Array
}

const worlds = new WeakMap<Gpu, Promise<World>>()

async function worldOf(lab: Lab): Promise<World | undefined> {
  const gpu = await lab.gpuIfAny()
  if (!gpu) return undefined
  const known = worlds.get(gpu)
  if (known) return known
  const world = Promise.all([lab.judge(), domainsFor(lab)]).then((both) => World.open(...both))
  worlds.set(gpu, world)
  world.catch(() => worlds.delete(gpu))
  return world
}

export const adaptJobs = {
  /** The first test images of both domains. Needs no GPU. */
  async adaptDigits(lab: Lab): Promise<Record<keyof Domains, Shown>> {
    const domains = await domainsFor(lab)
    const shown = ({ heldOut }: Domains['source']): Shown => {
      const { height: side, pixels, labels } = heldOut
      return { side, pixels: pixels.slice(0, SHOWN * side ** 2), labels: labels.slice(0, SHOWN) }
    }
    return { source: shown(domains.source), target: shown(domains.target) }
  },

  /** Both domains by the source's classifier. Undefined without a GPU. */
  async adaptBefore(lab: Lab): Promise<World['before'] | undefined> {
    return (await worldOf(lab))?.before
  },

  async adaptStatistics(lab: Lab): Promise<Seen | undefined> {
    return (await worldOf(lab))?.statistics()
  },

  /** The next frame of an attempt that stands at step `from`. */
  async adaptNext(lab: Lab, name: AttemptName, from: number): Promise<Frame | undefined> {
    return (await worldOf(lab))?.next(attempts[name], from)
  },
}
