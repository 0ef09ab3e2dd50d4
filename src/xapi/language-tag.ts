const grandfathered = new Set(
  (
    'art-lojban cel-gaulish en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn ' +
    'i-tao i-tay i-tsu no-bok no-nyn sgn-be-fr sgn-be-nl sgn-ch-de zh-guoyu zh-hakka zh-min zh-min-nan zh-xiang'
  ).split(' '),
)

const isAlpha = (text: string): boolean => /^[A-Za-z]+$/.test(text)
const isAlphanumeric = (text: string): boolean => /^[A-Za-z0-9]+$/.test(text)
const isBetween = (text: string, min: number, max: number): boolean =>
  text.length >= min && text.length <= max

/** A language, perhaps with a region: nearly every tag is one of these, and each display and name of each statement has some. */
const isCommon = (tag: string): boolean => /^[A-Za-z]{2,3}(-[A-Za-z]{2})?$/.test(tag)

/**
 * A well-formed language tag [RFC 5646 2.1, BCP 47]: the order and length of its subtags. Whether a subtag is registered
 * is not asked, so that new languages need no new release.
 */
export function isLanguageTag(tag: string): boolean {
  if (isCommon(tag)) return true
  if (tag.length === 0 || tag.length > 200) return false
  if (grandfathered.has(tag.toLowerCase())) return true
  const subtags = tag.split('-')
  if (!subtags.every((subtag) => isBetween(subtag, 1, 8) && isAlphanumeric(subtag))) return false
  if (isPrivate(subtags[0]!)) return subtags.length > 1
  return endOfExtensions(subtags, endOfLanguage(subtags)) === subtags.length
}

const isPrivate = (subtag: string): boolean => subtag === 'x' || subtag === 'X'

/** The index after language, extended languages, script, region and variants; -1 where that part is not well-formed. */
function endOfLanguage(subtags: readonly string[]): number {
  const language = subtags[0]!
  if (!isAlpha(language) || !isBetween(language, 2, 8)) return -1
  let index = 1
  const next = () => subtags[index] ?? ''
  if (language.length <= 3) {
    for (let count = 0; count < 3 && next().length === 3 && isAlpha(next()); count++) index++
  }
  if (next().length === 4 && isAlpha(next())) index++
  if (isRegion(next())) index++
  const variants = new Set<string>()
  while (isVariant(next())) {
    const variant = next().toLowerCase()
    if (variants.has(variant)) return -1
    variants.add(variant)
    index++
  }
  return index
}

const isRegion = (subtag: string): boolean =>
  (subtag.length === 2 && isAlpha(subtag)) || /^\d{3}$/.test(subtag)

const isVariant = (subtag: string): boolean =>
  isBetween(subtag, 5, 8) || (subtag.length === 4 && /^\d/.test(subtag))

/** Each extension is a singleton, not used twice, with subtags of two to eight characters; private use ends the tag. */
function endOfExtensions(subtags: readonly string[], start: number): number {
  if (start < 0) return -1
  let index = start
  const singletons = new Set<string>()
  while (index < subtags.length) {
    const singleton = subtags[index]!.toLowerCase()
    if (singleton.length !== 1 || singletons.has(singleton)) return -1
    singletons.add(singleton)
    const first = ++index
    if (singleton === 'x') return first < subtags.length ? subtags.length : -1
    while (index < subtags.length && subtags[index]!.length > 1) index++
    if (index === first) return -1
  }
  return index
}
