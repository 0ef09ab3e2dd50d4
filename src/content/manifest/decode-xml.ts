import { isPlausibleVietnamese } from '../import/entry-name.ts'

/** The text of an XML file, and what its declaration got wrong about it, in words. */
export interface DecodedXml {
  readonly text: string
  readonly mistake?: string
}

/**
 * Decodes an XML file [XML 1.0 appendix F]: by its byte order mark, else by the first bytes, else by its declaration. Files that
 * are not what they declare are common; they are decoded as what they are.
 */
export function decodeXml(bytes: Uint8Array): DecodedXml {
  const wide = wideEncoding(bytes)
  const declared = wide ? undefined : declaredEncoding(bytes)
  if (wide) return { text: new TextDecoder(wide).decode(bytes) }
  const utf8 = decodeStrictly('utf-8', bytes)
  const says = declared ?? 'utf-8'
  if (utf8 !== undefined) return { text: utf8, ...mistakeOf(says, bytes) }
  const decoder = isUtf(says) ? undefined : decoderOf(says)
  if (decoder) return { text: decoder.decode(bytes) }
  return {
    text: legacyText(bytes),
    mistake: isUtf(says)
      ? `The file says ${says} but is not; it was read in a Windows encoding.`
      : `The encoding ${says} is not known; the file was read in a Windows encoding.`,
  }
}

/** UTF-16 by its byte order mark or by how `<` stands in it. */
function wideEncoding([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be'
  return undefined
}

const declaredEncoding = (bytes: Uint8Array): string | undefined =>
  /^(?:\ufeff|ï»¿)?\s*<\?xml[^>]*?\sencoding\s*=\s*["']\s*([\w.:-]+)/
    .exec(Buffer.from(bytes.subarray(0, 400)).toString('latin1'))?.[1]
    ?.toLowerCase()

const isUtf = (label: string): boolean => /^(utf|ucs|iso-10646)/.test(label)

/** Valid UTF-8 beyond ASCII is UTF-8, whatever is declared; a declaration of 16 bits for bytes is wrong in any case. */
function mistakeOf(says: string, bytes: Uint8Array): { mistake?: string } {
  const isAscii = bytes.every((byte) => byte < 0x80)
  if (says === 'utf-8' || says === 'utf8') return {}
  if (isAscii && !/16|32/.test(says)) return {}
  return { mistake: `The file says ${says} but is UTF-8; it was read as UTF-8.` }
}

function decodeStrictly(label: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label)
  } catch {
    return undefined
  }
}

/** Vietnamese where the tone marks make sense that way, else Western European. */
function legacyText(bytes: Uint8Array): string {
  const vietnamese = new TextDecoder('windows-1258').decode(bytes)
  return isPlausibleVietnamese(vietnamese)
    ? vietnamese.normalize('NFC')
    : new TextDecoder('windows-1252').decode(bytes)
}
