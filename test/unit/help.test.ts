// Every command's --help has an example; the first page names the exit codes. And `doctor`'s advice for an adapter.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { expect, it, vi } from 'vitest'
import { slowWith } from '../../src/cli/commands/doctor/advice'
import { others, sayOther } from '../../src/cli/commands/doctor/others'
import { commands } from '../../src/cli/main'

const leaves = (command: Command): Command[] =>
  command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)

function helpOf(command: Command): string {
  let said = ''
  command.configureOutput({
    writeOut: (text) => {
      said += text
    },
  })
  command.outputHelp()
  return said
}

it.each(leaves(commands()).map((command) => [command.name(), command] as const))(
  '%s --help has an example',
  (_, command) => expect(helpOf(command)).toMatch(/Examples?:\n +\$ ganvas /),
)

it('names the exit codes', () => {
  expect(helpOf(commands())).toMatch(/Exit codes: 0 done, .* 1 failed: .* 2 typed wrongly/s)
})

it('says what will be slow', () => {
  const adapter = { vendor: '', architecture: '', device: '', description: 'llvmpipe (LLVM 19)' }
  const subgroups = { subgroupMinSize: 8, subgroupMaxSize: 8 }
  const limits = { maxStorageBufferBindingSize: 2 ** 27 }
  const slow = slowWith({ ...adapter, ...subgroups, features: [], limits }, { gflops: 50, gbs: 9 })
  expect(slow).toHaveLength(5)
  expect(slow.join()).toMatch(
    /a CPU emulates the GPU.*at best \d.* a second.*above 128 MB they are split/s,
  )
  const gpu = { ...adapter, ...subgroups, description: 'NVIDIA H100' }
  const features = ['subgroups', 'timestamp-query']
  expect(
    slowWith({ ...gpu, features, limits: { maxStorageBufferBindingSize: 2 ** 31 } }, undefined),
  ).toEqual([])
})

it.skipIf(process.platform === 'win32')(
  'says which Firefox and Deno are there, and what is missing',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'ganvas-'))
    const firefox = join(folder, 'firefox')
    writeFileSync(firefox, '#!/bin/sh\necho Mozilla Firefox 140.3.0esr\n', { mode: 0o755 })
    vi.stubEnv('FIREFOX_PATH', firefox)
    vi.stubEnv('DENO_PATH', join(folder, 'none'))
    try {
      expect(others().map(sayOther)).toEqual([
        `--runtime firefox: Firefox 140.3.0esr, ${firefox}`,
        `--runtime deno: DENO_PATH is ${join(folder, 'none')}, but no file is there`,
      ])
    } finally {
      vi.unstubAllEnvs()
      rmSync(folder, { recursive: true })
    }
  },
)
