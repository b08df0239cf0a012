// One part of the comparison in one runtime: node dist/peers/main.js RUNTIME PART FILE [WORD] writes its part of a report.

import { writeFileSync } from 'node:fs'
import { openChromeRuntime } from '../../src/cli/runtime/chromeRuntime'
import { nodeGpu } from '../../src/cli/runtime/nodeRuntime'
import * as measure from './measure'
import { measurePart } from './parts'
import { partLines } from './rows'

async function inChrome() {
  const { call, close } = await openChromeRuntime({ entry: '/dist/peers-page/page.js' })
  const named = ['open', 'timeKernel', 'timeGan'].map((name) => [
    name,
    (...args) => call(name, ...args),
  ])
  return { ...Object.fromEntries(named), browser: 'Chrome, headless', close }
}

async function inNode() {
  // Both others look for the browser's object; Dawn's must not be collected.
  const navigator = { gpu: await nodeGpu(), userAgent: 'Node.js' }
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
  return { ...measure, browser: `Node ${process.version}`, close: async () => {} }
}

const [runtime, part, file, word] = process.argv.slice(2)
const run = await (runtime === 'chrome' ? inChrome() : inNode())
const progress = (name) => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${name}`)
const { browser } = run
const report = await measurePart(run, { runtime, part, word, browser }, ({ name }, left) =>
  progress(left > 0 ? `${left} to come after ${name}` : ''),
)
const versions = report.libraries.map(
  ({ name, version, cannot }) => cannot ?? [name, version].filter(Boolean).join(' '),
)
console.log(`\n${part} on ${report.adapter}, ${browser}: ${versions.join(', ')}`)
console.log(partLines(report).join('\n'))
writeFileSync(file, JSON.stringify(report))
await run.close()
// Dawn's devices keep the process alive.
setTimeout(() => process.exit(), 100)
