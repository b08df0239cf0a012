// `ganvas doctor`: checks Node's WebGPU (Dawn, from the npm package webgpu) and Chrome's. Prints measurements, what will
// be slow, and the command that installs each missing part. Firefox and Deno are only looked for.

import type { Command } from 'commander'
import type { Probes } from '../../../../bench/probes'
import { number, probeLines } from '../../../../bench/report'
import { messageOf } from '../../../data/imageSet'
import { openGpu, PREFERENCE } from '../../../gpu/open'
import { jobs } from '../../gpu/jobs'
import { type AdapterInfo, describeAdapter } from '../../gpu/page/harness'
import { aptInstall, canApt, findChrome, installChrome } from '../../runtime/chrome'
import { openChromeRuntime } from '../../runtime/chromeRuntime'
import { nodeGpu } from '../../runtime/nodeRuntime'
import { Failure } from '../../terminal/failure'
import { report } from '../../terminal/json'
import { chromeGpu, playedByCpu, slowWith } from './advice'
import { others, sayOther } from './others'

export function register(program: Command): void {
  program
    .command('doctor')
    .description(
      'report which adapters Node and Chrome reach, how fast they are, and what is missing',
    )
    .option('--fix', 'install what is missing')
    .option('--no-measure', 'skip peak and bandwidth, which take seconds')
    .addHelpText(
      'after',
      `\nA GPU in headless Chrome:\n${Object.values(chromeGpu)
        .map((line) => `  ${line}.\n`)
        .join('')}` +
        'Exit code 1: neither reaches an adapter.' +
        '\nExamples:\n  $ ganvas doctor\n  $ ganvas doctor --no-measure --json machine.json',
    )
    .action(async (options: DoctorOptions) => {
      process.exitCode = await doctor(options)
    })
}

const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query']
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupStorageSize',
]

export interface DoctorOptions {
  fix?: boolean
  /** Measure peak and bandwidth? It takes about ten seconds for each adapter. */
  measure?: boolean
}

interface Found {
  adapter: AdapterInfo
  software: boolean
  probes?: Probes
  /** A line each. */
  slow: string[]
}

type Examined = Found | { fault: string }

// Dawn in Node aborts the process when its GPU object is collected.
const kept: GPU[] = []

const say = (line: string) => console.log(`  ${line}`)

/** Returns the exit code: 1 when this machine cannot train. */
export async function doctor({ fix = false, measure = true }: DoctorOptions): Promise<number> {
  const { version, platform, arch } = process
  console.log(`Node ${version} on ${platform} ${arch}`)
  const node = await section('Node runtime', () => checkNode({ fix, measure }))
  const chrome = await section('Chrome runtime', () => checkChrome({ fix, measure }))
  if (!('adapter' in chrome) || chrome.software) {
    console.log('A GPU in headless Chrome')
    say(chromeGpu[platform] ?? 'not known for this system')
  }
  console.log('Other runtimes (optional)')
  const optional = others()
  for (const each of optional) say(sayOther(each))
  const [inNode, inChrome] = [node, chrome].map((each) => 'adapter' in each)
  if (inNode && inChrome) console.log('Ready: Node and Chrome can train, Chrome can run the tests.')
  else if (inNode) console.log('Ready: Node can train. The tests need Chrome.')
  else if (inChrome) console.log("Ready: Chrome can train. The terminal's own tests need Node too.")
  else console.log('No runtime reaches an adapter, so nothing can run on this machine yet.')
  const found = { node, chrome, others: optional }
  report({ version: 1, date: new Date().toISOString(), platform, arch, ...found })
  return inNode || inChrome ? 0 : 1
}

async function section(title: string, check: () => Promise<Found>): Promise<Examined> {
  console.log(title)
  try {
    const found = await check()
    show(found)
    return found
  } catch (error) {
    say(messageOf(error))
    return { fault: messageOf(error) }
  }
}

interface How {
  fix: boolean
  measure: boolean
}

function foundOf(adapter: AdapterInfo, probes: Probes | undefined): Found {
  const measured = probes && { gflops: probes.peak.gflops, gbs: probes.memory.gbs }
  const slow = slowWith(adapter, measured)
  return { adapter, software: playedByCpu(adapter), ...(probes && { probes }), slow }
}

async function checkNode({ fix, measure }: How): Promise<Found> {
  const gpu = await nodeGpu()
  kept.push(gpu)
  const adapter = await gpu.requestAdapter(PREFERENCE)
  if (!adapter) {
    await mendNode(fix)
    return checkNode({ fix: false, measure })
  }
  const info = describeAdapter(adapter)
  const opened = await openGpu(gpu)
  try {
    return foundOf(info, measure ? await jobs.probe(opened, { quick: true }) : undefined)
  } finally {
    opened.close()
  }
}

/** @throws Failure that says what to type, unless it could be installed */
async function mendNode(fix: boolean): Promise<void> {
  if (process.platform !== 'linux') throw new Failure('no adapter: update the graphics driver')
  const command = 'apt-get install -y mesa-vulkan-drivers'
  if (!fix) throw new Failure(`no adapter. Type: ${command} (a software adapter), or doctor --fix`)
  if (!canApt()) throw new Failure(`no adapter; as root on Debian, type: ${command}`)
  await aptInstall(['mesa-vulkan-drivers'], say)
}

async function checkChrome({ fix, measure }: How): Promise<Found> {
  let path = await findChrome()
  if (!path && fix) path = await installChrome(say)
  if (path) say(path)
  const runtime = await openChromeRuntime()
  try {
    const adapter = await runtime.call<AdapterInfo>('adapterInfo')
    const probes = measure ? await runtime.call<Probes>('probe', { quick: true }) : undefined
    return foundOf(adapter, probes)
  } finally {
    await runtime.close()
  }
}

function show({ adapter, probes, slow }: Found): void {
  const { vendor, architecture, device, description, features, limits } = adapter
  say(`adapter: ${[vendor, architecture, device].filter(Boolean).join(' ')}`)
  say(`driver: ${description || 'not reported by the browser'}`)
  say(FEATURES.map((name) => `${name} ${features.includes(name) ? 'yes' : 'no'}`).join(', '))
  for (const limit of LIMITS) say(`${limit} ${limits[limit]?.toLocaleString('en')}`)
  if (probes) {
    const { peak, memory } = probes
    say(
      `measured: ${number(peak.gflops)} GFLOP/s, ${number(memory.gbs)} GB/s; a quick measurement, ganvas bench is more exact:`,
    )
    for (const line of probeLines(probes)) say(`  ${line}`)
  }
  for (const line of slow) say(`slow: ${line}`)
}
