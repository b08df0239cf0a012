// What this machine can run: Node's own WebGPU (Dawn, from the npm package webgpu) and Chrome's.
// Prints what it finds, and for each thing that is missing the command to type.

import { aptInstall, canApt, findChrome, installChrome } from './chrome'
import { openChromeRuntime } from './chromeRuntime'
import { Failure, text } from './failure'
import { type AdapterInfo, describeAdapter } from './harness'
import { nodeGpu } from './nodeRuntime'

const FEATURES = ['shader-f16', 'subgroups', 'timestamp-query']
const LIMITS = [
  'maxStorageBuffersPerShaderStage',
  'maxStorageBufferBindingSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupStorageSize',
]

// Dawn in Node aborts the process when its GPU object is collected.
const kept: GPU[] = []

const say = (line: string) => console.log(`  ${line}`)

/** Returns the exit code: 1 when this machine cannot train. */
export async function doctor({ fix }: { fix: boolean }): Promise<number> {
  const { version, platform, arch } = process
  console.log(`Node ${version} on ${platform} ${arch}`)
  const node = await section('Node runtime', checkNode, fix)
  const chrome = await section('Chrome runtime', checkChrome, fix)
  if (node && chrome) console.log('Ready: Node and Chrome can train, Chrome can run the tests.')
  else if (node) console.log('Ready: Node can train. The tests need Chrome.')
  else if (chrome) console.log("Ready: Chrome can train. The terminal's own tests need Node too.")
  else console.log('No runtime reaches an adapter, so nothing can run on this machine yet.')
  return node || chrome ? 0 : 1
}

async function section(title: string, check: (fix: boolean) => Promise<AdapterInfo>, fix: boolean) {
  console.log(title)
  try {
    const adapter = await check(fix)
    describe(adapter)
    return true
  } catch (error) {
    say(text(error))
    return false
  }
}

async function checkNode(fix: boolean): Promise<AdapterInfo> {
  const found = await nodeAdapter()
  if (found) return found
  if (process.platform !== 'linux') throw new Failure('no adapter: update the graphics driver')
  const command = 'apt-get install -y mesa-vulkan-drivers'
  if (!fix) throw new Failure(`no adapter. Type: ${command} (a software adapter), or doctor --fix`)
  if (!canApt()) throw new Failure(`no adapter; as root on Debian, type: ${command}`)
  await aptInstall(['mesa-vulkan-drivers'], say)
  const fixed = await nodeAdapter()
  if (!fixed) throw new Failure('no adapter, even with mesa-vulkan-drivers. Use Chrome instead.')
  return fixed
}

async function nodeAdapter(): Promise<AdapterInfo | undefined> {
  const gpu = await nodeGpu()
  kept.push(gpu)
  const adapter = await gpu.requestAdapter()
  return adapter ? describeAdapter(adapter) : undefined
}

async function checkChrome(fix: boolean): Promise<AdapterInfo> {
  let path = await findChrome()
  if (!path && fix) path = await installChrome(say)
  if (path) say(path)
  const runtime = await openChromeRuntime()
  try {
    return await runtime.call<AdapterInfo>('adapterInfo')
  } finally {
    await runtime.close()
  }
}

function describe({ vendor, architecture, device, description, ...adapter }: AdapterInfo): void {
  const name = [vendor, architecture, device].filter(Boolean).join(' ')
  say(`adapter: ${name}${description ? ` (${description})` : ''}`)
  const features = FEATURES.map((feature) => {
    return `${feature} ${adapter.features.includes(feature) ? 'yes' : 'no'}`
  })
  say(features.join(', '))
  for (const limit of LIMITS) say(`${limit} ${adapter.limits[limit]?.toLocaleString('en')}`)
}
