// The lab's exercises: each start fails for the reason that it is about, and each solution is right.

import { expect, test } from 'vitest'
import { filesOf, judgeOwn, placeOwn, verifyValues } from '../../src/catalogue/own'
import { openNodeGpu } from '../../src/cli/runtime/nodeRuntime'
import { exercises, startOf } from '../../src/page/kernels/exercises'

test.each(exercises.map((each) => [each.name, each] as const))('%s', async (_, exercise) => {
  const { op, file, fails, solution } = exercise
  const ours = filesOf(op).find((each) => each.file === file)?.text ?? ''
  const judge = async (source: string) => {
    const own = placeOwn(op, { name: 'mine.wgsl', source, as: file })
    const { verdicts, unsteady, suspects, unfollowed } = await judgeOwn(
      await openNodeGpu(),
      op,
      own,
    )
    const wrong = verdicts.filter(({ ok }) => !ok).map(({ input }) => input)
    return {
      wrong: new Set([...wrong, ...suspects.map(({ kind }) => kind), ...unsteady]),
      unfollowed,
    }
  }
  const begun = await judge(startOf(exercise, ours))
  for (const reason of fails) expect(begun.wrong).toContain(reason)
  if (fails.includes('∂x')) expect(begun.wrong).not.toContain('y')
  if (op === 'conv2d') {
    // Its gradients take seconds, and are those of our own text (kernels/gradient).
    const own = placeOwn(op, { name: 'mine.wgsl', source: solution(ours), as: file })
    const values = await verifyValues(await openNodeGpu(), op, own)
    return expect(values.filter(({ ok }) => !ok)).toEqual([])
  }
  expect(await judge(solution(ours))).toEqual({ wrong: new Set(), unfollowed: [] })
})
