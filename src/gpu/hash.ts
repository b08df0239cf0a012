/** FNV-1a of a text, 32 bits as eight digits: tells texts apart, and guards nothing. */
export function hash(text: string): string {
  let bits = 0x811c9dc5
  for (let i = 0; i < text.length; i++) bits = Math.imul(bits ^ text.charCodeAt(i), 0x01000193)
  return (bits >>> 0).toString(16).padStart(8, '0')
}
