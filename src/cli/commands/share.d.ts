/** Program of the page that `export --to html` writes (built by vite.config.ts). */
declare module 'virtual:share' {
  export const script: string
}
