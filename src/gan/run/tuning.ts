import type { Choices } from '../../gpu/choice'
import type { Gpu, Traits } from '../../gpu/device'
import type { Outcome } from '../../gpu/race'
import { tune, type Work } from '../../gpu/tuner'
import type { Blueprint } from './blueprint'

/** Problems of an iteration, and how often it solves each. */
export function worksOf({ train, gan }: Blueprint): Work[] {
  const works = new Map<string, Work>()
  const { critic, generator } = train.problems
  const critics = Array.from({ length: gan.objective.criticSteps }, () => critic)
  for (const problem of [...critics, generator].flat()) {
    const count = (works.get(problem.key)?.count ?? 0) + 1
    works.set(problem.key, { problem, count })
  }
  return [...works.values()]
}

/** The part of a table that a run needs. */
export function tableFor(blueprint: Blueprint, known: Choices): Choices {
  const asked = worksOf(blueprint).flatMap(({ problem: { key } }) => {
    const choice = known[key]
    return choice ? [[key, choice] as const] : []
  })
  return Object.fromEntries(asked)
}

/** Problems whose choice in the table does not run on the adapter, in words. */
export function impossible(blueprint: Blueprint, table: Choices, traits: Traits): string[] {
  return worksOf(blueprint).flatMap(({ problem }) => {
    const choice = table[problem.key]
    return choice && !problem.possible(choice, traits) ? [problem.words] : []
  })
}

/** Problems of a run that the table lacks. */
export function unknownTo(known: Choices, blueprint: Blueprint): Work[] {
  return worksOf(blueprint).filter(({ problem }) => !known[problem.key])
}

/** Races the kernels of all problems that the table lacks. */
export function tuneRun(
  gpu: Gpu,
  blueprint: Blueprint,
  { known, seconds }: { known: Choices; seconds: number },
): AsyncGenerator<Outcome> {
  return tune(gpu, unknownTo(known, blueprint), { seconds })
}
