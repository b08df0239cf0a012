// `ganvas export` of a translation: one direction as ONNX or for PyTorch.

import { basename, extname } from 'node:path'
import { version } from '../../../../package.json'
import { readSafetensors, writeSafetensors } from '../../../data/safetensors'
import { onnxOfTranslator } from '../../../gan/export/onnx'
import { torchOfTranslator } from '../../../gan/export/torch'
import { translatorOf } from '../../../gan/translate/players'
import { refuseInData } from '../../data/inside'
import { checkPlace, writeOutput } from '../../folder/outputs'
import { TranslationFolder } from '../../folder/translationFolder'
import { readFitting } from '../../gpu/weights'
import { Misuse } from '../../terminal/failure'
import { report } from '../../terminal/json'

export interface ExportTranslationOptions {
  checkpoint: string
  to: string
  out: string
  /** From the second set to the first. */
  back?: boolean
}

export function exportTranslation({
  checkpoint,
  to,
  out,
  back = false,
}: ExportTranslationOptions): void {
  if (to !== 'onnx' && to !== 'pytorch') {
    throw new Misuse(
      `--to ${to}: ${checkpoint} is a translation, which is exported to onnx or pytorch`,
    )
  }
  const folder = new TranslationFolder(checkpoint)
  const config = folder.readConfig()
  const { channels, paired } = config
  if (paired && back) {
    throw new Misuse(`--back: ${checkpoint} learned from pairs, in one direction. Leave it out`)
  }
  const name = back ? 'toA' : 'toB'
  const network = translatorOf(name, config)
  const file = folder.readNetwork(name)
  const state = readFitting(network, file)
  for (const data of [config.from, config.to]) refuseInData(out, { data })
  checkPlace(out)
  if (to === 'onnx') {
    const bytes = onnxOfTranslator(network, state, { channels, metadata: { ganvas: version } })
    writeOutput(out, bytes)
    report({ to, files: [out], bytes: bytes.length })
    console.log(`${out}: ${(bytes.length / 1e6).toFixed(2)} MB, operator set 17`)
    console.log(`in   image [N, ${channels}, H, W] in [-1, 1]`)
    console.log(
      `out  images [N, ${channels}, H, W] in [-1, 1], pixels [N, H, W, ${channels}] in bytes`,
    )
    return
  }
  const weights = `${out.slice(0, -extname(out).length)}.safetensors`
  checkPlace(weights)
  const { tensors, metadata } = readSafetensors(file.bytes, file.path)
  writeOutput(weights, writeSafetensors(tensors, metadata))
  writeOutput(out, torchOfTranslator(network, { channels, file: basename(weights) }))
  report({ to, files: [out, weights] })
  console.log(`${out}: Translator, and load()`)
  console.log(`weights: ${weights}`)
}
