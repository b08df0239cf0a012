// The process that compiles: its Vulkan is RADV with the layer (layer.ts). Opens WebGPU as training does, records the
// networks' runs, and compiles their dispatches one after the other.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { optionsFor } from '../../src/catalogue/own'
import type { GanConfig } from '../../src/gan/model/config'
import { configOf } from '../../src/gan/model/presets'
import { type Blueprint, makeBlueprint } from '../../src/gan/run/blueprint'
import type { Choices } from '../../src/gpu/choice'
import type { Gpu } from '../../src/gpu/device'
import { openGpu } from '../../src/gpu/open'
import type { OwnShader } from '../../src/gpu/own'
import { compile } from '../../src/gpu/shader'
import { type Dispatch, labelOf } from '../../src/gpu/trace'
import { kernels } from '../../src/ops/convFamily'
import { type Entry, flopOf, type Geometry, problemOf, wordsOf } from '../../src/ops/convProblem'
import { casesOf } from '../cases'
import { analyse } from './assembly'
import { dispatchesOfOps, parts } from './cards'
import type { Row, Statistics } from './row'
import { turnsOf } from './turns'

export interface Job {
  chip: string
  /** Networks by name, as settings that differ from the defaults. */
  networks: Readonly<Record<string, Partial<GanConfig>>>
  /** Only pipelines whose file and entry point contain this. */
  only: string
  /** Kernel in place of the one that the rule chooses for tiles of a workgroup. */
  kernel?: string
  /** Keeps the instructions of the loop that computes. */
  listing?: boolean
  /** Op at the sizes of its card with a kernel of the user's own, in place of the networks. */
  own?: { op: string; shader: OwnShader }
  /** Folder that the layer writes to. */
  folder: string
}

export async function compileAll({ chip, networks, folder, ...options }: Job): Promise<Row[]> {
  const { create, globals } = await import('webgpu')
  Object.assign(globalThis, globals)
  const gpu = await openGpu(create([]))
  const compiled = new Map<string, number>()
  const rows: Row[] = []
  const { own } = options
  const all = own
    ? ownDispatches(gpu, own)
    : Object.entries(networks).map(([network, settings]) => {
        const ops = parts[network]
        const dispatches = ops
          ? dispatchesOfOps(ops, gpu.traits)
          : dispatchesOf(gpu, settings, options.kernel)
        return { network, dispatches }
      })
  for (const { network, dispatches } of all) {
    const found = new Map<string, Row>()
    for (const { dispatch, count } of dispatches) {
      const kernel = kernelOf(dispatch)
      if (!kernel.includes(options.only)) continue
      const key = `${dispatch.entry.name}\n${dispatch.text.code}`
      const known = found.get(key)
      if (known) {
        known.count += count
        continue
      }
      const n = compiled.get(key) ?? compiled.size
      if (n === compiled.size) {
        await compile(gpu, { ...dispatch, label: labelOf(dispatch) })
        if (!existsSync(join(folder, `${n}.stats`)) || existsSync(join(folder, `${n + 1}.stats`))) {
          throw new Error(`${kernel}: the driver did not compile one pipeline`)
        }
        compiled.set(key, n)
      }
      const row = { chip, network, count, ...rowOf(dispatch, join(folder, String(n)), options) }
      found.set(key, row)
      rows.push(row)
    }
  }
  gpu.close()
  return rows
}

/** The user's kernel at each size of the op's card. */
function ownDispatches({ traits }: Gpu, { op, shader }: { op: string; shader: OwnShader }) {
  const options = { ...traits, ...optionsFor(shader) }
  return casesOf(op).map(({ size, what, record }) => ({
    network: `${size}, ${what}`,
    dispatches: record(options)
      .filter((dispatch) => dispatch.shader.name === shader.name)
      .map((dispatch) => ({ dispatch, count: 1 })),
  }))
}

const kernelOf = ({ shader, entry }: Dispatch): string =>
  `${shader.name.replace('.wgsl', '')} ${entry.name}`

/** Dispatches of all steps of a run, each with how often an iteration makes it. */
function dispatchesOf(gpu: Gpu, settings: Partial<GanConfig>, kernel?: string) {
  const byRule = blueprintOf(gpu, settings)
  const { train, sample, health, gan } = kernel
    ? blueprintOf(gpu, settings, tableWith(kernel, Object.values(byRule.train.dispatches).flat()))
    : byRule
  const times = (dispatches: readonly Dispatch[], count: number) =>
    dispatches.map((dispatch) => ({ dispatch, count }))
  const { critic, generator } = train.dispatches
  return [
    ...times(critic, gan.objective.criticSteps),
    ...times(generator, 1),
    ...times(
      [sample, health].flatMap(({ dispatches }) => Object.values(dispatches).flat()),
      0,
    ),
  ]
}

/** The kernel, with the rule's tile, for every problem that the rule gives a tile of a workgroup. */
function tableWith(kernel: string, dispatches: readonly Dispatch[]): Choices {
  const names = kernels[kernel]?.names
  if (!names?.includes('LANES_DOWN')) throw new Error(`no kernel "${kernel}" has such tiles`)
  return Object.fromEntries(
    dispatches.flatMap((dispatch) => {
      const problem = convolutionOf(dispatch)
      const choice = choiceOf(dispatch)
      if (!problem || !('LANES_DOWN' in choice)) return []
      const known = [...names, 'SPLITS'].filter((name) => name in choice)
      const constants = Object.fromEntries(known.map((name) => [name, choice[name] ?? 0]))
      return [[problem.key, { kernel, constants }]]
    }),
  )
}

function blueprintOf(
  { traits }: Gpu,
  settings: Partial<GanConfig>,
  table: Choices = {},
): Blueprint {
  const channels = settings.channels ?? 3
  const config = configOf(
    { objective: 'non-saturating', ...settings },
    { software: false, channels },
  )
  const size = config.imageSize
  return makeBlueprint(
    config,
    { count: 1024, width: size, height: size, channels },
    { traits, table },
  )
}

const CHOSEN = [
  'LANES_DOWN',
  'LANES_ACROSS',
  'ROWS',
  'COLUMNS',
  'DEPTH',
  'TILE_ROWS',
  'TILE_COLUMNS',
]

/** Constants that the kernel of a convolution was chosen with. */
function choiceOf({ shader, entry, text }: Dispatch): Record<string, number> {
  const splits = entry.name === 'weight_gradient' || entry.name === 'sum_splits'
  const chosen = shader.name.startsWith('conv') ? [...CHOSEN, ...(splits ? ['SPLITS'] : [])] : []
  return Object.fromEntries(
    chosen.flatMap((name) => {
      const value = text.constants.get(name)
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}

function rowOf(
  dispatch: Dispatch,
  files: string,
  options: Pick<Job, 'listing'>,
): Omit<Row, 'chip' | 'network' | 'count'> {
  const { op = '', workgroups } = dispatch
  const problem = convolutionOf(dispatch)
  const choice = choiceOf(dispatch)
  const { ROWS = 0, COLUMNS = 0, DEPTH = 0 } = choice
  const macs = ROWS * COLUMNS * DEPTH
  const statistics = statisticsOf(readFileSync(`${files}.stats`, 'utf8'))
  const { wave } = statistics
  const { turn, whole, loop } = analyse(readFileSync(`${files}.s`, 'utf8'), {
    wave,
    ...(macs && { macs }),
  })
  return {
    kernel: kernelOf(dispatch),
    what: problem ? wordsOf(problem) : op,
    flop: problem ? flopOf(problem) : 0,
    workgroups: workgroups[0] * workgroups[1],
    turns: turnsOf(dispatch),
    choice,
    statistics: { ...statistics, scratch: Math.max(statistics.scratch, whole.scratch) },
    turn,
    ...(options.listing && { loop }),
  }
}

const ENTRIES: readonly string[] = [
  'convolve',
  'convolve_adjoint',
  'weight_gradient',
] satisfies Entry[]

const isEntry = (name: string): name is Entry => ENTRIES.includes(name)

function convolutionOf({ shader, entry, text }: Dispatch) {
  if (!shader.name.startsWith('conv') || !isEntry(entry.name)) return undefined
  const geometry = { DILATION_H: 1, DILATION_W: 1, ...Object.fromEntries(text.constants) }
  return problemOf(entry.name, geometry as unknown as Geometry)
}

/** Chips of RDNA count waves of 32 lanes: a wave of 64 is two. They are told by their scalar registers, 128 for all. */
function statisticsOf(text: string): Statistics {
  const all = new Map(
    text.split('\n').map((line) => {
      const [name = '', value] = line.split('\t')
      return [name, Number(value)] as const
    }),
  )
  const of = (name: string): number => {
    const value = all.get(name)
    if (value === undefined) throw new Error(`the driver tells no "${name}"`)
    return value
  }
  const wave = of('Subgroup size')
  return {
    wave,
    vgprs: of('VGPRs'),
    sgprs: of('SGPRs'),
    spills: of('Spilled VGPRs') + of('Spilled SGPRs'),
    scratch: of('Scratch size'),
    lds: of('LDS size'),
    waves: of('Subgroups per SIMD') / (of('SGPRs') === 128 ? wave / 32 : 1),
    code: of('Code size'),
  }
}
