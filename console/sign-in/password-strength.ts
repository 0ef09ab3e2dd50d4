/** What the server asks for. */
export const passwordCharactersMin = 10

/** 0 (too short) to 4. Length counts most, as it does for whoever guesses; sameness takes away. */
export function passwordStrength(password: string): 0 | 1 | 2 | 3 | 4 {
  const length = [...password].length
  if (length < passwordCharactersMin) return 0
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length
  const distinct = new Set(password.toLowerCase()).size
  if (distinct < 6) return 1
  const points = (length >= 16 ? 2 : 1) + (length >= 22 ? 1 : 0) + (kinds >= 3 ? 1 : 0)
  return Math.min(4, Math.max(1, points)) as 1 | 2 | 3 | 4
}
