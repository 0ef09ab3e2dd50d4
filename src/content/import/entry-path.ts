import { quoted, Refusal, shownPath } from '../finding-codes.ts'
import type { ImportLimits } from './limits.ts'

/**
 * The path that an entry's name means: `/` between its segments, without `.` and empty ones. Nothing is ever created under it
 * (files are stored by content), so names that a file system would mind, such as `CON.txt`, are kept as they are.
 * @returns undefined for a folder
 * @throws Refusal `path-unsafe`, `path-too-long`
 */
export function entryPath(name: string, limits: ImportLimits): string | undefined {
  const place = { file: shownPath(name) }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  if (/[\u0000-\u001f\u007f]/.test(name)) {
    throw new Refusal('path-unsafe', `The name ${quoted(name)} has control characters.`, place)
  }
  const path = name.replaceAll('\\', '/')
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) {
    throw new Refusal('path-unsafe', `The path ${quoted(name)} is absolute.`, place)
  }
  const segments = path.split('/')
  if (segments.includes('..')) {
    throw new Refusal('path-unsafe', `The path ${quoted(name)} leads out of the package.`, place)
  }
  const named = segments.filter((segment) => segment !== '' && segment !== '.')
  checkLength(name, named, limits)
  return path.endsWith('/') || named.length === 0 ? undefined : named.join('/')
}

function checkLength(name: string, segments: readonly string[], limits: ImportLimits): void {
  if (segments.length > limits.depthMax) {
    throw new Refusal(
      'path-too-long',
      `The path ${quoted(name)} is ${segments.length} folders deep; ${limits.depthMax} are allowed.`,
      { file: shownPath(name) },
    )
  }
  const bytesOf = (text: string) => Buffer.byteLength(text.normalize('NFC'))
  const isLong = segments.some((segment) => bytesOf(segment) > limits.nameBytesMax)
  if (isLong || bytesOf(segments.join('/')) > limits.pathBytesMax) {
    throw new Refusal(
      'path-too-long',
      `The path ${quoted(name)} is too long: a name may have ${limits.nameBytesMax} bytes in UTF-8, a path ${limits.pathBytesMax}.`,
      { file: shownPath(name) },
    )
  }
}

/** What operating systems add to zips, and no course needs. */
export const isSystemFile = (path: string): boolean =>
  path.startsWith('__MACOSX/') || /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(path)
