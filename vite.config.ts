// How Vite serves the page (`vite`), builds it (`vite build`, into dist/page) and bundles the terminal
// (src/cli/ganvas.mjs asks for an SSR build, into dist/cli). Tests: vitest.config.ts.
// Shaders come in as text through `?raw`, so no build step stands between a kernel and its file.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import katex from 'katex'
import { type BuildEnvironmentOptions, build, defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

// Named, because an optional package that is absent (webgpu, puppeteer) must still bundle.
function packages(): RegExp[] {
  const { dependencies, optionalDependencies, devDependencies } = JSON.parse(
    readFileSync(`${root}/package.json`, 'utf8'),
  ) as Record<string, Record<string, string>>
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...devDependencies })
  return [/^node:/, ...names.map((name) => new RegExp(`^${name}(/|$)`))]
}

/** What the page imports from npm, by the names that it imports. */
const PAGE_PACKAGES = [
  'preact',
  'preact/hooks',
  'preact/jsx-runtime',
  'preact/jsx-dev-runtime',
  '@preact/signals',
  'uplot',
  'fflate',
  'gifenc',
  '@shikijs/engine-javascript/raw',
  '@shikijs/langs-precompiled/wgsl',
  '@shikijs/vscode-textmate',
  '@codemirror/commands',
  '@codemirror/language',
  '@codemirror/state',
  '@codemirror/view',
  '@lezer/highlight',
]

/** What the built page may load: its own files, and pictures that it made itself. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** In the page itself, since any static server may serve it. The one of `vite dev` brings styles in scripts. */
const policy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
}

/** Where formulas stand: of cards, and in the lessons. */
const FORMULA = /(?:\bformula: |\btex(?:=\{?|: ))(?:String\.raw`([^`]*)`|'([^']*)'|"([^"]*)")/g

/** What KaTeX puts around a formula, which a page that shows many of them can do without. */
const AROUND =
  /^<span class="katex">|<\/span>$| xmlns="[^"]*"|<\/?semantics>|<annotation.*?<\/annotation>/g

/** KaTeX warns of letters that LaTeX lacks; browsers set Korean ones in MathML. */
const strict = (code: string) => (code === 'unicodeTextInMathMode' ? 'ignore' : 'warn')

/** A formula as `<math><mrow>…</mrow></math>`. */
export const typeset = (tex: string): string =>
  katex.renderToString(tex, { output: 'mathml', strict }).replace(AROUND, '')

/**
 * `virtual:formulas`: every formula's MathML, by its TeX. They are set here, so that the page needs neither
 * KaTeX nor its fonts.
 */
const formulas: Plugin = {
  name: 'formulas',
  resolveId: (id) => (id === 'virtual:formulas' ? id : undefined),
  load(id) {
    if (id !== 'virtual:formulas') return
    const files = ['src/catalogue', 'src/page/lessons'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => join(root, folder, name)),
    )
    const texts = files.flatMap((file) => {
      this.addWatchFile(file)
      return [...readFileSync(file, 'utf8').matchAll(FORMULA)].map(
        ([, a, b, c]) => a ?? b ?? c ?? '',
      )
    })
    return `export const formulas = ${JSON.stringify(Object.fromEntries(texts.map((tex) => [tex, typeset(tex)])))}`
  },
}

/** `virtual:share`: the program of the page that `ganvas export --to html` writes, as one classic script. */
const share: Plugin = {
  name: 'share',
  resolveId: (id) => (id === 'virtual:share' ? id : undefined),
  async load(id) {
    if (id !== 'virtual:share') return
    const entry = join(root, 'src/page/share/main.ts')
    const lib = { entry, formats: ['iife' as const], name: 'ganvas' }
    const made = await build({
      ...{ root, configFile: false, logLevel: 'silent', publicDir: false },
      build: { ...page, write: false, minify: true, lib },
    })
    const outputs = [made].flat().flatMap((one) => ('output' in one ? one.output : []))
    const code = outputs.find((one) => one.type === 'chunk')?.code
    if (code === undefined) throw new Error('src/page/share gave no script')
    return `export const script = ${JSON.stringify(code)}`
  },
}

/** A Korean particle stays on the line of the bracket before it. */
const particles: Plugin = {
  name: 'particles',
  enforce: 'pre',
  transform: (code, id) =>
    /\/ko\w*\.tsx?$/.test(id)
      ? { code: code.replace(/\)(?=[가-힣])/g, ')\u2060'), map: null }
      : undefined,
}

const page: BuildEnvironmentOptions = {
  target: 'es2023',
  outDir: 'dist/page',
}

// One file with its source map inside: it can be replaced in one rename while another process reads.
const terminal: BuildEnvironmentOptions = {
  target: 'node20',
  outDir: 'dist/cli',
  minify: false,
  sourcemap: 'inline',
  copyPublicDir: false,
  rolldownOptions: {
    external: packages(),
    output: { entryFileNames: 'main.js', codeSplitting: false },
  },
}

export default defineConfig(({ isSsrBuild }) => ({
  root,
  plugins: [policy, formulas, share, particles],
  // Relative, so that the built page works below any path.
  base: './',
  server: { fs: { allow: [root] } },
  // The page's packages are named; without discovery no scan or reload can happen in mid-session.
  optimizeDeps: { noDiscovery: true, include: PAGE_PACKAGES },
  // Training runs in a module worker.
  worker: { format: 'es' },
  build: isSsrBuild ? terminal : page,
}))
