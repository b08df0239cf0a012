// A translator trained in advance (see NOTICE.md), for users who have not trained one yet.

import { readWeights } from '../../../data/packed'
import { translatorOf } from '../../../gan/translate/players'
import { Translator } from '../../../gan/translate/translator'
import type { Gpu } from '../../../gpu/device'
import { type Remembered, remembered } from '../../core/remembered'
import { fetched } from '../../lab/fetched'
import { exampleShape } from './shape'
import exampleFile from './translator.safetensors?url'

const opened = new WeakMap<Gpu, Remembered<Translator>>()

export function exampleTranslator(gpu: Gpu): Promise<Translator> {
  const known = opened.get(gpu) ?? remembered(() => openExample(gpu))
  opened.set(gpu, known)
  return known.get()
}

async function openExample(gpu: Gpu): Promise<Translator> {
  const file = await fetched(exampleFile, 'the trained translator')
  const network = translatorOf('toB', exampleShape)
  network.load(gpu, readWeights(file, 'translator.safetensors').tensors)
  return Translator.open(gpu, network, exampleShape)
}
