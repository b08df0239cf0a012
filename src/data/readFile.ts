// A file that somebody read, wherever it came from.

/** What a file held, and its path for those who find fault with it. */
export interface ReadFile {
  path: string
  bytes: Uint8Array
}
