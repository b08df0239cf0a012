/** MathML by TeX: of the cards' formulas and of those that the lessons show (vite.config.ts sets them). */
declare module 'virtual:formulas' {
  export const formulas: Readonly<Record<string, string>>
}
