/** Program of the page that the button HTML saves (built by vite.config.ts). */
declare module 'virtual:share' {
  export const script: string
}
