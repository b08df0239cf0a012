// Classes of a conditional run, by name or by number.

import { MOST_CLASSES } from '../../data/folders'
import type { RunConfig } from '../../gan/run/runConfig'
import { Misuse } from '../terminal/failure'

type Classes = Pick<RunConfig, 'classes' | 'classNames'>

/** Name of a class as the user knows it; a number alone says nothing. */
export function classNameOf(
  { classNames = [] }: { classNames?: readonly string[] | undefined },
  label: number,
): string {
  const name = classNames[label] ?? String(label)
  return /^\d+$/.test(name) ? `class ${name}` : name
}

/** Names of the classes of a run, or their numbers. */
export function classesOf({ classes, classNames = [] }: Classes): string {
  return classNames.length === classes && classes > 0
    ? `the classes ${classNames.join(', ')}`
    : `classes 0 to ${classes - 1}`
}

/**
 * Number of the class that `--class` names: a name first, otherwise a number.
 *
 * @param run  folder of the run
 * @throws Misuse where the run knows no such class
 */
export function labelOf(
  wanted: string | undefined,
  config: Classes,
  run: string,
): number | undefined {
  if (wanted === undefined) return undefined
  const { classes, classNames = [] } = config
  const named = classNames.indexOf(wanted)
  if (named >= 0 && named < classes) return named
  const number = /^\d+$/.test(wanted) ? Number(wanted) : MOST_CLASSES
  if (number < classes) return number
  const [knows, advice] =
    classes === 0
      ? ['was not told classes', 'Leave it out']
      : [`knows ${classesOf(config)}`, 'Take one of them']
  throw new Misuse(`--class ${wanted}: the run in ${run} ${knows}. ${advice}`)
}
