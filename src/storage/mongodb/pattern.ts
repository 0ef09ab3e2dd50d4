/** A regular expression that finds a text as it stands, wherever it is. */
export const pattern = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** Finds a folded word at the beginning of one of the words of a search text, each of which stands after a space. */
export const beginsWords = (word: string): string => ` ${pattern(word)}`
