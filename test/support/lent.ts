// The device of Node and the page for `--runtime chrome` that all commands of a worker share. Modules outlive a test file
// (`isolate: false`), except for those that vitest lists as set-up files: so they are kept here.

import type { PageRuntime } from '../../src/cli/runtime/pageRuntime'
import type { Gpu } from '../../src/gpu/device'

export const lent: { gpu?: Gpu; chrome?: Promise<PageRuntime> } = {}
