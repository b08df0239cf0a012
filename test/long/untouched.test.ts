// The user's folder before and after each command, run in it: nothing changes but what the command says it wrote. Each
// command is run twice at least: with an output that is a file of the user, and with a new one.

import { createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { jobs } from '../../src/cli/gpu/jobs'
import { commands, leavesOf, nameOf } from '../../src/cli/main'
import { picture, pngOf } from '../support/own'
import { ownCache, tell } from '../support/terminal'

// `doctor` would open a Chrome.
vi.mock('../../src/cli/runtime/chromeRuntime', () => ({
  openChromeRuntime: () => Promise.reject(new Error('no Chrome here')),
}))

const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
const home = join(folder, 'home')
const at = (path: string) => join(home, path)
const here = process.cwd()
const GOLDEN = resolve(here, 'test/golden')

ownCache(join(folder, 'cache'))

const CASE = 'activation/relu_normal_3x5x7x3.safetensors'

/** Files of the user. Some have the names that commands write to without --out. */
const MINE = [
  ...[
    'data.png',
    'sample.png',
    'interpolate.png',
    'way.gif',
    'arithmetic.png',
    'map.png',
    'mix.png',
    'edit.png',
  ],
  ...['truncation.png', 'invert.safetensors', 'notes.json', 'model-generator.safetensors'],
  ...['taken/report.html', 'figures/pull.svg', `dumped/${CASE}`],
]

const small = ['--data', 'photos', '--image-size', '16', '--width', '4', '--latent', '8']
const batch = ['--batch-size', '8', '--no-tune']
const sets = ['--from', 'photos', '--to', 'classes', '--width', '4', '--blocks', '1']
const run = ['--checkpoint', 'run']
const domains = [
  ...['--source', 'classes', '--target', 'photos', '--image-size', '16'],
  ...['--batch-size', '8', '--no-upper-bound'],
]
const smile = ['--attribute', 'smile', '--with', '1,2', '--without', '3,4']
const smiling = ['--seeds', '1', '--add', 'smile:1', '--directions', 'smile.safetensors']
const node = ['--runtime', 'node']
const taken = ['--json', 'notes.json']

const OUTPUTS = ['--out', '--json', '--save', '--dump', '--keep-generator']

/** Trials of each command: those refused because of a file of the user, and those that succeed. */
const TRIALS: Record<string, { refused: string[][]; done: string[][] }> = {
  train: {
    refused: [[...small, ...batch, '--out', 'taken']],
    done: [
      [...small, ...batch, '--steps', '1', '--out', 'run'],
      ['--resume', 'run', '--steps', '2'],
      [...small, ...batch, '--dry-run'],
    ],
  },
  data: {
    refused: [
      ['photos', '--out', 'data.png'],
      ['photos', '--out', 'photos/new.png'],
      ['photos/1.png', '--out', 'photos/1.png'],
    ],
    done: [['photos'], ['mnist', '--json'], ['photos', '--out', 'seen.png']],
  },
  tune: {
    refused: [[...small, '--batch-size', '8', ...taken]],
    done: [[...small, '--batch-size', '8', '--seconds', '1', '--json', 'races.json']],
  },
  sample: {
    refused: [run, [...run, '--out', 'a.png', '--keep-generator', 'run/generator.safetensors']],
    done: [[...run, '--count', '4', '--out', 'drawn.png', '--keep-generator', 'g.safetensors']],
  },
  export: {
    refused: [[...run, '--to', 'pytorch', '--out', 'model.py']],
    done: [
      [...run, '--to', 'onnx', '--out', 'digits.onnx'],
      [...run, '--to', 'pytorch', '--out', 'digits.py'],
      [...run, '--to', 'gif', '--out', 'film.gif'],
    ],
  },
  'latent interpolate': {
    refused: [run, [...run, '--out', 'way.png']],
    done: [[...run, '--frames', '2', '--film', '2', '--out', 'path.png']],
  },
  'latent arithmetic': {
    refused: [[...run, '--a', '1', '--b', '2', '--c', '3']],
    done: [[...run, '--a', '1', '--b', '2', '--c', '3', '--out', 'sum.png']],
  },
  'latent map': {
    refused: [run],
    done: [
      [
        ...run,
        '--size',
        '2',
        '--directions',
        'random',
        '--out',
        'm.png',
        '--save',
        'm.safetensors',
      ],
    ],
  },
  'latent truncation': { refused: [run], done: [[...run, '--count', '2', '--out', 't.png']] },
  // Other networks have no styles.
  'latent mix': { refused: [[...run, '--out', 'mix.png']], done: [] },
  'latent invert': {
    refused: [[...run, '--train', '0', '--restarts', '1', '--steps', '1']],
    done: [
      [...run, '--image', 'photos/2.png', '--restarts', '1', '--steps', '1', '--out', 'i.png'],
    ],
  },
  'latent directions': {
    refused: [[...run, ...smile, '--out', 'model-generator.safetensors']],
    done: [[...run, ...smile, '--out', 'smile.safetensors']],
  },
  'latent edit': {
    refused: [[...run, ...smiling]],
    done: [[...run, ...smiling, '--out', 'edited.png']],
  },
  'latent claims': { refused: [[...run, ...taken]], done: [] },
  runs: { refused: [], done: [['.'], ['.', '--json', 'runs.json']] },
  evaluate: { refused: [[...run, ...taken]], done: [[...run, '--count', '8', '--json', 'e.json']] },
  translate: {
    refused: [
      [...sets, '--out', 'taken'],
      [...sets, ...taken],
    ],
    done: [
      [...sets, '--steps', '1', '--out', 'translated'],
      ['--resume', 'translated', '--steps', '2'],
      ['--checkpoint', 'translated', '--image', 'photos/1.png', '--out', 'one.png'],
    ],
  },
  adapt: {
    refused: [[...domains, '--out', 'taken']],
    done: [
      [...domains, '--steps', '1', '--out', 'moved'],
      ['--resume', 'moved', '--steps', '2'],
      [...domains, '--dry-run'],
    ],
  },
  toy: {
    refused: [
      ['ring', '--out', 'map.png'],
      ['ring', ...taken],
    ],
    done: [
      ['ring', '--objective', 'lsgan', '--steps', '1', '--out', 'ring.png', '--json', 'r.json'],
    ],
  },
  claims: { refused: [['--out', 'figures']], done: [['--steps', '1', '--out', 'charts']] },
  golden: {
    refused: [['golden', '--dump', 'dumped']],
    done: [['golden', ...node, '--dump', 'computed']],
  },
  check: {
    refused: [['relu', ...node, ...taken]],
    done: [['relu', ...node, '--json', 'checked.json']],
  },
  bench: {
    refused: [['--op', 'relu', ...node, ...taken]],
    done: [['--op', 'relu', '--only', 'kernels', '--quick', ...node, '--json', 'times.json']],
  },
  doctor: {
    refused: [['--no-measure', ...taken]],
    done: [['--no-measure', '--json', 'machine.json']],
  },
}

beforeAll(() => {
  // They compile for half a minute, and write no file.
  vi.spyOn(jobs, 'gradientsAtDistances').mockResolvedValue([1, 2, 3, 4, 5, 6])
  vi.spyOn(jobs, 'pullsBeyondBoundary').mockResolvedValue([1, 2, 3, 4, 5, 6, 7])
  for (const name of MINE) {
    mkdirSync(dirname(at(name)), { recursive: true })
    writeFileSync(at(name), `mine: ${name}`)
  }
  mkdirSync(at('photos'))
  for (let n = 0; n < 20; n++) {
    writeFileSync(at(`photos/${n}.png`), pngOf(picture(n, 16, 16)))
    const place = at(`classes/${n % 2 === 0 ? 'even' : 'odd'}`)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `${n}.png`), pngOf(picture(n + 20, 16, 16)))
  }
  const index = JSON.parse(readFileSync(join(GOLDEN, 'index.json'), 'utf8'))
  const cases = index.cases.filter(({ file }: { file: string }) => file === CASE)
  expect(cases).toHaveLength(1)
  mkdirSync(dirname(at(`golden/${CASE}`)), { recursive: true })
  writeFileSync(at('golden/index.json'), JSON.stringify({ ...index, cases }))
  cpSync(join(GOLDEN, CASE), at(`golden/${CASE}`))
  process.chdir(home)
})

afterAll(() => {
  process.chdir(here)
  rmSync(folder, { recursive: true, force: true })
})

/** Hash of each file in the user's folder. */
function filesNow(): Map<string, string> {
  const names = readdirSync(home, { recursive: true, encoding: 'utf8' })
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(at(name)))
      .digest('hex')
  return new Map(
    names.filter((name) => statSync(at(name)).isFile()).map((name) => [name, hash(name)]),
  )
}

/** Files that are new, changed or gone since. */
function changesSince(before: ReadonlyMap<string, string>): string[] {
  const after = filesNow()
  const all = [...new Set([...before.keys(), ...after.keys()])]
  return all.filter((name) => before.get(name) !== after.get(name))
}

/** Is the file, or a folder that it is in, among the words of a text? */
function isSaid(file: string, words: ReadonlySet<string>): boolean {
  for (let path = file; path !== '.'; path = dirname(path)) if (words.has(path)) return true
  return false
}

const titled = (trials: string[][]) => trials.map((args) => [args.join(' '), args] as const)

test('every command is tried', () => {
  const names = leavesOf(commands()).map(nameOf)
  expect(Object.keys(TRIALS).sort()).toEqual(names.sort())
})

describe.each(Object.entries(TRIALS))('%s', (name, { refused, done }) => {
  const words = name.split(' ')

  test.each(titled(refused))('is refused: %s', async (_, args) => {
    const before = filesNow()
    const { status, lines } = await tell(...words, ...args)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/--force|is an input of this command, which is never replaced/)
    expect(status).toBe(2)
    expect(changesSince(before)).toEqual([])
  })

  test.each(titled(done))('changes only what it says: %s', async (_, args) => {
    const before = filesNow()
    const { status, stdout, stderr } = await tell(...words, ...args)
    expect([status, stderr]).toEqual([0, expect.not.stringMatching(/^ganvas:/m)])
    const named = args.filter((_, i) => OUTPUTS.includes(args[i - 1] ?? ''))
    const said = new Set([...named, ...`${stdout}\n${stderr}`.split(/[\s,:;']+/)])
    const changed = changesSince(before)
    expect(changed.filter((file) => !isSaid(file, said))).toEqual([])
    expect(changed.filter((file) => MINE.includes(file) || file.startsWith('photos'))).toEqual([])
    // Again, over its own earlier output.
    if (name === 'sample') expect((await tell(...words, ...args)).status).toBe(0)
  })
})
