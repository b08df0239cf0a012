/**
 * An entry point of a file alone: with the functions, structures, constants and buffers that it uses, and without the file's header.
 *
 * @param isEmpty  leaves the body out, and the functions that it calls
 * @throws Error where the file has no such entry point
 */
export function alone(text: string, file: string, entry: string, isEmpty = false): string {
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
  // Library files read constants that the text declares.
  const uses = /^\/\/ uses: .*$/m.exec(text)?.[0] ?? ''
  if (/lib\/(?!grid|math|random|integer)/.test(uses) && !isEmpty)
    [...declared.keys()].filter((name) => /^[A-Z]/.test(name)).forEach(use)
  const lines = [...declared].filter(([name]) => used.has(name)).map(([, line]) => line)
  const [constants, others] = [
    lines.filter((line) => line.startsWith('const')),
    lines.filter((line) => !line.startsWith('const')),
  ]
  return [
    [
      `// ${entry}, ${isEmpty ? 'in place of that in' : 'from'} ${file}`,
      ...(uses ? [uses] : []),
    ].join('\n'),
    ...(constants.length > 0 ? [constants.join('\n')] : []),
    others.join('\n'),
    ...[...functions]
      .filter(([name, body]) => used.has(name) && (!isEmpty || name === entry || isStruct(body)))
      .map(([name, body]) => (isEmpty && name === entry ? emptied(body) : body.trimEnd())),
  ]
    .join('\n\n')
    .concat('\n')
}

const isStruct = (text: string): boolean => /^struct/m.test(text)

/** An entry point whose body is to be written. */
function emptied(body: string): string {
  const [signature = ''] = /^[\s\S]*?\)\s*\{\n/.exec(body) ?? []
  const number = signature.includes('global_invocation_id')
    ? '  let i = element(id, groups);\n'
    : ''
  return `${signature}${number}  // Write the body.\n}`
}
