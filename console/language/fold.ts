/** A text as it is searched: without case and accents, and with d for đ, as src/base/text.ts folds what the server searches. */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim()
