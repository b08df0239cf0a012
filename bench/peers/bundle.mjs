// Bundles of the page and the command, made by the project's Vite.

import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = fileURLToPath(new URL('.', import.meta.url))

/** @param outDir  two folders below the root, as src/cli is: its modules look for their files from there */
export const bundle = (entries, outDir, ssr) =>
  build({
    root: entries[0].endsWith('.html') ? here : root,
    configFile: false,
    base: './',
    ssr: { noExternal: [/tfjs/, /jax-js/] },
    logLevel: 'error',
    build: {
      ssr,
      outDir: `${root}/${outDir}`,
      emptyOutDir: true,
      minify: false,
      target: 'esnext',
      modulePreload: false,
      copyPublicDir: false,
      rolldownOptions: {
        input: entries.map((entry) => `${here}${entry}`),
        ...(entries[0].endsWith('.js') && {
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: '[name].js', format: 'es' },
        }),
      },
    },
  })
