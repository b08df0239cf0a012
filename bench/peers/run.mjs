// npm run peers [-- chrome|node] [-- kernels|32|64]: bundles with the project's own Vite, then runs each
// part in a process, and Chrome, of its own: memory is counted from nothing, and no cache is warm.

import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))

// Two folders below the root, as src/cli is: its modules look for their files from there.
const bundle = (entry, outDir, ssr) =>
  build({
    root,
    configFile: false,
    ssr: { noExternal: [/tfjs/, /jax-js/] },
    logLevel: 'error',
    build: {
      ssr,
      outDir: `${root}/${outDir}`,
      minify: false,
      target: 'esnext',
      modulePreload: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: `${here}${entry}.js`,
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: `${entry}.js`, format: 'es' },
      },
    },
  })

await bundle('page', 'dist/peers-page', false)
await bundle('main', 'dist/peers', true)

const chosen = process.argv.slice(2)
const pick = (all) => {
  const found = all.filter((each) => chosen.includes(each))
  return found.length > 0 ? found : all
}
const parts = {
  32: 'DCGAN 32², width 32, batch 64',
  64: 'DCGAN 64², RGB, width 64, batch 16',
  kernels: 'kernels',
}
for (const runtime of pick(['chrome', 'node'])) {
  for (const part of pick(Object.keys(parts))) {
    // Of the large one a rival takes minutes in Chrome: there its first iteration must do.
    const rounds = part !== '64' ? '2' : runtime === 'chrome' ? '0' : '1'
    const args = [`${root}/dist/peers/main.js`, runtime, parts[part], rounds]
    spawnSync(process.execPath, args, { stdio: 'inherit', cwd: root })
  }
}
