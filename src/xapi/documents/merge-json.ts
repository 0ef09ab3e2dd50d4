import { members } from '../statements/scan-json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** @returns the text of a JSON object in UTF-8; undefined where the bytes are something else. */
export function objectText(bytes: Buffer): string | undefined {
  try {
    const text = utf8.decode(bytes)
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? text : undefined
  } catch {
    return undefined
  }
}

/**
 * Sets each top-level property of `posted` on `existing` [xAPI-Communication 2.2, JSON Procedure]. Both are texts of JSON
 * objects. Values are spliced as they were written, so numbers keep their spelling and inner objects their order; existing
 * properties keep their place and new ones follow. Of a name that is repeated in one text the last value counts, as it does
 * for JSON.parse.
 */
export function mergeObjects(existing: string, posted: string): string {
  const properties = new Map<string, string>()
  for (const text of [existing, posted]) {
    for (const { name, start, end } of members(text, text.indexOf('{'))) {
      properties.set(name, text.slice(start, end))
    }
  }
  return `{${[...properties.values()].join(',')}}`
}
