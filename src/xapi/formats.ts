import { isDuration } from './duration.ts'
import { isLanguageTag } from './language-tag.ts'
import { isIso8601Timestamp, isRfc3339Timestamp } from './timestamp.ts'

/** A UUID in standard form, of the variant of RFC 4122 [xAPI-Data 4.4]. Upper and lower case both. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i.test(text)

/** Characters that no IRI contains [RFC 3987 2.2]: controls, space, and those that RFC 3986 leaves out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const notInIris = /[\u0000-\u0020"<>\\^`{|}\u007f-\u009f\ud800-\udfff]/u

const schemeName = /^[A-Za-z][A-Za-z0-9+.-]*:/

/** An absolute IRI: a scheme, something behind it, and only characters that IRIs may have [RFC 3987]. */
export function isIri(text: string): boolean {
  const scheme = schemeName.exec(text)
  return scheme !== null && text.length > scheme[0].length && !notInIris.test(text)
}

/** `mailto:` and one e-mail address [xAPI-Data 2.4.2.3]. */
export function isMailtoIri(text: string): boolean {
  if (!/^mailto:/i.test(text) || text.length > 400) return false
  const at = text.lastIndexOf('@')
  const local = text.slice('mailto:'.length, at)
  const domain = text.slice(at + 1)
  if (at < 0 || local === '' || notInIris.test(text.replaceAll(/["{}|^`\\]/g, ''))) return false
  return !/[@,;?]/.test(local) && domain.length <= 255 && isDomain(domain)
}

const isDomain = (domain: string): boolean =>
  /^\[[0-9A-Fa-f:.]+\]$/.test(domain) ||
  domain.split('.').every((label) => /^[\p{L}\p{N}\p{M}_-]{1,63}$/u.test(label))

/** A SHA-1 digest in hexadecimal, 40 digits. */
export const isSha1 = (text: string): boolean => /^[0-9a-f]{40}$/i.test(text)

/** A digest of the SHA-2 family in hexadecimal: 224, 256, 384 or 512 bits [xAPI-Data 2.4.11]. */
export const isSha2 = (text: string): boolean =>
  /^[0-9a-f]+$/i.test(text) && [56, 64, 96, 128].includes(text.length)

/** An Internet media type, e.g. `text/plain; charset=utf-8`: type, subtype and whatever parameters. */
export const isMediaType = (text: string): boolean =>
  /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}\s*(;|$)/.test(text)

/** The `format` names that the schemas of `schemas/xapi-*` use, each checked in one pass over the text. */
export const xapiFormats: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: isUuid,
  iri: isIri,
  'mailto-iri': isMailtoIri,
  sha1: isSha1,
  sha2: isSha2,
  'media-type': isMediaType,
  'language-tag': isLanguageTag,
  duration: isDuration,
  'iso8601-timestamp': isIso8601Timestamp,
  'rfc3339-timestamp': isRfc3339Timestamp,
}
