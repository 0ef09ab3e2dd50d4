import { gunzipSync } from 'node:zlib'

/** Everything that a refused request says, its target decoded, and its body as far as it can be read. */
export function textOfRequest(values: readonly unknown[], body: Uint8Array | null): string {
  const parts = values.filter((value): value is string => typeof value === 'string')
  const decoded = parts.map(decodedOf)
  return [...parts, ...decoded, ...(body ? textsOfBody(body) : [])].join('\n')
}

function textsOfBody(body: Uint8Array): string[] {
  let bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = gunzipSync(bytes, { maxOutputLength: 16 * 1024 * 1024 })
    } catch {
      // Cut off, or no gzip after all: what is there is looked at as it is.
    }
  }
  const text = bytes.toString()
  return [text, decodedOf(text), unescaped(text)]
}

function decodedOf(text: string): string {
  return text.replaceAll(/(%[0-9a-f]{2})+/gi, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString(),
  )
}

/** Escapes of JSON resolved, in a text that need not be JSON. */
const unescaped = (text: string): string =>
  text.replaceAll(/\\u([0-9a-f]{4})/gi, (_escape, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )

/** undefined for bytes that are no text. */
export function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
