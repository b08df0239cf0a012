// Starts a program of this folder: node test/fuzz/start.mjs NAME …, its options after the name. Vite reads the
// TypeScript and the shaders.

import { fileURLToPath } from 'node:url'
import { runnerImport } from 'vite'

const [name, ...args] = process.argv.slice(2)
const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url))
const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' })
process.exit(await module.main(args))
