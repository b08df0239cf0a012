// Which kernels a training run takes: its problems, and what was measured for them.

import type { Choices } from '../../gpu/choice'
import type { Gpu, Traits } from '../../gpu/device'
import type { Outcome } from '../../gpu/race'
import { tune, type Work } from '../../gpu/tuner'
import type { Blueprint } from './blueprint'

/** The problems of an iteration, and how often each is solved in one. */
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

/** The part of a table that a run asks for. */
export function tableFor(blueprint: Blueprint, known: Choices): Choices {
  const asked = worksOf(blueprint).flatMap(({ problem: { key } }) => {
    const choice = known[key]
    return choice ? [[key, choice] as const] : []
  })
  return Object.fromEntries(asked)
}

/** Those of a table's choices that an adapter does not allow, by their problems' words. */
export function impossible(blueprint: Blueprint, table: Choices, traits: Traits): string[] {
  return worksOf(blueprint).flatMap(({ problem }) => {
    const choice = table[problem.key]
    return choice && !problem.possible(choice, traits) ? [problem.words] : []
  })
}

/** The problems of a run for which nothing is known. */
export function unknownTo(known: Choices, blueprint: Blueprint): Work[] {
  return worksOf(blueprint).filter(({ problem }) => !known[problem.key])
}

/** Races the kernels of all problems for which nothing is known. */
export function tuneRun(
  gpu: Gpu,
  blueprint: Blueprint,
  { known, seconds }: { known: Choices; seconds: number },
): AsyncGenerator<Outcome> {
  return tune(gpu, unknownTo(known, blueprint), { seconds })
}
