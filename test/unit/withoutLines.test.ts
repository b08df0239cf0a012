// Native code's lines on standard error: the unwanted ones are left out, and nothing else is lost. In a process of its
// own, since descriptor 2 of this one belongs to the test runner.

import { execFileSync } from 'node:child_process'
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

/** Output of the script through a shell, which gives standard error to a pipe or a file. */
async function saidTo(redirection: string): Promise<string> {
  const { transformWithOxc } = await import('vite')
  const file = resolve(import.meta.dirname, '../../src/cli/runtime/withoutLines.ts')
  const { code } = await transformWithOxc(readFileSync(file, 'utf8'), file)
  writeFileSync(script, code + SAYS)
  const command = `'${process.execPath}' '${script}' ${redirection}`
  return execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' })
}

describe.runIf(process.platform === 'linux')('unwanted lines', () => {
  it('are left out of a pipe, and no others', async () => {
    expect(await saidTo('2>&1 | cat')).toBe(
      'before\nMESA: error\nWarning: min\nafter 7\nlast wordslost?\n',
    )
  })

  it('remain in a file, which is written in order', async () => {
    const all = 'before\nWarning: maxOne\nMESA: error\nWarning: maxTwo\nWarning: min\nafter 7\n'
    expect(await saidTo('> log 2>&1; cat log')).toBe(`${all}x\nlast wordslost?\n`)
  })
})
