/** Content of a file, and its path for messages. */
export interface ReadFile {
  path: string
  bytes: Uint8Array
}
