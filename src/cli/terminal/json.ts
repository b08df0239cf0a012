// `--json`, alike in every command: the result as JSON, on standard output or in a file. A command hands its result to
// `report`; main.ts adds the option, and prints or writes what was reported.

import { InvalidArgumentError, Option } from 'commander'

const FLAG = '--json'
const FILE = /\.json$/i

/** The option. Only `.json` names a file: `ganvas data --json photos` would otherwise write into photos. */
export const jsonOption = (): Option =>
  new Option(
    `${FLAG} [file]`,
    'print the results as JSON, or write them to a .json file',
  ).argParser((text) => {
    if (FILE.test(text)) return text
    throw new InvalidArgumentError(
      `A file must end in .json. To print JSON, write other arguments before ${FLAG}.`,
    )
  })

/** Do these arguments ask for JSON on standard output? It is asked before they are parsed, which may fail. */
export function printsJson(args: readonly string[]): boolean {
  const at = args.indexOf(FLAG)
  return at >= 0 && !FILE.test(args[at + 1] ?? '')
}

let reported: unknown = null

/** Sets the result of the command. */
export function report(result: unknown): void {
  reported = result
}

/** Result of the command, which is forgotten. */
export function takeReport(): unknown {
  const result = reported
  reported = null
  return result
}

export const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/**
 * Keeps standard output for JSON: what `work` prints goes to standard error.
 *
 * @param work  takes a function that prints JSON on standard output
 */
export async function aloneOnOutput<T>(
  work: (print: (value: unknown) => void) => Promise<T>,
): Promise<T> {
  const { log } = console
  console.log = (...said: unknown[]) => console.error(...said)
  try {
    return await work((value) => log(jsonText(value).trimEnd()))
  } finally {
    console.log = log
  }
}
