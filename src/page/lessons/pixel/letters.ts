// Meanings of the letters in the ops' formulas, and their current numbers in the op that is shown. The cards
// use the same letters for the same things, so each is explained once.

import type { Meaning } from '../parts/Legend'
import type { en } from './en'
import { OUTPUT } from './lit'
import { type About, index, value } from './subscripts'
import { text } from './text'

export interface Letter {
  tex: string
  /** Key of its meaning in the chapter's texts. */
  says: keyof typeof en.letters
  /** Only for these ops, where it replaces the general meaning. */
  only?: RegExp
  now: (about: About) => string | number
}

const option =
  (names: readonly string[], otherwise: string | number) =>
  ({ look: { numbers } }: About): string | number =>
    names.flatMap((name) => numbers[name] ?? [])[0] ?? otherwise

const conv = /^conv/

const upTo = (name: string) => (about: About) => text.value.now.upTo(option([name], 0)(about))

const common: readonly Letter[] = [
  { tex: 'y', says: 'result', now: value('y') },
  { tex: 'x', says: 'input', now: value('x') },
  { tex: 'x', says: 'whole', only: /^split$/, now: value('x') },
  { tex: 'a', says: 'first', now: value('a') },
  { tex: 'b', says: 'second', now: value('b') },
  { tex: 'a', says: 'least', only: /^clamp/, now: option(['min'], '−∞') },
  {
    tex: 'b',
    says: 'most',
    only: /^(clamp|minimum)/,
    now: option(['max', 'bound'], '∞'),
  },
  {
    tex: 'b',
    says: 'least',
    only: /^maximum/,
    now: option(['bound'], 0),
  },
  { tex: 'b_c', says: 'bias', now: value('bias') },
  { tex: 't', says: 'target', now: value('t') },
  { tex: String.raw`\ell`, says: 'loss', now: value('y') },
  { tex: String.raw`\partial x`, says: 'gradientX', now: value('x') },
  { tex: String.raw`\partial y`, says: 'gradientY', now: value('y') },
  { tex: String.raw`\partial a`, says: 'gradientA', now: value('a') },
  { tex: String.raw`\partial b`, says: 'gradientB', now: value('b') },
  { tex: 'n', says: 'image', now: index('n') },
  { tex: 'h', says: 'itsRow', now: index('h') },
  { tex: 'w', says: 'itsColumn', now: index('w') },
  { tex: 'c', says: 'channel', now: index('c') },
  { tex: 'p', says: 'row', now: index('p') },
  { tex: 'q', says: 'column', now: index('q') },
  { tex: 'r', says: 'windowRow', now: index('r') },
  { tex: 's', says: 'windowColumn', now: index('s') },
  { tex: 'k', says: 'resultChannel', only: conv, now: index('k') },
  { tex: 'k', says: 'class', now: index('k') },
  { tex: 'i', says: 'which', now: index('i') },
  { tex: 'o', says: 'output', now: index('o') },
  { tex: 'l', says: 'place', now: index('l') },
  { tex: 'w_{r,s,c,k}', says: 'windowWeight', now: value('w') },
  { tex: 'w_{i,o}', says: 'weight', now: value('w') },
  { tex: String.raw`\mathrm{stride}`, says: 'stride', only: conv, now: option(['stride'], 1) },
  { tex: String.raw`\mathrm{pad}`, says: 'padding', only: conv, now: option(['padding'], 0) },
  { tex: String.raw`\sigma(x)`, says: 'sigmoid', now: () => text.value.now.probability },
  { tex: String.raw`\Phi(x)`, says: 'normalShare', now: () => text.value.now.probability },
  { tex: 'e', says: 'euler', now: () => Math.E.toFixed(3) },
  {
    tex: String.raw`\alpha`,
    says: 'slope',
    now: option(['negativeSlope', 'alpha'], 1),
  },
  {
    tex: String.raw`\lambda`,
    says: 'factor',
    now: option(['factor'], 1),
  },
  {
    tex: String.raw`\varepsilon`,
    says: 'epsilon',
    now: option(['eps'], 1e-5),
  },
  { tex: String.raw`\gamma`, says: 'scale', now: value('weight') },
  { tex: String.raw`\gamma_c`, says: 'channelScale', now: value('weight') },
  { tex: String.raw`\beta`, says: 'shift', now: value('bias') },
  { tex: String.raw`\beta_c`, says: 'channelShift', now: value('bias') },
]

/** Size of x along these axes, multiplied. */
const many = ({ look }: About, axes: readonly number[]): number =>
  axes.reduce((all, axis) => all * (look.inputs[0]?.shape.at(axis) ?? 1), 1)

const oneOf = (axes: readonly number[]) => (about: About) => text.value.now.oneOf(many(about, axes))

const ofGroups = (about: About): string =>
  text.value.now.oneOf(many(about, [0]) * Number(option(['groups', 'numGroups'], 1)(about)))

const size = ({ look }: About): number => look.inputs[0]?.values.length ?? 0

/** The largest number in the row of x that is pointed at. */
function largest({ look, pointed }: About): string {
  const { shape = [], values = [] } = look.inputs[0] ?? {}
  const wide = shape.at(-1) ?? 1
  const row = pointed?.tensor === OUTPUT ? pointed.index : 0
  return Math.max(...Array.from(values).slice(row * wide, (row + 1) * wide)).toFixed(4)
}

/** Letters that occur in the formulas of a few ops only. */
const special: readonly Letter[] = [
  { tex: 'h', says: 'inputRow', only: /^conv(2d|WeightGradient)$/, now: index('h') },
  { tex: 'w', says: 'inputColumn', only: /^conv(2d|WeightGradient)$/, now: index('w') },
  { tex: 'c', says: 'inputChannel', only: /^conv(2d|WeightGradient)$/, now: index('c') },
  { tex: 'c', says: 'resultChannel', only: /^convTranspose2d$/, now: index('c') },
  { tex: 'k', says: 'inputChannel', only: /^convTranspose2d$/, now: index('k') },
  { tex: 'p', says: 'inputRow', only: /^convTranspose2d$/, now: index('p') },
  { tex: 'q', says: 'inputColumn', only: /^convTranspose2d$/, now: index('q') },
  {
    tex: 'w_{r,s,c,k}',
    says: 'windowWeightGradient',
    only: /^convWeightGradient$/,
    now: value('w'),
  },
  { tex: String.raw`\mu_c`, says: 'mean', only: /^batchNorm/, now: oneOf([-1]) },
  { tex: String.raw`\sigma_c^2`, says: 'variance', only: /^batchNorm/, now: oneOf([-1]) },
  { tex: String.raw`\mu_n`, says: 'mean', only: /^layerNorm/, now: oneOf([0]) },
  { tex: String.raw`\sigma_n^2`, says: 'variance', only: /^layerNorm/, now: oneOf([0]) },
  { tex: String.raw`\mu_{nc}`, says: 'mean', only: /^instanceNorm/, now: oneOf([0, -1]) },
  { tex: String.raw`\sigma_{nc}^2`, says: 'variance', only: /^instanceNorm/, now: oneOf([0, -1]) },
  { tex: String.raw`\mu_{ng}`, says: 'mean', only: /^groupNorm/, now: ofGroups },
  { tex: String.raw`\sigma_{ng}^2`, says: 'variance', only: /^groupNorm/, now: ofGroups },
  { tex: 'n', says: 'howMany', only: /^(mse|l1|hinge|mean|minibatchStddev)$/, now: size },
  { tex: 's', says: 'sign', only: /^hinge$/, now: () => text.value.now.signs },
  { tex: 's', says: 'begin', only: /^slice$/, now: option(['start'], 0) },
  { tex: 'm_n', says: 'largest', only: /^logSumExp$/, now: largest },
  { tex: 'y_1', says: 'firstPart', only: /^split$/, now: value('y') },
  { tex: 'y_2', says: 'secondPart', only: /^split$/, now: value('y') },
  { tex: String.raw`\tilde x`, says: 'rounded', only: /Half$/, now: value('y') },
  {
    tex: String.raw`\mathrm{f32}(\mathrm{f16}(x))`,
    says: 'half',
    only: /Half$/,
    now: value('y'),
  },
  {
    tex: 'RS',
    says: 'windowSides',
    only: /Pool/,
    now: option(['kernelSize'], 1),
  },
  { tex: 'S_h', says: 'stepDown', only: /Pool/, now: option(['stride', 'kernelSize'], 1) },
  { tex: 'S_w', says: 'stepRight', only: /Pool/, now: option(['stride', 'kernelSize'], 1) },
  {
    tex: 'f',
    says: 'repeated',
    only: /^upsample/,
    now: option(['factor', 'scaleFactor'], 2),
  },
  { tex: 's_{n,c}', says: 'ofChannel', only: /^scaleChannels$/, now: value('s') },
  { tex: 'd', says: 'ofChannel', only: /^styleActivation$/, now: value('d') },
  { tex: 's', says: 'loudness', only: /^styleActivation$/, now: value('strength') },
  { tex: 'z', says: 'noise', only: /^styleActivation$/, now: value('noise') },
  { tex: 'v', says: 'beforeActivation', only: /^styleActivation$/, now: value('x') },
  { tex: 'g', says: 'factor', only: /^styleActivation$/, now: option(['gain'], '√2') },
  { tex: 't', says: 'tap', only: /^upfirdn2d$/, now: option(['taps'], '1, 3, 3, 1') },
  { tex: String.raw`\varepsilon`, says: 'epsilon', only: /^rsqrt$/, now: option(['eps'], 0) },
  {
    tex: String.raw`\sigma_{h,w,c}^2`,
    says: 'variance',
    only: /^minibatchStddev$/,
    now: oneOf([1, 2, 3]),
  },
  {
    tex: String.raw`\mu`,
    says: 'outside',
    only: /^pad$/,
    now: option(['mode'], 'zero'),
  },
  { tex: 't', says: 'above', only: /^pad$/, now: option(['top'], 0) },
  { tex: 'l', says: 'left', only: /^pad$/, now: option(['left'], 0) },
  { tex: String.raw`\Lambda`, says: 'tent', only: /Warp$/, now: () => 'Λ(0) = 1' },
  { tex: 'v', says: 'lookedRow', only: /Warp$/, now: index('h') },
  { tex: 'u', says: 'lookedColumn', only: /Warp$/, now: index('w') },
  { tex: 'A', says: 'matrix', only: /Warp$/, now: value('theta') },
  {
    tex: String.raw`\Delta h`,
    says: 'movesDown',
    only: /^shiftCut/,
    now: upTo('shift'),
  },
  {
    tex: String.raw`\Delta w`,
    says: 'movesRight',
    only: /^shiftCut/,
    now: upTo('shift'),
  },
  { tex: 'd', says: 'input', only: /^gateDraws/, now: value('draws') },
  { tex: 'k', says: 'contrast', only: /Jitter$/, now: value('draws') },
  { tex: 's', says: 'saturation', only: /Jitter$/, now: value('draws') },
  { tex: 'b', says: 'brightness', only: /Jitter$/, now: value('draws') },
  { tex: String.raw`\bar x`, says: 'imageMean', only: /Jitter$/, now: oneOf([0]) },
  {
    tex: String.raw`\bar x_{\text{pixel}}`,
    says: 'pixelMean',
    only: /Jitter$/,
    now: oneOf([0, 1, 2]),
  },
]

export const letters: readonly Letter[] = [...common, ...special]

/** Meaning of each symbol in the op's formula; meanings for this op take precedence. */
export function meanings(about: About): Map<string, Meaning> {
  const found = new Map<string, Meaning>()
  for (const special of [false, true]) {
    for (const { tex, says, only, now } of letters) {
      if (Boolean(only) !== special || (only && !only.test(about.look.op))) continue
      found.set(tex, { meaning: text.value.letters[says], now: now(about) })
    }
  }
  return found
}
