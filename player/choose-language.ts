import { isLanguage, type Language } from './texts.ts'

export interface LanguageChoice {
  current(): Language
  /** What the server suggests; what the learner chose on this device goes before it. */
  suggest(language: string): void
  choose(language: Language): void
}

const key = 'hocba.language'

export function languageChoice(
  storage: Storage | undefined,
  browser: readonly string[],
): LanguageChoice {
  const chosen = storage?.getItem(key)
  let isChosen = isLanguage(chosen)
  const guessed = browser.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'vi'
  let language: Language = isLanguage(chosen) ? chosen : guessed
  return {
    current: () => language,
    suggest(suggested) {
      if (!isChosen && isLanguage(suggested)) language = suggested
    },
    choose(wanted) {
      language = wanted
      isChosen = true
      try {
        storage?.setItem(key, wanted)
      } catch {
        // The choice then holds for this page.
      }
    },
  }
}
