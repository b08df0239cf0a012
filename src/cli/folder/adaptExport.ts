// An adapted classifier for other programs: ONNX, or Python and weights for PyTorch.

import { basename, extname } from 'node:path'
import { version } from '../../../package.json'
import { readSafetensors, writeSafetensors } from '../../data/safetensors'
import { classifierOnnx, classifierTorch } from '../../gan/adapt/export'
import { methods } from '../../gan/adapt/methods'
import { Misuse } from '../terminal/failure'
import { report } from '../terminal/json'
import type { AdaptFolder } from './adaptFolder'
import { checkPlace, writeOutput } from './outputs'

export function exportClassifier(
  folder: AdaptFolder,
  { to, out }: { to: string; out: string },
): void {
  const config = folder.readConfig()
  const { imageSize, channels, classes, width, classNames } = config
  const front = methods[config.method].front?.(config)
  const shape = { imageSize, channels, classes }
  const { bytes, path } = folder.read('classifier')
  const { tensors: state } = readSafetensors(bytes, path)
  const size = `[N, ${channels}, ${imageSize}, ${imageSize}]`
  if (to === 'onnx') {
    const file = classifierOnnx({ shape, width, front, classNames, state }, { ganvas: version })
    writeOutput(out, file)
    report({ to, files: [out], bytes: file.length })
    console.log(`${out}: ${(file.length / 1e6).toFixed(2)} MB, operator set 17`)
    console.log(`in   images ${size} in [-1, 1]`)
    console.log(`out  logits [N, ${classes}], label [N]; classes ${classNames.join(', ')}`)
    return
  }
  if (to !== 'pytorch') {
    throw new Misuse(
      `--to ${to}: ${folder.path} holds a classifier, which draws nothing. Write onnx or pytorch`,
    )
  }
  const weights = `${out.slice(0, -extname(out).length)}-classifier.safetensors`
  checkPlace(weights)
  writeOutput(weights, writeSafetensors(state, { format: 'pt' }))
  writeOutput(out, classifierTorch({ shape, width, front, classNames }, basename(weights)))
  report({ to, files: [out, weights] })
  console.log(`${out}: Classifier ${size} -> logits [N, ${classes}], and load()`)
  console.log(`weights: ${weights}`)
  const warning = importWarning(out)
  if (warning) console.error(`warning: ${warning}`)
}

/** Names of modules in Python. @see https://docs.python.org/3/reference/lexical_analysis.html#identifiers */
const IMPORTABLE = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** Advice where the name of a Python file is none that `import` takes. */
export function importWarning(out: string): string | undefined {
  const module = basename(out).slice(0, -extname(out).length)
  if (IMPORTABLE.test(module)) return undefined
  const plain = module.replaceAll(/[^\p{L}\p{N}_]+/gu, '_')
  const other = /^\p{N}/u.test(plain) ? `_${plain}` : plain
  return `Python cannot import a module named "${module}". Rename ${basename(out)}, for example to ${other}.py`
}
