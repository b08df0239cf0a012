// The trained example for jobs: on the device, or in plain loops where there is none.

import { Sampler } from '../../../gan/draw/generate'
import type { Gpu } from '../../../gpu/device'
import { type Remembered, remembered } from '../../core/remembered'
import type { Artist } from '../artist'
import { fetched } from '../fetched'
import type { Lab } from '../lab'
import { exampleConfig, openExample } from './example'
import exampleFile from './generator.safetensors?url'
import { exampleOnPaper, type PaperGenerator } from './onPaper'

const fetchExample = () => fetched(exampleFile, 'the trained example')

const artists = new WeakMap<Gpu, Remembered<Artist>>()

export async function exampleArtist(lab: Lab): Promise<Artist> {
  const gpu = await lab.gpu()
  const known = artists.get(gpu) ?? remembered(() => openArtist(gpu, lab))
  artists.set(gpu, known)
  return known.get()
}

async function openArtist(gpu: Gpu, lab: Lab): Promise<Artist> {
  const { Artist } = await import('../artist')
  const generator = openExample(gpu, await fetchExample())
  const { train } = await lab.digits()
  return new Artist({ gpu, generator, config: exampleConfig, images: train })
}

const samplers = new WeakMap<Gpu, Remembered<Sampler>>()

/** Draws images alone, so that no digits are fetched. */
export function exampleSampler(gpu: Gpu, batch: number): Promise<Sampler> {
  const { latent } = exampleConfig
  const open = async () => {
    const generator = openExample(gpu, await fetchExample())
    return Sampler.open(gpu, generator, { latent, batch })
  }
  const known = samplers.get(gpu) ?? remembered(open)
  samplers.set(gpu, known)
  return known.get()
}

const paper = remembered(async () => exampleOnPaper(await fetchExample()))

/** The same without a GPU: slow, and good enough for a few images. */
export const exampleGenerator = (): Promise<PaperGenerator> => paper.get()
