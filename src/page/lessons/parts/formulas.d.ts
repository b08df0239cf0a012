/** MathML by TeX, for the formulas of cards and lessons (typeset by vite.config.ts). */
declare module 'virtual:formulas' {
  export const formulas: Readonly<Record<string, string>>
}
