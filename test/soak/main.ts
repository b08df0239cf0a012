// `npm run soak -- NAME`: trials that take too long for `npm test`; the results are in docs/reliability.md.

import { long } from './long'
import { resume } from './resume'

const soaks: Record<string, (args: readonly string[]) => Promise<void>> = { resume, long }

const [name = '', ...args] = process.argv.slice(2)
const soak = Object.hasOwn(soaks, name) ? soaks[name] : undefined
if (soak) {
  await soak(args)
} else {
  console.error(`soak: there is no "${name}". Use ${Object.keys(soaks).join(', ')}`)
  process.exitCode = 2
}
