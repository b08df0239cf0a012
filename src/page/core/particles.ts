// Korean particles, whose form depends on whether the word before them ends in a consonant.

/** Letters and digits whose Korean names end in a consonant, and among these in ㄹ: L 엘, M 엠, 3 삼, 1 일. */
const CLOSED = 'LMNR013678'
const IN_RIEUL = 'LR178'

/** 0: open, 8: ends in ㄹ, others: in another consonant. */
function ending(word: string): number {
  if (/zip$/i.test(word)) return 1
  const last =
    word
      .replace(/[\s)\]”’"'.,%…]+$/, '')
      .at(-1)
      ?.toUpperCase() ?? ''
  if (last === '') return 0
  const code = last.charCodeAt(0) - 0xac00
  if (code >= 0 && code < 11172) return code % 28
  return IN_RIEUL.includes(last) ? 8 : CLOSED.includes(last) ? 1 : 0
}

const one = (closed: string, open: string) => (word: string | number) => {
  const written = String(word)
  return `${written}${ending(written) > 0 ? closed : open}`
}

/** `DCGAN은`, `LSGAN은`, `MLP는` */
export const topic = one('은', '는')
export const subject = one('이', '가')
export const object = one('을', '를')
export const and = one('과', '와')

/** `32로`, `16으로`, `서울로` */
export function by(word: string | number): string {
  const written = String(word)
  return `${written}${[0, 8].includes(ending(written)) ? '로' : '으로'}`
}
