/**
 * Folds a text for search: case, accents and the Vietnamese đ no longer count ("Đặng Thị Ước" -> "dang thi uoc").
 * NFD and NFC spellings of a name fold to the same text.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim()

/** The name as it is kept: NFC, single spaces, original case. */
export const tidyName = (name: string): string => name.normalize('NFC').replace(/\s+/gu, ' ').trim()
