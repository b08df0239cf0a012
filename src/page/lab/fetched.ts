/** @param what  name of the file in an error */
export async function fetched(address: string, what: string): Promise<Uint8Array> {
  const response = await fetch(address)
  if (!response.ok) throw new Error(`${what} did not arrive (HTTP ${response.status})`)
  return new Uint8Array(await response.arrayBuffer())
}
