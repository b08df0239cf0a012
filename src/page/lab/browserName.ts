// Which browser measures: reports are of one. Chrome's own kin call themselves what it does.

const marks = { Edge: /Edg\//, Firefox: /Firefox\//, Chrome: /Chrome\//, Safari: /Safari\// }

export const browserName = (): string =>
  Object.entries(marks).find(([, mark]) => mark.test(navigator.userAgent))?.[0] ?? 'a browser'
