// Native code's lines on standard error: the unwanted ones are left out, and nothing else is lost. In a process of its
// own, since descriptor 2 of this one belongs to the test runner.

import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'ganvas-lines-'))
const script = join(folder, 'script.mjs')
afterAll(() => rmSync(folder, { recursive: true }))

const SAYS = `
process.stderr.write('before\\n')
const found = withoutLines(/^Warning: max/, () => {
  writeSync(2, 'Warning: maxOne\\nMESA: error\\n')
  writeSync(2, 'Warning: maxTwo\\nWarning: min\\n')
  return 7
})
process.stderr.write('after ' + found + '\\n')
try {
  withoutLines(/^x/, () => {
    writeSync(2, 'x\\nlast words')
    throw new Error('lost?')
  })
} catch (error) {
  console.error(error.message)
}
`

/** With a line on standard output at the end. */
const LOUD = `${SAYS}console.log('out')\n`

async function compiled(says: string): Promise<string> {
  const { transformWithOxc } = await import('vite')
  const file = resolve(import.meta.dirname, '../../src/cli/runtime/withoutLines.ts')
  const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file)
  return code + says
}

/** Output of the script through a shell, which gives standard error to a pipe or to the file `log`. */
async function saidTo(
  redirection: string,
  { before = ':', after = ':', says = SAYS } = {},
): Promise<string> {
  writeFileSync(script, await compiled(says))
  const command = `${before}; (cd '${folder}'; '${process.execPath}' '${script}'; ${after}) ${redirection}`
  const said = execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' })
  return redirection.includes('log') ? readFileSync(join(folder, 'log'), 'utf8') : said
}

const FILTERED = 'before\nMESA: error\nWarning: min\nafter 7\nlast wordslost?\n'
const ALL =
  'before\nWarning: maxOne\nMESA: error\nWarning: maxTwo\nWarning: min\nafter 7\nx\nlast wordslost?\n'

describe.runIf(process.platform === 'linux')('unwanted lines', () => {
  it('are left out of a pipe, and no others', async () => {
    expect(await saidTo('2>&1 | cat')).toBe(FILTERED)
  })

  it.each(['2> log', '2>> log', '> log 2>&1'])('are taken out of a file: %s', async (to) => {
    // What is written before and after them, also by another process, stays where it was.
    const text = await saidTo(to, {
      before: 'echo earlier > log',
      after: 'echo later >&2',
      says: LOUD,
    })
    expect(text).toBe(
      `${to === '2>> log' ? 'earlier\n' : ''}${FILTERED}${to === '> log 2>&1' ? 'out\n' : ''}later\n`,
    )
  })

  it('remain where something follows them in the file, and in a socket', async () => {
    const long = 'y'.repeat(500)
    const text = await saidTo('2<> log', { before: `printf ${long} > log` })
    expect(text).toBe(ALL + long.slice(ALL.length))
    writeFileSync(script, await compiled(SAYS))
    const { stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
    expect(stderr).toBe(ALL)
  })
})
