// Two languages: no text of the page stands in its components, Korean says all that English says, and the messages of
// the code that it translates are those of the code.

import * as ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { cardOf, opNames } from '../../src/catalogue/index'
import { koFiles } from '../../src/page/core/koFileTable'
import { inKorean, koSentence } from '../../src/page/core/koMessages'
import { koMessages } from '../../src/page/core/koMessageTable'
import { koRuns } from '../../src/page/core/koRunTable'
import { by, object, subject, topic } from '../../src/page/core/particles'
import { layerInKorean } from '../../src/page/parts/koLayers'
import { filesBelow, parsed, textOf, textsIn } from '../support/sourceTexts'

const PAGE = 'src/page'

/** Files of texts: `train/en.tsx`, `train/koOwn.ts`. */
const isOfTexts = (file: string): boolean => /\/(en|ko)[A-Z]?\w*\.tsx?$/.test(file)

const components = filesBelow(PAGE).filter((file) => file.endsWith('.tsx') && !isOfTexts(file))

/** Attributes that a person reads or hears. */
const READ =
  /^(title|hint|label|placeholder|alt|caption|aria-(label|roledescription|valuetext|description))$/

/** Words that are the same in every language: names, units, letters of formulas. */
const SAME =
  /^(Ganvas|DCGAN|MLP|GAN|PNG|GIF|HTML|JSON|WGSL|WORKGROUP_SIZE|GB\/s|GFLOP\/s|MFLOP|MB|µs|ms|N\(0, 1\)|[A-Z]|[a-z]|D\(x\)|D\(G\(z\)\)|A − B \+ C)$/

const isWords = (text: string): boolean => /[A-Za-z]{2,}/.test(text) && !SAME.test(text.trim())

/** Texts in the JSX of a file that are not from a file of texts. */
function untranslated(file: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isWords(node.text)) found.push(node.text.trim())
    if (ts.isJsxAttribute(node) && READ.test(node.name.getText())) {
      const { initializer } = node
      const value =
        initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer
      if (value) found.push(...stringsOf(value).filter(isWords))
    }
    // What an element shows.
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
      found.push(...stringsOf(node.expression).filter(isWords))
    }
    ts.forEachChild(node, visit)
  }
  visit(parsed(file))
  return found.map((text) => `${file}: ${text}`)
}

/** Operators whose sides may be the value. */
const GIVES = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
])

/** Strings that an expression may give: itself, either side of a choice. */
function stringsOf(node: ts.Expression): string[] {
  if (ts.isParenthesizedExpression(node)) return stringsOf(node.expression)
  if (ts.isConditionalExpression(node)) {
    return [...stringsOf(node.whenTrue), ...stringsOf(node.whenFalse)]
  }
  if (ts.isBinaryExpression(node) && GIVES.has(node.operatorToken.kind)) {
    return [...stringsOf(node.left), ...stringsOf(node.right)]
  }
  const text = textOf(node)
  return text === undefined ? [] : [text.replaceAll('{}', ' ')]
}

it('no component has texts of its own', () => {
  expect(components.length).toBeGreaterThan(100)
  expect(components.flatMap(untranslated)).toEqual([])
})

/** Modules of texts by room: `train`, `lessons/grid`. */
const texts = import.meta.glob<Record<string, unknown>>(
  ['../../src/page/**/{en,ko}.{ts,tsx}', '!../../src/page/share/**'],
  { eager: true },
)

const rooms = Object.keys(texts)
  .filter((path) => /\/en\.tsx?$/.test(path))
  .map((path) => path.replace(/\/en\.tsx?$/, ''))

const textsOf = (room: string, language: 'en' | 'ko'): unknown =>
  (texts[`${room}/${language}.ts`] ?? texts[`${room}/${language}.tsx`])?.[language]

/** Values that Korean shares with English: names, and what is only numbers and formulas. */
const SHARED =
  /^(DCGAN|MLP|MLP \w+|GAN|LSGAN|WGAN|WGAN-GP|minimax|PNG|GIF|HTML|JSON|R1|EMA|D\(x\)|D\(G\(z\)\)|ms|GFLOP\/s|GB\/s|[^A-Za-z]*|[A-Z]|MNIST|log 2|Jensen-Shannon|Earth-Mover|`[^`]*`|\w+\.wgsl)$/

/** Paths of code and of addresses. */
const CODE = /\.primer\.rows\.\d+\.0$|^text\.doors\..*\.to$/

/** Paths of texts that are the same in both, or missing in Korean. */
function same(en: unknown, ko: unknown, path: string): string[] {
  if (typeof en === 'string') {
    return en === ko && !SHARED.test(en) && !CODE.test(path) ? [`${path}: ${en}`] : []
  }
  if (typeof en !== 'object' || en === null || 'type' in en) return []
  if (typeof ko !== 'object' || ko === null) return [`${path} is missing`]
  return Object.entries(en).flatMap(([key, value]) =>
    same(value, Reflect.get(ko, key), `${path}.${key}`),
  )
}

describe('the texts', () => {
  it.each(rooms)('of %s are all in Korean', (room) => {
    const [en, ko] = [textsOf(room, 'en'), textsOf(room, 'ko')]
    expect([typeof en, typeof ko]).toEqual(['object', 'object'])
    expect(same(en, ko, 'text')).toEqual([])
  })

  it('are of all views and all chapters', () => {
    expect(rooms.length).toBeGreaterThan(20)
  })
})

/** Words of a sentence, without what is filled in at its ends. */
const bare = (text: string): string =>
  text.replaceAll('{#}', '{}').replace(/^[{};:,.\s]+|[{};:,.\s]+$/g, '')

const sentencesOf = (text: string): string[] =>
  text.trim().split(/(?<=[.?!]) (?=[A-Z{])|\. (?=\{\})/)

/** Messages of Lab about a text that does not fit an op. */
const OWN = 'src/catalogue/own.ts'

/** Sentences and parts of the code's strings, with {} for what they fill in. */
const sentences = new Set(
  [...['src/page', 'src/data', 'src/gan', 'src/gpu', 'bench'].flatMap(filesBelow), OWN]
    .filter((file) => !/\/ko\w*\.tsx?$/.test(file))
    .flatMap((file) => textsIn(parsed(file)))
    .flatMap(sentencesOf)
    .map(bare),
)

/** Instances of what the code fills in: figures that are not finite, and numbers of images. */
const FILLED = [
  ...['{} is NaN', '{} is Infinity', '{} is -Infinity', '1 image', '{#} images'],
  ...[
    '{#} grey images',
    '{#} coloured images',
    '{#} grey images of {}',
    '{#} coloured images of {}',
  ],
  ...[
    '{#} pairs of grey images',
    '{#} pairs of coloured images',
    '{} is no image: it {}',
    'Type, say, {}',
  ],
  ...['{#} on the right and {#} at the bottom', 'then {} again', '{#} grey', '{#} coloured'],
  '{} has {}, but there is room for {}',
]

describe('the messages of the code', () => {
  const all = [...koMessages, ...koFiles, ...koRuns]

  it('that are translated are those of the code', () => {
    const kept = all.map(([english]) => english).filter((key) => !FILLED.includes(key))
    expect(kept.filter((key) => !sentences.has(bare(key)))).toEqual([])
  })

  it.each(all)('“%s” is said in Korean', (english, korean) => {
    let number = 0
    const message = english.replace(/\{(#?)\}/g, (_, digit) => `${digit ? '555' : 'q'}${++number}`)
    const said = inKorean(message) ?? ''
    expect(said).toMatch(/[가-힣]/)
    // All that is filled in is said, and nothing else.
    const parts = (text: string) => [...text.matchAll(/(?:q|555)(\d)/g)].map(([, n]) => n).sort()
    const meant = [...korean.matchAll(/\{(\d)/g)].map(([, n]) => n).sort()
    expect(parts(said)).toEqual(meant)
  })

  it('that the page itself throws are translated', () => {
    // Only a mistake of the program would throw these.
    const internal =
      /^(there is no lesson|the example has no|the exercise|pairs are learned|src\/page)/
    const thrown = filesBelow(PAGE)
      .filter((file) => !/\/(lessons|share)\//.test(file))
      .flatMap((file) => errorsIn(parsed(file)))
      .filter((text) => !internal.test(text))
    expect(thrown.length).toBeGreaterThan(30)
    const said = (part: string) => bare(part) === '' || inKorean(part.replaceAll('{}', 'q'))
    expect(thrown.filter((text) => !sentencesOf(text).every(said))).toEqual([])
  })

  it('keep what they fill in, and fall back to English', () => {
    expect(koSentence('the address says seed=x, but it must be a whole number from 0 to 9')).toBe(
      '주소의 seed=x는 쓸 수 없습니다. 쓸 수 있는 값: 0에서 9까지의 정수.',
    )
    expect(koSentence('a.txt is empty; b.zip is a zip in a zip: unpack it first; and 3 more')).toBe(
      'a.txt는 빈 파일입니다; b.zip은 zip 안의 zip입니다. 먼저 푸세요; 외 3개.',
    )
    expect(koSentence('Paused at step 5, kept 29 Nov, 21:03. Nothing else is known')).toBe(
      '5단계에서 멈춘 상태입니다(11월 29일 21:03에 보관). Nothing else is known.',
    )
  })
})

/** Messages of errors that a file makes of a string or a template. */
function errorsIn(node: ts.Node): string[] {
  const found: string[] = []
  if (ts.isNewExpression(node) && /Error$/.test(node.expression.getText())) {
    const [message] = node.arguments ?? []
    const text = message && textOf(message)
    if (text !== undefined && /[a-z] [a-z]/.test(text)) found.push(text)
  }
  ts.forEachChild(node, (child) => void found.push(...errorsIn(child)))
  return found
}

it('names of layers and passes are in Korean', () => {
  const passes = ['forward', 'step', '1 M parameters', '8 M numbers']
  const names = [...opNames.flatMap((op) => Object.keys(cardOf(op).sizes)), ...passes]
  const same = /DCGAN|CycleGAN|GAN|MNIST|PyTorch|Ganvas|MLP|RGB/g
  const isForeign = (name: string) => /[A-Za-z]{2}/.test(name.replace(same, ''))
  expect(names.map(layerInKorean).filter(isForeign)).toEqual([])
})

it('particles follow the end of a word', () => {
  expect(['DCGAN', 'MLP', '생성자', '학습', 3, 'a.zip'].map(topic)).toEqual([
    'DCGAN은',
    'MLP는',
    '생성자는',
    '학습은',
    '3은',
    'a.zip은',
  ])
  expect([subject('점'), object('이미지 2장'), by('서울'), by(32), by(10), by('원본')]).toEqual([
    '점이',
    '이미지 2장을',
    '서울로',
    '32로',
    '10으로',
    '원본으로',
  ])
})
