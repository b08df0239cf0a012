// AMD machine code as RADV prints it: blocks, loops, and instructions by class.

/** Classes of instructions; the first whose pattern fits counts. */
const CLASSES = {
  /** Products of small matrices. */
  matrix: /^v_(s?wmma|mfma)/,
  fma: /^v_(dual_|pk_)*(fma|mad|mac|dot2)c?(ak|mk|_legacy|_mix|_mixlo|_mixhi)?_f(16|32|64)/,
  /** All other vector instructions: addresses, conditions, moves. */
  valu: /^v_/,
  ldsLoad: /^ds_(load|read|bpermute|permute|swizzle)/,
  ldsStore: /^ds_/,
  load: /^(buffer|global|flat|scratch|tbuffer|image)_load/,
  store: /^(buffer|global|flat|scratch|tbuffer|image)_/,
  scalarLoad: /^s_(buffer_)?load/,
  wait: /^s_wait/,
  barrier: /^s_barrier/,
  branch: /^s_(cbranch|branch|call|setpc|swappc|endpgm)/,
  /** Hints to the sequencer, which cost nothing to speak of. */
  hint: /^s_(delay_alu|clause|nop|inst_prefetch|set_inst_prefetch|sleep|setprio|sendmsg|code_end)/,
  scalar: /^s_/,
} as const

export type Class = keyof typeof CLASSES

export interface Instruction {
  text: string
  kind: Class | undefined
}

const classes = Object.keys(CLASSES) as Class[]

export interface Counts extends Record<Class, number> {
  all: number
  /** Instructions that hold two operations (RDNA3 in waves of 32). */
  dual: number
  /** Vector instructions at a quarter of the rate. */
  slow: number
  /** Multiply-adds of a lane; an instruction may hold two. */
  macs: number
  /** Bytes that a lane loads from workgroup memory, or stores there. */
  ldsBytes: number
  /** Instructions that access scratch, where spilled registers and indexed arrays lie. */
  scratch: number
}

const none = (): Counts => ({
  ...(Object.fromEntries(classes.map((name) => [name, 0])) as Record<Class, number>),
  ...{ all: 0, dual: 0, slow: 0, macs: 0, ldsBytes: 0, scratch: 0 },
})

const classOf = (op: string): Class | undefined => classes.find((name) => CLASSES[name].test(op))

const SLOW = /^v_(mul_lo|mul_hi|mad_u64|mad_i64|rcp|sqrt|rsq|exp|log|sin|cos)/

const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/(read2|write2|2addr)(st64|_stride64)?_b64|b128|dwordx4/, 16],
  [/b96|dwordx3/, 12],
  [/b64|dwordx2|read2_b32|load_2addr_b32|write2_b32|store_2addr_b32/, 8],
]

const bytesOf = (op: string): number => WIDTHS.find(([pattern]) => pattern.test(op))?.[1] ?? 4

function macsOf(op: string, wave: number): number {
  const kind = classOf(op)
  // 16 × 16 × 16, of all lanes together.
  if (kind === 'matrix') return 4096 / wave
  if (kind !== 'fma') return 0
  return /_pk_|dot2/.test(op) ? 2 : 1
}

/** Counts an instruction, and returns its class. */
function count(counts: Counts, instruction: string, wave: number): Class | undefined {
  // RDNA3 writes two operations as one: `v_dual_fmac_f32 … :: v_dual_mov_b32 …`.
  const ops = instruction.split('::').map((part) => part.trim().split(/\s+/)[0] ?? '')
  const kinds = ops.map(classOf)
  const kind = kinds.includes('fma') ? 'fma' : kinds[0]
  const [op = ''] = ops
  counts.all++
  if (kind) counts[kind]++
  if (ops.length > 1) counts.dual++
  if (SLOW.test(op)) counts.slow++
  for (const each of ops) counts.macs += macsOf(each, wave)
  if (kind === 'ldsLoad' || kind === 'ldsStore') counts.ldsBytes += bytesOf(op)
  if (op.startsWith('scratch_')) counts.scratch++
  return kind
}

interface Block {
  label: string
  counts: Counts
  instructions: Instruction[]
  /** Labels that it may jump to. */
  targets: string[]
}

/** Blocks in the order of the code. */
function blocksOf(assembly: string, wave: number): Block[] {
  const blocks: Block[] = []
  for (const line of assembly.split('\n')) {
    const label = line.match(/^\s*(BB\d+):/)?.[1]
    if (label) blocks.push({ label, counts: none(), instructions: [], targets: [] })
    const block = blocks.at(-1)
    const instruction = line.split(';')[0]?.trim() ?? ''
    if (label || !block || !/^[a-z]+_/.test(instruction)) continue
    block.instructions.push({ text: instruction, kind: count(block.counts, instruction, wave) })
    const target = instruction.match(/^s_c?branch\S*\s+(BB\d+)/)?.[1]
    if (target) block.targets.push(target)
  }
  return blocks
}

function plus(a: Counts, b: Counts, times = 1): Counts {
  const total = { ...a }
  for (const name of Object.keys(a) as (keyof Counts)[]) total[name] += times * b[name]
  return total
}

interface Loop {
  /** First and last block. */
  first: number
  last: number
  counts: Counts
}

/** Loops, from the target of a jump back to the jump; an outer one stands before those inside it. */
function loopsOf(blocks: readonly Block[]): Loop[] {
  const index = new Map(blocks.map(({ label }, i) => [label, i]))
  const ends = new Map<number, number>()
  for (const [i, { targets }] of blocks.entries()) {
    for (const target of targets) {
      const first = index.get(target)
      if (first !== undefined && first <= i) ends.set(first, Math.max(ends.get(first) ?? 0, i))
    }
  }
  return [...ends]
    .map(([first, last]) => ({ first, last, counts: total(blocks.slice(first, last + 1)) }))
    .sort((a, b) => a.first - b.first || b.last - a.last)
}

const total = (blocks: readonly Block[]): Counts =>
  blocks.reduce((all, { counts }) => plus(all, counts), none())

const isInside = (a: Loop, b: Loop): boolean => a !== b && a.first >= b.first && a.last <= b.last

export interface Analysis {
  /** Counts of the whole kernel, as it stands. */
  whole: Counts
  /** Counts of one turn of the next loop around the one that computes; `whole` where no loop was left. */
  turn: Counts
  /** Its instructions, in the order of the code. */
  loop: Instruction[]
}

/**
 * Finds the loop that computes: the innermost loop with the most multiply-adds, or without any multiply-add, the one
 * with the most vector instructions. Both sides of a branch count.
 *
 * @param wave   lanes of a wave
 * @param macs   multiply-adds of a lane in one turn of the outer loop, where they are known: they tell how
 *               often the inner loop turns, and whether it is the whole turn; it counts once where they are not
 */
export function analyse(
  assembly: string,
  { wave, macs }: { wave: number; macs?: number },
): Analysis {
  const blocks = blocksOf(assembly, wave)
  const loops = loopsOf(blocks)
  const whole = total(blocks)
  const weightOf = ({ counts }: Loop) => counts.macs * 1e6 + counts.valu * 1e3 + counts.all
  const leaves = loops.filter((loop) => !loops.some((other) => isInside(other, loop)))
  const inner = leaves.toSorted((a, b) => weightOf(b) - weightOf(a))[0]
  const within = (first: number, last: number) =>
    blocks.slice(first, last + 1).flatMap(({ instructions }) => instructions)
  // The computation may be written out, and only a loop be left that fills memory with zeros.
  if (!inner || (whole.macs > 0 && inner.counts.macs === 0)) {
    return { whole, turn: whole, loop: within(0, blocks.length) }
  }
  const outer = loops.findLast((loop) => isInside(inner, loop))
  if (!outer || inner.counts.macs === macs) {
    return { whole, turn: inner.counts, loop: within(inner.first, inner.last) }
  }
  const beside = outer.counts.macs - inner.counts.macs
  const turns = macs === undefined ? 1 : (macs - beside) / inner.counts.macs
  return {
    whole,
    turn: plus(outer.counts, inner.counts, turns - 1),
    loop: within(outer.first, outer.last),
  }
}
