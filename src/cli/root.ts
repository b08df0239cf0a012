import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's root folder. This file and its bundle, in dist/cli, are both two folders below it. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..')
