import type { Choices, Problem } from '../../gpu/choice'
import type { Gpu, Traits } from '../../gpu/device'
import type { Outcome } from '../../gpu/race'
import { tune, type Work } from '../../gpu/tuner'
import type { Blueprint } from './blueprint'

/** Problems of an iteration, and how often it solves each. */
export function worksOf({ train, gan }: Blueprint): Work[] {
  const works = new Map<string, Work>()
  const { regularise = [], critic, generator } = train.problems
  const { objective, r1Every = 1 } = gan
  const add = (problems: readonly Problem[], times: number) => {
    for (const problem of problems) {
      const count = (works.get(problem.key)?.count ?? 0) + times
      works.set(problem.key, { problem, count })
    }
  }
  add(regularise, 1 / r1Every)
  add(critic, objective.criticSteps)
  add(generator, 1)
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
