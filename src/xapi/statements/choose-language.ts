import type { LanguageMap } from './statement.ts'

/** A language range of `Accept-Language`, lower case, and what is thought of it: 0 to 1. */
interface LanguageRange {
  readonly range: string
  readonly quality: number
}

const rangesMax = 20

/** The ranges of an `Accept-Language` header [RFC 9110 12.5.4], the most wanted first; what cannot be read is left out. */
export const languageRanges = (header: string | undefined): readonly LanguageRange[] =>
  (header ?? '')
    .slice(0, 1_000)
    .split(',', rangesMax)
    .flatMap((part) => {
      const match = /^\s*(\*|[A-Za-z0-9-]{1,60})\s*(?:;\s*q=([01](?:\.\d{0,3})?))?\s*$/.exec(part)
      return match ? [{ range: match[1]!.toLowerCase(), quality: Number(match[2] ?? 1) }] : []
    })
    .sort((a, b) => b.quality - a.quality)

/**
 * The one entry of a language map that suits best: for each range in turn the same tag, a more special one, or a more
 * general one (RFC 4647, lookup); if none suits, the map's first.
 * @returns undefined for an empty map.
 */
export function chooseLanguage(
  map: LanguageMap,
  ranges: readonly LanguageRange[],
): readonly [tag: string, text: string] | undefined {
  const entries = Object.entries(map)
  const refused = new Set(ranges.filter(({ quality }) => quality === 0).map(({ range }) => range))
  const allowed = entries.filter(([tag]) => !refused.has(tag.toLowerCase()))
  for (const { range, quality } of ranges) {
    if (quality === 0) break
    if (range === '*') return allowed[0] ?? entries[0]
    const found = lookUp(allowed, range)
    if (found) return found
  }
  return allowed[0] ?? entries[0]
}

type Entry = [tag: string, text: string]

function lookUp(entries: readonly Entry[], range: string): Entry | undefined {
  for (
    let prefix = range;
    prefix !== '';
    prefix = prefix.slice(0, Math.max(0, prefix.lastIndexOf('-')))
  ) {
    const found =
      entries.find(([tag]) => tag.toLowerCase() === prefix) ??
      entries.find(([tag]) => tag.toLowerCase().startsWith(`${prefix}-`))
    if (found) return found
  }
  return undefined
}
