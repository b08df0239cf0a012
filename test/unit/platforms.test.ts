// Names of one platform do not compile in a room of another. Files are planted in memory, beside those of the room's
// tsconfig, and only their errors are asked for.

import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

const EXIT = 'process.exit()'
const TITLE = "document.title = ''"

/** Lines that are planted in a room: a file of one line each, in a folder. */
interface Planted {
  room: string
  lines: readonly {
    folder: string
    line: string /** The name it may not say, if any. */
    refused?: string
  }[]
}

const planted: Planted[] = [
  {
    room: 'src/tsconfig.json',
    lines: [
      { folder: 'src/gan', line: EXIT, refused: 'process' },
      { folder: 'src/gan', line: TITLE, refused: 'document' },
      { folder: 'src/gan', line: 'performance.now()' },
      { folder: 'src/cli/gpu', line: "import 'node:fs'", refused: 'node:fs' },
    ],
  },
  {
    room: 'src/cli/tsconfig.json',
    lines: [
      { folder: 'src/cli', line: TITLE, refused: 'document' },
      { folder: 'src/cli', line: EXIT },
    ],
  },
  {
    room: 'src/page/tsconfig.json',
    lines: [
      { folder: 'src/page/train', line: EXIT, refused: 'process' },
      { folder: 'src/page/train', line: TITLE },
    ],
  },
  {
    room: 'src/page/tsconfig.worker.json',
    lines: [
      { folder: 'src/page/train', line: EXIT, refused: 'process' },
      { folder: 'src/page/train', line: TITLE, refused: 'document' },
      { folder: 'src/page/train', line: 'postMessage(0)' },
    ],
  },
]

/** Declarations, which several rooms read. Other files are parsed anew: with `jsx` each of them imports preact. */
const declarations = new Map<string, ts.SourceFile | undefined>()

function roomOf(config: string): ts.ParsedCommandLine {
  const onUnRecoverableConfigFileDiagnostic = ({ messageText }: ts.Diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(messageText, ' '))
  }
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic }
  const room = ts.getParsedCommandLineOfConfigFile(join(ROOT, config), {}, host)
  if (!room) throw new Error(`${config} cannot be read`)
  return room
}

it.each(planted)('$room compiles its own names alone', ({ room, lines }) => {
  const { fileNames, options, projectReferences = [] } = roomOf(room)
  const files = lines.map((each, i) => ({
    ...each,
    path: join(ROOT, each.folder, `planted${i}Jobs.ts`),
  }))
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile
  host.getSourceFile = (name, target) => {
    const file = files.find(({ path }) => path === name)
    if (file) return ts.createSourceFile(name, `${file.line}\nexport {}\n`, target)
    if (!/\.d\.m?ts$/.test(name)) return read(name, target)
    if (!declarations.has(name)) declarations.set(name, read(name, target))
    return declarations.get(name)
  }
  const rootNames = [...fileNames, ...files.map(({ path }) => path)]
  const program = ts.createProgram({ rootNames, options, projectReferences, host })
  for (const { path, line, refused } of files) {
    const errors = program.getSemanticDiagnostics(program.getSourceFile(path))
    const messages = errors.map((each) => ts.flattenDiagnosticMessageText(each.messageText, ' '))
    if (refused === undefined) expect(messages, line).toEqual([])
    else expect(messages, line).toEqual([expect.stringContaining(`'${refused}'`)])
  }
})
