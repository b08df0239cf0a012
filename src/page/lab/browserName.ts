// Name of this browser, for reports. The order matters: Edge's user agent also says Chrome, and Chrome's says Safari.

const marks = { Edge: /Edg\//, Firefox: /Firefox\//, Chrome: /Chrome\//, Safari: /Safari\// }

export const browserName = (): string =>
  Object.entries(marks).find(([, mark]) => mark.test(navigator.userAgent))?.[0] ?? 'a browser'
