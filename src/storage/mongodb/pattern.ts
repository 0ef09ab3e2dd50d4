/** A regular expression that finds a text as it stands, wherever it is. */
export const pattern = (text: string): string =>
  // A pattern that holds U+0000 itself is refused by the server.
  text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll('\0', '\\x00')

/** Finds a folded word at the beginning of one of the words of a search text, each of which stands after a space. */
export const beginsWords = (word: string): string => ` ${pattern(word)}`
