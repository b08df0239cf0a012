// Builds the npm package (`npm run build:lib`, into dist/lib): one ES module for each source file, with its
// source map and declarations; shaders are inlined as text. Modules are not joined, so that a bundler
// includes only what a page uses.

import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { defineConfig, type Plugin } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))
const entries = ['src/index.ts', 'src/generator.ts']
const outDir = join(root, 'dist/lib')

/** Writes declarations beside the modules, and tells bundlers that importing a module has no side effects. */
const declarations: Plugin = {
  name: 'declarations',
  closeBundle() {
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root)
    const program = ts.createProgram(
      entries.map((entry) => join(root, entry)),
      {
        ...options,
        noEmit: false,
        declaration: true,
        declarationMap: true,
        emitDeclarationOnly: true,
        rootDir: join(root, 'src'),
        outDir,
      },
    )
    const { diagnostics } = program.emit(undefined, undefined, undefined, true, {
      afterDeclarations: [withEndings],
    })
    const wrong = ts.getPreEmitDiagnostics(program).concat(diagnostics)
    if (wrong.length > 0) this.error(ts.formatDiagnostics(wrong, ts.createCompilerHost({})))
    const about = { type: 'module', sideEffects: false }
    writeFileSync(join(outDir, 'package.json'), `${JSON.stringify(about)}\n`)
  },
}

/** Rewrites `./conv` to `./conv.js` and `./ops` to `./ops/index.js`, as Node's module resolution requires. */
const withEndings: ts.TransformerFactory<ts.SourceFile | ts.Bundle> = (context) => (file) => {
  if (!ts.isSourceFile(file)) return file
  const folder = dirname(file.fileName)
  // Nodes that TypeScript made, as for an inferred type, know no parent.
  const within =
    (parent: ts.Node, above?: ts.Node) =>
    (node: ts.Node): ts.Node => {
      const isSpecifier =
        ts.isStringLiteral(node) &&
        node.text.startsWith('.') &&
        (ts.isImportDeclaration(parent) ||
          ts.isExportDeclaration(parent) ||
          (ts.isLiteralTypeNode(parent) && above && ts.isImportTypeNode(above)))
      if (!isSpecifier) return ts.visitEachChild(node, within(node, parent), context)
      const isFolder = !ts.sys.fileExists(join(folder, `${node.text}.ts`))
      return context.factory.createStringLiteral(`${node.text}${isFolder ? '/index' : ''}.js`)
    }
  return ts.visitEachChild(file, within(file), context)
}

export default defineConfig({
  root,
  publicDir: false,
  plugins: [declarations],
  build: {
    target: 'es2023',
    outDir,
    minify: false,
    sourcemap: true,
    lib: { entry: entries.map((entry) => join(root, entry)), formats: ['es'] },
    rolldownOptions: {
      // Packages are imported, not bundled.
      external: /^[a-z@]/,
      output: {
        preserveModules: true,
        preserveModulesRoot: join(root, 'src'),
        entryFileNames: '[name].js',
      },
    },
  },
})
