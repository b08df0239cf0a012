// Search for a z, a few steps per request, so that training goes on and the user can stop it.

import { prepared } from '../../data/prepare'
import type { Latent } from '../../gan/latent/latent'
import type { Artist } from '../lab/artist'
import type { Lab } from '../lab/lab'
import { only, type Pixels, pixelsOf } from '../lab/pixels'
import { artistOf, type From } from './jobs'
import { type Nearest, nearestTo } from './looks'

/** Target of a search: bytes, as a pad or a file holds them. */
export interface Target {
  height: number
  width: number
  channels: number
  /** [height, width, channels] */
  bytes: Uint8Array<ArrayBuffer>
}

/** State of a search, by its best start. */
export interface Found {
  step: number
  steps: number
  /** Mean squared error of the pixels, which lie in [-1, 1]. */
  mse: number
  z: Latent
  pixels: Pixels
  nearest: Nearest | undefined
}

export const searchJobs = {
  /** Starts at random points, and ends the current search. */
  async searchBegin(
    lab: Lab,
    from: From,
    { target, seed }: { target: Target; seed: number },
  ): Promise<Found & { target: Pixels }> {
    const artist = await artistOf(lab, from)
    const { imageSize, channels } = artist.config
    const wanted = prepared(asSeen(target, channels), imageSize)
    const search = await artist.search()
    search.begin([wanted], { seed, condition: artist.conditionOf(from.label) })
    return { ...(await foundBy(lab, artist)), target: pixelsOf(wanted, channels) }
  },

  async searchOn(lab: Lab, from: From, steps: number): Promise<Found> {
    const artist = await artistOf(lab, from)
    if (!artist.searches) throw new Error('the run was restarted. Search again')
    await (await artist.search()).advance(steps)
    return foundBy(lab, artist)
  },

  /** A held-out real image, if there are any; otherwise one that G was trained on. */
  async realImage(lab: Lab, from: From, n: number): Promise<Target & { count: number }> {
    const { images } = await artistOf(lab, from)
    const { train, heldOut } = await lab.digits()
    const set = images === train ? heldOut : images
    const { height, width, channels, pixels } = only(set, n % set.count)
    return { height, width, channels, bytes: Uint8Array.from(pixels), count: set.count }
  },
}

/** Repeats a grey target for a generator that draws in colour. */
function asSeen({ bytes, ...target }: Target, channels: number) {
  const pixels =
    target.channels === channels
      ? bytes
      : Uint8Array.from({ length: target.height * target.width * channels }, (_, i) => {
          return bytes[Math.floor(i / channels) * target.channels] ?? 0
        })
  return { ...target, count: 1, channels, pixels }
}

async function foundBy(lab: Lab, artist: Artist): Promise<Found> {
  const search = await artist.search()
  const [[best] = []] = await search.ends()
  const { z, image, mse } = best ?? { z: new Float32Array(), image: new Float32Array(), mse: NaN }
  return {
    step: search.step,
    steps: search.steps,
    mse,
    z,
    pixels: pixelsOf(image, artist.config.channels),
    nearest: await nearestTo(lab, artist, image),
  }
}
