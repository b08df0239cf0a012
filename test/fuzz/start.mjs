// Starts main.ts of this folder: Vite reads the TypeScript and the shaders.

import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const server = await createServer({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  optimizeDeps: { noDiscovery: true },
  server: { middlewareMode: true, hmr: false, watch: null, ws: false },
})
const { main } = await server.ssrLoadModule('/test/fuzz/main.ts')
process.exit(await main(process.argv.slice(2)))
