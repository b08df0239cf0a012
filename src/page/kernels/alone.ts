/**
 * An entry point of a file alone: with the functions, structures, constants and buffers that it uses, and without the file's header.
 *
 * @throws Error where the file has no such entry point
 */
export function alone(text: string, file: string, entry: string): string {
  const functions = new Map(
    [...text.matchAll(/(?:^\/\/.*\n)*(?:^@compute.*\n)?^(?:fn|struct) (\w+)[\s\S]*?^\}\n/gm)].map(
      ([whole, name = '']) => [name, whole],
    ),
  )
  const declared = new Map(
    [...text.matchAll(/^(?:@group.*|const .*|var<workgroup> .*);.*$/gm)].map(([line]) => [
      /(?:const|var(?:<[^>]*>)?) (\w+)/.exec(line)?.[1] ?? '',
      line,
    ]),
  )
  if (!functions.has(entry)) throw new Error(`${file} has no entry point ${entry}`)
  const used = new Set<string>()
  const use = (name: string): void => {
    const body = functions.get(name) ?? declared.get(name)
    if (body === undefined || used.has(name)) return
    used.add(name)
    for (const [word] of body.matchAll(/\b[A-Za-z_]\w*\b/g)) use(word)
  }
  use(entry)
  const lines = [...declared].filter(([name]) => used.has(name)).map(([, line]) => line)
  const [constants, others] = [
    lines.filter((line) => line.startsWith('const')),
    lines.filter((line) => !line.startsWith('const')),
  ]
  return [
    [`// ${entry}, from ${file}`, ...(text.match(/^\/\/ uses: .*$/m) ?? [])].join('\n'),
    ...(constants.length > 0 ? [constants.join('\n')] : []),
    others.join('\n'),
    ...[...functions].filter(([name]) => used.has(name)).map(([, body]) => body.trimEnd()),
  ]
    .join('\n\n')
    .concat('\n')
}
