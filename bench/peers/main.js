// One part of the comparison in one runtime: node dist/peers/main.js chrome|node PART [ROUNDS]
// A part is `kernels`, a word of a kernel's name, or the name of a GAN, with a count of rounds.

import { loadavg } from 'node:os'
import { openChromeRuntime } from '../../src/cli/runtime/chromeRuntime'
import * as peers from './peers'

async function openRuntime(runtime) {
  if (runtime === 'chrome') {
    const { call, close } = await openChromeRuntime({ entry: '/dist/peers-page/page.js' })
    const [open, timeKernel, timeGan] = ['open', 'timeKernel', 'timeGan'].map((name) => {
      return (...args) => call(name, ...args)
    })
    return { open, timeKernel, timeGan, close }
  }
  const { create, globals } = await import('webgpu')
  Object.assign(globalThis, globals)
  // Both others look for the browser's object; Dawn's must not be collected.
  const navigator = { gpu: create([]), userAgent: 'Node.js' }
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
  // Dawn's devices keep the process alive.
  return { ...peers, close: async () => setTimeout(() => process.exit(), 100) }
}

const cell = (text, width) => String(text).padStart(width)
const fixed = (ms) => (ms < 10 ? ms.toFixed(2) : ms < 100 ? ms.toFixed(1) : ms.toFixed(0))
const times = (ratio) => `${ratio < 10 ? ratio.toFixed(1) : ratio.toFixed(0)}×`

function kernelLine(task, [ours, ...others]) {
  const cells = others.map(({ name, ms, least, cannot, wrong, difference }) => {
    if (cannot) return `  ${name} cannot: ${cannot}`
    const note = wrong ? ` WRONG by ${difference.toExponential(0)}` : ''
    return `${cell(fixed(ms), 8)} ms ${cell(times(ms / ours.ms), 5)} (${times(least / ours.least)})${note}`.padEnd(
      27,
    )
  })
  return `${task.padEnd(46)}${cell(`${fixed(ours.ms)} ms`, 12)}${cells.join('')}`
}

function ganLines([ours, ...others]) {
  return [ours, ...others].flatMap((row) => {
    const { name, ms, least, measured, firstMs, script, scriptShared } = row
    const { counts, bytes, cannot, wrong, losses } = row
    if (cannot) return [`${name}: cannot: ${cannot}`]
    const { dispatches, submits, bindGroups, buffers } = counts
    const first = losses.map((pair) => pair.map((loss) => loss.toFixed(4)).join('/')).join(' ')
    const at = wrong.indexOf(true)
    const shared =
      scriptShared === undefined ? '' : ` (${fixed(scriptShared)} with what is encoded ahead)`
    return [
      `${name}: ${(ms / 1000).toFixed(3)} s an iteration (${measured > 0 ? `median of ${measured}` : 'the first'}), ${times(ms / ours.ms)} ours (${times(least / ours.least)}); ` +
        `first ${(firstMs / 1000).toFixed(1)} s; ${fixed(script)} ms of JavaScript${shared}`,
      `  ${dispatches} dispatches, ${submits} submits, ${bindGroups} bind groups and ${buffers} buffers made; ` +
        `${(bytes / 2 ** 20).toFixed(0)} MiB at the peak`,
      `  losses D/G ${first}${at < 0 ? '' : `  WRONG from iteration ${at + 1} on`}`,
    ]
  })
}

const [runtime, part, rounds = '2'] = process.argv.slice(2)
const run = await openRuntime(runtime)
const libraries = await run.open()
const load = () => `load average ${loadavg()[0].toFixed(1)}`
const named = libraries.map(
  ({ name, version, cannot }) => cannot ?? [name, version].filter(Boolean).join(' '),
)
console.log(`${part} on ${libraries[0].adapter} in ${runtime}: ${named.join(', ')}; ${load()}`)
if (!peers.ganNames.includes(part)) {
  const chosen = peers.taskNames.filter((name) => part === 'kernels' || name.includes(part))
  for (const task of chosen) console.log(kernelLine(task, await run.timeKernel(task)))
} else {
  console.log(ganLines(await run.timeGan(part, Number(rounds))).join('\n'))
}
console.log(load())
await run.close()
