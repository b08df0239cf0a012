// `npm run soak -- resume`: runs with every objective, and with every option that has state, are killed with -9 at random
// moments and resumed, and must be bit-identical to uninterrupted runs.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { idx, idxImages } from '../support/idx'
import { killAndCompare } from './killed'

const IMAGES = 40
const CLASSES = 3

/** Settings of `train`, and steps if they differ from STEPS. */
const CASES: [string, number?][] = [
  ['--objective minimax'],
  ['--objective non-saturating'],
  ['--objective lsgan'],
  ['--objective wgan'],
  ['--objective wgan --critic-warmup', 30],
  ['--objective wgan-gp'],
  ['--objective hinge'],
  ['--objective hinge --spectral-norm'],
  ['--ema 0.9'],
  ['--r1 1'],
  ['--model style --r1-every 5'],
  ['--augment colour,translation,cutout,flip'],
  ['--conditional'],
  ['--model mlp'],
  ['--half-activations'],
  ['--best sliced'],
  ['--objective hinge --spectral-norm --ema 0.9 --augment translation,cutout --conditional'],
]

const STEPS = 60
const KILLS = 3

export const tiny = (data: string): string[] => [
  ...['--data', data, '--image-size', '16', '--width', '2', '--latent', '4', '--batch-size', '4'],
  ...['--log-every', '1', '--sample-every', '5'],
]

/** Images with labels beside them; returns the path of the images. */
export function writeImages(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'train-images-idx3-ubyte')
  writeFileSync(path, idxImages(IMAGES, 12, 16))
  const labels = Array.from({ length: IMAGES }, (_, i) => i % CLASSES)
  writeFileSync(join(folder, 'train-labels-idx1-ubyte'), idx(8, [IMAGES], labels))
  return path
}

/** Numbers from 0 to below 1, the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/**
 * Prints a table; the exit code is 1 if a bit differs.
 *
 * @param args  `only TEXT`: the cases with it; `from N`: those from the N-th on; `seed N`: other moments;
 * `runtime chrome`
 */
export async function resume(args: readonly string[]): Promise<void> {
  const words = ['only', 'from', 'seed', 'runtime']
  const [only, from, seed, runtime = 'node'] = words.map((word) => {
    return args[args.indexOf(word) + 1 || args.length]
  })
  const folder = mkdtempSync(join(tmpdir(), 'ganvas-soak-'))
  const random = randomOf(Number(seed ?? 1))
  let kills = 0
  let equal = 0
  const cases = CASES.slice(Number(from ?? 0)).filter(([text]) => text.includes(only ?? ''))
  try {
    const data = writeImages(join(folder, 'data'))
    for (const [i, [text, steps = STEPS]] of cases.entries()) {
      const found = await killAndCompare({
        args: [...tiny(data), ...text.split(' ')],
        runtime,
        steps,
        folder: join(folder, String(i)),
        kills: KILLS,
        random,
      })
      const { at, files, different } = found
      kills += at.length
      if (different.length === 0) equal++
      const verdict =
        different.length === 0 ? 'the same bits' : `DIFFERENT: ${different.join(', ')}`
      console.log(`${text}: ${steps} steps, killed at ${at.join(', ')}; ${files} files, ${verdict}`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  console.log(`${equal} of ${cases.length} the same bits, after ${kills} kills`)
  if (equal < cases.length) process.exitCode = 1
}
