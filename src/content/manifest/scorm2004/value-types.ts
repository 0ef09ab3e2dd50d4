/** A kind of value that an attribute or a text of a SCORM 2004 manifest may have. */
export interface ValueType<Value> {
  /** What is allowed, as the end of "it must be ...". */
  readonly says: string
  /** @param text trimmed @returns undefined if the text is not such a value */
  readonly parse: (text: string) => Value | undefined
}

/** xs:boolean; tools also write True and FALSE. */
export const boolean: ValueType<boolean> = {
  says: 'true or false',
  parse: (text) =>
    /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined,
}

/** xs:decimal within bounds, both included. */
export const decimal = (min: number, max: number): ValueType<number> => ({
  says: `a number from ${min} to ${max}`,
  parse(text) {
    if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(text)) return undefined
    const number = Number(text)
    // 0 also where "-0" is written: the two survive JSON as one.
    return number >= min && number <= max ? number + 0 : undefined
  },
})

/** xs:nonNegativeInteger */
export const count: ValueType<number> = {
  says: 'a whole number from 0',
  parse: (text) => (/^\+?\d{1,9}$/.test(text) ? Number(text) : undefined),
}

/** One of a vocabulary; letter case does not count, since tools get it wrong. */
export const oneOf = <const Word extends string>(...words: readonly Word[]): ValueType<Word> => ({
  says: words.length === 1 ? `"${words[0]}"` : `one of ${words.join(', ')}`,
  parse: (text) => words.find((word) => word.toLowerCase() === text.toLowerCase()),
})

/** xs:duration without sign, as written. */
export const duration: ValueType<string> = {
  says: 'a duration such as PT1H30M',
  parse: (text) =>
    /^P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(text)
      ? text
      : undefined,
}

/** Any text but an empty one. */
export const text: ValueType<string> = {
  says: 'not empty',
  parse: (written) => (written === '' ? undefined : written),
}

/**
 * xs:anyURI that names an objective or a store. Spaces, written as they are or as %20, do not count at its ends, and several
 * count as one.
 */
export const identifier: ValueType<string> = {
  says: 'not empty',
  parse(written) {
    const space = written.includes('%20') ? '%20' : ' '
    const parts = written.split(/(?:\s|%20)+/).filter((part) => part !== '')
    return parts.length === 0 ? undefined : parts.join(space)
  },
}
