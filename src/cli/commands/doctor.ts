// `ganvas doctor`: says what this machine can run, and what to type for what is missing.

import type { Command } from 'commander'
import { doctor } from '../doctor'

export function register(program: Command): void {
  program
    .command('doctor')
    .description('check that Node and Chrome reach a GPU adapter on this machine')
    .option('--fix', 'install what is missing')
    .action(async ({ fix = false }: { fix?: boolean }) => {
      process.exitCode = await doctor({ fix })
    })
}
