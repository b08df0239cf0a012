// Names of one platform do not compile in a room of another. Files are planted in memory, beside those of the room's
// tsconfig, and only their errors are asked for.

import { join, resolve } from 'node:path'
import ts from 'typescript'
import { expect, it } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

const EXIT = 'process.exit()'
const TITLE = "document.title = ''"

/** Lines that are planted in a room: a file of one line each. */
interface Planted {
  room: string
  /** Folder of the planted files. */
  folder: string
  /** What each line may not say; undefined where it is fine. */
  lines: Readonly<Record<string, string | undefined>>
}

const planted: Planted[] = [
  {
    room: 'src/tsconfig.json',
    folder: 'src/gan',
    lines: { [EXIT]: 'process', [TITLE]: 'document', 'performance.now()': undefined },
  },
  {
    room: 'src/tsconfig.json',
    folder: 'src/cli/gpu',
    lines: { "import 'node:fs'": 'node:fs' },
  },
  {
    room: 'src/cli/tsconfig.json',
    folder: 'src/cli',
    lines: { [TITLE]: 'document', [EXIT]: undefined },
  },
  {
    room: 'src/page/tsconfig.json',
    folder: 'src/page/train',
    lines: { [EXIT]: 'process', [TITLE]: undefined },
  },
  {
    room: 'src/page/tsconfig.worker.json',
    folder: 'src/page/train',
    lines: { [EXIT]: 'process', [TITLE]: 'document', 'postMessage(0)': undefined },
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

it.each(planted)('$room compiles its own names alone, in $folder', ({ room, folder, lines }) => {
  const { fileNames, options, projectReferences = [] } = roomOf(room)
  const texts = new Map(
    Object.keys(lines).map((line, i) => [join(ROOT, folder, `planted${i}Jobs.ts`), line]),
  )
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile
  host.getSourceFile = (name, target) => {
    const line = texts.get(name)
    if (line !== undefined) return ts.createSourceFile(name, `${line}\nexport {}\n`, target)
    if (!/\.d\.m?ts$/.test(name)) return read(name, target)
    if (!declarations.has(name)) declarations.set(name, read(name, target))
    return declarations.get(name)
  }
  const rootNames = [...fileNames, ...texts.keys()]
  const program = ts.createProgram({ rootNames, options, projectReferences, host })
  for (const [file, line] of texts) {
    const errors = program.getSemanticDiagnostics(program.getSourceFile(file))
    const messages = errors.map((each) => ts.flattenDiagnosticMessageText(each.messageText, ' '))
    const name = lines[line]
    if (name === undefined) expect(messages, line).toEqual([])
    else expect(messages, line).toEqual([expect.stringContaining(`'${name}'`)])
  }
})
