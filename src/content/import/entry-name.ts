import { crc32 } from 'node:zlib'
import { foldedPath } from '../find-file.ts'
import { decodeCodePage437 } from './code-page-437.ts'
import type { ZipEntry } from './zip-directory.ts'

/** The encodings that old zip programs used without saying so, the likelier first. */
export const legacyEncodings = ['windows-1258', 'ibm437', 'windows-1252'] as const
export type LegacyEncoding = (typeof legacyEncodings)[number]

/**
 * The entry's name where its bytes leave no doubt: it says UTF-8, it has the Unicode Path field, or the bytes are UTF-8, which
 * no other encoding is by chance. Undefined asks for `chooseEncoding`.
 */
export function certainName(entry: ZipEntry): string | undefined {
  return unicodePath(entry) ?? utf8(entry.rawName)
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** Info-ZIP Unicode Path Extra Field [APPNOTE 4.6.9]: valid while its checksum is that of the name. */
function unicodePath({ source, rawName, saysUtf8 }: ZipEntry): string | undefined {
  if (saysUtf8) return undefined
  const field = source.extraFields.find(({ id }) => id === 0x7075)?.data
  if (!field || field.length < 6 || field[0] !== 1) return undefined
  return field.readUInt32LE(1) === crc32(rawName) ? utf8(field.subarray(5)) : undefined
}

/** Decodes a name in one of the legacy encodings; their ASCII part is the same. */
export function decodeName(rawName: Uint8Array, encoding: LegacyEncoding): string {
  if (encoding === 'ibm437') return decodeCodePage437(rawName)
  return new TextDecoder(encoding).decode(rawName)
}

/**
 * The encoding of names that do not say theirs: the one in which most of them are names that the manifest refers to; without
 * such a match the first in which they are readable.
 * @param referred last segments of the paths in the manifest, folded
 */
export function chooseEncoding(
  rawNames: readonly Uint8Array[],
  referred: ReadonlySet<string>,
): { readonly encoding: LegacyEncoding; readonly isMatched: boolean } {
  const scored = legacyEncodings.map((encoding) => ({
    encoding,
    matches: rawNames.filter((rawName) => referred.has(lastSegment(decodeName(rawName, encoding))))
      .length,
  }))
  const best = scored.reduce((a, b) => (b.matches > a.matches ? b : a))
  if (best.matches > 0) return { encoding: best.encoding, isMatched: true }
  const isVietnamese = rawNames.every((name) =>
    isPlausibleVietnamese(decodeName(name, 'windows-1258')),
  )
  return { encoding: isVietnamese ? 'windows-1258' : 'ibm437', isMatched: false }
}

export const lastSegment = (path: string): string =>
  foldedPath(path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1))

/** In windows-1258 tone marks are characters of their own: each must follow a vowel. */
export const isPlausibleVietnamese = (text: string): boolean =>
  !/(?<![aeiouyăâêôơư])[\u0300\u0301\u0303\u0309\u0323]/iu.test(text)
