// `npm run fuzz -- [WHAT]`: many inputs for every parser, random shapes for the kernels, or faults for a run.

const programs = {
  parsers: () => import('./feed'),
  shapes: () => import('./shapesMain'),
  faults: () => import('./faults'),
}

const isProgram = (name: string): name is keyof typeof programs => Object.hasOwn(programs, name)

export async function main(args: string[]): Promise<number> {
  const [first = 'parsers', ...rest] = args
  if (isProgram(first)) return (await programs[first]()).main(rest)
  if (first.startsWith('--') && first !== '--help') return (await programs.parsers()).main(args)
  console.log(`npm run fuzz -- ${Object.keys(programs).join(' | ')} [--help]`)
  return first === '--help' ? 0 : 2
}
