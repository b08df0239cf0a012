// Exports of runs, translations and adaptations, run by PyTorch and by ONNX Runtime and compared with what the kernels compute:
//
//     npm run exports -- RUN … [--python python3]

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { tensor } from '../../src/autograd/tensor'
import { adaptedOf } from '../../src/cli/commands/adapt/results'
import { exportRun } from '../../src/cli/commands/export'
import { exportTranslation } from '../../src/cli/commands/translate/export'
import { exportClassifier } from '../../src/cli/folder/adaptExport'
import { AdaptFolder } from '../../src/cli/folder/adaptFolder'
import { RunFolder } from '../../src/cli/folder/runFolder'
import { isTranslation, TranslationFolder } from '../../src/cli/folder/translationFolder'
import { withJudge } from '../../src/cli/gpu/judging'
import { translateImages } from '../../src/cli/gpu/translating'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { readWeights } from '../../src/data/packed'
import { readSafetensors, writeSafetensors } from '../../src/data/safetensors'
import { judgeRecipe } from '../../src/gan/judge/judge'
import { buildModels } from '../../src/gan/model/models'
import type { Gpu } from '../../src/gpu/device'
import { run } from '../../src/gpu/program'
import { permute } from '../../src/nn/layout'
import { Random } from '../../src/nn/philox'

/** Largest difference of a logit, or of a pixel from -1 to 1. */
const MOST = 1e-4

/** Images in a comparison. */
const COUNT = 16

/** A network of a run that can be exported. */
interface Exported {
  name: string
  /** Height and width of its input, and channels: images, or noise of one pixel. */
  imageSize: number
  channels: number
  /** Writes the files of an export. */
  write: (to: 'onnx' | 'pytorch', out: string) => Promise<void> | void
  /** Computes with the kernels: inputs [N, S, S, C] → what PyTorch returns. */
  ours: (gpu: Gpu, inputs: Float32Array<ArrayBuffer>) => Promise<Float32Array>
  /** Place among what `load()` returns in PyTorch; only the first has a form in ONNX. */
  part?: number
}

/** Both networks of a run of `ganvas train`. */
function networks(checkpoint: string): Exported[] {
  const folder = new RunFolder(checkpoint)
  const config = folder.readConfig()
  const { imageSize, channels, latent, classes, model } = config
  if (classes > 0) throw new Error(`${checkpoint} is conditional; compare another`)
  const write = (to: 'onnx' | 'pytorch', out: string) =>
    exportRun({ ...{ checkpoint, to, out, count: 1, seed: 1, delay: 100 }, runtime: 'node' })
  const parts = [
    { name: 'generator', imageSize: 1, channels: latent, file: folder.readGenerator({}) },
    { name: 'discriminator', imageSize, channels, file: folder.readDiscriminator() },
  ] as const
  return parts.map(({ name, file, ...input }, part) => ({
    name: `${model}, ${name}`,
    ...{ ...input, part, write },
    ours: async (gpu, inputs) => {
      const network = buildModels(config)[name]
      network.load(gpu, readWeights(file.bytes, file.path).tensors)
      const x = tensor(gpu, inputs, [COUNT, input.imageSize, input.imageSize, input.channels])
      const y = await run(gpu, () => network.forward(x, { training: part > 0 }))
      const values = await y.read(gpu)
      const [N = 1, H = 1, W = 1, C = 1] = y.shape
      return part > 0 ? values : permute(values, [N, H, W, C], [0, 3, 1, 2])
    },
  }))
}

function translation(checkpoint: string): Exported[] {
  const folder = new TranslationFolder(checkpoint)
  const config = folder.readConfig()
  const { imageSize, channels, paired } = config
  return (paired ? (['toB'] as const) : (['toB', 'toA'] as const)).map((name) => ({
    name: `${config.model} ${name}`,
    ...{ imageSize, channels },
    write: (to, out) => exportTranslation({ checkpoint, to, out, back: name === 'toA' }),
    ours: async (gpu, images) => {
      const file = folder.readNetwork(name)
      const made = await translateImages(gpu, config, { name, file, images })
      return permute(made, [COUNT, imageSize, imageSize, channels], [0, 3, 1, 2])
    },
  }))
}

function adaptation(checkpoint: string): Exported {
  const folder = new AdaptFolder(checkpoint)
  const config = folder.readConfig()
  const { imageSize, channels, classes, width } = config
  const source = { path: checkpoint, bytes: new Uint8Array() }
  const shape = { imageSize, channels, classes }
  const known = { shape, recipe: { ...judgeRecipe, width }, file: source }
  return {
    name: config.method,
    ...{ imageSize, channels },
    write: (to, out) => exportClassifier(folder, { to, out }),
    ours: (gpu, images) =>
      withJudge(gpu, adaptedOf(known, config, folder.read('classifier')), async (judge) => {
        const input = tensor(gpu, images, [COUNT, imageSize, imageSize, channels])
        const logits = await run(gpu, () => judge.see(input).logits)
        return logits.read(gpu)
      }),
  }
}

const largest = (a: Float32Array, b: Float32Array): number =>
  a.length === b.length
    ? a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? 0))), 0)
    : Number.POSITIVE_INFINITY

const numbers = (data: unknown): Float32Array => {
  if (data instanceof Float32Array) return data
  throw new Error('the result holds no 32-bit floats')
}

async function compare(gpu: Gpu, exported: Exported, python: string): Promise<number[]> {
  const { imageSize: S, channels: C, write, ours, part = 0 } = exported
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
  try {
    const random = new Random(1, 1)
    const images = Float32Array.from({ length: COUNT * S * S * C }, () => random.uniform(-1, 1))
    const data = permute(images, [COUNT, S, S, C], [0, 3, 1, 2])
    const shape = [COUNT, C, S, S]
    const [given, out] = [join(folder, 'in.safetensors'), join(folder, 'out.safetensors')]
    writeFileSync(
      given,
      writeSafetensors(new Map([['images', { dtype: 'F32' as const, shape, data }]])),
    )
    await write('pytorch', join(folder, 'network.py'))
    const script = 'test/exports/run.py'
    execFileSync(python, [script, join(folder, 'network.py'), given, out, String(part)])
    const theirs = readSafetensors(readFileSync(out), out).tensors.get('result')
    const expected = await ours(gpu, images)
    const torch = largest(expected, numbers(theirs?.data))
    if (part > 0) return [torch]
    await write('onnx', join(folder, 'network.onnx'))
    const session = await InferenceSession.create(join(folder, 'network.onnx'))
    const [[input = ''], [output = '']] = [session.inputNames, session.outputNames]
    const flat = S === 1 ? [COUNT, C] : shape
    const served = await session.run({ [input]: new Tensor('float32', data, flat) })
    return [torch, largest(expected, numbers(served[output]?.data))]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function allOf(path: string): Exported[] {
  if (isTranslation(path)) return translation(path)
  return new AdaptFolder(path).isOwn ? [adaptation(path)] : networks(path)
}

const { values, positionals } = parseArgs({
  options: { python: { type: 'string', default: 'python3' } },
  allowPositionals: true,
})
if (positionals.length === 0) throw new Error('name run folders')
const gpu = await openNodeGpu()
const lines: string[] = []
for (const path of positionals) {
  for (const exported of allOf(path)) {
    const apart = await compare(gpu, exported, values.python)
    const of = `${basename(path)}, ${exported.name}`.padEnd(32)
    const said = apart.map(
      (most, i) => `${['PyTorch', 'ONNX Runtime'][i]} ${most.toExponential(1)}`,
    )
    lines.push(`${of} ${said.join('  ')}`)
    if (!apart.every((most) => most <= MOST)) process.exitCode = 1
  }
}
for (const line of lines) console.log(line)
gpu.close()
